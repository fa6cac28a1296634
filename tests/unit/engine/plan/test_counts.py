"""The rules that say what must be hidden agree with the checks that count."""

from __future__ import annotations

import asyncio
import random

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.findings.question import QuestionId
from auditor.engine.plan.closing import Target
from auditor.engine.plan.counts import _bundles
from auditor.engine.plan.planner import answers_of, evidence_of
from auditor.engine.plan.wanted import Limits
from tests.examples import examples
from tests.unit.engine.plan_worlds import DoneWork, Planned, Setting, done_of
from tests.unit.engine.public_worlds import SEEDS, WORLDS, World, neighbourhood

EVERY = frozenset(QuestionId)
COUNTED = (
    Target(QuestionId.HOME, whole=False),
    Target(QuestionId.DAYS, whole=False),
    Target(QuestionId.DAYS, whole=True),
    Target(QuestionId.LINKED, whole=False),
    Target(QuestionId.LINKED, whole=True),
    Target(QuestionId.LIKENESS, whole=False),
)


def counted(planned: Planned, target: Target, done: DoneWork) -> bool:
    """Whether the checks over several photos still find anything of a target."""
    left = planned.after(EVERY, done)
    answers = answers_of(left, planned.setting.scene)
    least = 1 if target.whole else 2
    if target.question is QuestionId.LINKED:
        linked = next(answer for answer in answers if answer.id is QuestionId.LINKED)
        return any(clue.photos and clue.degree >= least for clue in linked.evidence)
    evidence = evidence_of(answers)[target.question]
    return any(
        evidence.get(sign.finding, 0) >= least and sign.check in planned.model.comparing
        for sign in left.signs
    )


def compare(planned: Planned, rng: random.Random) -> None:
    atoms = planned.atoms(EVERY, Limits())
    done = done_of(rng.sample(atoms, rng.randint(0, min(len(atoms), 12))))
    for target in COUNTED:
        needed = planned.counting.needed(target.question, done, whole=target.whole)
        assert bool(needed) == counted(planned, target, done), target


@examples(8)
@given(world=WORLDS, seed=SEEDS)
def test_something_is_needed_where_the_checks_find_something(world: World, seed: int) -> None:
    compare(Planned(Setting(world)), random.Random(seed))


@examples(3)
@given(seed=SEEDS)
def test_it_is_around_spots(seed: int) -> None:
    compare(Planned(Setting(neighbourhood(seed))), random.Random(seed))


@examples(4)
@given(world=WORLDS)
def test_after_what_was_solved_the_checks_find_nothing(world: World) -> None:
    planned = Planned(Setting(world))
    for answer in planned.answers:
        for limits in (Limits(), Limits(keep=True)):
            for whole in (True, False):
                solved = planned.solved((Target(answer.id, whole),), limits)
                if solved is not None:
                    assert solved.optimal
                    left = planned.degrees(frozenset({answer.id}), solved.done)
                    assert left[answer.id] < (1 if whole else 2)


@examples(3)
@given(world=WORLDS)
def test_after_a_whole_plan_the_checks_find_what_was_told(world: World) -> None:
    planned = Planned(Setting(world))
    made = asyncio.run(planned.planner.plan(None, Limits()))
    assert made.now == {answer.id: answer.state for answer in planned.answers}
    for question, state in made.after.items():
        assert _RANK[state.value] <= _RANK[made.now[question].value]


_RANK = {"not-seen": 0, "could-not-tell": 1, "partly": 2, "yes": 3}


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5))), st.integers(0, 4))
def test_bundles_of_marks_are_all_pairs_that_are_near(
    pairs: set[tuple[int, int]], size: int
) -> None:
    film = {(ours, theirs) for ours in range(10, 10 + size) for theirs in range(10, 13)}
    near = sorted(pairs | film)
    marked = [(("pdq", ours), ("pdq", theirs)) for ours, theirs in near]
    bundles = [*_bundles(marked)]
    found = [(ours, theirs) for some, others in bundles for ours in some for theirs in others]
    assert sorted(found) == marked
    assert len(bundles) <= len(pairs) + bool(film)
