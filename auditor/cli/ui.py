"""The terminal UI, started without a command or on the practice range."""

from __future__ import annotations

import typer

from auditor.cli.options import GlobalOptions
from auditor.cli.running import opening_of, options_of
from auditor.domain.secret import Secret
from auditor.engine.session import Session
from auditor.wiring import Opening, keep_key, open_session


def start(context: typer.Context) -> None:
    """Run the terminal UI on the user's vault."""
    _terminal_or_error()
    options = options_of(context)
    opening = opening_of(options)
    from auditor.tui.run import run

    async def opened(passphrase: str | None) -> Session:
        return await open_session(opening, Secret(passphrase) if passphrase else None)

    async def unsaved(_passphrase: str | None) -> Session:
        return await open_session(Opening(opening.settings, None, ephemeral=True, practice_only=opening.practice_only), None)

    async def remember(passphrase: str) -> None:
        await keep_key(opening, Secret(passphrase))

    run(opened, _ui_options(options, opening), unsaved=unsaved, remember=remember)


def demo(options: GlobalOptions, photos: int, seed: int) -> None:
    """Run the terminal UI on the practice range."""
    _terminal_or_error()
    from auditor.practice.range import PracticeRange

    practice = PracticeRange(photos=photos, seed=seed)
