"""A photo in which an e-mail address, a phone number, a contact card or a name badge can be read.

What: Words or a barcode in the photo tell how to reach somebody, or a badge tells a name. The
finding shows a masked excerpt.

Why it matters: An address or a number ties the photo to a person and to every account that was
opened with it. A badge adds the real name, often with the place of work, to an account under
another name.

How to fix: Put up a copy in which the words are covered by a solid colour or cut off, and delete
the old photo. A blur or a mosaic can be undone.

When it is wrong: Contact details of a business, a poster or somebody else are not yours. A long
number can be taken for a phone number, and a title in large letters beside the word “staff” for a
name.
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
    TextKind.EMAIL: Severity.MEDIUM,
    TextKind.PHONE: Severity.MEDIUM,
    TextKind.CONTACT: Severity.MEDIUM,
    TextKind.NAME_BADGE: Severity.MEDIUM,
}


def run(case: PhotoCase, today: date) -> Iterator[Observation]:
    """Yield at most one observation for contact details and one for badges."""
    return readable(
        case,
        _SEVERITY,
        today,
        remedy=RemedyKey.COVER_WORDS,
        title=N_("Contact details or a name can be read in the photo"),
    )


CHECK = PhotoCheck(
    id="visible-contact",
    title=N_("Contact details and badges"),
    run=run,
    dated=names_end,
    finds_in=frozenset({PhotoPart.WORDS}),
    reads=frozenset({PhotoPart.POSTING}),
)
