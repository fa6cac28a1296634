"""Text on the screen.

It takes content only, so that no string can slip in and be read as markup.
"""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Button, Static


class Prose(Static):
    """Sentences; `write` replaces them."""

    def __init__(
        self,
        content: Content | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(content or Content(""), markup=False, id=id, classes=classes)
        self.written = content or Content("")

    def write(self, content: Content) -> None:
        """Show other text."""
        self.written = content
        self.update(content)


def press(label: str, name: str, *, variant: str = "default") -> Button:
    """Return a button with the id `name`; its label is text, never markup."""
    button = Button(Content(label), id=name, compact=True)
    button.add_class(f"-{variant}")
    return button
