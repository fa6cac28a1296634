"""A photo in which an identity document, a payment card or a bank account can be read.

What: Words in the photo are those of a passport, an identity card, a driving licence, a payment
card or a bank account: a machine- readable zone or a number with the right check digits, or the
words that stand on such a paper. The numbers themselves are not kept; the finding shows a masked
excerpt.

Why it matters: Such a picture is enough to order, to open accounts or to pass a check of identity
under another name. Pictures of new cards and first passports are collected within minutes, by
programs.

How to fix: Take the photo down first. Then have the card blocked and replaced, or tell the office
that issued the document. A copy may go up again when the numbers are covered by a solid colour; a
blur or a mosaic can be undone.

When it is wrong: The paper can be a specimen, an expired one or somebody else's. Found by its words
alone (medium or low confidence) it can be a form or a poster. Papers that are small, blurred,
handwritten or upside down are missed: no finding does not mean that nothing can be read.
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
    TextKind.IDENTITY_DOCUMENT: Severity.CRITICAL,
    TextKind.PAYMENT_CARD: Severity.CRITICAL,
    TextKind.BANK_ACCOUNT: Severity.MEDIUM,
}


def run(case: PhotoCase, today: date) -> Iterator[Observation]:
    """Yield one observation per photo in which such a thing can be read."""
    return readable(
        case,
        _SEVERITY,
        today,
        remedy=RemedyKey.COVER_DOCUMENT,
        title=N_("An official paper or a bank card can be read in the photo"),
    )


CHECK = PhotoCheck(
    id="visible-document",
    title=N_("Documents and cards"),
    run=run,
    dated=names_end,
    finds_in=frozenset({PhotoPart.WORDS}),
    reads=frozenset({PhotoPart.POSTING}),
)
