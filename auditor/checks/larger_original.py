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

from auditor.domain.findings.check import PhotoCase, PhotoCheck
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.score import PartName
from auditor.domain.photos.photo import Rendition, Role
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement, Value
from auditor.messages import N_

_LEAST_GAIN = 1.2
"""Ratio of areas from which the original counts as larger: smaller gains come from rounding and
cropping."""
_MUCH = 4.0


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo whose original is larger than what the page displays."""
    served, shown = case.photo.rendition(Role.SERVED), case.photo.rendition(Role.DISPLAYED)
    if served is None or shown is None or served.url == shown.url:
        return
    original = _measured(case) or _told(served)
    displayed = _told(shown)
    if original is None or displayed is None:
        return
    gain = original[0] * original[1] / (displayed[0] * displayed[1])
    if gain < _LEAST_GAIN:
        return
    sizes = (
        Value("shown", f"{displayed[0]} × {displayed[1]}"),
        Value("served", f"{original[0]} × {original[1]}"),
    )
    yield Observation(
        severity=Severity.MEDIUM if gain >= _MUCH or _keeps_metadata(case) else Severity.LOW,
        confidence=Confidence.HIGH if _measured(case) else Confidence.MEDIUM,
        title=Statement(N_("A larger original stands behind the displayed picture")),
        evidence=(
            Evidence(
                Statement(N_("The page shows {shown} px, a stranger can get {served} px"), sizes),
                served.url,
            ),
        ),
        remedy=RemedyKey.HIDE_ORIGINAL,
        question=QuestionId.COLLECTED,
        degree=Degree.YES,
        account=case.photo.account,
        photo=case.photo.id,
    )


def _measured(case: PhotoCase) -> tuple[int, int] | None:
    facts = case.facts
    return (
        (facts.width, facts.height) if facts is not None and facts.width and facts.height else None
    )


def _told(rendition: Rendition) -> tuple[int, int] | None:
    return (rendition.width, rendition.height) if rendition.width and rendition.height else None


def _keeps_metadata(case: PhotoCase) -> bool:
    found = case.facts.metadata if case.facts else None
    return found is not None and bool(
        found.gps or found.serial_numbers or found.owner or found.people or found.contact
    )


CHECK = PhotoCheck(
    id="larger-original",
    title=N_("Larger original behind the displayed picture"),
    part=PartName.QUALITY,
    run=run,
)
