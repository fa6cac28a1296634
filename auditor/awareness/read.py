"""Reads the lessons and the drawings that came with the program."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

from auditor.awareness.rows import AwarenessLesson, DrawingRow, LessonExercise, LessonsFile
from auditor.errors import UsageError
from auditor.guidance.help import sheet_lines
from auditor.guidance.jurisdictions import not_listed
from auditor.messages import N_, _

_FOLDER = "auditor.awareness"
SIMULATED = N_("Drawing, simulated: made by this program. It is no photo, and no measure of skill.")
NO_PROOF = N_("A missing tell proves nothing. No tool here detects fakes.")


@lru_cache(maxsize=1)
def lessons() -> tuple[AwarenessLesson, ...]:
    """Return all lessons in the order in which they are taught."""
    data = files(_FOLDER).joinpath("lessons.toml").read_bytes()
    return msgspec.toml.decode(data, type=LessonsFile).lessons


@lru_cache(maxsize=1)
def drawings() -> dict[str, DrawingRow]:
    """Return the drawings by name."""
    data = files(_FOLDER).joinpath("drawings.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, DrawingRow])


def lesson_named(name: str) -> AwarenessLesson:
    """Return the lesson of a name. Raises UsageError."""
    for lesson in lessons():
        if lesson.name == name:
            return lesson
    raise UsageError(
        _("There is no such lesson."),
        _("The lessons are: {names}.").format(names=", ".join(each.name for each in lessons())),
    )


def who_helps(lesson: AwarenessLesson, where: str) -> tuple[str, ...]:
    """Return whom to turn to in a place, where that belongs to the lesson; "" for no place.

    The lines are those of the guidance, each with the day of its last check.
    """
    return (place_told(where), *sheet_lines.short(where)) if lesson.who_helps else ()


def place_told(where: str) -> str:
    """Say for which place help is named."""
    place = sheet_lines.place(where)
    if place:
        return _("Who helps in {place}:").format(place=place)
    worldwide = _("Who helps, worldwide (name a country for its own lines):")
    return f"{not_listed(where)} {worldwide}" if where.strip() else worldwide


def shown_frames(exercise: LessonExercise) -> tuple[str, ...]:
    """Return the frames of an exercise in letters, A beside B; none where nothing is drawn."""
    if not exercise.drawing:
        return ()
    drawing = drawings()[exercise.drawing]
    first, second = drawing.sound, drawing.defect
    if drawing.broken == "A":
        first, second = second, first
    return tuple(_beside(left, right) for left, right in zip(first, second, strict=True))


def drawn_words(drawing: DrawingRow) -> tuple[str, str]:
    """Return what A and what B show in words, for who cannot see a drawing."""
    first, second = drawing.sound_words, drawing.defect_words
    if drawing.broken == "A":
        first, second = second, first
    return f"A: {_(first)}", f"B: {_(second)}"


def _beside(left: str, right: str) -> str:
    lefts, rights = ["A", *left.rstrip().split("\n")], ["B", *right.rstrip().split("\n")]
    most = max(len(lefts), len(rights))
    lefts += [""] * (most - len(lefts))
    rights += [""] * (most - len(rights))
    return "\n".join(f"{a:<24}{b}".rstrip() for a, b in zip(lefts, rights, strict=True))
