"""What an engine does for a search: open files as one table, and run an expression on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import ibis

from auditor.domain.outside.training_sets import CorpusHit, SoughtKind

ROWS = "corpus_rows"
"""The table that the files of a part of the search stand in."""
TEXT, BINARY = "VARCHAR", "BLOB"
TEXTS = (TEXT, BINARY)
"""Types of columns that addresses and hashes can stand in. Some write text with no mark that it is
text."""


def rows_table(columns: Iterable[str], *, binary: bool = False, name: str = ROWS) -> Any:
    """Return `ROWS`, or what was gathered of it, as Ibis sees it; `binary`: digests of 32 bytes."""
    named = dict.fromkeys(columns, "string")
    if binary:
        named["digest"] = "binary"
    return ibis.table({"file": "string", "row": "int64", **named}, name=name)


def text_table(name: str, columns: Iterable[str]) -> Any:
    """Return a small table of text as Ibis sees it."""
    return ibis.table(dict.fromkeys(columns, "string"), name=name)


class Unreadable(Exception):
    """A file that the engine cannot read, in its own words."""


class Engine(Protocol):
    """One engine, with what is looked for loaded into it."""

    @property
    def name(self) -> str:
        """How the engine is called with --engine."""
        ...

    @property
    def dialect(self) -> str:
        """What Ibis calls its SQL."""
        ...

    def columns(self, file: str) -> dict[str, str]:
        """Return the columns of a file with their types, `TEXTS` among these. Raises Unreadable."""
        ...

    def count(self, file: str) -> int:
        """Return how many rows a file says that it has. Raises Unreadable."""
        ...

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
        """Make a small table of text, and return it as an Ibis table."""
        ...

    def open(self, file: str, columns: dict[str, str], *, binary: bool) -> None:
        """Make a file the table `ROWS`: file, row, and `columns` (own name: theirs).

        All are text, but for `digest` where it is `binary`; bytes that are no text are null.
        """
        ...

    def gather(self, name: str, compiled: str, anchors: Sequence[bytes] = ()) -> int:
        """Put all rows of what was compiled behind those of a table. Raises Unreadable.

        With `anchors` (`addresses.anchors`) it may be all rows of `ROWS` that have one of these
        instead, by file, row and url. The table is made where there is none, with no row left of a
        query that broke off. Returns how many rows it has.
        """
        ...

    def empty(self, name: str) -> None:
        """Take all rows out of a table that was gathered."""
        ...

    def compile(self, expression: Any) -> str:
        """Return an expression on `ROWS` in the language of the engine."""
        ...

    def run(self, compiled: str) -> list[tuple[Any, ...]]:
        """Return all rows of what was compiled. Raises Unreadable."""
        ...

    def integer(self, digits: Any) -> Any:
        """Return eight hexadecimal digits of a column as a number."""
        ...

    def close(self) -> None:
        """End it."""
        ...


def hit(row: Sequence[Any]) -> CorpusHit:
    """Return a row of a result as a hit."""
    file, number, kind, sought, url, *distance = row
    return CorpusHit(
        str(file),
        int(number),
        SoughtKind(kind),
        str(sought),
        str(url or ""),
        int(distance[0]) if distance else None,
    )
