"""A name for a position, from an offline gazetteer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The nearest populated place. `radius_m` is how many metres the *position* is exact to, not how far the place is."""

    name: str
    country: str  # ISO 3166-1 alpha-2
    radius_m: int
