"""The cheapest work by one integer program (HiGHS through scipy): all rows and counts together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field

import numpy as np
from scipy.optimize import (  # type: ignore[import-untyped]  # scipy ships no types
    Bounds,
    LinearConstraint,
    milp,
)
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from auditor.dataclass import dataclass
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
    Prices,
    Works,
    hiddens,
    holds,
    price_of,
    unit_of,
    ways,
)
from auditor.engine.plan.cover.cliques import cliques

_Terms = dict[int, float]
"""Coefficients by variable."""
_NO_SOLUTION = 2
_NEARLY = 0.9
_TWO_WAYS = 2


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


def together(
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
    _add_all(hidden, counts)
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
    _options: dict[tuple[AtLeast, ...], int] = field(default_factory=dict)

    def chosen(self, option: tuple[AtLeast, ...]) -> int:
        """Return the variable that says that an option holds, the same in all counts that name it.

        Two places on two accounts are one option each of a count, and each place is near many.
        """
        if option not in self._options:
            self._options[option] = chosen = self.program.variable(0.0, 1)
            for asked in option:
                self._imply(chosen, asked)
        return self._options[option]

    def _imply(self, chosen: int, asked: AtLeast) -> None:
        """Ask for what a variable says: for all of it one by one, which halves nothing."""
        if asked.count < len(asked.groups):
            self.program.limit({**_terms(self, asked), chosen: -float(asked.count)}, 0)
            return
        alike: dict[object, list[tuple[Hidden, ...]]] = defaultdict(list)
        for group in asked.groups:
            single = len(group) == 1
            alike[(self.at[group[0].row], group[0].clauses) if single else group].append(group)
        for some in alike.values():
            every = AtLeast(tuple(some), len(some))
            self.program.limit({**_terms(self, every), chosen: -float(len(some))}, 0)

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


def _add_all(hidden: _Hiding, counts: Sequence[Count]) -> None:
    """Add what is asked; of options of which each two are one or the other, all but one hold.

    What is near each other on four accounts has to be hidden on three. Asked for two by two the
    relaxed program would hide half of each.
    """
    beside: dict[int, set[int]] = defaultdict(set)
    of_two: dict[tuple[int, ...], Either] = {}
    for count in counts:
        options = set(map(hidden.chosen, count.options)) if isinstance(count, Either) else set()
        if isinstance(count, Either) and len(options) == _TWO_WAYS:
            first, second = sorted(options)
            of_two[first, second] = count
            beside[first].add(second)
            beside[second].add(first)
        else:
            _add(hidden, count)
    for several in cliques(beside):
        hidden.program.limit(dict.fromkeys(several, 1.0), len(several) - 1)
        if several in of_two:
            _add_common(hidden, of_two[several])


def _add(hidden: _Hiding, count: Count) -> None:
    if isinstance(count, AtLeast):
        hidden.program.limit(_terms(hidden, count), count.count)
        return
    options = [hidden.chosen(option) for option in count.options]
    hidden.program.limit(dict.fromkeys(options, 1.0), 1)
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
