"""The one place where foreign text becomes something the terminal shows.

Cleaned, and content that is never read as markup.
"""

from __future__ import annotations

from textual.content import Content

from auditor.domain.text.foreign_text import LIMIT, clean


def plain(text: str, style: str = "", *, limit: int = LIMIT, newlines: bool = False) -> Content:
    """Return `text` as content in `style`, at most `limit` characters.

    A style names theme variables, for example "bold $error".
    """
    return Content.styled(clean(text, limit, newlines=newlines), style)


def lines(*parts: Content) -> Content:
    """Put `parts` under each other."""
    return Content("\n").join(parts)


def row(*parts: Content) -> Content:
    """Put `parts` beside each other."""
    return Content("").join(parts)
