"""The cheapest work that does all that is asked.

Without counts the answer is found by trying which works are begun on each account; with them by
integer programming (HiGHS through scipy, loaded only then). Rows that are alike are counted, not
told apart, so that 100,000 photos are some hundred variables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from auditor.domain.findings.closing import PlanWork
from auditor.engine.plan.asked import Alike, Clauses, Count, Covered, CoverRow, Prices, Works, ways


def cover(
    rows: Sequence[CoverRow], prices: Prices, counts: Sequence[Count] = (), seconds: float = 2.0
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
