"""Opening a page in the user's own browser, and knowing whether one did."""

from __future__ import annotations

import os
import sys
import webbrowser

_IN_A_TERMINAL = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})
"""Browsers that draw on a terminal, as ours does: they would draw over it."""


def open_page(url: str) -> bool:
    """Open `url` in the browser of this log-in; False where none was found that could."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform not in {"darwin", "win32"} and not shown:
        return False
    try:
        found = webbrowser.get()
        name = os.path.basename(getattr(found, "name", ""))  # noqa: PTH119 - a command, no path
        return name not in _IN_A_TERMINAL and found.open(url)
    except (webbrowser.Error, OSError):
        return False
