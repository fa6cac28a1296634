"""It does not hide.

Nothing detaches, starts by itself or renames itself, and it ends with its terminal.
"""

from __future__ import annotations

import ast
import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from tests.code import PACKAGE, nodes_of

if sys.platform != "linux":
    pytest.skip("needs a pseudo-terminal and /proc", allow_module_level=True)

from tests.hostile.memory import Program, family

DETACHES = frozenset(
    {"fork", "forkpty", "setsid", "setpgid", "setpgrp", "daemon", "setproctitle", "posix_spawn"}
)
KEYWORDS = frozenset({"start_new_session", "process_group", "creationflags", "preexec_fn"})
OWN_SESSION = {
    "adapters/beside.py": {"start_new_session"},
    "readers/process/process.py": {"start_new_session"},
    "practice/range.py": {"start_new_session"},
}
"""Processes that Ctrl+C is not to reach; each ends when its standard input closes."""
STARTS_BY_ITSELF = re.compile(
    r"crontab|systemd|LaunchAgents|LaunchDaemons|autostart|schtasks|CurrentVersion\\\\?Run|nohup"
    r"|DETACHED_PROCESS|CREATE_NO_WINDOW|PR_SET_NAME|SIG_IGN|SIGHUP",
    re.IGNORECASE,
)
SHOWN = {"ui": "The vault is locked", "list": "Passphrase: "}
PATIENCE_S = 60.0


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert len(found) > 100
    return found


def test_nothing_in_the_program_detaches_or_renames_itself() -> None:
    called = {
        (str(path.relative_to(PACKAGE)), name)
        for path in modules()
        for node in nodes_of(path, ast.Call)
        if (name := getattr(node.func, "attr", getattr(node.func, "id", ""))) in DETACHES
    }
    assert called == set()


def test_only_what_ends_with_its_input_has_a_session_of_its_own() -> None:
    used: dict[str, set[str]] = {}
    for path in modules():
        for node in nodes_of(path, ast.keyword):
            if node.arg in KEYWORDS:
                used.setdefault(path.relative_to(PACKAGE).as_posix(), set()).add(node.arg)
    assert used == OWN_SESSION


def test_nothing_in_the_program_sets_itself_up_to_start_again() -> None:
    found = {
        (str(path.relative_to(PACKAGE)), match[0])
        for path in modules()
        for match in STARTS_BY_ITSELF.finditer(path.read_text("utf-8"))
    }
    assert found == set()


def has_ended(pid: int) -> int | None:
    """Return how a child ended, None while it runs."""
    done, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


@pytest.mark.parametrize("words", [(), ("accounts", "list")], ids=["ui", "list"])
def test_it_ends_when_its_terminal_closes(tmp_path: Path, words: tuple[str, ...]) -> None:
    keys.create(tmp_path / "home", Secret("violet anchor quixote lamp"))
    program = Program(words, tmp_path)
    program.wait_for(SHOWN["list" if words else "ui"])
    members = family(program.pid)
    assert "auditor" in Path(f"/proc/{program.pid}/cmdline").read_text().split("\0")
    assert program.pid in members
    os.close(program.terminal)
    end = time.monotonic() + PATIENCE_S
    while (code := has_ended(program.pid)) is None and time.monotonic() < end:
        time.sleep(0.05)
    if code is None:
        os.kill(program.pid, signal.SIGKILL)
        os.waitpid(program.pid, 0)
    assert code == -signal.SIGHUP
    while any(Path(f"/proc/{member}").exists() for member in members):
        assert time.monotonic() < end, "a process that it started is still there"
        time.sleep(0.05)
