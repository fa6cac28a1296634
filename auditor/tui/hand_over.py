"""Locks for good: the terminal is kept quiet, and this process is replaced by a new one.

What a program has forgotten stays readable in its memory until something else is put there. Only a
new process has nothing of it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

from textual.driver import Driver

from auditor.errors import ExitCode
from auditor.messages import _
from auditor.tui.quick_exit import GIVE_BACK, say

CLOSE_S = 4.0
"""How long the scan, the vault and the reader processes may take to end by themselves.

Nothing is lost after that: the vault commits every batch.
"""
_LATEST_S = 7.0
"""When the process is replaced even if the event loop hangs."""
_BLANK = "\x1b[?1049h\x1b[0m\x1b[2J\x1b[H"
"""The other screen, empty."""
_LFLAG = 3  # where termios.tcgetattr has the local modes


class HandOver:
    """One lock. `start_again` replaces the process, and returns only by raising OSError."""

    def __init__(self, driver: Driver, start_again: Callable[[], None]) -> None:
        self._driver = driver
        self._start_again = start_again
        self._turn = threading.Lock()
        self._late = threading.Timer(_LATEST_S, self._by_hand)
        self._late.daemon = True

    def begin(self) -> None:
        """Replace the process in some seconds, whatever happens in between."""
        self._quiet()
        self._late.start()

    def finish(self) -> NoReturn:
        """Give the terminal up, without echo, and replace the process."""
        self._driver.stop_application_mode()
        self._driver.flush()
        self._driver.close()
        self._replace()

    def _quiet(self) -> None:
        """See that what is typed before the new process is there does not stand on the screen."""
        before = getattr(self._driver, "attrs_before", None)
        if before is not None:
            import termios

            before[_LFLAG] &= ~termios.ECHO

    def _by_hand(self) -> NoReturn:
        """Do what the event loop does not get done."""
        self._give_back()
        self._replace()

    def _give_back(self) -> None:
        say(GIVE_BACK, patient=False)
        before = getattr(self._driver, "attrs_before", None)
        if before is not None:
            import termios

            with contextlib.suppress(termios.error, OSError, ValueError):
                termios.tcsetattr(sys.__stdin__ or 0, termios.TCSANOW, before)

    def _replace(self) -> NoReturn:
        with self._turn:  # never given back: whoever has it ends the process
            say(_BLANK + _("Locked…"), patient=False)
            try:
                self._start_again()
            except OSError as error:
                shows_typing_again(self._driver)
                self._give_back()
                reason = error.strerror or type(error).__name__
                told = _("The vault is locked. auditor could not start again ({reason}).")
                say(told.format(reason=reason) + "\r\n", patient=False)
            os._exit(ExitCode.VAULT_LOCKED)


def shows_typing_again(driver: Driver | None) -> None:
    """Let Textual leave a terminal behind that shows what is typed, as before the lock."""
    before = getattr(driver, "attrs_before", None)
    if before is not None:
        import termios

        before[_LFLAG] |= termios.ECHO


def leave_other_screen() -> None:
    """Leave the empty screen on which the process before this one waited."""
    say("\x1b[?1049l")
