"""auditor help-now: what to do and whom to call. No vault, no network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from auditor.cli import output
from auditor.errors import UsageError
from auditor.messages import _

_FIRST = "in-danger"


def help_now(
    situation: Annotated[
        str,
        typer.Option("--situation", metavar="SITUATION", help=_("What is happening, by its id.")),
    ] = _FIRST,
    where: Annotated[
        str,
        typer.Option(
            "--where", metavar="PLACE", help=_("Country or part by name or code: Scotland, US, DE.")
        ),
    ] = "",
) -> None:
    """Show whom to call and what to do now. Nothing is sent and nothing is stored."""
    from auditor.guidance.help import brief
    from auditor.guidance.laws import by_name

    if situation not in brief.SITUATIONS:
        raise UsageError(
            _("There is no such situation."),
            _("One of: {ids}").format(ids=", ".join(brief.SITUATIONS)),
        )
    found = by_name.named(where)
    several = by_name.several(where, found) if found.candidates and not found.code else ""
    today = datetime.now(UTC).date()
    for text in brief.brief(found.code or where, situation, today, several):
        output.line(text)
