"""The only writer to stdout and stderr: stdout is data, stderr is narration.

Everything passes the cleaner here.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import TextIO

from auditor.cli.lines import columns
from auditor.cli.lines.plain import plain, wanted
from auditor.domain.text.foreign_text import clean
from auditor.errors import AuditorError, UsageError
from auditor.messages import _

_LONGEST = 2000
LONGEST = 160
"""Characters of a cell of a table that are shown unless the caller says otherwise."""
_NARROWEST = 40


def document(text: str) -> None:
    """Write one JSON document, which is ASCII with escapes, to stdout."""
    _write(sys.stdout, text)
    flush()


async def pieces(texts: AsyncGenerator[str, None]) -> None:
    """Write one JSON document to stdout as its pieces come."""
    async with aclosing(texts):
        async for text in texts:
            _write(sys.stdout, text, end="")
    _write(sys.stdout, "")
    flush()


def line(text: str = "") -> None:
    """Write one line for a person to stdout; in a terminal it wraps at words."""
    _wrapped(sys.stdout, text)


def as_drawn(text: str) -> None:
    """Write one line of a drawing to stdout: spaces are kept, and nothing wraps."""
    _write(sys.stdout, clean(text, _LONGEST))


def narrate(text: str) -> None:
    """Write one line about what is going on to stderr; in a terminal it wraps at words."""
    _wrapped(sys.stderr, text)


def ask(text: str) -> None:
    """Write a question to stderr; the answer stands behind it."""
    try:
        asked = clean(text, _LONGEST)
        sys.stderr.write(plain(asked) if wanted() else asked)
        sys.stderr.flush()
    except BrokenPipeError:
        _nobody_listens(sys.stderr)


def paragraphs(texts: Iterable[str]) -> None:
    """Write lines with an empty one between them."""
    for number, text in enumerate(texts):
        if number:
            line()
        line(text)


class LongTable:
    """Columns that are written once all rows are known, which are kept as little text."""

    def __init__(self, *heads: str, longest: int = LONGEST) -> None:
        self._heads, self._columns = heads, columns.Grid(heads)
        self._longest = longest

    def add(self, *cells: str) -> None:
        """Add a row. A cell longer than `longest` is cut after a word.

        In plain lines a row stands at once, each cell after its head.
        """
        shown = [columns.shorten(clean(cell, _LONGEST), self._longest) for cell in cells]
        if wanted():
            named = zip(self._heads, shown, strict=True)
            line("; ".join(f"{head}: {cell}" if head else cell for head, cell in named if cell))
        else:
            self._columns.add(shown)

    def write(self) -> None:
        """Write all rows, wrapped at words where they are wider than the terminal."""
        if not wanted():
            for text in self._columns.lines(_width()):
                _write(sys.stdout, text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, longest: int = LONGEST) -> None:
    """Write columns, wrapped at words where they are wider than the terminal.

    A cell longer than `longest` is cut after a word.
    """
    made = LongTable(*heads, longest=longest)
    for row in rows:
        made.add(*row)
    made.write()


def pair(name: str, value: str) -> None:
    """Write a name and what it is, side by side."""
    for text in columns.pair(clean(name, _LONGEST), clean(value, _LONGEST), _width()):
        _write(sys.stdout, text)


def _width() -> int | None:
    """Return how wide a line may be; None where no terminal reads it and nobody said it."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal():
        return max(_NARROWEST, shutil.get_terminal_size().columns)
    return None


def trouble(error: AuditorError) -> None:
    """Write one clear line and its hint to stderr."""
    narrate(_("auditor: {message}").format(message=error.message))
    if error.hint:
        narrate(_("  hint: {hint}").format(hint=error.hint))


def flush() -> None:
    """Hand on what was written so far: for commands that go on running, and at the end of each.

    Raises UsageError where it cannot be written, as on a full disk.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        _unwritten(sys.stdout, error)


def _wrapped(stream: TextIO, text: str) -> None:
    shown = clean(text, _LONGEST)
    if not stream.isatty():
        _write(stream, shown)
        return
    width = shutil.get_terminal_size().columns
    for part in columns.hanging(shown, max(_NARROWEST, width)):
        _write(stream, part)


def _write(stream: TextIO, text: str, *, end: str = "\n") -> None:
    """Write a line, or with another `end` a part of one.

    Where the reader went away (`| head -1`), the work goes on in silence and keeps its own exit
    code. Raises UsageError where stdout cannot be written otherwise.
    """
    try:
        stream.write((plain(text) if wanted() else text) + end)
        if stream is sys.stderr:
            stream.flush()
    except OSError as error:
        _unwritten(stream, error)


def _unwritten(stream: TextIO, error: OSError) -> None:
    _nobody_listens(stream)
    if stream is sys.stdout and not isinstance(error, BrokenPipeError):
        raise UsageError(
            _("What was to be shown could not be written whole: {reason}.").format(
                reason=error.strerror
            )
        ) from error


def _nobody_listens(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
