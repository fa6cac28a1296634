"""Names for positions, against a plain reckoning and towns that everybody knows."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.photos.place import EARTH_M, Place
from auditor.guidance import places
from auditor.guidance.places import FARTHEST_M, place_of, places_of
from tests.examples import examples
from tests.rows import each_row

_DATA = places._read_gazetteer()  # the reckoning needs every town


@each_row(
    ("latitude", "longitude", "name", "country"),
    [
        (52.5163, 13.3777, "Berlin", "DE"),
        (48.8530, 2.3499, "Paris", "FR"),
        (51.5007, -0.1246, "London", "GB"),
        (-33.8568, 151.2153, "Sydney", "AU"),
        (40.7580, -73.9855, "New York City", "US"),
        (35.6586, 139.7454, "Tokyo", "JP"),
        (64.1466, -21.9426, "Reykjavík", "IS"),
        (-54.8019, -68.3030, "Ushuaia", "AR"),
        (78.2232, 15.6267, "Longyearbyen", "SJ"),
        (0.3476, 32.5825, "Kampala", "UG"),
    ],
)
def test_towns_have_their_names(latitude: float, longitude: float, name: str, country: str) -> None:
    assert place_of(latitude, longitude, 30) == Place(name, country, 30)
    other_way = longitude + (360 if longitude < 0 else -360)
    assert place_of(latitude, other_way, 30) == Place(name, country, 30)


@each_row(
    ("latitude", "longitude"),
    [
        (90, 0),
        (-90, 77),
        (0, -30),
        (-48.88, -123.39),
        (23.5, 10.5),
        (91, 0),
        (0, 361),
        (math.nan, 0),
        (0, math.nan),
        (math.inf, 0),
        (0, -math.inf),
    ],
)
def test_what_is_far_from_towns_or_no_position_has_none(latitude: float, longitude: float) -> None:
    assert place_of(latitude, longitude, 1) is None


def test_the_antimeridian_is_no_wall() -> None:
    """Taveuni in Fiji lies on it.

    The same town from both sides, and from either way of writing the line.
    """
    east, west = place_of(-16.7, 179.95, 1), place_of(-16.7, -179.999, 1)
    assert place_of(-16.7, 180.0, 1) == place_of(-16.7, -180.0, 1)
    assert [_plain(-16.7, longitude) for longitude in (179.95, -179.999)] == [
        place and (place.name, place.country) for place in (east, west)
    ]


def _plain(latitude: float, longitude: float) -> tuple[str, str] | None:
    """Return the nearest town by the haversine formula over all of them."""
    north, east = math.radians(latitude), math.radians(longitude)
    best, nearest = math.inf, -1
    for index, (x, y, z) in enumerate(_DATA.vectors.tolist()):
        if abs(z - math.sin(north)) > 0.02:  # a hundred kilometres and more
            continue
        other, turn = math.asin(z), math.atan2(y, x) - east
        half = (
            math.sin((other - north) / 2) ** 2
            + math.cos(north) * math.cos(other) * math.sin(turn / 2) ** 2
        )
        if (distance := 2 * EARTH_M * math.asin(math.sqrt(half))) < best:
            best, nearest = distance, index
    if best > FARTHEST_M:
        return None
    place = _DATA.place(nearest, 0)
    return place.name, place.country


@examples(12)
@given(latitude=st.floats(-60, 75), longitude=st.floats(-180, 180))
def test_the_nearest_is_the_nearest(latitude: float, longitude: float) -> None:
    found = place_of(latitude, longitude, 0)
    assert (found and (found.name, found.country)) == _plain(latitude, longitude)


@examples(30)
@given(
    st.lists(
        st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True))
        | st.tuples(st.floats(45, 55), st.floats(0, 15))
    )
)
def test_many_at_once_are_the_same_as_one_by_one(positions: list[tuple[float, float]]) -> None:
    assert places_of(positions, 5) == [place_of(*position, 5) for position in positions]
