"""Maker notes that are no directory: fixed places, or lines of text."""

from __future__ import annotations

import re
import struct

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.makers.note import Goes, MakerNote, tell
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import Stamp, parse_stamp

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


_RECONYX_TIMES = {
    b"RECONYXUF\0": ("BBBBBH", 0x3B, (5, 4, 3, 2, 1, 0)),
    b"RECONYXH2\0": ("HHHHHH", 0x3E, (5, 4, 3, 2, 1, 0)),
    b"\x01\xf1": ("HHHHHH", 0x16, (5, 3, 4, 2, 1, 0)),
}
"""Form, place, and which of the numbers are year, month, day, hour, minute and second."""


def _read_reconyx_time(raw: bytes, head: bytes) -> list[Stamp]:
    """Return the time of the picture; some cameras write it in the other byte order."""
    form, place, numbers = _RECONYX_TIMES[head]
    if len(raw) < place + struct.calcsize("<" + form):
        return []
    for order in "<>":
        told = struct.unpack_from(order + form, raw, place)
        year, month, day, hour, minute, second = (told[number] for number in numbers)
        stamp = parse_stamp(f"{year:04}-{month}-{day} {hour}:{minute:02}:{second:02}")
        if stamp is not None:
            return [stamp]
    return []


def read_without_directory(note: MakerNote, found: RawMetadata) -> bool:
    """Add what such a note says; False where it is none of them."""
    raw = note.raw(_LONGEST)
    for head, places in _RECONYX:
        if raw.startswith(head):
            for start, size, encoding, goes in places:
                value = raw[start : start + size].decode(encoding, "replace").split("\0", 1)[0]
                tell(found, goes, value, "Reconyx")
            found.stamps += _read_reconyx_time(raw, head)
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
