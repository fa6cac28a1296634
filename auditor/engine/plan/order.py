"""Which steps come first: those that remove most exposure per minute, each chosen on top of the ones before it."""

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
    """Orders the open steps by what they really change. `photos` is how many photos are compared in one run of the checks."""

    effects: Effects
    photos: int

    @property
    def runs(self) -> int:
        """How many runs of the checks are spent, once for the first steps and once for the others."""
        return max(FIRST + 1, min(_EXACT, _WORK // max(1, self.photos)))

    def plan(self, steps: Sequence[PlanStep], *, chosen: bool) -> Plan:
        """Return the plan. `steps` come in their order by weight; if `chosen`, that order stays, else the greedy one is taken."""
        waiting = [one for one in steps if one.state is State.OPEN]
        finished = [one for one in steps if one.state is not State.OPEN]
        told, standing = [], self.effects.now
        for step, after in self._one_by_one(waiting[:FIRST]) if chosen else self._greedy(waiting):
            told.append(_with(step, standing, after))
            standing = after
        ids = tuple(one.id for one in told)
        others = [
            self._alone(one, number)
            for number, one in enumerate(one for one in waiting if one.id not in ids)
        ]
        if not chosen:
            others.sort(key=lambda one: (-one.score_drop / max(one.minutes, _SHORTEST), one.id))
        estimated = [_estimated(one) for one in finished]
        return Plan((*told, *others, *estimated), ids, self.effects.now, standing)

    def _greedy(self, waiting: Sequence[PlanStep]) -> list[tuple[PlanStep, Standing]]:
        """Choose the first steps. Only the most promising are tried: a step is rarely worth more after another than before it."""
        promise = {
            one.id: self.effects.promise(one) / max(one.minutes, _SHORTEST) for one in waiting
        }
        first: list[tuple[PlanStep, Standing]] = []
        done, standing, runs = Changes(), self.effects.now, self.runs
        while len(first) < FIRST and len(first) < len(waiting):
            best: tuple[float, PlanStep, Standing] | None = None
            taken = {one.id for one, _after in first}
            left = sorted(
                (one for one in waiting if one.id not in taken),
                key=lambda one: (-promise[one.id], one.id),
            )
            for one in left:
                if best is not None and (best[0] >= promise[one.id] or runs <= 0):
                    break
                after = self.effects.after(done.also(_changes(one)))
                runs -= 1
                promise[one.id] = (standing.score - after.score) / max(one.minutes, _SHORTEST)
                if best is None or promise[one.id] > best[0]:
                    best = promise[one.id], one, after
            assert best is not None
            first.append((best[1], best[2]))
            done, standing = done.also(_changes(best[1])), best[2]
        return first

    def _one_by_one(self, first: Sequence[PlanStep]) -> list[tuple[PlanStep, Standing]]:
        done, found = Changes(), []
        for one in first:
            done = done.also(_changes(one))
            found.append((one, self.effects.after(done)))
        return found

    def _alone(self, step: PlanStep, number: int) -> PlanStep:
        """Return a step with its effect by itself; beyond the runs allowed only its weight is known."""
        if step.change is Change.NOTHING or number >= self.runs:
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
