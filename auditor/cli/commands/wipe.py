"""auditor wipe: destroy the vault, key first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import opening_of, options_of
from auditor.errors import ExitCode, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.vault.storage.wipe import Wiped
    from auditor.wiring import Opening


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
    for text in told(done, opening):
        output.line(text)
    if (done.removed or done.failed) and not done.key_destroyed:
        raise typer.Exit(ExitCode.VAULT_LOCKED)


def told(done: Wiped, opening: Opening) -> Iterator[str]:
    """Yield what a wipe did, and what it cannot remove."""
    if not done.removed and not done.failed:
        yield _("There is no vault in {folder}.").format(folder=opening.folder)
        return
    if done.key_destroyed:
        yield _("The key is destroyed: what may remain of the vault on this disk cannot be read.")
    for path in done.failed:
        yield _("Could not be removed: {file}").format(file=path)
    yield _("What this cannot remove:")
    for text in done.remains:
        yield "  • " + _(text)
