"""Hashes of passwords, as lists of leaked passwords hold them: upper-case hexadecimal characters.

Neither keeps a password safe; they only say where in a list it would stand.
"""

from __future__ import annotations

import hashlib
import struct

from auditor.domain.secret import Secret

_WORD = 0xFFFFFFFF
_BLOCK = 64
_START = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476)
_ROUNDS = (
    (0, tuple(range(16)), (3, 7, 11, 19)),
    (0x5A827999, (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), (3, 5, 9, 13)),
    (0x6ED9EBA1, (0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15), (3, 9, 11, 15)),
)
"""RFC 1320, 3.4: what each round adds, the order of its words, and how far each step turns."""


def sha1_of(password: Secret) -> str:
    """Return the 40 characters that stand for a password in lists of SHA-1 hashes."""
    encoded = password.reveal().encode("utf-8", "surrogatepass")
    return hashlib.sha1(encoded, usedforsecurity=False).hexdigest().upper()


def ntlm_of(password: Secret) -> str:
    """Return the 32 characters that stand for a password in lists of NTLM hashes."""
    return _md4(password.reveal().encode("utf-16-le", "surrogatepass")).hex().upper()


def _md4(data: bytes) -> bytes:
    """Return the MD4 digest (RFC 1320), which OpenSSL no longer offers everywhere."""
    padding = b"\x80" + bytes((55 - len(data)) % _BLOCK)
    message = data + padding + struct.pack("<Q", len(data) * 8)
    state: tuple[int, ...] = _START
    for offset in range(0, len(message), _BLOCK):
        words = struct.unpack_from("<16I", message, offset)
        state = _mixed(state, words)
    return struct.pack("<4I", *state)


def _mixed(state: tuple[int, ...], words: tuple[int, ...]) -> tuple[int, ...]:
    a, b, c, d = state
    for number, (constant, order, turns) in enumerate(_ROUNDS):
        for step, index in enumerate(order):
            if number == 0:
                chosen = (b & c) | (~b & d)
            elif number == 1:
                chosen = (b & c) | (b & d) | (c & d)
            else:
                chosen = b ^ c ^ d
            total = (a + chosen + words[index] + constant) & _WORD
            turn = turns[step % 4]
            a, b, c, d = d, (total << turn | total >> (32 - turn)) & _WORD, b, c
    return tuple((old + new) & _WORD for old, new in zip(state, (a, b, c, d), strict=True))
