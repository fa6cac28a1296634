"""Canon's box of EXIF, in CR3 raw pictures and CRM films (github.com/lclevy/canon_cr3).

Four boxes hold a TIFF structure each: the main directory, that of EXIF, the maker's notes, GPS.
"""

from __future__ import annotations

import struct

from auditor.readers.isobmff.boxes import BmffBox, BoxWalk

__all__ = ["CANON_UUID", "canon_exif", "canon_size", "canon_thumbnail"]

CANON_UUID = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")

_LONGEST = 8 * 1024 * 1024
_EXIF_IFD, _GPS_IFD, _MAKER_NOTE, _MAKE = 0x8769, 0x8825, 0x927C, 0x010F
_WIDTH, _HEIGHT = 0x0100, 0x0101
_SHORT, _LONG, _UNDEFINED, _ASCII = 3, 4, 7, 2
_MOST_ENTRIES = 100
_JPEG = b"\xff\xd8\xff"


def canon_exif(walk: BoxWalk, box: BmffBox) -> list[bytes]:
    """Return the EXIF of the box as TIFF structures whose first directory is the main one."""
    found: list[bytes] = []
    for inner in walk.inside(box):
        raw = walk.read(inner, _LONGEST) if inner.kind[:3] == b"CMT" else b""
        if raw[:4] not in {b"II*\0", b"MM\0*"}:
            continue
        if inner.kind in {b"CMT1", b"CMT2"}:
            found.append(raw)
        elif inner.kind == b"CMT3":
            found.append(_hang_note(raw))
        elif inner.kind == b"CMT4":
            found.append(_hang(raw, _GPS_IFD))
    return found


def canon_size(walk: BoxWalk, box: BmffBox) -> tuple[int, int] | None:
    """Return width and height in px from the main directory of the box, None if it has none."""
    for inner in walk.inside(box):
        raw = walk.read(inner, 64 * 1024) if inner.kind == b"CMT1" else b""
        if len(raw) < 10:  # noqa: PLR2004 - head and count
            continue
        order = "<" if raw[:2] == b"II" else ">"
        (first,) = struct.unpack_from(order + "I", raw, 4)
        entries = range(first + 2, min(len(raw) - 11, first + 2 + 12 * _MOST_ENTRIES), 12)
        sides = {
            tag: struct.unpack_from(order + ("H" if kind == _SHORT else "I"), raw, place + 8)[0]
            for place in entries
            for tag, kind in (struct.unpack_from(order + "HH", raw, place),)
            if tag in {_WIDTH, _HEIGHT}
        }
        if len(sides) == 2:  # noqa: PLR2004 - width and height
            return sides[_WIDTH], sides[_HEIGHT]
    return None


def canon_thumbnail(walk: BoxWalk, box: BmffBox) -> bytes:
    """Return the small JPEG in the box, empty if there is none."""
    for inner in walk.inside(box):
        if inner.kind in {b"THMB", b"PRVW"}:
            raw = walk.read(inner, _LONGEST)
            place = raw[:64].find(_JPEG)
            return raw[place:] if place >= 0 else b""
    return b""


def _hang(raw: bytes, tag: int) -> bytes:
    """Return the structure with a main directory that points to what was its first one."""
    order = "<" if raw[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "I", raw, 4)
    entry = struct.pack(order + "HHII", tag, _LONG, 1, first)
    return _with_directory(raw, order, [entry])


def _hang_note(raw: bytes) -> bytes:
    """Return the structure as one whose EXIF directory holds the maker's notes."""
    order = "<" if raw[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "I", raw, 4)
    note = struct.pack(order + "HHII", _MAKER_NOTE, _UNDEFINED, max(len(raw) - first, 0), first)
    exif = struct.pack(order + "H", 1) + note + bytes(4)
    make = struct.pack(order + "HHII", _MAKE, _ASCII, 6, len(raw) + len(exif))
    pointer = struct.pack(order + "HHII", _EXIF_IFD, _LONG, 1, len(raw))
    return _with_directory(raw + exif + b"Canon\0", order, [make, pointer])


def _with_directory(raw: bytes, order: str, entries: list[bytes]) -> bytes:
    place = len(raw) + len(raw) % 2
    directory = struct.pack(order + "H", len(entries)) + b"".join(entries) + bytes(4)
    padding = bytes(place - len(raw))
    return raw[:4] + struct.pack(order + "I", place) + raw[8:] + padding + directory
