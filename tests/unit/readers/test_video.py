"""Videos: which container, one frame a second, and what is said where there is none to read."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.readers.hashes.video import frames
from auditor.readers.picture.pixels import UnreadableError
from auditor.readers.picture.video_header import HEAD_BYTES, video_format
from tests.unit.readers.drawn import drawn, encoded

RATE, FRAMES = 10, 35


def shown(number: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.asarray(drawn(176, 144, seed=number // RATE))


def video(path: Path, codec: str = "mpeg4") -> bytes:
    """Write a video that shows another picture in each second."""
    av = pytest.importorskip("av", reason="videos need the extra `video`")
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = (
            176,
            144,
            "yuv420p",
            4_000_000,
        )
        for number in range(FRAMES):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(shown(number), format="rgb24")))
        out.mux(stream.encode(None))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "container"),
    [("a.mp4", "mov"), ("a.mkv", "matroska"), ("a.avi", "avi"), ("a.ts", "mpegts")],
)
def test_one_frame_a_second(tmp_path: Path, name: str, container: str) -> None:
    data = video(tmp_path / name)
    assert video_format(data[:HEAD_BYTES]) == container
    found = frames(io.BytesIO(data), container)
    assert [frame.second for frame in found] == [0, 1, 2, 3]
    for frame in found:
        expected = pdq(np.ascontiguousarray(shown(int(frame.second) * RATE)))
        assert frame.reliable
        assert int(distances(from_hex([frame.hash])[0], from_hex([expected.hash]))[0]) <= 31


@pytest.mark.parametrize("keep", [2000, 400])
def test_a_broken_video_has_a_reason(tmp_path: Path, keep: int) -> None:
    data = video(tmp_path / "a.mp4")
    with pytest.raises(UnreadableError, match="damaged"):
        frames(io.BytesIO(data[:keep]), "mov")


def test_a_play_list_opens_nothing(tmp_path: Path) -> None:
    pytest.importorskip("av", reason="videos need the extra `video`")
    inner = tmp_path / "a.ts"
    video(inner)
    text = f"#EXTM3U\n#EXTINF:3,\n{inner}\n#EXT-X-ENDLIST\n".encode()
    assert video_format(text) is None
    for container in ("mov", "matroska", "avi", "mpegts", "ogg", "asf", "flv", "mpeg"):
        with pytest.raises(UnreadableError):
            frames(io.BytesIO(text), container)


def test_without_the_extra_it_says_how_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(UnreadableError, match=r"auditor\[video\]"):
        frames(io.BytesIO(b""), "mov")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"])
def test_pictures_are_no_videos(kind: str) -> None:
    assert video_format(encoded(drawn(64, 48), kind)[:HEAD_BYTES]) is None


@pytest.mark.parametrize("data", [b"", b"G", b"hello", b"\0" * 600])
def test_other_files_are_no_videos(data: bytes) -> None:
    assert video_format(data) is None
