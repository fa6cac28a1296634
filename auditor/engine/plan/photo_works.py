"""What each work ends on one photo: found by running the checks on the photo as it would then be.

A work is thought done as this program would do it: what replaces a file is a clean copy with all
that the findings there advise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import combinations, product

from auditor.domain.account import Account
from auditor.domain.findings.check import Check, PhotoCheck, Print
from auditor.domain.findings.closing import CHANGE_OF, PlanWork
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign
from auditor.domain.likeness.likeness import Tier
from auditor.domain.likeness.rules import RUNGS, Rung, showing
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.remedies import row_of
from auditor.domain.text.content_id import IdKey
from auditor.domain.traits import Traits, TraitsOf
from auditor.domain.views import StoredPhoto
from auditor.engine.judge.evaluate import Evaluation, RemedyOf
from auditor.engine.plan.asked import Clauses, Works
from auditor.engine.plan.effect_on_photo import changed, changed_print

OF_A_COPY = (
    Change.CLEAN,
    Change.COVER,
    Change.AS_SHOWN,
    Change.SMALL_FACE,
    Change.SMALLER,
    Change.RENAME,
)
"""What a copy that replaces a file can be like; it is always clean. In the order in which they are
done: what is covered is covered at full size.
"""


_CLEAN = frozenset({Change.CLEAN})


class Shows(StrEnum):
    """What of a photo is counted together with others."""

    POSITION = "position"
    TIME = "time"
    SERIAL = "serial"
    BYTES = "bytes"
    LOOK = "look"
    FEW_SHOT = "few-shot"
    LORA = "lora"
    SATURATED = "saturated"


SHOWS_FOR: Mapping[Tier, Shows] = {
    Tier.FEW_SHOT: Shows.FEW_SHOT,
    Tier.LORA: Shows.LORA,
    Tier.SATURATED: Shows.SATURATED,
}
"""What a photo shows that counts for a tier: a copy may no longer count for the higher ones."""


Copy = frozenset[Change]
"""What a copy that replaces a file is like."""


@dataclass(frozen=True, slots=True)
class WorksAlike:
    """What can be done on photos of one kind: those that differ only in which findings they have.

    `ends` and `eases` are as those of `PhotoWorks`, for the findings in their order there.
    """

    works: Works
    wishes: Mapping[QuestionId, Copy]
    ends: Mapping[Copy, tuple[Clauses, ...]]
    eases: Mapping[Copy, tuple[Clauses | None, ...]]
    hides: Mapping[Shows, Clauses]

    @property
    def key(self) -> object:
        """The same for those that are equal."""
        parts = (self.wishes, self.ends, self.eases, self.hides)
        return self.works, *(frozenset(part.items()) for part in parts)


@dataclass(frozen=True, slots=True)
class PhotoWorks:
    """What can be done on one photo, and what that ends.

    `findings` (ids) are those of single photos. What is the same for many photos is in memory once.
    """

    findings: tuple[str, ...]
    alike: WorksAlike

    @property
    def works(self) -> Works:
        """All that can be done."""
        return self.alike.works

    @property
    def wishes(self) -> Mapping[QuestionId, Copy]:
        """What a copy is like that is made for a question.

        Of one that is made for several all of them hold.
        """
        return self.alike.wishes

    @property
    def hides(self) -> Mapping[Shows, Clauses]:
        """The clauses after which something that is counted is no longer there."""
        return self.alike.hides

    def ends(self, finding: str, copy: Copy) -> Clauses | None:
        """Return the clauses after which a finding is gone, by what a copy is like."""
        return self._of(finding, self.alike.ends[copy])

    def eases(self, finding: str, copy: Copy) -> Clauses | None:
        """Return the clauses after which a finding no longer says yes; None if it says none."""
        return self._of(finding, self.alike.eases[copy])

    def _of(self, finding: str, several: Sequence[Clauses | None]) -> Clauses | None:
        return several[self.findings.index(finding)] if finding in self.findings else None

    def copy_for(self, questions: Iterable[QuestionId]) -> Copy:
        """Return what a copy is like that is made for some questions."""
        return _CLEAN.union(*(self.wishes.get(each, _CLEAN) for each in questions))


@dataclass(frozen=True)
class WorksOfPhotos:
    """Finds the works on photos by running the checks that found something on them."""

    checks: Sequence[Check]
    remedy: RemedyOf
    accounts: Mapping[str, Account]
    traits: TraitsOf
    today: date
    ids: IdKey
    _judges: dict[tuple[str, ...], Evaluation] = field(default_factory=dict)
    _known: dict[object, WorksAlike] = field(default_factory=dict)
    _traits_of: dict[str, Traits] = field(default_factory=dict)

    def on(self, stored: StoredPhoto, before: Print | None, signs: Sequence[Sign]) -> PhotoWorks:
        """Return what can be done on `stored`, of which checks of single photos found `signs`."""
        then = _Then(stored, self._traits(stored.photo.platform), self._judge(signs))
        wishes = self._wishes(then, signs)
        avatar = stored.photo.kind is PhotoKind.AVATAR
        gone = PlanWork.CHANGE_AVATAR if avatar else PlanWork.TAKE_DOWN
        changes = {row_of(sign.remedy).change for sign in signs}
        ends: dict[Copy, tuple[Clauses, ...]] = {}
        eases: dict[Copy, tuple[Clauses | None, ...]] = {}
        for copy in _copies(wishes.values()):
            possible = dict(_edits(stored, changes, copy)) if signs else {}
            left = {works: then.found(edits) for works, edits in _sets(possible)}
            ends[copy] = tuple(
                _all_of(gone, (on for on in left if sign.finding not in left[on])) for sign in signs
            )
            eases[copy] = tuple(_eased(sign, left, gone) for sign in signs)
        possible = dict(_edits(stored, changes, _CLEAN.union(*wishes.values())))
        alike = WorksAlike(
            frozenset({gone, *possible}),
            wishes,
            ends,
            eases,
            {} if before is None else _hides(then, before, possible, gone),
        )
        findings = tuple(sign.finding for sign in signs)
        return PhotoWorks(findings, self._known.setdefault(alike.key, alike))

    def _traits(self, platform: str) -> Traits:
        if platform not in self._traits_of:
            self._traits_of[platform] = self.traits(platform)
        return self._traits_of[platform]

    def _wishes(self, then: _Then, signs: Iterable[Sign]) -> Mapping[QuestionId, Copy]:
        """Return by question what a copy has to be like that is made for it."""
        wishes: dict[QuestionId, Copy] = {}
        for sign in signs:
            change = row_of(sign.remedy).change
            if change in OF_A_COPY:
                wishes[sign.question] = wishes.get(sign.question, _CLEAN) | {change}
        for question, copy in wishes.items():
            if Change.SMALLER in copy:
                wishes[question] = self._small_enough(then, question, copy)
        return wishes

    def _small_enough(self, then: _Then, question: QuestionId, copy: Copy) -> Copy:
        """Return what a copy is like of which nothing is said that a smaller one ends.

        Where a picture is too small for one check, another may still find a little.
        """
        after = then.photo(tuple(each for each in OF_A_COPY if each in copy))
        found = self._all.judge_photos([after], self.accounts, self.today)
        asked = (
            row_of(each.remedy.key).change
            for each in found
            if each.observation.question is question
        )
        return copy | frozenset(asked).intersection(OF_A_COPY)

    @cached_property
    def _all(self) -> Evaluation:
        return Evaluation(self.checks, self.remedy, self.ids)

    def _judge(self, signs: Sequence[Sign]) -> Callable[[StoredPhoto], Mapping[str, Degree]]:
        names = tuple(sorted({sign.check for sign in signs}))
        if names not in self._judges:
            checks = [
                check
                for check in self.checks
                if check.id in names and isinstance(check, PhotoCheck)
            ]
            self._judges[names] = Evaluation(checks, self.remedy, self.ids)
        evaluation = self._judges[names]

        def judge(after: StoredPhoto) -> Mapping[str, Degree]:
            found = evaluation.judge_photos([after], self.accounts, self.today)
            return {finding.id: finding.observation.degree for finding in found}

        return judge


_Edits = Mapping[PlanWork, tuple[Change, ...]]


@dataclass(slots=True)
class _Then:
    """What a photo would be, and what would be found on it, after some edits; each once."""

    stored: StoredPhoto
    traits: Traits
    judge: Callable[[StoredPhoto], Mapping[str, Degree]]
    _photos: dict[tuple[Change, ...], StoredPhoto] = field(default_factory=dict)
    _found: dict[tuple[Change, ...], Mapping[str, Degree]] = field(default_factory=dict)

    def photo(self, edits: tuple[Change, ...]) -> StoredPhoto:
        if not edits:
            return self.stored
        if edits not in self._photos:
            before = self.photo(edits[:-1])
            self._photos[edits] = changed(before, edits[-1:], self.traits)
        return self._photos[edits]

    def found(self, edits: tuple[Change, ...]) -> Mapping[str, Degree]:
        if edits not in self._found:
            self._found[edits] = self.judge(self.photo(edits))
        return self._found[edits]


def _eased(
    sign: Sign, left: Mapping[Works, Mapping[str, Degree]], gone: PlanWork
) -> Clauses | None:
    if sign.degree is not Degree.YES:
        return None
    eased = (on for on in left if left[on].get(sign.finding, Degree.PARTLY) < Degree.YES)
    return _all_of(gone, eased)


def _hides(then: _Then, before: Print, possible: _Edits, gone: PlanWork) -> Mapping[Shows, Clauses]:
    prints = {
        works: changed_print(before, then.photo(edits), edits) for works, edits in _sets(possible)
    }
    return {
        what: _all_of(gone, (works for works, photo in prints.items() if not told(photo)))
        for what, told in _TOLD.items()
        if told(before)
    }


def _edits(
    stored: StoredPhoto, changes: AbstractSet[Change], copy: Copy
) -> Iterator[tuple[PlanWork, tuple[Change, ...]]]:
    """Yield the works that are possible, with the changes that each makes."""
    if stored.facts is not None:
        yield PlanWork.REPLACE, tuple(each for each in OF_A_COPY if each in copy)
    if stored.photo.published is not None:
        yield PlanWork.UNPUBLISH, (Change.UNPUBLISH,)
    for work in (PlanWork.REWRITE, PlanWork.RELICENSE):
        if CHANGE_OF[work] in changes:
            yield work, (CHANGE_OF[work],)


def _copies(wishes: Iterable[Copy]) -> set[Copy]:
    """Return all that a copy can be like, for whichever questions it is made."""
    found = {_CLEAN}
    for each in wishes:
        found |= {copy | each for copy in found}
    return found


def _sets(
    possible: _Edits,
) -> Iterator[tuple[Works, tuple[Change, ...]]]:
    """Yield one work and two together, with their changes; more end nothing that two do not."""
    for number in (1, 2):
        for some in combinations(possible, number):
            yield frozenset(some), tuple(change for work in some for change in possible[work])


def _all_of(gone: PlanWork, some: Iterable[Works]) -> Clauses:
    """Return as clauses that one of these sets of works is done, or that the photo is `gone`."""
    return _all_of_sets(gone, frozenset(some))


@lru_cache(maxsize=4096)
def _all_of_sets(gone: PlanWork, some: frozenset[Works]) -> Clauses:
    smallest: list[Works] = []
    for works in sorted(some, key=lambda works: (len(works), sorted(works))):
        if not any(other <= works for other in smallest):
            smallest.append(works)
    return either(frozenset({gone}), *smallest)


@lru_cache(maxsize=4096)
def either(*sets: Works) -> Clauses:
    """Return as clauses that one of these sets of works is done wholly."""
    clauses = {frozenset(choice) for choice in product(*sets)}
    return frozenset(each for each in clauses if not any(other < each for other in clauses))


@lru_cache(maxsize=4096)
def any_of(*several: Clauses) -> Clauses:
    """Return as clauses that one of these holds."""
    clauses = {frozenset[PlanWork]().union(*choice) for choice in product(*several)}
    return frozenset(each for each in clauses if not any(other < each for other in clauses))


def _counts_for(rung: Rung) -> Callable[[Print], bool]:
    return lambda photo: showing(photo).counts(rung)


_TOLD: Mapping[Shows, Callable[[Print], bool]] = {
    Shows.POSITION: lambda photo: photo.gps is not None,
    Shows.TIME: lambda photo: photo.captured_at is not None,
    Shows.SERIAL: lambda photo: bool(photo.serial_numbers),
    Shows.BYTES: lambda photo: bool(photo.sha256),
    Shows.LOOK: lambda photo: bool(photo.pdq),
    **{SHOWS_FOR[rung.tier]: _counts_for(rung) for rung in RUNGS if rung.tier in SHOWS_FOR},
}
