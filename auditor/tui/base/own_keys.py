"""Which keys are this program's own, and not those of Textual's widgets."""

from __future__ import annotations

from textual.binding import ActiveBinding
from textual.widgets import Input

_TEXTUAL = ("app.focus", "scroll_", "page_", "screen.copy_text")
"""What every widget and screen of Textual can do; our own inherit it, with Textual's words."""


def is_ours(active: ActiveBinding) -> bool:
    """Whether a key needs words: those that scroll, press or move the focus do not."""
    node = active.node
    return (
        type(node).__module__.startswith("auditor.")
        and not isinstance(node, Input)  # what a field of ours edits with is Textual's
        and not active.binding.action.startswith(_TEXTUAL)
    )
