"""What trying everything, judged by the real checks, says against closings and plans.

All that costs less is tried. More work never makes an answer worse (test_monotone.py), so of what
costs less it is enough to try what nothing could be added to; with `all_of_it` even the rest is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.closing import PlanWork
from auditor.domain.findings.finding import Severity
from auditor.domain.findings.plan import Change, Plan
from auditor.domain.findings.question import QuestionId
from auditor.engine.plan.closing import Target
from auditor.engine.plan.planner import evidence_of
from auditor.engine.plan.wanted import Limits
from tests.unit.engine.plan_worlds import Atom, DoneWork, Planned, done_of

EPSILON = 1e-6
LIMITS = (Limits(), Limits(keep=True), Limits(quiet=True))
MINUTES = (0.0, 3.0, 10.0, 30.0, 120.0)
_RANK = {question: rank for rank, question in enumerate(QuestionId)}
_DEGREE = {AnswerState.YES: 2, AnswerState.PARTLY: 1}
Value = tuple[int, int]
"""What is closed, and what is lowered: the graver the question, the more than all lesser."""


def cheaper(
    planned: Planned, atoms: Sequence[Atom], than: float, *, all_of_it: bool
) -> Iterator[DoneWork]:
    """Yield what costs less than so many minutes."""

    def fits(some: frozenset[Atom]) -> bool:
        return planned.cost(done_of(some)) < than - EPSILON

    for number in range(len(atoms), -1, -1):
        for some in map(frozenset, combinations(atoms, number)):
            if fits(some) and (
                all_of_it or not any(fits(some | {atom}) for atom in atoms if atom not in some)
            ):
                yield done_of(some)


def closings(planned: Planned, *, all_of_it: bool) -> Iterator[str]:
    """Yield where a closing costs other than the cheapest work does that reaches it."""
    for answer in planned.answers:
        for whole in (True, False):
            if _DEGREE.get(answer.state, 0) > (0 if whole else 1):
                for limits in LIMITS[:2]:
                    wrong = _closing(planned, Target(answer.id, whole), limits, all_of_it=all_of_it)
                    yield from (f"{answer.id} {whole} {limits}: {each}" for each in wrong)


def _closing(planned: Planned, target: Target, limits: Limits, *, all_of_it: bool) -> Iterator[str]:
    asked = frozenset({target.question})
    solved = planned.solved((target,), limits)
    atoms = planned.useful(asked, limits)

    def reached(done: DoneWork) -> bool:
        return planned.degrees(asked, done)[target.question] < (1 if target.whole else 2)

    if solved is not None:
        if not reached(solved.done):
            yield f"not reached by {solved.done}"
        if not solved.optimal or abs(planned.cost(solved.done) - solved.minutes) > EPSILON:
            yield f"{solved.minutes} is not what it costs, or was not proven"
    limit = float("inf") if solved is None else solved.minutes
    for done in cheaper(planned, atoms, limit, all_of_it=all_of_it):
        if reached(done):
            yield f"{limit}, but {planned.cost(done)} by {done}"
            return


def plans(planned: Planned, *, all_of_it: bool) -> Iterator[str]:
    """Yield where a plan for some minutes is not the best that can be done in them."""
    for limits in LIMITS:
        for minutes in MINUTES:
            wrong = _plan(planned, minutes, limits, all_of_it=all_of_it)
            yield from (f"{minutes} minutes {limits}: {each}" for each in wrong)


def _plan(planned: Planned, minutes: float, limits: Limits, *, all_of_it: bool) -> Iterator[str]:
    trial = _Trial(planned, limits)
    made = asyncio.run(planned.planner.plan(minutes, limits))
    after = {question: _DEGREE.get(made.after[question], 0) for question in QuestionId}
    value = trial.value(after | _if_reports_work(planned, made))
    if not made.optimal:
        yield "not proven"
    most = max(minutes, trial.least(made.minutes, all_of_it=all_of_it))
    if made.minutes > most + EPSILON:
        yield f"takes {made.minutes} of {most} minutes"
    for done in trial.cheaper(most + 2 * EPSILON, all_of_it=all_of_it):
        if trial.value_of(done) > value:
            yield f"{value}, but {trial.value_of(done)} in {planned.cost(done)} by {done}"
            return
    for done in trial.cheaper(made.minutes, all_of_it=all_of_it):
        if trial.value_of(done) >= value:
            yield f"{made.minutes}, but {planned.cost(done)} by {done}"
            return


def _if_reports_work(planned: Planned, made: Plan) -> dict[QuestionId, int]:
    """Return what a plan is chosen for and does not promise: that a platform acts on a report."""
    reported = {step.account for step in made.steps if step.change is Change.REPORT}
    if not reported:
        return {}
    gone = {photo for step in made.steps if step.change is Change.REMOVE for photo in step.photos}
    done = {account: frozenset({PlanWork.REPORT}) for account in reported}
    done |= {photo: frozenset({PlanWork.TAKE_DOWN}) for photo in gone}
    used = QuestionId.USED
    return {used: planned.degrees(frozenset({used}), done)[used]}


class _Trial:
    """All that can be done within some limits."""

    def __init__(self, planned: Planned, limits: Limits) -> None:
        self.planned, self.limits = planned, limits
        self.asked = frozenset(
            answer.id for answer in planned.answers if _DEGREE.get(answer.state, 0)
        )
        rows = {row for row, _work in planned.useful(self.asked, limits)}
        self.atoms = [atom for atom in planned.atoms(frozenset(), limits) if atom[0] in rows]
        evidence = evidence_of(planned.answers)
        grave = [
            sign
            for sign in planned.now.signs
            if sign.severity is Severity.CRITICAL and sign.finding in evidence[sign.question]
        ]
        self.grave = frozenset(sign.question for sign in grave)
        self.critical = {sign.finding for sign in grave}
        self.critical -= self.open_critical(done_of(self.atoms))
        self.now = planned.degrees(self.asked, {}, limits)

    def open_critical(self, done: DoneWork) -> set[str]:
        """Return the critical findings that are left; those that nothing ends do not count."""
        left = self.planned.after(self.grave, done, self.limits)
        return self.critical & {sign.finding for sign in left.signs}

    def cheaper(self, than: float, *, all_of_it: bool) -> Iterator[DoneWork]:
        """Yield what costs less and ends all that is critical."""
        for done in cheaper(self.planned, self.atoms, than, all_of_it=all_of_it):
            if not self.open_critical(done):
                yield done

    def least(self, found: float, *, all_of_it: bool) -> float:
        """Return the fewest minutes in which all that is critical is ended."""
        least = found
        while some := next(self.cheaper(least, all_of_it=all_of_it), None):
            least = self.planned.cost(some)
        return least

    def value_of(self, done: DoneWork) -> Value:
        """Return what some work is worth, for whichever questions copies are made.

        They are made only for questions that are closed or lowered.
        """
        best = (-1, -1)
        for made_for in self._made_for(done):
            left = self.planned.degrees(made_for | self.grave, done, self.limits)
            if all(left[each] < self.now[each] for each in made_for):
                best = max(best, self.value(left))
        return best

    def _made_for(self, done: DoneWork) -> Iterator[frozenset[QuestionId]]:
        """Yield the questions that copies can be made for."""
        works = self.planned.model.works
        replaced = [row for row, there in done.items() if PlanWork.REPLACE in there]
        wishing = sorted({each for row in replaced for each in works[row].wishes} - self.grave)
        for number in range(len(wishing) + 1):
            for some in map(frozenset, combinations(wishing, number)):
                copies = (
                    self.planned.copy(row, some | self.grave, self.limits) for row in replaced
                )
                if None not in copies:
                    yield some

    def value(self, left: Mapping[QuestionId, int]) -> Value:
        """Return what it is worth that so much is left."""
        closed = sum(2 ** (8 - _RANK[each]) for each in self.asked if not left[each])
        lowered = sum(
            2 ** (8 - _RANK[each]) for each in self.asked if left[each] == 1 and self.now[each] == 2
        )
        return closed, lowered
