"""Locks when nobody is there, and leaves fast when it must."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from auditor.errors import AuditorError
from auditor.messages import _
from auditor.tui.base.after_lock import AfterLock
from auditor.tui.base.messages import Route
from auditor.tui.base.workers import start
from auditor.tui.early_keys import EarlyKeys, KeyOrder, ignore_late_answers
from auditor.tui.hand_over import CLOSE_S, HandOver, shows_typing_again
from auditor.tui.hands import Hands
from auditor.tui.idle import Idle
from auditor.tui.quick_exit import leave
from auditor.tui.routes import PAGES
from auditor.tui.styles import KeptStyles
from auditor.tui.themes import DAY

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.tui.page import Dialog, Page

_LOOK_S = 2.0
"""How often it is looked whether somebody is there."""
BOTTOM = 2
"""The app's own blank screen, and one page."""


class Lock(Hands):
    """An app that can be locked, and left. `_idle` and `_styles` are set by who derives from it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x", "leave", _("Quick exit"), priority=True),
        Binding("ctrl+l", "lock", _("Lock"), show=False),
    ]

    _idle: Idle
    _styles: KeptStyles
    _resume = False
    _hand_over: HandOver | None = None

    def __init__(self) -> None:
        super().__init__()
        self._early = EarlyKeys()
        self._order = KeyOrder(self, super().on_event)
        ignore_late_answers()

    def watch_over(self) -> None:
        """Look again and again whether somebody is there, and after each stop."""
        self.screen.call_after_refresh(self._take_early_keys)
        if self.context.options.start_again is not None:
            shows_typing_again(self._driver)
        self.app_resume_signal.subscribe(self, lambda _app: self.look())
        self.set_interval(_LOOK_S, self.look)

    def _take_early_keys(self) -> None:
        """Type what came before there was a field."""
        field = isinstance(self.screen, PAGES[Route.UNLOCK])
        for key in self._early.let_go(letters=field):
            self.post_message(key)

    def _replace(self, page: Screen[None]) -> None:
        self._styles.read_rest()
        while len(self.screen_stack) > BOTTOM:
            self.pop_screen()
        self.switch_screen(page)

    def _put_over(self, kind: type[Page | Dialog[None]], item: str) -> None:
        """Show a screen over the one that stands; the same with another item takes its place."""
        top = self.screen
        if isinstance(top, kind):
            if item in {"", top.item}:
                return
            self.pop_screen()
        self.push_screen(kind(self.context, item))

    async def on_event(self, event: events.Event) -> None:
        """See that somebody is there.

        After a long silence, or sleep, the first touch finds the vault locked.
        """
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            self.look()
            self._idle.touch()
            if isinstance(event, events.Key):
                if not self._early.takes(event):
                    ordered = getattr(self.screen, "KEYS_IN_ORDER", False)
                    await self._order.take(event, ordered=ordered)
                return
        await super().on_event(event)

    def look(self) -> None:
        """Lock if nobody was there for long; while a scan runs, only cover what is shown.

        What was typed of a passphrase and not sent is taken away too.
        """
        context = self.context
        if not self._idle.over:
            return
        self._forget_what_was_typed()
        if not (context.is_open or context.is_covered):
            return
        if not context.scan.running or not self._can_cover:
            self.action_lock()
        elif context.is_open:
            self._away()
            context.cover()
            self._replace(PAGES[Route.UNLOCK](context))

    def _forget_what_was_typed(self) -> None:
        for screen in self.screen_stack:
            for field in screen.query(Input):
                if field.password:
                    field.value = ""

    @property
    def _can_cover(self) -> bool:
        """Whether there is a way back to what is covered."""
        return self.context.unsaved or self.context.options.check is not None

    def _away(self) -> None:
        """Take away what was said."""
        self.clear_notifications()
        self.tell("")

    def action_lock(self) -> None:
        """Close the vault, replace this process and ask for the passphrase.

        A running scan stops, and goes on after it. Practice needs no lock.
        """
        context = self.context
        is_shut = not (context.is_open or context.is_covered)
        if is_shut or context.options.practice:
            return
        scan = context.scan  # an archive would need its file again, and must start no scan
        self._resume = scan.running and not scan.of_archive and not context.unsaved
        self._away()
        session = context.detach()
        start_again = context.options.start_again
        if start_again is None:
            start(self, "close", context.finish, session)
            self._replace(PAGES[Route.WELCOME if context.unsaved else Route.UNLOCK](context))
            return
        after = AfterLock(self._resume, self.theme == DAY.name, context.unlocks_itself)
        context.closing = True
        self._replace(PAGES[Route.UNLOCK](context))
        if self._driver is not None and not self._driver.is_headless:
            self._hand_over = HandOver(self._driver, lambda: start_again(after))
            self._hand_over.begin()
        start(self, "close", self._close, session, lambda: start_again(after))

    async def _close(self, session: Session | None, start_again: Callable[[], None]) -> None:
        """Close what was open, but not for long, and be replaced."""
        with suppress(TimeoutError, AuditorError):
            async with asyncio.timeout(CLOSE_S):
                await self.context.finish(session)
        if self._hand_over is not None:
            self._hand_over.finish()
        start_again()
        self.exit()

    def action_leave(self) -> None:
        """Be gone at once."""
        if self._hand_over is not None:
            shows_typing_again(self._driver)
        leave(self._driver)

    async def action_quit(self) -> None:
        """Close the vault and end."""
        if self.context.closing:
            return
        await self.context.finish(self.context.detach())
        self.exit()
