"""F1: what this screen is for, and every key that works on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Button

from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import MAIN
from auditor.tui.base.own_keys import is_ours
from auditor.tui.page import Dialog, Page
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press

_KEY = 14


def keys_of(screen: Screen[None], app: App[None]) -> Iterator[tuple[str, str]]:
    """Yield the keys that work on a screen and what they do."""
    told = set()
    everywhere = [binding for _key, binding in app._bindings if binding.priority]  # noqa: SLF001 - a box hides them from active_bindings
    for binding in [
        *(active.binding for active in screen.active_bindings.values() if is_ours(active)),
        *everywhere,
    ]:
        if (
            binding.description
            and binding.description not in told
            and binding.action != "command_palette"
        ):
            told.add(binding.description)
            yield app.get_key_display(binding), binding.description
    if isinstance(screen, Page) and screen.BAR:
        yield f"1-{len(MAIN)}", _("Go to a place in the top bar")
        yield "7", _("Private images")
        yield "8", _("Likeness")
        yield "9", _("Links")
        yield "0", _("Places")
    yield "Tab", _("The next field or choice")
    yield app.get_key_display(Binding(app.COMMAND_PALETTE_BINDING, "", "")), _("All commands")


class KeysBox(Dialog[None]):
    """Shows the help of the screen below."""

    HELP = N_("Escape or F1 closes this help.")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "shut", show=False)]

    def __init__(self, context: Context, text: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(context)
        self._text = text
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The text, then the keys."""
        with Choices() as box:
            box.border_title = _("Help")
            yield Prose(plain(self._text, limit=3000, newlines=True), id="text")
            yield Prose(plain(_("Keys"), "bold $accent"))
            yield Prose(
                lines(
                    *(row(plain(key.ljust(_KEY), "bold"), plain(what)) for key, what in self._keys)
                ),
                id="keys",
            )
            yield press(_("Close"), "close")

    def on_mount(self) -> None:
        """Enter closes it."""
        self.query_one("#close", Button).focus(scroll_visible=False)
        self.call_after_refresh(self.query_one(Choices).scroll_home, animate=False)

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss()
