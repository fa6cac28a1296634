"""Films that are none, or only a part of one: told in one line, and never taken for whole."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from auditor.readers.hashes.cut_off import is_cut_off
from auditor.readers.hashes.hash_file import hash_job
from auditor.readers.jobs import HashJob
from auditor.readers.picture.video_header import HEAD_BYTES, film_format
from tests.rows import each_row
from tests.unit.readers.test_reference_films import KEPT, REFERENCE
from tests.unit.readers.test_video import write_sound

ANNOUNCED = sorted(name for name in REFERENCE if not name.endswith(".ts"))


def container_of(data: bytes) -> str:
    found = film_format(data[:HEAD_BYTES])
    assert found is not None
    return found


def hashed(path: Path, container: str, *, watched: bool = False) -> Any:
    return hash_job(b"", HashJob(0, "full", 60.0, path=str(path), video=container, watched=watched))


@each_row("name", ANNOUNCED)
def test_the_end_is_known(name: str) -> None:
    data = (KEPT / name).read_bytes()
    container = container_of(data)
    assert not is_cut_off(io.BytesIO(data), container)
    for keep in (len(data) * 3 // 4, len(data) // 2, len(data) - 70):
        assert is_cut_off(io.BytesIO(data[:keep]), container)


@each_row("data", [b"", b"\0" * 40, b"\x1a\x45\xdf\xa3", b"\0\0\0\1ftyp", b"RIFF"])
@each_row("container", ["mov", "matroska", "avi", "webp", "gif", "apng", "mpegts"])
def test_nothing_is_claimed_of_odd_bytes(data: bytes, container: str) -> None:
    assert is_cut_off(io.BytesIO(data), container) in {True, False}


@pytest.mark.parametrize("name", ["varying.mkv", "odd.webm", "mpeg4.avi", "varying.gif"])
@pytest.mark.parametrize("watched", [False, True])
def test_what_could_be_read_is_kept_and_the_rest_told(
    tmp_path: Path, name: str, *, watched: bool
) -> None:
    pytest.importorskip("av", reason="videos need the extra `video`")
    data = (KEPT / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: len(data) * 2 // 3])
    found = hashed(path, container_of(data), watched=watched)
    assert "cut off" in found.error
    assert "\n" not in found.error
    assert found.film.seconds if watched else found.video.frames
    path.write_bytes(data)
    assert hashed(path, container_of(data), watched=watched).error is None


@pytest.mark.parametrize("watched", [False, True])
def test_a_film_without_a_frame_is_none(tmp_path: Path, *, watched: bool) -> None:
    pytest.importorskip("av", reason="videos need the extra `video`")
    path = tmp_path / "a.mkv"
    path.write_bytes((KEPT / "varying.mkv").read_bytes()[:600])
    found = hashed(path, "matroska", watched=watched)
    assert "no picture" in found.error
    assert found.film is None


def test_sound_in_the_box_of_a_film_gets_on_no_list(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_sound(path)
    found = hashed(path, "mov", watched=True)
    assert found.film is None
    assert "sound file" in found.error


def test_one_frame_is_a_film(tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="videos need the extra `video`")
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        noise = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)
        out.mux(stream.encode(av.VideoFrame.from_ndarray(noise, format="rgb24")))
        out.mux(stream.encode(None))
    found = hashed(path, "mov")
    assert (found.error, len(found.video.frames)) == (None, 1)
