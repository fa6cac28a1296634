"""Positions as EXIF and XMP write them, turned into decimal degrees.

Those that cannot be true are dropped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from auditor.domain.photos.position import Position

_XMP = re.compile(
    r"\s*([+-]?\d{1,3}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?\s*([NSEWnsew]?)"
    r"\s*\Z",
    re.ASCII,
)
_RATIONAL = re.compile(r"\s*([+-]?\d{1,12}(?:\.\d{1,12})?)(?:\s*/\s*(\d{1,12}))?\s*\Z", re.ASCII)
_TEXT_CAP = 64
# the deepest sea floor is at -11 km; above 100 km is space
_LOWEST_M, _HIGHEST_M = (-12_000.0, 100_000.0)
_NULL_ISLAND = 1e-6
_POLE, _DATE_LINE = 90.0, 180.0


def degrees(parts: Sequence[float], ref: str) -> float | None:
    """Return degrees, minutes and seconds (the last two may be missing) as decimal degrees.

    `ref` S or W makes them negative.
    """
    if not parts or len(parts) > 3 or not all(math.isfinite(part) for part in parts):  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    size = sum(abs(part) / 60.0**power for power, part in enumerate(parts))
    negative = parts[0] < 0 or ref.strip("\0 ").upper()[:1] in {"S", "W"}
    return -size if negative else size


def xmp_degrees(text: str) -> float | None:
    """Return an XMP GPSCoordinate ("52,31.2N", "52,31,12N") or plain decimal degrees."""
    match = _XMP.match(text[:_TEXT_CAP])
    if match is None:
        return None
    return degrees([float(part) for part in match.groups()[:3] if part is not None], match[4])


def xmp_number(text: str) -> float | None:
    """Return a number or an XMP rational ("639/1")."""
    match = _RATIONAL.match(text[:_TEXT_CAP])
    if match is None:
        return None
    below = int(match[2] or 1)
    return float(match[1]) / below if below else None


def position(
    latitude: float | None,
    longitude: float | None,
    altitude: float | None = None,
    *,
    below_sea: bool = False,
) -> Position | None:
    """Return a position, None if it is out of range or 0, 0.

    Devices write 0, 0 when they had no fix.

    An impossible altitude is dropped.
    """
    if (
        latitude is None
        or longitude is None
        or not (abs(latitude) <= _POLE and abs(longitude) <= _DATE_LINE)
    ):
        return None
    if abs(latitude) < _NULL_ISLAND and abs(longitude) < _NULL_ISLAND:
        return None
    if altitude is not None and below_sea:
        altitude = -abs(altitude)
    if altitude is not None and not _LOWEST_M <= altitude <= _HIGHEST_M:
        altitude = None
    return Position(latitude, longitude, altitude)
