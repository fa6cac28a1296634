"""Maker notes that are no directory: fixed places, or lines of text."""

from __future__ import annotations

import re

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.makers.note import Goes, MakerNote, tell
from auditor.readers.metadata.text import decode

_LONGEST = 16 * 1024
_NAMED = re.compile(rb"serial (?:number|no\.?)\s*[:=]\s*([\x21-\x7e]{3,40})", re.IGNORECASE)
_KODAK = re.compile(rb"([CK][A-Z\d]{3} ?[A-Z\d]{1,2}\d{2}[A-Z\d]\d{4})[ \0]")
_HP = re.compile(rb"IIII[\x04\x06]\0|610[\0-\x04]|Hewlett-Packard|HP")
_LINES = re.compile(rb"[\x09\x0a\x0d\x20-\x7e]+\0*\Z")
_FEWEST_SIGNS = 24

_Place = tuple[int, int, str, Goes]
_RECONYX: tuple[tuple[bytes, tuple[_Place, ...]], ...] = (
    (
        b"RECONYXUF\0",
        ((0x4B, 15, "latin-1", Goes.SERIAL), (0x5A, 21, "latin-1", Goes.WORDS)),
    ),
    (
        b"RECONYXH2\0",
        ((0x7E, 30, "utf-16-le", Goes.SERIAL), (0x68, 22, "latin-1", Goes.WORDS)),
    ),
    (
        b"\x01\xf1",
        ((0x2A, 30, "utf-16-le", Goes.SERIAL), (0x56, 22, "latin-1", Goes.WORDS)),
    ),
)
"""Places in bytes; exiftool's Reconyx tags count the last ones in numbers of two bytes."""


def read_without_directory(note: MakerNote, found: RawMetadata) -> bool:
    """Add what such a note says; False where it is none of them."""
    raw = note.raw(_LONGEST)
    for head, places in _RECONYX:
        if raw.startswith(head):
            for start, size, encoding, goes in places:
                value = raw[start : start + size].decode(encoding, "replace").split("\0", 1)[0]
                tell(found, goes, value, "Reconyx")
            return True
    kodak = _KODAK.match(raw) if "kodak" in note.make.casefold() else None
    if kodak is not None:
        tell(found, Goes.SERIAL, kodak[1].decode("ascii"), "Kodak SerialNumber")
        return True
    is_text = len(raw) >= _FEWEST_SIGNS and _LINES.match(raw) is not None
    if is_text or _HP.match(raw):
        named = _NAMED.search(raw)
        if named is not None:
            tell(found, Goes.SERIAL, decode(named[1]), "maker note")
        return True
    return False
