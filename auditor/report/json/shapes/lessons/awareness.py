"""The shapes of the lessons on made pictures, their exercises, and the results of a test."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypedDict

from auditor.awareness.parts import TestPart
from auditor.report.json.shapes.closed_sets import closed

TestPartWord = Annotated[str, closed(TestPart)]


class ListedLessonJson(TypedDict):
    """One lesson."""

    name: str
    """What `awareness lesson` takes."""
    title: str
    """Its title."""
    aim: str
    """What somebody can do after it."""
    dated: bool
    """Its tells are out of date."""
    exercises: int
    """How many exercises it has."""


class AwarenessJson(TypedDict):
    """The lessons on made pictures, in the order in which they are taught."""

    lessons: list[ListedLessonJson]
    """The lessons."""
    limit: str
    """What holds for all of them: no tool here detects fakes."""


class LessonFactJson(TypedDict):
    """A fact that a lesson tells."""

    text: str
    """What is told."""
    source: str
    """Where it was read."""
    read: str
    """The day on which it was read."""


class AwarenessLessonJson(TypedDict):
    """One lesson."""

    name: str
    """Its name."""
    title: str
    """Its title."""
    aim: str
    """What somebody can do after it."""
    words: list[str]
    """What it says."""
    who_helps: list[str]
    """Who helps in the named place, where that belongs to the lesson."""
    facts: list[LessonFactJson]
    """What it rests on."""
    age: str | None
    """How old its tell is, as far as known."""
    limit: str
    """What it cannot do."""
    dated: bool
    """Its tells are out of date."""
    exercises: int
    """How many exercises it has."""


class LessonDrawingJson(TypedDict):
    """A drawing of this program, simulated."""

    label: str
    """Says that it is a drawing and no photo."""
    about: str
    """What is drawn, in words that do not give the answer away."""
    frames: list[str]
    """A beside B in letters, one moment after the other."""


class TriedExerciseJson(TypedDict):
    """An exercise, and what was answered."""

    ask: str
    """The question."""
    file: str | None
    """The file that it is about, where files were made."""
    reads: list[str]
    """Lines of a credential as this program reads it."""
    drawing: LessonDrawingJson | None
    """What is drawn, if anything is."""
    choices: list[str]
    """The answers to choose from; the first one is 1."""
    answer: int | None
    """The number that was given."""
    right: bool | None
    """Whether that was right."""
    says: str | None
    """What is said to it."""


class AwarenessTryJson(TypedDict):
    """The exercises of a lesson. They count towards no score."""

    lesson: str
    """Its name."""
    exercises: list[TriedExerciseJson]
    """The exercises."""


class SensitivityJson(TypedDict):
    """How well real pictures were told from fakes, a fake being the signal."""

    d_prime: float
    """d', of counts corrected log-linearly."""
    low: float
    """Lower end of about 95 %."""
    high: float
    """Upper end of about 95 %."""
    criterion: float
    """c: below 0 leans to "fake"."""
    ln_beta: float
    """The natural logarithm of beta."""


class PartResultJson(TypedDict):
    """How one part of a test went. Drawings never count."""

    part: TestPartWord
    """Before the lessons, after them, or after some time."""
    ended: datetime
    """When its last answer was given."""
    fakes: int
    """Fakes that were answered."""
    reals: int
    """Real pictures that were answered."""
    hits: int
    """Fakes that were found."""
    false_alarms: int
    """Real pictures that were taken for fake."""
    sensitivity: SensitivityJson | None
    """Null below 12 real and 12 fake."""
    points: float | None
    """Of 100, half of them for what comes next; null below 12 real and 12 fake."""
    next_steps: float
    """0 to 1: what somebody would do next."""
    confidence: float
    """0.5 to 1: how sure on average."""
    overconfidence: float
    """How sure on average, less the share that was right."""
    seconds: float
    """For a picture, on average."""


class PartUnderWayJson(TypedDict):
    """A part that was begun and not ended; it is not counted."""

    part: TestPartWord
    """Before the lessons, after them, or after some time."""
    answers: int
    """How many pictures were answered."""


class AwarenessResultJson(TypedDict):
    """How the parts of a test went."""

    parts: list[PartResultJson]
    """Those that are ended."""
    under_way: PartUnderWayJson | None
    """The one that is not, if there is one."""


class AwarenessCheckJson(TypedDict):
    """What in a trainer's folder would give answers away. It names labels."""

    real: int
    """Real pictures."""
    fake: int
    """Fakes."""
    side: int
    """Longest side in px at which copies are shown."""
    notes: list[str]
    """What would give answers away, and what is too little."""
