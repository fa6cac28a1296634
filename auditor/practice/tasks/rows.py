"""The rows of a file of tasks, and a task as the registry holds it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.findings.question import QuestionId
from auditor.practice.stories.rows import SceneName, StoryKey, StoryLevel, StoryRow, StoryWords

TaskKind: TypeAlias = Literal["number", "choice", "photo", "state"]
RightRule: TypeAlias = Literal[
    "questions", "state", "best", "says", "home", "papers", "twice", "closed", "cut", "below"
]
"""What makes an answer right.

- number: `questions`, how many of the eight are answered; `best`, the best picture's face in px;
- choice: `state`, how a question stands; `says`, what is to be read in a picture;
- photo: `home`, `papers`, `twice`, what a picture of the story shows, or that it stands twice;
- state: `closed`, a question is not seen; `cut`, no picture ties two accounts; `below`, the best
  picture is small.
"""
RULES: dict[TaskKind, frozenset[RightRule]] = {
    "number": frozenset({"questions", "best"}),
    "choice": frozenset({"state", "says"}),
    "photo": frozenset({"home", "papers", "twice"}),
    "state": frozenset({"closed", "cut", "below"}),
}


class TaskRow(StoryRow, frozen=True):
    """One task as a file says it.

    `scenes` and `says` name what is to be read: the scene, and which of its words. `shows` is the
    screen that shows it, with the question behind a colon. {name}, {first}, {second}, {minutes} and
    {pixels} stand in its words.
    """

    word: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]*$")]
    kind: TaskKind
    right: RightRule
    title: StoryWords
    ask: StoryWords
    hints: Annotated[tuple[StoryWords, ...], msgspec.Meta(min_length=2)]
    shows: StoryWords
    question: QuestionId | None = None
    scenes: tuple[SceneName, ...] = ()
    says: Annotated[int, msgspec.Meta(ge=0)] = 0
    choices: tuple[StoryWords, ...] = ()
    levels: Annotated[tuple[StoryLevel, ...], msgspec.Meta(min_length=1)] = (1, 2, 3)
    tolerance: Annotated[float, msgspec.Meta(ge=0, le=0.5)] = 0
    minutes: Annotated[int, msgspec.Meta(ge=0)] = 0
    pixels: Annotated[int, msgspec.Meta(ge=0)] = 0


class EveryFile(StoryRow, frozen=True):
    """What is asked of every story."""

    tasks: tuple[TaskRow, ...]


class TasksFile(StoryRow, frozen=True):
    """What the file of one story says.

    The scenes that show the home and papers, the two accounts to part, and its own tasks.
    """

    home: Annotated[tuple[SceneName, ...], msgspec.Meta(min_length=1)]
    papers: Annotated[tuple[SceneName, ...], msgspec.Meta(min_length=1)]
    apart: tuple[StoryKey, StoryKey]
    tasks: tuple[TaskRow, ...] = ()


class FoundRow(StoryRow, frozen=True):
    """What a scan with all readers finds at one level of a story, opened as `serve` opens it.

    `states` says how each question stands, `best` how large the best picture's face is (0: there is
    none), `papers` in how many minutes the question about papers can be closed (0: it need not).
    """

    states: dict[QuestionId, str]
    best: Annotated[int, msgspec.Meta(ge=0)]
    papers: Annotated[float, msgspec.Meta(ge=0)]


@dataclass(frozen=True, slots=True)
class Right:
    """What makes an answer to one task right: nothing of it is an answer."""

    rule: RightRule
    question: QuestionId | None = None
    scenes: tuple[str, ...] = ()
    says: int = 0
    tolerance: float = 0
    minutes: int = 0
    pixels: int = 0
    apart: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Task:
    """One task. Its words are keys of the catalogue; `check.words_of` puts the `names` into them.

    `levels` are those of the story at which it can be solved; `choices` those of a choice, none
    where the task has the four states of a question or four photos to choose from.
    """

    id: str
    story: str
    levels: tuple[StoryLevel, ...]
    kind: TaskKind
    title: str
    ask: str
    choices: tuple[str, ...]
    answers: Right
    hints: tuple[str, ...]
    shows: str
    names: tuple[tuple[str, str], ...] = ()

    @property
    def word(self) -> str:
        """The id without the story."""
        return self.id.removeprefix(f"{self.story}-")
