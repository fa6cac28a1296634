"""Spots where many photos were taken, over all proven accounts, with their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase, Print
from auditor.domain.photos.place import FEWEST_IN_SPOT, PlaceCluster

_CITY_M = 1000


def with_spots(case: InventoryCase, among: AbstractSet[str] | None = None) -> InventoryCase:
    """Return the inventory with the spots of the user's own proven accounts.

    Of photos, if given, of which it is known that there are no others (`around`).
    """
    own = {account.id for account in case.accounts if account.claim is Claim.MINE}
    prints = [
        photo
        for photo in case.prints
        if photo.account in own and (among is None or photo.photo in among)
    ]
    if not _enough(prints):
        return replace(case, places=(), weekly=())
    from auditor.domain.routine.spots import both

    often, weekly = both(prints)
    return replace(case, places=_named(often), weekly=_named(weekly))


def where_spots_can_be(case: InventoryCase) -> frozenset[str]:
    """Return the photos among which spots can be when some of `case`, which has them, are gone."""
    if not case.places and not case.weekly:
        return frozenset()
    from auditor.domain.routine.spots import around

    own = {account.id for account in case.accounts if account.claim is Claim.MINE}
    prints = [photo for photo in case.prints if photo.account in own]
    return around(prints, (*case.places, *case.weekly))


def spots(case: InventoryCase) -> tuple[PlaceCluster, ...]:
    """Return the spots of the user's own proven accounts, most photos first."""
    own = {account.id for account in case.accounts if account.claim is Claim.MINE}
    return clusters(photo for photo in case.prints if photo.account in own)


def clusters(prints: Iterable[Print]) -> tuple[PlaceCluster, ...]:
    """Return the spots of these photos with their names, most photos first."""
    prints = list(prints)
    if not _enough(prints):
        return ()
    from auditor.domain.routine.spots import frequent

    return _named(frequent(prints))


def _enough(prints: Iterable[Print]) -> bool:
    """Whether there may be a spot: the search and numpy are loaded for nothing less."""
    return sum(photo.gps is not None for photo in prints) >= FEWEST_IN_SPOT


def _named(found: Sequence[PlaceCluster]) -> tuple[PlaceCluster, ...]:
    if not found:
        return ()
    from auditor.guidance.places import places_of

    names = places_of([(spot.latitude, spot.longitude) for spot in found], _CITY_M)
    return tuple(replace(spot, place=place) for spot, place in zip(found, names, strict=True))
