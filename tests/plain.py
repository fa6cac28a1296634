"""The main path of `auditor --plain`, walked by numbers: `python -m tests.plain write`.

From an empty home to "closed, verified" on the practice range, and the same as docs/plain.md.
"""

from __future__ import annotations

import asyncio
import os
import pty
import re
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from auditor.practice.actions import NewProof, TakeDown
from auditor.practice.owner import apply
from auditor.practice.range import PracticeAccount, PracticeRange
from tests.cli.auditor import PASSPHRASE, PATIENCE_S, ROOT

PAGE = ROOT / "docs/plain.md"
DIARY = "Cold water diary"
_NUMBER = "Number: "
_HEAD = """# Line by line, by numbers

`auditor --plain` leads through the main path without a screen: for screen readers, slow lines and
terminals that can draw nothing. It is on by itself at `TERM=dumb` and with `AUDITOR_PLAIN=1`, and
holds for every command: no other screen, no movement of the cursor, no signs of boxes, blocks or
braille, a row of a table as one line, and how far a scan is at most every ten seconds.

A choice is its number or the first letters of its words. `0` or `b` goes back, `?` says the
choices again, `h` says whom to call, `q` leaves, and `x` leaves without a further word; what was
printed can still be scrolled back to, since wiping it needs what this mode does without. After as
many minutes as the settings say without an answer the vault is locked, wherever one is asked for.
On the practice range the last number leads to its tasks. What no menu holds is a command of its
own: `auditor --help` lists them, and `auditor demo --plain` is the same on invented people.

Below is the whole way from an empty home to "closed, verified" on the practice range, written by
`python -m tests.plain write` and held against a new walk by the tests. Addresses, times and ids are
left out as `…`. What was typed stands behind the question; a passphrase does not.

```text
"""


