"""Everything that closings and plans are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.findings.check import Check, InventoryCase, PhotoCheck
from auditor.domain.findings.closing import PlanWork
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.sign import Sign
from auditor.domain.photos.photo import Photo
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.content_id import IdKey
from auditor.domain.traits import TraitsOf
from auditor.domain.views import AccountState, StoredPhoto
from auditor.engine.dependencies import RemedyOf
from auditor.engine.judge.clusters import where_spots_can_be
from auditor.engine.judge.evaluate import blunted
from auditor.engine.plan.photo_works import PhotoWorks, WorksAlike, WorksOfPhotos

REMEDY_OF: Mapping[PlanWork, RemedyKey] = {
    PlanWork.TAKE_DOWN: RemedyKey.REMOVE_PHOTO,
    PlanWork.CHANGE_AVATAR: RemedyKey.CHANGE_AVATAR,
    PlanWork.REPLACE: RemedyKey.CLEAN_METADATA,
    PlanWork.UNPUBLISH: RemedyKey.PUBLISHED_METADATA,
    PlanWork.REWRITE: RemedyKey.REWRITE_ALT,
    PlanWork.RELICENSE: RemedyKey.CHANGE_LICENCE,
    PlanWork.CLOSE_SEARCH: RemedyKey.CLOSE_SEARCH,
    PlanWork.CLOSE_TRAINING: RemedyKey.CLOSE_TRAINING,
    PlanWork.REPORT: RemedyKey.REPORT_IMPOSTOR,
}
"""The remedy that gives a work its price, and says who notices."""
COPY_REMEDY: Mapping[Change, RemedyKey] = {
    Change.CLEAN: RemedyKey.CLEAN_METADATA,
    Change.COVER: RemedyKey.COVER_WORDS,
    Change.AS_SHOWN: RemedyKey.HIDE_ORIGINAL,
    Change.SMALL_FACE: RemedyKey.CLEAR_FACE,
    Change.SMALLER: RemedyKey.SMALLER_PICTURE,
    Change.RENAME: RemedyKey.RENAME_FILE,
}
"""The remedy that has the words for a copy of that kind, and says who notices it."""


@dataclass(frozen=True)
class JudgedBy:
    """How things are judged, and on which day."""

    checks: Sequence[Check]
    remedy: RemedyOf
    traits: TraitsOf
    today: date
    ids: IdKey


@dataclass(frozen=True)
class Model:
    """What is public, what was found in it, and what can be done about it.

    `accounts` are those that are judged, by id. `comparing` are the checks (ids) over several
    photos. `works` are of all photos of these accounts, `of_photo` the findings on single photos.
    `labels` name photos for a person. `unwanted` accounts are deleted before anything else.
    """

    accounts: Mapping[str, Account]
    states: Sequence[AccountState]
    signs: Sequence[Sign]
    comparing: frozenset[str]
    case: InventoryCase
    works: Mapping[str, PhotoWorks]
    of_photo: Mapping[str, Sequence[Sign]]
    account_of: Mapping[str, str]
    labels: Mapping[str, str]
    unwanted: frozenset[str]

    @cached_property
    def asks(self) -> Mapping[str, frozenset[QuestionId]]:
        """Which questions each check over several photos answers here."""
        found: dict[str, set[QuestionId]] = defaultdict(set)
        for sign in self.signs:
            if sign.check in self.comparing:
                found[sign.check].add(sign.question)
        return {check: frozenset(questions) for check, questions in found.items()}

    @cached_property
    def near_spots(self) -> frozenset[str]:
        """The photos among which spots can be after some work."""
        return where_spots_can_be(self.case)


@dataclass(frozen=True, slots=True)
class FoundWorks:
    """What can be done on each of many photos, to be kept: what is the same stands here once.

    `photos` are each with its account and its works as places in the lists, and its
    label.
    """

    day: date
    accounts: tuple[Account, ...]
    alike: tuple[WorksAlike, ...]
    photos: tuple[tuple[str, int, int, str], ...]


@dataclass
class ModelMaker:
    """Makes a model page by page, so that no more than one page of photos is in memory."""

    judging: JudgedBy
    accounts: Mapping[str, Account]
    signs: Sequence[Sign]
    case: InventoryCase
    _works: dict[str, PhotoWorks] = field(default_factory=dict)
    _account_of: dict[str, str] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        judging = self.judging
        self._prints = {photo.photo: photo for photo in self.case.prints}
        alone = {check.id for check in judging.checks if isinstance(check, PhotoCheck)}
        self._comparing = frozenset(check.id for check in judging.checks) - alone
        self._of_photo: dict[str, list[Sign]] = defaultdict(list)
        for sign in self.signs:
            if sign.check in alone:
                self._of_photo[sign.photos[0]].append(sign)
        self._finder = WorksOfPhotos(
            judging.checks,
            judging.remedy,
            self.accounts,
            judging.traits,
            judging.today,
            judging.ids,
        )

    def take(self, page: Iterable[StoredPhoto]) -> None:
        """Find out what can be done on these photos, by running the checks on what would be."""
        for stored in page:
            account = self.accounts.get(stored.photo.account)
            if account is not None and stored.photo.open_to_strangers:
                photo = stored.photo
                shown = blunted(stored, proven=account.proof.holds)
                self._works[photo.id] = self._finder.on(
                    shown, self._prints.get(photo.id), self._of_photo.get(photo.id, ())
                )
                self._account_of[photo.id] = account.id
                self._labels[photo.id] = label_of(photo)

    def recall(self, found: FoundWorks) -> bool:
        """Take the works that were found before; False if they were found in another way."""
        accounts = tuple(self.accounts[name] for name in sorted(self.accounts))
        if (found.day, found.accounts) != (self.judging.today, accounts):
            return False
        for photo, account, works, label in found.photos:
            signs = self._of_photo.get(photo, ())
            findings = tuple([sign.finding for sign in signs])
            self._works[photo] = PhotoWorks(findings, found.alike[works])
            self._account_of[photo] = accounts[account].id
            self._labels[photo] = label
        return True

    def found(self) -> FoundWorks:
        """Return the works that were found, to be recalled."""
        names = sorted(self.accounts)
        account_at = {name: place for place, name in enumerate(names)}
        alike: dict[int, int] = {}
        known: list[WorksAlike] = []
        photos = []
        for photo, works in self._works.items():
            at = alike.setdefault(id(works.alike), len(known))
            if at == len(known):
                known.append(works.alike)
            account = account_at[self._account_of[photo]]
            photos.append((photo, account, at, self._labels[photo]))
        accounts = tuple(self.accounts[name] for name in names)
        return FoundWorks(self.judging.today, accounts, tuple(known), tuple(photos))

    def model(self, states: Sequence[AccountState], unwanted: frozenset[str]) -> Model:
        """Return the model of all that was taken."""
        return Model(
            self.accounts,
            states,
            self.signs,
            self._comparing,
            self.case,
            self._works,
            self._of_photo,
            self._account_of,
            self._labels,
            unwanted,
        )


def label_of(photo: Photo) -> str:
    """Return what people tell a photo by: its name, its text, else its day; empty without any."""
    dated = "" if photo.posted_at is None else photo.posted_at.date().isoformat()
    return photo.file_name or photo.alt or dated
