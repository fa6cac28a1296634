"""auditor wipe: destroy the vault, key first."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.running import opening_of, options_of
from auditor.errors import UsageError
from auditor.messages import _
from auditor.wiring import wipe_vault


def wipe(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help=_("Really do it."))] = False,
) -> None:
    """Destroy the vault on this device: its key first, so that what remains of the file cannot be read."""
    opening = opening_of(options_of(context))
    if not yes:
        raise UsageError(
            _("This destroys the vault in {folder} for good.").format(folder=opening.folder),
            _("If that is what you want: auditor wipe --yes"),
        )
    done = wipe_vault(opening)
    for text in done:
        output.line(text)
