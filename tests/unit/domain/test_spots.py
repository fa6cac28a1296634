"""Spots: what their rules say is what is said of them, and fewer photos never give more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.findings.check import Print
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.photos.place import PlaceCluster
from auditor.domain.routine import spots
from auditor.domain.routine.routine import moments, slots
from auditor.domain.routine.words import often, often_at_night
from tests.examples import examples

_METRE = 360 / 40_030_000
TIMES = st.sampled_from(
    [
        "",
        "x",
        "2026-03-02",
        "2026-03-03",
        *(f"2026-03-{day:02d}T{hour}:30:00" for day in (2, 3, 9) for hour in ("02", "17", "23")),
        "2026-03-16T18:10:00+02:00",
        "2026-03-23T18:00:00",
        "2026-12-28T17:00:00",
    ]
)


def taken(number: int, east: float, time: str) -> Print:
    gps = (0.0, 10 + east * _METRE)
    return Print(f"p{number:02d}", "a", PhotoKind.POST, "", "", (), 0, gps=gps, captured_at=time)


@examples(60)
@given(times=st.lists(TIMES, min_size=1, max_size=14))
def test_the_rules_are_those_of_the_words(times: Sequence[str]) -> None:
    photos = [taken(number, 0, time) for number, time in enumerate(times)]
    known, every = spots._Times.of(photos), np.arange(len(photos))
    ids = tuple(photo.photo for photo in photos)
    spot = PlaceCluster(0.0, 10.0, 1, ids, ("a",), tuple(filter(None, times)))
    assert known.often(every) is often(spot)
    assert known.at_night(every) is often_at_night(spot)
    assert known.come_back(every) is bool(slots(moments(spot.times)))


def test_a_spot_is_told_by_those_near_one_photo_of_it() -> None:
    """Not by those near some point between photos: 290 m apart they are near none."""
    ends = [taken(n, east, "") for n, east in enumerate((0, 0, 290, 290))]
    assert spots.frequent(ends) == ()
    (spot,) = spots.frequent([*ends, taken(4, 145, "")])
    assert len(spot.photos) == 5
    assert spot.radius_m == 146


def test_few_photos_of_an_hour_are_found_beside_many_others() -> None:
    """Those who look for weeks do not lose the photos of a course to a spot of many nights."""
    nights = [taken(n, 0, f"2026-03-{n + 1:02d}T23:30:00") for n in range(9)]
    course = [taken(20 + n, 140 + n, f"2026-03-{2 + 7 * n:02d}T18:10:00") for n in range(4)]
    assert next(len(spot.photos) for spot in spots.frequent([*nights, *course])) > 9
    (weekly,) = spots.weekly([*nights, *course])
    assert {photo.photo for photo in course} <= {*weekly.photos}


@pytest.mark.parametrize("rule", ["frequent", "weekly"])
def test_without_positions_there_is_none(rule: str) -> None:
    assert getattr(spots, rule)([]) == ()
    assert getattr(spots, rule)([Print("p", "a", PhotoKind.POST, "", "", (), 0)] * 9) == ()
