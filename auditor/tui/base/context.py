"""What every screen is handed.

The open session, what to hide, the running scan, and where the user left off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.errors import VaultLocked
from auditor.messages import _
from auditor.tui.base.undo import UndoStack
from auditor.tui.themes import THEMES

if TYPE_CHECKING:
    from datetime import datetime

    from PIL import Image
    from textual.widget import Widget

    from auditor.domain.views import AccountState, Coverage, PhotoQuery
    from auditor.engine.session import Session
    from auditor.report.veil import Veil
    from auditor.tui.base.options import OpenSession, UiOptions
    from auditor.tui.base.scan_runner import ScanRunner

Draw = Callable[["Image.Image"], "Widget"]
"""Makes of a picture what shows it in this terminal."""


def _all_photos() -> PhotoQuery:
    from auditor.domain.views import PhotoQuery

    return PhotoQuery()


@dataclass(slots=True)
class LeftOff:
    """Filters and cursors, so that coming back to a screen finds it as it was.

    Forgotten when the vault closes.
    """

    photos: PhotoQuery = field(default_factory=_all_photos)
    photo: int = 0
    by_check: bool = False
    open_only: bool = True
    finding: str = ""
    quiet: bool = False
    keep: bool = False
    minutes: float | None = None
    step: str = ""
    account: str = ""
    overview: str = ""
    task: str = ""


class Context:
    """One for the app; `session` raises VaultLocked while no vault is open."""

    def __init__(
        self,
        options: UiOptions,
        open_session: OpenSession,
        clock: Callable[[], datetime],
        scan: ScanRunner,
        draw: Draw | None,
    ) -> None:
        self.options = options
        self.clock = clock
        self.scan = scan
        self.draw = draw
        self.region = options.region
        self.situation = ""
        self.theme: str | None = None
        self._left: LeftOff | None = None
        self.undo = UndoStack()
        self.said = ""
        self.states: tuple[AccountState, ...] = ()
        self.coverage: Coverage | None = None
        self.unsaved = options.ephemeral
        self.vault_exists = options.vault_exists
        self.unlocks_itself = options.unlocks_itself
        self._ask_keyring = options.ask_keyring
        self._open_session = open_session
        self._session: Session | None = None
        self._covered: Session | None = None
        self.closing = False
        self._turn = asyncio.Lock()

    @cached_property
    def veil(self) -> Veil:
        """What is hidden while others look on."""
        # what it knows of accounts is not needed before a vault is open, or something failed
        from auditor.report.veil import Veil

        return Veil(on=self.options.masks)

    @property
    def left(self) -> LeftOff:
        """Where the user left off."""
        if self._left is None:
            self._left = LeftOff()
        return self._left

    @property
    def session(self) -> Session:
        """The open session."""
        if self._session is None:
            raise VaultLocked(_("The vault is locked."))
        return self._session

    async def ask_keyring(self) -> bool:
        """Ask, once, whether the keyring opens this vault, and return whether that is news."""
        ask = self._ask_keyring
        if ask is None or self.unlocks_itself or not await ask():
            self._ask_keyring = None
            return False
        self._ask_keyring = None
        self.unlocks_itself = self.vault_exists  # it may have been erased meanwhile
        return self.unlocks_itself

    @property
    def is_open(self) -> bool:
        """Whether a vault is open."""
        return self._session is not None

    @property
    def is_covered(self) -> bool:
        """Whether the vault is open only for the scan that runs, and shown to nobody."""
        return self._covered is not None

    def cover(self) -> None:
        """Show nothing of the vault any more, and let its scan go on."""
        self._covered = self.detach()

    async def open(self, passphrase: str | None, *, unsaved: bool = False) -> None:
        """Open the vault, once an earlier one is closed; show one that is covered again.

        Raises VaultError.
        """
        if self.is_covered:
            await self._uncover(passphrase)
            return
        door = (
            self.options.open_unsaved
            if unsaved and self.options.open_unsaved is not None
            else self._open_session
        )
        async with self._turn:
            session = await door(passphrase)
            self._session = session
            self.unsaved = unsaved or self.options.ephemeral
            self.vault_exists = self.vault_exists or not self.unsaved
            theme = await session.setting("theme")
            self.theme = theme if theme in {known.name for known in THEMES} else None
            await self.meet()

    async def _uncover(self, passphrase: str | None) -> None:
        if not self.unsaved and self.options.check is not None:
            await self.options.check(passphrase)
        if self._covered is None:  # the scan ended meanwhile, and the vault is being closed
            raise VaultLocked(_("The vault is locked."))
        self._session, self._covered = self._covered, None
        await self.meet()

    async def meet(self) -> None:
        """Read the accounts and what was read of them.

        The top bar shows them, the veil has to know what to hide, and an empty list says what it
        rests on.
        """
        self.states = await self.session.accounts.states()
        self.coverage = await self.session.coverage(self.states)
        self.veil.learn(self.states)

    async def unwanted(self) -> frozenset[str]:
        """Return the accounts that the user no longer wants."""
        return await self.session.planning.unwanted()

    def detach(self) -> Session | None:
        """Let go of the session and of everything that was shown, at once.

        `finish` does the rest.
        """
        session, self._session, self._covered = self._session or self._covered, None, None
        self.forget_shown()
        self.states = ()
        self.coverage = None
        self.veil.forget()
        return session

    def remember_filters(self) -> None:
        """Let the filters be taken back to what they are now. Called before they change."""
        was = replace(self.left)

        async def back() -> None:
            left = self.left
            left.photos, left.by_check, left.open_only = was.photos, was.by_check, was.open_only
            left.quiet, left.keep, left.minutes = was.quiet, was.keep, was.minutes

        self.undo.put(_("a filter"), back)

    def forget_shown(self) -> None:
        """Forget filters, cursors, what was said and what could be taken back.

        So that nothing is left of what was removed.
        """
        self._left = None
        self.said = ""
        self.undo.forget()

    async def finish(self, session: Session | None) -> None:
        """Stop the scan and close a session that was detached."""
        async with self._turn:
            await self.scan.stop()
            if session is not None:
                await session.close()

    def title(self, platform: str) -> str:
        """Return the name people know a platform by: foreign text where a plugin reads it."""
        if self._session is None:
            return platform
        from auditor.domain.account import is_host
        from auditor.domain.text.statement import Kind
        from auditor.engine.coverage import platform_name

        if is_host(platform):  # the name of a service that few may use
            return self.veil.word(platform, Kind.URL)
        title = self._session.traits(platform).title
        return platform_name(platform, title, read=self._session.reads(platform))

    def called(self, account_id: str) -> str:
        """Return how an account is called in a list, "" for one that is not known.

        With its platform where another account on the list has the same name.
        """
        state = self.state(account_id)
        if state is None:
            return ""
        handle, name = self.veil.handle(state.account), _bare(state.account.handle)
        several = sum(_bare(other.account.handle) == name for other in self.states) > 1
        return f"{self.title(state.account.platform)} {handle}" if several else handle

    def own_site(self, account_id: str) -> bool:
        """Whether the user runs the site of an account; False for one that is not known."""
        state = self.state(account_id)
        return state is not None and bool(self.session.traits(state.account.platform).own_site)

    def state(self, account_id: str) -> AccountState | None:
        """Return what is known of one account."""
        return next((state for state in self.states if state.account.id == account_id), None)


def _bare(handle: str) -> str:
    """Return a handle without what its platform puts around it."""
    return handle.casefold().lstrip("@").split("@")[0]
