"""Copies on the disk: whole or not there, never in place of something, whatever the disk does."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.adapters.files import copies
from auditor.errors import UsageError


@pytest.fixture(params=["nameless", "nameless for good", "renamed", "no second names"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The four methods to write.

    As Linux does it, where it cannot name what has none, as other systems do, and as disks without
    second names need it.
    """
    name = str(request.param)
    if name == "nameless for good":
        link = os.link

        def unnamed(*arguments: Any, src_dir_fd: int | None = None, **more: Any) -> None:
            if src_dir_fd is not None:
                raise OSError(errno.EOPNOTSUPP, "not supported")
            link(*arguments, **more)

        monkeypatch.setattr(os, "link", unnamed)
    elif name != "nameless":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    if name == "no second names":

        def refused(*_arguments: Any, **_more: Any) -> None:
            raise OSError(errno.EOPNOTSUPP, "not supported")

        monkeypatch.setattr(os, "link", refused)
    return name


@pytest.mark.usefixtures("method")
def test_written_whole_and_for_the_user_alone(tmp_path: Path) -> None:
    path = copies.write(tmp_path, "photo", "jpg", b"x" * 100_000)
    assert path.name == "photo-0001.jpg"
    assert path.read_bytes() == b"x" * 100_000
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a name")
def test_a_file_has_no_name_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[Path]] = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        seen.append(list(tmp_path.iterdir()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    path = copies.write(tmp_path, "photo", "jpg", b"x" * 1000)
    assert seen == [[], [path]]  # the file, then its folder


@pytest.mark.usefixtures("method")
def test_never_in_place_of_something(tmp_path: Path) -> None:
    (tmp_path / "photo-0001.jpg").write_bytes(b"mine")
    (tmp_path / "photo-0002.png").write_bytes(b"mine too")
    (tmp_path / "photo-0003.jpg").symlink_to(tmp_path / "nowhere")
    path = copies.write(tmp_path, "photo", "jpg", b"new")
    assert path.name == "photo-0004.jpg"
    assert (tmp_path / "photo-0001.jpg").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(FileExistsError):
        copies.write_as(tmp_path / "photo-0001.jpg", b"new")
    assert (tmp_path / "photo-0001.jpg").read_bytes() == b"mine"


def full(room: int) -> Callable[[int, bytes], int]:
    real, left = os.write, [room]

    def write(descriptor: int, data: bytes) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = real(descriptor, data[: left[0]])
        left[0] -= written
        return written

    return write


@pytest.mark.usefixtures("method")
@pytest.mark.parametrize("room", [0, 1, 5000, 99_999])
def test_a_full_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr(os, "write", full(room))
    with pytest.raises(UsageError, match="No space left"):
        copies.write(tmp_path, "photo", "jpg", b"x" * 100_000)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("method")
def test_a_disk_that_cannot_be_trusted_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(UsageError):
        copies.write(tmp_path, "photo", "jpg", b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("method")
def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refused(path: Any, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_WRONLY:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(UsageError, match="Read-only"):
        copies.write(tmp_path, "photo", "jpg", b"x")
    assert list(tmp_path.iterdir()) == []


def test_copies_do_not_stand_among_the_originals(tmp_path: Path) -> None:
    originals = tmp_path / "originals"
    (originals / "below").mkdir(parents=True)
    (tmp_path / "link").symlink_to(originals)
    for folder in (originals, originals / "below", originals / "new", tmp_path / "link" / "new"):
        with pytest.raises(UsageError, match="among the originals"):
            copies.prepare(folder, [originals])
    assert sorted(path.name for path in originals.iterdir()) == ["below"]
    copies.prepare(tmp_path / "copies" / "deep", [originals])
    assert (tmp_path / "copies" / "deep").is_dir()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UsageError, match="cannot be written"):
            copies.prepare(folder, [])
    assert (tmp_path / "file").read_bytes() == b"mine"
