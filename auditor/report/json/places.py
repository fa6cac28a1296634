"""The JSON document of places.

By town and to 1 km, unless the user asked for the spots themselves.
"""

from __future__ import annotations

from auditor.domain.photos.facts import BLUNT_DECIMALS, BLUNT_RADIUS_M
from auditor.domain.photos.place import PlaceCluster, Places
from auditor.domain.routine.routine import Pattern, days_told, moments, nights, pattern
from auditor.domain.views import Coverage
from auditor.report.json.documents import nothing_read, write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.exposure import MostlyJson, PlacesJson, SpotJson

_EXACT_DECIMALS = 6


def places(found: Places, coverage: Coverage | None = None, *, exact: bool = False) -> str:
    """auditor/places/1: `kept` is false after all places were forgotten.

    `radius_m` is how far the spot may lie from the position told.
    """
    body: PlacesJson = {
        "kept": found.kept,
        "exact": exact,
        "places": [_place(cluster, exact=exact) for cluster in found.clusters],
        "nothing_read": nothing_read(coverage),
    }
    return write("places", body)


def told(spot: PlaceCluster, *, exact: bool) -> tuple[float, float, int]:
    """Return latitude, longitude and radius in metres as they may be told."""
    decimals = _EXACT_DECIMALS if exact else BLUNT_DECIMALS
    return (
        round(spot.latitude, decimals),
        round(spot.longitude, decimals),
        spot.radius_m if exact else BLUNT_RADIUS_M,
    )


def _place(spot: PlaceCluster, *, exact: bool) -> SpotJson:
    times = moments(spot.times)
    latitude, longitude, radius = told(spot, exact=exact)
    return {
        "name": text(spot.place.name) if spot.place else None,
        "country": spot.place.country if spot.place else None,
        "latitude": latitude,
        "longitude": longitude,
        "radius_m": radius,
        "count": len(spot.photos),
        "days": days_told(spot.times),
        "nights": nights(times),
        "mostly": _mostly(pattern(times)),
        "accounts": list(spot.accounts),
        "photos": list(spot.photos),
    }


def _mostly(usual: Pattern | None) -> MostlyJson | None:
    if usual is None:
        return None
    return {
        "week": usual.week.value if usual.week else None,
        "day": usual.day.value if usual.day else None,
        "count": usual.count,
        "of": usual.of,
    }
