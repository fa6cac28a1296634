"""What each work ends on one photo: found by running the checks on the photo as it would then be.

A work is thought done as this program would do it: what replaces a file is a clean copy with all
that the findings there advise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import combinations, product

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.findings.check import Check, PhotoCheck, PhotoPart, Print
from auditor.domain.findings.closing import CHANGE_OF, PlanWork
from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign
from auditor.domain.likeness.likeness import Tier
from auditor.domain.likeness.rules import RUNGS, Rung, faces_of, showing
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.remedies import ROWS, row_of
from auditor.domain.text.content_id import IdKey
from auditor.domain.traits import Traits, TraitsOf
from auditor.domain.views import StoredPhoto
from auditor.domain.visible_metadata import captured, position, visible_metadata
from auditor.engine.dependencies import RemedyOf
from auditor.engine.judge.evaluate import Evaluation
from auditor.engine.plan.asked import Clauses, Works
from auditor.engine.plan.effect_on_photo import (
    changed,
    changed_print,
    emptied,
    empty_parts,
    resized,
)

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
    """Finds the works on photos by running the checks that may find something else on them then.

    What is found is shared by photos that are alike in all that was looked at.
    """

    checks: Sequence[Check]
    remedy: RemedyOf
    accounts: Mapping[str, Account]
    traits: TraitsOf
    today: date
    ids: IdKey
    _known: dict[object, WorksAlike] = field(default_factory=dict)
    _of_kind: dict[object, WorksAlike | None] = field(default_factory=dict)
    _traits_of: dict[str, Traits] = field(default_factory=dict)

    def on(self, stored: StoredPhoto, before: Print | None, signs: Sequence[Sign]) -> PhotoWorks:
        """Return what can be done on `stored`, of which checks of single photos found `signs`."""
        traits, empty = self._traits(stored.photo.platform), empty_parts(stored)
        kind = _kind_of(stored, before, signs, traits, empty)
        alike = self._of_kind.get(kind)
        if alike is None:
            then = _Then(stored, traits, empty, self._judging, signs)
            alike = self._find(then, before)
            alike = self._known.setdefault(alike.key, alike)
            self._of_kind[kind] = alike if then.shared else None
        return PhotoWorks(tuple([sign.finding for sign in signs]), alike)

    def _find(self, then: _Then, before: Print | None) -> WorksAlike:
        stored, signs = then.stored, then.signs
        wishes = _wishes(then)
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
        return WorksAlike(
            frozenset({gone, *possible}),
            wishes,
            ends,
            eases,
            {} if before is None else _hides(then, before, possible, gone),
        )

    def _traits(self, platform: str) -> Traits:
        if platform not in self._traits_of:
            self._traits_of[platform] = self.traits(platform)
        return self._traits_of[platform]

    @cached_property
    def _judging(self) -> _Judging:
        checks = [check for check in self.checks if isinstance(check, PhotoCheck)]
        return _Judging(checks, self.remedy, self.accounts, self.today, self.ids)


@dataclass(frozen=True)
class _Judging:
    """Runs some of the checks of single photos on a photo as it would be."""

    checks: Sequence[PhotoCheck]
    remedy: RemedyOf
    accounts: Mapping[str, Account]
    today: date
    ids: IdKey
    _of: dict[tuple[str, ...], Evaluation] = field(default_factory=dict)

    def found(self, checks: Sequence[PhotoCheck], after: StoredPhoto) -> list[Finding]:
        if not checks:
            return []
        names = tuple([check.id for check in checks])
        if names not in self._of:
            self._of[names] = Evaluation(checks, self.remedy, self.ids)
        return self._of[names].judge_photos([after], self.accounts, self.today)


def _wishes(then: _Then) -> Mapping[QuestionId, Copy]:
    """Return by question what a copy has to be like that is made for it."""
    wishes: dict[QuestionId, Copy] = {}
    for sign in then.signs:
        change = row_of(sign.remedy).change
        if change in OF_A_COPY:
            wishes[sign.question] = wishes.get(sign.question, _CLEAN) | {change}
    for question, copy in wishes.items():
        if Change.SMALLER in copy:
            wishes[question] = _small_enough(then, question, copy)
    return wishes


def _small_enough(then: _Then, question: QuestionId, copy: Copy) -> Copy:
    """Return what a copy is like of which nothing is said that a smaller one ends.

    Where a picture is too small for one check, another may still find a little.
    """
    remedies = then.remedies(tuple(each for each in OF_A_COPY if each in copy), question)
    return copy | frozenset(row_of(key).change for key in remedies).intersection(OF_A_COPY)


_Edits = Mapping[PlanWork, tuple[Change, ...]]
_RESIZING = frozenset(key for key, row in ROWS.items() if resized((row.change,)))
_OF_SIZE = frozenset({PhotoPart.SIZES, PhotoPart.FACES})


@dataclass(slots=True)
class _Then:
    """What a photo would be, and what would be found on it, after some edits; each once.

    A check is run where a part that it looks at is another then, unless nothing is left in which
    it finds anything. `shared`: all that was looked at so is the same for each photo of this kind.
    """

    stored: StoredPhoto
    traits: Traits
    empty: frozenset[PhotoPart]
    judging: _Judging
    signs: Sequence[Sign]
    shared: bool = True
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
        """Return how far each finding of the checks that found something now answers then."""
        if edits not in self._found:
            checks = frozenset(sign.check for sign in self.signs)
            some = [check for check in self.judging.checks if check.id in checks]
            as_now, new = self._after(some, edits)
            found = {sign.finding: sign.degree for sign in self.signs if sign.check in as_now}
            found |= {each.id: each.observation.degree for each in new}
            self._found[edits] = found
        return self._found[edits]

    def remedies(self, edits: tuple[Change, ...], question: QuestionId) -> set[str]:
        """Return the remedies (keys) of all that is found then for a question."""
        as_now, new = self._after(self.judging.checks, edits)
        asked = {each.remedy.key for each in new if each.observation.question is question}
        return asked | {
            sign.remedy for sign in self.signs if sign.check in as_now and sign.question is question
        }

    def _after(
        self, checks: Iterable[PhotoCheck], edits: tuple[Change, ...]
    ) -> tuple[frozenset[str], Sequence[Finding]]:
        """Return which checks find what they find now, and what the others find."""
        nothing_in = emptied(edits, self.traits) | self.empty
        smaller = resized(edits)
        other = (nothing_in - self.empty) | (_OF_SIZE if smaller else frozenset())
        as_now, run = set(), []
        for check in checks:
            looks = None if check.finds_in is None else check.finds_in | check.reads
            if looks is None or check.finds_in is None:
                run.append(check)
                self.shared = False
            elif looks.isdisjoint(other):
                as_now.add(check.id)
            elif not check.finds_in <= nothing_in:
                run.append(check)
                known = nothing_in - _OF_SIZE | (_OF_SIZE if _is_sized(self.signs) else frozenset())
                self.shared = self.shared and looks <= known
        return frozenset(as_now), self.judging.found(run, self.photo(edits)) if run else ()


def _kind_of(
    stored: StoredPhoto,
    before: Print | None,
    signs: Sequence[Sign],
    traits: Traits,
    empty: frozenset[PhotoPart],
) -> object:
    """Return what is the same for photos on which the same can be done, as far as is known."""
    return (
        stored.photo.kind is PhotoKind.AVATAR,
        stored.facts is None,
        _beside(stored),
        bool(traits.publishes_file_metadata),
        empty,
        None if before is None else _shown_by(before),
        tuple(
            [(each.check, each.about, each.question, each.degree, each.remedy) for each in signs]
        ),
        _sizes(stored) if _is_sized(signs) else None,
    )


def _beside(stored: StoredPhoto) -> object:
    """Return what is the same where file and platform each give a place and a time, or not."""
    photo, facts = stored.photo, stored.facts
    if photo.published is None:
        return None
    alone = (photo, None), (replace(photo, published=None), facts)
    said = [visible_metadata(*each) for each in alone]
    return tuple([(position(each) is None, captured(each) is None) for each in said])


def _is_sized(signs: Sequence[Sign]) -> bool:
    """Whether a copy may be smaller, for what was found."""
    return any(sign.remedy in _RESIZING for sign in signs)


def _sizes(stored: StoredPhoto) -> object:
    """Return what is the same where all sizes and faces are."""
    renditions, facts = stored.photo.renditions, stored.facts
    urls = [each.url for each in renditions]
    return (
        tuple([(each.role, each.width, each.height, urls.index(each.url)) for each in renditions]),
        None if facts is None else (facts.width, facts.height, facts.faces),
        faces_of(facts) is None,
    )


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


_OF_FILE: Mapping[Shows, Callable[[Print], bool]] = {
    Shows.POSITION: lambda photo: photo.gps is not None,
    Shows.TIME: lambda photo: photo.captured_at is not None,
    Shows.SERIAL: lambda photo: bool(photo.serial_numbers),
    Shows.BYTES: lambda photo: bool(photo.sha256),
    Shows.LOOK: lambda photo: bool(photo.pdq),
}
_LADDER = tuple(rung for rung in RUNGS if rung.tier in SHOWS_FOR)
_TOLD: Mapping[Shows, Callable[[Print], bool]] = {
    **_OF_FILE,
    **{SHOWS_FOR[rung.tier]: _counts_for(rung) for rung in _LADDER},
}


def _shown_by(photo: Print) -> tuple[bool, ...]:
    """Return which of `_TOLD` a photo shows."""
    seen = showing(photo)
    return (
        *[told(photo) for told in _OF_FILE.values()],
        *[seen.counts(rung) for rung in _LADDER],
    )
