"""Quick exit: off the screen at once, with nothing left to scroll back to."""

from __future__ import annotations

import os
import threading
from typing import NoReturn

from textual.driver import Driver

LIMIT_S = 0.4
"""If the terminal cannot be put in order by then, the process ends all the same."""
_WIPE = "\x1b[0m\x1b[H\x1b[2J\x1b[3J\x1b]0;\x07"
"""Plain colours, cursor home, clear the screen, clear the scrollback (xterm's E3), empty the window title."""


def leave(driver: Driver | None) -> NoReturn:
    """Give the terminal back, wipe it and end the process without waiting for anything.

    Nothing is lost: the vault commits every batch, and the reader processes end when their pipe closes.
    """
    late = threading.Timer(LIMIT_S, os._exit, (0,))
    late.daemon = True
    late.start()
    if driver is not None and not driver.is_headless:
        driver.write(_WIPE)
        driver.stop_application_mode()
        driver.write(_WIPE)
        driver.flush()
        driver.close()
    os._exit(0)
