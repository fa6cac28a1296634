"""A photo in which a licence plate can be read.

What: A line in the photo stands alone and follows the pattern of licence plates of one of about
twenty countries. The finding shows a masked excerpt.

Why it matters: In many countries a plate leads to the keeper of the car, legally or for a small
fee, and photos of one plate tie accounts, places and times together. A front door with a plate
before it is an address.

How to fix: Put up a copy in which the plate is covered by a solid colour or cut off, and delete the
old photo. A blur or a mosaic can be undone.

When it is wrong: House numbers, signs, models and codes can follow the same pattern, and the car
can be anybody's. Plates that are small, at a slant or among many other words are missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart
from auditor.domain.findings.finding import Observation, Severity
from auditor.domain.photos.picture_contents import TextKind
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.readable_text import names_end, readable
from auditor.messages import N_

_SEVERITY = {
    TextKind.PLATE: Severity.MEDIUM,
}


def run(case: PhotoCase, today: date) -> Iterator[Observation]:
    """Yield one observation per photo in which such a thing can be read."""
    return readable(
        case,
        _SEVERITY,
        today,
        remedy=RemedyKey.COVER_WORDS,
        title=N_("What looks like a licence plate can be read in the photo"),
    )


CHECK = PhotoCheck(
    id="licence-plate",
    title=N_("Licence plate"),
    run=run,
    dated=names_end,
    finds_in=frozenset({PhotoPart.WORDS}),
    reads=frozenset({PhotoPart.POSTING}),
)
