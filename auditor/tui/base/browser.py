"""Opening a page in the user's own browser, or a letter in the mail program, and knowing of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import webbrowser

_IN_A_TERMINAL = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})
"""Browsers that draw on a terminal, as ours does: they would draw over it."""
_MAIL = (("xdg-open",), ("gio", "open"))
"""What gives a mailto address to the mail program on Linux and its kin."""
_PATIENCE_S = 5.0
"""A program that is still running then was started; one that found no mail program has ended."""


def open_page(url: str) -> bool:
    """Open `url` in the browser of this log-in; False where none was found that could."""
    if not _has_screen():
        return False
    try:
        found = webbrowser.get()
        name = os.path.basename(getattr(found, "name", ""))  # noqa: PTH119 - a command, no path
        return name not in _IN_A_TERMINAL and found.open(url)
    except (webbrowser.Error, OSError):
        return False


def open_mail(address: str) -> bool:
    """Open a mailto address in the mail program; False where none was found that could.

    Never through a web browser, which the standard library asks first on Linux: it keeps the whole
    address in its history, and may hand the letter to a mail service on the web.
    """
    if sys.platform in {"darwin", "win32"}:
        return open_page(address)  # the system itself is asked there
    return _has_screen() and any(_opened(*words, address) for words in _MAIL)


def _has_screen() -> bool:
    return sys.platform in {"darwin", "win32"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _opened(name: str, *arguments: str) -> bool:
    command = shutil.which(name)
    if command is None:
        return False
    try:
        started = subprocess.Popen(  # noqa: S603 - a program of the system, no shell; the address is ours
            [command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return started.wait(_PATIENCE_S) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
