"""Films hashed as the reference hashes them: vpdq 0.2.5 with FFmpeg 5.1 (benchmarks/vpdq.py)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from auditor.readers.hashes.video import frames
from auditor.readers.picture.video_header import HEAD_BYTES, film_format

KEPT = Path(__file__).parents[2] / "fixtures" / "films"
CODECS = {"av1.mkv": "libdav1d", "hevc.mp4": "hevc", "10-bits.mkv": "hevc"}
"""Decoders that a distribution may leave out of its FFmpeg."""

OTHER_SCALER = {"odd.webm": 2}
"""Bits of 256 by which FFmpeg 8 differs from 5.1, scaling halved colour of an odd height. With the
scaler of 5.1 they are 0."""


def reference() -> dict[str, list[tuple[int, str, float]]]:
    found = defaultdict(list)
    for line in (KEPT / "vpdq.txt").read_text().splitlines():
        if not line.startswith("#"):
            name, _number, quality, text, second = line.split()
            found[name].append((int(quality), text, float(second)))
    return dict(found)


REFERENCE = reference()


def test_there_are_twenty_kinds() -> None:
    assert set(REFERENCE) == {path.name for path in KEPT.iterdir()} - {"vpdq.txt"}
    assert len(REFERENCE) >= 20
    assert all(len(lines) >= 3 for lines in REFERENCE.values())


@pytest.mark.parametrize("name", REFERENCE)
def test_frames_are_those_of_the_reference(name: str) -> None:
    av = pytest.importorskip("av", reason="videos need the extra `video`")
    if CODECS.get(name, "h264") not in av.codecs_available:
        pytest.skip(f"this FFmpeg decodes no {name}")
    with (KEPT / name).open("rb") as file:
        container = film_format(file.read(HEAD_BYTES))
        assert container is not None
        file.seek(0)
        found = frames(file, container)
    lines = REFERENCE[name]
    assert [frame.quality for frame in found] == [quality for quality, _hash, _second in lines]
    for frame, (_quality, _hash, second) in zip(found, lines, strict=True):
        assert frame.second == pytest.approx(second, abs=0.11)  # the mean rate of a GIF differs
    bits = [
        (int(frame.hash, 16) ^ int(text, 16)).bit_count()
        for frame, (_quality, text, _second) in zip(found, lines, strict=True)
    ]
    assert max(bits) <= OTHER_SCALER.get(name, 0)
