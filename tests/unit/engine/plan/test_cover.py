"""The cheapest work is what trying everything finds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.findings.closing import PlanWork
from auditor.domain.remedies import RemedyKey
from auditor.engine.plan.asked import (
    NOTHING,
    AtLeast,
    Count,
    Covered,
    CoverRow,
    Either,
    Hidden,
    Memory,
    Price,
    Works,
    holds,
    price_of,
)
from auditor.engine.plan.cover import bounds, counted, programs
from auditor.engine.plan.cover.bounds import dearer, least
from auditor.engine.plan.cover.cheapest import cover
from auditor.guidance.remedies import remedy

ACCOUNTS = ("a1", "a2")
WORKS = (PlanWork.REPLACE, PlanWork.REWRITE, PlanWork.TAKE_DOWN)
EVERY = {(account, work): Price(2.0, 1.0) for account in ACCOUNTS for work in WORKS}

_works = st.frozensets(st.sampled_from(WORKS), max_size=3)
_clauses = st.frozensets(
    st.frozensets(st.sampled_from(WORKS), min_size=1, max_size=3), min_size=1, max_size=2
)
_prices = st.builds(
    lambda first, less: Price(first, first * less),
    st.sampled_from((0.5, 1.0, 2.0, 5.0)),
    st.sampled_from((0.0, 0.25, 1.0)),
)


@st.composite
def rows(draw: st.DrawFn) -> tuple[CoverRow, ...]:
    """Some rows, of which several are alike, as photos are."""
    kinds = draw(
        st.lists(
            st.tuples(
                st.sampled_from(ACCOUNTS),
                st.sampled_from((frozenset(WORKS), *map(frozenset, combinations(WORKS, 2)))),
                st.just(frozenset()) | _clauses,
            ),
            min_size=1,
            max_size=3,
        )
    )
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=4))
    return tuple(CoverRow(f"p{number}", *kind) for number, kind in enumerate(chosen))


@st.composite
def counts(draw: st.DrawFn, among: Sequence[CoverRow]) -> tuple[Count, ...]:
    names = [row.id for row in among]
    hidden = st.builds(Hidden, st.sampled_from(names), st.sampled_from(draw(_few_clauses)))
    groups = st.lists(hidden, min_size=1, max_size=2, unique_by=lambda each: each.row).map(tuple)

    @st.composite
    def at_least(pick: st.DrawFn) -> AtLeast:
        told = pick(st.lists(groups, min_size=1, max_size=4, unique=True))
        return AtLeast(tuple(told), pick(st.integers(1, len(told))))

    option = st.lists(at_least(), min_size=1, max_size=2).map(tuple)
    either = st.lists(option, min_size=1, max_size=3).map(lambda options: Either(tuple(options)))
    return tuple(draw(st.lists(at_least() | either, min_size=1, max_size=2)))


_few_clauses = st.lists(_clauses, min_size=1, max_size=2)
_problems = rows().flatmap(lambda some: st.tuples(st.just(some), counts(some)))
PRICES = st.fixed_dictionaries(dict.fromkeys(EVERY, _prices))


def reached(count: Count, done: Mapping[str, Works]) -> bool:
    if isinstance(count, Either):
        return any(all(reached(part, done) for part in option) for option in count.options)
    hidden = [
        all(holds(each.clauses, done.get(each.row, frozenset())) for each in group)
        for group in count.groups
    ]
    return sum(hidden) >= count.count


def everything(some: Sequence[CoverRow]) -> Iterator[dict[str, Works]]:
    """Yield all that can be done."""
    possible = [
        [
            frozenset(done)
            for number in range(len(row.works) + 1)
            for done in combinations(sorted(row.works), number)
        ]
        for row in some
    ]
    for chosen in product(*possible):
        yield {row.id: done for row, done in zip(some, chosen, strict=True)}


def satisfied(some: Sequence[CoverRow], asked: Sequence[Count], done: Mapping[str, Works]) -> bool:
    return all(holds(row.clauses, done.get(row.id, frozenset())) for row in some) and all(
        reached(count, done) for count in asked
    )


def judge(
    some: Sequence[CoverRow],
    prices: Mapping[tuple[str, PlanWork], Price],
    asked: Sequence[Count],
    *each_found: Covered | None,
) -> None:
    """Hold each that was found against all that can be done."""
    least = min(
        (price_of(done, some, prices) for done in everything(some) if satisfied(some, asked, done)),
        default=None,
    )
    for found in each_found:
        hold(some, prices, asked, found, least)


def hold(
    some: Sequence[CoverRow],
    prices: Mapping[tuple[str, PlanWork], Price],
    asked: Sequence[Count],
    found: Covered | None,
    least: float | None,
) -> None:
    """Hold what was found against the least that it can cost."""
    assert (found is None) == (least is None)
    if least is None or found is None:
        return
    assert satisfied(some, asked, found.done)
    assert all(found.done.values()), "rows without work are left out"
    assert all(found.done.get(row.id, frozenset()) <= row.works for row in some)
    assert abs(found.minutes - least) < 1e-6
    assert abs(found.bound - least) < 1e-6
    assert abs(found.minutes - price_of(found.done, some, prices)) < 1e-6


def apart(
    problems: Sequence[tuple[tuple[CoverRow, ...], tuple[Count, ...]]],
) -> tuple[tuple[CoverRow, ...], tuple[Count, ...]]:
    """Return problems that share no row as one; of which two rows more are asked alone."""
    some: list[CoverRow] = []
    asked: list[Count] = []
    for number, (several, together) in enumerate(problems):
        some += [replace(row, id=f"{number}{row.id}") for row in several]
        asked += [_renamed(count, number) for count in together]
    return tuple(some), tuple(asked)


def _renamed(count: Count, number: int) -> Count:
    if isinstance(count, Either):
        options = [
            tuple(each for part in option if isinstance(each := _renamed(part, number), AtLeast))
            for option in count.options
        ]
        return Either(tuple(options))
    groups = [
        tuple(replace(each, row=f"{number}{each.row}") for each in group) for group in count.groups
    ]
    return AtLeast(tuple(groups), count.count)


@st.composite
def two_parts(draw: st.DrawFn) -> tuple[tuple[CoverRow, ...], tuple[Count, ...]]:
    """Two problems that have nothing in common but prices, and rows that stand alone."""
    problems = [draw(_problems.filter(lambda each: len(each[0]) <= 2)) for _part in range(2)]
    alone = draw(rows())[:1]
    return apart([*problems, (alone, ())])


@given(rows(), PRICES)
def test_where_rows_stand_alone_nothing_is_cheaper(
    some: tuple[CoverRow, ...], prices: dict[tuple[str, PlanWork], Price]
) -> None:
    judge(some, prices, (), cover(some, prices))


@given(two_parts(), PRICES)
def test_parts_that_share_only_prices_are_solved_one_by_one(
    problem: tuple[tuple[CoverRow, ...], tuple[Count, ...]],
    prices: dict[tuple[str, PlanWork], Price],
) -> None:
    some, asked = problem
    asked = (*asked, AtLeast((), 0))  # of what nothing has to be hidden any more
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counted, "_SMALL", 0)
        memory: Memory = {}
        judge(
            some,
            prices,
            asked,
            cover(some, prices, asked, seconds=20.0),
            cover(some, prices, asked, seconds=20.0, memory=memory),
            cover(some, prices, asked, seconds=20.0, memory=memory),
        )


def test_a_part_gets_a_moment_where_no_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    given_s: list[float] = []

    def watched(*given: Any) -> Any:
        given_s.append(given[3])
        return programs.together(*given)

    monkeypatch.setattr(counted, "together", watched)
    monkeypatch.setattr(counted, "_SMALL", 0)
    some = tuple(CoverRow(f"p{number}", "a0", frozenset(WORKS)) for number in range(6))
    asked = tuple(_all_hidden(some[at : at + 2]) for at in (0, 2, 4))
    prices = {("a0", work): Price(3.0, 2.0) for work in WORKS}
    assert cover(some, prices, asked, seconds=0.0) is not None
    assert given_s
    assert all(0 < seconds <= 1 for seconds in given_s)


@given(_problems, PRICES)
def test_where_rows_are_counted_together_nothing_is_cheaper(
    problem: tuple[tuple[CoverRow, ...], tuple[Count, ...]],
    prices: dict[tuple[str, PlanWork], Price],
) -> None:
    some, asked = problem
    judge(some, prices, asked, cover(some, prices, asked, seconds=20.0))


@st.composite
def places(draw: st.DrawFn) -> tuple[tuple[CoverRow, ...], tuple[Count, ...]]:
    """Photos at places, of which each two that are near must be hidden at one or the other."""
    some = tuple(
        CoverRow(f"p{number}", draw(st.sampled_from(ACCOUNTS)), draw(_some_works))
        for number in range(draw(st.integers(2, 4)))
    )
    sides = draw(st.lists(st.sets(st.sampled_from(some), min_size=1), min_size=2, max_size=4))
    pairs = draw(st.sets(st.sampled_from([*combinations(range(len(sides)), 2)]), min_size=1))
    return some, tuple(
        Either(tuple((_all_hidden(sides[side]),) for side in pair)) for pair in sorted(pairs)
    )


_some_works = st.frozensets(st.sampled_from(WORKS), min_size=1, max_size=3)


def _all_hidden(several: Iterable[CoverRow]) -> AtLeast:
    hidden = tuple((Hidden(row.id, frozenset({frozenset(WORKS[:2])})),) for row in several)
    return AtLeast(tuple(sorted(hidden, key=lambda group: group[0].row)), len(hidden))


@given(places(), PRICES)
def test_where_each_two_are_one_or_the_other_nothing_is_cheaper(
    problem: tuple[tuple[CoverRow, ...], tuple[Count, ...]],
    prices: dict[tuple[str, PlanWork], Price],
) -> None:
    some, asked = problem
    judge(some, prices, asked, cover(some, prices, asked, seconds=20.0))


def test_accounts_with_many_near_places_are_proven_soon() -> None:
    """Four accounts are often at the same places: on each but one all must go, and which is left
    is known at once. Asked for two by two, a program halves each and proves nothing.
    """
    rng = random.Random(1)
    several = [f"a{number}" for number in range(4)]
    held: dict[tuple[str, int], tuple[CoverRow, ...]] = {
        (account, place): tuple(
            CoverRow(f"{account}-{place}-{number}", account, frozenset(WORKS))
            for number in range(rng.randint(1, 4))
        )
        for account in several
        for place in range(40)
    }
    asked = tuple(
        Either(((_all_hidden(held[one_side]),), (_all_hidden(held[other]),)))
        for one_side, other in combinations(sorted(held), 2)
        if one_side[0] != other[0] and abs(one_side[1] - other[1]) <= 3
    )
    prices = {(account, work): Price(3.0, 2.0) for account in several for work in WORKS}
    some = tuple(row for photos_there in held.values() for row in photos_there)
    found = cover(some, prices, asked, seconds=2.0)
    assert found is not None
    assert found.minutes - found.bound < 1e-6


@given(_problems, PRICES)
def test_what_work_costs_at_least_is_no_more_than_it_costs(
    problem: tuple[tuple[CoverRow, ...], tuple[Count, ...]],
    prices: dict[tuple[str, PlanWork], Price],
) -> None:
    some, asked = problem
    costs = [
        price_of(done, some, prices) for done in everything(some) if satisfied(some, asked, done)
    ]
    of_row = {row.id: row for row in some}
    single = cover(some, prices)
    more = least(asked, of_row.__getitem__, prices, [row.id for row in some if row.clauses])
    assert not costs or least(asked, of_row.__getitem__, prices) <= min(costs) + 1e-6
    assert not costs or (single and single.minutes + more <= min(costs) + 1e-6)


@given(_problems, PRICES, st.integers(0, 40))
def test_what_is_found_dearer_before_all_is_asked_for_is_dearer(
    problem: tuple[tuple[CoverRow, ...], tuple[Count, ...]],
    prices: dict[tuple[str, PlanWork], Price],
    minutes: int,
) -> None:
    some, asked = problem
    of_row = {row.id: row for row in some}
    known = least(asked, of_row.__getitem__, prices) > minutes
    assert dearer(asked, minutes, of_row.__getitem__, prices) == known
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "_FIRST_LOOKED", 1)
        soon = dearer(asked, minutes, of_row.__getitem__, prices)
    costs = [
        price_of(done, some, prices) for done in everything(some) if satisfied(some, asked, done)
    ]
    assert soon >= known
    assert not soon or all(cost > minutes - 1e-6 for cost in costs)


def test_no_more_is_asked_for_than_costs_too_much() -> None:
    some = photos(1000, clauses=frozenset())
    looked: list[str] = []

    def needed() -> Iterator[Count]:
        for row in some:
            looked.append(row.id)
            yield AtLeast(((Hidden(row.id, GONE),),), 1)

    of_row = {row.id: row for row in some}
    assert dearer(needed(), 10.0, of_row.__getitem__, EVERY)
    assert len(looked) < 100


def test_photos_that_are_counted_apart_are_paid_for_apart() -> None:
    some = photos(6, clauses=frozenset())
    groups = [(Hidden(row.id, GONE),) for row in some]
    several = (AtLeast((*groups[:3],), 2), Either(((AtLeast((*groups[3:],), 3),),)))
    again = AtLeast((*groups[2:4],), 1)
    of_row = {row.id: row for row in some}
    assert least((*several, again), of_row.__getitem__, EVERY) == 5.0


@given(rows(), PRICES)
def test_the_program_finds_what_the_closed_form_finds(
    some: tuple[CoverRow, ...], prices: dict[tuple[str, PlanWork], Price]
) -> None:
    nothing = AtLeast(((Hidden(some[0].id, NOTHING),),), 1)
    alone, together = cover(some, prices), cover(some, prices, (nothing,), seconds=20.0)
    assert (alone is None) == (together is None)
    if alone is not None and together is not None:
        assert abs(alone.minutes - together.minutes) < 1e-6


@given(_problems, PRICES)
def test_the_same_is_found_again(
    problem: tuple[tuple[CoverRow, ...], tuple[Count, ...]],
    prices: dict[tuple[str, PlanWork], Price],
) -> None:
    some, asked = problem
    assert cover(some, prices, asked) == cover(some, dict(reversed(prices.items())), asked)


def photos(number: int, *, clauses: frozenset[Works]) -> tuple[CoverRow, ...]:
    return tuple(CoverRow(f"p{index}", "a1", frozenset(WORKS), clauses) for index in range(number))


GONE = frozenset({frozenset({PlanWork.TAKE_DOWN})})


def test_ten_deletions_cost_four_minutes() -> None:
    told = remedy(RemedyKey.REMOVE_PHOTO, "mastodon")
    assert (told.price(1), round(told.price(10), 6)) == (1.0, 4.0)
    prices = EVERY | {("a1", PlanWork.TAKE_DOWN): Price(told.minutes, told.following)}
    found = cover(photos(10, clauses=GONE), prices)
    assert found is not None
    assert round(found.minutes, 6) == 4.0


def test_one_work_for_many_rows_is_begun_once() -> None:
    """Replacing costs more on one photo, and less on ten."""
    prices = EVERY | {
        ("a1", PlanWork.REPLACE): Price(5.0, 0.5),
        ("a1", PlanWork.REWRITE): Price(2.0, 2.0),
    }
    either = frozenset({frozenset({PlanWork.REPLACE, PlanWork.REWRITE})})
    few, many = cover(photos(1, clauses=either), prices), cover(photos(10, clauses=either), prices)
    assert few is not None
    assert many is not None
    assert set(few.done.values()) == {frozenset({PlanWork.REWRITE})}
    assert set(many.done.values()) == {frozenset({PlanWork.REPLACE})}
    assert many.minutes == 9.5


def test_what_no_work_does_is_not_found() -> None:
    row = CoverRow("p0", "a1", frozenset({PlanWork.REWRITE}), GONE)
    assert cover((row,), EVERY) is None
    hidden = Hidden("p0", GONE)
    alone = CoverRow("p0", "a1", frozenset({PlanWork.REWRITE}))
    assert cover((alone,), EVERY, (AtLeast(((hidden,),), 1),)) is None
    assert cover((alone,), EVERY, (AtLeast(((hidden,),), 2),)) is None


def test_without_anything_asked_nothing_is_done() -> None:
    assert cover((CoverRow("p0", "a1", frozenset(WORKS)),), EVERY) == Covered({}, 0.0, 0.0)


def test_of_equal_rows_no_more_than_needed_are_chosen() -> None:
    some = photos(6, clauses=frozenset())
    asked = AtLeast(tuple((Hidden(row.id, GONE),) for row in some), 2)
    found = cover(some, EVERY, (asked,))
    assert found is not None
    assert [*found.done.values()] == [frozenset({PlanWork.TAKE_DOWN})] * 2
    assert found.minutes == 3.0
