"""The two questions before a private image is read: are you in it, and was everyone an adult?

Asked by every command that takes one, before anything is opened.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import yes
from auditor.errors import UsageError
from auditor.messages import _


class Adult(StrEnum):
    """What the user states: to be in the image, and that everyone shown was 18 or older."""

    YES = "yes"
    NO = "no"


Stated = Annotated[
    Adult | None,
    typer.Option(
        "--adult", help=_("yes: you are in it, and everyone shown was 18 or older. Else no.")
    ),
]
HelpPlace = Annotated[
    str,
    typer.Option(
        "--where", metavar="PLACE", help=_("Your country, for the helplines that are named.")
    ),
]


def refused(adult: Adult | None) -> str:
    """Return which part is told because the image must not be taken, empty if it may.

    Nothing was read so far.
    """
    from auditor.guidance import handover

    if adult is not None:
        return "" if adult is Adult.YES else handover.UNDER_18
    if not sys.stdin.isatty():
        raise UsageError(
            _(
                "Two questions have to be answered first: are you in it, and was everyone shown 18 "
                "or older when it was made?"
            ),
            _(
                "Run it at a terminal, or state both with --adult yes. Not sure, or made from a "
                "photo of someone younger: --adult no."
            ),
        )
    if not yes(_("Are you in it?")):
        return handover.NOT_IN_IT
    question = _(
        "Was everyone shown 18 or older when it was made? Not sure, or made from a photo of "
        "someone younger, is no."
    )
    return "" if yes(question) else handover.UNDER_18


def tell_helplines(part: str, where: str) -> None:
    """Say that nothing is kept, and who helps in this case.

    No vault is opened and no file is read.
    """
    from auditor.guidance import handover
    from auditor.guidance.help import help_now, help_services
    from auditor.guidance.laws import by_name

    place = by_name.named(where).code or where  # several of that name: those of everywhere stand
    output.line(handover.title(part))
    for step in handover.steps(part):
        output.line(step)
    output.line()
    if part != handover.UNDER_18:
        for text in help_now.about(place, "friend"):
            output.line(text)
        return
    for text in help_services.under_18(place):
        output.line(text)
