"""Where a maker's directory begins in its note, and where its offsets count from."""

from __future__ import annotations

import re
import struct

from auditor.dataclass import dataclass
from auditor.readers.metadata.makers import tables
from auditor.readers.metadata.makers.note import MakerNote, MakerTag
from auditor.readers.metadata.tiff import Tiff

_MOST_LIKELY_ENTRIES = 1000
_ENTRY, _COUNT, _NEXT = 12, 2, 4
_BYTE_MARKS = {b"II": "<", b"MM": ">"}


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to write a maker note.

    `head` is what the note begins with, or has at `at`; `make` the begin of the maker's name in
    lower case, `model` a pattern for the model: whatever is empty fits all. The directory stands
    at `start`. Offsets count from `base` in the note, or from there in the TIFF structure where
    `in_tiff`; where `shifts`, they are mended by the place where the first value must stand, where
    `footed`, by the one that stands at the end of the note. `order` is the byte order, empty where
    the directory itself tells.
    """

    rows: tuple[MakerTag, ...]
    head: bytes = b""
    make: str = ""
    start: int = 0
    base: int = 0
    in_tiff: bool = False
    shifts: bool = False
    footed: bool = False
    order: str = ""
    model: str = ""
    at: int = 0

    def fits(self, head: bytes, note: MakerNote) -> bool:
        """Whether a note that begins with `head` is written like this."""
        return (
            head.startswith(self.head, self.at)
            and note.make.casefold().startswith(self.make)
            and (not self.model or re.search(self.model, note.model) is not None)
        )


LAYOUTS = (
    Layout(tables.APPLE, b"Apple iOS\0", start=14),
    Layout(tables.NIKON, b"Nikon\0\2", start=18, base=10),
    Layout((), b"Nikon\0\1"),
    Layout(tables.NIKON, make="nikon", in_tiff=True),
    Layout(tables.CANON, make="canon", in_tiff=True, footed=True),
    Layout(tables.FUJIFILM, b"FUJIFILM", start=-8, order="<"),
    Layout(tables.FUJIFILM, b"GENERALE", start=-8, order="<"),
    Layout(tables.MOTOROLA, b"MOT\0", start=8),
    Layout(tables.OLYMPUS, b"OLYMP\0", start=8, in_tiff=True),
    Layout(tables.OLYMPUS, b"EPSON\0", start=8, in_tiff=True),
    Layout(tables.OLYMPUS, b"MINOL\0", start=8, in_tiff=True),
    Layout(tables.OLYMPUS, b"CAMER\0", start=8, in_tiff=True),
    Layout(tables.OLYMPUS, b"SONY PI\0", start=12, in_tiff=True),
    Layout(tables.OLYMPUS, b"PREMI\0", start=8, in_tiff=True),
    Layout(tables.OLYMPUS, b"OLYMPUS\0", start=12),
    Layout(tables.OLYMPUS, b"OM SYSTEM\0", start=16),
    Layout(tables.PANASONIC, b"LEICA CAMERA AG\0", start=18, in_tiff=True),
    Layout(tables.LEICA_M9, b"LEICA0", start=8),
    Layout(tables.LEICA_S, b"LEICA\0\2\xff", start=8, in_tiff=True),
    Layout(tables.LEICA_X, b"LEICA\0\x08\0", start=8, in_tiff=True),
    Layout(tables.LEICA_X, b"LEICA\0\x09\0", start=8, in_tiff=True),
    Layout(
        tables.LEICA_S, b"LEICA", "leica camera ag", 8, in_tiff=True, model="S2|Typ 006|Typ 240"
    ),
    Layout(tables.LEICA_M8, b"LEICA\0\0\0", "leica camera ag", start=8, base=8),
    Layout(tables.PANASONIC, b"LEICA\0\0\0", start=8, in_tiff=True),
    Layout(tables.LEICA_X, b"LEICA\0", start=8),
    Layout(tables.PANASONIC, b"Panasonic", start=12, base=12, in_tiff=True, model="DC-FT7"),
    Layout(tables.PANASONIC, b"Panasonic", start=12, in_tiff=True),
    Layout(tables.PENTAX, b"AOC\0", start=6, in_tiff=True, shifts=True),
    Layout(tables.PENTAX, b"PENTAX \0", start=10),
    Layout(tables.PENTAX, b"RICOH\0II", start=8),
    Layout(tables.PENTAX, b"RICOH\0MM", start=8),
    Layout(tables.RICOH, b"Ricoh", start=8, in_tiff=True),
    Layout(tables.RICOH, b"RICOH", start=8, in_tiff=True),
    Layout(tables.SAMSUNG, b"\1\0\7\0\4\0\0\0", "samsung", in_tiff=True, shifts=True, at=2),
    Layout(tables.SAMSUNG, b"\0\1\0\7\0\0\0\4", "samsung", in_tiff=True, shifts=True, at=2),
    Layout(tables.SIGMA, b"SIGMA", start=10, in_tiff=True),
    Layout(tables.SIGMA, b"FOVEON", start=10, in_tiff=True),
    Layout(tables.SONY, b"SONY DSC", start=12, in_tiff=True),
    Layout(tables.SONY, b"SONY CAM", start=12, in_tiff=True),
    Layout(tables.SONY, b"SONY MOBILE", start=12, in_tiff=True),
    Layout(tables.SONY, b"\0\0SONY PIC\0", start=12, in_tiff=True),
    Layout(tables.SONY, b"VHAB", start=12, in_tiff=True),
    Layout((), b"SONY PIC\0"),
    Layout((), b"SEMC MS\0"),
    Layout(tables.SONY, make="sony", in_tiff=True),
    Layout(tables.SONY, make="hasselblad", in_tiff=True, model=r"^(HV|Stellar|Lusso|Lunar)"),
    Layout((), b"II*\0\x08\0\0\0", "eastman kodak", start=8),
    Layout((), b"MM\0*\0\0\0\x08", "eastman kodak", start=8),
    Layout((), make="eastman kodak", in_tiff=True),
    Layout((), make="nintendo", in_tiff=True),
    Layout((), make="konica minolta", in_tiff=True),
    Layout((), make="minolta", in_tiff=True),
)
"""The first that fits is taken. Heads and starts from exiftool's MakerNotes."""


