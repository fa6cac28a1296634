"""A learner's file: what was right, nothing of what was typed. Written where they ask for it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec

from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import _
from auditor.practice.stories.rows import StoryLevel
from auditor.practice.tasks.check import Checked
from auditor.practice.tasks.code_words import CODE_WORDS
from auditor.practice.tasks.run import StoryRun
from auditor.practice.tasks.seen import SeenNow
from auditor.practice.tasks.typed import bare

RESULT_SCHEMA: Literal["auditor/practice-result/1"] = "auditor/practice-result/1"
MOST_GUESSES = 99
_MOST_BYTES = 64 * 1024
_CODE_WORDS = 4
_LONGEST_CODE = 60
_SHORTEST_CODE = 6

Moment: TypeAlias = Literal["before", "after"]


class TaskResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One task in a learner's file: nothing of what was typed."""

    id: str
    right: bool
    guesses: Annotated[int, msgspec.Meta(ge=0, le=MOST_GUESSES)]


class LearnerResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A learner's file. `code` is the learner's own; `not_seen` of the eight questions."""

    schema: Literal["auditor/practice-result/1"]
    code: str
    when: Moment
    story: str
    level: StoryLevel
    not_seen: Annotated[int, msgspec.Meta(ge=0, le=8)]
    tasks: tuple[TaskResult, ...]


def learner_result(
    code: str, when: Moment, run: StoryRun, seen: SeenNow, tasks: Iterable[TaskResult]
) -> LearnerResult:
    """Return a learner's file. Raises UsageError where the code is none or nothing was read."""
    if not seen.states:
        raise UsageError(_("Nothing was read yet: scan first."))
    return LearnerResult(
        RESULT_SCHEMA, own_code(code), when, run.story, run.level, seen.not_seen, tuple(tasks)
    )


def result_text(result: LearnerResult) -> str:
    """Return what stands in the file."""
    return msgspec.json.format(msgspec.json.encode(result), indent=2).decode() + "\n"


def read_result(path: Path) -> LearnerResult:
    """Return what stands in a learner's file. Raises UsageError where it is none."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise UsageError(_("That is no file of results."))
        return msgspec.json.decode(data, type=LearnerResult)
    except (OSError, ValueError) as error:
        raise UsageError(_("That is no file of results.")) from error


def added(
    known: LearnerResult | None,
    code: str,
    when: Moment,
    run: StoryRun,
    seen: SeenNow,
    told: Checked,
) -> LearnerResult:
    """Return a learner's file with the outcome of one more answer.

    What was right stays right. Raises UsageError where the file is of another code, moment, story
    or level.
    """
    made = learner_result(code, when, run, seen, known.tasks if known else ())
    if known is not None and (known.code, known.when, known.story, known.level) != (
        made.code,
        made.when,
        made.story,
        made.level,
    ):
        raise UsageError(_("That file is of another code, moment, story or level."))
    tasks = {task.id: task for task in made.tasks}
    before = tasks.get(told.task.id, TaskResult(told.task.id, right=False, guesses=0))
    if not before.right:
        guesses = min(before.guesses + 1, MOST_GUESSES)
        tasks[before.id] = TaskResult(before.id, told.right, guesses)
    return msgspec.structs.replace(made, tasks=tuple(tasks.values()))


def own_code(code: str) -> str:
    """Return a learner's code in its one form. Raises UsageError where it is too short."""
    said = bare(clean(code, _LONGEST_CODE))
    if len(said) < _SHORTEST_CODE:
        raise UsageError(
            _("A code has at least {least} signs.").format(least=_SHORTEST_CODE),
            _("Take words that only you know, or let some be drawn."),
        )
    return said


def drawn_code() -> str:
    """Return a code of words drawn by chance: it comes from nothing else."""
    return " ".join(secrets.choice(CODE_WORDS) for _each in range(_CODE_WORDS))
