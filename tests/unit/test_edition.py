"""What names the checks changes with whatever they are made of."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import auditor
from auditor.checks import ALL
from auditor.plugins.edition import edition_of

MADE_IN = """
import sys
import auditor.engine.judge.evaluate, auditor.guidance.places, auditor.guidance.remedies
from auditor.checks import ALL
print(*{name.split(".")[1] for name in sys.modules if name.startswith("auditor.")})
"""
FILES = (
    "checks/position.py",
    "guidance/remedies.toml",
    "guidance/places.npz",
    "markup/licences.py",
)


@pytest.fixture(name="copy")
def copy_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few files of the program, as it is installed."""
    root = Path(auditor.__file__).parent
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    monkeypatch.setattr(auditor, "__file__", str(tmp_path / "__init__.py"))
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_another_edition(copy: Path, name: str) -> None:
    before = edition_of(ALL, copy, plugged=False)
    assert len(before) == 64
    assert edition_of(ALL, copy, plugged=False) == before
    with (copy / name).open("a") as file:
        file.write("#")
    assert edition_of(ALL, copy, plugged=False) != before


def test_findings_are_made_in_no_other_room(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    scan = os.scandir

    def look(folder: Path) -> object:
        looked.append(folder.name)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", look)
    edition_of(ALL, copy, plugged=False)
    done = subprocess.run(
        [sys.executable, "-c", MADE_IN], capture_output=True, text=True, check=True
    )
    rooms = set(done.stdout.split())
    assert {"checks", "domain", "guidance", "markup"} < rooms
    assert rooms - set(looked) == {"dataclass", "messages", "ports"}  # which say nothing themselves


def test_what_python_compiles_is_no_edition(copy: Path) -> None:
    before = edition_of(ALL, copy, plugged=False)
    (copy / "checks/__pycache__").mkdir()
    (copy / "checks/__pycache__/position.cpython-311.pyc").touch()
    (copy / "checks/position.pyc").touch()
    assert edition_of(ALL, copy, plugged=False) == before


def test_a_file_of_another_time_is_another_edition(copy: Path) -> None:
    before = edition_of(ALL, copy, plugged=False)
    os.utime(copy / "checks/position.py", (1, 1))
    assert edition_of(ALL, copy, plugged=False) != before


def test_other_checks_are_another_edition(copy: Path) -> None:
    assert edition_of(ALL, copy, plugged=False) != edition_of(ALL[1:], copy, plugged=False)


def test_where_nothing_can_be_looked_at_it_is_not_known(copy: Path) -> None:
    for name in ("checks", "guidance", "markup"):
        shutil.rmtree(copy / name)
    assert edition_of(ALL, copy, plugged=False) == ""
    assert edition_of(ALL, copy, plugged=True) == ""


def test_which_plugins_are_trusted_counts(copy: Path) -> None:
    assert edition_of(ALL, copy, plugged=True) == ""
    (copy / "plugins.trusted").write_text("{}")
    before = edition_of(ALL, copy, plugged=True)
    (copy / "plugins.trusted").write_text('{"a": 1}')
    assert edition_of(ALL, copy, plugged=True) not in {before, ""}
