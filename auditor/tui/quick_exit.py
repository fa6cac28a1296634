"""Quick exit: off the screen at once, with nothing left to scroll back to."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import NoReturn

from textual.driver import Driver

LIMIT_S = 0.4
"""How long Textual may take to put the terminal in order.

After that it is done without Textual and the process ends.
"""
_WIPE = "\x1b[0m\x1b[H\x1b[2J\x1b[3J\x1b]0;\x07"
"""What wipes the terminal.

Plain colours, cursor home, clear the screen, clear the scrollback (xterm's E3), empty the window
title.
"""
GIVE_BACK = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[?2048l"
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?7h"
)
"""Reports of mouse, paste, focus and size off, keys as usual (kitty's protocol), the other screen
left, the cursor and the wrapping of lines back (xterm's private modes)."""


def leave(driver: Driver | None) -> NoReturn:
    """Give the terminal back, wipe it and end the process without waiting for anything.

    Nothing is lost: the vault commits every batch, and the reader processes end when their pipe
    closes.
    """
    if driver is None or driver.is_headless:
        os._exit(0)
    late = threading.Timer(LIMIT_S, _leave_now, (driver,))
    late.daemon = True
    late.start()
    say(_WIPE)
    driver.stop_application_mode()
    driver.flush()
    driver.close()
    say(_WIPE)
    os._exit(0)


def _leave_now(driver: Driver) -> NoReturn:
    """Do by hand what Textual did not get done.

    Its writing thread may be far behind on a busy machine.
    """
    say(GIVE_BACK + _WIPE, patient=False)
    before = getattr(driver, "attrs_before", None)
    if before is not None:
        import termios

        with contextlib.suppress(termios.error, OSError, ValueError):
            termios.tcsetattr(sys.__stdin__ or 0, termios.TCSANOW, before)
    os._exit(0)


def say(sequence: str, *, patient: bool = True) -> None:
    """Write past all buffers.

    Without patience a terminal that takes nothing (stopped with Ctrl+S) does not hold the process.
    """
    stream = sys.__stdout__ if os.name == "nt" else sys.__stderr__  # where Textual's drivers write
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError):
        descriptor = stream.fileno()
        if patient or os.name == "nt":
            os.write(descriptor, sequence.encode())
            return
        os.set_blocking(descriptor, False)
        try:
            os.write(descriptor, sequence.encode())
        finally:  # the shell writes through the same one
            os.set_blocking(descriptor, True)
