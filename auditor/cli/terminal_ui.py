"""The terminal UI, as `auditor` without a command starts it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from auditor.cli.running import opening_of, options_of
from auditor.domain.secret import Secret
from auditor.errors import ExitCode, UsageError
from auditor.messages import _, use_language
from auditor.tui.base.desk import Desk
from auditor.tui.base.options import OpenSession, UiOptions
from auditor.wiring import Opening, keep_key, kept_key, open_session

if TYPE_CHECKING:
    from auditor.engine.session import Session


def start(context: typer.Context, desk: Callable[[Opening], Desk]) -> None:
    """Run the terminal UI on the user's vault; `desk` is its desk.

    Raises UsageError where there is no terminal.
    """
    need_terminal()
    options = options_of(context)
    opening = opening_of(options)

    async def opened(passphrase: str | None) -> Session:
        return await open_session(opening, Secret(passphrase) if passphrase else None)

    async def unsaved(_passphrase: str | None) -> Session:
        return await open_session(
            Opening(opening.settings, ephemeral=True, practice_only=opening.practice_only), None
        )

    async def remember(passphrase: str) -> None:
        await keep_key(opening, Secret(passphrase))

    itself = opening.vault_exists and asyncio.run(kept_key(opening)) is not None
    run(
        opened,
        UiOptions(
            vault_exists=opening.vault_exists,
            projector=options.projector,
            ephemeral=opening.ephemeral,
            images=opening.settings.ui.images,
            idle_minutes=opening.settings.vault.idle_minutes,
            language=opening.settings.ui.language,
            unlocks_itself=itself,
            remember=None if opening.ephemeral else remember,
            open_unsaved=unsaved,
            desk=desk(opening),
        ),
    )


def run(opened: OpenSession, options: UiOptions) -> None:
    """Run the terminal UI until it is left.

    Raises typer.Exit where it broke off on a mistake of its own.
    """
    if options.language:
        use_language(options.language)
    from auditor.tui.app import AuditorApp

    app = AuditorApp(opened, options)
    app.run()
    if app.return_code:  # a mistake in this program, already told
        raise typer.Exit(ExitCode.USAGE)


def need_terminal() -> None:
    """Raise UsageError where there is no terminal to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("The terminal UI needs a terminal."),
            _("'auditor --help' lists the commands; 'auditor demo --headless' runs without one."),
        )
