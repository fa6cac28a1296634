"""How a locked program goes on: as a new process, or one that another one waits for."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from subprocess import run

import pytest

from auditor.cli import starting_again
from auditor.tui.base.after_lock import AfterLock
from tests.rows import each_row

WAITED_FOR = """
import os, sys
from pathlib import Path

from auditor.cli import starting_again
from auditor.tui.base.after_lock import AfterLock

told = Path(sys.argv[1])
said = starting_again.take_word()
assert starting_again.VARIABLE not in os.environ
with told.open("a") as file:
    file.write(f"{said} {starting_again.after_lock(said)}\\n")
starting_again._REPLACES_ITSELF = False
times = len(told.read_text().splitlines())
if times < 3:
    starting_again.start_again(AfterLock(scan=True, keyring=times == 2))
sys.exit(3)
"""

REPLACED = """
import os, sys
from auditor.cli import starting_again
from auditor.tui.base.after_lock import AfterLock

said = starting_again.take_word()
print(os.getpid(), said, sys.argv[1:], flush=True)
if said is None:
    starting_again.start_again(AfterLock(day=True))
"""


def test_who_waits_starts_it_anew_after_each_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    command = [sys.executable, "-c", WAITED_FOR, str(told)]
    monkeypatch.setattr(starting_again, "_command", lambda: command)
    assert starting_again.wait_for_others() == 3
    assert told.read_text().splitlines() == [
        "waited-for None",
        f"1 {AfterLock(scan=True)}",
        f"5 {AfterLock(scan=True, keyring=True)}",
    ]


@pytest.mark.skipif(os.name == "nt", reason="a process does not replace itself there")
def test_a_process_replaces_itself_with_the_same_arguments() -> None:
    done = run(
        [sys.executable, "-c", REPLACED, "--home", "a b"],
        capture_output=True,
        check=True,
        text=True,
    )
    first, second = done.stdout.splitlines()
    pid = first.partition(" ")[0]
    assert first == f"{pid} None ['--home', 'a b']"
    assert second == f"{pid} 2 ['--home', 'a b']"


def test_who_waits_opens_nothing_and_only_where_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting_again, "_REPLACES_ITSELF", True)
    assert not starting_again.must_wait(None)
    monkeypatch.setattr(starting_again, "_REPLACES_ITSELF", False)
    assert starting_again.must_wait(None)
    assert not starting_again.must_wait("waited-for")
    assert not starting_again.must_wait("3")


@each_row("said", [None, "", "waited-for", "-1", "x"])
def test_other_words_stand_for_no_lock(said: str | None) -> None:
    assert starting_again.after_lock(said) is None
