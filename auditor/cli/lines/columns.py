"""Tables and paragraphs as wide as the terminal: they wrap at words, and no column is lost.

Columns that cannot stand beside the others stand below them, set in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from auditor.dataclass import dataclass
from auditor.domain.text.foreign_text import ELLIPSIS

GAP = "  "
RULE = "─"
BETWEEN = "\0"
"""Stands between the cells of a row that is kept; no cleaned text holds it."""
_NAME = 16
"""Columns of a name before its value."""
_UNDER = "    "
"""Before columns that stand below the others."""


def wide(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def shorten(text: str, most: int) -> str:
    """Cut a text after a word so that it has at most `most` characters; an ellipsis tells it."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    whole, space, _rest = cut.rpartition(" ")
    return (whole if space and len(whole) > most // 2 else cut).rstrip() + ELLIPSIS


def wrapped(text: str, width: int) -> list[str]:
    """Break a text between words. A word that is wider stays whole on a line of its own."""
    out: list[str] = []
    line, taken = "", 0
    for word in text.split(" "):
        size = wide(word)
        if line and taken + 1 + size > width:
            out.append(line)
            line, taken = word, size
        elif line:
            line, taken = f"{line} {word}", taken + 1 + size
        else:
            line, taken = word, size
    return [*out, line]


def hanging(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a paragraph; those after the first stand under its first word."""
    body = text.lstrip(" ")
    number, dot, _rest = body.partition(". ")
    mark = f"{number}{dot}" if dot and number.isdecimal() else body[:2] if body[:2] == "• " else ""
    indent = " " * (len(text) - len(body))
    first, *further = wrapped(body, max(20, width - len(indent)))
    yield indent + first
    if further:
        under = indent + " " * len(mark)
        left = " ".join(further)
        yield from (under + line for line in wrapped(left, max(20, width - len(under))))


class Grid:
    """A table whose rows come one by one; each is kept as one text, of which 100,000 are little."""

    def __init__(self, heads: Sequence[str]) -> None:
        self._rows: list[str] = []
        self._natural = [0] * len(heads)
        self._least = [0] * len(heads)
        self.add(heads)

    def add(self, row: Sequence[str]) -> None:
        """Add a row of as many cells as there are heads; none holds a `BETWEEN`."""
        for place, cell in enumerate(row):
            size = wide(cell)
            if size > self._least[place]:
                words = cell.split(" ") if " " in cell else (cell,)
                self._least[place] = max(self._least[place], *map(wide, words))
            self._natural[place] = max(self._natural[place], size)
        self._rows.append(BETWEEN.join(row))

    def lines(self, width: int | None) -> Iterator[str]:
        """Yield the lines, at most `width` columns wide; None is without a bound."""
        natural = self._natural
        room = width if width is not None else sum(natural) + len(GAP) * len(natural)
        bands = list(_bands(natural, self._least, room))
        for number, row in enumerate(self._rows):
            if number == 1:
                yield from self._rule(bands)
            for band in bands:
                yield from band.lines(row.split(BETWEEN))
        if len(self._rows) == 1:
            yield from self._rule(bands)

    @staticmethod
    def _rule(bands: Sequence[_Band]) -> Iterator[str]:
        yield GAP.join(RULE * size for size in bands[0].widths)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> Iterator[str]:
    """Yield the lines of a table that is at most `width` columns wide; None is without a bound."""
    made = Grid(heads)
    for row in rows:
        made.add(row)
    return made.lines(width)


def pair(name: str, value: str, width: int | None) -> Iterator[str]:
    """Yield a name and what it is, which wraps beside it."""
    lines = [value] if width is None else wrapped(value, max(20, width - _NAME - 3))
    for number, line in enumerate(lines):
        yield f"  {'' if number else name:{_NAME}} {line}"


@dataclass(frozen=True, slots=True)
class _Band:
    """Columns that stand beside each other, from `start` on."""

    start: int
    widths: tuple[int, ...]

    def lines(self, row: Sequence[str]) -> Iterator[str]:
        """Yield what a row says in these columns; nothing where they are all empty."""
        own = row[self.start : self.start + len(self.widths)]
        if self.start and not any(own):
            return
        cells = [
            [cell] if cell.isascii() and len(cell) <= size else wrapped(cell, size)
            for cell, size in zip(own, self.widths, strict=True)
        ]
        for parts in zip_longest(*cells, fillvalue=""):
            padded = (
                part + " " * (size - wide(part))
                for part, size in zip(parts, self.widths, strict=True)
            )
            yield (_UNDER if self.start else "") + GAP.join(padded).rstrip()


def _bands(natural: Sequence[int], least: Sequence[int], room: int) -> Iterator[_Band]:
    """Put the columns beside each other; those that do not fit stand below, set in."""
    start = 0
    while start < len(natural):
        left = room - (len(_UNDER) if start else 0)
        end = start + 1
        while end < len(natural) and _together(least[start : end + 1]) <= left:
            end += 1
        yield _Band(start, _narrowed(natural[start:end], least[start:end], left))
        start = end


def _together(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _narrowed(natural: Sequence[int], least: Sequence[int], room: int) -> tuple[int, ...]:
    """Take from the widest columns until all fit, or until a word would have to be broken."""
    widths = list(natural)
    while _together(widths) > room:
        loose = [place for place, size in enumerate(widths) if size > least[place]]
        if not loose:
            break
        widths[max(loose, key=lambda place: widths[place])] -= 1
    return tuple(widths)
