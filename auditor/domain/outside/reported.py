"""A link that the person reported: where, when, how, and what each look at it showed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


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

    `GONE` only after two looks an hour apart.
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

    `day_only`: only the day was said; a clock then runs from its end.
    """

    to: str = ""
    on: datetime | None = None
    day_only: bool = False
    channel: ReportChannel | None = None


@dataclass(frozen=True, slots=True)
class LinkLook:
    """One entry of the history: what happened `at` a time, chained to the one before.

    `said` is one line in plain words, without the address; `sha256` is that of `before` and this
    entry together, 64 hex digits.
    """

    at: datetime
    state: LinkState
    said: str
    before: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportedLink:
    """One reported link.

    `where` is the code of the place whose law is meant, `complete` the person's yes to "was the
    request complete?". Of somebody under 18 only `url` and times are kept.
    """

    KIND: ClassVar[str] = "reported"

    id: str
    url: str
    added_at: datetime
    adult: bool
    report: Report = Report()
    where: str = ""
    kind: ReportedKind = ReportedKind.OTHER
    complete: bool = False
    history: tuple[LinkLook, ...] = ()
    done_at: datetime | None = None

    @property
    def state(self) -> LinkState:
        """What the last look showed."""
        return self.history[-1].state if self.history else LinkState.NOT_CHECKED
