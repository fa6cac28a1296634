"""Reads the tasks of the stories: one file a story, and one for what is asked of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

import msgspec

from auditor.domain.findings.answer import SEEN, AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.practice.stories.read import Story, read_story, story_keys
from auditor.practice.stories.rows import StoryLevel
from auditor.practice.tasks.rows import (
    RULES,
    EveryFile,
    FoundRow,
    Right,
    Task,
    TaskRow,
    TasksFile,
)
from auditor.practice.tasks.run import usual_run

_FOLDER = "auditor.practice.tasks"
_END = ".toml"
_EVERY, _FOUND = "every", "found"
_Said = TypeVar("_Said")


class BrokenTask(ValueError):
    """A file of tasks that says something wrong: which, where and what."""


@lru_cache(maxsize=1)
def read_tasks() -> Mapping[str, Task]:
    """Return all tasks by their ids, story by story. Raises BrokenTask."""
    tasks = (task for key in story_keys() for task in tasks_of(key, _bytes(key), _bytes(_EVERY)))
    return MappingProxyType({task.id: task for task in tasks})


def tasks_of(story: str, own: bytes, every: bytes) -> tuple[Task, ...]:
    """Return the tasks that two files make for a story. Raises BrokenTask."""
    said = _decoded(own, story, TasksFile)
    rows = (*_decoded(every, _EVERY, EveryFile).tasks, *said.tasks)
    for wrong in _wrong(story, said, rows):
        raise BrokenTask(f"{story}{_END}: {wrong}")
    made = (_task(story, said, row) for row in rows)
    return tuple(task for task in made if task.levels)


@lru_cache(maxsize=1)
def _all_found() -> dict[str, FoundRow]:
    return _decoded(_bytes(_FOUND), _FOUND, dict[str, FoundRow])


def found(story: str, level: StoryLevel) -> FoundRow | None:
    """Return what a scan finds at a level; None where none was made."""
    return _all_found().get(f"{story}-{level}")


def _bytes(name: str) -> bytes:
    return files(_FOLDER).joinpath(name + _END).read_bytes()


def _decoded(data: bytes, name: str, kind: type[_Said]) -> _Said:
    try:
        return msgspec.toml.decode(data, type=kind)
    except msgspec.DecodeError as error:  # of TOML too, and of values that are not allowed
        raise BrokenTask(f"{name}{_END}: {error}") from error


def _wrong(story: str, said: TasksFile, rows: tuple[TaskRow, ...]) -> Iterator[str]:
    """Yield what no row alone can tell."""
    told = read_story(story)
    known = {account.key for account in told.accounts}
    if unknown := set(said.apart) - known:
        yield f"apart: {', '.join(sorted(unknown))} is no account of the story"
    words = [row.word for row in rows]
    for number, row in enumerate(rows):
        at = f"tasks {row.word!r}"
        if words.index(row.word) != number:
            yield f"{at}: the word stands twice"
        if row.right not in RULES[row.kind]:
            yield f"{at}: {row.right!r} makes no answer to a {row.kind} right"
        if row.right in {"state", "closed"} and row.question is None:
            yield f"{at}: it names no question"
        if row.right == "says":
            yield from _wrong_choices(at, row, told)


def _wrong_choices(at: str, row: TaskRow, told: Story) -> Iterator[str]:
    for level in row.levels:
        for entry in told.entries(level):
            if entry.scene not in row.scenes:
                continue
            if len(entry.says) <= row.says:
                yield f"{at}: {entry.scene!r} has no words number {row.says} at level {level}"
            elif entry.says[row.says] not in row.choices:
                yield f"{at}: {entry.says[row.says]!r} of level {level} is no choice"


def _task(story: str, said: TasksFile, row: TaskRow) -> Task:
    scenes = {"home": said.home, "papers": said.papers}.get(row.right, row.scenes)
    right = Right(
        row.right,
        row.question,
        scenes,
        row.says,
        row.tolerance,
        row.minutes,
        row.pixels,
        said.apart,
    )
    told = read_story(story)
    called = {account.key: account.name for account in told.accounts}
    names = {
        "name": told.person.name,
        "first": called[said.apart[0]],
        "second": called[said.apart[1]],
        "pixels": str(row.pixels),
    }
    made = Task(
        f"{story}-{row.word}",
        story,
        row.levels,
        row.kind,
        row.title,
        row.ask,
        row.choices,
        right,
        row.hints,
        row.shows,
        tuple(names.items()),
    )
    levels = tuple(level for level in row.levels if level <= told.levels and _fits(made, level))
    return replace(made, levels=levels)


def _fits(task: Task, level: StoryLevel) -> bool:
    """Whether there is something to find at a level."""
    right, told = task.answers, found(task.story, level)
    if task.kind == "photo":
        return bool(usual_run(task.story, level).candidates(task))
    match right.rule:
        case "says":
            return bool(usual_run(task.story, level).read(right))
        case "closed":
            state = told.states.get(right.question or QuestionId.PAPERS, "") if told else ""
            return state in {AnswerState(each).value for each in SEEN}
        case "best":
            return told is not None and told.best > 0
        case "below":
            return told is not None and told.best >= right.pixels
        case _:
            return told is not None or right.rule == "cut"
