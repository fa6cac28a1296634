"""The file of a class: sums with chance in them, one set a merge, and no person of it.

A set is drawn once, when a class of at least five is merged, and stays as it is: adding a class
adds a set. So each person is in one set, and what two states of the file differ by is a set.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Annotated, Literal

import msgspec

from auditor.errors import UsageError
from auditor.messages import _
from auditor.practice.results.handed_in import MOST_TASKS, Paired, PairedLearner, Text, is_told
from auditor.practice.results.noise import NOT_SEEN_SIGMA, Draw, drawn, task_sigma

SCHEMA = "auditor/class-results/1"
LEAST_PEOPLE = 5
LONGEST = 1024 * 1024
"""Bytes of a file of a class that is read."""
_MOST_SETS = 500
_FAR = 1_000_000

Sum = Annotated[int, msgspec.Meta(ge=-_FAR, le=_FAR)]


class TaskSums(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many people had a task right, with chance added."""

    id: Text
    before: Sum
    after: Sum


class ClassSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one merge told: `people` is exact, all else has chance in it.

    `not_seen_*` are sums of "n of 8 not seen". `id` was drawn and says nothing: it keeps the same
    set from being counted twice.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    people: Annotated[int, msgspec.Meta(ge=LEAST_PEOPLE, le=10_000)]
    not_seen_before: Sum
    not_seen_after: Sum
    tasks: Annotated[tuple[TaskSums, ...], msgspec.Meta(max_length=MOST_TASKS)]


class ClassResults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of a class."""

    schema: Literal["auditor/class-results/1"]
    story: Text
    level: Annotated[int, msgspec.Meta(ge=1, le=9)]
    tasks: Annotated[tuple[Text, ...], msgspec.Meta(max_length=MOST_TASKS)]
    sets: Annotated[tuple[ClassSet, ...], msgspec.Meta(min_length=1, max_length=_MOST_SETS)]


def new_set(learners: tuple[PairedLearner, ...], tasks: tuple[str, ...], draw: Draw) -> ClassSet:
    """Return what may be told of people. Raises UsageError where they are fewer than five."""
    if len(learners) < LEAST_PEOPLE:
        raise UsageError(
            _("Only {n} people have a result before and after; nothing was written.").format(
                n=len(learners)
            ),
            _("A merge takes at least {n} people, so that nobody can be told apart.").format(
                n=LEAST_PEOPLE
            ),
        )
    sigma = task_sigma(len(tasks))

    def count(task: str, right: Callable[[PairedLearner], frozenset[str]]) -> int:
        return sum(task in right(each) for each in learners) + drawn(sigma, draw)

    return ClassSet(
        f"{draw(1 << 128):032x}",
        len(learners),
        sum(each.not_seen_before for each in learners) + drawn(NOT_SEEN_SIGMA, draw),
        sum(each.not_seen_after for each in learners) + drawn(NOT_SEEN_SIGMA, draw),
        tuple(
            TaskSums(
                task,
                count(task, lambda each: each.right_before),
                count(task, lambda each: each.right_after),
            )
            for task in tasks
        ),
    )


def merged(paired: Paired, tasks: tuple[str, ...], draw: Draw = secrets.randbelow) -> ClassResults:
    """Return the results of a class. `tasks`: those of the story, whoever tried them.

    Raises UsageError.
    """
    made = new_set(paired.learners, tasks, draw)
    return ClassResults("auditor/class-results/1", paired.story, paired.level, tasks, (made,))


def together(several: Iterable[ClassResults]) -> tuple[ClassResults, int]:
    """Return several classes as one, and how many sets stood in more than one of them.

    Raises UsageError where they are not of one kind.
    """
    first, *others = several
    sets = {each.id: each for each in first.sets}
    again = 0
    for other in others:
        if (other.story, other.level, other.tasks) != (first.story, first.level, first.tasks):
            raise UsageError(
                _("These classes had other stories, levels or tasks: they cannot be added up.")
            )
        for each in other.sets:
            if sets.setdefault(each.id, each) != each:
                raise UsageError(_("Two of these classes differ where they must be the same."))
        again += len(other.sets)
    again += len(first.sets) - len(sets)
    if len(sets) > _MOST_SETS:
        raise UsageError(_("These are more than {n} classes.").format(n=_MOST_SETS))
    # in the order of what was drawn: who came first is not told
    kept = tuple(sets[key] for key in sorted(sets))
    return msgspec.structs.replace(first, sets=kept), again


def read_class(name: str, data: bytes) -> ClassResults:
    """Return what the file of a class says. Raises UsageError."""
    try:
        made = msgspec.json.decode(data, type=ClassResults)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UsageError(_("{file}: this is no result of a class").format(file=name)) from None
    whole = all(tuple(task.id for task in each.tasks) == made.tasks for each in made.sets)
    distinct = len({each.id for each in made.sets}) == len(made.sets)
    if not whole or not distinct or not is_told(made.story, made.level):
        raise UsageError(_("{file}: this is no result of a class").format(file=name))
    return made


def written(results: ClassResults) -> bytes:
    """Return the file of a class."""
    return msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n"
