"""What a scan tells while it runs.

`can_replace` events may be dropped for a newer one of the same account.
"""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.outcome import Outcome
from auditor.domain.views import ScanRecord


@dataclass(frozen=True, slots=True)
class ScanStarted:
    """The scan began or went on."""

    scan: int
    accounts: tuple[str, ...]
    resumed: bool


@dataclass(frozen=True, slots=True)
class AccountProgress:
    """Photos listed and measured so far on one account, and requests made.

    Of `looked` the first bytes were read in this run.
    """

    account: str
    listed: int
    measured: int
    requests: int
    listing_done: bool
    looked: int = 0
    can_replace = True


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """What can be answered before all is read.

    `photos` are known, and of `looked` new ones the first bytes. `seconds`: since the scan began or
    went on.
    """

    answers: tuple[QuestionAnswer, ...]
    photos: int
    looked: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PhotoTrouble:
    """One photo could not be fetched or read; the scan goes on."""

    account: str
    photo: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountEnded:
    """One account is finished."""

    account: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Evaluating:
    """All is fetched; the checks run."""

    photos: int


@dataclass(frozen=True, slots=True)
class ScanEnded:
    """The scan is finished and its findings are stored."""

    record: ScanRecord


ScanEvent = (
    ScanStarted
    | AccountProgress
    | FirstAnswers
    | PhotoTrouble
    | AccountEnded
    | Evaluating
    | ScanEnded
)
