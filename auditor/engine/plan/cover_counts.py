"""The cheapest work where things are counted over several rows, by integer programming."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy.optimize import (  # type: ignore[import-untyped]  # scipy ships no types
    Bounds,
    LinearConstraint,
    milp,
)
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from auditor.domain.findings.closing import PlanWork
from auditor.engine.plan.asked import (
    ROUNDING,
    Alike,
    AtLeast,
    Clauses,
    Count,
    Covered,
    CoverRow,
    Either,
    Hidden,
    Memory,
    Price,
    Prices,
    Works,
    hiddens,
    holds,
    price_of,
    unit_of,
    ways,
)

_Terms = dict[int, float]
"""Coefficients by variable."""
_NO_SOLUTION = 2
_NEARLY = 0.9
_FEWEST_PARTS = 3
_SMALL = 6
"""Rows of a part up to which it is solved with others: beginning a program takes longer."""
_LEAST_S = 0.1
"""Seconds that a part gets in any case."""


@dataclass(slots=True)
class _Program:
    """A mixed integer program under construction."""

    costs: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    limits: list[tuple[_Terms, float]] = field(default_factory=list)
    """Each sum is at least the number."""

    def variable(self, cost: float, most: float) -> int:
        self.costs.append(cost)
        self.most.append(most)
        return len(self.costs) - 1

    def limit(self, terms: _Terms, least: float) -> None:
        self.limits.append((terms, least))

    def solve(self, seconds: float, gap: float) -> tuple[Sequence[int] | None, float, bool]:
        """Return the values if some were found, the lower bound, whether there may be any.

        The search ends where the cost is no further than the share `gap` of it above the bound.
        """
        entries = [
            (row, variable, value)
            for row, (terms, _least) in enumerate(self.limits)
            for variable, value in terms.items()
        ]
        places = np.array([entry[:2] for entry in entries], np.int64).reshape(-1, 2)
        matrix = csr_array(
            (np.array([entry[2] for entry in entries], np.float64), (places[:, 0], places[:, 1])),
            shape=(len(self.limits), len(self.costs)),
        )
        least = np.array([least for _terms, least in self.limits], np.float64)
        found = milp(
            np.array(self.costs, np.float64),
            integrality=np.ones(len(self.costs)),
            bounds=Bounds(np.zeros(len(self.costs)), np.array(self.most, np.float64)),
            constraints=LinearConstraint(matrix, least, np.full(len(least), np.inf)),
            options={"time_limit": seconds, "mip_rel_gap": gap},
        )
        values = None if found.x is None else [round(value) for value in found.x.tolist()]
        bound = found.mip_dual_bound
        return values, 0.0 if bound is None else float(bound), found.status != _NO_SOLUTION


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
        return _together(rows, prices, counts, seconds, known)
    return _Parts(rows, parts, prices, time.thread_time() + seconds, memory).cheapest()


def _together(
    rows: Sequence[CoverRow],
    prices: Prices,
    counts: Sequence[Count],
    seconds: float,
    known: float | None,
) -> Covered | None:
    """Return the cheapest work by one program."""
    wanted = _wanted(counts)
    apart = _apart(counts)
    groups = _alike(rows, wanted, apart)
    if not groups:
        return Covered({}, 0.0, 0.0)
    program = _Program()
    way_of = _with_prices(program, groups, prices)
    at = {row: number for number, group in enumerate(groups) for row in group.rows}
    hidden = _Hiding(program, groups, way_of, at)
    for count in counts:
        _add(hidden, count)
    unit = unit_of(prices[group.account, work] for group in groups for work in _all(group))
    gap = _NEARLY * unit / known if known else 0.0
    values, bound, possible = program.solve(seconds, gap)
    if not possible:
        return None
    done = _most(groups) if values is None else _done(groups, way_of, values)
    minutes = price_of(done, rows, prices)
    if unit:
        bound = unit * math.ceil(bound / unit - ROUNDING)
    return Covered(done, minutes, min(minutes, bound))


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
        found = _together(rows, prices, part.counts, seconds, None)
        if found is None or found.minutes - found.bound < ROUNDING:
            self.memory[problem] = found
        return found


def _all(group: Alike) -> Works:
    return frozenset().union(*group.ways)


def _wanted(counts: Sequence[Count]) -> Mapping[str, frozenset[tuple[int, Clauses]]]:
    """Return, by row, in which counts it takes part, and what hides it there."""
    numbers: dict[int, int] = {}
    found: dict[str, set[tuple[int, Clauses]]] = defaultdict(set)
    for count in counts:
        for asked, group in hiddens(count):
            number = numbers.setdefault(id(asked), len(numbers))
            for shown in group:
                found[shown.row].add((number, shown.clauses))
    return {row: frozenset(each) for row, each in found.items()}


def _apart(counts: Sequence[Count]) -> frozenset[str]:
    """Return the rows that are hidden together with others; each stands for itself."""
    return frozenset(
        shown.row
        for count in counts
        for _asked, group in hiddens(count)
        if len(group) > 1
        for shown in group
    )


def _alike(
    rows: Sequence[CoverRow],
    wanted: Mapping[str, frozenset[tuple[int, Clauses]]],
    apart: frozenset[str],
) -> list[Alike]:
    groups: dict[object, list[CoverRow]] = {}
    for row in rows:
        taken = wanted.get(row.id, frozenset())
        if row.clauses or taken:
            key = (row.account, row.works, row.clauses, taken, row.id if row.id in apart else "")
            groups.setdefault(key, []).append(row)
    return [
        Alike(
            some[0].account,
            tuple(row.id for row in some),
            ways(some[0], {clauses for _number, clauses in wanted.get(some[0].id, ())}),
        )
        for some in groups.values()
    ]


def _with_prices(program: _Program, groups: Sequence[Alike], prices: Prices) -> list[list[int]]:
    """Add a variable for each way of each group, how many rows go it, and one for each price."""
    begun: dict[tuple[str, PlanWork], int] = {}
    way_of: list[list[int]] = []
    for group in groups:
        number = len(group.rows)
        variables = []
        for way in group.ways:
            cost = sum(prices[group.account, work].following for work in way)
            variable = program.variable(cost, number)
            variables.append(variable)
            for work in sorted(way):
                key = (group.account, work)
                if key not in begun:
                    price = prices[key]
                    begun[key] = program.variable(price.first - price.following, 1)
                program.limit({begun[key]: number, variable: -1.0}, 0)
        program.limit(dict.fromkeys(variables, 1.0), number)
        program.limit(dict.fromkeys(variables, -1.0), -number)
        way_of.append(variables)
    return way_of


@dataclass(slots=True)
class _Hiding:
    """Says of something shown, as terms of the program, on how many rows it is hidden."""

    program: _Program
    groups: Sequence[Alike]
    way_of: Sequence[Sequence[int]]
    at: Mapping[str, int]

    def add(
        self, terms: _Terms, group: tuple[Hidden, ...], whole: set[tuple[int, Clauses]]
    ) -> None:
        """Add whether `group` is hidden wholly."""
        if len(group) == 1:
            place = self.at[group[0].row]
            key = (place, group[0].clauses)
            if key not in whole:  # the rows of one group are counted together
                whole.add(key)
                for variable in self.hiding(*key):
                    terms[variable] = terms.get(variable, 0.0) + 1.0
            return
        both = self.program.variable(0.0, 1)
        for shown in group:
            limit = dict.fromkeys(self.hiding(self.at[shown.row], shown.clauses), 1.0)
            self.program.limit({**limit, both: -1.0}, 0)
        terms[both] = 1.0

    def hiding(self, place: int, clauses: Clauses) -> list[int]:
        """Return the variables of what hides something on the rows at a place."""
        ways_there = zip(self.groups[place].ways, self.way_of[place], strict=True)
        return [variable for way, variable in ways_there if holds(clauses, way)]


def _add(hidden: _Hiding, count: Count) -> None:
    if isinstance(count, AtLeast):
        hidden.program.limit(_terms(hidden, count), count.count)
        return
    options = [hidden.program.variable(0.0, 1) for _option in count.options]
    hidden.program.limit(dict.fromkeys(options, 1.0), 1)
    for chosen, option in zip(options, count.options, strict=True):
        for asked in option:
            hidden.program.limit({**_terms(hidden, asked), chosen: -float(asked.count)}, 0)
    _add_common(hidden, count)


def _add_common(hidden: _Hiding, count: Either) -> None:
    """Add how many rows are hidden whichever option is chosen: no new demand, but a better bound.

    Half of one option and half of another would else do for the relaxed program.
    """
    least = min((max(map(_fewest_rows, option), default=0) for option in count.options), default=0)
    shown: dict[str, set[Clauses]] = defaultdict(set)
    for _asked, group in hiddens(count):
        for each in group:
            shown[each.row].add(each.clauses)
    if least:
        places = {hidden.at[row]: several for row, several in shown.items()}
        terms: _Terms = {}
        for place, several in places.items():
            terms |= dict.fromkeys({at for each in several for at in hidden.hiding(place, each)}, 1)
        hidden.program.limit(terms, least)


def _fewest_rows(asked: AtLeast) -> int:
    """Return how many rows at least are hidden where `asked` holds."""
    sizes = sorted(len({shown.row for shown in group}) for group in asked.groups)
    rows = len({shown.row for group in asked.groups for shown in group})
    apart = rows == sum(sizes)
    return sum(sizes[: asked.count]) if apart else max(sizes[: asked.count], default=0)


def _terms(hidden: _Hiding, asked: AtLeast) -> _Terms:
    terms: _Terms = {}
    whole: set[tuple[int, Clauses]] = set()
    for group in asked.groups:
        hidden.add(terms, group, whole)
    return terms


def _done(
    groups: Sequence[Alike], way_of: Sequence[Sequence[int]], values: Sequence[int]
) -> dict[str, Works]:
    done: dict[str, Works] = {}
    for group, variables in zip(groups, way_of, strict=True):
        left = list(group.rows)
        for way, variable in zip(group.ways, variables, strict=True):
            some, left = left[: values[variable]], left[values[variable] :]
            done |= {row: way for row in some if way}
    return done


def _most(groups: Sequence[Alike]) -> dict[str, Works]:
    """Return so much on each row that nothing could be hidden there besides."""
    return {row: way for group in groups if (way := _all(group)) for row in group.rows}
