"""A face clear enough for a face swap, in a photo too small to train on.

What: A face of at least 112 px across is in a photo whose short side is under 512 px, or whose face
is too small, blurred or covered to train a model on. Larger photos with a clear face are told by
the check for training-grade resolution.

Why it matters: Face swaps and one-photo methods need a single picture, and work on a face of 112 or
128 px. Profile pictures are usually enough. So a small photo is not a safe one.

How to fix: If it is your face: hide the photo, or use a picture in which the face is under 112 px
across. As long as one clear photo can be had, hiding the others changes nothing about this kind of
fake; what others copied stays with them.

When it is wrong: Faces are found, never identified: the face may be somebody else's, on a poster or
painted. A face seen from the side, in poor light or behind a mask may be missed, and smaller faces
can be enlarged: no finding does not mean that no fake can be made.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.likeness.rules import (
    CLEAR_FACE_SIDE,
    FACE_FLOOR,
    TRAINING_FACE,
    TRAINING_SIDE,
    faces_of,
    shown,
)
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement, Value
from auditor.messages import N_


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo with a face that is large enough.

    None for a photo that is fit for training.
    """
    faces = faces_of(case.facts)
    if not faces or case.facts is None:
        return
    seen = shown(faces, (case.facts.width or 0, case.facts.height or 0))
    if seen.face < FACE_FLOOR or (seen.clear >= TRAINING_FACE and seen.short >= TRAINING_SIDE):
        return
    values = (Value("face", str(seen.face)), Value("floor", str(FACE_FLOOR)))
    yield Observation(
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        title=Statement(N_("A face is clear enough for a face swap")),
        evidence=(
            Evidence(
                Statement(N_("A face is {face} px across; {floor} px are enough"), values),
                case.photo.media_url,
            ),
            Evidence(Statement(N_("Faces are not identified: this counts only if it is yours"))),
        ),
        remedy=RemedyKey.CLEAR_FACE,
        question=QuestionId.LIKENESS,
        degree=Degree.YES if seen.clear >= CLEAR_FACE_SIDE else Degree.PARTLY,
        account=case.photo.account,
        photo=case.photo.id,
    )


CHECK = PhotoCheck(
    id="clear-face",
    title=N_("Face clear enough for a swap"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FACES}),
    reads=frozenset({PhotoPart.SIZES}),
)
