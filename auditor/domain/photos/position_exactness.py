"""How exact a position is, going by how it is written."""

from __future__ import annotations

import math

from auditor.domain.photos.place import EARTH_M

_LATITUDE_DEGREE_M = round(math.radians(1) * EARTH_M)
"""Metres of one degree of latitude."""
_GRIDS = (1, 10, 60, 100, 600, 1000, 3600, 10_000)
"""Steps in a degree in which positions are written: decimals of degrees, whole minutes and seconds,
tenths of minutes.
"""
_FINEST_M = 10
"""A position in the open is no better: phones reach about 5 m (gps.gov, accuracy), and buildings
and trees double it.
"""
_ROUNDING = 1e-7
"""Degrees that decimals and rationals in files lose, 1 cm."""


def exact_to(latitude: float, longitude: float) -> int:
    """Return to how many metres a position in decimal degrees is exact.

    Judged by the coarsest grid on which both numbers lie.
    """
    for steps in _GRIDS:
        if all(
            abs(value - round(value * steps) / steps) < _ROUNDING for value in (latitude, longitude)
        ):
            return max(_FINEST_M, round(_LATITUDE_DEGREE_M / steps / 2))
    return _FINEST_M
