"""F1: what this screen is for, and every key that works on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from auditor.messages import N_, _
from auditor.tui.context import Context
from auditor.tui.frame import Dialog
from auditor.tui.moves import MAIN
from auditor.tui.plain import lines, plain, row
from auditor.tui.widgets.prose import Prose

_KEY = 14


def keys_of(screen: Screen[None], app: App[None]) -> Iterator[tuple[str, str]]:
    """Yield the keys that work on a screen and what they do."""
    for active in screen.active_bindings.values():
        # Keys of Textual's own widgets (scrolling, pressing) need no words.
        if active.binding.description and type(active.node).__module__.startswith("auditor."):
            yield app.get_key_display(active.binding), active.binding.description
    yield f"1-{len(MAIN)}", _("Go to a place in the top bar")
    yield app.get_key_display(Binding(app.COMMAND_PALETTE_BINDING, "", "")), _("All commands")


class KeysBox(Dialog[None]):
    """Shows the help of the screen below."""

    HELP = N_("Escape or F1 closes this help.")
    CSS_PATH = "keys.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", show=False)]

    def __init__(self, context: Context, text: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(context)
        self._text = text
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The text, then the keys."""
        with VerticalScroll(id="box") as box:
            box.border_title = _("Help")
            yield Prose(plain(self._text, limit=3000, newlines=True), id="text")
            yield Prose(plain(_("Keys"), "bold $accent"))
            yield Prose(lines(*(row(plain(key.ljust(_KEY), "bold"), plain(what)) for key, what in self._keys)))
