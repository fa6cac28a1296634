"""The command line as a user has it: an own home, an own vault, and where asked an own process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests import json_shapes
from tests.cli.in_process import Typed, run_in_process

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "correct horse battery staple"
PATIENCE_S = 180


takes_ctrl_c = pytest.mark.skipif(
    os.name != "posix" or signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
    reason="no Ctrl+C, or it is ignored where these tests were started",
)
"""Of a test that sends it to a process: processes inherit what is ignored."""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document on stdout, held against its shape so that no test can forget to."""
        return json_shapes.check(self.out)


@dataclass(frozen=True)
class Auditor:
    """`room` holds home, temporary files, passphrase and vault.

    `options` stand before each command.
    """

    room: Path
    options: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, room: Path, *options: str) -> Auditor:
        for name in ("home", "tmp", "vault", "cwd"):
            (room / name).mkdir(parents=True, exist_ok=True)
        (room / "passphrase").write_text(PASSPHRASE + "\n", "utf-8")
        return cls(room, options)

    @property
    def vault(self) -> Path:
        return self.room / "vault"

    def copy(self, room: Path) -> Auditor:
        """Return another one with a copy of this vault."""
        made = Auditor.at(room, *self.options)
        shutil.copytree(self.vault, made.vault, dirs_exist_ok=True)
        return made

    def told(self, **more: str) -> Auditor:
        """Return the same with other environment variables; an empty one is taken away."""
        return replace(self, more={**self.more, **more})

    def environment(self) -> dict[str, str]:
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.room / "home"),
            "TMPDIR": str(self.room / "tmp"),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "LANG": "C.UTF-8",
            "COLUMNS": "100",
            "AUDITOR_HOME": str(self.vault),
            "AUDITOR_PASSPHRASE_FILE": str(self.room / "passphrase"),
            **self.more,
        }
        return {name: value for name, value in given.items() if value}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "auditor", *self.options, *words]

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command as a shell does: in a process group, which Ctrl+C reaches as a whole."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment(),
            cwd=self.room / "cwd",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            process_group=0 if os.name == "posix" else None,
        )

    def run(self, *words: str, code: int | None = 0) -> Done:
        """Run a command to its end in this process; `code` is the exit code that it must have.

        What is told to Python itself is heard at its start only, so that takes one of its own.
        """
        if any(name.startswith("PYTHON") for name in self.more):
            return self.run_apart(*words, code=code)
        return self._judged(
            code,
            *run_in_process([*self.options, *words], self.environment(), self.room / "cwd"),
        )

    def type(
        self, typed: str, *words: str, code: int | None = 0, at_terminal: bool = False
    ) -> Done:
        """Run a command as `run` does; `typed` comes through a pipe or is typed at a terminal."""
        surroundings = self.environment(), self.room / "cwd"
        keys = Typed(typed, at_terminal=at_terminal)
        return self._judged(code, *run_in_process([*self.options, *words], *surroundings, keys))

    def run_apart(self, *words: str, code: int | None = 0) -> Done:
        """Run a command to its end in a process of its own, for what only a process has."""
        with self.start(*words) as process:
            out, err = process.communicate(timeout=PATIENCE_S)
        return self._judged(code, process.returncode, out, err)

    @staticmethod
    def _judged(code: int | None, ended: int, out: str, err: str) -> Done:
        assert "Traceback" not in err, err
        assert code is None or ended == code, (ended, out, err)
        return Done(ended, out, err)

    def add(self, accounts: Sequence[dict[str, Any]]) -> list[str]:
        """Put accounts of the practice range on the list; their ids."""
        ids = []
        for account in accounts:
            done = self.run(
                "accounts",
                "add",
                account["text"],
                "--platform",
                account["platform"],
                "--claim",
                account["claim"],
                "--confirm",
                account["text"],
                "--json",
            )
            ids.append(done.json["account"]["id"])
        return ids
