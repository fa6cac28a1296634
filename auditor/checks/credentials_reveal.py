"""Content credentials that tell more than the photo does.

What: The file holds content credentials (C2PA) that name an author, a place or a device, that claim
an identity or an account (CAWG; nobody checked what they claim), or that keep titles and small
copies of other pictures from which this one was made.

Why it matters: Credentials are signed and meant to be read: a name or place in them is believed.
The small copies show what was cut off, covered or replaced in the published picture, and titles are
often the file names of the originals.

How to fix: Replace the file by a copy without credentials, or export it again with only those
entries that you want to publish.

When it is wrong: Photographers and newsrooms sign on purpose; then the name is meant to be there
and the finding can be accepted. A small copy often shows no more than the photo itself. Names in
credentials can be those of a program's account or of somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.picture_contents import Revealed, Reveals
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.names import is_full_name
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 120
_PERSONS = frozenset({Reveals.AUTHOR, Reveals.IDENTITY})
_TELLS = {
    Reveals.PLACE: (N_("The credentials tell the place {value}"), Kind.PLACE, Severity.MEDIUM),
    Reveals.AUTHOR: (N_("The credentials name {value}"), Kind.NAME, Severity.MEDIUM),
    Reveals.IDENTITY: (
        N_("The credentials claim the identity {value}, which nobody checked"),
        Kind.NAME,
        Severity.MEDIUM,
    ),
    Reveals.IDENTITY_ADDRESS: (
        N_("The credentials claim the account {value}, which nobody checked"),
        Kind.URL,
        Severity.MEDIUM,
    ),
    Reveals.DEVICE: (N_("The credentials name the device {value}"), Kind.DEVICE, Severity.LOW),
    Reveals.OTHER_PICTURE: (
        N_("The credentials tell of another picture: {value}"),
        Kind.FILE,
        Severity.LOW,
    ),
    Reveals.THUMBNAIL: (
        N_("The credentials hold a small copy of {value}"),
        Kind.FILE,
        Severity.LOW,
    ),
}


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield at most one observation for places, one for persons, and one for the rest.

    That is devices, accounts and other pictures.
    """
    found = case.facts.provenance if case.facts else None
    told = (
        []
        if found is None
        else [
            reveal
            for reveal in found.reveals
            if reveal.what in _TELLS and not _of_itself(reveal, found.reveals)
        ]
    )
    places = [reveal for reveal in told if reveal.what is Reveals.PLACE]
    persons = [reveal for reveal in told if reveal.what in _PERSONS]
    rest = [reveal for reveal in told if reveal not in places and reveal not in persons]
    for found_here, question, about in (
        (places, QuestionId.HOME, "home"),
        (persons, QuestionId.NAME, "name"),
        (rest, QuestionId.NAME, "other"),
    ):
        if found_here:
            yield _observation(case, found_here, question, about)


def _observation(
    case: PhotoCase, told: Sequence[Revealed], question: QuestionId, about: str
) -> Observation:
    shown = [
        reveal
        for what in _TELLS
        for reveal in [other for other in told if other.what is what][:_MOST_SHOWN]
    ]
    return Observation(
        severity=max(_TELLS[reveal.what][2] for reveal in told),
        confidence=Confidence.HIGH,
        title=Statement(N_("Content credentials tell more than the photo")),
        evidence=tuple(Evidence(_says(reveal), case.photo.media_url) for reveal in shown),
        remedy=RemedyKey.CLEAN_METADATA,
        account=case.photo.account,
        photo=case.photo.id,
        about=about,
        question=question,
        degree=Degree.YES if any(map(is_full_name, _names(told))) else Degree.PARTLY,
        tells=tuple(Value("name", name, Kind.NAME) for name in _names(told)),
    )


def _names(told: Sequence[Revealed]) -> list[str]:
    names = (each.value[:_LONGEST] for each in told if each.what in _PERSONS)
    return list(dict.fromkeys(names))


def _of_itself(reveal: Revealed, all_of_it: tuple[Revealed, ...]) -> bool:
    """Whether a small copy is that of the signed picture itself.

    Such a copy is there in nearly every file.
    """
    return reveal.what is Reveals.THUMBNAIL and not any(
        other.what is Reveals.OTHER_PICTURE and other.value == reveal.value for other in all_of_it
    )


def _says(reveal: Revealed) -> Statement:
    template, kind, _severity = _TELLS[reveal.what]
    return Statement(template, (Value("value", reveal.value[:_LONGEST], kind),))


CHECK = PhotoCheck(
    id="credentials-reveal",
    title=N_("Credentials that tell more"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.CREDENTIALS}),
)
