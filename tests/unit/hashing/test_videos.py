"""Videos against each other, by their frames."""

from __future__ import annotations

import random

import pytest

from auditor.domain.hashes import Frame
from auditor.hashing.videos import shares


def frames(seed: int, count: int, quality: int = 100) -> list[Frame]:
    rng = random.Random(seed)
    return [Frame(float(second), f"{rng.getrandbits(256):064x}", quality) for second in range(count)]


def changed(frame: Frame, bits: int) -> Frame:
    return Frame(frame.second, f"{int(frame.hash, 16) ^ ((1 << bits) - 1):064x}", frame.quality)


def test_a_part_is_found_in_the_whole() -> None:
    whole = frames(1, 100)
    part = [changed(one, 20) for one in whole[40:50]]
    assert shares(part, whole) == (1.0, 0.1)


@pytest.mark.parametrize(("bits", "share"), [(31, 1.0), (32, 0.0)])
def test_the_limit(bits: int, share: float) -> None:
    whole = frames(2, 10)
    assert shares([changed(one, bits) for one in whole], whole) == (share, share)


def test_strangers_and_empty_videos() -> None:
    assert shares(frames(3, 30), frames(4, 30)) == (0.0, 0.0)
    assert shares([], frames(3, 5)) == (0.0, 0.0)


def test_unreliable_frames_count_for_nothing() -> None:
    black = frames(5, 20, quality=3)
    shown = frames(6, 5)
    assert shares(black, black) == (0.0, 0.0)
    assert shares([*black, *shown], shown) == (1.0, 1.0)


def test_a_still_is_one_frame() -> None:
    (still,) = frames(7, 1)
    rest = frames(8, 3)
    assert shares([still] * 50 + rest, [still]) == (0.25, 1.0)
