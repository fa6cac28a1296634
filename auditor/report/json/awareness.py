"""The JSON documents of the lessons on made pictures."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.awareness.kept import KeptTest
from auditor.awareness.manifest import TestPicture
from auditor.awareness.read import NO_PROOF, SIMULATED, drawings, lessons, shown_frames, who_helps
from auditor.awareness.rows import AwarenessLesson, LessonExercise
from auditor.awareness.skill import score
from auditor.messages import _
from auditor.report.json.documents import write
from auditor.report.json.shapes.lessons.awareness import (
    AwarenessCheckJson,
    AwarenessJson,
    AwarenessLessonJson,
    AwarenessResultJson,
    AwarenessTryJson,
    PartResultJson,
    SensitivityJson,
    TriedExerciseJson,
)


def awareness() -> str:
    """auditor/awareness/1."""
    body: AwarenessJson = {
        "lessons": [
            {
                "name": lesson.name,
                "title": _(lesson.title),
                "aim": _(lesson.aim),
                "dated": lesson.dated,
                "exercises": len(lesson.exercises),
            }
            for lesson in lessons()
        ],
        "limit": _(NO_PROOF),
    }
    return write("awareness", body)


def awareness_lesson(lesson: AwarenessLesson, where: str) -> str:
    """auditor/awareness-lesson/1, with who helps in a place ("" for none)."""
    body: AwarenessLessonJson = {
        "name": lesson.name,
        "title": _(lesson.title),
        "aim": _(lesson.aim),
        "words": [_(words) for words in lesson.words],
        "who_helps": list(who_helps(lesson, where)),
        "facts": [
            {"text": _(fact.text), "source": fact.source, "read": fact.date}
            for fact in lesson.facts
        ],
        "age": _(lesson.age) if lesson.age else None,
        "limit": _(lesson.limit),
        "dated": lesson.dated,
        "exercises": len(lesson.exercises),
    }
    return write("awareness-lesson", body)


def awareness_try(
    lesson: AwarenessLesson,
    exercises: Sequence[LessonExercise],
    given: Sequence[int],
    *,
    with_files: bool,
) -> str:
    """auditor/awareness-try/1; `given` are the numbers of the answers to the first exercises.

    `with_files`: the files of the exercises were made and are named.
    """
    body: AwarenessTryJson = {
        "lesson": lesson.name,
        "exercises": [
            _tried(exercise, given[place] if place < len(given) else None, with_file=with_files)
            for place, exercise in enumerate(exercises)
        ],
    }
    return write("awareness-try", body)


def _tried(exercise: LessonExercise, answer: int | None, *, with_file: bool) -> TriedExerciseJson:
    chosen = exercise.choices[answer - 1] if answer is not None else None
    return {
        "ask": _(exercise.ask),
        "file": exercise.file if with_file and exercise.file else None,
        "reads": [_(line) for line in exercise.reads],
        "drawing": {
            "label": _(SIMULATED),
            "about": _(drawings()[exercise.drawing].about),
            "frames": list(shown_frames(exercise)),
        }
        if exercise.drawing
        else None,
        "choices": [_(choice.text) for choice in exercise.choices],
        "answer": answer,
        "right": chosen.right if chosen is not None else None,
        "says": _(chosen.said) if chosen is not None else None,
    }


def awareness_result(test: KeptTest) -> str:
    """auditor/awareness-result/1."""
    begun = test.under_way
    body: AwarenessResultJson = {
        "parts": list(_parts(test)),
        "under_way": {"part": begun.part.value, "answers": len(begun.answers)} if begun else None,
    }
    return write("awareness-result", body)


def awareness_check(pictures: Sequence[TestPicture], side: int, notes: Sequence[str]) -> str:
    """auditor/awareness-check/1; `side` is the longest one of shown copies in px."""
    body: AwarenessCheckJson = {
        "real": sum(picture.label == "real" for picture in pictures),
        "fake": sum(picture.label == "fake" for picture in pictures),
        "side": side,
        "notes": list(notes),
    }
    return write("awareness-check", body)


def _parts(test: KeptTest) -> list[PartResultJson]:
    found: list[PartResultJson] = []
    for part, kept in test.parts.items():
        told = score(kept.answers)
        measured = told.sensitivity
        shown: SensitivityJson | None = None
        if measured is not None:
            shown = {
                "d_prime": measured.d_prime,
                "low": measured.low,
                "high": measured.high,
                "criterion": measured.criterion,
                "ln_beta": measured.ln_beta,
            }
        found.append(
            {
                "part": part.value,
                "ended": kept.ended,
                "fakes": told.fakes,
                "reals": told.reals,
                "hits": told.hits,
                "false_alarms": told.false_alarms,
                "sensitivity": shown,
                "points": told.points,
                "next_steps": told.next_steps,
                "confidence": told.confidence,
                "overconfidence": told.overconfidence,
                "seconds": told.seconds,
            }
        )
    return found
