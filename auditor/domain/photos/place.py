"""Places: a name for a position, and places where many photos were taken."""

from __future__ import annotations

from auditor.dataclass import dataclass

NEAR_M = 150
"""Metres up to which positions count as one spot: a house with its garden and street, and the error
of a phone between walls."""
EARTH_M = 6_371_009
"""Mean radius of the Earth in metres (IUGG, R1)."""

FEWEST_IN_SPOT = 3
"""Photos that make a spot, of which nothing more need be said. A judgement."""


@dataclass(frozen=True, slots=True)
class Place:
    """The nearest populated place.

    `radius_m` is how many metres the *position* is exact to, not how far the place is.
    """

    name: str
    country: str  # ISO 3166-1 alpha-2
    radius_m: int


@dataclass(frozen=True, slots=True)
class PlaceCluster:
    """A spot that several photos name. No photo belongs to two.

    `latitude` and `longitude` are its middle, exact: only shown where the user asks for it. All
    photos lie within `radius_m` of it. `photos` and `accounts` are ids in order; `times` the
    camera's local times, as far as they are known, in the order of `photos`.
    """

    latitude: float
    longitude: float
    radius_m: int
    photos: tuple[str, ...]
    accounts: tuple[str, ...]
    times: tuple[str, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The spots of all proven accounts, most photos first.

    `kept` is False after the user had all places forgotten.
    """

    clusters: tuple[PlaceCluster, ...]
    kept: bool = True
