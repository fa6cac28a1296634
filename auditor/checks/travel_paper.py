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

from auditor.domain.findings.check import PhotoCase, PhotoCheck
from auditor.domain.findings.finding import Observation, Severity
from auditor.domain.findings.score import PartName
from auditor.domain.photos.picture_contents import TextKind
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.readable_text import readable
from auditor.messages import N_

_SEVERITY = {
    TextKind.BOARDING_PASS: Severity.HIGH,
    TextKind.TICKET: Severity.MEDIUM,
    TextKind.PARCEL_LABEL: Severity.MEDIUM,
}


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo in which such a thing can be read."""
    return readable(
        case,
        _SEVERITY,
        remedy=RemedyKey.COVER_TRAVEL,
        title=N_("A travel paper, a ticket or a parcel label can be read in the photo"),
    )


CHECK = PhotoCheck(
    id="travel-paper", title=N_("Boarding passes, tickets, labels"), part=PartName.IDENTITY, run=run
)
