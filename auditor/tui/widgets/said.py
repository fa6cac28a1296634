"""What was just done, in a line of its own: it covers nothing, and goes after a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from auditor.tui.text import worked_out
from auditor.tui.text.plain import plain
from auditor.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from auditor.tui.base.context import Context

_LOOK_S = 0.5


class SaidLine(Prose):
    """One line above the keys, which takes no room while there is nothing to say."""

    DEFAULT_CSS = """
    SaidLine { height: auto; max-height: 2; padding: 0 1; background: $panel; color: $text; }
    """

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.tell(sentence)

    def tell(self, sentence: str) -> None:
        """Show a sentence; an empty one takes the line away."""
        self.display = bool(sentence)
        self.write(plain(sentence, "bold", limit=400) if sentence else Content(""))


class WorkLine(Prose):
    """One line above the keys on what is worked out beside the screens, while anything is."""

    DEFAULT_CSS = """
    WorkLine { height: 1; padding: 0 1; background: $panel; color: $quiet; display: none; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._shared = context
        self._told = ""

    def on_mount(self) -> None:
        """Look again and again, where anything is ever worked out beside."""
        if self._shared.is_open and self._shared.session.beside is not None:
            self.set_interval(_LOOK_S, self.look)

    def look(self) -> None:
        """Show how far it is."""
        beside = self._shared.session.beside if self._shared.is_open else None
        told = worked_out.line(None if beside is None else beside.state)
        if told != self._told:
            self._told = told
            self.display = bool(told)
            self.write(plain(told, limit=400))
