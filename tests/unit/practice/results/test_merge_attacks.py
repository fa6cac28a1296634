"""Two merges that differ by one person: what the best attacker gains, worked out and bounded.

The attacker sees the files of both classes, knows every answer of everybody else, and wants to know
one thing or all things of one person. Their advantage is the distance between what the file may be
if that person answered one way, and if they answered another.
"""

from __future__ import annotations

import math
import random
from functools import cache
from itertools import product
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import UsageError
from auditor.practice.results import noise
from auditor.practice.results.class_results import (
    ClassResults,
    ClassSet,
    TaskSums,
    merged,
    read_class,
    together,
    written,
)
from auditor.practice.results.handed_in import PairedLearner
from tests.rows import each_row
from tests.unit.practice.results.classes import TASKS, anybody, learner, paired

STEP = 1e-4
"""The grid on which logarithms of ratios are added up; it is far finer than what they are."""


@cache
def shares(sigma: float) -> tuple[int, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """How often each number is drawn, from -n to n; and n."""
    known = noise.weights(sigma)
    most = max(known)
    made = np.array([known[number] for number in range(-most, most + 1)], dtype=np.float64)
    return most, made / made.sum()


def distance(sigma: float, shift: int) -> float:
    """How far one sum tells apart two classes in which it differs by `shift`, exactly."""
    _most, drawn = shares(sigma)
    here, there = np.pad(drawn, (0, shift)), np.pad(drawn, (shift, 0))
    return float(np.abs(here - there).sum() / 2)


def both_sums(before: int, after: int) -> float:
    """The same for both sums of "n of 8 not seen" at once, exactly: they are drawn apart."""
    _most, drawn = shares(noise.NOT_SEEN_SIGMA)
    here = np.outer(np.pad(drawn, (0, before)), np.pad(drawn, (0, after)))
    there = np.outer(np.pad(drawn, (before, 0)), np.pad(drawn, (after, 0)))
    return float(np.abs(here - there).sum() / 2)


def ratios(sigma: float, shift: int) -> tuple[int, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """How often each logarithm of a ratio comes, from a first step of the grid on."""
    most, drawn = shares(sigma)
    numbers = np.arange(-most, most + 1 - shift)
    steps = np.ceil((2 * numbers * shift + shift**2) / (2 * sigma**2) / STEP).astype(int)
    made = np.zeros(steps.max() - steps.min() + 1)
    np.add.at(made, steps - steps.min(), drawn[: len(numbers)])
    return int(steps.min()), made


def all_at_once(tasks: int) -> float:
    """How far a whole file tells apart two people who differ in everything that they can.

    The logarithm of the ratio is a sum over what is told; each part is rounded up to a grid, in
    favour of the attacker.
    """
    kinds = [(ratios(noise.NOT_SEEN_SIGMA, 8), 2), (ratios(noise.task_sigma(tasks), 1), 2 * tasks)]
    lowest = sum(first * times for (first, _made), times in kinds)
    size = 1 + sum((len(made) - 1) * times for (_first, made), times in kinds)
    whole = np.ones(size // 2 + 1, dtype=np.complex128)
    for (_first, made), times in kinds:
        whole *= np.fft.rfft(made, size) ** times
    total = np.maximum(0, np.fft.irfft(whole, size))
    logs = (lowest + np.arange(size)) * STEP
    # the attacker gains wherever the second person would make what is seen less likely
    gained = float((total * -np.expm1(-np.maximum(0, logs))).sum())
    return gained + max(0.0, 1 - float(total.sum()))


@pytest.mark.parametrize("tasks", [0, 1, 4, 9, 20])
def test_all_that_is_told_of_a_person_stays_below_the_bound(tasks: int) -> None:
    exact = all_at_once(tasks)
    assert exact <= noise.MOST_TOLD
    assert exact == pytest.approx(noise.told_by(1, tasks), abs=0.001)


def test_every_answer_of_a_small_domain_against_every_other() -> None:
    """All 81 pairs of differences in "n of 8 not seen", before and after, each worked out whole."""
    found = {(a, b): both_sums(a, b) for a, b in product(range(9), range(9))}
    assert max(found.values()) == found[8, 8] <= noise.told_by(1, 0) + 0.001 <= noise.MOST_TOLD
    assert found[0, 0] == 0
    assert found[0, 1] < 0.02, "whether 5 or 6 of 8 were not seen: 51 guesses of 100 are right"


@each_row("tasks", [1, 4, 9])
def test_one_task_of_a_person_is_next_to_an_even_chance(tasks: int) -> None:
    assert distance(noise.task_sigma(tasks), 1) <= 0.12 / math.sqrt(tasks)


@pytest.mark.parametrize("sigma", [noise.NOT_SEEN_SIGMA, noise.task_sigma(4)])
def test_numbers_are_drawn_as_often_as_they_are_counted(sigma: float) -> None:
    known = noise.weights(sigma)
    total = sum(known.values())
    end = 0
    for number, weight in known.items():
        assert noise.drawn(sigma, lambda most, end=end: end if most == total else -1) == number  # type: ignore[misc]
        end += weight
        assert noise.drawn(sigma, lambda most, end=end: end - 1 if most == total else -1) == number  # type: ignore[misc]
    spread = sum(weight * number**2 for number, weight in known.items()) / total
    assert math.sqrt(spread) == pytest.approx(sigma, rel=0.001)
    assert min(known.values()) < 100, "the ends are as rare as can be drawn"


class Stream:
    """The same draws for two classes."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def __call__(self, most: int) -> int:
        return self.chance.randrange(most)


people = st.builds(
    PairedLearner,
    st.integers(0, 8),
    st.integers(0, 8),
    st.frozensets(st.sampled_from((*TASKS, "mara-unknown"))),
    st.frozensets(st.sampled_from((*TASKS, "mara-unknown"))),
)


@given(st.lists(people, min_size=4, max_size=30), people, people, st.integers(0, 1 << 32))
@settings(max_examples=60, deadline=None)
def test_nothing_but_the_sums_depends_on_a_person(
    others: list[PairedLearner], here: PairedLearner, there: PairedLearner, seed: int
) -> None:
    """With the same draws, and by no more than the bound was worked out for."""
    (first,) = merged(paired([*others, here]), TASKS, Stream(seed)).sets
    (second,) = merged(paired([*others, there]), TASKS, Stream(seed)).sets
    assert (first.id, first.people) == (second.id, second.people)
    assert abs(first.not_seen_before - second.not_seen_before) <= 8
    assert abs(first.not_seen_after - second.not_seen_after) <= 8
    for mine, yours in zip(first.tasks, second.tasks, strict=True):
        assert mine.id == yours.id
        assert abs(mine.before - yours.before) <= 1
        assert abs(mine.after - yours.after) <= 1


@given(st.lists(people, min_size=5, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_people_does_not_count(
    learners: list[PairedLearner], mix: random.Random
) -> None:
    mixed = learners[:]
    mix.shuffle(mixed)
    assert merged(paired(learners), TASKS, Stream(1)) == merged(paired(mixed), TASKS, Stream(1))


def likelihood(seen: ClassSet, others: list[PairedLearner], person: PairedLearner) -> float:
    """The logarithm of how likely a file is, for somebody who knows all but one person."""
    everybody = [*others, person]

    def of(told: int, true: int, sigma: float) -> float:
        return -((told - true) ** 2) / (2 * sigma**2)

    made = of(
        seen.not_seen_before, sum(each.not_seen_before for each in everybody), noise.NOT_SEEN_SIGMA
    )
    made += of(
        seen.not_seen_after, sum(each.not_seen_after for each in everybody), noise.NOT_SEEN_SIGMA
    )
    sigma = noise.task_sigma(len(seen.tasks))
    for task in seen.tasks:
        made += of(task.before, sum(task.id in each.right_before for each in everybody), sigma)
        made += of(task.after, sum(task.id in each.right_after for each in everybody), sigma)
    return made


@pytest.mark.parametrize("size", [4, 19])
def test_the_best_guess_from_two_merges_with_and_without_a_person(size: int) -> None:
    """Played 2,500 times: a merge without them, one with them, and the likelier answer guessed."""
    chance = random.Random(size)
    low, high = learner(0, 0), PairedLearner(8, 8, frozenset(TASKS), frozenset(TASKS))
    right = 0
    rounds = 2500
    for _round in range(rounds):
        others = [anybody(chance) for _person in range(size)]
        truth = chance.random() < 0.5
        with_them = merged(paired([*others, high if truth else low]), TASKS, chance.randrange)
        (seen,) = with_them.sets
        right += (likelihood(seen, others, high) > likelihood(seen, others, low)) == truth
    slack = 4 * math.sqrt(0.25 / rounds)
    assert (
        0.5 + noise.MOST_TOLD / 2 - 2 * slack < right / rounds < 0.5 + noise.MOST_TOLD / 2 + slack
    )


def test_four_results_that_the_trainer_made_up_tell_no_more_of_the_fifth() -> None:
    """Those are the four whom the attacker knows above; the bound does not ask who others are."""
    made_up = [learner(8, 8, TASKS)] * 4
    right = 0
    chance = random.Random(7)
    for _round in range(2000):
        truth = chance.random() < 0.5
        fifth = learner(3, 6) if truth else learner(3, 5)
        (seen,) = merged(paired([*made_up, fifth]), TASKS, chance.randrange).sets
        guess = likelihood(seen, made_up, learner(3, 6)) > likelihood(seen, made_up, learner(3, 5))
        right += guess == truth
    assert right / 2000 < 0.55, "6 or 5 of 8 not seen: next to an even chance"


def test_what_two_states_of_a_class_differ_by_is_a_set_of_five_or_more() -> None:
    chance = random.Random(3)
    first = merged(paired([anybody(chance) for _person in range(9)]), TASKS)
    second = merged(paired([anybody(chance) for _person in range(5)]), TASKS)
    grown, again = together([first, second])
    assert again == 0
    (added,) = set(grown.sets) - set(first.sets)
    assert added.people == 5
    assert together([grown, first, second]) == (grown, 2)


def test_more_merges_of_the_same_people_tell_more_and_how_much_is_said() -> None:
    told = [noise.told_by(merges, 4) for merges in (1, 2, 4, 10)]
    assert told == sorted(told)
    assert [round(50 + 50 * each) for each in told] == [62, 67, 74, 84]


def test_a_class_holds_nothing_else() -> None:
    assert ClassResults.__struct_fields__ == ("schema", "story", "level", "tasks", "sets")
    assert ClassSet.__struct_fields__ == (
        "id", "people", "not_seen_before", "not_seen_after", "tasks",
    )  # fmt: skip


_SUMS = tuple(TaskSums(task, 1, 2) for task in TASKS)
WHOLE = ClassResults(
    "auditor/class-results/1", "mara", 1, TASKS, (ClassSet("0" * 32, 5, 10, 20, _SUMS),)
)


@each_row("data", [b"", b"no", b"{}", b"[]", b'"\xff"', b"[" * 100_000])
def test_what_is_no_result_of_a_class_is_told(data: bytes) -> None:
    with pytest.raises(UsageError, match="odd name: this is no result of a class"):
        read_class("odd name", data)


@each_row(
    "changes",
    [
        {"tasks": ("mara-home",)},
        {"story": "nobody"},
        {"level": 9},
        {"sets": (WHOLE.sets[0], WHOLE.sets[0])},
    ],
)
def test_a_file_of_a_class_that_contradicts_itself_is_told(changes: dict[str, Any]) -> None:
    assert read_class("name", written(WHOLE)) == WHOLE
    with pytest.raises(UsageError, match="this is no result of a class"):
        read_class("name", written(msgspec.structs.replace(WHOLE, **changes)))
