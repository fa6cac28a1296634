"""What two scans are compared by, and what comes of it.

Photos are new, gone or changed; of some accounts nothing can be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import ChangeKind, PhotoRow

KEPT_SCANS = 10
"""Finished scans whose lists are kept for comparison, the newest ones."""


class ChangedPart(StrEnum):
    """What of a photo is another than before: the file, or what the platform says beside it."""

    PICTURE = "picture"
    WORDS = "words"


class NotComparedReason(StrEnum):
    """Why nothing is said of an account, or (the last one) of some of its photos."""

    NOT_CLAIMED = "not-claimed"
    NO_SOURCE = "no-source"
    NOT_PROVEN = "not-proven"
    NO_EARLIER_SCAN = "no-earlier-scan"
    NOT_SCANNED = "not-scanned"
    NOT_READ = "not-read-to-the-end"
    NOT_KEPT = "not-kept"  # the scan is from before lists were kept
    PHOTOS_NOT_READ = "photos-not-read"


@dataclass(frozen=True, slots=True)
class KeptScan:
    """A finished scan that can be compared. Times in UTC.

    `accounts` has all that took part: None where the scan keeps a list of it, else why not.
    """

    id: int
    started_at: datetime
    ended_at: datetime
    accounts: Mapping[str, NotComparedReason | None]


@dataclass(frozen=True, slots=True)
class PhotoChange:
    """A photo that two scans do not list alike. `parts` is empty unless it changed."""

    row: PhotoRow
    change: ChangeKind
    parts: tuple[ChangedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ListDifferences:
    """How two lists differ. `untold` stand in both, but whether they changed is not known."""

    changes: tuple[PhotoChange, ...]
    untold: tuple[PhotoRow, ...]


@dataclass(frozen=True, slots=True)
class NotCompared:
    """An account of which nothing is said, or only some `photos` of it.

    `scans` are the ids of those in which the reason holds; empty where it holds now.
    """

    account: str
    reason: NotComparedReason
    scans: tuple[int, ...] = ()
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """How a question stood at the end of two scans, with the number of findings behind it.

    `same_accounts`: both times the same accounts were read; else the two do not rest on the same.
    """

    question: QuestionId
    before: AnswerState
    after: AnswerState
    findings_before: int
    findings_after: int
    same_accounts: bool

    @property
    def changed(self) -> bool:
        """Whether anything is another than before."""
        return (self.before, self.findings_before) != (self.after, self.findings_after)


@dataclass(frozen=True, slots=True)
class ScanAnswers:
    """How the questions stood after a scan. `basis` is a mark of the accounts that were read."""

    scan: int
    ended_at: datetime
    stood: Mapping[QuestionId, AnswerState]
    basis: str


@dataclass(frozen=True, slots=True)
class ScanComparison:
    """What changed from scan `older` to scan `newer`, each None where there is none.

    `scans` are all that are kept, newest first. `compared` are the ids of the accounts of which
    something is said; every other account stands in `not_compared`. `questions` are all eight, the
    gravest first; empty where it was not kept how they stood.
    """

    older: KeptScan | None
    newer: KeptScan | None
    scans: tuple[KeptScan, ...]
    compared: tuple[str, ...] = ()
    photos: tuple[PhotoChange, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    questions: tuple[QuestionChange, ...] = ()
