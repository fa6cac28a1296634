"""What a scan lays aside: given once, in bounds, and to nobody else."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import pytest

from auditor.adapters.files.aside import AsideFile

PIECE = 64 * 1024
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE + 7)


async def test_what_was_kept_comes_back_once(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path)
    kept = [os.urandom(size) for size in SIZES]
    places = [await aside.keep(data) for data in kept]
    assert len({*places}) == len(kept)
    for data, place in reversed([*zip(kept, places, strict=True)]):
        assert place is not None
        assert await aside.take(place) == data
        assert await aside.take(place) is None
    await aside.close()


async def test_room_that_was_given_back_is_used_again(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path, most=10 * PIECE)
    for number in range(40):
        place = await aside.keep(bytes([number]) * (4 * PIECE))
        assert place is not None
        assert await aside.take(place) == bytes([number]) * (4 * PIECE)
    await aside.close()


async def test_more_than_there_is_room_for_is_not_kept(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path, most=10 * PIECE)
    assert aside.room(8 * PIECE)
    assert await aside.keep(bytes(8 * PIECE)) is not None
    assert not aside.room(8 * PIECE)
    assert await aside.keep(bytes(8 * PIECE)) is None
    assert await aside.keep(bytes(PIECE)) is not None
    await aside.close()
    assert not aside.room(1)
    assert await aside.keep(b"x") is None


async def test_without_a_folder_to_write_to_nothing_is_kept(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path / "missing")
    assert not aside.room(1)
    assert await aside.keep(b"x") is None
    await aside.close()


def _opened_in(folder: Path) -> int:
    """Return the descriptor of this process that leads to a file in `folder`."""
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            if str(folder) in str(entry.readlink()):
                return int(entry.name)
    raise AssertionError


def _written(folder: Path) -> bytes:
    assert [*folder.iterdir()] == []
    return Path(f"/proc/self/fd/{_opened_in(folder)}").read_bytes()


@linux
async def test_the_file_has_no_name_and_nobody_can_read_it(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path)
    assert await aside.keep(b"a photo of a street " * 10_000) is not None
    written = _written(tmp_path)
    assert len(written) > 190_000
    assert b"street" not in written
    await aside.close()
    with pytest.raises(AssertionError):
        _opened_in(tmp_path)


@linux
async def test_what_was_changed_is_not_given(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path)
    place = await aside.keep(bytes(PIECE))
    assert place is not None
    os.pwrite(_opened_in(tmp_path), b"changed", 100)
    assert await aside.take(place) is None
    await aside.close()
