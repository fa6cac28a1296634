"""What is predicted is what judging everything from the start comes to. Nothing is guessed."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given

from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import QuestionId
from auditor.domain.likeness.judge import candidates
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.position import Position
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto
from auditor.engine.plan.counts import ComparedPictures
from auditor.engine.plan.effect_on_photo import changed
from auditor.engine.plan.model import FoundWorks, ModelMaker
from auditor.engine.plan.planner import answers_of
from auditor.engine.plan.wanted import Limits
from auditor.hashing.match.copies import copies
from tests.examples import examples
from tests.fakes.engine import account, photo
from tests.unit.engine.plan_worlds import Planned, Setting, done_of, invented
from tests.unit.engine.public_worlds import SEEDS, WORLDS, Shot, World

EVERY = frozenset(QuestionId)


def compare(planned: Planned, rng: random.Random) -> None:
    """Do some of all that can be done, and compare what is predicted with what is there then."""
    atoms = planned.atoms(EVERY, Limits())
    done = done_of(rng.sample(atoms, rng.randint(1, min(6, len(atoms)))))
    predicted = asyncio.run(planned.planner.anew.after(done, dict.fromkeys(done, EVERY)))
    there = planned.after(EVERY, done)
    assert {sign.finding: (sign.severity, sign.degree) for sign in predicted.signs} == {
        sign.finding: (sign.severity, sign.degree) for sign in there.signs
    }
    assert {(tie.a, tie.b) for tie in predicted.ties} == {(tie.a, tie.b) for tie in there.ties}
    scene = planned.setting.scene
    assert [answer.state for answer in answers_of(predicted, scene)] == [
        answer.state for answer in answers_of(there, scene)
    ]


@examples(6)
@given(seed=SEEDS)
def test_what_is_predicted_is_what_small_worlds_come_to(seed: int) -> None:
    compare(invented(seed, 14), random.Random(seed))


@examples(4)
@given(world=WORLDS, seed=SEEDS)
def test_what_is_predicted_is_what_any_world_comes_to(world: World, seed: int) -> None:
    rng = random.Random(seed)
    compare(Planned(Setting(world, publishes=rng.choice((True, False, None)))), rng)


def test_where_a_check_finds_no_more_another_may_find_a_little() -> None:
    """A picture large enough to train on becomes a small one with a clear face."""
    planned = Planned(Setting(World((Shot(0, face=400, side=1200, posted=True),))))
    before = {sign.check for sign in planned.now.signs}
    done = done_of([atom for atom in planned.atoms(EVERY, Limits(keep=True)) if atom[0] == "p000"])
    asked = frozenset({QuestionId.COLLECTED})
    predicted = asyncio.run(planned.planner.anew.after(done, dict.fromkeys(done, asked)))
    new = {sign.check for sign in predicted.signs} - before
    assert new == {sign.check for sign in planned.after(asked, done).signs} - before
    assert new


@pytest.mark.parametrize("publishes", [True, False, None])
def test_a_position_beside_the_file_counts_once_the_files_own_is_gone(
    publishes: bool | None,
) -> None:
    """The files stand in town, and the platform publishes another position beside each."""
    shots = (Shot(0, town=1, published=True), Shot(1, town=1, published=True))
    planned = Planned(Setting(World(shots), publishes=publishes))
    for atoms in (planned.atoms(EVERY, Limits()), planned.atoms(EVERY, Limits(keep=True))):
        for seed in range(6):
            done = done_of(random.Random(seed).sample(atoms, 3))
            predicted = asyncio.run(planned.planner.anew.after(done, dict.fromkeys(done, EVERY)))
            assert {sign.finding for sign in predicted.signs} == {
                sign.finding for sign in planned.after(EVERY, done).signs
            }


@pytest.mark.parametrize(("from_file", "left"), [(True, False), (False, True), (None, True)])
def test_a_clean_file_ends_what_the_platform_reads_in_it(
    from_file: bool | None, *, left: bool
) -> None:
    shot = photo(account(), 1)
    stored = StoredPhoto(replace(shot, published=Metadata(gps=Position(52.52, 13.4))), None)
    after = changed(stored, (Change.CLEAN,), Traits("Fake", publishes_file_metadata=from_file))
    assert (after.photo.published is not None) is left


@examples(4)
@given(world=WORLDS)
def test_what_is_no_copy_is_not_compared_again(world: World) -> None:
    planned = Planned(Setting(world))
    case = planned.model.case
    fewer = planned.planner.anew._copied(case)
    assert copies(candidates(fewer)) == copies(candidates(case))
    alone = planned.counting.alone
    assert not any(photo.pdq for photo in fewer.prints if photo.photo in alone)


def test_photos_that_show_different_things_are_alone() -> None:
    shots = tuple(Shot(0, face=300, look=look, file=look) for look in (1, 4, 4))
    planned = Planned(Setting(World(shots)))
    assert planned.counting.alone == {"p000"}


@examples(6)
@given(seed=SEEDS)
def test_works_that_are_recalled_are_those_that_were_found(seed: int) -> None:
    planned = invented(seed, 14)
    maker, other = (
        ModelMaker(planned.judging, planned.setting.accounts, planned.now.signs, planned.model.case)
        for _maker in range(2)
    )
    maker.take(planned.setting.world.photos)
    packed = msgspec.msgpack.encode(maker.found())
    found = msgspec.msgpack.decode(packed, type=FoundWorks)
    assert other.recall(found)
    assert other.model((), frozenset()) == maker.model((), frozenset())
    tomorrow = replace(found, day=found.day + timedelta(days=1))
    assert not other.recall(tomorrow)


@examples(6)
@given(seed=SEEDS)
def test_what_was_compared_before_is_judged_alike(seed: int) -> None:
    planned = invented(seed, 14)
    counting = planned.counting
    packed = msgspec.msgpack.encode(counting.compared())
    known = msgspec.msgpack.decode(packed, type=ComparedPictures)
    other = replace(counting, known=known)
    assert other.alone == counting.alone
    left = counting.left({})
    assert other.tying(left) == counting.tying(left)
