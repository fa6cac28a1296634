"""The directory structure of TIFF, which EXIF uses too.

Entries are found first and decoded only when asked for.

Own and small because the bytes are hostile: general readers decode every entry, and 5,000 entries
that all point at the same 60 kB become 300 MB. Structure as in TIFF 6.0 (Adobe, 1992), section 2;
types 129 (UTF-8) as in Exif 3.0.
"""

from __future__ import annotations

import struct

from auditor.dataclass import dataclass
from auditor.readers.metadata.text import decode_terminated

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_FORMATS = {1: "B", 3: "H", 4: "I", 6: "b", 7: "B", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_RATIONALS = {5: "II", 10: "ii"}
_MOST_NUMBERS = 16
_MOST_TEXT = 80_000
_MOST_ENTRIES = 2000
_INLINE = 4
# the last three: Olympus and Panasonic raw files
_HEADERS = {b"II*\0": "<", b"MM\0*": ">", b"IIRO": "<", b"IIRS": "<", b"IIU\0": "<"}


@dataclass(frozen=True, slots=True)
class TiffEntry:
    """One entry: its type, and where its bytes stand."""

    data: bytes
    order: str
    kind: int
    start: int
    size: int

    @property
    def outside(self) -> bool:
        """Whether the entry points beyond the end of the data."""
        return self.start + self.size > len(self.data)

    @property
    def is_text(self) -> bool:
        """Whether it is ASCII or UTF-8."""
        return self.kind in {2, 129}

    def raw(self, limit: int = _MOST_TEXT) -> bytes:
        """Return the bytes, as far as they are there, at most `limit`."""
        return self.data[self.start : self.start + min(self.size, limit)]

    def text(self) -> str:
        """Return the text up to its first NUL; numbers are written in decimal."""
        if self.kind in {2, 7, 129, 1}:
            return decode_terminated(self.raw())
        return " ".join(
            f"{number:g}" if number != int(number) else str(int(number))
            for number in self.numbers()
        )

    def numbers(self) -> tuple[float, ...]:
        """Return up to 16 numbers; rationals over zero end the list."""
        raw = self.raw(_MOST_NUMBERS * 8)
        if self.kind in _RATIONALS:
            whole = raw[: len(raw) // 8 * 8]
            pairs = struct.iter_unpack(self.order + _RATIONALS[self.kind], whole)
            return _divide_pairs(list(pairs))
        if self.kind not in _FORMATS:
            return ()
        width = _SIZES[self.kind]
        values = [
            value
            for (value,) in struct.iter_unpack(
                self.order + _FORMATS[self.kind], raw[: len(raw) // width * width]
            )
        ]
        return tuple(float(value) for value in values[:_MOST_NUMBERS] if abs(value) < float("inf"))

    def rationals(self) -> tuple[float | None, ...]:
        """Return up to 16 numbers, None for one over zero or none at all."""
        if self.kind not in _RATIONALS:
            return self.numbers()
        raw = self.raw(_MOST_NUMBERS * 8)
        pairs = struct.iter_unpack(self.order + _RATIONALS[self.kind], raw[: len(raw) // 8 * 8])
        return tuple(above / below if below else None for above, below in pairs)

    def number(self) -> int | None:
        """Return the first number as an integer."""
        numbers = self.numbers()
        return int(numbers[0]) if numbers else None


def _divide_pairs(pairs: list[tuple[int, int]]) -> tuple[float, ...]:
    found: list[float] = []
    for above, below in pairs:
        if below == 0:
            break
        found.append(above / below)
    return tuple(found)


class Tiff:
    """A TIFF structure in memory.

    `base` is where its offsets count from; `damaged` turns true when something points outside.
    """

    def __init__(self, data: bytes, order: str, *, base: int = 0) -> None:
        self.data = data
        self.order = order
        self.base = base
        self.damaged = False

    @classmethod
    def of(cls, data: bytes) -> tuple[Tiff, int] | None:
        """Return the structure and the place of its first directory, None if `data` is no TIFF."""
        order = _HEADERS.get(data[:4])
        if order is None or len(data) < 8:  # noqa: PLR2004 - the header has eight bytes
            return None
        (first,) = struct.unpack_from(order + "I", data, 4)
        return cls(data, order), first

    def directory(self, offset: int) -> tuple[dict[int, TiffEntry], int]:
        """Return the entries of the directory at `offset` by tag, and where the next one is.

        The place of the next one is 0 for none.
        """
        start = self.base + offset
        if offset < 0 or start <= 0 or start + 2 > len(self.data):
            self.damaged = True
            return {}, 0
        (count,) = struct.unpack_from(self.order + "H", self.data, start)
        entries: dict[int, TiffEntry] = {}
        for place in range(start + 2, start + 2 + 12 * min(count, _MOST_ENTRIES), 12):
            if place + 12 > len(self.data):
                self.damaged = True
                return entries, 0
            tag, entry = self._read_entry(place)
            if entry is not None:
                entries.setdefault(tag, entry)
        end = start + 2 + 12 * count
        following = (
            struct.unpack_from(self.order + "I", self.data, end)[0]
            if end + 4 <= len(self.data)
            else 0
        )
        return entries, following

    def _read_entry(self, place: int) -> tuple[int, TiffEntry | None]:
        tag, kind, count = struct.unpack_from(self.order + "HHI", self.data, place)
        width = _SIZES.get(kind)
        if width is None:
            return tag, None
        size = width * count
        start = place + 8
        if size > _INLINE:
            start = self.base + struct.unpack_from(self.order + "I", self.data, place + 8)[0]
        return tag, TiffEntry(self.data, self.order, kind, start, size)
