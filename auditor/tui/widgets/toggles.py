"""Boxes to tick and choices, whose state is a sign and not only a colour."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox, RadioButton


class Tick(Checkbox):
    """A box that is empty or ticked."""

    def __init__(self, label: Content, name: str) -> None:
        super().__init__(label, id=name, compact=True)
        self.BUTTON_INNER = " "

    def watch_value(self) -> None:
        """Draw the tick."""
        self.BUTTON_INNER = "✓" if self.value else " "
        super().watch_value()


class Choice(RadioButton):
    """One of several."""

    def __init__(self, label: Content, name: str, *, chosen: bool) -> None:
        super().__init__(label, chosen, id=name, compact=True)
        self.BUTTON_INNER = "●" if chosen else " "

    def watch_value(self) -> None:
        """Draw the dot."""
        self.BUTTON_INNER = "●" if self.value else " "
        super().watch_value()
