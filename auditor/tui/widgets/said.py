"""What was just done, in a line of its own: it covers nothing, and goes after a while."""

from __future__ import annotations

from textual.content import Content

from auditor.tui.text.plain import plain
from auditor.tui.widgets.prose import Prose


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
