"""Spots of many photos: found, named, and the same whatever the order."""

from __future__ import annotations

import math
import random

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.findings.check import Print
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.photos.place import EARTH_M, FEWEST_IN_SPOT, NEAR_M, Places
from auditor.domain.views import PhotoQuery
from auditor.engine.judge.clusters import clusters
from tests.examples import examples
from tests.fakes.engine import House, account
from tests.rows import each_row

ADA = account()
_METRE = math.degrees(1 / EARTH_M)


def taken(number: int, latitude: float, longitude: float, account: str = "a") -> Print:
    return Print(
        f"p{number:05d}",
        account,
        PhotoKind.POST,
        "",
        "",
        (),
        0,
        gps=(latitude, longitude),
        captured_at=f"2026-01-01T10:00:{number % 60:02d}",
    )


def around(
    latitude: float, longitude: float, count: int, *, metres: float = 50, first: int = 0
) -> list[Print]:
    """Photos on a circle."""
    east = _METRE / max(math.cos(math.radians(latitude)), 1e-9)
    angles = [2 * math.pi * n / count for n in range(count)]
    return [
        taken(
            first + n,
            latitude + metres * _METRE * math.sin(angle),
            longitude + metres * east * math.cos(angle),
        )
        for n, angle in enumerate(angles)
    ]


def distance(position: tuple[float, float], other: tuple[float, float]) -> float:
    (north, east), (to_north, to_east) = (
        tuple(map(math.radians, pair)) for pair in (position, other)
    )
    half = (
        math.sin((to_north - north) / 2) ** 2
        + math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    )
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


@each_row(
    ("latitude", "longitude", "town"),
    [
        (52.5163, 13.3777, "Berlin"),
        (-33.8568, 151.2153, "Sydney"),
        (-16.9, 179.9999, None),
        (89.9999, 40.0, None),
        (0.0, -30.0, None),
    ],
)
def test_a_spot_is_found_anywhere(latitude: float, longitude: float, town: str | None) -> None:
    (spot,) = clusters(around(latitude, longitude, 27))
    assert len(spot.photos) == len(spot.times) == 27
    assert distance((spot.latitude, spot.longitude), (latitude, longitude)) < 20
    assert 30 <= spot.radius_m <= 80
    assert (spot.place.name if spot.place else None) == town
    assert spot.place is None or spot.place.radius_m == 1000


def test_neighbours_stay_apart_and_a_street_is_no_chain() -> None:
    two = around(52.5, 13.4, 10, metres=30) + around(
        52.5 + 400 * _METRE, 13.4, 8, metres=30, first=100
    )
    assert [len(cluster.photos) for cluster in clusters(two)] == [10, 8]
    street = [taken(n, 52.5 + n * 20 * _METRE, 13.4) for n in range(200)]
    assert max(len(cluster.photos) for cluster in clusters(street)) <= 2 * NEAR_M / 20 + 1


def test_few_photos_are_no_spot() -> None:
    assert clusters(around(52.5, 13.4, FEWEST_IN_SPOT - 1)) == ()
    assert len(clusters(around(52.5, 13.4, FEWEST_IN_SPOT))) == 1
    assert clusters([]) == ()
    assert clusters([Print("p1", "a", PhotoKind.POST, "", "", (), 0)] * 5) == ()


def test_accounts_are_named_once() -> None:
    (spot,) = clusters([taken(n, 52.5, 13.4, "ba"[n % 2]) for n in range(6)])
    assert spot.accounts == ("a", "b")


async def test_what_is_forgotten_is_told_and_comes_back_only_when_asked_for(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(4), immutable=True)
    await home.session.scan()
    (spot,) = (await home.session.exposure.places()).clusters
    assert len(spot.photos) == 4
    assert len(await home.session.findings(check="position-in-metadata")) == 4

    await home.session.exposure.forget_places()
    assert await home.session.exposure.places() == Places((), kept=False)
    assert await home.session.findings(check="position-in-metadata") == ()
    assert "places forgotten" in (await home.session.overview()).not_checked[0]
    home.publish(ADA, range(5), immutable=True)
    await home.session.scan()
    assert await home.session.exposure.places() == Places((), kept=False)
    assert await home.session.count_photos(PhotoQuery(has_place=True)) == 0

    assert await home.session.exposure.remember_places()
    assert await home.session.exposure.places() == Places(())
    await home.session.scan()
    (spot,) = (await home.session.exposure.places()).clusters
    assert len(spot.photos) == 5
    assert len(await home.session.findings(check="position-in-metadata")) == 5
    assert not any("forgotten" in line for line in (await home.session.overview()).not_checked)


_OFFSETS = st.tuples(st.floats(-900, 900), st.floats(-900, 900))


@examples(60)
@given(
    offsets=st.lists(_OFFSETS, max_size=60),
    latitude=st.sampled_from([0.0, 52.5, -78.0]),
    seed=st.integers(0, 9),
)
def test_spots_do_not_overlap_nor_depend_on_the_order(
    offsets: list[tuple[float, float]], latitude: float, seed: int
) -> None:
    east = _METRE / math.cos(math.radians(latitude))
    prints = [
        taken(n, latitude + up * _METRE, 180 + right * east)
        for n, (up, right) in enumerate(offsets)
    ]
    found = clusters(prints)
    where = {photo_print.photo: photo_print.gps for photo_print in prints}
    named = [photo for cluster in found for photo in cluster.photos]
    assert len(named) == len(set(named))
    for cluster in found:
        assert len(cluster.photos) >= FEWEST_IN_SPOT
        gps = [pair for photo in cluster.photos if (pair := where[photo]) is not None]
        assert (
            max(distance((cluster.latitude, cluster.longitude), pair) for pair in gps)
            <= min(cluster.radius_m, NEAR_M) + 0.5
        )
    random.Random(seed).shuffle(prints)
    assert clusters(prints) == found
