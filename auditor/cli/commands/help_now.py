"""auditor help-now: what to do and whom to call. No vault, no network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from auditor.cli import output
from auditor.errors import UsageError
from auditor.guidance.laws.situations import Situation, key_of
from auditor.messages import _

_FIRST = "in-danger"


def help_now(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLACE] [SITUATION]",
            help=_("A place or what is happening, as with the options: Spain threatened."),
            show_default=False,
        ),
    ] = None,
    situation: Annotated[
        str,
        typer.Option(
            "--situation",
            metavar="SITUATION",
            help=_("What is happening: {ids}.").format(ids=", ".join((*Situation, "friend"))),
        ),
    ] = "",
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

    named = [word for word in words or () if key_of(word) in brief.SITUATIONS]
    situation = key_of(situation or next(iter(named), _FIRST))
    where = where or " ".join(word for word in words or () if word not in named)
    if situation not in brief.SITUATIONS:
        raise UsageError(
            _("There is no such situation."),
            _("One of: {ids}").format(ids=", ".join(brief.SITUATIONS)),
        )
    found = by_name.named(where)
    unsure = by_name.unsure(where, found)
    today = datetime.now(UTC).date()
    for text in brief.brief(found.code or where, situation, today, unsure):
        output.line(text)


def help_alone(
    words: Annotated[list[str] | None, typer.Argument(metavar="[PLACE] [SITUATION]")] = None,
) -> None:
    """Show help-now, and how to list the commands: somebody in danger types this first."""
    help_now(words)
    output.line(_("All commands: auditor --help"))
