"""Sessions on the practice range, in memory: for the commands, and for the terminal UI."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.cli.options import GlobalOptions
from auditor.cli.running import tell_failures
from auditor.domain.account import Claim

if TYPE_CHECKING:
    from auditor.config import Settings
    from auditor.engine.session import Session
    from auditor.practice.range import PracticeRange


async def practice_session(options: GlobalOptions, practice: PracticeRange) -> Session:
    """Open a session in memory that knows the accounts of the range and reaches nothing else."""
    from auditor.wiring import Opening, open_session

    settings = practice_settings(options.settings(), practice)
    opening = Opening(settings, None, ephemeral=True, practice_only=True, own_range=True)
    session = await open_session(opening, None)
    tell_failures()
    for account in practice.accounts:
        await session.accounts.add(
            account.text,
            claim=Claim(account.claim),
            platform=account.platform,
            handle=account.handle,
        )
    return session


def practice_settings(settings: Settings, practice: PracticeRange) -> Settings:
    """Return `settings` with the servers of the range opened, and asked for the public ones."""
    network = replace(settings.network, allow_hosts=practice.allow_hosts, proxy="", offline=False)
    atproto = replace(
        settings.sources.atproto, plc_url=practice.plc_url, appview_url=practice.appview_url
    )
    return replace(settings, network=network, sources=replace(settings.sources, atproto=atproto))


def run_practice_ui(options: GlobalOptions, photos: int, seed: int) -> None:
    """Run the terminal UI on a range of `photos` photos. Raises UsageError without a terminal."""
    from auditor.cli.terminal_ui import need_terminal, run
    from auditor.practice.range import PracticeRange
    from auditor.tui.base.options import UiOptions

    need_terminal()
    settings = options.settings()
    running = AsyncExitStack()

    async def opened(_passphrase: str | None) -> Session:
        await running.aclose()
        practice = await running.enter_async_context(PracticeRange(photos=photos, seed=seed))
        return await practice_session(options, practice)

    run(
        opened,
        UiOptions(
            vault_exists=False,
            projector=options.projector,
            ephemeral=True,
            practice=True,
            images=settings.ui.images,
            idle_minutes=settings.vault.idle_minutes,
            language=settings.ui.language,
        ),
    )
