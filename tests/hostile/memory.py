"""Reads the memory of a program that runs in a pseudo-terminal, and of all it started. Linux."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
_AGAIN_S = 3.0
_PATIENCE_S = 180.0
"""A program that shows nothing for so long is stuck; nothing is judged by how long it takes."""
_PIECE = 1 << 20


def can_be_read() -> bool:
    """Whether this system lets a process read the memory of another one that it started."""
    if sys.platform != "linux":
        return False
    child = os.fork()
    if not child:
        signal.pause()
        os._exit(0)
    try:
        return any(True for _piece in pieces(child))
    except PermissionError:
        return False
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def family(pid: int) -> list[int]:
    """Return `pid` and every process below it that still has memory."""
    found, waiting = [], [pid]
    while waiting:
        member = waiting.pop()
        with suppress(OSError):
            if Path(f"/proc/{member}/statm").read_text().split()[0] != "0":
                found.append(member)
            for task in Path(f"/proc/{member}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
    return found


def pieces(pid: int) -> Iterator[bytes]:
    """Yield all that can be read of the memory of a process, as it stands now."""
    overlap = 256
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            first, last, mode, name = re.match(
                r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)", line
            ).groups()  # type: ignore[union-attr] # every line of maps has this form
            if mode[0] != "r" or name in {"[vvar]", "[vvar_vclock]", "[vsyscall]"}:
                continue
            start, end = int(first, 16), int(last, 16)
            while start < end:
                try:
                    memory.seek(start)
                    piece = memory.read(min(_PIECE, end - start))
                except OSError:  # a page that is mapped and not there
                    break
                if not piece:
                    break
                yield piece
                start += len(piece) if start + len(piece) >= end else max(1, len(piece) - overlap)


def found_in(pid: int, sought: Mapping[str, Sequence[bytes]]) -> dict[str, int]:
    """Return how often each thing stands in the memory of `pid` and of what it started."""
    counted = dict.fromkeys(sought, 0)
    for member in family(pid):
        for piece in pieces(member):
            for name, spellings in sought.items():
                counted[name] += sum(piece.count(spelled) for spelled in spellings)
    return counted


def spelled(text: str) -> tuple[bytes, ...]:
    """Return a text as it may stand in memory: one, two or four bytes a sign."""
    return (text.encode(), text.encode("utf-16-le"), text.encode("utf-32-le"))


class Program:
    """`auditor` in a pseudo-terminal of 80 by 24; everything it wrote is in `seen`.

    Its vault is `room`/home, and it knows no keyring.
    """

    def __init__(self, arguments: Sequence[str], room: Path) -> None:
        self.seen = b""
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            try:
                kept = {
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(ROOT),
                    "AUDITOR_HOME": str(room / "home"),
                    "HOME": str(room),
                    "LANG": "C.UTF-8",
                    "TERM": "xterm-256color",
                    "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
                }
                os.execve(sys.executable, [sys.executable, "-m", "auditor", *arguments], kept)
            finally:
                os._exit(127)
        size = struct.pack("HHHH", 24, 80, 0, 0)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self.terminal)

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def press(self, keys: bytes) -> None:
        os.write(self.terminal, keys)

    def wait_for(self, text: str, after: int = 0) -> int:
        """Read until `text` was shown behind the place `after`; return the place behind it."""
        end = time.monotonic() + _PATIENCE_S
        while (at := self.seen.find(text.encode(), after)) < 0:
            assert time.monotonic() < end, f"never shown: {text!r}\n{self.seen[-3000:]!r}"
            self._read()
        return at + len(text.encode())

    def show(self, keys: bytes, text: str, after: int = 0) -> int:
        """Press keys until `text` is shown: a page takes none before it has read its rows."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            self.press(keys)
            look = time.monotonic() + _AGAIN_S
            while time.monotonic() < look:
                if (at := self.seen.find(text.encode(), after)) >= 0:
                    return at + len(text.encode())
                self._read()
        raise AssertionError(f"never shown: {text!r}\n{self.seen[-3000:]!r}")

    def read_until(self, happened: Callable[[], object]) -> None:
        """Read until something happened: a terminal that nobody reads holds the program up."""
        end = time.monotonic() + _PATIENCE_S
        while not happened():
            assert time.monotonic() < end, f"never happened\n{self.seen[-3000:]!r}"
            self._read()

    def _read(self) -> None:
        if select.select([self.terminal], [], [], 0.2)[0]:
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:  # the other end is closed
                piece = b""
            assert piece, f"the program has ended\n{self.seen[-3000:]!r}"
            self.seen += piece

    def read_to_the_end(self) -> int:
        """Read until the program ends, and return its exit code."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            try:
                self._read()
            except AssertionError:
                break
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
