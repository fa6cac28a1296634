"""The cheapest work after which the evidence of some questions is gone.

By an implicit hitting set: what single findings ask for is known at once; what is counted over
several photos is asked for only where something is left to count, with the rules of the checks,
until nothing is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.findings.closing import CHANGE_OF, GONE, PlanWork
from auditor.domain.findings.finding import Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign
from auditor.domain.remedies import RemedyKey, row_of
from auditor.engine.dependencies import RemedyOf
from auditor.engine.plan.asked import (
    NOTHING,
    AtLeast,
    Clauses,
    Count,
    Covered,
    CoverRow,
    Either,
    Hidden,
    Memory,
    Price,
    Works,
    price_of,
    rows_of,
    whole_sides,
)
from auditor.engine.plan.counts import Counting
from auditor.engine.plan.cover.bounds import dearer, surely_dearer
from auditor.engine.plan.cover.cheapest import cover, extended
from auditor.engine.plan.cover.known import KnownWork
from auditor.engine.plan.model import COPY_REMEDY, REMEDY_OF, Model
from auditor.engine.plan.photo_works import PhotoWorks
from auditor.engine.plan.wanted import NO_LIMITS, NOTICED, Limits

_OF_ACCOUNT = {
    CHANGE_OF[work]: work
    for work in (PlanWork.CLOSE_SEARCH, PlanWork.CLOSE_TRAINING, PlanWork.REPORT)
}
_COUNTED = frozenset({QuestionId.HOME, QuestionId.DAYS, QuestionId.LIKENESS})
"""Questions of which something is counted over several photos; `linked` is nothing else."""
_KEPT = 4
"""How much work that was found before is remembered."""
_MOST_ROUNDS = 300
_MOST_UNPROVEN = 2
"""Searches that were cut short, after which what is known is taken."""


class Target(NamedTuple):
    """A question, of which all evidence is to go if `whole`, else only what says yes."""

    question: QuestionId
    whole: bool


@dataclass(frozen=True)
class Solved:
    """The work, by row, that reaches `targets`.

    `left` are findings of the targets that no work allowed ends, `open` the targets of
    which something that is counted cannot be hidden. `serves` says for which questions something
    is done on a row.
    """

    targets: tuple[Target, ...]
    done: Mapping[str, Works]
    minutes: float
    bound: float
    left: tuple[Sign, ...]
    open: frozenset[Target]
    serves: Mapping[str, frozenset[QuestionId]]

    @property
    def optimal(self) -> bool:
        """Whether no work costs less."""
        return self.minutes - self.bound < EPSILON

    @property
    def missed(self) -> frozenset[QuestionId]:
        """Return the questions of which something is left."""
        return frozenset(
            {sign.question for sign in self.left} | {target.question for target in self.open}
        )


EPSILON = 1e-6
"""Minutes: sums of thirds are not exact."""
DegreesOf = Mapping[QuestionId, Mapping[str, Degree]]
"""How far each finding (by id) answers its question, as the questions judge it."""


@dataclass
class _Singles:
    """What single findings ask of their rows, for which questions, and those that nothing ends."""

    asked: dict[str, set[Works]] = field(default_factory=lambda: defaultdict(set))
    serves: dict[str, set[QuestionId]] = field(default_factory=lambda: defaultdict(set))
    left: list[Sign] = field(default_factory=list)


@dataclass
class Closer:
    """Finds the cheapest work for some targets."""

    model: Model
    evidence: DegreesOf
    counting: Counting
    remedy: RemedyOf
    seconds: float = 2.0
    extra: dict[Target, list[Count]] = field(default_factory=lambda: defaultdict(list))
    """What must be hidden besides, as the checks said of what was left."""
    impossible: frozenset[Target] = frozenset()
    """Targets of which something is left whatever is done to photos."""
    _solved: dict[tuple[frozenset[Target], Limits, bool], Solved] = field(default_factory=dict)

    def solve(
        self, targets: Iterable[Target], limits: Limits = NO_LIMITS, *, critical: bool = False
    ) -> Solved:
        """Return the cheapest work for the targets, and for critical findings if asked."""
        wanted = tuple(sorted(set(targets), key=lambda target: (_RANK[target.question], target)))
        key = (frozenset(wanted), limits, critical)
        if key not in self._solved:
            for old in [*self._solved][:-_KEPT]:  # each names what is done on all photos
                del self._solved[old]
            self._solved[key] = self._solve(wanted, limits, critical=critical)
        return self._solved[key]

    def forget(self) -> None:
        """Solve anew what was solved before `extra` grew."""
        self._solved.clear()

    def is_dearer(
        self,
        targets: Iterable[Target],
        limits: Limits,
        minutes: float,
        *,
        critical: bool = False,
    ) -> bool:
        """Whether all work for the targets costs more; where it is not soon seen, False."""
        wanted = tuple(targets)
        few = self._asked_of_rows(wanted, limits, critical=critical)
        if surely_dearer(few, minutes + EPSILON, self._prices):
            return True
        asked = self._singles(wanted, limits, critical=critical).asked
        nothing: dict[Target, list[Count]] = {target: [] for target in wanted}
        left = minutes + EPSILON - self._cover(asked, nothing, limits, {}).minutes
        if left < 0:
            return True
        among = frozenset(wanted)
        possible = (
            part
            for target in wanted
            for count in self.counting.asks(target.question, {}, whole=target.whole)
            if (part := self._possible(count, among, limits)) is not None
        )
        row_of = partial(self._row, targets=among, limits=limits)
        return dearer(possible, left, row_of, self._prices, asked)

    def _asked_of_rows(
        self, targets: tuple[Target, ...], limits: Limits, *, critical: bool
    ) -> Iterator[tuple[str, str, Clauses]]:
        """Yield row, account and clauses of what single findings ask for."""
        for sign, whole in self._wanted(targets, critical=critical):
            found = self._asked(sign, frozenset(targets), limits, whole=whole)
            if found is not None:
                yield found[0], self.model.account_of.get(found[0], found[0]), found[1]

    def _singles(self, targets: tuple[Target, ...], limits: Limits, *, critical: bool) -> _Singles:
        singles = _Singles()
        for sign, whole in self._wanted(targets, critical=critical):
            found = self._asked(sign, frozenset(targets), limits, whole=whole)
            if found is not None:
                singles.asked[found[0]] |= found[1]
                singles.serves[found[0]].add(sign.question)
            elif not whole or Target(sign.question, whole=False) not in targets:
                singles.left.append(sign)
        return singles

    def _solve(self, targets: tuple[Target, ...], limits: Limits, *, critical: bool) -> Solved:
        singles = self._singles(targets, limits, critical=critical)
        asked, serves, left = singles.asked, singles.serves, singles.left
        covered, counts, stuck = self._count(targets, asked, limits)
        for target, several in counts.items():
            for row in {row for count in several for row in rows_of(count)} & covered.done.keys():
                serves[row].add(target.question)
        frozen = ((row, frozenset(each)) for row, each in serves.items())
        known: dict[frozenset[QuestionId], frozenset[QuestionId]] = {}
        return Solved(
            targets,
            covered.done,
            covered.minutes,
            covered.bound,
            tuple(left),
            stuck,
            {row: known.setdefault(each, each) for row, each in frozen},
        )

    def _count(
        self, targets: Sequence[Target], asked: Mapping[str, set[Works]], limits: Limits
    ) -> tuple[Covered, Mapping[Target, Sequence[Count]], frozenset[Target]]:
        """Cover what is asked, and then what is left to count, until nothing is.

        Targets of which something cannot be hidden are returned last.
        """
        counts: dict[Target, list[Count]] = {target: [] for target in targets}
        stuck = self.impossible.intersection(targets)
        for target in targets:
            stuck |= self._add(counts, target, self.extra[target], limits)
        memory: Memory = {}
        seen = KnownWork(self._cover(asked, counts, limits, memory))
        for _round in range(_MOST_ROUNDS):
            done = seen.cheapest.done
            more, stopped = self._needed(targets, counts, done, limits)
            stuck |= stopped
            rows: dict[str, CoverRow] = {}
            while more:  # what is needed beside dearer work is needed too: found without solving
                new = {*done, *(row for count in more for row in rows_of(count))} - rows.keys()
                rows |= {name: self._row(name, frozenset(targets), limits) for name in sorted(new)}
                done = extended(done, rows, self._prices, more)
                more, stopped = self._needed(targets, counts, done, limits)
                stuck |= stopped
            if not rows:
                seen.add_whole(done, seen.cheapest.minutes)
                break
            seen.add_whole(done, price_of(done, rows.values(), self._prices))
            if seen.proven or seen.unproven >= _MOST_UNPROVEN:
                break
            seen.add_cheapest(self._cover(asked, counts, limits, memory, seen.minutes))
        return seen.best, counts, stuck

    def _needed(
        self,
        targets: Iterable[Target],
        counts: Mapping[Target, list[Count]],
        done: Mapping[str, Works],
        limits: Limits,
    ) -> tuple[list[Count], frozenset[Target]]:
        """Add to `counts` what is needed beside `done`; return it, and what cannot be hidden."""
        stuck: frozenset[Target] = frozenset()
        more: list[Count] = []
        for target in targets:
            before = len(counts[target])
            needed = self.counting.needed(target.question, done, whole=target.whole)
            stuck |= self._add(counts, target, needed, limits)
            more += counts[target][before:]
        return more, stuck

    def _add(
        self,
        counts: Mapping[Target, list[Count]],
        target: Target,
        needed: Iterable[Count],
        limits: Limits,
    ) -> frozenset[Target]:
        """Add what is needed for a target; return it if some of that cannot be had."""
        stuck, among = False, frozenset(counts)
        for count in needed:
            part = self._possible(count, among, limits)
            stuck |= part is None
            if part is not None:
                counts[target].append(part)
            else:  # what can be is hidden all the same
                for asked in whole_sides(count):
                    groups = [each for each in asked if self._can_hide(each, among, limits)]
                    counts[target] += [AtLeast(tuple(groups), len(groups))] if groups else []
        return frozenset({target} if stuck else ())

    def _cover(
        self,
        asked: Mapping[str, set[Works]],
        counts: Mapping[Target, list[Count]],
        limits: Limits,
        memory: Memory,
        known: float | None = None,
    ) -> Covered:
        flat = [count for several in counts.values() for count in several]
        rows = self._rows(asked, flat, frozenset(counts), limits)
        covered = cover(rows, self._prices, flat, self.seconds, known, memory)
        if covered is None:  # what cannot be done was left out before
            raise AssertionError(flat)
        return covered

    def _wanted(self, targets: Sequence[Target], *, critical: bool) -> Iterator[tuple[Sign, bool]]:
        """Yield the findings that must go, and whether wholly.

        Critical ones must go wholly; where that cannot be, they are lowered if that is asked.
        """
        whole = {target.question: target.whole for target in sorted(targets)}
        for sign in self._single:
            grave = critical and sign.severity is Severity.CRITICAL
            if grave:
                yield sign, True
            if sign.question in whole and (
                not grave if whole[sign.question] else self._degree(sign) is Degree.YES
            ):
                yield sign, whole[sign.question]

    def _degree(self, sign: Sign) -> Degree | None:
        return self.evidence[sign.question].get(sign.finding)

    @cached_property
    def _single(self) -> Sequence[Sign]:
        """What is evidence by itself: the findings on single photos and accounts."""
        return [
            sign
            for sign in self.model.signs
            if sign.account not in self.model.unwanted
            and sign.finding not in self._counted
            and self._degree(sign) is not None
        ]

    def _asked(
        self, sign: Sign, targets: frozenset[Target], limits: Limits, *, whole: bool
    ) -> tuple[str, Clauses] | None:
        """Return the row and what is asked there for a finding; None if nothing ends it."""
        if not sign.photos or row_of(sign.remedy).change in _OF_ACCOUNT:
            work = _OF_ACCOUNT.get(row_of(sign.remedy).change)
            works = frozenset({work} if work else ())
            row, clauses = sign.account, frozenset({works})
        else:
            row = sign.photos[0]
            works_there = self.model.works[row]
            ends = works_there.ends if whole else works_there.eases
            copy = works_there.copy_for({*(each.question for each in targets), sign.question})
            clauses = ends(sign.finding, copy) or frozenset({self._gone(row)})
        allowed = self._works(row, targets, limits)
        possible = _within(clauses, allowed)
        return None if frozenset() in possible else (row, possible)

    def _gone(self, photo: str) -> Works:
        return self.model.works[photo].works & GONE

    @cached_property
    def _counted(self) -> frozenset[str]:
        """Findings over several photos, which the rules of `counting` or the checks see to."""
        return frozenset(
            sign.finding
            for sign in self.model.signs
            if sign.question is QuestionId.LINKED
            or (sign.question in _COUNTED and sign.check in self.model.comparing)
        )

    def _possible(self, count: Count, targets: frozenset[Target], limits: Limits) -> Count | None:
        """Return what is asked without what no work allowed can hide; None if it cannot be."""
        if isinstance(count, AtLeast):
            groups = tuple(
                group for group in count.groups if self._can_hide(group, targets, limits)
            )
            return AtLeast(groups, count.count) if len(groups) >= count.count else None
        options = []
        for option in count.options:
            parts = [self._possible(part, targets, limits) for part in option]
            if all(isinstance(part, AtLeast) for part in parts):
                options.append(tuple(part for part in parts if isinstance(part, AtLeast)))
        return Either(tuple(options)) if options else None

    def _can_hide(
        self, group: Sequence[Hidden], targets: frozenset[Target], limits: Limits
    ) -> bool:
        return all(
            clause & self._works(hidden.row, targets, limits)
            for hidden in group
            for clause in hidden.clauses
        )

    def _rows(
        self,
        asked: Mapping[str, set[Works]],
        counts: Iterable[Count],
        targets: frozenset[Target],
        limits: Limits,
    ) -> list[CoverRow]:
        names = {*asked, *(row for count in counts for row in rows_of(count))}
        return [
            self._row(name, targets, limits, frozenset(asked.get(name, ())))
            for name in sorted(names)
        ]

    def _row(
        self,
        name: str,
        targets: frozenset[Target],
        limits: Limits,
        clauses: Clauses = NOTHING,
    ) -> CoverRow:
        account = self.model.account_of.get(name, name)
        return CoverRow(name, account, self._works(name, targets, limits), clauses)

    def _works(self, row: str, targets: frozenset[Target], limits: Limits) -> Works:
        photo = self.model.works.get(row)
        if not limits.quiet and photo is not None:
            return photo.works - GONE if limits.keep else photo.works
        questions = self._copied_for(row, targets) if limits.quiet else frozenset[QuestionId]()
        key = (row, questions, limits)
        if key not in self._allowed:
            works = frozenset(_OF_ACCOUNT.values()) if photo is None else photo.works
            account = self.model.account_of.get(row, row)
            self._allowed[key] = frozenset(
                work
                for work in works
                if not (limits.keep and work in GONE)
                and not (limits.quiet and self._noticed(account, work, photo, questions))
            )
        return self._allowed[key]

    def _copied_for(self, row: str, targets: Iterable[Target]) -> frozenset[QuestionId]:
        """Return the questions for which something may be done on a row."""
        there = self._evident.get(row, {})
        return self._grave.get(row, frozenset()) | {
            target.question
            for target in targets
            if there.get(target.question, 0) >= (Degree.PARTLY if target.whole else Degree.YES)
            or self.extra.get(target)
            or self._is_counted(target)
        }

    def _is_counted(self, target: Target) -> bool:
        """Whether anything is counted over several photos: if not now, then after no work."""
        if target not in self._counts:
            asks = self.counting.asks(target.question, {}, whole=target.whole)
            self._counts[target] = next(asks, None) is not None
        return self._counts[target]

    @cached_property
    def _counts(self) -> dict[Target, bool]:
        return {}

    @cached_property
    def _evident(self) -> Mapping[str, Mapping[QuestionId, Degree]]:
        """How far single photos answer each question."""
        found: dict[str, dict[QuestionId, Degree]] = defaultdict(dict)
        for sign in self.model.signs:
            degree = self.evidence[sign.question].get(sign.finding)
            if sign.photos and degree is not None and sign.finding not in self._counted:
                there = found[sign.photos[0]]
                there[sign.question] = max(degree, there.get(sign.question, degree))
        return found

    @cached_property
    def _grave(self) -> Mapping[str, frozenset[QuestionId]]:
        """The questions of critical findings, by photo: a copy is made for them in every plan."""
        found: dict[str, set[QuestionId]] = defaultdict(set)
        for sign in self.model.signs:
            if sign.severity is Severity.CRITICAL and sign.photos:
                found[sign.photos[0]].add(sign.question)
        return {row: frozenset(each) for row, each in found.items()}

    @cached_property
    def _allowed(self) -> dict[tuple[str, frozenset[QuestionId], Limits], Works]:
        return {}

    def _noticed(
        self,
        account: str,
        work: PlanWork,
        photo: PhotoWorks | None,
        questions: frozenset[QuestionId],
    ) -> bool:
        """Whether followers may notice; of a copy, as far as it looks another way."""
        platform = self.model.accounts[account].platform
        copy = photo.copy_for(questions) if photo is not None and work is PlanWork.REPLACE else ()
        keys = [COPY_REMEDY[change] for change in copy] or [REMEDY_OF[work]]
        return any(self.remedy(key, platform).noticed_by in NOTICED for key in keys)

    @cached_property
    def _prices(self) -> Mapping[tuple[str, PlanWork], Price]:
        return {
            (account.id, work): self._price(account, key)
            for account in self.model.accounts.values()
            for work, key in REMEDY_OF.items()
        }

    def _price(self, account: Account, key: RemedyKey) -> Price:
        remedy = self.remedy(key, account.platform)
        return Price(remedy.minutes, remedy.following)


@lru_cache(maxsize=4096)
def _within(clauses: Clauses, allowed: Works) -> Clauses:
    return frozenset(clause & allowed for clause in clauses)


_RANK = {question: rank for rank, question in enumerate(QuestionId)}
