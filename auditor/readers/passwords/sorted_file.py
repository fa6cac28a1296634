"""A sorted file of hashes, of any size: only the lines that the search meets are read.

Forms: https://haveibeenpwned.com/Passwords (`HASH:COUNT`, one a line, ordered by hash).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from auditor.domain.outside.passwords import RANGES, PasswordAnswer, absent
from auditor.errors import ReaderError
from auditor.messages import _

LENGTHS = (40, 32)
"""Hexadecimal characters of SHA-1 and of NTLM."""
BLOCK = 4096
_LINE = 256
"""Bytes that hold a whole line and the end of the one before."""
_ROW = re.compile(rb"([0-9A-Fa-f]+):([0-9]{1,18})[ \t]*(?:\r?\n|\Z)")
_MARK = b"\xef\xbb\xbf"

ReadAt = Callable[[int, int], bytes]
"""Returns bytes of the file: from where, and how many; fewer only at its end."""


class _DamagedError(Exception):
    """What stands at a place of the file is no line of it; says what."""


class SortedFile:
    """Hashes in rising order. `length` is how many characters each has.

    `note` says what the whole file lacks, empty if nothing is known. Raises ReaderError where it
    is no such file.
    """

    def __init__(self, read: ReadAt, size: int) -> None:
        self._read = read
        self._size = size
        head = read(0, BLOCK)
        self._start = len(_MARK) if head.startswith(_MARK) else 0
        row = _ROW.match(head, self._start)
        if row is None or len(row[1]) not in LENGTHS:
            raise ReaderError(_("is no list of hashes: its first line is not a hash and a count"))
        self.length = len(row[1])
        self._first = int(row[1], 16)
        self._last, whole = self._at_end()
        if self._last is not None and self._last < self._first:
            raise ReaderError(_unordered())
        self.note = self._lack(whole=whole)

    def about(self, digest: str) -> PasswordAnswer:
        """Return what the file says of a hash."""
        try:
            return self._search(int(digest, 16))
        except _DamagedError as damaged:
            return PasswordAnswer(None, reason=str(damaged))

    def _search(self, wanted: int) -> PasswordAnswer:
        """Halve the stretch in which the hash can stand, then read what is left of it."""
        low, high = self._start, self._size
        below, above = -1, 16**self.length
        while high - low > BLOCK:
            middle = (low + high) // 2
            start, known, count = self._line_after(middle)
            if not below < known < above:
                raise _DamagedError(_unordered())
            if known == wanted:
                return PasswordAnswer(True, count)
            if known < wanted:
                low, below = start, known - 1
            else:
                high, above = start, known
        for known, count in self._lines(low, high, below, above):
            if known == wanted:
                return PasswordAnswer(True, count)
            if known > wanted:
                above = known
                break
            below = known
        return absent(above - max(below, 0), 16**self.length // RANGES)

    def _line_after(self, place: int) -> tuple[int, int, int]:
        """Return where the first line behind `place` starts, its hash and its count."""
        block = self._read(place, _LINE)
        end = block.find(b"\n") + 1
        row = _ROW.match(block, end) if end else None
        if row is None or len(row[1]) != self.length:
            raise _DamagedError(_damage(block))
        return place + end, int(row[1], 16), int(row[2])

    def _lines(self, low: int, high: int, below: int, above: int) -> Iterator[tuple[int, int]]:
        """Yield the lines of a stretch, which starts and ends with whole ones."""
        block = self._read(low, high - low)
        place = 0
        while place < len(block):
            row = _ROW.match(block, place)
            if row is None or len(row[1]) != self.length:
                raise _DamagedError(_damage(block))
            known = int(row[1], 16)
            if not below < known < above:
                raise _DamagedError(_unordered())
            yield known, int(row[2])
            below, place = known, row.end()

    def _at_end(self) -> tuple[int | None, bool]:
        """Return the last hash that can be read, and whether the file ends with its line."""
        block = self._read(max(self._start, self._size - _LINE), _LINE)
        lines = block.splitlines()[1:] or block.splitlines()
        last = _ROW.fullmatch(lines[-1]) if lines else None
        if last is None or len(last[1]) != self.length:
            return None, False
        return int(last[1], 16), True

    def _lack(self, *, whole: bool) -> str:
        """Return what a list that is whole would have: hashes of the first and the last range."""
        widest = 16**self.length // RANGES
        if not whole or self._last is None:
            return _("This list is cut off or damaged: it does not end with a whole line.")
        if self._first >= widest or 16**self.length - self._last > widest:
            return _(
                "This list is cut off or only a part: it goes from {first}… to {last}…. What lies "
                "outside is not told."
            ).format(first=self._begin(self._first), last=self._begin(self._last))
        return ""

    def _begin(self, known: int) -> str:
        return f"{known:0{self.length}X}"[:5]


def _damage(block: bytes) -> str:
    if b"\0" in block:
        return _("the list has a hole here: its download did not come to its end")
    return _("the list is damaged here: a line is not a hash and a count")


def _unordered() -> str:
    return _(
        "the list is not ordered by hash, so it cannot be searched: take the one that is, not the "
        "one ordered by count"
    )
