"""Closings and plans cost what the cheapest work costs that trying everything finds."""

from __future__ import annotations

import asyncio

import pytest

from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.closing import GONE, PlanWork
from auditor.domain.findings.finding import NoticedBy
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import StoredPhoto
from auditor.engine.plan.closing import EPSILON, Target
from auditor.engine.plan.cover import counted
from auditor.engine.plan.cover.bounds import surely_dearer
from auditor.engine.plan.wanted import Limits
from tests.rows import each_row
from tests.unit.engine.plan import brute
from tests.unit.engine.plan_worlds import Planned, Setting, invented
from tests.unit.engine.public_worlds import ACCOUNTS, Shot, World

SMALL = 6
"""Steps that are possible in the worlds of every run."""
SEEDS = (2, 9, 17, 33)


@pytest.mark.parametrize("seed", SEEDS)
def test_closings_cost_no_more_than_needed(seed: int) -> None:
    planned = invented(seed, SMALL)
    assert [*brute.closings(planned, all_of_it=True)] == []


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_nothing_better_is_done_in_the_time_there_is(seed: int) -> None:
    planned = invented(seed, SMALL)
    assert [*brute.plans(planned, all_of_it=True)] == []


@pytest.mark.parametrize("seed", [20, 98])
def test_a_copy_is_made_for_what_is_done_on_its_photo(seed: int) -> None:
    """Of a thousand worlds: a copy too large to end a fake, and a quiet one for nothing asked."""
    assert [*brute.plans(invented(seed, 12), all_of_it=False)] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_sixty_worlds_cost_what_trying_everything_finds(seed: int) -> None:
    planned = invented(seed, 8)
    assert [*brute.closings(planned, all_of_it=True)] == []
    assert [*brute.plans(planned, all_of_it=True)] == []


def spot(number: int) -> Planned:
    """Photos at one spot, each on its day: somebody is there often."""
    shots = tuple(Shot(0, town=0, day=day) for day in range(number))
    return Planned(Setting(World(shots), frozenset({ACCOUNTS[0].id}), frozenset()))


def test_of_a_spot_no_more_is_hidden_than_makes_it_none() -> None:
    planned = spot(8)
    lowered = planned.solved((Target(QuestionId.HOME, whole=False),), Limits())
    closed = planned.solved((Target(QuestionId.HOME, whole=True),), Limits())
    assert lowered is not None
    assert closed is not None
    assert len(lowered.done) == 4, "four photos are no spot"
    assert len(closed.done) == 8, "and each of them tells a place"
    assert lowered.optimal
    assert lowered.minutes < closed.minutes


def test_where_photos_stay_copies_take_their_place() -> None:
    kept = spot(6).solved((Target(QuestionId.HOME, whole=True),), Limits(keep=True))
    assert kept is not None
    assert not any(works & GONE for works in kept.done.values())
    assert set(kept.done.values()) == {frozenset({PlanWork.REPLACE})}


def test_a_copy_ends_what_a_smaller_picture_still_shows() -> None:
    """Shrunk below what can be trained on, a large face is still clear enough for a fake."""
    planned = Planned(Setting(World((Shot(0, face=300, side=1200),))))
    kept = planned.solved((Target(QuestionId.LIKENESS, whole=True),), Limits(keep=True))
    assert kept is not None
    assert kept.done == {"p000": frozenset({PlanWork.REPLACE})}
    closing = asyncio.run(planned.planner.closing(QuestionId.LIKENESS, Limits(keep=True)))
    assert closing is not None
    assert [step.change for step in closing.steps] == [Change.SMALL_FACE]
    assert closing.steps[-1].closes == (QuestionId.LIKENESS,)


def test_what_is_critical_is_done_whatever_it_costs() -> None:
    """A plan without any time holds it alone."""
    planned = next(
        world
        for world in (invented(seed, 8) for seed in range(200))
        if any(sign.severity.name == "CRITICAL" for sign in world.now.signs)
        and asyncio.run(world.planner.plan(0.0, Limits())).steps
    )
    made = asyncio.run(planned.planner.plan(0.0, Limits()))
    assert all(step.critical for step in made.steps)
    longer = asyncio.run(planned.planner.plan(1000.0, Limits()))
    assert longer.steps[0].critical


def test_what_takes_longer_than_there_is_time_is_not_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planned = Planned(Setting(World(tuple(Shot(0, town=0, day=day, hour=9) for day in range(40)))))
    looked_for: list[object] = []
    monkeypatch.setattr(counted, "together", lambda *asked: looked_for.append(asked))
    made = asyncio.run(planned.planner.plan(1.0, Limits()))
    assert made.now[QuestionId.DAYS] is AnswerState.YES
    assert made.after == made.now
    assert looked_for == []


def test_quiet_plans_hold_nothing_that_followers_notice() -> None:
    for seed in SEEDS:
        made = asyncio.run(invented(seed, 12).planner.plan(None, Limits(quiet=True)))
        told = {step.remedy.noticed_by for step in made.steps}
        assert told.isdisjoint({NoticedBy.FOLLOWERS, NoticedBy.UNKNOWN})


def test_the_closing_is_told_with_its_steps() -> None:
    planned = spot(6)
    closing = asyncio.run(planned.planner.closing(QuestionId.HOME, Limits()))
    assert closing is not None
    assert closing.optimal
    assert closing.minutes == closing.at_least_minutes
    assert closing.minutes == pytest.approx(sum(step.minutes for step in closing.steps))
    assert closing.steps[-1].closes == (QuestionId.HOME,)
    assert closing.leaves, "copies that others made stay with them"
    assert asyncio.run(planned.planner.closing(QuestionId.PAPERS, Limits())) is None


class _Left(World):
    """A world whose first photo, which an impostor shows, is no longer there."""

    @property
    def photos(self) -> tuple[StoredPhoto, ...]:
        return tuple(shot.stored(number) for number, shot in enumerate(self.shots))[1:]


@pytest.mark.parametrize("limits", [Limits(), Limits(keep=True), Limits(quiet=True)])
def test_a_finding_may_name_a_photo_that_is_gone(limits: Limits) -> None:
    """The avatar of an impostor was compared while the photo still stood there."""
    planned = Planned(Setting(_Left((Shot(0), Shot(0, town=0), Shot(0, face=300)))))
    planner = planned.planner
    made = asyncio.run(planner.plan(None, limits))
    assert made.now[QuestionId.USED] is AnswerState.YES
    for question in QuestionId:
        asyncio.run(planner.closing(question, limits))


@each_row("seed", range(12))
def test_what_a_few_rows_show_to_be_dearer_is_dearer(seed: int) -> None:
    planned = invented(seed, 12)
    asked = [Target(question, whole=whole) for question in QuestionId for whole in (True, False)]
    for critical in (True, False):
        for targets in [(), *((each,) for each in asked)]:
            least = planned.closer.solve(targets, Limits(), critical=critical).minutes
            for minutes in (0.0, least / 2, least - 0.1, least):
                rows = planned.closer._asked_of_rows(targets, Limits(), critical=critical)
                known = surely_dearer(rows, minutes + EPSILON, planned.closer._prices)
                assert not known or least > minutes + EPSILON
