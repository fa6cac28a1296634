"""A binary property list (Apple's CFBinaryPList), of which only what is asked for is read.

Its bytes are looked up in the file where they are needed: nothing is built of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from auditor.captures.reading.pane import CUT, stretch
from auditor.dataclass import dataclass
from auditor.errors import ReaderError
from auditor.messages import N_, _

MAGIC = b"bplist0"
MOST_MEMBERS = 100_000
_MOST_NAMED = 64
"""Members of one dictionary: those of web archives have six. A judgement."""
TOO_MANY_PARTS = N_("holds more than {n} parts")
_TRAILER = 32
_WIDEST = 8
_LONG = 0xF
"""In place of a length: a number follows that says it."""
_NUMBER, _DATA, _ASCII, _UTF16, _ARRAY, _DICT = 0x1, 0x4, 0x5, 0x6, 0xA, 0xD


@dataclass(frozen=True, slots=True)
class ListedData:
    """Bytes in a property list: where they stand in the file."""

    at: int
    length: int


class PropertyList:
    """One property list of `length` bytes. Raises ReaderError where it is none or damaged.

    A value is named by its number, as the list does itself; `top` is that of the outermost.
    """

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file, self._length = file, length
        self._named: dict[int, str] = {}
        if length < len(MAGIC) + _TRAILER:
            raise ReaderError(_(CUT))
        trailer = bytes(stretch(file, length - _TRAILER, _TRAILER))
        self._place_width, self._name_width = trailer[6], trailer[7]
        self._count = _number(trailer[8:16])
        self.top = _number(trailer[16:24])
        self._places = _number(trailer[24:32])
        widths = range(1, _WIDEST + 1)
        fits = self._places + self._count * self._place_width <= length - _TRAILER
        if self._place_width not in widths or self._name_width not in widths or not fits:
            raise ReaderError(_(CUT))

    def members(self, value: int) -> Mapping[str, int]:
        """Return the members of a dictionary by their names; none where it is something else."""
        kind, count, at = self._head(value)
        if kind != _DICT:
            return {}
        if count > _MOST_NAMED:
            raise ReaderError(_(TOO_MANY_PARTS).format(n=_MOST_NAMED))
        names = self._names(at, count)
        values = self._names(at + count * self._name_width, count)
        return {self._name(name): held for name, held in zip(names, values, strict=True)}

    def elements(self, value: int) -> Sequence[int]:
        """Return the elements of an array; none where it is something else."""
        kind, count, at = self._head(value)
        return self._names(at, count) if kind == _ARRAY else ()

    def text(self, value: int, most: int) -> str:
        """Return a text; "" where it is longer than `most` signs, or something else."""
        kind, count, at = self._head(value)
        if kind not in {_ASCII, _UTF16} or count > most:
            return ""
        body = self._bytes(at, count * (2 if kind == _UTF16 else 1))
        return body.decode("utf-16-be" if kind == _UTF16 else "ascii", "replace")

    def data(self, value: int) -> ListedData | None:
        """Return where bytes stand; None where it is something else."""
        kind, count, at = self._head(value)
        if kind != _DATA:
            return None
        if at + count > self._length:
            raise ReaderError(_(CUT))
        return ListedData(at, count)

    def _head(self, value: int) -> tuple[int, int, int]:
        """Return the kind of a value, its length, and where what it holds begins."""
        if not 0 <= value < self._count:
            raise ReaderError(_(CUT))
        place = self._places + value * self._place_width
        at = _number(self._bytes(place, self._place_width))
        mark = self._bytes(at, 1)[0]
        kind, count, at = mark >> 4, mark & _LONG, at + 1
        if count == _LONG and kind != _NUMBER:
            width = self._bytes(at, 1)[0]
            if width >> 4 != _NUMBER or width & _LONG > 3:  # noqa: PLR2004 - 8 bytes are the widest
                raise ReaderError(_(CUT))
            long = 1 << (width & _LONG)
            count, at = _number(self._bytes(at + 1, long)), at + 1 + long
        return kind, count, at

    def _name(self, value: int) -> str:
        """Return the name of a member; the same few stand in every dictionary."""
        if value not in self._named:
            if len(self._named) == MOST_MEMBERS:
                self._named.clear()
            self._named[value] = self.text(value, 256)
        return self._named[value]

    def _names(self, at: int, count: int) -> list[int]:
        if count > MOST_MEMBERS:
            raise ReaderError(_(TOO_MANY_PARTS).format(n=MOST_MEMBERS))
        width = self._name_width
        body = self._bytes(at, count * width)
        return [_number(body[start : start + width]) for start in range(0, len(body), width)]

    def _bytes(self, at: int, length: int) -> bytes:
        if at + length > self._length:
            raise ReaderError(_(CUT))
        return bytes(stretch(self._file, at, length))


def _number(written: bytes) -> int:
    return int.from_bytes(written, "big")
