"""Which steps come first.

Those that remove most exposure per minute, each chosen on top of the ones before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Change, Effect, Plan, PlanStep, Standing
from auditor.engine.plan.effect_on_photo import Changes, changes_of
from auditor.engine.plan.effects import Effects

FIRST = 3
_EXACT = 30
"""Steps whose effect is computed by running the checks, where there are few photos."""
_WORK = 40_000
"""Photos compared in all those runs together: some seconds."""
_SHORTEST = 0.1


@dataclass
class Ordering:
    """Orders the open steps by what they really change.

    `photos` is how many photos are compared in one run of the checks.
    """

    effects: Effects
    photos: int

    @property
    def runs(self) -> int:
        """How many runs of the checks are spent.

        Once for the first steps and once for the others.
        """
        return max(FIRST + 1, min(_EXACT, _WORK // max(1, self.photos)))

    def plan(self, steps: Sequence[PlanStep], *, chosen: bool) -> Plan:
        """Return the plan.

        `steps` come in their order by weight; if `chosen`, that order stays, else the greedy one is
        taken.
        """
        waiting = [step for step in steps if step.state is State.OPEN]
        finished = [step for step in steps if step.state is not State.OPEN]
        told, standing = [], self.effects.now
        for step, after in self._one_by_one(waiting[:FIRST]) if chosen else self._greedy(waiting):
            told.append(_with(step, standing, after))
            standing = after
        ids = tuple(step.id for step in told)
        others = [
            self._alone(step, index)
            for index, step in enumerate(step for step in waiting if step.id not in ids)
        ]
        if not chosen:
            others.sort(key=lambda step: (-step.score_drop / max(step.minutes, _SHORTEST), step.id))
        estimated = [_estimated(step) for step in finished]
        return Plan((*told, *others, *estimated), ids, self.effects.now, standing)

    def _greedy(self, waiting: Sequence[PlanStep]) -> list[tuple[PlanStep, Standing]]:
        """Choose the first steps.

        Only the most promising are tried: a step is rarely worth more after another than before it.
        """
        promise = {
            step.id: self.effects.promise(step) / max(step.minutes, _SHORTEST) for step in waiting
        }
        first: list[tuple[PlanStep, Standing]] = []
        done, standing, runs = Changes(), self.effects.now, self.runs
        while len(first) < FIRST and len(first) < len(waiting):
            best: tuple[float, PlanStep, Standing] | None = None
            taken = {step.id for step, _after in first}
            left = sorted(
                (step for step in waiting if step.id not in taken),
                key=lambda step: (-promise[step.id], step.id),
            )
            for step in left:
                if best is not None and (best[0] >= promise[step.id] or runs <= 0):
                    break
                after = self.effects.after(done.also(_changes(step)))
                runs -= 1
                promise[step.id] = (standing.score - after.score) / max(step.minutes, _SHORTEST)
                if best is None or promise[step.id] > best[0]:
                    best = promise[step.id], step, after
            assert best is not None
            first.append((best[1], best[2]))
            done, standing = done.also(_changes(best[1])), best[2]
        return first

    def _one_by_one(self, first: Sequence[PlanStep]) -> list[tuple[PlanStep, Standing]]:
        done, found = Changes(), []
        for step in first:
            done = done.also(_changes(step))
            found.append((step, self.effects.after(done)))
        return found

    def _alone(self, step: PlanStep, index: int) -> PlanStep:
        """Return a step with its effect by itself.

        Beyond the runs allowed only its weight is known.
        """
        if step.change is Change.NOTHING or index >= self.runs:
            return _estimated(step)
        return _with(step, self.effects.now, self.effects.after(_changes(step)))


def _changes(step: PlanStep) -> Changes:
    return changes_of(step.change, step.account, step.photos)


def _with(step: PlanStep, before: Standing, after: Standing) -> PlanStep:
    effect = Effect(after.score - before.score, after.tier, after.links - before.links)
    return replace(step, score_drop=-effect.score, effect=effect)


def _estimated(step: PlanStep) -> PlanStep:
    if step.change is Change.NOTHING:  # the checks see no difference
        return replace(step, effect=Effect(0.0, None, 0, exact=not step.findings), score_drop=0.0)
    return replace(step, effect=Effect(-step.score_drop, None, 0, exact=False))