def open_directory(layout: Layout, note: MakerNote) -> tuple[Tiff, int]:
    """Return the structure that holds the maker's directory, and the place of that in it."""
    data = note.tiff.data
    start = note.start + layout.start
    if layout.start < 0:  # the place stands in the note itself
        at = note.start - layout.start
        pointer = data[at : at + 4]
        start = note.start + int.from_bytes(pointer, "little")
    base = layout.base + (note.tiff.base if layout.in_tiff else note.start)
    order = layout.order or guess_order(data, start, note.tiff.order)
    if layout.shifts:
        base += _find_shift(data, order, start, base, note)
    elif layout.footed:
        base += _read_footer(note)
    return Tiff(data, order, base=base), start - base


def guess_order(data: bytes, start: int, order: str) -> str:
    """Return the byte order in which the number of entries is a likely one."""
    mark = _BYTE_MARKS.get(data[start - 2 : start])
    if mark is not None and start >= _COUNT:
        order = mark
    raw = data[start : start + _COUNT]
    if len(raw) < _COUNT:
        return order
    (count,) = struct.unpack(order + "H", raw)
    if 0 < count <= _MOST_LIKELY_ENTRIES and not (count & 0xFF00 and not count & 0xFF):
        return order
    return ">" if order == "<" else "<"


def _read_footer(note: MakerNote) -> int:
    """Return by how much a note was moved since Canon wrote its own place behind it."""
    start = note.start + note.size - _FOOTER
    raw = note.tiff.data[start : start + _FOOTER]
    if note.size < _FOOTER or raw[:4] not in {b"II*\0", b"MM\0*"}:
        return 0
    (place,) = struct.unpack((">" if raw[:1] == b"M" else "<") + "I", raw[4:])
    return note.start - note.tiff.base - place if 0 < place < _FARTHEST else 0


def _find_shift(data: bytes, order: str, start: int, base: int, note: MakerNote) -> int:
    """Return by how much all offsets are wrong.

    The first value that stands apart follows its directory, with or without the four bytes for the
    next directory. Programs that move a note leave its offsets as they were.
    """
    raw = data[start : start + _COUNT]
    if len(raw) < _COUNT:
        return 0
    (count,) = struct.unpack(order + "H", raw)
    places = []
    for entry in range(min(count, _MOST_LIKELY_ENTRIES)):
        at = start + _COUNT + _ENTRY * entry
        if at + _ENTRY > len(data):
            break
        kind, number, place = struct.unpack_from(order + "HII", data, at + 2)
        if 0 < kind <= 13 and number * _WIDTHS[kind] > _INLINE:  # noqa: PLR2004 - the last type of TIFF 6.0
            places.append(place)
    if not places:
        return 0
    expected = start + _COUNT + _ENTRY * count + _NEXT - base
    difference = expected - min(places)
    if -_NEXT <= -difference <= _SLACK:
        return 0
    moved = [place + difference + base for place in places]
    inside = all(note.start <= place <= note.start + note.size for place in moved)
    return difference if inside else 0


_WIDTHS = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4)
_INLINE = 4
_FOOTER = 8
_FARTHEST = 1 << 24
_SLACK = 64
"""Bytes that some cameras leave between a directory and its values."""
