"""A file becomes something else while it is looked at: nothing waits for it or fills memory."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor.adapters import local_files
from auditor.cli.commands import opt_out
from auditor.cli.local_files import as_video, pictures_in
from auditor.errors import AuditorError, ReaderError
from auditor.readers.hashes.lists import read_list
from auditor.tui.base import named_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")

MOST = 1000
READERS: dict[str, Callable[[Path], object]] = {
    "private add, inspect, import": local_files.content,
    "private add, a video": as_video,
    "a folder of pictures": lambda path: list(pictures_in([str(path.parent)])),
    "a list of hashes": read_list,
    "a robots.txt": opt_out.existing,
    "a path typed on a screen": lambda path: named_file.content(path, MOST),
}
SWAPS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a terminal": lambda path: path.symlink_to("/dev/tty"),
    "a folder": Path.mkdir,
    "nothing": lambda _path: None,
}


@pytest.fixture
def _soon() -> Iterator[None]:
    """End the test where a reader waits for a pipe: it would wait forever."""
    signal.alarm(120)
    yield
    signal.alarm(0)


@pytest.mark.usefixtures("_soon")
@pytest.mark.parametrize("swap", sorted(SWAPS))
@pytest.mark.parametrize("name", sorted(READERS))
def test_what_takes_the_place_after_the_look_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, swap: str
) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(b"a" * 64)
    real = Path.is_file

    def looked_at(self: Path) -> bool:
        answer = real(self)
        if self == path and answer:
            path.unlink()
            SWAPS[swap](path)
        return answer

    monkeypatch.setattr(Path, "is_file", looked_at)
    try:
        found = READERS[name](path)
    except (AuditorError, OSError):
        return
    assert not found or found == [str(path)] or len(str(found)) <= 300


@pytest.mark.usefixtures("_soon")
@pytest.mark.parametrize("swap", sorted(SWAPS))
@pytest.mark.parametrize("name", sorted(READERS))
def test_what_was_never_a_file_is_refused(tmp_path: Path, name: str, swap: str) -> None:
    path = tmp_path / "picture.jpg"
    SWAPS[swap](path)
    try:
        found = READERS[name](path)
    except (AuditorError, OSError):
        return
    assert not found


def test_a_file_that_grows_while_it_is_read_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(bytes(MOST + 1))
    small = tmp_path / "small"
    small.write_bytes(b"x")
    seen = os.stat(small)  # noqa: PTH116 - what fstat told before it grew
    monkeypatch.setattr(os, "fstat", lambda _handle: seen)
    monkeypatch.setattr(local_files, "_LARGEST", MOST)
    with pytest.raises(ReaderError, match="larger"):
        named_file.content(path, MOST)
    with pytest.raises(ReaderError, match="larger"):
        local_files.content(path)


def test_a_file_that_shrinks_while_it_is_read_gives_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(bytes(MOST))
    with local_files.open_file(path) as file:
        os.truncate(path, 10)
        assert local_files.read_all(file) == bytes(10)
    with local_files.open_file(path) as file:
        os.truncate(path, 0)
        with pytest.raises(ReaderError, match="empty"):
            local_files.read_all(file)


def test_a_file_that_is_replaced_is_read_whole_as_it_was_opened(tmp_path: Path) -> None:
    path, other = tmp_path / "picture.jpg", tmp_path / "other"
    path.write_bytes(b"old" * 100)
    other.write_bytes(b"new" * 100)
    with local_files.open_file(path) as file:
        other.replace(path)
        assert local_files.read_all(file) == b"old" * 100
