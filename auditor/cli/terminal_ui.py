"""The terminal UI, as `auditor` without a command starts it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from auditor.cli import starting_again
from auditor.cli.running import opening_of, options_of
from auditor.domain.secret import Secret
from auditor.errors import ExitCode, UsageError
from auditor.messages import _, use_language
from auditor.tui.base.after_lock import AfterLock
from auditor.tui.base.options import OpenSession, UiOptions
from auditor.wiring import Opening, check_passphrase, keep_key, kept_key, load_ahead, open_session

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.tui.base.desk import Desk


def start(context: typer.Context, desk: Callable[[Opening], Desk]) -> None:
    """Run the terminal UI on the user's vault; `desk` is its desk.

    Raises UsageError where there is no terminal.
    """
    need_terminal()
    said = starting_again.take_word()
    if starting_again.must_wait(said):
        raise typer.Exit(starting_again.wait_for_others())
    after = starting_again.after_lock(said)
    options = options_of(context)
    opening = replace(opening_of(options), beside=True)

    async def opened(passphrase: str | None) -> Session:
        await asyncio.to_thread(load_ahead)
        return await open_session(opening, Secret(passphrase) if passphrase else None)

    async def unsaved(_passphrase: str | None) -> Session:
        return await open_session(
            Opening(opening.settings, ephemeral=True, practice_only=opening.practice_only), None
        )

    async def remember(passphrase: str) -> None:
        await keep_key(opening, Secret(passphrase))

    async def check(passphrase: str | None) -> None:
        await check_passphrase(opening, Secret(passphrase) if passphrase else None)

    async def ask_keyring() -> bool:
        return await kept_key(opening) is not None

    # after a lock the key is not asked for: it would be in memory again
    asked = after is not None or not opening.vault_exists
    run(
        opened,
        UiOptions(
            vault_exists=opening.vault_exists,
            projector=options.projector,
            ephemeral=opening.ephemeral,
            images=opening.settings.ui.images,
            idle_minutes=opening.settings.vault.idle_minutes,
            language=opening.settings.ui.language,
            unlocks_itself=after is not None and after.keyring,
            ask_keyring=None if asked else ask_keyring,
            remember=None if opening.ephemeral else remember,
            open_unsaved=unsaved,
            desk=desk(opening),
            after_lock=after or AfterLock(),
            start_again=starting_again.start_again,
            check=check,
            loss=opening.loss,
            load_ahead=load_ahead,
            timeout_s=opening.settings.network.timeout_s,
        ),
        waited=after is not None,
    )


def run(opened: OpenSession, options: UiOptions, *, waited: bool = False) -> None:
    """Run the terminal UI until it is left. `waited`: on the empty screen that a lock left behind.

    Raises typer.Exit where it broke off on a mistake of its own.
    """
    if options.language:
        use_language(options.language)
    from auditor.tui.app import AuditorApp
    from auditor.tui.hand_over import leave_other_screen

    app = AuditorApp(opened, options)
    if waited:
        leave_other_screen()
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
