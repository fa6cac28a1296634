"""Replaces this process by a new one when the vault is locked.

Only a new process has nothing of what was open in its memory. It gets the same arguments and
environment, and a number that says how to go on (AfterLock). Where a process cannot replace itself
(Windows), the one that was started first opens nothing: it starts another one and waits for it.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from contextlib import suppress

from auditor.tui.base.after_lock import AfterLock

VARIABLE = "AUDITOR_AFTER_LOCK"
"""Set by this program alone, for the process that comes next."""
_REPLACES_ITSELF = os.name != "nt"
_WAITED_FOR = "waited-for"
"""The value for a process that another one waits for, before the first lock."""
_LOCKED = 64
"""The lowest exit code of a process that was locked; the number of its AfterLock is added."""
_CODES = range(_LOCKED, _LOCKED + 8)


def take_word() -> str | None:
    """Return what the process before this one left, None where there was none.

    Its children do not get it.
    """
    said = os.environ.pop(VARIABLE, None)
    if said is not None and said != _WAITED_FOR:
        _bury_children()
    return said


def show_typing_at_the_end() -> None:
    """After a lock, see that the terminal shows what is typed once this process has ended.

    Before anything else: from the lock on it does not.
    """
    if VARIABLE in os.environ and sys.stdin is not None and sys.stdin.isatty():
        atexit.register(echo)


def echo() -> None:
    """Let the terminal show what is typed."""
    if os.name == "nt":
        return
    import termios

    with suppress(termios.error, OSError, ValueError):
        modes = termios.tcgetattr(sys.__stdin__ or 0)
        modes[3] |= termios.ECHO  # the local modes
        termios.tcsetattr(sys.__stdin__ or 0, termios.TCSANOW, modes)


def after_lock(said: str | None) -> AfterLock | None:
    """Return how to go on after a lock, None where this process does not follow one."""
    if said is None or not said.isdecimal():
        return None
    return AfterLock.of(int(said) % len(_CODES))


def must_wait(said: str | None) -> bool:
    """Whether this process should open nothing, and wait for others that do."""
    return not _REPLACES_ITSELF and said is None


def wait_for_others() -> int:
    """Start this program again, and anew after each lock; return the exit code of the last one."""
    said = _WAITED_FOR
    while True:
        code = subprocess.call(_command(), env={**os.environ, VARIABLE: said})  # noqa: S603 - our own command line
        if code not in _CODES:
            return code
        said = str(code - _LOCKED)


def start_again(after: AfterLock) -> None:
    """Replace this process; everything in its memory is gone. Raises OSError."""
    from auditor.wiring import end_readers

    end_readers()
    if not _REPLACES_ITSELF:
        os._exit(_LOCKED + after.number)
    os.execve(sys.executable, _command(), {**os.environ, VARIABLE: str(after.number)})  # noqa: S606 - our own command line


def _command() -> list[str]:
    """Return the command line of this process, as it was."""
    return [sys.executable, *sys.orig_argv[1:]]


def _bury_children() -> None:
    """Take note of the reader processes that ended with the process before this one."""
    if os.name == "nt":
        return
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
