"""The terminal UI: leads from screen to screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.worker import Worker, WorkerState

from auditor.errors import AuditorError
from auditor.messages import _, ngettext
from auditor.tui.base.ahead import load_ahead
from auditor.tui.base.context import Context
from auditor.tui.base.messages import (
    NUMBERED,
    Go,
    JustSaid,
    Route,
    ScanMoved,
    Trouble,
    VaultOpened,
)
from auditor.tui.base.options import OpenSession, UiOptions
from auditor.tui.base.scan_runner import ScanRunner
from auditor.tui.base.workers import start, surface
from auditor.tui.idle import Idle, seconds
from auditor.tui.lock import BOTTOM, Lock
from auditor.tui.page import Dialog, Page
from auditor.tui.palette import Commands
from auditor.tui.routes import CLOSED, OVER, PAGES
from auditor.tui.styles import FIRST, KeptStyles
from auditor.tui.themes import DAY, NIGHT, THEMES
from auditor.tui.widgets.picture import painter

_FIRST = ("unlock", "overview", "keys", "trouble")
"""What is shown first, F1, and what tells of a fault: loaded ahead of all others."""
_BETWEEN_S = 0.01
"""Between the reading of two styles, in which keys are answered."""


class AuditorApp(Lock):
    """Owns the open session and the scan; everything else belongs to the screens.

    `monotonic` gives seconds.
    """

    TITLE = " "
    CSS_PATH: ClassVar = list(FIRST)
    COMMANDS: ClassVar = {Commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number % 10), f"go('{place.value}')", show=False)
            for number, place in enumerate(NUMBERED, 1)
        ),
        Binding("T", "go('tasks')", _("Tasks"), show=False),
        Binding("f1", "show_keys", _("Help"), priority=True, key_display="F1"),
        Binding("f2", "go('help-now')", _("Help now"), priority=True, key_display="F2"),
        Binding("exclamation_mark", "go('help-now')", _("Help now"), show=False),
        Binding("ctrl+t", "turn_theme", _("Light or dark"), show=False),
    ]

    def __init__(
        self,
        open_session: OpenSession,
        options: UiOptions,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = seconds,
    ) -> None:
        super().__init__()
        draw = painter(options.images, projector=options.masks, typed=self._early.put)
        self.context = Context(options, open_session, clock, ScanRunner(self, monotonic), draw)
        self._resume = options.after_lock.scan
        self._idle = Idle(0 if options.practice else options.idle_minutes, monotonic)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DAY.name if options.after_lock.day else NIGHT.name
        self.stylesheet = self._styles = KeptStyles(variables=self.get_css_variables())

    def on_mount(self) -> None:
        """Begin at the question, at the lock, or straight inside the practice range."""
        options = self.context.options
        first = Route.UNLOCK if options.practice or options.vault_exists else Route.WELCOME
        if options.vault_exists and not options.practice:
            self._early.wait()
        self.push_screen(PAGES[first](self.context))
        self.give_lesson()
        if options.practice and not options.people:
            start(self, "open", self._open)
        self.watch_over()
        self.call_after_refresh(self._come_ahead)

    def _come_ahead(self) -> None:
        """Now that the first screen is shown, make the others ready beside it."""
        screens = (*_FIRST, *PAGES.modules, *OVER.modules)
        start(self, "ahead", load_ahead, self.context.options.load_ahead, screens)
        self.call_later(self._read_styles)

    def _read_styles(self) -> None:
        if self._styles.read_next():
            self.set_timer(_BETWEEN_S, self._read_styles)

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        """Style a node and what is in it again, unless it is on no screen yet.

        It is styled when it comes; Textual would style a button three times while it is made.
        """
        if node.is_attached:
            super().update_styles(node, animate=animate)

    async def _open(self) -> None:
        await self.context.open(None)
        self.post_message(VaultOpened())

    # where to go

    @on(Go)
    def _go(self, event: Go) -> None:
        self.action_go(event.place.value, event.item)

    def action_go(self, name: str, item: str = "") -> None:
        """Show a place; without an open vault only what needs none."""
        place = Route(name)
        if self.context.closing or (place not in CLOSED and not self.context.is_open):
            return
        self._styles.read_rest()
        if place in OVER:
            self._put_over(OVER[place], item)
            return
        self._replace(PAGES[place](self.context, item))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to act as the owner, and tasks, only where there is what they need."""
        has = self.context.options
        if (action, *parameters) == ("go", Route.TASKS.value):
            return has.tasks is not None
        return action != "act" or has.owner is not None

    def action_act(self) -> None:
        """Act as the owner of the photo in hand; where there is none, show the photos."""
        screen = self.screen
        photo = screen.photo_in_hand() if isinstance(screen, Page) else ""
        self.action_go(Route.ACT.value if photo else Route.PHOTOS.value, photo)

    def action_close_top(self) -> None:
        """Close the screen on top."""
        if len(self.screen_stack) > BOTTOM:
            self.pop_screen()

    @on(VaultOpened)
    def _opened(self, event: VaultOpened) -> None:
        self._idle.touch()
        self.theme = self.context.theme or self.theme
        scan = self._resume or event.scan or self.context.options.lesson is not None
        if scan:
            self.context.scan.begin(self.context.session)
        running = self.context.scan.running  # covered, and shown again
        self.action_go(Route.SCAN if scan or running else Route.OVERVIEW)
        self._resume = False
        self.give_lesson()
        start(self, "dates", self._dates)

    async def _dates(self) -> None:
        """Say in one neutral line how many reported links have a date."""
        due = await self.context.session.reported.at_start()
        if due:
            told = ngettext("{n} date today", "{n} dates today", due)
            self.post_message(JustSaid(told.format(n=due)))

    @on(Trouble)
    def _trouble(self, event: Trouble) -> None:
        from auditor.tui.screens.trouble import TroubleBox

        self._styles.read_rest()
        self.push_screen(TroubleBox(self.context, event.error))

    # the scan

    def run_scan(self) -> Worker[None]:
        """Run the scan for as long as the app runs."""
        return start(self, "scan", self._scan)

    async def _scan(self) -> None:
        try:
            await self.context.scan.work()
        except AuditorError:
            if not self.context.is_covered:  # nobody may read it; the vault knows how it ended
                raise

    def scan_moved(self) -> None:
        """Tell the screens, at most once for what came together."""
        self.post_message(ScanMoved())

    @on(ScanMoved)
    def _moved(self) -> None:
        more = self.context.scan.take_unshown() and self.context.is_open
        for page in self.pages():
            if more:
                page.reload()
            page.scan_moved()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let mistakes surface; show the last state of a scan."""
        surface(event)
        if event.worker.group == "scan" and event.state in {
            WorkerState.SUCCESS,
            WorkerState.CANCELLED,
        }:
            for page in self.pages() if self.context.is_open else ():
                page.reload()
                page.scan_moved()
            if self.context.unsaved:
                self._idle.touch()  # who comes back in time still finds what was read
            elif self.context.is_covered:
                self.action_lock()

    # help, lock, leave

    def action_show_keys(self) -> None:
        """Explain the screen on top."""
        from auditor.tui.screens.keys import KeysBox, keys_of

        self._styles.read_rest()
        screen = self.screen
        if isinstance(screen, KeysBox):
            screen.dismiss()
        elif isinstance(screen, Page | Dialog):
            self.push_screen(KeysBox(self.context, _(screen.HELP), tuple(keys_of(screen, self))))

    def action_turn_theme(self) -> None:
        """Light or dark, remembered in the vault."""
        self.theme = DAY.name if self.theme == NIGHT.name else NIGHT.name
        if self.context.is_open:
            start(self, "theme", self.context.session.put_setting, "theme", self.theme)

    def _fatal_error(self) -> None:
        """Say that there was a mistake.

        Without the values of variables that Textual's own traceback shows.
        """
        from auditor.tui.text.crash import mishap

        self._exit_renderables.append(mishap(self._exception))
        self._close_messages_no_wait()
