"""auditor report: everything in one file, masked unless asked otherwise."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import on_session
from auditor.cli.unread import tell_unread
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
    form: Annotated[ReportFormat, typer.Option("--format", help=_("json, html or csv."))],
    target: Annotated[Path, typer.Option("--output", metavar="FILE", help=_("Where to write it."))],
    full: Annotated[
        bool, typer.Option("--full", help=_("Show handles, names, places, files and links too."))
    ] = False,
) -> None:
    """Write a report. It hides handles, names, places, files and links unless --full."""
    from auditor.report import files, view

    if target.is_dir():
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=_("is a folder"))
        )

    async def task(session: Session) -> tuple[str, Coverage]:
        seen = await view.build(session, full=full)
        return files.render(seen, form.value), await session.coverage()

    rendered, coverage = on_session(context, task)
    files.write(target, rendered)
    tell_unread(coverage)
    output.narrate(_("Written: {file}").format(file=target))
    if full:
        output.narrate(_("It shows handles, places and links: keep it where only you can read it."))
