"""Services that the person's own records tell of: mail, bookmarks, lists of passwords.

A trace is a sign that an account may be there, and no proof: anybody can write a mail.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

from auditor.dataclass import dataclass


class TraceKind(StrEnum):
    """What a record tells of a service, strongest first."""

    PASSWORD_ENTRY = "password-entry"  # noqa: S105 - a kind of trace
    SIGN_UP = "sign-up"
    VERIFICATION = "verification"
    RECEIPT = "receipt"
    ACCOUNT_NOTICE = "account-notice"
    BOOKMARK = "bookmark"
    NEWSLETTER = "newsletter"
    OTHER_MAIL = "other-mail"


OF_AN_ACCOUNT = frozenset(
    {TraceKind.SIGN_UP, TraceKind.VERIFICATION, TraceKind.RECEIPT, TraceKind.ACCOUNT_NOTICE}
)
"""Kinds of mail that mostly go to those who have an account."""
_OF_MAIL = OF_AN_ACCOUNT | {TraceKind.NEWSLETTER, TraceKind.OTHER_MAIL}


class Certainty(StrEnum):
    """How sure it is that there is an account. Mail gives `MEDIUM` at most."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class RecordTrace:
    """All traces of one kind: how many, and their first and last day where records tell it.

    `signed`: how many of them the server that took them in says were signed by their sender.
    """

    kind: TraceKind
    count: int
    first: date | None = None
    last: date | None = None
    signed: int = 0


@dataclass(frozen=True, slots=True)
class ForgottenService:
    """One service. `domain` names it; `sensitive` is the category for which it is hidden, or "".

    `photos`: whether such accounts show or keep pictures; None where that is not known.
    `delete_url` and `difficulty` are "" where no deletion page is known.
    """

    name: str
    domain: str
    certainty: Certainty
    traces: tuple[RecordTrace, ...]
    photos: bool | None = None
    sensitive: str = ""
    delete_url: str = ""
    difficulty: str = ""

    @property
    def url(self) -> str:
        """The address of its front page."""
        return f"https://{self.domain}/"

    @property
    def first(self) -> date | None:
        """The first day that any record tells of."""
        return min((trace.first for trace in self.traces if trace.first), default=None)

    @property
    def last(self) -> date | None:
        """The last day that any record tells of."""
        return max((trace.last for trace in self.traces if trace.last), default=None)


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """What was read and left out, in numbers.

    `to_others`: mails to another address than the one that was typed. `from_people`: forwards,
    answers and mails from hosts of private people. `unsigned`: mails that name a service as their
    sender, and whose signature did not hold where they were taken in. `unlisted`: senders that are
    not shown, mostly those on no list that did not write of an account on two days. `unread`:
    files that are no records that are known. `cut`: mails whose senders were more than are kept
    apart. `unlike`: mails whose head made no sense.
    """

    mails: int = 0
    bookmarks: int = 0
    entries: int = 0
    to_others: int = 0
    from_people: int = 0
    unsigned: int = 0
    unlisted: int = 0
    unread: int = 0
    cut: int = 0
    unlike: int = 0


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """What all records tell. `look_alikes` are domains that resemble a service and are none."""

    services: tuple[ForgottenService, ...]
    counts: RecordCounts
    look_alikes: tuple[str, ...] = ()

    def without_hidden(self) -> OwnRecords:
        """Return what may be shown: nothing of sensitive kinds, nor whether there was any.

        Their senders count as any that are not shown; else the numbers would tell of them.
        """
        hidden = sum(
            bool(service.sensitive) and any(trace.kind in _OF_MAIL for trace in service.traces)
            for service in self.services
        )
        return OwnRecords(
            tuple(service for service in self.services if not service.sensitive),
            replace(self.counts, unlisted=self.counts.unlisted + hidden),
            self.look_alikes,
        )
