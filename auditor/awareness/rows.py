"""The rows of the lessons: what is said, how sure, how old, and what is asked."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

LessonWords: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]


class LessonRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a file: a field that nobody knows is an error."""


class LessonFact(LessonRow, frozen=True):
    """A thing that is said, from where, and the day on which that was read."""

    text: LessonWords
    source: LessonWords
    date: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class LessonChoice(LessonRow, frozen=True):
    """An answer, and what is said to whoever gives it."""

    text: LessonWords
    said: LessonWords
    right: bool = False


class LessonExercise(LessonRow, frozen=True):
    """A question with answers. `drawing` names what is drawn, `reads` is a credential as read.

    `file` is in which of the files that the exercise on credentials makes.
    """

    ask: LessonWords
    choices: Annotated[tuple[LessonChoice, ...], msgspec.Meta(min_length=2)]
    drawing: str = ""
    reads: tuple[LessonWords, ...] = ()
    file: str = ""


class AwarenessLesson(LessonRow, frozen=True):
    """A lesson. `limit` is what it cannot do; `dated` puts it into the drawer of old tells.

    `who_helps`: who helps where the reader lives belongs to it.
    """

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+$")]
    title: LessonWords
    aim: LessonWords
    words: Annotated[tuple[LessonWords, ...], msgspec.Meta(min_length=1)]
    limit: LessonWords
    exercises: Annotated[tuple[LessonExercise, ...], msgspec.Meta(min_length=1)]
    facts: tuple[LessonFact, ...] = ()
    age: str = ""
    dated: bool = False
    who_helps: bool = False


class LessonsFile(LessonRow, frozen=True):
    """All lessons in the order in which they are taught."""

    lessons: tuple[AwarenessLesson, ...]


class DrawingRow(LessonRow, frozen=True):
    """A drawing in letters: what it shows, and its frames with and without the defect.

    `broken` says which of A and B has the defect; both are told in words as well.
    """

    about: LessonWords
    broken: Literal["A", "B"]
    sound_words: LessonWords
    defect_words: LessonWords
    sound: tuple[LessonWords, ...]
    defect: tuple[LessonWords, ...]
