"""Sony's internal serial number: a few enciphered bytes at a place that depends on the model.

The cipher is a substitution: a byte b below 249 stands as b³ mod 249 (exiftool, Sony tags).
"""

from __future__ import annotations

import re

_PRIME = 249
_CIPHERED = 0x9050
_NEWEST = re.compile(r"^(ILCE-(1|7M4|7RM5|7SM3)|ILME-FX3)")
_NEWER = re.compile(
    r"^(ILCE-(6100|6300|6400|6500|6600|7C|7M3|7RM2|7RM3A?|7RM4A?|7SM2|9|9M2)|ILCA-99M2|ZV-E10)"
)
_NOT_THERE = re.compile(r"^(DSC-|Stellar|ZV-)")
_A_MOUNT = re.compile(r"^(SLT-|HV|ILCA-)")
_OLD = re.compile(r"^(Lunar|NEX-(5N|7|VG20E))")

TAG = _CIPHERED


def _make_table() -> bytes:
    table = list(range(256))
    for byte in range(2, _PRIME - 1):
        table[byte**3 % _PRIME] = byte
    return bytes(table)


_PLAIN = _make_table()


def internal_serial(ciphered: bytes, model: str) -> str:
    """Return the number in hexadecimal, empty where the model has none."""
    place, size = _find(model)
    raw = ciphered[place : place + size].translate(_PLAIN)
    return raw.hex() if len(raw) == size and any(raw) else ""


def _find(model: str) -> tuple[int, int]:
    if _NEWEST.search(model):
        return (0x8A if model.startswith("ILCE-1") else 0x88), 6
    if _NEWER.search(model):
        return 0x88, 6
    if not model or _NOT_THERE.search(model) or _OLD.search(model):
        return 0, 0
    return (0xF0, 5) if _A_MOUNT.search(model) else (0x7C, 4)
