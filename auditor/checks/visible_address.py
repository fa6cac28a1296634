"""A photo in which a street address can be read.

What: Words in the photo are a street with the number of a house, or such an address beside a
postcode. The finding shows a masked excerpt.

Why it matters: An address on an envelope, a parcel or a screen says where somebody lives as exactly
as a position does, and it stays readable when all metadata is removed.

How to fix: Put up a copy in which the address is covered by a solid colour or cut off, and delete
the old photo. A blur or a mosaic can be undone.

When it is wrong: It can be the address of a shop, a sender or a place that everybody knows.
Addresses are recognised by the patterns of some countries of Europe and North America; others are
missed.
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
    TextKind.ADDRESS: Severity.HIGH,
}


def run(case: PhotoCase, today: date) -> Iterator[Observation]:
    """Yield one observation per photo in which such a thing can be read."""
    return readable(
        case,
        _SEVERITY,
        today,
        remedy=RemedyKey.COVER_WORDS,
        title=N_("An address can be read in the photo"),
    )


CHECK = PhotoCheck(
    id="visible-address",
    title=N_("Street address"),
    run=run,
    dated=names_end,
    finds_in=frozenset({PhotoPart.WORDS}),
    reads=frozenset({PhotoPart.POSTING}),
)
