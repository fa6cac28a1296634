"""The line of keys at the bottom.

Help and quick exit are never cut off: keys of the screen that do not fit stand in F1 only.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import (
    FooterKey,
)  # Textual does not export it; it is what a footer is made of

_SAFE = ("ctrl+x", "f2", "f1", "ctrl+p")
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
        self._wanted: list[tuple[str, str, bool, str]] | None = None

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Choose again where the keys became others: Textual tells at every move of the focus."""
        if self._offered() != self._wanted:
            super().bindings_changed(screen)

    def _offered(self) -> list[tuple[str, str, bool, str]]:
        return [
            (active.binding.key, active.binding.description, active.enabled, active.tooltip)
            for active in self.screen.active_bindings.values()
            if active.binding.show
        ]

    def compose(self) -> ComposeResult:
        """Yield the keys that fit; the safe ones first where not even they do."""
        # Textual waits for the first news of bindings and draws an empty line until then.
        self.set_reactive(Footer._bindings_ready, True)  # noqa: SLF001 - has no public name
        self._wanted = self._offered()
        self._fitted = width = self.app.size.width
        made = list(super().compose())
        for made_key in made:  # compact from the start: else each key is styled twice
            made_key.set_class(True, "-compact", update=False)
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
