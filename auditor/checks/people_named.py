"""A photo whose file names people.

What: Photo programs write the names of those who were tagged into the file: face regions (Picasa,
Lightroom, Windows, digiKam), lists of persons in the picture (IPTC), keywords under "People", names
of babies and pets that a camera was told.

Why it matters: Whoever downloads the photo reads who is in it and where each stands, although the
posting says nothing. It names other people too, who were never asked.

How to fix: Replace the file by a copy without metadata, and turn off writing face tags into files
in the photo program's settings.

When it is wrong: The name can be that of a pet, a public figure or a photographer, and tags of
automatic face recognition can name the wrong person. Names are kept as initials only: what the
file says in full, `auditor inspect` shows of the file itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.file_contents import NamedPerson
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.names import is_full_name
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 120


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo that names people."""
    photo = case.photo
    in_file = case.facts.metadata.people if case.facts else ()
    beside = photo.published.people if photo.published else ()
    if not in_file and not beside:
        return
    evidence = [
        *(
            Evidence(_says(N_("The file names {name} ({where})"), person), photo.media_url)
            for person in in_file[:_MOST_SHOWN]
        ),
        *(
            Evidence(
                _says(N_("The platform publishes the name {name} ({where})"), person),
                photo.page_url,
            )
            for person in beside[:_MOST_SHOWN]
        ),
    ]
    names = list(dict.fromkeys(person.name[:_LONGEST] for person in (*in_file, *beside)))
    yield Observation(
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        title=Statement(N_("The photo names people")),
        evidence=tuple(evidence),
        remedy=metadata_remedy(in_file=bool(in_file)),
        question=QuestionId.NAME,
        degree=Degree.YES if any(map(is_full_name, names)) else Degree.PARTLY,
        tells=tuple(Value("name", name, Kind.NAME) for name in names),
        account=photo.account,
        photo=photo.id,
    )


def _says(template: str, person: NamedPerson) -> Statement:
    return Statement(
        template,
        (Value("name", person.name[:_LONGEST], Kind.NAME), Value("where", person.where[:_LONGEST])),
    )


CHECK = PhotoCheck(
    id="people-named",
    title=N_("People named"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE, PhotoPart.BESIDE}),
)
