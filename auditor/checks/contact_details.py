"""A photo whose file tells how to reach somebody.

What: The file holds an e-mail address, a telephone number, a postal address or a site: the contact
details of its maker (IPTC), a licensor (PLUS), a comment.

Why it matters: These are the details of a person, often the private ones that were entered when a
program was set up. Scrapers collect them; whoever harasses somebody has a way to reach them.

How to fix: Replace the file by a copy without metadata, and delete the details from the program's
templates ("metadata presets").

When it is wrong: The details can be those of an agency or a shop, put there on purpose.
Photographers who want to be found can accept the finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.file_contents import Contact, ContactKind
from auditor.domain.photos.photo import Photo
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 120
_SAYS = {
    ContactKind.EMAIL: N_("An e-mail address stands there: {value} ({where})"),
    ContactKind.PHONE: N_("A telephone number stands there: {value} ({where})"),
    ContactKind.ADDRESS: N_("A postal address stands there: {value} ({where})"),
    ContactKind.URL: N_("The address of a site stands there: {value} ({where})"),
}
_HOUSE = re.compile(
    r"[^\W\d_]{2,}\.?,? ?\d{1,4} ?[a-zA-Z]?(?=$|[\s,;/])|(?<![\d-])\d{1,4}[a-zA-Z]?,? [^\W\d_]{2,}"
)
"""A number of up to four digits behind a word, or before one: Hauptstraße 12, 12 High Street. A
postcode of four digits passes for one: rather too much than too little."""
_PERSONAL = frozenset({ContactKind.PHONE, ContactKind.ADDRESS})


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield at most one observation for postal addresses and one for the rest.

    A site alone counts less.
    """
    in_file = case.facts.metadata.contact if case.facts else ()
    beside = case.photo.published.contact if case.photo.published else ()
    for question in (QuestionId.HOME, QuestionId.PAPERS):
        ours, theirs = (
            [each for each in told if _question(each) is question] for told in (in_file, beside)
        )
        if ours or theirs:
            yield _observation(case.photo, question, ours, theirs)


def _question(contact: Contact) -> QuestionId:
    return QuestionId.HOME if contact.kind is ContactKind.ADDRESS else QuestionId.PAPERS


def _observation(
    photo: Photo, question: QuestionId, in_file: Sequence[Contact], beside: Sequence[Contact]
) -> Observation:
    told = (*in_file, *beside)
    kinds = {contact.kind for contact in told}
    severity = Severity.LOW if kinds == {ContactKind.URL} else Severity.MEDIUM
    return Observation(
        severity=Severity.HIGH if kinds & _PERSONAL else severity,
        confidence=Confidence.HIGH,
        title=Statement(N_("The photo tells how to reach somebody")),
        evidence=(
            *(Evidence(_says(each), photo.media_url) for each in in_file[:_MOST_SHOWN]),
            *(Evidence(_says(each), photo.page_url) for each in beside[:_MOST_SHOWN]),
        ),
        remedy=metadata_remedy(in_file=bool(in_file)),
        account=photo.account,
        photo=photo.id,
        about=question.value,
        question=question,
        degree=Degree.YES if any(map(_is_house, told)) else Degree.PARTLY,
    )


def _is_house(contact: Contact) -> bool:
    """Whether it is an address with the number of a house; a postcode alone is none."""
    return contact.kind is ContactKind.ADDRESS and bool(_HOUSE.search(contact.value))


def _says(contact: Contact) -> Statement:
    return Statement(
        _SAYS[contact.kind],
        (
            Value("value", contact.value[:_LONGEST], Kind.NAME),
            Value("where", contact.where[:_LONGEST]),
        ),
    )


CHECK = PhotoCheck(
    id="contact-details",
    title=N_("Contact details"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE, PhotoPart.BESIDE}),
)
