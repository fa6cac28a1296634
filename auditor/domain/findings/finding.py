"""What a check concluded, how sure it is, what was seen, and the one thing to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.content_id import content_id
from auditor.domain.text.statement import Statement


class Severity(IntEnum):
    """How much a stranger gains; ordered, so that lists sort by it."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """The name used in JSON and as translation key."""
        return self.name.lower()


class Confidence(IntEnum):
    """How sure the check is; independent of severity."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2

    @property
    def word(self) -> str:
        """The name used in JSON and as translation key."""
        return self.name.lower()


class NoticedBy(StrEnum):
    """Who will see that the remedy was done."""

    NOBODY = "nobody"
    FOLLOWERS = "followers"
    PLATFORM = "platform"
    UNKNOWN = "unknown"


class State(StrEnum):
    """How far the user is with a finding."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was seen, and where."""

    statement: Statement
    url: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One concrete step; `title` in a few words, `text` in full.

    `minutes` is what it takes the user, for each photo if `each_photo`. `evidence_first` says
    whether to save evidence before.
    """

    key: str
    text: str
    url: str
    minutes: float
    noticed_by: NoticedBy
    evidence_first: bool
    each_photo: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a check yields: everything but identity, state and the words of the remedy.

    `remedy` is a key of guidance/remedies.toml. `about` tells apart two observations of one check
    on one photo; it becomes part of the finding's id and must not change from run to run.
    `question` is the one that it is evidence for, None: a finding only; `degree` is how far it
    answers it.
    """

    severity: Severity
    confidence: Confidence
    title: Statement
    evidence: tuple[Evidence, ...]
    remedy: str
    account: str
    photo: str | None = None
    related: tuple[str, ...] = ()
    about: str = ""
    question: QuestionId | None = None
    degree: Degree = Degree.PARTLY

    @property
    def photos(self) -> tuple[str, ...]:
        """The ids of all photos it names, each once, its own first."""
        return tuple(dict.fromkeys(photo for photo in (self.photo, *self.related) if photo))


@dataclass(frozen=True, slots=True)
class Finding:
    """An observation with its check, its stable id, its remedy in words and its state."""

    id: str
    check: str
    observation: Observation
    remedy: Remedy
    state: State = State.OPEN


def finding_id(check: str, seen: Observation) -> str:
    """Return the id of a finding: `f` and 16 hex digits."""
    return content_id("f", check, seen.account, seen.photo or "", seen.about)
