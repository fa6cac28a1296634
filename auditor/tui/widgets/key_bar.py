"""The line of keys at the bottom.

Help and quick exit are never cut off: keys of the screen that do not fit stand in F1 only.
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import (
    FooterKey,
)  # Textual does not export it; it is what a footer is made of

_SAFE = ("ctrl+x", "f2", "f1")
"""Keys that must be there, most important first."""
_BESIDE = 2
"""Cells after the key itself, and after its words."""


class KeyBar(Footer):
    """A footer with as many keys of the screen as there is room for.

    Then those that are always there.
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._fitted = 0

    def compose(self) -> ComposeResult:
        """Yield the keys that fit; the safe ones first where not even they do."""
        self._fitted = width = self.app.size.width
        made = list(super().compose())
        safe = [
            made_key
            for made_key in made
            if isinstance(made_key, FooterKey) and made_key.key in _SAFE
        ]
        room = width - 1 - sum(map(_cells, safe))
        if room < 0:
            yield from sorted(safe, key=lambda safe_key: _SAFE.index(safe_key.key))
            return
        for made_key in made:
            if made_key not in safe and (room := room - _cells(made_key)) < 0:
                break
            if made_key not in safe:
                yield made_key
        yield from safe

    def on_resize(self, _event: events.Resize) -> None:
        """Choose again when the terminal got another width."""
        if self._fitted != self.app.size.width:
            self.call_after_refresh(self.recompose)


def _cells(made_key: Widget) -> int:
    if not isinstance(made_key, FooterKey):
        return 0
    return (
        Content(made_key.key_display).cell_length
        + Content(made_key.description).cell_length
        + _BESIDE
    )
