"""On a real pseudo-terminal: what reaches it, and how fast one can leave."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


FORKS = """
import os, sys
from tests.tui.demo_app import build

for line in sys.stdin:
    kind, terminal = line.split()
    far = os.open(terminal, os.O_RDWR | os.O_NOCTTY)
    child = os.fork()
    if not child:
        for descriptor in (0, 1, 2):
            os.dup2(far, descriptor)
        build(kind).run()
        sys.stdout.flush()
        os._exit(0)
    os.close(far)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Imports the program once, and forks a process of its own for each terminal."""


@pytest.fixture(scope="module")
def forks() -> Iterator[Popen[bytes]]:
    environment = {
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "HOME": "/nonexistent",
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
    }
    with Popen(
        [sys.executable, "-c", FORKS],
        cwd=ROOT,
        stdin=PIPE,
        stdout=PIPE,
        env=environment,
        close_fds=True,
    ) as made:
        yield made
        assert made.stdin is not None
        made.stdin.close()


class Terminal:
    """A program on a pseudo-terminal; everything it wrote is in `seen`."""

    def __init__(self, forks: Popen[bytes], kind: str) -> None:
        self.control, far = pty.openpty()
        ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        assert forks.stdin is not None
        assert forks.stdout is not None
        forks.stdin.write(f"{kind} {os.ttyname(far)}\n".encode())
        forks.stdin.flush()
        self._told = forks.stdout
        self.pid = int(self._told.readline())
        os.close(far)
        self.returncode: int | None = None
        self.seen = b""

    def poll(self) -> int | None:
        """Return the exit code once the process has ended."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.returncode = int(self._told.readline())
        return self.returncode

    def end(self) -> None:
        """See that the process is gone, and close the terminal."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.returncode = int(self._told.readline())
        os.close(self.control)

    def read(self, seconds: float) -> None:
        while select.select([self.control], [], [], seconds)[0]:
            try:
                piece = os.read(self.control, 65536)
            except OSError:  # the far side is closed
                return
            if not piece:
                return
            self.seen += piece

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while text.encode() not in self.seen:
            assert time.monotonic() < end, f"never shown: {text!r}\n{self.seen[-3000:]!r}"
            self.read(0.1)

    def read_to_the_end(self) -> None:
        """Read until the process has ended: a terminal that nobody reads holds it up."""
        end = time.monotonic() + PATIENCE_S
        while self.poll() is None:
            assert time.monotonic() < end, f"does not end\n{self.seen[-3000:]!r}"
            self.read(0.05)

    def press(self, keys: bytes) -> None:
        os.write(self.control, keys)


@contextmanager
def terminal(forks: Popen[bytes], kind: str) -> Iterator[Terminal]:
    made = Terminal(forks, kind)
    try:
        yield made
    finally:
        made.end()


QUICK_EXIT = b"\x18"
STATES = {
    "the question": ("welcome", "Can anyone else open", b""),
    "the lock": ("locked", "The vault is locked", b"typed"),
    "the overview": ("usual", "Not checked", b""),
    "a box": ("usual", "Not checked", b"a"),
    "the palette": ("usual", "Not checked", b"\x10"),
    "help": ("usual", "Not checked", b"\x1bOP"),
}


@pytest.mark.parametrize("name", STATES)
def test_quick_exit_leaves_nothing_behind(forks: Popen[bytes], name: str) -> None:
    kind, text, keys = STATES[name]
    with terminal(forks, kind) as t:
        t.wait_for(text)
        if keys:
            t.press(keys)
            t.read(0.5)
        before = len(t.seen)
        t.press(QUICK_EXIT)
        t.read_to_the_end()
        t.read(0.2)
        assert t.returncode == 0
        last = t.seen[before:]
        left = last.index(b"\x1b[?1049l")
        assert b"\x1b[3J" in last[left:], "the scrollback is cleared after the other screen is left"
        assert b"\x1b[2J" in last[left:]
        assert b"\x1b]0;\x07" in last[left:], "the title is emptied"
        assert b"\x1b[?25h" in last, "the cursor is back"
        assert not re.search(
            rb"[A-Za-z]{4,}", re.sub(rb"\x1b\[[\d;?<>=u$]*[A-Za-z]", b"", last[left:])
        ), "no words after it"


@pytest.mark.slow
def test_hostile_text_reaches_the_terminal_as_text_only(forks: Popen[bytes]) -> None:
    with terminal(forks, "hostile") as t:
        t.wait_for("Not checked")
        for keys in (b"2", b"3", b"\r", b"\x1b", b"4", b"5", b"6", b"s", b"2", b"p"):
            t.press(keys)
            t.read(0.6)
        shown = t.seen.decode("utf-8", "replace")
        assert "\x1b]52" not in shown
        assert "ZXZpbA" in shown, "the text itself was drawn"
        assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b]", shown)
        assert "\x1b]8;" not in shown, "no links"
        assert "\x07" not in re.sub("\x1b]22;[a-z]*\x07", "", shown), (
            "nothing but Textual's own mouse pointer"
        )
        assert t.poll() is None


ASKS = """
from auditor.tui.widgets.picture import painter
print("pictures" if painter("auto", projector=False) else "no pictures")
"""


@pytest.mark.parametrize(("rows", "says"), [(24, "pictures"), (0, "no pictures")])
def test_a_terminal_that_answers_nothing_is_shown_no_traceback(rows: int, says: str) -> None:
    control, far = pty.openpty()
    ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", rows, rows and 80, 0, 0))
    with Popen([sys.executable, "-c", ASKS], cwd=ROOT, stdin=far, stdout=far, stderr=far) as asked:
        os.close(far)
        seen = b""
        while piece := _piece(control):
            seen += piece
    os.close(control)
    assert asked.returncode == 0, seen
    shown = re.sub(r"\x1b_[^\x1b]*\x1b\\|\x1b\[[\d;?<>=]*[A-Za-z]", "", seen.decode())
    assert shown.strip() == says


def _piece(control: int) -> bytes:
    """Return what was written next; nothing once the far side is closed."""
    try:
        return os.read(control, 65536)
    except OSError:
        return b""
