"""Documents of services that the person's own records tell of."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import CertaintyWord, TraceWord


class RecordTraceJson(TypedDict):
    """What records of one kind tell of a service."""

    kind: TraceWord
    """What they are. No subject and no address is told."""
    count: int
    """How many."""
    first: str | None
    """Day of the first one, where records tell it."""
    last: str | None
    """Day of the last one."""
    signed: int
    """Of mails: how many were signed by their sender, as the server says that took them in."""


class DeletePageJson(TypedDict):
    """Where an account is deleted."""

    url: str
    """The page; "" where none is known."""
    difficulty: str
    """`easy`, `medium`, `hard`, `limited` or `impossible`; "" where it is not known."""


class ForgottenServiceJson(TypedDict):
    """One service at which there may be an account."""

    name: str
    """As people know it; its domain where it is on no list."""
    url: str
    """Its front page."""
    photos: bool | None
    """Whether accounts there show or keep pictures; null where that is not known."""
    first: str | None
    """The first day that any record tells of."""
    last: str | None
    """The last one."""
    certainty: CertaintyWord
    """Mail alone gives `medium` at most: anybody can write one."""
    evidence: list[RecordTraceJson]
    """What the records tell, strongest first."""
    delete: DeletePageJson
    """How to be rid of it."""
    account: str | None
    """With `--keep`: its id on the list of accounts."""


class ForgottenJson(TypedDict):
    """Services that the person's own records tell of."""

    services: list[ForgottenServiceJson]
    """The surest first. Without `--all` none that tells of health, faith, sex, violence or law, and
    nothing says whether there are any."""
    look_alike_count: int
    """How many senders resemble a service without being one. They may be phishing."""
    look_alikes: list[str]
    """Which, with `--all`; never on a projector."""
    mail_count: int
    """How many mails were looked at."""
    elsewhere: int
    """Mails to another address than the one that was typed, which are not counted."""
    personal: int
    """Forwards, answers and mails of private people, which are not counted."""
    unsigned: int
    """Mails whose signature did not hold where they were taken in, which are not counted."""
    unlisted: int
    """Senders that are not shown: on no list without two days of mail, or of a hidden kind."""
    unread: int
    """Files in the folders that could not be read as mail."""
    cut: int
    """Mails of senders beyond the 100,000 that are told apart, which are not counted."""
    unlike: int
    """Mails that name no sender, or several, which are not counted."""
