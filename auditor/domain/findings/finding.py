"""What a check concluded, how sure it is, what was seen, and the one thing to do about it."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from auditor.dataclass import dataclass
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.text.content_id import content_id
from auditor.domain.text.statement import Statement, Value


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
    """Who will see that the remedy was done. The value is used in JSON.

    Whoever looks at public pages or logs again counts with the followers.
    """

    NOBODY = "nobody"
    FOLLOWERS = "followers"
    PLATFORM = "platform"  # its staff, who read a form or a report; nobody else
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

    `minutes` is an estimate: what it takes the user for the first photo, or for the whole account
    where it is about the account. `following` is what each further photo on the same account takes
    in the same sitting; 0.0 where it is about the account. `notice` is a sentence on who is told
    what. `evidence_first` says whether to save evidence before.
    """

    key: str
    text: str
    url: str
    minutes: float
    noticed_by: NoticedBy
    evidence_first: bool
    following: float = 0.0
    title: str = ""
    notice: str = ""

    def price(self, photos: int) -> float:
        """Return the minutes for so many photos of one account in one sitting."""
        return self.minutes + self.following * (max(photos, 1) - 1)


@dataclass(frozen=True, slots=True)
class Observation:
    """What a check yields: everything but identity, state and the words of the remedy.

    `remedy` is a key of guidance/remedies.toml. `about` tells apart two observations of one check
    on one photo; it becomes part of the finding's id and must not change from run to run.
    `question` is the one that it is evidence for, None: a finding only; `degree` is how far it
    answers it. `tells` are what the answer to it says in words, whole and each once: names, a
    place, a day. Two findings alike in degree that tell the same are one line of the answer.
    `aftercare` are keys of guidance/aftercare.toml: what has to be made worthless, since taking the
    photo down does not.
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
    aftercare: tuple[str, ...] = ()
    tells: tuple[Value, ...] = ()

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
    """Return the content id of a finding: `f` and 16 hex digits. The vault's key names it."""
    return content_id("f", check, seen.account, seen.photo or "", seen.about)
