"""What every command says, and how it ends, where nothing of the user's accounts was read."""

from __future__ import annotations

import typer

from auditor.cli import output
from auditor.domain.views import Coverage
from auditor.errors import ExitCode
from auditor.report.words.coverage import next_command, unread


def unread_line(coverage: Coverage) -> str:
    """Return that nothing is known, why, and what to do next; empty where anything was read."""
    if coverage.why_unread is None:
        return ""
    return f"{unread(coverage)} {next_command(coverage)}"


def tell_unread(coverage: Coverage) -> None:
    """Say so on stderr."""
    told = unread_line(coverage)
    if told:
        output.narrate(told)


def end_unread(coverage: Coverage) -> None:
    """Say so, and end as for a source that failed. Does nothing where anything was read."""
    if coverage.why_unread is not None:
        tell_unread(coverage)
        raise typer.Exit(ExitCode.SOURCE_FAILED)
