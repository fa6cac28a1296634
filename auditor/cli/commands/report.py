"""auditor report: everything in one file, masked unless asked otherwise."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import on_session
from auditor.cli.told.unread import tell_unread
from auditor.domain.views import Coverage
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.session import Session


class ReportFormat(StrEnum):
    """What a report can be written as."""

    JSON = "json"
    HTML = "html"
    CSV = "csv"


def report(
    context: typer.Context,
    form: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format",
            help=_("json, html or csv; else as the name of the file ends, and html without one."),
        ),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help=_("Where to write it; else auditor-report.html or the like, in this folder."),
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help=_("Show account names, places, files and links too."))
    ] = False,
) -> None:
    """Write a report. It hides account names, places, files and links unless --full."""
    from auditor.report import files

    chosen = form or _by_name(target)
    path = target or _own_name(chosen)
    if path.is_dir():
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=path, reason=_("is a folder"))
        )

    async def task(session: Session) -> Coverage:
        await files.save(path, files.pieces(session, chosen.value, full=full))
        return await session.coverage()

    coverage = on_session(context, task)
    tell_unread(coverage)
    output.narrate(_("Written: {file}").format(file=path))
    if full:
        output.narrate(
            _("It shows account names, places and links: keep it where only you can read it.")
        )


def _by_name(target: Path | None) -> ReportFormat:
    """Return the format that the end of a file's name says, else html."""
    ending = "" if target is None else target.suffix.casefold().removeprefix(".")
    return ReportFormat(ending) if ending in [*ReportFormat] else ReportFormat.HTML


def _own_name(form: ReportFormat) -> Path:
    """Return the file that is written where none is named; it must not stand there already."""
    path = Path(f"auditor-report.{form.value}")
    if path.exists():
        raise UsageError(
            _("{file} stands there already and is not written over.").format(file=path),
            _("--output FILE names another one."),
        )
    return path
