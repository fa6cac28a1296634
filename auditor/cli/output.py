"""The only writer to stdout and stderr: stdout is data, stderr is narration. Everything passes the cleaner here."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from auditor.domain.foreign import clean
from auditor.errors import AuditorError
from auditor.messages import _

_LONGEST = 2000


def document(text: str) -> None:
    """Write one JSON document, which is ASCII with escapes, to stdout."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def line(text: str = "") -> None:
    """Write one line for a person to stdout."""
    sys.stdout.write(clean(text, _LONGEST) + "\n")


def narrate(text: str) -> None:
    """Write one line about what is going on to stderr."""
    sys.stderr.write(clean(text, _LONGEST) + "\n")
    sys.stderr.flush()


def paragraphs(texts: Iterable[str]) -> None:
    """Write lines with an empty one between them."""
    for number, text in enumerate(texts):
        if number:
            line()
        line(text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, widest: int = 48) -> None:
    """Write columns; a cell longer than `widest` is cut."""
    cells = [[clean(cell, widest) for cell in row] for row in rows]
    widths = [max([len(head), *(len(row[column]) for row in cells)]) for column, head in enumerate(heads)]
    for row in ([*heads], ["─" * width for width in widths], *cells):
        line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def trouble(error: AuditorError) -> None:
    """Write one clear line and its hint to stderr."""
    narrate(_("auditor: {message}").format(message=error.message))
    if error.hint:
        narrate(_("  hint: {hint}").format(hint=error.hint))


def flush() -> None:
    """Hand on what was written so far: for commands that go on running."""
    sys.stdout.flush()
