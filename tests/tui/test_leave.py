"""Quick exit where Textual is too slow to put the terminal in order."""

from __future__ import annotations

import os
import pty
import sys

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
