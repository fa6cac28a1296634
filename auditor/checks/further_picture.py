"""A file that holds more than the picture it shows.

What: Behind or inside the picture stand others: the film of a motion photo, often with sound, the
unedited original, what was cut off, a second picture of a burst, a depth map, pages, recordings.

Why it matters: Nobody sees them in the posting, and everybody who downloads the file has them. What
was cropped, blurred or said beside the camera can be in there, and a film has a position of its
own.

How to fix: Replace the file by a clean copy: it holds the one picture and nothing else. Turn off
motion photos, and "keep original in file", in the camera's settings.

When it is wrong: Frames of an animation and pages of a document are meant to be seen. A further
picture can show the same as the photo; that is told, and does not count. Gain maps, depth maps and
outlines are made of the same exposure by every newer phone: they count only where they have another
shape than the photo, which was then cropped without them. Parts whose kind is not known are told as
unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from auditor.domain.findings.aftercare import aftercare_keys
from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.likeness.rules import CLEAR_FACE_SIDE, FACE_FLOOR, largest_clear
from auditor.domain.photos.facts import EmbeddedThumbnail, Facts
from auditor.domain.photos.file_contents import Further, FurtherKind
from auditor.domain.photos.photo import Photo
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.readable_text import ANSWERS, DEGREES
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 120
_SHAPE_STEP = 0.05
"""Shares of a side by which depth maps of 4:3 are wider or narrower than their picture."""
_SAYS = {
    FurtherKind.PICTURE: N_("Another picture is in the file ({size}, {where})"),
    FurtherKind.VIDEO: N_("A film is in the file ({size}, {where})"),
    FurtherKind.AUDIO: N_("A sound recording is in the file ({size}, {where})"),
    FurtherKind.THUMBNAIL: N_("Another small picture is in the file ({size}, {where})"),
    FurtherKind.FRAME: N_("Another frame is in the file ({size}, {where})"),
    FurtherKind.PAGE: N_("Another page is in the file ({size}, {where})"),
    FurtherKind.UNKNOWN: N_("Something unknown is in the file ({size}, {where})"),
}


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation for each question that something in the file is for."""
    facts = case.facts
    if facts is None:
        return
    first = facts.metadata.embedded_thumbnail
    told = [
        each
        for each in facts.further
        if _counts(each, first) and not (each.derived and _is_framed_alike(each, facts))
    ]
    for question in QuestionId:
        asked = [each for each in told if question in _questions(each)]
        if asked:
            yield _observation(case.photo, asked, question)


def _questions(further: Further) -> frozenset[QuestionId]:
    """Return what is told by what it shows, as far as that is known.

    A further picture of a boarding pass is as much use to somebody as the photo of one.
    """
    shown = {ANSWERS[text.kind] for text in further.text if text.kind in ANSWERS}
    if further.gps is not None:
        shown.add(QuestionId.HOME)
    if _largest(further) >= FACE_FLOOR:
        shown.add(QuestionId.LIKENESS)
    return frozenset(shown or {QuestionId.NAME})


def _largest(further: Further) -> int:
    return max((face.size for face in further.faces), default=0)


def _degree(further: Further, question: QuestionId) -> Degree:
    """Return how far it answers: as far as a photo that shows the same."""
    if question is QuestionId.LIKENESS and largest_clear(further.faces) >= CLEAR_FACE_SIDE:
        return Degree.YES
    return max(
        (DEGREES[text.kind] for text in further.text if ANSWERS.get(text.kind) is question),
        default=Degree.PARTLY,
    )


def _observation(photo: Photo, told: Sequence[Further], question: QuestionId) -> Observation:
    evidence = [
        statement
        for each in told[:_MOST_SHOWN]
        for statement in (Evidence(says, photo.media_url) for says in _say(each))
    ]
    return Observation(
        severity=max(map(_severity, told)),
        confidence=Confidence.HIGH
        if any(each.kind is not FurtherKind.UNKNOWN for each in told)
        else Confidence.LOW,
        title=Statement(N_("The file holds more than the photo shows")),
        evidence=tuple(evidence),
        remedy=RemedyKey.CLEAN_METADATA,
        account=photo.account,
        photo=photo.id,
        about=question.value,
        question=question,
        aftercare=aftercare_keys(
            text.kind for each in told for text in each.text if ANSWERS.get(text.kind) is question
        ),
        degree=max(_degree(each, question) for each in told),
    )


def _counts(further: Further, first: EmbeddedThumbnail | None) -> bool:
    """Whether it gives away more than the photo does.

    Everybody sees frames; the first thumbnail has a check of its own (embedded-thumbnail).
    """
    if further.gps is not None or further.sound:
        return True
    if further.kind is FurtherKind.THUMBNAIL:
        size = (first.width, first.height) if first else None
        return further.differs is True and (further.width, further.height) != size
    return further.kind is not FurtherKind.FRAME and further.differs is not False


def _is_framed_alike(derived: Further, facts: Facts) -> bool:
    """Whether a gain map or depth map has the shape of the picture, turned or not.

    It is as large as the exposure. Where the picture was cropped later, it still shows all of it.
    """
    if derived.gps is not None or derived.sound:
        return False
    if not (derived.width and derived.height and facts.width and facts.height):
        return True
    low, high = sorted((derived.width, derived.height))
    lower, higher = sorted((facts.width, facts.height))
    return abs(low * higher - lower * high) <= _SHAPE_STEP * lower * high


def _severity(further: Further) -> Severity:
    if further.gps is not None or further.sound or further.faces or further.text:
        return Severity.HIGH
    if further.kind is FurtherKind.UNKNOWN:
        return Severity.LOW
    return Severity.MEDIUM


def _say(further: Further) -> Iterator[Statement]:
    size = (
        f"{further.width} × {further.height} px"
        if further.width and further.height
        else f"{further.bytes} B"
    )
    yield Statement(
        _SAYS[further.kind], (Value("size", size), Value("where", further.where[:_LONGEST]))
    )
    if further.sound:
        yield Statement(N_("The film has sound"))
    if further.gps is not None:
        where = f"{further.gps.latitude:.5f}, {further.gps.longitude:.5f}"
        yield Statement(
            N_("It has a position of its own: {position}"),
            (Value("position", where, Kind.PLACE),),
        )
    if further.faces:
        yield Statement(N_("{count} faces can be seen in it"), (_count(len(further.faces)),))
    if further.text:
        yield Statement(N_("{count} telling texts can be read in it"), (_count(len(further.text)),))


def _count(number: int) -> Value:
    return Value("count", str(number))


CHECK = PhotoCheck(
    id="further-picture",
    title=N_("Further pictures and films"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FURTHER}),
    reads=frozenset({PhotoPart.FILE, PhotoPart.SIZES}),
)
