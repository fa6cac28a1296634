"""A step done never makes an answer worse, and less evidence never a closing dearer."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property

from hypothesis import given

from auditor.domain.findings.question import QuestionId
from auditor.domain.views import StoredPhoto
from auditor.engine.plan.closing import Target
from auditor.engine.plan.wanted import Limits
from tests.examples import examples
from tests.unit.engine.plan_worlds import Planned, Setting, done_of, invented
from tests.unit.engine.public_worlds import SEEDS, WORLDS, World

EVERY = frozenset(QuestionId)


@dataclass(frozen=True)
class Fewer(World):
    """A world of which some photos are no longer public."""

    gone: frozenset[str] = frozenset()

    @cached_property
    def photos(self) -> tuple[StoredPhoto, ...]:
        """Those that are left."""
        return tuple(each for each in self._whole.photos if each.photo.id not in self.gone)

    @cached_property
    def hours(self) -> tuple[int, ...]:
        """How many photos of each hour were ever public."""
        return self._whole.hours

    @property
    def _whole(self) -> World:
        return World(self.shots, self.not_me)


def step_by_step(planned: Planned, rng: random.Random) -> None:
    """Do some of all that can be done, one after the other."""
    atoms = planned.atoms(EVERY, Limits())
    order = rng.sample(atoms, min(len(atoms), 6))
    before = planned.degrees(EVERY, {})
    for number in range(len(order)):
        now = planned.degrees(EVERY, done_of(order[: number + 1]))
        worse = {question for question in EVERY if now[question] > before[question]}
        assert worse == set(), order[: number + 1]
        before = now


@examples(6)
@given(seed=SEEDS)
def test_a_step_done_makes_no_answer_worse(seed: int) -> None:
    step_by_step(invented(seed, 14), random.Random(seed))


@examples(3)
@given(world=WORLDS, seed=SEEDS)
def test_a_step_done_makes_no_answer_worse_in_any_world(world: World, seed: int) -> None:
    step_by_step(Planned(Setting(world)), random.Random(seed))


@examples(4)
@given(seed=SEEDS)
def test_less_evidence_makes_no_closing_dearer(seed: int) -> None:
    rng = random.Random(seed)
    more = invented(seed, 12)
    shots = more.setting.world.shots
    gone = frozenset({f"p{rng.randrange(len(shots)):03d}"})
    setting = more.setting
    fewer = Planned(
        Setting(Fewer(shots, gone=gone), setting.people, setting.open, setting.publishes)
    )
    for question in QuestionId:
        for whole in (True, False):
            for limits in (Limits(), Limits(keep=True)):
                targets = (Target(question, whole),)
                before, after = more.solved(targets, limits), fewer.solved(targets, limits)
                if before is not None and before.optimal:
                    assert after is not None
                    assert not after.optimal or after.minutes <= before.minutes + 1e-6
