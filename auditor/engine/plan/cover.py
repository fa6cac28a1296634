"""The cheapest work that does all that is asked: a weighted cover.

A work has a price for the first row on an account and one for each further row.

A row is a photo or an account. What is asked of it are clauses: of each, one of the works must be
done there. What is asked of several rows together are counts of what must be hidden. Without counts
the answer is found by trying which works are begun on each account; with them by integer
programming (HiGHS through scipy, loaded only then). Rows that are alike are counted, not told
apart, so that 100,000 photos are some hundred variables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from auditor.domain.findings.closing import Work

Works = frozenset[Work]
Clauses = frozenset[Works]
"""All of them hold: of each, one of the works is done."""
NOTHING: Clauses = frozenset()


@dataclass(frozen=True, slots=True)
class Price:
    """Minutes of the first row on an account, and of each further one."""

    first: float
    following: float


@dataclass(frozen=True, slots=True)
class Row:
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
Prices = Mapping[tuple[str, Work], Price]
"""By account and work."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What is done on each row; rows on which nothing is done are left out.

    `minutes` is the price, which cannot be below `bound`; they are the same where it is proven.
    """

    done: Mapping[str, Works]
    minutes: float
    bound: float


def holds(clauses: Clauses, done: Works) -> bool:
    """Whether what was done satisfies all clauses."""
    return all(clause & done for clause in clauses)


def price_of(done: Mapping[str, Works], rows: Iterable[Row], prices: Prices) -> float:
    """Return the minutes of some work."""
    count: dict[tuple[str, Work], int] = defaultdict(int)
    for row in rows:
        for work in done.get(row.id, ()):
            count[row.account, work] += 1
    return sum(
        prices[key].first + (number - 1) * prices[key].following for key, number in count.items()
    )


def cover(
    rows: Sequence[Row], prices: Prices, counts: Sequence[Count] = (), seconds: float = 2.0
) -> Covered | None:
    """Return the cheapest work; None where no work does what is asked.

    `seconds` bounds the search where there are counts: what is found then may not be the cheapest.
    Ties are broken by the order of the rows, which the caller sorts by content.
    """
    if any(not clause & row.works for row in rows for clause in row.clauses):
        return None
    if not counts:
        return _by_account(rows, prices)
    from auditor.engine.plan.cover_counts import cover_counts

    return cover_counts(rows, prices, counts, seconds)


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows of one account of which the same is asked. `ways` are what can be done on each."""

    account: str
    rows: tuple[str, ...]
    ways: tuple[Works, ...]


def ways(row: Row, wanted: Iterable[Clauses] = ()) -> tuple[Works, ...]:
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


def _by_account(rows: Sequence[Row], prices: Prices) -> Covered:
    """Return the cheapest work where every row stands for itself: accounts are independent."""
    of_account: dict[str, dict[tuple[Works, Clauses], list[str]]] = defaultdict(dict)
    for row in rows:
        if row.clauses:
            of_account[row.account].setdefault((row.works, row.clauses), []).append(row.id)
    done: dict[str, Works] = {}
    minutes = 0.0
    for account, groups in of_account.items():
        alike = [
            Alike(account, tuple(ids), ways(Row(ids[0], account, works, clauses)))
            for (works, clauses), ids in groups.items()
        ]
        cost, chosen = min(
            _choices(alike, account, prices), key=lambda choice: (round(choice[0], 9), choice[2])
        )[:2]
        minutes += cost
        for group, way in zip(alike, chosen, strict=True):
            done |= dict.fromkeys(group.rows, way)
    return Covered(done, minutes, minutes)


def _choices(
    groups: Sequence[Alike], account: str, prices: Prices
) -> Iterator[tuple[float, tuple[Works, ...], int]]:
    """Yield the cheapest ways for each set of works that is begun, with their minutes."""
    known = sorted({work for group in groups for way in group.ways for work in way})
    number = 0
    for size in range(1, len(known) + 1):
        for begun in combinations(known, size):
            number += 1
            chosen, cost = [], 0.0
            used: set[Work] = set()
            for group in groups:
                fitting = [way for way in group.ways if way <= frozenset(begun)]
                if not fitting:
                    break
                each, _length, way = min(
                    (sum(prices[account, work].following for work in way), len(way), index)
                    for index, way in enumerate(fitting)
                )
                chosen.append(fitting[way])
                used |= fitting[way]
                cost += each * len(group.rows)
            else:
                begin = (prices[account, work] for work in used)
                yield (
                    cost + sum(price.first - price.following for price in begin),
                    (*chosen,),
                    number,
                )
