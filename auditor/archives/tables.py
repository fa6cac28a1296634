"""Tables (CSV) of an export, read row by row: whatever they hold, nothing is raised."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TextIO

from auditor.archives.media import NO_FILE
from auditor.archives.tree.tree import Tree
from auditor.archives.values import BROKEN, Record
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError
from auditor.messages import N_, _

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of the largest table that is read: twenty years of posts come to some 20 MB."""
_MOST_ROW = 2 * 1024 * 1024
"""Characters of one row: a row of nothing but commas makes a cell of each."""
_HEAD = 12
"""Lines in front of the header at most: LinkedIn writes a note of three."""
_CUT = N_("ends in the middle of a row")

csv.field_size_limit(_MOST_ROW)


def rows_of(tree: Tree, name: str) -> Iterator[tuple[str, ...] | EntryLeftOut]:
    """Yield the rows of a table, the header too. One that is no table is one thing left out."""
    try:
        data = tree.read(name, MOST_BYTES)
    except ReaderError as error:
        yield EntryLeftOut(name, error.message, gap=True)
        return
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = io.TextIOWrapper(
        io.BytesIO(data), "utf-16" if wide else "utf-8-sig", errors="replace", newline=""
    )
    lines = _Lines(text)
    try:
        for row in csv.reader(lines):
            lines.length = 0
            if any(cell.strip() for cell in row):
                yield tuple(row)
    except csv.Error:
        yield EntryLeftOut(name, _(BROKEN), gap=True)
        return
    if not lines.last.endswith(("\n", "\r")) or lines.quotes % 2:
        yield EntryLeftOut(name, _(_CUT), gap=True)


class _Lines:
    """The lines of a table. Raises csv.Error where those of one row are too long.

    `length`: characters since it was set to 0 last.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.length = self.quotes = 0
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.length += len(line)
            self.quotes += line.count('"')
            self.last = line
            if self.length > _MOST_ROW:
                raise csv.Error
            yield line.replace("\0", "").replace("\ufeff", "")


def header(tree: Tree, name: str, *wanted: str) -> tuple[str, ...]:
    """Return the header of a table with at least the columns `wanted`, empty where it has none."""
    for row in islice(rows_of(tree, name), _HEAD):
        if not isinstance(row, EntryLeftOut):
            plain = _plain(row)
            if set(wanted) <= set(plain):
                return plain
    return ()


def tables_with(tree: Tree, pattern: str, *columns: str) -> tuple[str, ...]:
    """Return the tables of a name that have some columns: other exports use the names too."""
    return tuple(name for name in tree.matching(pattern) if header(tree, name, *columns))


def lacking(tree: Tree, pattern: str, name: str) -> EntryLeftOut:
    """Say why none of the tables of a name is read: it is not there, or is no such table."""
    return EntryLeftOut(name, _(BROKEN if tree.matching(pattern) else NO_FILE), gap=True)


def table(tree: Tree, name: str, *wanted: str) -> Iterator[Record | EntryLeftOut]:
    """Yield the rows below the header that has the columns `wanted`, by the names of the columns.

    Names are in small letters; the first of equal ones stands. A row that is shorter than the
    header is left out.
    """
    columns: tuple[str, ...] = ()
    for number, row in enumerate(rows_of(tree, name)):
        if isinstance(row, EntryLeftOut):
            yield row
        elif columns:
            if len(row) < len(columns):
                yield EntryLeftOut(name, _(BROKEN), gap=True)
                continue
            yield Record(dict(reversed(tuple(zip(columns, row, strict=False)))))
        elif set(wanted) <= set(_plain(row)):
            columns = _plain(row)
        elif number >= _HEAD:
            break
    if not columns:
        yield EntryLeftOut(name, _(BROKEN), gap=True)


def _plain(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.casefold().split()) for cell in row)
