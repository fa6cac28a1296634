"""A photo whose file tells a path or the name of a computer.

What: Editing programs write where a file lay (`/Users/erika.muster/Pictures/...`), what it was made
from, and on which computer, into the history that a file carries.

Why it matters: The name of a log-in or a computer ("Erikas-MacBook") is mostly that of its owner;
names of folders and files tell projects, clients and places.

How to fix: Replace the file by a copy without metadata; export for the web with "no metadata".

When it is wrong: Paths can name nobody ("D:/work"), and computers can carry names of makers. Only
that there is a path, and the first letter of a person's folder, is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.file_contents import Trace
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 120


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo whose file tells a path or a computer."""
    photo = case.photo
    in_file = case.facts.metadata.paths if case.facts else ()
    beside = photo.published.paths if photo.published else ()
    if not in_file and not beside:
        return
    yield Observation(
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        title=Statement(N_("The photo tells a path or the name of a computer")),
        evidence=(
            *(Evidence(_says(each), photo.media_url) for each in in_file[:_MOST_SHOWN]),
            *(Evidence(_says(each), photo.page_url) for each in beside[:_MOST_SHOWN]),
        ),
        remedy=metadata_remedy(in_file=bool(in_file)),
        question=QuestionId.NAME,
        account=photo.account,
        photo=photo.id,
    )


def _says(path: Trace) -> Statement:
    return Statement(
        N_("The file tells {path} ({where})"),
        (Value("path", path.value[:_LONGEST], Kind.FILE), Value("where", path.where[:_LONGEST])),
    )


CHECK = PhotoCheck(
    id="path-or-computer",
    title=N_("Path or computer"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE, PhotoPart.BESIDE}),
)
