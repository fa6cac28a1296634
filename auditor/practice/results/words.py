"""Results of a class in words and in bars of text, as the terminal and the page say them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from auditor.messages import N_, _, ngettext
from auditor.practice.results.class_results import ClassResults
from auditor.practice.results.figures import ClassFigure, ClassFigures, FigureOf, figures
from auditor.practice.results.noise import told_by

_FULL, _EMPTY = "█", "░"
_WIDTH = 24
_HEADS = {
    FigureOf.NOT_SEEN: N_("Not seen by a stranger, of 8 questions, on average"),
    FigureOf.TASKS: N_("Tasks that were right, of 100"),
    FigureOf.TASK: N_("People who had the task {task} right, of 100"),
}


def head(figure: ClassFigure) -> str:
    """Return what a figure is of."""
    return _(_HEADS[figure.of]).format(task=figure.task)


def when(figure: ClassFigure) -> str:
    """Return the time of a figure."""
    return _("after") if figure.after else _("before")


def number(figure: ClassFigure) -> str:
    """Return a figure and how far it may be off."""
    if figure.about is None:
        return _("too few people to tell")
    return _("about {about} (between {low} and {high})").format(
        about=figure.about, low=figure.low, high=figure.high
    )


def title(made: ClassFigures) -> str:
    """Return whose results these are, without anybody of them."""
    people = ngettext("{n} person", "{n} people", made.people).format(n=made.people)
    merges = ngettext("{n} merge", "{n} merges", made.merges).format(n=made.merges)
    return _("Class results: {story}, level {level}; {people} in {merges}").format(
        story=made.story, level=made.level, people=people, merges=merges
    )


def notes(results: ClassResults) -> Iterator[str]:
    """Yield what a reader must know of the figures."""
    tasks = len(results.tasks)
    yield _(
        "Every sum has chance in it, which was drawn once at the merge: nine of ten times the true "
        "figure lies between the two numbers."
    )
    yield _(
        "Somebody who knows the answers of all others guesses what one person answered right at "
        "most {most} times of 100 from a merge, against 50 without it."
    ).format(most=right_guesses(tasks))
    if any(each.about is None for each in figures(results).figures):
        yield _("Add the results of further classes with --add-to, and more can be told.")


def right_guesses(tasks: int) -> int:
    """Return how many guesses of 100 about one person are right at most, from one merge."""
    return math.ceil(50 + 50 * told_by(1, tasks))


def bars(made: ClassFigures) -> Iterator[str]:
    """Yield lines with a bar for each figure."""
    width = max(len(_("before")), len(_("after")))
    told = [pair for pair in made.pairs() if any(each.about is not None for each in pair)]
    for pair in told:
        yield head(pair[0])
        for figure in pair:
            full = round(_WIDTH * (figure.about or 0) / figure.most)
            bar = _FULL * full + _EMPTY * (_WIDTH - full) if figure.about is not None else ""
            said = f"{bar} {number(figure)}".strip()
            yield f"  {when(figure):{width}} {said}"
    untold = sum(1 for _pair in made.pairs()) - len(told)
    if untold:
        yield ngettext(
            "Of {n} figure nothing can be told, before and after: too few people.",
            "Of {n} figures nothing can be told, before and after: too few people.",
            untold,
        ).format(n=untold)
