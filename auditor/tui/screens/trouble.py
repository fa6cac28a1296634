"""Says what did not work and what to do, without alarm."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button

from auditor.errors import AuditorError
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.page import Dialog
from auditor.tui.text.plain import plain
from auditor.tui.text.shell import without_commands
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press


class TroubleBox(Dialog[None]):
    """One message and one way out."""

    HELP = N_("Something did not work. Nothing you did is lost. Enter or Escape goes back.")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "shut", _("Back"), show=False)]

    def __init__(self, context: Context, error: AuditorError) -> None:
        super().__init__(context)
        self._error = error

    def compose(self) -> ComposeResult:
        """The message, the hint, one button."""
        veil = self.context.veil
        with Choices():
            yield Prose(plain(_("That did not work"), "bold $text-warning"))
            yield Prose(plain(veil.sentence(self._error.message), limit=1000), classes="part")
            hint = without_commands(self._error.hint)
            if hint:
                yield Prose(plain(veil.sentence(hint), "$quiet", limit=1000), classes="part")
            yield press(_("Back"), "back", variant="primary")

    def on_mount(self) -> None:
        """Enter goes back."""
        self.query_one("#back", Button).focus()

    @on(Button.Pressed)
    def _back(self) -> None:
        self.dismiss()
