"""A small picture inside the file that shows something else than the photo.

What: Cameras put a thumbnail into the metadata. Some editing programs crop or blur the photo and
keep the old thumbnail.

Why it matters: What was cut off or made unreadable (a face, a name plate, a child, a screen) can
still be seen in the thumbnail, which common programs take out in a second.

How to fix: Replace the file by a copy without metadata; that removes the thumbnail too. Check the
copy before publishing it.

When it is wrong: The two pictures are compared by their fingerprints. Black bars that a camera
adds, strong colour changes or a turned thumbnail can look like a different picture; a small blurred
spot can go unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement, Value
from auditor.messages import N_


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo whose thumbnail is known to differ.

    One that could not be compared says nothing.
    """
    thumbnail = case.facts.metadata.embedded_thumbnail if case.facts else None
    if thumbnail is None or not (thumbnail.differs or thumbnail.shows_more):
        return
    size = Value("size", f"{thumbnail.width} × {thumbnail.height}")
    evidence = [
        Evidence(
            Statement(N_("The file holds a thumbnail of {size} px"), (size,)), case.photo.media_url
        )
    ]
    if thumbnail.shows_more:
        evidence.append(
            Evidence(
                Statement(N_("The thumbnail shows more than the photo does")), case.photo.media_url
            )
        )
    elif thumbnail.distance is not None:
        distance = Value("distance", str(thumbnail.distance))
        evidence.append(
            Evidence(
                Statement(N_("Thumbnail and photo differ in {distance} of 256 bits"), (distance,)),
                case.photo.media_url,
            )
        )
    yield Observation(
        severity=Severity.HIGH if thumbnail.shows_more else Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        title=Statement(N_("A thumbnail inside the file shows something else")),
        evidence=tuple(evidence),
        remedy=RemedyKey.CLEAN_METADATA,
        question=QuestionId.NAME,
        account=case.photo.account,
        photo=case.photo.id,
    )


CHECK = PhotoCheck(
    id="embedded-thumbnail",
    title=N_("Embedded thumbnail that differs"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE}),
)
