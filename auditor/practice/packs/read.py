"""Reads the packs: one file a pack, `MINUTES.toml` in this folder, and what they share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from auditor.dataclass import dataclass
from auditor.practice.packs.rows import (
    ClassQuestion,
    ClassTrouble,
    CommonFile,
    Disclosure,
    HandoutPart,
    PackFile,
    PackSection,
)
from auditor.practice.stories.read import read_story, story_keys

_FOLDER = "auditor.practice.packs"
_COMMON = "common"
_END = ".toml"
_MOST_QUESTIONS_SEEN = 8
_Row = TypeVar("_Row")


class BrokenPack(ValueError):
    """A file of a pack that says something wrong: which, where and what."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A class of so many minutes, ready to be given. `name` is what commands call it."""

    name: str
    minutes: int
    title: str
    story: str
    level: int
    aim: str
    outcomes: tuple[str, str]
    audience: str
    not_in_the_room: tuple[str, ...]
    kit: tuple[str, ...]
    sections: tuple[PackSection, ...]
    troubles: tuple[ClassTrouble, ...]
    opt_outs: tuple[str, ...]
    disclosure: Disclosure
    handout: tuple[HandoutPart, ...]
    follow_up: tuple[str, str, str]
    again: str

    @property
    def person(self) -> str:
        """The name of the invented person whom it is about."""
        return read_story(self.story).person.name

    @property
    def tasks(self) -> tuple[str, ...]:
        """The ids of the tasks in it, each once."""
        return tuple(dict.fromkeys(task for part in self.sections for task in part.tasks))

    def starts(self) -> Iterator[tuple[int, PackSection]]:
        """Yield each part with the minute at which it begins."""
        minute = 0
        for part in self.sections:
            yield minute, part
            minute += part.minutes


@lru_cache(maxsize=1)
def pack_names() -> tuple[str, ...]:
    """Return the names of all packs, the shortest first."""
    names = (file.name for file in files(_FOLDER).iterdir())
    keys = (name.removesuffix(_END) for name in names if name.endswith(_END))
    return tuple(sorted((key for key in keys if key != _COMMON), key=int))


@lru_cache(maxsize=8)
def read_pack(name: str) -> Pack:
    """Return the pack of a name.

    Raises FileNotFoundError where there is none, and BrokenPack on a broken file.
    """
    folder = files(_FOLDER)
    common = _decoded(folder.joinpath(_COMMON + _END).read_bytes(), _COMMON, CommonFile)
    return parse_pack(folder.joinpath(name + _END).read_bytes(), name, common)


def parse_pack(data: bytes, name: str, common: CommonFile) -> Pack:
    """Return the pack that a file tells. Raises BrokenPack with the file's name and the row."""
    said = _decoded(data, name, PackFile)
    for wrong in _wrong(said, name):
        raise BrokenPack(f"{name}{_END}: {wrong}")
    return Pack(
        name,
        said.minutes,
        said.title,
        said.story,
        said.level,
        said.aim,
        said.outcomes,
        said.audience,
        (*common.not_in_the_room, *said.not_in_the_room),
        said.kit,
        said.sections,
        (*said.troubles, *common.troubles),
        common.opt_outs,
        common.disclosure,
        said.handout,
        said.follow_up,
        said.again,
    )


def _decoded(data: bytes, name: str, kind: type[_Row]) -> _Row:
    try:
        return msgspec.toml.decode(data, type=kind)
    except msgspec.DecodeError as error:  # of TOML too, and of values that are not allowed
        raise BrokenPack(f"{name}{_END}: {error}") from error


def _wrong(said: PackFile, name: str) -> Iterator[str]:
    """Yield what no row alone can tell: sums, and names of what is not there."""
    if name != str(said.minutes):
        yield f"minutes is {said.minutes}, the file is called {name!r}"
    if (total := sum(part.minutes for part in said.sections)) != said.minutes:
        yield f"sections take {total} minutes, the pack has {said.minutes}"
    if said.story not in story_keys():
        yield f"story: the range has no {said.story!r}"
    elif not 1 <= said.level <= read_story(said.story).levels:
        yield f"level: {said.story!r} has no level {said.level}"
    for number, part in enumerate(said.sections):
        for task in part.tasks:
            if not task.startswith(f"{said.story}-"):
                yield f"sections[{number}].tasks: {task!r} is of another story"
        for place, question in enumerate(part.questions):
            for wrong in _wrong_question(question):
                yield f"sections[{number}].questions[{place}]: {wrong}"


def _wrong_question(question: ClassQuestion) -> Iterator[str]:
    choices = len(question.choices)
    if choices == 1:
        yield "one choice is none"
    if bool(question.right or question.up_to) != bool(choices):
        yield "a vote has a right answer, and what is only talked about has none"
    if question.right and question.up_to:
        yield "two right answers"
    if question.right not in range(choices + 1):
        yield f"right: there is no choice {question.right}"
    if question.up_to and (
        len(question.up_to) != choices
        or list(question.up_to) != sorted(set(question.up_to))
        or question.up_to[-1] != _MOST_QUESTIONS_SEEN
    ):
        yield f"up_to: a growing number for each choice, the last {_MOST_QUESTIONS_SEEN}"
