"""What the session hands to every face: rows, pages, details, overview.

Already blunted where an account is not proven.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Profile
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.plan import PlanStep
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Photo, PhotoKind, Visibility


class PhotoSort(StrEnum):
    """How the photo list is ordered; ties by id."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"
    SEVEREST = "severest"


@dataclass(frozen=True, slots=True)
class PhotoQuery:
    """Which photos, in which order. None means any."""

    account: str | None = None
    severity_at_least: Severity | None = None
    has_place: bool | None = None
    measured: bool | None = None
    text: str = ""  # matches file name, alt text or caption
    include_gone: bool = False
    sort: PhotoSort = PhotoSort.NEWEST


@dataclass(frozen=True, slots=True)
class FindingQuery:
    """Which findings. None means any.

    `photo`: those on it and those that point at it. `before`: those that a list shows before this
    one.
    """

    ids: tuple[str, ...] | None = None
    photo: str | None = None
    account: str | None = None
    check: str | None = None
    severity_at_least: Severity | None = None
    state: State | None = None
    severity: Severity | None = None
    before: str | None = None


ANY_FINDING = FindingQuery()


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One line of the photo list, read from a narrow table.

    Sizes in px and bytes of the largest public rendition.
    """

    id: str
    account: str
    platform: str
    kind: PhotoKind
    posted_at: datetime | None
    visibility: Visibility
    width: int | None
    height: int | None
    bytes: int | None
    format: str | None
    label: str  # file name or start of the alt text
    has_place: bool
    severity: Severity | None
    findings: int
    gone: bool


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A photo with what is known of it."""

    photo: Photo
    facts: Facts | None
    reason_unread: str = ""  # why there are no facts: not fetched yet, refused, broken
    gone_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitingPhoto:
    """A photo that a scan has still to measure, as far as its place in the order needs it.

    `measured`: something was read of it before, in the scan `read` (0: not known). `newest` sorts
    by the time of posting. `place` names some hundred metres, None without a position. `must`: it
    is to be compared with the private hash list, so it is read whatever is known of it. `looked`:
    at least its first bytes were read.
    """

    id: str
    kind: PhotoKind
    label: str
    newest: int
    measured: bool
    place: tuple[float, float] | None
    read: int
    must: bool = False
    looked: bool = False


@dataclass(frozen=True, slots=True)
class PhotoDetail:
    """Everything about one photo.

    `elsewhere` are photos that show the same picture. `thumbnail` is a small WebP or None.
    """

    account: Account
    stored: StoredPhoto
    findings: tuple[Finding, ...]
    elsewhere: tuple[PhotoRow, ...]
    thumbnail: bytes | None


@dataclass(frozen=True, slots=True)
class AccountState:
    """One account and how the last scan of it went.

    `complete`: the newest scan read it to its end, and left nothing out.
    """

    account: Account
    profile: Profile | None
    photos: int
    last_scan: datetime | None
    outcome: str | None  # fetched, skipped, blocked, failed; None if never scanned
    reason: str
    notes: tuple[str, ...]
    complete: bool = True

    @property
    def listed(self) -> bool:
        """Whether its photos were listed: before that, a number of them says nothing."""
        return self.photos > 0 or self.outcome == "fetched"


class WhyUnread(StrEnum):
    """Why nothing at all is known: nothing was read of any account."""

    NO_ACCOUNT = "no-account"
    NONE_YOURS = "none-yours"
    NO_READER = "no-reader"
    NOT_SCANNED = "not-scanned"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    UNSAID = "unsaid"  # nobody said which photos of an archive are public


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an empty list rests on.

    `why_unread` is None once a photo was looked into or a list read to its end. `accounts` counts
    those of the user's accounts of which something was read, `whole` and `proven` those among them
    that were read to their end and that are proven; `waiting` are those that could be read and were
    not. `closed` names the platforms, as people know them, of the user's accounts that no source
    reads.
    """

    why_unread: WhyUnread | None
    accounts: int = 0
    whole: int = 0
    waiting: int = 0
    proven: int = 0
    closed: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether all accounts that can be read were read to their end."""
        return self.why_unread is None and self.whole == self.accounts and not self.waiting


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What one scan did with one account.

    New, gone and changed are None where it is not proven (no comparison in time).
    """

    account: str
    outcome: str
    reason: str
    new: int | None
    gone: int | None
    changed: int | None
    requests: int


class ChangeKind(StrEnum):
    """What happened to a photo between two scans."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """One scan. `ended_at` is None while it runs or after it was interrupted."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    accounts: tuple[AccountChange, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: what was not checked comes first.

    `answers` are those to the eight questions; empty where nothing was read.
    """

    not_checked: tuple[str, ...]
    answers: tuple[QuestionAnswer, ...]
    accounts: tuple[AccountState, ...]
    photos: int
    findings_by_severity: tuple[tuple[Severity, int], ...]
    last_scan: ScanRecord | None
    interrupted: bool
    first_steps: tuple[PlanStep, ...] | None  # None: they have to be worked out for long


@dataclass(frozen=True, slots=True)
class NetworkEntry:
    """One request that left this machine, or was refused. `status` is None where no answer came."""

    at: datetime
    method: str
    host: str
    path: str
    purpose: str
    status: int | None
    sent_bytes: int
    received_bytes: int
    note: str = ""


class PluginState(StrEnum):
    """Whether a plugin runs."""

    TRUSTED = "trusted"
    NOT_TRUSTED = "not-trusted"
    CHANGED = "changed"  # other files or another version than was trusted


class PluginPart(StrEnum):
    """What an entry point adds."""

    SOURCE = "source"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Plugin:
    """A package with entry points for this program. Nothing of it was imported."""

    name: str
    version: str
    sources: tuple[str, ...]
    checks: tuple[str, ...]
    state: PluginState
