"""Films alongside each other: copies are told from films of one set and from mixed-up ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from auditor.domain.photos.hashes import FilmPrints
from auditor.hashing.match.timeline import Run
from auditor.hashing.private import videos
from tests.rows import each_row

Bits = npt.NDArray[np.uint8]
COUNT = 40


def shots(seed: int, count: int = COUNT) -> Bits:
    """Return frames of which each looks like nothing else."""
    return np.random.default_rng(seed).integers(0, 2, (count, 256), np.uint8)


def scene(seed: int, room: int = 0, count: int = COUNT, moving: int = 24) -> Bits:
    """Return frames of one room, in which something moves: in every film elsewhere."""
    draw = np.random.default_rng(seed)
    found = np.repeat(shots(room, 1), count, axis=0)
    for frame in found:
        frame[draw.choice(256, moving, replace=False)] ^= 1
    return found


def noisy(frames: Bits, bits: int, seed: int = 9) -> Bits:
    draw = np.random.default_rng(seed)
    found = frames.copy()
    for frame in found:
        frame[draw.choice(256, bits, replace=False)] ^= 1
    return found


def film(frames: Bits, step: float = 0.25, name: str = "a") -> videos.Video:
    seconds = tuple(round(step * place, 3) for place in range(len(frames)))
    hashes = np.packbits(frames, axis=1).tobytes()
    return videos.unpack(videos.pack(FilmPrints(name, seconds, (90,) * len(frames), hashes, 1)))


def run(mine: videos.Video, other: videos.Video) -> Run | None:
    found = videos.films_near(mine, other)
    return found[1] if found else None


@each_row("bits", [0, 12, 28])
@each_row("part", [slice(None), slice(12, 24), slice(7, 20)])
def test_a_copy_and_a_part_of_one_run_alongside(bits: int, part: slice) -> None:
    found = run(film(shots(1)), film(noisy(shots(1)[part], bits)))
    assert found is not None
    assert found.sure
    assert found.start == (part.start or 0) / 4
    assert found.other == 0
    assert abs(found.distance - bits) < 1


def test_what_stands_inside_another_film_is_found_with_its_time() -> None:
    inside = np.concatenate([shots(2), shots(1)[8:24], shots(3)])
    found = run(film(shots(1)), film(inside))
    assert found is not None
    assert found.sure
    assert (found.start, found.stop, found.other) == (2.0, 5.75, 10.0)


@each_row("speed", [0.5, 0.8, 1.25, 1.5, 2.0])
def test_faster_and_slower_copies_run_alongside(speed: float) -> None:
    found = run(film(shots(1)), film(shots(1), 0.25 / speed))
    assert found is not None
    assert found.sure
    assert found.speed == speed


def test_frames_in_another_order_are_no_copy() -> None:
    mixed = shots(1)[np.random.default_rng(5).permutation(COUNT)]
    found = run(film(shots(1)), film(mixed))
    assert found is None or not found.sure


@each_row("count", [1, 2, 5])
def test_a_few_frames_in_common_are_no_copy(count: int) -> None:
    other = np.concatenate([shots(2), shots(1)[:count], shots(3)])
    found = run(film(shots(1)), film(other))
    assert found is None or not found.sure


@each_row("seed", range(20))
def test_films_of_one_room_are_told_apart(seed: int) -> None:
    mine, other = film(scene(100 + seed, moving=12)), film(scene(200 + seed, moving=12))
    near = videos.films_near(mine, other)
    assert near is not None
    assert near[0].of_private > 0.8  # by their frames alone they are copies
    assert near[1] is None or not near[1].sure


@pytest.mark.parametrize("part", [slice(None), slice(10, 22)])
def test_a_copy_of_such_a_film_is_found_all_the_same(part: slice) -> None:
    found = run(film(scene(1)), film(noisy(scene(1)[part], 6)))
    assert found is not None
    assert found.sure


def test_a_still_film_proves_nothing() -> None:
    still = np.repeat(shots(1, 1), COUNT, axis=0)
    found = run(film(still), film(noisy(still, 4)))
    assert found is not None
    assert not found.sure


def test_a_private_film_keeps_half_the_frames() -> None:
    frames: Any = shots(1)
    hashes = np.packbits(frames, axis=1).tobytes()
    seconds = tuple(place / 8 for place in range(COUNT))
    prints = FilmPrints("a", seconds, (90,) * COUNT, hashes, 1)
    assert videos.unpack(videos.pack(prints, 0.25)).seconds == seconds[::2]
    assert videos.unpack(videos.pack(prints)).seconds == seconds
    kept = videos.unpack(videos.pack(prints, 0.25))
    for shift in (0, 1, 2, 3):  # whichever eighth of a second a copy starts at
        found = run(kept, film(frames[shift:], 0.125))
        assert found is not None
        assert found.sure
        assert found.distance == 0
