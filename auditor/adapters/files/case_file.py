"""An encrypted ZIP that 7-Zip, WinZip and others open.

AES-256 as WinZip's specification AE-2 has it. Made in memory, never on disk.

Written here over the `cryptography` package, which the vault needs anyway: a library would bring a
second one for cryptography with it. Format: www.winzip.com/en/support/aes-encryption (AE-2, version
1.04) and PKWARE APPNOTE 6.3.9, sections 4.3 and 4.4. Names of entries and their sizes are not
encrypted: that is how ZIP is, so names must say nothing.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Mapping

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from auditor.domain.secret import Secret
from auditor.errors import UsageError
from auditor.messages import _

__all__ = ["LONGEST", "pack"]

LONGEST = 99
"""Bytes of a passphrase: 7-Zip takes no more (CPP/7zip/Crypto/WzAes.h, kPasswordSizeMax)."""

_AES, _STORED = 99, 0
_VERSION_NEEDED = 51
_ENCRYPTED = 0x0001
_DOS_DATE = 1 << 5 | 1  # 1 January 1980: the time of a case is nobody's business who cannot open it
_KEY, _SALT, _VERIFIER, _CODE, _BLOCK = 32, 16, 2, 10, 16
_MOST_ENTRIES = 65_535  # APPNOTE 4.4.22: what a ZIP can count without its 64-bit form
_ROUNDS = 1000  # fixed by the specification; the passphrase has to make up for it
_EXTRA = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, _STORED)  # AE-2, 256 bits
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}(\.[a-z0-9]{1,8})?")
"""No folder, no drive, no dot in front, nothing that another system reads differently."""
_DEVICES = {"CON", "PRN", "AUX", "NUL"} | {
    f"{port}{n}" for port in ("COM", "LPT") for n in range(10)
}
"""Windows opens a device where a file has such a name, whatever its ending."""
_ENTRY = "<HHHHHIIIHH"


def pack(files: Mapping[str, bytes], passphrase: Secret) -> bytes:
    """Return a ZIP of `files` by name (ASCII), each encrypted.

    Raises ValueError for names that are not plain, UsageError for too many files and for a
    passphrase that not every program can take.
    """
    if len(files) > _MOST_ENTRIES:
        raise UsageError(
            _("A case file can hold about 32,000 findings, and these are more."),
            _("Make several cases of fewer findings each."),
        )
    for name in files:
        if not _NAME.fullmatch(name) or name.split(".")[0].upper() in _DEVICES:
            raise ValueError("a name that says something, or leads elsewhere")
    if len({name.casefold() for name in files}) != len(files):
        raise ValueError("two names that are one to whoever unpacks them")
    text = passphrase.reveal()
    if not text.isascii() or not 0 < len(text) <= LONGEST:
        raise UsageError(
            _(
                "The passphrase of a case file may have at most {n} letters, digits and signs, "
                "without accents."
            ).format(n=LONGEST),
            _("Other programs would read it differently, and nobody could open the file."),
        )
    word = text.encode("ascii")
    body, directory = bytearray(), bytearray()
    for name, data in files.items():
        sealed = _sealed(data, word)
        label = name.encode("ascii")
        head = struct.pack(
            _ENTRY,
            _VERSION_NEEDED,
            _ENCRYPTED,
            _AES,
            0,
            _DOS_DATE,
            0,
            len(sealed),
            len(data),
            len(label),
            len(_EXTRA),
        )  # AE-2 keeps no checksum of the content
        directory += (
            b"PK\x01\x02"
            + struct.pack("<H", _VERSION_NEEDED)
            + head
            + struct.pack("<HHHII", 0, 0, 0, 0, len(body))
            + label
            + _EXTRA
        )
        body += b"PK\x03\x04" + head + label + _EXTRA + sealed
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


def _sealed(data: bytes, word: bytes) -> bytes:
    """Return salt, verifier, ciphertext and authentication code of one entry."""
    salt = os.urandom(_SALT)
    derived = PBKDF2HMAC(hashes.SHA1(), 2 * _KEY + _VERIFIER, salt, _ROUNDS).derive(word)  # noqa: S303 - AE-2 knows no other
    hidden = _crypted(data, derived[:_KEY])
    code = hmac.HMAC(derived[_KEY : 2 * _KEY], hashes.SHA1())  # noqa: S303 - AE-2 knows no other
    code.update(hidden)
    return salt + derived[2 * _KEY :] + hidden + code.finalize()[:_CODE]


def _crypted(data: bytes, key: bytes) -> bytes:
    """Return `data` in counter mode.

    The counter of AE-2 is little-endian and begins at 1, which no mode of the library does.
    """
    blocks = -(-len(data) // _BLOCK)
    counters = b"".join(counter.to_bytes(_BLOCK, "little") for counter in range(1, blocks + 1))
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - of counters, never of data: this is counter mode
    stream = (encryptor.update(counters) + encryptor.finalize())[: len(data)]
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")
