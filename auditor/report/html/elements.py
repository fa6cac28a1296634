"""HTML elements that escape what they are given.

Only what was made here is markup, all other text is text.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape

from auditor.messages import _

_VOID = frozenset({"meta", "img", "br"})


class Html(str):
    """Text that is markup already.

    Made only by `element` and `together`, and for constants of this room.
    """

    __slots__ = ()


def element(name: str, /, *children: str | None, **attributes: str | float | None) -> Html:
    """Return one element.

    Children that are not `Html` are escaped, and so is every attribute; None is left out. Attribute
    names: a trailing underscore is dropped (`class_`), others become hyphens (`http_equiv`).
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{given}>")
    return Html(f"<{name}{given}>{together(children)}</{name}>")


def together(parts: Iterable[str | None]) -> Html:
    """Return parts one behind the other, escaped where they are not markup."""
    return Html(
        "".join(
            part if isinstance(part, Html) else escape(part, quote=True)
            for part in parts
            if part is not None
        )
    )


def link(text: str, url: str) -> str:
    """Return a link to a web page; any other address becomes plain text."""
    if not url.lower().startswith(("https://", "http://")):
        return text
    return element("a", text, href=url, rel="noreferrer noopener")


def picture(webp: bytes) -> Html:
    """Return a thumbnail inside the page."""
    return element(
        "img",
        src="data:image/webp;base64," + base64.b64encode(webp).decode("ascii"),
        alt="",
        width=88,
        height=88,
    )


def folded(parts: Sequence[Html]) -> Html | None:
    """Return what unfolds on the screen and is only counted on paper; None for nothing."""
    if not parts:
        return None
    more = _("{n} more: open here on a screen; the csv report has all").format(n=len(parts))
    return element("details", element("summary", more), *parts)


def date(moment: datetime) -> str:
    """Return a moment in UTC, to the minute."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
