"""Help on narrow terminals: no line is wider than the terminal, and no option stands in a column.

The parser writes at least 50 columns, which a terminal of 40 breaks in the middle of words.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from typing import Any

from typer._click.core import Context
from typer._click.formatting import HelpFormatter

from auditor.messages import _

NARROW = 52
"""Columns below which the parser would write more than there are: its 50, and 2 at the side."""
_USAGE = "Usage: "
"""What the parser begins with; it has no catalogue of words."""
_LEAST, _SIDE, _BELOW = 20, 2, 4
WHOLE = 10_000
"""A length that no line of help has: there is room for all of it."""


class NarrowFormatter(HelpFormatter):
    """Writes what an option is for below it where there is no room beside it."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        columns = shutil.get_terminal_size().columns
        self.narrow = width is None and columns < NARROW
        if self.narrow:
            width = max(columns - _SIDE, _LEAST)
        super().__init__(indent_increment, width, max_width)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called, on as many lines as it takes."""
        if not self.narrow:
            super().write_usage(prog, args, prefix)
            return
        self.write(self._wrapped(f"{prefix or _USAGE}{prog} {args}", 0, _BELOW))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands with what they are for."""
        if not self.narrow:
            super().write_dl(rows, col_max, col_spacing)
            return
        for name, said in rows:
            self.write(self._wrapped(self._parted(name), self.current_indent))
            self.write(self._wrapped(said, self.current_indent + _BELOW))

    def _wrapped(self, text: str, indent: int, further: int = 0) -> str:
        """Return lines of text, each with its line end; those after the first stand further in."""
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + further),
            break_on_hyphens=False,
        )
        return "".join(f"{line}\n" for line in lines)

    def _parted(self, name: str) -> str:
        """Return a name whose values may stand on several lines where one has no room for them."""
        fits = self.current_indent + len(name) <= self.width
        return name if fits else name.replace("|", " | ")


class NarrowContext(Context):
    """A context whose help is written so."""

    formatter_class = NarrowFormatter


def write_narrowly(command: Any) -> None:
    """Let the help of a command and of those below it fit on narrow terminals."""
    command.context_class = NarrowContext
    below = getattr(command, "commands", None)
    if below is None:
        return
    ordinary = command.format_commands

    def format_commands(context: Any, formatter: NarrowFormatter) -> None:
        if not formatter.narrow:
            ordinary(context, formatter)
            return
        shown = [(name, command.get_command(context, name)) for name in below]
        with formatter.section(_("Commands")):
            formatter.write_dl(
                [(name, each.get_short_help_str(WHOLE)) for name, each in shown if not each.hidden]
            )

    command.format_commands = format_commands
    for each in below.values():
        write_narrowly(each)
