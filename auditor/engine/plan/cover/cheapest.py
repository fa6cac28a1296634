"""The cheapest work that does all that is asked.

Without counts the answer is found by trying which works are begun on each account; with them by
integer programming (HiGHS through scipy, loaded only then). Rows that are alike are counted, not
told apart, so that 100,000 photos are some hundred variables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import combinations

from auditor.dataclass import dataclass
from auditor.domain.findings.closing import PlanWork
from auditor.engine.plan.asked import (
    Alike,
    AtLeast,
    Clauses,
    Count,
    Covered,
    CoverRow,
    Hidden,
    Memory,
    Prices,
    Works,
    hiddens,
    ways,
)


def cover(
    rows: Sequence[CoverRow],
    prices: Prices,
    counts: Sequence[Count] = (),
    seconds: float = 2.0,
    known: float | None = None,
    memory: Memory | None = None,
) -> Covered | None:
    """Return the cheapest work; None where no work does what is asked.

    `seconds` bounds the search where there are counts: what is found then may not be the cheapest.
    `known` are minutes for which it can be had; the search is shorter then. `memory` keeps what is
    proven for the next search. Ties are broken by the
    order of the rows, which the caller sorts by content.
    """
    if any(not clause & row.works for row in rows for clause in row.clauses):
        return None
    if not counts:
        return _by_account(rows, prices)
    from auditor.engine.plan.cover.counted import cover_counts

    rows = _without_dearer(rows, prices, counts)
    return cover_counts(rows, prices, counts, seconds, known, {} if memory is None else memory)


def _without_dearer(
    rows: Sequence[CoverRow], prices: Prices, counts: Iterable[Count]
) -> Sequence[CoverRow]:
    """Return the rows without works in whose place another does all they do, for no more."""
    wanted: dict[str, set[Clauses]] = defaultdict(set)
    for count in counts:
        for _asked, group in hiddens(count):
            for shown in group:
                wanted[shown.row].add(shown.clauses)
    of_account: dict[str, set[tuple[Works, Works]]] = defaultdict(set)
    for row in rows:
        of_account[row.account] |= {
            (row.works, clause)
            for clauses in (row.clauses, *wanted.get(row.id, ()))
            for clause in clauses
        }
    dearer = {account: _dearer(account, each, prices) for account, each in of_account.items()}
    return [
        replace(row, works=row.works - dearer[row.account]) if dearer[row.account] else row
        for row in rows
    ]


def _dearer(account: str, asked: Iterable[tuple[Works, Works]], prices: Prices) -> Works:
    """Return the works of an account in whose place another can be done wherever they help."""
    asked = {(works, clause & works) for works, clause in asked}
    known = sorted({work for works, _clause in asked for work in works})
    left = list(known)
    for work in known:
        price = prices[account, work]
        if any(
            prices[account, other].first <= price.first
            and prices[account, other].following <= price.following
            and all(other in clause for _works, clause in asked if work in clause)
            for other in left
            if other is not work
        ):
            left.remove(work)
    return frozenset(known) - frozenset(left)


def extended(
    done: Mapping[str, Works],
    rows: Mapping[str, CoverRow],
    prices: Prices,
    counts: Iterable[Count],
) -> dict[str, Works]:
    """Return `done` with more work, after which all `counts` hold: soon found, not the cheapest.

    `rows` are all that the counts name.
    """
    growing = _Growing(dict(done), rows, prices)
    for count in counts:
        growing.satisfy(count)
    return growing.done


@dataclass(slots=True)
class _Growing:
    """Work to which is added what is cheapest next."""

    done: dict[str, Works]
    rows: Mapping[str, CoverRow]
    prices: Prices
    begun: set[tuple[str, PlanWork]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for name, works in self.done.items():
            if name in self.rows:
                self.begun |= {(self.rows[name].account, work) for work in works}

    def satisfy(self, count: Count) -> None:
        options = ((count,),) if isinstance(count, AtLeast) else count.options
        least: tuple[float, list[tuple[str, Works]]] | None = None
        for option in options:
            each = [self._missing(asked) for asked in option]
            cost = sum(part[0] for part in each)
            if least is None or cost < least[0]:
                least = cost, [more for part in each for more in part[1]]
        for name, works in least[1] if least else ():
            self.done[name] = self.done.get(name, frozenset()) | works
            self.begun |= {(self.rows[name].account, work) for work in works}

    def _missing(self, asked: AtLeast) -> tuple[float, list[tuple[str, Works]]]:
        """Return what hides as much as is asked, with its minutes."""
        each = [self._hide(group) for group in asked.groups]
        cheapest = sorted(range(len(each)), key=lambda place: (each[place][0], place))
        chosen = [each[place] for place in cheapest[: asked.count]]
        return sum(part[0] for part in chosen), [more for part in chosen for more in part[1]]

    def _hide(self, group: Iterable[Hidden]) -> tuple[float, list[tuple[str, Works]]]:
        cost, more = 0.0, []
        for shown in group:
            row = self.rows[shown.row]
            now = there = self.done.get(shown.row, frozenset())
            for clause in sorted(shown.clauses, key=sorted):
                if not clause & now:
                    price, work = min((self._price(row, each), each) for each in clause & row.works)
                    now |= {work}
                    cost += price
            if now != there:
                more.append((shown.row, now))
        return cost, more

    def _price(self, row: CoverRow, work: PlanWork) -> float:
        price = self.prices[row.account, work]
        return price.following if (row.account, work) in self.begun else price.first


def _by_account(rows: Sequence[CoverRow], prices: Prices) -> Covered:
    """Return the cheapest work where every row stands for itself: accounts are independent."""
    of_account: dict[str, dict[tuple[Works, Clauses], list[str]]] = defaultdict(dict)
    for row in rows:
        if row.clauses:
            of_account[row.account].setdefault((row.works, row.clauses), []).append(row.id)
    done: dict[str, Works] = {}
    minutes = 0.0
    for account, groups in of_account.items():
        alike = [
            Alike(account, tuple(ids), ways(CoverRow(ids[0], account, works, clauses)))
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
            used: set[PlanWork] = set()
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
