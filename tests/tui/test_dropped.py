"""Paths as terminals hand them over when a file is dragged on them."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from auditor.tui.text.dropped import dropped

NAMES = ("plain.zip", "my archive (1).zip", "it's & that.zip", "a\\ b.zip", "ends with space .zip")
posix = pytest.mark.skipif(os.name == "nt", reason="the shell quotes otherwise there")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def escaped(path: Path) -> str:
    return "".join(sign if sign.isalnum() or sign in "/._-" else f"\\{sign}" for sign in str(path))


@posix
@pytest.mark.parametrize("name", NAMES)
def test_every_way_a_terminal_writes_a_path(folder: Path, name: str) -> None:
    path = folder / name
    for text in (str(path), f"  {path} ", f"'{path}'", f'"{path}"', shlex.quote(str(path))):
        assert dropped(text) == (path,), text
    assert dropped(escaped(path)) == (path,)
    assert dropped(path.as_uri()) == (path,)


@posix
def test_several_at_once_and_a_path_with_spaces_is_not_several(folder: Path) -> None:
    several = tuple(folder / name for name in NAMES)
    assert dropped(" ".join(shlex.quote(str(path)) for path in several)) == several
    assert dropped(" ".join(map(escaped, several))) == several
    assert dropped(f"{folder}/my archive (1).zip") == (folder / NAMES[1],)


@posix
def test_what_is_not_there_stays_one_path_as_it_was_meant(folder: Path) -> None:
    assert dropped(f"{folder}/not there.zip") == (folder / "not there.zip",)
    assert dropped(f"{folder}/not\\ there.zip") == (folder / "not there.zip",)
    assert dropped("it's") == (Path("it's"),)
    assert dropped("~/x.zip") == (Path("~/x.zip").expanduser(),)
    assert dropped("~nobody-of-that-name/x") == (Path("~nobody-of-that-name/x"),)
