"""What work costs at least, known soon: whoever has less time need not look for the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from auditor.engine.plan.asked import AtLeast, Clauses, Count, CoverRow, Hidden, Prices, rows_of

RowOf = Callable[[str], CoverRow]
_FIRST_LOOKED, _MORE_LOOKED = 64, 4
"""After how many counts it is first looked whether they cost too much, and how many times more are
there at the next look.
"""


def dearer(
    counts: Iterable[Count], minutes: float, row_of: RowOf, prices: Prices, paid: Iterable[str] = ()
) -> bool:
    """Whether hiding so much takes longer at least than some minutes.

    Some of the counts may cost too much already: the others are not asked for then.
    """
    known: list[Count] = []
    looked = _FIRST_LOOKED
    for count in counts:
        known.append(count)
        if len(known) >= looked:
            if least(known, row_of, prices, paid) > minutes:
                return True
            looked *= _MORE_LOOKED
    return least(known, row_of, prices, paid) > minutes


def least(
    counts: Iterable[Count], row_of: RowOf, prices: Prices, paid: Iterable[str] = ()
) -> float:
    """Return minutes that hiding so much takes at least, whatever is begun and done besides.

    Each row is paid for once: of rows that were `paid` for already, or with a dearer count, nothing
    is asked.
    """
    cheapest: dict[tuple[str, Clauses], float] = {}

    def hide(shown: Hidden) -> float:
        key = shown.row, shown.clauses
        if key not in cheapest:
            cheapest[key] = _hide(row_of(shown.row), shown.clauses, prices)
        return cheapest[key]

    known = set(paid)
    alone = [(_count(count, hide, known), place, count) for place, count in enumerate(counts)]
    minutes = 0.0
    for _cost, _place, count in sorted(alone, key=lambda each: (-each[0], each[1])):
        minutes += _count(count, hide, known)
        known.update(rows_of(count))
    return minutes


def _hide(row: CoverRow, clauses: Clauses, prices: Prices) -> float:
    """Return what hides something on one row at least: of what is asked, the dearest."""
    price_of = {work: prices[row.account, work] for work in row.works}
    several = [
        [min(price_of[work].first, price_of[work].following) for work in clause & row.works]
        for clause in clauses
    ]
    return max((min(each) for each in several if each), default=0.0)


def _count(count: Count, hide: Callable[[Hidden], float], paid: AbstractSet[str]) -> float:
    options = ((count,),) if isinstance(count, AtLeast) else count.options
    return min(
        (max((_asked(part, hide, paid) for part in option), default=0.0) for option in options),
        default=0.0,
    )


def _asked(asked: AtLeast, hide: Callable[[Hidden], float], paid: AbstractSet[str]) -> float:
    several = sorted(
        sum(hide(shown) for shown in group if shown.row not in paid) for group in asked.groups
    )
    cheapest = several[: asked.count]
    named = Counter(shown.row for group in asked.groups for shown in group)
    apart = not cheapest or max(named.values(), default=0) == 1
    return sum(cheapest) if apart else cheapest[-1]


def surely_dearer(
    asked: Iterable[tuple[str, str, Clauses]], minutes: float, prices: Prices
) -> bool:
    """Whether the cheapest work on each of the first few rows costs more already.

    `asked` are row, account and clauses, once or more for a row. Where all that is asked for takes
    hours, some of it shows that: the rest is not looked at.
    """
    seen: set[str] = set()
    least = 0.0
    for row, account, clauses in asked:
        if row not in seen:
            seen.add(row)
            costs = [[prices[account, work] for work in works] for works in clauses]
            cheapest = [min(min(each.first, each.following) for each in some) for some in costs]
            least += max(cheapest, default=0.0)
            if least > minutes:
                return True
    return False
