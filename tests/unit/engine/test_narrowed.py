"""What is judged anew among fewer photos is what would be found among all."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.findings.check import Print
from auditor.domain.routine.spots import around, frequent, weekly
from auditor.engine.exposure.links.marks import comparable, incomparable, marked
from auditor.engine.exposure.links.photo_ties import photo_ties
from tests.unit.engine.public_worlds import SEEDS, Shot, World, chain

LEFT = st.integers(0, 9999)


def spread(seed: int) -> list[Print]:
    """Photos in some crowds and alone, over three kilometres."""
    rng = random.Random(seed)
    shots = []
    for _crowd in range(rng.randint(1, 5)):
        up, right = rng.uniform(-50, 50), rng.uniform(-30, 30)
        night = rng.random() < 0.5
        for number in range(rng.randint(1, 9)):
            offset = up + rng.gauss(0, 2.5), right + rng.gauss(0, 1.7)
            day = rng.choice((number * 7, rng.randint(0, 5)))
            shots.append(Shot(0, town=0, offset=offset, day=day, hour=23 if night else 18))
    for _alone in range(rng.randint(0, 12)):
        offset = rng.uniform(-50, 50), rng.uniform(-30, 30)
        shots.append(Shot(0, town=0, offset=offset, day=rng.randint(0, 30)))
    return [*World(tuple(shots)).case(World(tuple(shots)).photos).prints]


def fewer(prints: list[Print], seed: int) -> list[Print]:
    """Take some photos away, and from some the time or the place."""
    rng = random.Random(seed)
    left = [photo for photo in prints if rng.random() < 0.8]
    return [
        replace(
            photo,
            captured_at=photo.captured_at if rng.random() < 0.9 else None,
            gps=photo.gps if rng.random() < 0.9 else None,
        )
        for photo in left
    ]


@given(SEEDS, LEFT)
def test_spots_are_found_among_the_photos_near_those_there_were(seed: int, less: int) -> None:
    prints = spread(seed)
    near = around(prints, (*frequent(prints), *weekly(prints)))
    left = fewer(prints, less)
    among = [photo for photo in left if photo.photo in near]
    assert frequent(among) == frequent(left)
    assert weekly(among) == weekly(left)


def test_photos_far_from_any_spot_are_left_out() -> None:
    seeds = range(200)
    left_out = [
        len(prints) - len(around(prints, (*frequent(prints), *weekly(prints))))
        for prints in map(spread, seeds)
        if frequent(prints)
    ]
    assert len(left_out) > 50
    assert sum(map(bool, left_out)) > 25


@given(SEEDS, LEFT)
def test_photos_tie_the_same_accounts_without_the_looks_that_are_near_to_none(
    seed: int, less: int
) -> None:
    world = chain(seed)
    prints = [*world.case(world.photos).prints]
    known = comparable(prints)
    left = fewer(prints, less)
    fewer_looks = [photo if photo.photo in known else incomparable(photo) for photo in left]
    assert photo_ties(marked(fewer_looks)) == photo_ties(marked(left))


def test_looks_that_are_near_to_none_are_left_out() -> None:
    worlds = [chain(seed) for seed in range(60)]
    number = sum(len(comparable(world.case(world.photos).prints)) for world in worlds)
    assert 0 < number < sum(len(world.photos) for world in worlds)
