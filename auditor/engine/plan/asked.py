"""What is asked of photos and accounts, and what it costs: the words of a weighted cover.

A work has a price for the first row on an account and one for each further row. A row is a photo
or an account. What is asked of it are clauses: of each, one of the works must be done there. What
is asked of several rows together are counts of what must be hidden.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from auditor.dataclass import dataclass
from auditor.domain.findings.closing import PlanWork

Works = frozenset[PlanWork]
Clauses = frozenset[Works]
"""All of them hold: of each, one of the works is done."""
NOTHING: Clauses = frozenset()


@dataclass(frozen=True, slots=True)
class Price:
    """Minutes of the first row on an account, and of each further one."""

    first: float
    following: float


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One photo, or one account; `id` is unique. `works` can be done there."""

    id: str
    account: str
    works: Works
    clauses: Clauses = NOTHING


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something that a row shows is hidden when the clauses hold there."""

    row: str
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Of `groups`, at least `count` are hidden wholly."""

    groups: tuple[tuple[Hidden, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Either:
    """All that one of the options asks for holds."""

    options: tuple[tuple[AtLeast, ...], ...]


Count = AtLeast | Either
ROUNDING = 1e-6
"""Thirds of a minute are not exact, nor is what the solver adds up."""
Prices = Mapping[tuple[str, PlanWork], Price]
"""By account and work."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What is done on each row; rows on which nothing is done are left out.

    `minutes` is the price, which cannot be below `bound`; they are the same where it is proven.
    """

    done: Mapping[str, Works]
    minutes: float
    bound: float


Memory = dict[
    tuple[tuple[CoverRow, ...], tuple[Count, ...], frozenset[tuple[tuple[str, PlanWork], Price]]],
    Covered | None,
]
"""What was proven of rows, counts and prices: the next search asks for most of it again."""


def holds(clauses: Clauses, done: Works) -> bool:
    """Whether what was done satisfies all clauses."""
    return all(clause & done for clause in clauses)


def price_of(done: Mapping[str, Works], rows: Iterable[CoverRow], prices: Prices) -> float:
    """Return the minutes of some work."""
    count: dict[tuple[str, PlanWork], int] = defaultdict(int)
    for row in rows:
        for work in done.get(row.id, ()):
            count[row.account, work] += 1
    return sum(
        prices[key].first + (number - 1) * prices[key].following for key, number in count.items()
    )


def unit_of(several: Iterable[Price]) -> float:
    """Return minutes of which all prices are multiples, 0 if they are not of whole seconds."""
    unit = 0
    for minutes in {minutes for price in several for minutes in (price.first, price.following)}:
        seconds = round(minutes * 60)
        if abs(seconds - minutes * 60) > ROUNDING:
            return 0.0
        unit = math.gcd(unit, seconds)
    return unit / 60


def hiddens(count: Count) -> Iterator[tuple[AtLeast, tuple[Hidden, ...]]]:
    """Yield each group of a count, with what it is one of."""
    asked = (
        (count,)
        if isinstance(count, AtLeast)
        else [each for some in count.options for each in some]
    )
    for each in asked:
        for group in each.groups:
            yield each, group


def whole_sides(count: Count) -> Iterator[tuple[tuple[Hidden, ...], ...]]:
    """Yield the groups of each option that asks for all of several, where each option is like it.

    One of the options then asks for each group of the one beside each group of the other.
    """
    sides = [option[0] for option in count.options] if isinstance(count, Either) else []
    if all(len(side.groups) == side.count for side in sides):
        yield from (side.groups for side in sides if side.count > 1)


def rows_of(count: Count) -> Iterator[str]:
    """Yield the rows that a count names, each as often as it does."""
    return (hidden.row for _asked, group in hiddens(count) for hidden in group)


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows of one account of which the same is asked. `ways` are what can be done on each."""

    account: str
    rows: tuple[str, ...]
    ways: tuple[Works, ...]


def ways(row: CoverRow, wanted: Iterable[Clauses] = ()) -> tuple[Works, ...]:
    """Return the sets of works that satisfy a row, none with a work that makes no difference.

    Of two that satisfy the same of `wanted`, a superset is left out. Smaller sets come first.
    """
    useful = sorted(
        row.works
        & frozenset(
            work for clauses in (row.clauses, *wanted) for clause in clauses for work in clause
        )
    )
    kept: list[tuple[Works, frozenset[Clauses]]] = []
    for number in range(len(useful) + 1):
        for some in combinations(useful, number):
            done = frozenset(some)
            if holds(row.clauses, done):
                hides = frozenset(each for each in wanted if holds(each, done))
                if not any(other <= done and hides <= hidden for other, hidden in kept):
                    kept.append((done, hides))
    return tuple(done for done, _hides in kept)
