"""Documents of what was found outside the person's accounts."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    LinkStateWord,
    Moment,
    NextWord,
    ReportChannelWord,
    ReportedKindWord,
)


class SentFieldJson(TypedDict):
    """One parameter or header of a request."""

    name: str
    value: str
    """For a key that the keyring holds, where the key is; the key itself stands in no document."""


class SentJson(TypedDict):
    """One request of a look-up."""

    method: str
    host: str
    path: str
    """Without the query, which stands in `fields`."""
    fields: list[SentFieldJson]
    """Everything in the request that says something."""


class LinkReportJson(TypedDict):
    """What the person reported."""

    to: str
    """Whom; "" where it is not said."""
    on: str | None
    """ISO-8601: a time in UTC, or a day where only that was said."""
    channel: ReportChannelWord | None
    """How."""


class LinkClockJson(TypedDict):
    """The term of a law, if the request was valid and the service is covered."""

    ends: Moment
    """When it runs out."""
    law: str
    """Which law."""
    source: str
    """Address of the text that it was taken from."""


class LinkLookJson(TypedDict):
    """One look at a link."""

    at: Moment
    """When."""
    state: LinkStateWord
    """What it showed. `gone` only after two looks an hour apart."""
    said: str
    """In a sentence."""
    sha256: str
    """64 hex digits: the checksum of this entry, which names the one before it."""


class RemovalAuthorityJson(TypedDict):
    """An authority to turn to; never whoever put the picture there."""

    name: str
    """Its name."""
    text: str
    """What it does, and how to reach it."""
    reveals: str
    """What name it and the other side learn."""
    letter: str
    """The letter or sheet for it: `auditor letter LETTER --reported ID`."""
    url: str
    """Its own page."""
    source: str
    """Address of the text that this was taken from."""
    source_date: str
    """How old that is, as it says."""


class LinkNextJson(TypedDict):
    """What comes next."""

    kind: NextWord
    """In a word."""
    says: list[str]
    """In sentences."""
    at: Moment | None
    """When, where there is a time for it."""
    ways: list[RemovalAuthorityJson]
    """Whom to turn to, the nearest first."""


class ReportedLinkJson(TypedDict):
    """One reported link."""

    id: str
    """Of this link in the vault."""
    url: str
    """The link."""
    added_at: Moment
    """When it was written down."""
    adult: bool
    """False: under 18; then it is never opened and nothing else is kept."""
    reported: LinkReportJson
    """What was reported."""
    kind: ReportedKindWord | None
    """What it shows, as the person says; null under 18."""
    clock: LinkClockJson | None
    """Null unless channel, place, kind and a complete request fit a law that sets a term."""
    state: LinkStateWord
    """What the last look showed."""
    now_at: str
    """Another address at which the last look found it, else ""."""
    checked: list[LinkLookJson]
    """Every look, the oldest first."""
    next: LinkNextJson | None
    """Null for a link that the person closed."""


class ReportedJson(TypedDict):
    """Reported links."""

    links: list[ReportedLinkJson]
    """In the order in which they were written down."""
    under_18: list[str]
    """Whom to turn to, where a link is under 18."""
