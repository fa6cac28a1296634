"""The planned copies catch more than one hash does, the more of them the more.

The same seed plans the same.
"""

from __future__ import annotations

import numpy as np
import pytest

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.pdq.reduced import reduce
from auditor.hashing.private import submission_plan
from auditor.hashing.private.edits import ImageEdit, apply
from auditor.hashing.private.submission_plan import SubmissionPlan, plan
from tests.rows import each_row
from tests.unit.hashing.scenery import scene


@pytest.fixture(scope="module")
def made() -> SubmissionPlan:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(submission_plan, "_CHOSEN_ON", 300)
        patch.setattr(submission_plan, "_MEASURED_ON", 200)
        return plan(scene(1), 16, 4)


def test_the_picture_itself_comes_first_and_no_copy_twice(made: SubmissionPlan) -> None:
    assert made.edits[0] == ImageEdit()
    assert len(set(made.edits)) == len(made.edits) == len(made.recall) == 16


def test_recall_grows_to_several_times_that_of_one_hash(made: SubmissionPlan) -> None:
    assert list(made.recall) == sorted(made.recall)
    assert made.recall[-1] >= 3 * made.recall[0]
    assert 0 < made.recall[0] < made.recall[-1] < 1


def test_a_planned_copy_is_what_the_plan_thought_it_is(made: SubmissionPlan) -> None:
    rgb = scene(1)
    thought = submission_plan._hash_edits(made.edits, reduce(rgb))
    for edit, expected in zip(made.edits, thought, strict=True):
        assert int(distances(expected, from_hex([pdq(apply(edit, rgb)).hash]))[0]) <= 24, edit.name


def test_the_same_seed_gives_the_same_copies() -> None:
    picture = reduce(scene(2))
    first, again, other = (
        submission_plan._make_copies(picture, np.random.default_rng(seed), 20) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@each_row("k", [0, -1, 10_000])
def test_impossible_numbers_are_refused(k: int) -> None:
    with pytest.raises(ValueError, match="edits"):
        plan(scene(1, 60, 60), k)


def test_exchanging_never_catches_less() -> None:
    caught = np.random.default_rng(5).random((40, 200)) < 0.08
    greedy = submission_plan._choose_greedily(caught, 8)
    better = submission_plan._exchange_rows(caught, greedy)
    assert better[0] == greedy[0] == 0
    assert caught[better].any(axis=0).sum() >= caught[greedy].any(axis=0).sum()
    assert len(submission_plan.by_hand(1.5)) == len(set(submission_plan.by_hand(1.5))) == 16
