"""The times of many photos together, which tell somebody's days and weeks.

What: Over all photos of your proven accounts with a time of capture: a weekday and an hour that
come back at the same spot in four or more different weeks; the stretch of the day, six hours or
longer, with hardly a photo (of 40 or more); the time zone that most of them name. "Hardly a photo"
is at most 2 % of the most that scans ever saw public in each hour, so that taking photos away never
makes hours quiet.

Why it matters: Where somebody will be next Tuesday at six is what a person who lies in wait wants
to know. The quiet hours show when somebody sleeps, and the zone in which part of the world they
live, even where no photo has a position.

How to fix: Publish photos later and not in the rhythm in which they are taken, and without capture
time and position. Change what can be changed of a routine that is known to somebody you fear;
whoever helps you with safety plans for it.

When it is wrong: Clocks of cameras are often wrong, after a journey above all. Programs write the
time of editing; where a file says nothing else, the time of its last change counts. A course that
ended long ago still counts. Quiet hours can be those of work where cameras are not allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase, InventoryCheck, InventoryPart
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.place import Place, PlaceCluster
from auditor.domain.remedies import RemedyKey
from auditor.domain.routine.routine import Slot, moments, parsed, quiet_hours, slots, zone
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SLOTS = 7
WEEKLY, QUIET, ZONE = "weekly", "quiet", "zone"
"""What an observation is about."""
_TITLES = {
    WEEKLY: N_("The times of your photos tell an hour of the week that comes back"),
    QUIET: N_("The times of your photos tell your quiet hours"),
    ZONE: N_("The times of your photos tell your time zone"),
}
_ON_WEEKDAY = (
    N_("On Mondays around {hour}:00 at one spot near {place}, in {weeks} different weeks"),
    N_("On Tuesdays around {hour}:00 at one spot near {place}, in {weeks} different weeks"),
    N_("On Wednesdays around {hour}:00 at one spot near {place}, in {weeks} different weeks"),
    N_("On Thursdays around {hour}:00 at one spot near {place}, in {weeks} different weeks"),
    N_("On Fridays around {hour}:00 at one spot near {place}, in {weeks} different weeks"),
    N_("On Saturdays around {hour}:00 at one spot near {place}, in {weeks} different weeks"),
    N_("On Sundays around {hour}:00 at one spot near {place}, in {weeks} different weeks"),
)
_FAR_FROM_TOWNS = (
    N_("On Mondays around {hour}:00 at one spot far from any town, in {weeks} different weeks"),
    N_("On Tuesdays around {hour}:00 at one spot far from any town, in {weeks} different weeks"),
    N_("On Wednesdays around {hour}:00 at one spot far from any town, in {weeks} different weeks"),
    N_("On Thursdays around {hour}:00 at one spot far from any town, in {weeks} different weeks"),
    N_("On Fridays around {hour}:00 at one spot far from any town, in {weeks} different weeks"),
    N_("On Saturdays around {hour}:00 at one spot far from any town, in {weeks} different weeks"),
    N_("On Sundays around {hour}:00 at one spot far from any town, in {weeks} different weeks"),
)


def run(case: InventoryCase, _today: date) -> Iterator[Observation]:
    """Yield at most one observation for hours that come back, quiet hours and the time zone each.

    Over everything together.
    """
    own = {account.id for account in case.accounts if account.claim is Claim.MINE}
    told = [
        (photo.account, moment)
        for photo in case.prints
        if photo.account in own and photo.captured_at and (moment := parsed(photo.captured_at))
    ]
    times = [moment for _account, moment in told]
    counts = Counter(account for account, _moment in told)
    most = max(sorted(counts), key=lambda account: counts[account], default="")
    for about, says in (
        (WEEKLY, _slots(case.weekly)),
        (QUIET, _quiet(times, case.hours)),
        (ZONE, _zone(times)),
    ):
        if says:
            yield _observation(about, says, case.weekly, most)


def _observation(
    about: str, says: Sequence[Statement], weekly: Sequence[PlaceCluster], account: str
) -> Observation:
    comes_back = about == WEEKLY
    return Observation(
        severity=Severity.MEDIUM if comes_back else Severity.LOW,
        confidence=Confidence.MEDIUM if comes_back else Confidence.LOW,
        title=Statement(_TITLES[about]),
        evidence=tuple(Evidence(statement) for statement in says),
        remedy=RemedyKey.ROUTINE,
        question=QuestionId.DAYS,
        degree=Degree.YES if comes_back else Degree.PARTLY,
        account=account,
        related=tuple(dict.fromkeys(photo for spot in weekly for photo in spot.photos))
        if comes_back
        else (),
        about=about,
        tells=_near(weekly) if comes_back else (),
    )


def _near(weekly: Sequence[PlaceCluster]) -> tuple[Value, ...]:
    named = [f"{spot.place.name}, {spot.place.country}" for spot in weekly if spot.place]
    return tuple(Value("place", name, Kind.PLACE) for name in dict.fromkeys(named))


def _slots(places: Sequence[PlaceCluster]) -> list[Statement]:
    found = [(slot, spot.place) for spot in places for slot in slots(moments(spot.times))]
    found.sort(key=lambda pair: -pair[0].weeks)
    return [_come_back(slot, place) for slot, place in found[:_MOST_SLOTS]]


def _come_back(slot: Slot, place: Place | None) -> Statement:
    values = (Value("hour", str(slot.hour)), Value("weeks", str(slot.weeks)))
    if place is None:
        return Statement(_FAR_FROM_TOWNS[slot.weekday], values)
    near = Value("place", f"{place.name}, {place.country}", Kind.PLACE)
    return Statement(_ON_WEEKDAY[slot.weekday], (*values, near))


def _quiet(times: Sequence[datetime], ever: Sequence[int]) -> list[Statement]:
    quiet = quiet_hours(times, ever)
    if quiet is None:
        return []
    values = (Value("begin", str(quiet[0])), Value("end", str(quiet[1])))
    return [
        Statement(
            N_(
                "Hardly a photo was taken between {begin}:00 and {end}:00: perhaps the hours of "
                "sleep"
            ),
            values,
        )
    ]


def _zone(times: Sequence[datetime]) -> list[Statement]:
    named = zone(times)
    if named is None:
        return []
    offset, count = named
    return [
        Statement(
            N_("{count} photos name the time zone {zone}"),
            (Value("count", str(count)), Value("zone", _offset(offset))),
        )
    ]


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


CHECK = InventoryCheck(
    id="routine-of-photos", title=N_("Routine"), run=run, reads=frozenset({InventoryPart.TIMES})
)
