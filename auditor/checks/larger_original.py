"""A larger original behind the picture that the page displays.

What: The page shows a reduced picture, but the platform serves a larger one, often the untouched
upload, to anyone who asks for it.

Why it matters: People judge what they publish by what the page shows. The original is sharper,
shows faces and papers that cannot be read on the page, and often keeps the metadata that the
reduced copies lost.

How to fix: Delete the original where the platform allows it, or replace it by a reduced copy
without metadata.

When it is wrong: Where the sizes come from the platform and were not measured they can be wrong. A
photographer may want the full size to be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.original import larger_original
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement, Value
from auditor.messages import N_

_MUCH = 4.0


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo whose original is larger than what the page displays."""
    behind = larger_original(case.photo, case.facts)
    if behind is None or behind.displayed is None:
        return
    sizes = (
        Value("shown", f"{behind.displayed[0]} × {behind.displayed[1]}"),
        Value("served", f"{behind.sides[0]} × {behind.sides[1]}"),
    )
    much = behind.gain >= _MUCH
    yield Observation(
        severity=Severity.MEDIUM if much or _keeps_metadata(case) else Severity.LOW,
        confidence=Confidence.HIGH if behind.measured else Confidence.MEDIUM,
        title=Statement(N_("A larger original stands behind the displayed picture")),
        evidence=(
            Evidence(
                Statement(N_("The page shows {shown} px, a stranger can get {served} px"), sizes),
                behind.url,
            ),
        ),
        remedy=RemedyKey.HIDE_ORIGINAL,
        question=QuestionId.COLLECTED,
        degree=Degree.YES,
        account=case.photo.account,
        photo=case.photo.id,
    )


def _keeps_metadata(case: PhotoCase) -> bool:
    found = case.facts.metadata if case.facts else None
    return found is not None and bool(
        found.gps or found.serial_numbers or found.owner or found.people or found.contact
    )


CHECK = PhotoCheck(
    id="larger-original",
    title=N_("Larger original behind the displayed picture"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.SIZES}),
    reads=frozenset({PhotoPart.FILE}),
)
