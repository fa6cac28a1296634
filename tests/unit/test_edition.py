"""What names the checks changes with whatever they are made of."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import auditor
from auditor.checks import ALL
from auditor.plugins.edition import edition_of


@pytest.fixture(name="copy")
def copy_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few files of the program, as it is installed."""
    root = Path(auditor.__file__).parent
    for name in ("checks/position.py", "guidance/remedies.toml"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(root / name, tmp_path / name)
    monkeypatch.setattr(auditor, "__file__", str(tmp_path / "__init__.py"))
    return tmp_path


@pytest.mark.parametrize("name", ["checks/position.py", "guidance/remedies.toml"])
def test_a_changed_file_is_another_edition(copy: Path, name: str) -> None:
    before = edition_of(ALL, copy, plugged=False)
    assert len(before) == 64
    assert edition_of(ALL, copy, plugged=False) == before
    with (copy / name).open("a") as file:
        file.write("#")
    assert edition_of(ALL, copy, plugged=False) != before


def test_a_file_of_another_time_is_another_edition(copy: Path) -> None:
    before = edition_of(ALL, copy, plugged=False)
    os.utime(copy / "checks/position.py", (1, 1))
    assert edition_of(ALL, copy, plugged=False) != before


def test_other_checks_are_another_edition(copy: Path) -> None:
    assert edition_of(ALL, copy, plugged=False) != edition_of(ALL[1:], copy, plugged=False)


def test_where_nothing_can_be_looked_at_it_is_not_known(copy: Path) -> None:
    for name in ("checks", "guidance"):
        shutil.rmtree(copy / name)
    assert edition_of(ALL, copy, plugged=False) == ""
    assert edition_of(ALL, copy, plugged=True) == ""


def test_which_plugins_are_trusted_counts(copy: Path) -> None:
    assert edition_of(ALL, copy, plugged=True) == ""
    (copy / "plugins.trusted").write_text("{}")
    before = edition_of(ALL, copy, plugged=True)
    (copy / "plugins.trusted").write_text('{"a": 1}')
    assert edition_of(ALL, copy, plugged=True) not in {before, ""}
