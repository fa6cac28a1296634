"""Records docs/recordings/*.cast: the terminal UI in tmux at 80x24, by keyboard alone.

A recording is an asciinema file, version 2: an "i" event for each key, an "o" event for what then
stands on the screen. Its times are made up, a second a key, so that the same keys record the same.
`asciinema play FILE` shows it. Needs tmux.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT = 80, 24
_HERE = Path(__file__).parent
_WAIT_S = 900.0
"""How long a screen is waited for: a scan of the range on a busy machine."""
_LOOK_S = 0.4
_CALM_S = 9.0
"""How long the steps are worked out anew after one was done; what was said is gone by then, too."""
_CLEAR = "\x1b[2J\x1b[H"


@dataclass(frozen=True, slots=True)
class Press:
    """One key by tmux's name, or typed text; then all of `until` has to stand on the screen."""

    key: str
    until: str | tuple[str, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """What is recorded: the command after `auditor`, what is waited for first, and the keys.

    `keys` gets the screen as text whenever it goes on, and yields the next key.
    """

    name: str
    command: Sequence[str]
    until: str
    title: str


def closing(terminal: Terminal) -> Iterator[Press]:
    """From the accounts of Mara: scan, close two questions, and look whether it worked."""
    yield Press("Enter", "Cold water diary")
    yield Press("2", "Whose")
    yield Press("6", "Start the scan")
    yield Press("s", "Done. Press 4")
    yield Press("1", "minutes of changes")
    yield Press("F", ("Enter does it", "minutes of changes"))
    yield from _all_steps(terminal)
    yield Press("Escape", "What a stranger could do")
    while "Could a stranger find where you live" not in _below(terminal):
        yield Press("Down")
    yield Press("Enter", ("What was seen", "minutes of changes"))
    yield Press("j", "Enter does it")
    yield from _all_steps(terminal)
    yield Press("v", "things to look at again")
    yield Press("s", "Now")
    yield Press("1", "closed, verified")


def _all_steps(terminal: Terminal) -> Iterator[Press]:
    """Do one step after the other, from that under the cursor, as the owner on the range would."""
    while True:
        yield Press("Enter", "Do this step")
        yield Press("Enter", "Marked as done")
        if "All steps are marked as done" in terminal.settled(_CALM_S):
            return
        yield Press("j", "Enter does it")


def _below(terminal: Terminal) -> str:
    """Return what is told of the line under the cursor."""
    return "\n".join(terminal.text().splitlines()[-8:])


def checklist(_terminal: Terminal) -> Iterator[Press]:
    """From an empty home: make a vault, add Instagram as one's own, and land on its settings."""
    passphrase = Press("correct horse battery staple", "•" * 28, typed=True)
    yield Press("n", "Choose a passphrase")
    yield passphrase
    yield Press("Enter")
    yield passphrase
    yield Press("Enter", "o account is on the list")
    yield Press("a", "Add")
    yield Press("instagram.com/ada", "instagram.com/ada", typed=True)
    yield Press("Enter")
    yield Press("Down")
    yield Press("Enter", "Type the account name again")
    yield Press("ada", "ada", typed=True)
    yield Press("Enter", "Settings > Account privacy > Private account: On")


STORIES = {
    "checklist": (
        Story("checklist", (), "Can anyone else open", "From nothing to a first setting"),
        checklist,
    ),
    "closing": (
        Story("closing", ("demo",), "Press s to scan", "Close two questions and verify"),
        closing,
    ),
}


class Terminal:
    """A tmux server of its own with one window."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        self._socket = f"auditor-{os.getpid()}"
        place = {**os.environ, "AUDITOR_HOME": str(home), "TERM": "xterm-256color"}
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(WIDTH), "-y", str(HEIGHT),
            *command, env=place,
        )  # fmt: skip

    def _tmux(self, *words: str, env: dict[str, str] | None = None) -> str:
        tmux = shutil.which("tmux") or "tmux"
        done = subprocess.run(  # noqa: S603 - a fixed program, no shell, our own words
            [tmux, "-L", self._socket, *words], check=True, capture_output=True, text=True, env=env
        )
        return done.stdout

    def send(self, press: Press) -> None:
        """Press a key, or type a text."""
        self._tmux("send-keys", *(["-l"] if press.typed else []), press.key)

    def text(self) -> str:
        """Return what stands on the screen, without colours."""
        return self._tmux("capture-pane", "-p")

    def drawn(self) -> str:
        """Return the same as the terminal draws it."""
        return self._tmux("capture-pane", "-p", "-e").rstrip("\n").replace("\n", "\r\n")

    def settled(self, calm_s: float = _LOOK_S) -> str:
        """Wait until nothing changes for so many seconds, and return the text."""
        before = ""
        while (now := self.text()) != before:
            before = now
            time.sleep(calm_s)
        return now

    def wait_for(self, until: str | tuple[str, ...]) -> None:
        """Wait until all these sentences stand on the screen. Raises TimeoutError."""
        wanted = (until,) if isinstance(until, str) else until
        end = time.monotonic() + _WAIT_S
        while not all(sentence in shown for shown in [self.settled()] for sentence in wanted):
            if time.monotonic() > end:
                raise TimeoutError(f"{wanted!r} does not come:\n{self.text()}")

    def close(self) -> None:
        """End it with all that runs in it."""
        self._tmux("kill-server")


def record(name: str) -> Path:
    """Write one recording and return its path."""
    story, keys = STORIES[name]
    events: list[tuple[int, str, str]] = []
    with tempfile.TemporaryDirectory() as home:
        terminal = Terminal(
            [sys.executable, "-m", "auditor", *story.command], Path(home) / "auditor"
        )
        try:
            terminal.wait_for(story.until)
            events.append((0, "o", _CLEAR + terminal.drawn()))
            for press in keys(terminal):
                terminal.send(press)
                terminal.wait_for(press.until)
                at = len(events)
                events.append((at, "i", press.key))
                events.append((at, "o", _CLEAR + terminal.drawn()))
        finally:
            terminal.close()
    head = {"version": 2, "width": WIDTH, "height": HEIGHT, "title": story.title}
    lines = [json.dumps(head), *(json.dumps(event) for event in events)]
    path = _HERE / f"{name}.cast"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def main() -> None:
    """Record the stories named on the command line, else all."""
    for name in sys.argv[1:] or STORIES:
        sys.stdout.write(f"{record(name)}\n")


if __name__ == "__main__":
    main()
