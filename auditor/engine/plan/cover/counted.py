"""The cheapest work where things are counted over several rows: what is apart, apart."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from auditor.dataclass import dataclass
from auditor.domain.findings.closing import PlanWork
from auditor.engine.plan.asked import (
    ROUNDING,
    Count,
    Covered,
    CoverRow,
    Memory,
    Price,
    Prices,
    Works,
    hiddens,
    price_of,
    unit_of,
)
from auditor.engine.plan.cover.programs import together

_FEWEST_PARTS = 3
_SMALL = 6
"""Rows of a part up to which it is solved with others: beginning a program takes longer."""
_LEAST_S = 0.1
"""Seconds that a part gets in any case."""


def cover_counts(
    rows: Sequence[CoverRow],
    prices: Prices,
    counts: Sequence[Count],
    seconds: float,
    known: float | None,
    memory: Memory,
) -> Covered | None:
    """Return the cheapest work; None where no work does what is asked.

    All prices are multiples of some seconds, so a bound less than one of them below the cheapest
    found proves it; `known` says what it can cost at most, if that is known.
    """
    parts = _parts(rows, counts)
    if len(parts) < _FEWEST_PARTS:
        return together(rows, prices, counts, seconds, known)
    return _Parts(rows, parts, prices, time.thread_time() + seconds, memory).cheapest()


def _parts(rows: Sequence[CoverRow], counts: Sequence[Count]) -> list[_Part]:
    """Return what has nothing in common but prices, first the rows that stand for themselves."""
    above: dict[str, str] = {}

    def top(row: str) -> str:
        while (higher := above.setdefault(row, row)) != row:
            row = higher
        return row

    first: list[tuple[str, Count]] = []
    for count in counts:
        named = [shown.row for _asked, group in hiddens(count) for shown in group]
        first += [(row, count) for row in named[:1]]  # where no row is named, nothing is asked
        for row in named:
            above[top(row)] = top(named[0])
    found: dict[str, _Part] = defaultdict(_Part)
    alone = _Part()
    for each in rows:
        (found[top(each.id)] if each.id in above else alone).rows.append(each)
    for row, count in first:
        found[top(row)].counts.append(count)
    parts, small = [], _Part()
    for part in found.values():
        if len(part.rows) > _SMALL:
            parts.append(part)
        else:
            small.rows.extend(part.rows)
            small.counts.extend(part.counts)
    return [alone, *parts, *([small] if small.rows else [])]


@dataclass(slots=True)
class _Part:
    """Rows that counts tie together, and these counts."""

    rows: list[CoverRow] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)


_Key = tuple[str, PlanWork]
_State = tuple[int, frozenset[_Key], frozenset[_Key]]


@dataclass
class _Parts:
    """Finds the cheapest work on parts that have nothing in common but what it costs to begin.

    In each part a share of that counts, so that the sum is a bound; which of it is begun in the
    cheapest work is then tried, one after the other, as far as that can be cheaper. A program over
    all parts together would try the combinations of what is tried in each.
    """

    rows: Sequence[CoverRow]
    parts: Sequence[_Part]
    prices: Prices
    end: float  # by the thread's own time: what else the machine does changes no plan
    memory: Memory
    _solved: dict[_State, Covered | None] = field(default_factory=dict)
    _best: Covered | None = None
    _bound: float = math.inf

    def cheapest(self) -> Covered | None:
        self._try(self._certain(), frozenset())
        return self._best and replace(self._best, bound=min(self._best.minutes, self._bound))

    def _certain(self) -> frozenset[_Key]:
        """Return what is begun in some cheapest work: without it the first part alone is dearer."""
        every = frozenset(self._shares)
        first = self._solve(0, every, frozenset())
        keys = self._used(first.done) if first else ()
        return frozenset(
            key
            for key in keys
            if first is not None
            and (
                (other := self._solve(0, every, frozenset({key}))) is None
                or other.minutes - first.minutes >= self._begin({key})
            )
        )

    def _try(self, begun: frozenset[_Key], without: frozenset[_Key]) -> None:
        """Try what may begin all of `begun`, for which is paid, and begins nothing of `without`."""
        bound = self._begin(begun)
        done: dict[str, Works] = {}
        for number in range(len(self.parts)):
            part = self._solve(number, begun, without)
            if part is None:
                return
            bound += part.bound
            done |= part.done
            if self._is_dearer(bound):
                break
        else:
            minutes = price_of(done, self.rows, self.prices)
            if self._best is None or minutes < self._best.minutes - ROUNDING:
                self._best = Covered(done, minutes, 0.0)
        bound = self._unit * math.ceil(bound / self._unit - ROUNDING) if self._unit else bound
        more = sorted(self._used(done) - begun, key=lambda key: (self._begin({key}), key))
        if more and not self._is_dearer(bound) and time.thread_time() < self.end:
            self._try(begun | {more[-1]}, without)
            self._try(begun, without | {more[-1]})
        else:
            self._bound = min(self._bound, bound)

    def _is_dearer(self, minutes: float) -> bool:
        return self._best is not None and minutes > self._best.minutes - ROUNDING

    @cached_property
    def _unit(self) -> float:
        return unit_of(self.prices[key] for key in self._shares)

    @cached_property
    def _account(self) -> Mapping[str, str]:
        return {row.id: row.account for row in self.rows}

    @cached_property
    def _shares(self) -> Mapping[_Key, float]:
        """Return what each part pays of what it costs to begin something."""
        number: Counter[_Key] = Counter()
        for part in self.parts:
            number.update({(row.account, work) for row in part.rows for work in row.works})
        return {key: self._begin({key}) / count for key, count in number.items()}

    def _begin(self, keys: Iterable[_Key]) -> float:
        several = (self.prices[key] for key in keys)
        return sum(price.first - price.following for price in several)

    def _used(self, done: Mapping[str, Works]) -> frozenset[_Key]:
        account = self._account
        return frozenset((account[row], work) for row, works in done.items() for work in works)

    def _solve(
        self, number: int, begun: frozenset[_Key], without: frozenset[_Key]
    ) -> Covered | None:
        """Return the cheapest work of a part; None where there is none."""
        accounts = {row.account for row in self.parts[number].rows}
        here = [frozenset(key for key in keys if key[0] in accounts) for keys in (begun, without)]
        state = number, here[0], here[1]
        if state not in self._solved:
            for (place, same, fewer), known in self._solved.items():
                alike = (place, same) == state[:2] and fewer <= here[1]
                if alike and (known is None or self._used(known.done).isdisjoint(here[1])):
                    self._solved[state] = known
                    break
            else:
                self._solved[state] = self._worked_out(self.parts[number], *here)
        return self._solved[state]

    def _worked_out(
        self, part: _Part, begun: frozenset[_Key], without: frozenset[_Key]
    ) -> Covered | None:
        fewer: dict[str, set[PlanWork]] = defaultdict(set)
        for account, work in without:
            fewer[account].add(work)
        rows = [replace(row, works=row.works - fewer.get(row.account, set())) for row in part.rows]
        if any(not clause & row.works for row in rows for clause in row.clauses):
            return None
        prices = {
            key: Price(
                price.following + (0.0 if key in begun else self._shares[key]), price.following
            )
            for key, price in self.prices.items()
            if key in self._shares
        }
        accounts = {row.account for row in rows}
        asked = frozenset((key, price) for key, price in prices.items() if key[0] in accounts)
        problem = (*rows,), (*part.counts,), asked
        if problem in self.memory:
            return self.memory[problem]
        seconds = max(_LEAST_S, self.end - time.thread_time())
        found = together(rows, prices, part.counts, seconds, None)
        if found is None or found.minutes - found.bound < ROUNDING:
            self.memory[problem] = found
        return found
