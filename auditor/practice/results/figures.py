"""What can be told of a class from sums with chance in them, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.practice.results.class_results import ClassResults
from auditor.practice.results.noise import NOT_SEEN_SIGMA, task_sigma

_NINE_OF_TEN = 1.645
"""Standard deviations to each side within which nine of ten numbers lie."""
_WIDEST = 1 / 3
"""The share of the scale to each side from which on a figure is not told. A judgement."""
_EIGHT = 8


class FigureOf(StrEnum):
    """What a figure is of. The value stands in JSON."""

    NOT_SEEN = "not-seen"  # of eight questions, on average
    TASKS = "tasks"  # the share of all tasks that were right, of 100
    TASK = "task"  # the share of people who had it right, of 100


@dataclass(frozen=True, slots=True)
class ClassFigure:
    """One figure: `about`, and between which numbers it is in nine of ten cases.

    All three are None where the people are too few to tell. `task` is "" for what is of none.
    """

    of: FigureOf
    task: str
    after: bool
    most: int
    about: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """All figures of a class; `merges` is how many sets it is made of."""

    story: str
    level: int
    people: int
    merges: int
    figures: tuple[ClassFigure, ...]

    def pairs(self) -> Iterator[tuple[ClassFigure, ClassFigure]]:
        """Yield the figures before and after, side by side."""
        yield from zip(self.figures[::2], self.figures[1::2], strict=True)


def figures(results: ClassResults) -> ClassFigures:
    """Return what can be told of a class."""
    people = sum(each.people for each in results.sets)
    merges = len(results.sets)
    made = [
        _figure(
            FigureOf.NOT_SEEN,
            after,
            (each.not_seen_after if after else each.not_seen_before for each in results.sets),
            people,
            NOT_SEEN_SIGMA * math.sqrt(merges),
            _EIGHT,
        )
        for after in (False, True)
    ]
    count = len(results.tasks)
    sigma = task_sigma(count) * math.sqrt(merges)
    sums: dict[tuple[str, bool], list[int]] = {
        (task, after): [] for task in results.tasks for after in (False, True)
    }
    for each in results.sets:
        for task in each.tasks:
            sums[task.id, False].append(task.before)
            sums[task.id, True].append(task.after)
    if count:
        made += [
            _figure(
                FigureOf.TASKS,
                after,
                (number for (_id, when), said in sums.items() if when is after for number in said),
                people * count,
                sigma * math.sqrt(count),
                100,
            )
            for after in (False, True)
        ]
    made += [
        _figure(FigureOf.TASK, after, said, people, sigma, 100, task)
        for (task, after), said in sums.items()
    ]
    return ClassFigures(results.story, results.level, people, merges, tuple(made))


def _figure(
    of: FigureOf,
    after: bool,
    sums: Iterable[int],
    counted: int,
    sigma: float,
    most: int,
    task: str = "",
) -> ClassFigure:
    """Return a figure on a scale to `most`; a share of 100 is told in tens."""
    each_at_most = _EIGHT if of is FigureOf.NOT_SEEN else 1
    share = sum(sums) / counted / each_at_most
    margin = _NINE_OF_TEN * sigma / counted / each_at_most
    if margin > _WIDEST:
        return ClassFigure(of, task, after, most, None, None, None)
    step = 1 if most == _EIGHT else 10
    inside = min(1.0, max(0.0, share))
    low, high = max(0.0, min(1.0, share - margin)), max(0.0, min(1.0, share + margin))
    return ClassFigure(
        of,
        task,
        after,
        most,
        round(inside * most / step) * step,
        math.floor(low * most / step) * step,
        math.ceil(high * most / step) * step,
    )
