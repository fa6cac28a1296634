"""A link that the person reported: where, when, how, and what each look at it showed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from auditor.dataclass import dataclass


class ReportChannel(StrEnum):
    """How it was reported. The value is used in JSON and on the command line."""

    FORM = "form"  # the site's own form or report function for this
    MAIL = "mail"
    POST = "post"
    OFFICER = "officer"  # a grievance or data protection officer, addressed as such
    HELPER = "helper"  # a helpline or trusted flagger did it
    OTHER = "other"


class ReportedKind(StrEnum):
    """What is shown there, as the person says. The value is used in JSON."""

    INTIMATE = "intimate"
    LIKENESS = "likeness"
    OTHER = "other"


class LinkState(StrEnum):
    """What a look at a link showed. The value is used in JSON.

    `GONE` only after two looks an hour apart at which the host said that there is no such thing.
    """

    NOT_CHECKED = "not-checked"
    STILL_THERE = "still-there"
    SMALLER = "smaller"
    MOVED = "moved"
    COULD_NOT_TELL = "could-not-tell"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Report:
    """What the person reported: `to` whom, `on` when, by which channel.

    `day_only`: only the day was said, which then is the date of `on` in UTC; a clock runs from the
    end of that day.
    """

    to: str = ""
    on: datetime | None = None
    day_only: bool = False
    channel: ReportChannel | None = None


NO_REPORT = Report()


@dataclass(frozen=True, slots=True)
class LinkLook:
    """One entry of the history: what happened `at` a time, chained to the one before.

    `said` is one line in plain words, without the address; `absent`: the host said that there is
    no such thing, which is `GONE` only at the second look; `answers`: something stood there, though
    what was not told. `sha256` is that of the file that
    `history.files` makes of this entry, which names `before`, that of the one before. Both are 64
    hex digits.
    """

    at: datetime
    state: LinkState
    said: str
    before: str
    sha256: str
    absent: bool = False
    answers: bool = False


@dataclass(frozen=True, slots=True)
class LinkPrint:
    """A picture that stood there: SHA-256 of its address and of its bytes, and its pixels.

    It says whether the same file stands there again, and nothing of what it shows.
    """

    address: str
    body: str
    pixels: int = 0


@dataclass(frozen=True, slots=True)
class ReportedLink:
    """One reported link.

    `where` is the code of the place whose law is meant, `complete` the person's yes to "was the
    request complete?". `prints` are those of the pictures that stood there when it was first
    looked at, `landed` is the SHA-256 of where the link led then, and `now_at` another address at
    which the last look found it. Of somebody under 18 only `url` and times are kept.
    """

    KIND: ClassVar[str] = "reported"

    id: str
    url: str
    added_at: datetime
    adult: bool
    report: Report = NO_REPORT
    where: str = ""
    kind: ReportedKind = ReportedKind.OTHER
    complete: bool = False
    history: tuple[LinkLook, ...] = ()
    done_at: datetime | None = None
    prints: tuple[LinkPrint, ...] = ()
    landed: str = ""
    now_at: str = ""

    @property
    def state(self) -> LinkState:
        """What the last look showed."""
        return self.history[-1].state if self.history else LinkState.NOT_CHECKED

    @property
    def open(self) -> bool:
        """Whether the person has not closed it."""
        return self.done_at is None
