"""What is said of a spot where several photos were taken.

One list of sentences for checks, screens and reports.
"""

from __future__ import annotations

from auditor.domain.photos.place import PlaceCluster
from auditor.domain.routine.routine import PartOfDay, PartOfWeek, days_told, moments, nights
from auditor.messages import N_

__all__ = ["MOSTLY", "comes_back", "often", "often_at_night", "title"]

FEWEST_PHOTOS = 5
FEWEST_DAYS = 3
FEWEST_NIGHTS = 2
"""From how many photos, and days or nights on, somebody is "often" there. A judgement: two nights
under one roof tell more than two days in one park."""

MOSTLY: dict[tuple[PartOfWeek | None, PartOfDay | None], str] = {
    (PartOfWeek.WEEKDAYS, PartOfDay.MORNING): N_("Mostly on weekday mornings ({count} of {of})"),
    (PartOfWeek.WEEKDAYS, PartOfDay.AFTERNOON): N_(
        "Mostly on weekday afternoons ({count} of {of})"
    ),
    (PartOfWeek.WEEKDAYS, PartOfDay.EVENING): N_("Mostly on weekday evenings ({count} of {of})"),
    (PartOfWeek.WEEKDAYS, PartOfDay.NIGHT): N_("Mostly on weekday nights ({count} of {of})"),
    (PartOfWeek.WEEKENDS, PartOfDay.MORNING): N_(
        "Mostly on mornings at weekends ({count} of {of})"
    ),
    (PartOfWeek.WEEKENDS, PartOfDay.AFTERNOON): N_(
        "Mostly on afternoons at weekends ({count} of {of})"
    ),
    (PartOfWeek.WEEKENDS, PartOfDay.EVENING): N_(
        "Mostly on evenings at weekends ({count} of {of})"
    ),
    (PartOfWeek.WEEKENDS, PartOfDay.NIGHT): N_("Mostly on nights at weekends ({count} of {of})"),
    (None, PartOfDay.MORNING): N_("Mostly in the morning ({count} of {of})"),
    (None, PartOfDay.AFTERNOON): N_("Mostly in the afternoon ({count} of {of})"),
    (None, PartOfDay.EVENING): N_("Mostly in the evening ({count} of {of})"),
    (None, PartOfDay.NIGHT): N_("Mostly at night ({count} of {of})"),
    (PartOfWeek.WEEKDAYS, None): N_("Mostly on weekdays ({count} of {of})"),
    (PartOfWeek.WEEKENDS, None): N_("Mostly at weekends ({count} of {of})"),
}
"""A sentence for each part of the week and day that can stand out."""


def often(spot: PlaceCluster) -> bool:
    """Say whether somebody is often at a spot, not only there on one occasion."""
    return len(spot.photos) >= FEWEST_PHOTOS and days_told(spot.times) >= FEWEST_DAYS


def often_at_night(spot: PlaceCluster) -> bool:
    """Say whether somebody is often there at night, as one is at home or in a shelter."""
    return len(spot.photos) >= FEWEST_PHOTOS and nights(moments(spot.times)) >= FEWEST_NIGHTS


def comes_back(spot: PlaceCluster) -> bool:
    """Say whether it is a place that somebody comes back to, by day or by night."""
    return often(spot) or often_at_night(spot)


def title(spot: PlaceCluster) -> str:
    """Return what a spot is, as a key of the catalogue that takes `photos`."""
    if often_at_night(spot):
        return N_("A place you are often at night ({photos} photos)")
    return (
        N_("A place you are often at ({photos} photos)")
        if often(spot)
        else N_("A place of several photos ({photos} photos)")
    )
