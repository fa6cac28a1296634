"""The first page, before any vault.

What this does, what it cannot see, and whether this is a safe place to use it.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button

from auditor.messages import N_, _
from auditor.report import welcome
from auditor.tui.base.messages import Route, VaultOpened
from auditor.tui.idle import seconds
from auditor.tui.page import Page
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press

_DANGER = N_("In danger? F2 shows whom to call; nothing is sent. Ctrl+X leaves at once.")
STANDS_S = 1.0
"""How long the question has to stand before a letter answers No.

Who presses keys while the program is still starting has not read it.
"""


class Welcome(Page):
    """Asks one question and explains what follows from the answer."""

    HELP = N_(
        "Nothing was opened or saved yet. Choose an answer with Tab and Enter, the letters, or the "
        "mouse. "
        "F2 shows help for people in danger, ctrl+x leaves at once and clears the screen."
    )
    BAR = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('risk')", _("Yes / not sure"), show=False),
        Binding("n", "no", _("No"), show=False),
    ]

    _shown_at: float | None = None

    def body(self) -> ComposeResult:
        """One column, narrow enough to read."""
        with Choices("column"):
            yield Prose(plain(_(_DANGER), "bold $text-warning"), id="danger")
            yield Prose(plain(_("auditor"), "bold $accent"), id="name")
            yield Prose(lines(*(plain(_(said), "bold") for said in welcome.PROMISE)), id="promise")
            yield Prose(plain(_(welcome.DOES), limit=1000), classes="paragraph")
            yield Prose(plain(_(welcome.CANNOT), limit=1000), classes="paragraph")
            yield Prose(plain(_(welcome.ASK), "bold $accent"), id="ask")
            yield press(_("Yes, or I am not sure"), "risk")
            yield press(_("No, only I can"), "safe")
            yield Prose(_risk(), id="advice")
            yield press(_("Stop here"), "stop")
            yield press(_("Go on without saving anything"), "unsaved")
            yield press(_("Go on and save, encrypted"), "go-on")

    def on_mount(self) -> None:
        """Ask first; advice comes with the answer."""
        self._advise(show=False)
        self.query_one("#risk", Button).focus(scroll_visible=False)
        self.call_after_refresh(self._stand)

    def _stand(self) -> None:
        self._shown_at = seconds()

    def _advise(self, *, show: bool) -> None:
        for name in ("#advice", "#stop", "#unsaved", "#go-on"):
            self.query_one(name).display = show
        options = self.context.options
        if options.ephemeral or options.open_unsaved is None:
            self.query_one("#unsaved").display = show and options.ephemeral
        if options.ephemeral:
            self.query_one("#go-on").display = False

    def action_no(self) -> None:
        """Take a letter for No, unless it was typed before the question could be read."""
        if self._shown_at is not None and seconds() - self._shown_at >= STANDS_S:
            self.action_answer("safe")

    def action_answer(self, answer: str) -> None:
        """Take the answer."""
        if answer == "safe":
            self._go_on()
            return
        self._advise(show=True)
        if self.context.options.open_unsaved is None and not self.context.options.ephemeral:
            command = plain(
                "\n\n" + _("Going on without saving is not possible here."),
                newlines=True,
            )
            self.query_one("#advice", Prose).write(Content("").join([_risk(), command]))
        self.query_one("#ask").display = self.query_one("#risk").display = self.query_one(
            "#safe"
        ).display = False
        self.query_one("#stop", Button).focus()
        self.call_after_refresh(self.query_one("#column").scroll_end, animate=False)

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "risk":
                self.action_answer("risk")
            case "stop":
                await self.run_action("app.leave")
            case "unsaved":
                self.start("open", self._open_unsaved)
            case _:
                self._go_on()

    def _go_on(self) -> None:
        if self.context.is_open:
            self.go(Route.OVERVIEW)
        elif self.context.options.ephemeral:
            self.start("open", self._open_unsaved)
        else:
            self.go(Route.UNLOCK)

    async def _open_unsaved(self) -> None:
        if not self.context.is_open:
            await self.context.open(None, unsaved=True)
        self.post_message(VaultOpened())


def _risk() -> Content:
    return plain(_(welcome.RISK).format(help="F2"), limit=2000, newlines=True)
