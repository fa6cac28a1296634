"""Several photos from one spot: perhaps where somebody lives, works or learns.

What: At least five photos of your proven accounts, from three or more different days or two or more
different nights, hold or come with a position within 150 m of one of them; no photo counts for two
spots. Night is 22 to 6 o'clock by the camera's clock, midnight itself apart, which programs write
for a day without a time; where it is not known, the days are not known either and nothing is said.

Why it matters: One position may be an outing; many from one spot are a home, a workplace, a school
or somebody who is visited. Whoever collects the photos sees it at a glance, together with the hours
at which the spot is occupied, and by nights with photos which spot is the home. The finding names
the town only. 'auditor places --exact' shows the spot.

How to fix: Take the positions out of these photos first, before those from journeys. Look at all of
them: one that is left is enough. Turn off the location of the camera app. If this vault itself must
not show the spot, 'auditor places --forget' forgets every position.

When it is wrong: The spot can be a station, a favourite park or the place of a wedding of three
days. Clocks of cameras are often wrong, so that day seems night. Photos that show somebody else's
home are counted like your own. The town named is the nearest of more than about 5,000 people, and
may be the neighbour of the right one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import InventoryCase, InventoryCheck, InventoryPart, Print
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.place import PlaceCluster
from auditor.domain.remedies import RemedyKey
from auditor.domain.routine.routine import Pattern, days_told, moments, nights, pattern
from auditor.domain.routine.words import MOSTLY, comes_back, often_at_night, title
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 3
_MOST_PLACES = 20


def run(case: InventoryCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per spot, homes first, then those with most photos."""
    prints = {photo.photo: photo for photo in case.prints}
    frequent = sorted(filter(comes_back, case.places), key=often_at_night, reverse=True)
    for spot in frequent[:_MOST_PLACES]:
        yield _observation(spot, [prints[photo] for photo in spot.photos])


def _observation(spot: PlaceCluster, photos: list[Print]) -> Observation:
    times = moments(spot.times)
    dark = nights(times)
    home = often_at_night(spot)
    counts = Counter(photo.account for photo in photos)
    account = max(sorted(counts), key=lambda name: counts[name])
    own = [photo.photo for photo in photos if photo.account == account]
    number = (Value("photos", str(len(photos))),)
    says = [_where(spot, days_told(spot.times))]
    if home:
        says.append(
            Statement(
                N_("On {nights} different nights, between 22 and 6 o'clock by the camera's clock"),
                (Value("nights", str(dark)),),
            )
        )
    usual = pattern(times)
    if usual is not None:
        says.append(_mostly(usual))
    if len(counts) > 1:
        says.append(
            Statement(
                N_("They stand on {accounts} of your accounts"),
                (Value("accounts", str(len(counts))),),
            )
        )
    shown = [
        Evidence(Statement(N_("One of these photos")), photo.page_url)
        for photo in photos[:_MOST_SHOWN]
    ]
    return Observation(
        severity=Severity.HIGH if home else Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        title=Statement(title(spot), number),
        evidence=(*(Evidence(statement) for statement in says), *shown),
        remedy=RemedyKey.FREQUENT_PLACE,
        question=QuestionId.HOME,
        degree=Degree.YES,
        tells=_near(spot),
        account=account,
        photo=own[0],
        related=tuple(photo.photo for photo in photos if photo.photo != own[0]),
    )


def _where(spot: PlaceCluster, on_days: int) -> Statement:
    values = (
        Value("photos", str(len(spot.photos))),
        Value("metres", str(max(spot.radius_m, 1))),
        Value("days", str(on_days)),
    )
    if spot.place is None:
        return Statement(
            N_(
                "{photos} photos from {days} different days were taken within {metres} m of one "
                "spot, far from any town"
            ),
            values,
        )
    return Statement(
        N_(
            "{photos} photos from {days} different days were taken within {metres} m of one spot "
            "near {place}"
        ),
        (*values, *_near(spot)),
    )


def _near(spot: PlaceCluster) -> tuple[Value, ...]:
    if spot.place is None:
        return ()
    return (Value("place", f"{spot.place.name}, {spot.place.country}", Kind.PLACE),)


def _mostly(usual: Pattern) -> Statement:
    return Statement(
        MOSTLY[usual.week, usual.day],
        (Value("count", str(usual.count)), Value("of", str(usual.of))),
    )


CHECK = InventoryCheck(
    id="frequent-place",
    title=N_("A place that comes back"),
    run=run,
    reads=frozenset({InventoryPart.TIMES}),
)
