"""Videos: which container, one frame a second, and what is said where there is none to read."""

from __future__ import annotations

import io
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.readers.hashes.video import frames
from auditor.readers.hashes.video import shown as read_frames
from auditor.readers.picture.pixels import UnreadableError
from auditor.readers.picture.video_header import HEAD_BYTES, film_format, is_sound, video_format
from tests.rows import each_row
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


@each_row("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF"])
def test_pictures_are_no_videos(kind: str) -> None:
    assert video_format(encoded(drawn(64, 48), kind)[:HEAD_BYTES]) is None


@each_row("data", [b"", b"G", b"hello", b"\0" * 600])
def test_other_files_are_no_videos(data: bytes) -> None:
    assert video_format(data) is None


def timed(path: Path, rate: Fraction, codec: str, count: int = 70, pixels: str = "yuv420p") -> None:
    """Write a video in which every frame is its own picture."""
    av = pytest.importorskip("av", reason="videos need the extra `video`")
    width, height = (64, 48) if pixels == "yuv420p" else (65, 49)
    pictures = [np.asarray(drawn(width, height, seed=number)) for number in range(count)]
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        for picture in pictures:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("rate", "step"),
    [
        (Fraction(30000, 1001), 29),
        (Fraction(24000, 1001), 23),
        (Fraction(60000, 1001), 59),
        (Fraction(25), 25),
        (Fraction(1, 2), 1),
    ],
)
def test_the_step_is_the_whole_part_of_the_rate(tmp_path: Path, rate: Fraction, step: int) -> None:
    path = tmp_path / "a.mkv"
    timed(path, rate, "mpeg4" if rate > 1 else "libx264", 70 if rate > 1 else 3)
    every = [
        pdq(frame.rgb(), turned=False).hash
        for frame in read_frames(io.BytesIO(path.read_bytes()), "matroska")
    ]
    found = frames(io.BytesIO(path.read_bytes()), "matroska")
    assert [frame.hash for frame in found] == every[::step]
    assert [frame.second for frame in found] == [
        round(float(number * step / rate), 3) for number in range(len(found))
    ]


@pytest.mark.parametrize(("kind", "container"), [("GIF", "gif"), ("PNG", "apng"), ("WEBP", "webp")])
def test_pictures_that_move_are_films(tmp_path: Path, kind: str, container: str) -> None:
    pytest.importorskip("av", reason="videos need the extra `video`")
    pictures = [drawn(64, 48, seed=number // 10) for number in range(30)]
    # two alike would be written as one that stays longer
    for number, picture in enumerate(pictures):
        picture.putpixel((number, 0), (255, number, 0))
    held = io.BytesIO()
    pictures[0].save(
        held, kind, save_all=True, append_images=pictures[1:], duration=100, lossless=True
    )
    data = held.getvalue()
    assert film_format(data[:HEAD_BYTES]) == container
    found = frames(io.BytesIO(data), container)
    assert [round(frame.second) for frame in found] == [0, 1, 2]
    with pytest.raises(UnreadableError):
        frames(io.BytesIO(data[:300]), container)


@each_row("kind", ["PNG", "WEBP", "GIF"])
def test_still_pictures_are_no_films(kind: str) -> None:
    assert film_format(encoded(drawn(64, 48), kind)[:HEAD_BYTES]) is None


@each_row(
    "head",
    [b"ID3\x03", b"fLaC\0", b"RIFF\0\0\0\0WAVEfmt ", b"\0\0\0\x20ftypM4A \0", b"\xff\xfb\x90"],
)
def test_sound_is_told(head: bytes) -> None:
    assert is_sound(head)
    assert not is_sound(b"\xff\xd8\xff")


def write_sound(path: Path) -> None:
    """Write sound, and nothing else, into the box of a film."""
    av = pytest.importorskip("av", reason="videos need the extra `video`")
    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=44100)
        sound = av.AudioFrame.from_ndarray(
            np.zeros((1, 2048), np.float32), format="fltp", layout="mono"
        )
        sound.rate, sound.pts = 44100, 0
        out.mux(stream.encode(sound))
        out.mux(stream.encode(None))


def test_sound_in_the_box_of_a_film_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_sound(path)
    with pytest.raises(UnreadableError, match="sound file"):
        frames(io.BytesIO(path.read_bytes()), "mov")
