"""Closings, and the plan for the time there is.

A graver question beats all lesser ones together (2^(8 - rank) each), so the best choice is found by
taking the questions in order, the gravest first, and keeping each that still fits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from functools import partial

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.closing import PlanWork
from auditor.domain.findings.digest import Scene, digest_of
from auditor.domain.findings.plan import Closing, Plan, PlanStep
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign
from auditor.domain.text.statement import Statement, Value
from auditor.engine.judge.aftercare import OpenAftercare
from auditor.engine.plan.anew import Anew, Left
from auditor.engine.plan.asked import AtLeast, Hidden, Works
from auditor.engine.plan.closing import EPSILON, Closer, Solved, Target
from auditor.engine.plan.model import Model
from auditor.engine.plan.steps import Stepping, noticed_by, wanted_aftercare
from auditor.engine.plan.wanted import Limits
from auditor.guidance.aftercare import aftercare
from auditor.messages import N_
from auditor.questions import ALL

_KEPT = 2
"""How many judgements are remembered beside the last: a closing looks at three."""
_ROUNDS = 20
"""Times that the inventory is judged anew; each adds what was still found."""
_EVIDENT = frozenset({AnswerState.PARTLY, AnswerState.YES})
_COPIES = N_("Copies that others made stay with them.")
_REPORT = N_("A report only asks the platform; whether it acts, nobody can tell.")
_ONE_FACE = N_(
    "One clear picture is enough for a fake, and copies of those that stood there may exist: fewer "
    "photos make it worse, not impossible."
)


def answers_of(
    left: Left, scene: Scene, questions: AbstractSet[QuestionId] = frozenset(QuestionId)
) -> tuple[QuestionAnswer, ...]:
    """Return the answers to the questions for what is found."""
    asked = (sign for sign in left.signs if sign.question in questions)
    digest = digest_of(asked, left.ties, scene)
    return tuple(question.answer(digest) for question in ALL if question.id in questions)


def evidence_of(answers: Iterable[QuestionAnswer]) -> dict[QuestionId, dict[str, Degree]]:
    """Return how far each finding answers its question."""
    return {
        answer.id: {finding: clue.degree for clue in answer.evidence for finding in clue.findings}
        for answer in answers
    }


def named_alike(
    evidence: Mapping[QuestionId, Mapping[str, Degree]], signs: Iterable[Sign]
) -> dict[QuestionId, dict[str, Degree]]:
    """Return the evidence that signs are, by the very names that they have: in memory once."""
    found: dict[QuestionId, dict[str, Degree]] = {question: {} for question in evidence}
    for sign in signs:
        degree = evidence[sign.question].get(sign.finding)
        if degree is not None:
            found[sign.question][sign.finding] = degree
    return found


def evidence_left(answers: Iterable[QuestionAnswer]) -> dict[QuestionId, int]:
    """Return the gravest degree of evidence of each question, 0 where there is none."""
    return {
        answer.id: max((int(clue.degree) for clue in answer.evidence), default=0)
        for answer in answers
    }


def _without_reports(done: Mapping[str, Works]) -> dict[str, Works]:
    """Return the works without reports: these ask a platform, and whether it acts is its own."""
    return {row: works - {PlanWork.REPORT} for row, works in done.items()}


def out_of_reach(answers: Iterable[QuestionAnswer]) -> frozenset[Target]:
    """Return the targets that nothing done to photos reaches: evidence that is no finding.

    Such as a handle that is the same, or that photos are public at all.
    """
    found = set()
    for answer in answers:
        if answer.id is QuestionId.COLLECTED:  # what is public can be collected
            found.add(Target(answer.id, whole=True))
        for clue in answer.evidence:
            if not clue.findings and not (answer.id is QuestionId.LINKED and clue.photos):
                found.add(Target(answer.id, whole=True))
                if clue.degree is Degree.YES:
                    found.add(Target(answer.id, whole=False))
    return frozenset(found)


@dataclass
class Planner:
    """Makes closings and plans of one model."""

    model: Model
    now: Left
    scene: Scene
    aftercare: Sequence[OpenAftercare]
    closer: Closer
    stepping: Stepping
    anew: Anew
    states: Mapping[QuestionId, AnswerState]
    """How each question stands."""
    _judged: dict[object, Left] = field(default_factory=dict)

    async def closing(self, question: QuestionId, limits: Limits) -> Closing | None:
        """Return what closes a question with the fewest minutes; None where nothing helps.

        Where not all evidence can be ended, what says yes is, if that can be.
        """
        if self.states[question] not in _EVIDENT:
            return None
        target = Target(question, whole=True)
        solved = await self._settled((target,), limits, critical=False)
        if not await self._reached((target,), solved) and (
            self.states[question] is AnswerState.YES
        ):
            lower = Target(question, whole=False)
            eased = await self._settled((lower,), limits, critical=False)
            solved = eased if eased.done and await self._reached((lower,), eased) else solved
        steps = self.stepping.steps(solved, await self._left(solved), critical=False)
        if not steps:
            return None
        extra = self._aftercare_minutes(solved.targets, critical=False)
        return Closing(
            steps,
            solved.minutes + extra,
            solved.optimal,
            solved.bound + extra,
            noticed_by(steps),
            tuple(self._leaves(question, solved)),
        )

    async def plan(
        self, minutes: float | None, limits: Limits, only: QuestionId | None = None
    ) -> Plan:
        """Return the plan for so many minutes; None: for as long as it takes."""
        wanted = [each for each in QuestionId if only is None or each is only]
        evident = [each for each in wanted if self.states[each] in _EVIDENT]
        base = await self._settled((), limits, critical=True)
        most = None if minutes is None else max(minutes, self._cost(base))
        chosen = await self._chosen(evident, limits, most, judged=False)
        solved = await self._settled(chosen, limits, critical=True)
        if not await self._reached(chosen, solved):
            chosen = await self._chosen(evident, limits, most, judged=True)
            solved = await self._settled(chosen, limits, critical=True)
        if minutes is None:  # what cannot be ended wholly is lowered
            closed = {target.question for target in chosen}
            lowered = (Target(each, whole=True) for each in evident if each not in closed)
            solved = await self._settled((*chosen, *lowered), limits, critical=True)
        steps = self.stepping.steps(solved, await self._left(solved), critical=True)
        return Plan(
            steps,
            sum(step.minutes for step in steps),
            solved.optimal,
            0.0 if solved.optimal else solved.minutes - solved.bound,
            self.states,
            await self._after(solved, steps),
        )

    async def _chosen(
        self, evident: Sequence[QuestionId], limits: Limits, most: float | None, *, judged: bool
    ) -> tuple[Target, ...]:
        """Return the targets that fit, the gravest first.

        If `judged`, the inventory is judged anew for each; else the rules are taken at their word.
        """
        chosen: tuple[Target, ...] = ()
        for whole in (True, False):
            for question in evident:
                taken = any(question is each.question for each in chosen)
                if taken or not (whole or self.states[question] is AnswerState.YES):
                    continue
                targets = (*chosen, Target(question, whole=whole))
                if await self._fits(targets, limits, most, judged=judged):
                    chosen = targets
        return chosen

    async def _fits(
        self, targets: tuple[Target, ...], limits: Limits, most: float | None, *, judged: bool
    ) -> bool:
        if most is not None:
            left = most - self._aftercare_minutes(targets, critical=True)
            dearer = partial(self.closer.is_dearer, targets, limits, left, critical=True)
            if await asyncio.to_thread(dearer):
                return False
        if judged:
            solved = await self._settled(targets, limits, critical=True)
            reached = await self._reached(targets, solved)
        else:
            solved = await asyncio.to_thread(self.closer.solve, targets, limits, critical=True)
            reached = solved.missed.isdisjoint(target.question for target in targets)
        return reached and (most is None or self._cost(solved) <= most + EPSILON)

    async def _reached(self, targets: Iterable[Target], solved: Solved) -> bool:
        """Whether nothing of the targets would be found any more."""
        asked = frozenset(target.question for target in solved.targets)
        left = evidence_left(answers_of(await self._left(solved, asked), self.scene, asked))
        return not any(
            target.question in solved.missed
            or left[target.question] >= (Degree.PARTLY if target.whole else Degree.YES)
            for target in targets
        )

    def _cost(self, solved: Solved) -> float:
        return solved.minutes + self._aftercare_minutes(solved.targets, critical=True)

    def _aftercare_minutes(self, targets: Sequence[Target], *, critical: bool) -> float:
        wanted = wanted_aftercare(self.model, self.aftercare, targets, critical=critical)
        return sum(aftercare(entry.key).minutes for entry in wanted)

    async def _settled(
        self, targets: tuple[Target, ...], limits: Limits, *, critical: bool
    ) -> Solved:
        """Solve, judge anew what would be left, and ask for more until nothing is found."""
        for _round in range(_ROUNDS):
            solved = await asyncio.to_thread(self.closer.solve, targets, limits, critical=critical)
            left = await self._left(solved, frozenset(target.question for target in targets))
            more = await asyncio.to_thread(self._still, left, solved)
            if not more:
                break
            for target, count in more:
                self.closer.extra[target].append(count)
            self.closer.forget()
        return solved

    async def _left(
        self, solved: Solved, questions: frozenset[QuestionId] = frozenset(QuestionId)
    ) -> Left:
        key = frozenset(solved.done.items()), frozenset(solved.serves.items()), questions
        if key not in self._judged:
            for old in [*self._judged][:-_KEPT]:  # each names what is left of all photos
                del self._judged[old]
            self._judged[key] = await self.anew.after(solved.done, solved.serves, questions)
        return self._judged[key]

    def _still(self, left: Left, solved: Solved) -> list[tuple[Target, AtLeast]]:
        """Return what must be hidden besides, where findings over several photos are left."""
        asked = frozenset(target.question for target in solved.targets)
        evidence = evidence_of(answers_of(left, self.scene, asked))
        more = []
        for target in solved.targets:
            for sign in left.signs if target.question not in solved.missed else ():
                degree = evidence[target.question].get(sign.finding)
                if degree is None or not (target.whole or degree is Degree.YES):
                    continue
                groups = tuple(
                    (Hidden(photo, frozenset({works})),)
                    for photo in sign.photos
                    if (
                        works := self.model.works[photo].works - solved.done.get(photo, frozenset())
                    )
                )
                if groups and sign.check in self.model.comparing:
                    more.append((target, AtLeast(groups, 1)))
        return more

    async def _after(
        self, solved: Solved, steps: Sequence[PlanStep]
    ) -> Mapping[QuestionId, AnswerState]:
        """How each question stands when all steps are done and the next scan has seen it."""
        done = {step.remedy.key for step in steps if step.aftercare_of is not None}
        kept = {
            question: tuple(key for key in keys if f"aftercare:{key}" not in done)
            for question, keys in self.scene.aftercare.items()
        }
        scene = replace(self.scene, aftercare=kept)
        left = await self._left(replace(solved, done=_without_reports(solved.done)))
        return {answer.id: answer.state for answer in answers_of(left, scene)}

    def _leaves(self, question: QuestionId, solved: Solved) -> Iterator[Statement]:
        if solved.left:
            yield Statement(
                N_("{count} findings that nothing here ends"),
                (Value("count", str(len(solved.left))),),
            )
        if solved.open:
            yield Statement(N_("What is counted over several photos can only be lowered."))
        if question is QuestionId.LIKENESS:
            yield Statement(_ONE_FACE)
        if _without_reports(solved.done) != solved.done:
            yield Statement(_REPORT)
        yield Statement(_COPIES)
