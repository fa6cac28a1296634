"""What works on every screen: what was just done is told, and can be taken back."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.timer import Timer

from auditor.messages import _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Go, JustSaid, Route
from auditor.tui.base.workers import start
from auditor.tui.page import Page
from auditor.tui.widgets.said import SaidLine

_SAID_S = 8.0
"""How long it stands what was just done: a sentence, and time to press a key."""


class Hands(App[None]):
    """An app whose changes can be taken back. `context` is set by whoever derives from it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", _("More"), priority=True),
        Binding("ctrl+z", "undo", _("Take back"), show=False),
        Binding("f6", "lesson", _("Lesson"), show=False),
    ]

    context: Context
    _silence: Timer | None = None

    def pages(self) -> list[Page]:
        """Return the pages that are open, the lowest first."""
        return [screen for screen in self.screen_stack if isinstance(screen, Page)]

    @on(JustSaid)
    def _said(self, event: JustSaid) -> None:
        self.tell(event.sentence)

    def tell(self, sentence: str) -> None:
        """Show a sentence above the keys for a while; an empty one takes the last one away."""
        self.context.said = sentence
        for page in self.pages():
            for line in page.query(SaidLine):
                line.tell(sentence)
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(_SAID_S, self._be_silent) if sentence else None

    def _be_silent(self) -> None:
        self.tell("")

    def give_lesson(self) -> None:
        """Show the lesson that this program was started for, if it was."""
        if self.context.options.lesson is not None:
            self.call_later(self.run_action, f"go('{Route.TEACH.value}')")

    def action_chart(self, name: str) -> None:
        """Show what a screen lists as a chart."""
        self.post_message(Go(Route.CHART, name))

    def action_lesson(self) -> None:
        """Lead back to the lesson."""
        self.give_lesson()

    def action_undo(self) -> None:
        """Take the newest change back."""
        if self.context.is_open:
            start(self, "undo", self._undo)

    async def _undo(self) -> None:
        change = self.context.undo.take()
        if change is None:
            self.tell(_("There is nothing to take back."))
            return
        await change.back()
        self.tell(_("Taken back: {what}.").format(what=change.told))
        for page in self.pages():
            page.reload()
