"""A photo in which a boarding pass, a ticket or a parcel label can be read.

What: The photo shows such a paper: its barcode, a tracking number with the right check digit, or
the words that stand on one. The finding shows a masked excerpt.

Why it matters: The barcode of a boarding pass holds name and booking reference, with which a
booking can be seen, changed or cancelled. A ticket can be used by whoever is there first. Papers of
a journey say when nobody is at home, a label where somebody lives.

How to fix: Take the photo down until the journey or the event is over; if the booking is still
open, ask for a new reference. A copy may go up with the whole code and the name covered by a solid
colour.

When it is wrong: The paper can be an old one, an advertisement or somebody else's. Found by its
words alone it can be a sign or a screen at an airport.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart
from auditor.domain.findings.finding import Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.picture_contents import TextKind
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.readable_text import end_of, names_end, readable, told
from auditor.domain.text.statement import Statement, Value
from auditor.messages import N_

_SEVERITY = {
    TextKind.BOARDING_PASS: Severity.HIGH,
    TextKind.TICKET: Severity.MEDIUM,
    TextKind.PARCEL_LABEL: Severity.MEDIUM,
}
_JOURNEYS = frozenset({TextKind.BOARDING_PASS, TextKind.TICKET})


def run(case: PhotoCase, today: date) -> Iterator[Observation]:
    """Yield at most one observation for such a paper, and one for the day of a journey to come."""
    yield from readable(
        case,
        _SEVERITY,
        today,
        remedy=RemedyKey.COVER_TRAVEL,
        title=N_("A travel paper, a ticket or a parcel label can be read in the photo"),
    )
    ends = [(line, end_of(line, case)) for line in told(case.facts, _JOURNEYS)]
    to_come = [(line, end) for line, end in ends if end is not None and end >= today]
    if to_come:
        line, end = min(to_come, key=lambda pair: pair[1])
        yield Observation(
            severity=_SEVERITY[line.kind],
            confidence=line.confidence,
            title=Statement(N_("A paper in the photo tells the day of a journey to come")),
            evidence=(
                Evidence(line.statement, case.photo.media_url),
                Evidence(
                    Statement(N_("It is for {day}"), (Value("day", end.isoformat()),)),
                    case.photo.media_url,
                ),
            ),
            remedy=RemedyKey.COVER_TRAVEL,
            account=case.photo.account,
            photo=case.photo.id,
            about="journey",
            question=QuestionId.DAYS,
            degree=Degree.YES,
            tells=(Value("day", end.isoformat()),),
        )


CHECK = PhotoCheck(
    id="travel-paper",
    title=N_("Boarding passes, tickets, labels"),
    run=run,
    dated=names_end,
    finds_in=frozenset({PhotoPart.WORDS}),
    reads=frozenset({PhotoPart.POSTING}),
)
