"""What is to be chosen or typed: arrows go from one to the next, as Tab does."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from auditor.messages import _

_CHOICES = "Button, Input, Checkbox, RadioSet, Select"


class Choices(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls by pages, and by arrows where there is one choice or none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "step(-1)", _("The choice before"), show=False, key_display="↑"),
        Binding("down,right", "step(1)", _("The next choice"), show=False, key_display="↓"),
        Binding("pageup", "page_up", _("Read back"), show=False),
        Binding("pagedown", "page_down", _("Read on"), show=False),
    ]

    def __init__(self, name: str = "box") -> None:
        super().__init__(id=name)

    def choices(self) -> list[Widget]:
        """Return what can be chosen or typed now."""
        return [found for found in self.query(_CHOICES) if found.focusable and found.is_on_screen]

    def action_step(self, by: int) -> None:
        """Go to the next choice, or the one before; the last one leads to the first."""
        choices = self.choices()
        if len(choices) < 2:  # noqa: PLR2004 - with one choice there is none to go to
            self.scroll_relative(y=by, animate=False)
            return
        focused = self.screen.focused
        at = choices.index(focused) + by if focused in choices else 0
        choices[at % len(choices)].focus()
