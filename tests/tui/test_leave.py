"""Quick exit where Textual is too slow to put the terminal in order."""

from __future__ import annotations

import os
import pty
import sys
import termios

import pytest

CODE = """
import threading
from auditor.tui.quick_exit import leave

class Slow:
    is_headless = False
    def stop_application_mode(self): threading.Event().wait(60)

leave(Slow())
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_that_textual_does_not_get_to_is_wiped_all_the_same() -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", CODE])
    seen = b""
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not data:
            break
        seen += data
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    left = seen.index(b"\x1b[?1049l")
    for sequence in (b"\x1b[2J", b"\x1b[3J", b"\x1b]0;\x07", b"\x1b[?25h"):
        assert sequence in seen[left:]


LOCKING = """
import os, sys, termios, threading
from auditor.tui import hand_over

class Driver:
    attrs_before = termios.tcgetattr(0)
    def stop_application_mode(self):
        {stop}
        termios.tcsetattr(0, termios.TCSANOW, self.attrs_before)
    def flush(self): pass
    def close(self): pass

def again():
    shows = bool(termios.tcgetattr(0)[3] & termios.ECHO)
    {again}

hand_over._LATEST_S = {latest}
made = hand_over.HandOver(Driver(), again)
made.begin()
made.finish()
"""
NEXT = "os.execv(sys.executable, [sys.executable, '-c', f'print({shows}, 1 + 1, flush=True)'])"
HANGS = "threading.Event().wait(60)"
FAILS = "raise FileNotFoundError(2, 'No such file')"


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("stop", "again", "code", "said"),
    [
        ("pass", NEXT, 0, b"False 2"),
        (HANGS, NEXT, 0, b"False 2"),
        ("pass", FAILS, 4, b"could not start again (No such file)"),
    ],
)
def test_a_lock_hands_the_terminal_over_without_echo(
    stop: str, again: str, code: int, said: bytes
) -> None:
    child, terminal = pty.fork()
    if child == 0:
        latest = "0.1" if stop == HANGS else "60"
        text = LOCKING.replace("{stop}", stop).replace("{again}", again).replace("{latest}", latest)
        os.execv(sys.executable, [sys.executable, "-c", text])
    seen = b""
    while data := _piece(terminal):
        seen += data
    echoes = termios.tcgetattr(terminal)[3] & termios.ECHO
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == code, seen
    os.close(terminal)
    assert said in seen
    assert bool(echoes) == (code == 4), "only who ends here lets the terminal show typing again"


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""