@dataclass
class Dialogue:
    """A process on a terminal of its own. `told` is all that it wrote."""

    home: Path
    settings: str
    told: bytes = b""
    _seen: int = 0
    _child: int = field(default=0, init=False)
    _terminal: int = field(default=0, init=False)

    def start(self, *words: str, **more: str) -> None:
        room = self.home
        (room / "settings.toml").write_text(self.settings, "utf-8")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(room),
            "TMPDIR": str(room),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "AUDITOR_HOME": str(room / "vault"),
            **more,
        }
        command = [sys.executable, "-m", "auditor", "--settings", str(room / "settings.toml")]
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.chdir(room)
            os.execve(command[0], [*command, *words], environment)

    def until(self, prompt: str) -> str:
        """Read until the last line is `prompt`; return what came since the prompt before."""
        deadline = time.monotonic() + PATIENCE_S
        while not self._last().endswith(prompt):
            assert time.monotonic() < deadline, self.told[-2000:].decode("utf-8", "replace")
            assert self._read(), self.told[-2000:].decode("utf-8", "replace")
        came = self.told[self._seen :].decode("utf-8", "replace")
        self._seen = len(self.told)
        return came

    def answer(self, prompt: str, text: str) -> str:
        """Wait for a prompt and type a line; return what came before the prompt."""
        came = self.until(prompt)
        self.type(text)
        return came

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode() + b"\n")

    def kill(self) -> None:
        """End the process without a word."""
        os.kill(self._child, signal.SIGKILL)
        self.end()

    def answer_nothing(self) -> int:
        """End the input at each question, and return the exit code."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            ready, _w, _x = select.select([self._terminal], [], [], 1)
            if ready and not self._read():
                return self.end()
            if not ready:
                with suppress(OSError):  # it may have ended meanwhile
                    os.write(self._terminal, b"\x04")
        raise AssertionError(self.told[-2000:].decode("utf-8", "replace"))

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while self._read():
            pass
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def _last(self) -> str:
        return self.told[self._seen :].decode("utf-8", "replace").rpartition("\n")[2]

    def _read(self) -> bool:
        ready, _w, _x = select.select([self._terminal], [], [], PATIENCE_S)
        try:
            data = os.read(self._terminal, 1 << 16) if ready else b""
        except OSError:  # the other side is closed
            data = b""
        self.told += data
        return bool(data)


def settings_of(practice: PracticeRange) -> str:
    hosts = ", ".join(f'"{host}"' for host in practice.allow_hosts)
    return f"[network]\nallow_hosts = [{hosts}]\n[readers]\nexiftool = false\n"


def numbered(came: str, words: str) -> str:
    """Return the number of the choice that has `words`."""
    found = re.search(rf"^(\d+)\. [^\n]*{re.escape(words)}", came.replace("\r", ""), re.MULTILINE)
    assert found, came
    return found[1]


def walk(home: Path, diary: PracticeAccount, settings: str, act: Callable[..., None]) -> str:
    """Lead the dialogue from an empty home to a closed question; return all that it wrote."""
    there = Dialogue(home, settings)
    there.start("--plain")
    there.answer(_NUMBER, "2")  # nobody else can open this device
    there.answer("New passphrase: ", PASSPHRASE)
    there.answer("Again: ", PASSPHRASE)
    there.answer(_NUMBER, "1")  # accounts
    there.answer(_NUMBER, "1")  # add
    there.answer("handle: ", diary.text)
    there.answer("> ", diary.text.removeprefix("http://").rstrip("/"))
    there.answer(_NUMBER, "2")  # the account
    there.answer(_NUMBER, "1")  # prove
    token = re.search(r"^ {4}(\S+)\r?$", there.until(_NUMBER), re.MULTILINE)
    assert token
    act(NewProof(token[1]))
    there.type("1")
    there.answer(_NUMBER, "0")
    there.answer(_NUMBER, "0")
    there.answer(_NUMBER, "2")  # scan
    there.answer(_NUMBER, "3")  # answers
    there.answer(_NUMBER, "3")  # papers
    there.answer(_NUMBER, "0")
    there.answer(_NUMBER, "6")  # photos
    there.type(numbered(there.until(_NUMBER), "scan_passport"))
    address = re.search(r"http\S+/scan_passport\S*", there.until(_NUMBER))
    assert address
    there.type("0")
    there.answer(_NUMBER, "4")  # plan
    there.answer(_NUMBER, "1")
    there.type(numbered(there.until(_NUMBER), "Take the photo down: scan_passport"))
    act(TakeDown(address[0]))
    there.answer(_NUMBER, "1")  # I have done it
    steps = there.until(_NUMBER)
    if "issuer" in steps:
        there.type(numbered(steps, "issuer"))
        there.answer(_NUMBER, "1")
        there.until(_NUMBER)
    there.type("0")
    there.answer(_NUMBER, "5")  # verify
    there.answer(_NUMBER, "3")
    there.answer(_NUMBER, "0")
    there.answer(_NUMBER, "q")
    assert there.end() == 0
    return there.told.decode("utf-8", "replace")


async def walked(home: Path) -> str:
    """Walk on a range of this process."""
    async with PracticeRange(photos=72, seed=1, same_size=True) as practice:
        diary = next(each for each in practice.accounts_of("mara") if each.platform == "website")

        def act(action: NewProof | TakeDown) -> None:
            apply(diary, action)

        return await asyncio.to_thread(walk, home, diary, settings_of(practice), act)


def steady(told: str) -> str:
    """Return a walk without what differs from one to the next."""
    text = told.replace("\r\n", "\n").replace("\r", "")
    text = re.sub(r"https?://\S+", "…", text)
    text = re.sub(r"127\.0\.0\.1:\d+", "…", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "…", text)
    text = re.sub(r"\b[a-z][0-9a-f]{16}\b", "…", text)
    text = re.sub(r"^ {4}\S{16,}$", "    …", text, flags=re.MULTILINE)
    text = re.sub(r"^.*: \d+ of \d+ photos.*\n", "", text, flags=re.MULTILINE)
    return re.sub(r" +$", "", text, flags=re.MULTILINE).strip() + "\n"


def lines_of(text: str) -> list[str]:
    """Return the lines of a transcript without numbers, sorted.

    Photos without a date and steps of equal weight stand in another order in each vault.
    """
    numbers = re.compile(r"^(Number: )\d+$|^\d+\. ")
    return sorted(numbers.sub(r"\1", line) for line in text.splitlines())


def page(told: str) -> str:
    return f"{_HEAD}{steady(told)}```\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = asyncio.run(walked(Path(folder)))
    if sys.argv[1:] == ["write"]:
        PAGE.write_text(page(made), "utf-8")
    else:
        print(made)
