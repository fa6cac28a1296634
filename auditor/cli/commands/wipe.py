"""auditor wipe: destroy the vault, key first."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.running import opening_of, options_of
from auditor.errors import ExitCode, UsageError
from auditor.messages import _


def wipe(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help=_("Really do it."))] = False,
) -> None:
    """Destroy the vault on this device: its key first, so that what remains of the file cannot be
    read.
    """  # noqa: D205
    opening = opening_of(options_of(context))
    if not yes:
        raise UsageError(
            _("This destroys the vault in {folder} for good.").format(folder=opening.folder),
            _("If that is what you want: auditor wipe --yes"),
        )
    from auditor.wiring import wipe_vault

    done = asyncio.run(wipe_vault(opening))
    if not done.removed and not done.failed:
        output.line(_("There is no vault in {folder}.").format(folder=opening.folder))
        return
    if done.key_destroyed:
        output.line(
            _("The key is destroyed: what may remain of the vault on this disk cannot be read.")
        )
    for path in done.failed:
        output.line(_("Could not be removed: {file}").format(file=path))
    output.line(_("What this cannot remove:"))
    for text in done.remains:
        output.line("  • " + _(text))
    if not done.key_destroyed:
        raise typer.Exit(ExitCode.VAULT_LOCKED)
