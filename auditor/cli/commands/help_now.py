"""auditor help-now: what to do and whom to call. No vault, no network."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import output
from auditor.messages import _


def help_now(
    where: Annotated[
        str, typer.Option("--where", metavar="CODE", help=_("Country, for example GB, US, DE."))
    ] = "",
) -> None:
    """Show what to do now, and who can help. Nothing is sent and nothing is stored."""
    from auditor.guidance.help import help_now as guidance

    for text in guidance.page(where):
        output.line(text)
