"""A photo large enough to train an image model on.

What: The largest size a stranger can get has a short side of at least 512, 768 or 1024 px, and a
sharp, uncovered face of at least 128 px across is in it, or faces could not be looked for.

Why it matters: Programs that teach an image model a person's look work at 512 to 1024 px and gain
little from smaller photos. Three to five photos are the published floor, ten to thirty the usual
number. Below 512 px a photo is of materially less use for this.

How to fix: Publish photos of people with a short side under 512 px, and remove the large ones that
show a face well.

When it is wrong: Faces are found, never identified: the face may be somebody else's, on a poster or
painted, and a face seen from the side or in poor light may be missed. Where faces could not be
looked for, a landscape of that size is told too, and the finding says so. A smaller photo is not
safe: one clear face of 112 px is enough for face swaps at any size of photo.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.likeness.rules import CLEAR_FACE_SIDE, TRAINING_FACE, faces_of, largest_clear
from auditor.domain.photos.photo import Role
from auditor.domain.photos.picture_contents import Face
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement, Value
from auditor.messages import N_

TIERS = ((1024, Severity.MEDIUM), (768, Severity.LOW), (512, Severity.LOW))
"""Short sides in px. 512 and 1024: diffusers' DreamBooth examples (SD 1; SDXL and Flux); 512, 768,
1024: ostris/ai-toolkit and the hosted trainers on Replicate. kohya-ss/sd-scripts and ai-toolkit can
leave small images as they are instead of enlarging them."""


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo that reaches a tier.

    A photo of unknown size, or without a clear face, says nothing.
    """
    size, faces = _size(case), faces_of(case.facts)
    if size is None or (faces is not None and largest_clear(faces) < TRAINING_FACE):
        return
    reached = next(((side, severity) for side, severity in TIERS if min(size) >= side), None)
    if reached is None:
        return
    side, severity = reached
    values = (Value("size", f"{size[0]} × {size[1]}"), Value("side", str(side)))
    yield Observation(
        severity=severity,
        confidence=Confidence.LOW if faces is None else Confidence.MEDIUM,
        title=Statement(N_("The photo is large enough to train an image model")),
        evidence=(
            Evidence(
                Statement(
                    N_("A stranger gets {size} px; the short side is at least {side} px"), values
                ),
                case.photo.media_url,
            ),
            _face(faces),
        ),
        remedy=RemedyKey.SMALLER_PICTURE,
        question=None if faces is None else QuestionId.LIKENESS,
        degree=Degree.YES if largest_clear(faces or ()) >= CLEAR_FACE_SIDE else Degree.PARTLY,
        account=case.photo.account,
        photo=case.photo.id,
    )


def _face(faces: tuple[Face, ...] | None) -> Evidence:
    if faces is None:
        return Evidence(
            Statement(N_("Faces were not looked at: this counts only if the photo shows you"))
        )
    value = Value("face", str(largest_clear(faces)))
    return Evidence(
        Statement(
            N_(
                "A sharp, uncovered face {face} px across is in it; this counts only if it is yours"
            ),
            (value,),
        )
    )


def _size(case: PhotoCase) -> tuple[int, int] | None:
    """Return width and height as measured, else as the platform says."""
    if case.facts is not None and case.facts.width and case.facts.height:
        return case.facts.width, case.facts.height
    served = case.photo.rendition(Role.SERVED)
    if served is not None and served.width and served.height:
        return served.width, served.height
    return None


CHECK = PhotoCheck(
    id="training-resolution",
    title=N_("Training-grade resolution"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.SIZES}),
    reads=frozenset({PhotoPart.FACES}),
)
