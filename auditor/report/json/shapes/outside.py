"""Documents of what was found outside the person's accounts."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    ArchiveWord,
    CopyKindWord,
    Moment,
    WebArchiveWord,
)


class SentFieldJson(TypedDict):
    """One parameter or header of a request."""

    name: str
    """As it is sent."""
    value: str
    """For a key that the keyring holds, where the key is; the key itself stands in no document."""


class SentJson(TypedDict):
    """One request of a look-up."""

    method: str
    """Of HTTP."""
    host: str
    """Who learns it."""
    path: str
    """Without the query, which stands in `fields`."""
    fields: list[SentFieldJson]
    """Everything in the request that says something."""


class PasswordEntryJson(TypedDict):
    """One password that was looked for."""

    name: str
    """Site and user name of an entry of an export, masked under `--projector`; empty for a typed
    password."""
    found: bool | None
    """Whether the list of leaked passwords holds it; null where that could not be told."""
    count: int | None
    """How often it stands in the leaks that the list is made of; null unless it was found."""
    reason: str
    """Why it could not be told; empty where it could."""


class PasswordCheckJson(TypedDict):
    """Whether passwords stand in known leaks. No password, and no hash of one, is in it."""

    entries: list[PasswordEntryJson]
    """In the order of the export."""
    reused: list[list[str]]
    """Names of entries that share a password, those with most first."""
    sent: list[SentJson]
    """What was sent, or under `--dry-run` would be; empty with `--file`."""


class ArchiveJson(TypedDict):
    """What one web archive said of everything that it was asked, together."""

    archive: WebArchiveWord
    """Which one."""
    asked: Moment | None
    """When it was asked last; null: never."""
    state: ArchiveWord
    """`none-found`: it names no copy of what it was asked about, of what it shows at all."""
    captures: int
    """Of all addresses together; redirects, errors and files that are neither page nor picture are
    not counted."""
    first: Moment | None
    """When the first capture was made; null: none is known."""
    last: Moment | None
    """When the last one was."""
    reason: str | None
    """Why it could not be told, or what is not known beside what was found, in words."""


class ArchivedPageJson(TypedDict):
    """One address of the person's that an archive has copies of."""

    url: str
    """The address, as the archive spells it."""
    kind: CopyKindWord
    """What was captured."""
    taken_down: bool
    """Whether the account does not show it any more, as the last scan or `verify` found."""
    archive: WebArchiveWord
    """Where the copies stand."""
    captures: int
    """How many copies."""
    first: Moment
    """When the first capture was made."""
    last: Moment
    """When the last one was."""
    page_in_archive: str
    """Where the last capture stands; for Common Crawl, where its index tells of it."""


class CopyRemovalJson(TypedDict):
    """How to ask an archive to take copies out."""

    archive: WebArchiveWord
    """Which one."""
    how: str
    """What to send and what comes of it, in words."""
    contact: str
    """Where to write: a mail address or a page."""
    url: str
    """A page about it."""
    letters: list[str]
    """Keys of `auditor letter` that ask for it."""
    source: str
    """The page that says so."""
    checked: str
    """Day of the source, or on which it was last looked at."""


class ArchivedCopiesJson(TypedDict):
    """Copies of the person's own pages and pictures in web archives."""

    archives: list[ArchiveJson]
    """Each archive, asked or not."""
    pages: list[ArchivedPageJson]
    """What was taken down comes first, archive by archive."""
    sent: list[SentJson]
    """What this run sent, or with `--dry-run` would send. Further pages of an answer have the same
    fields and a `resumeKey`; CRAWL-1 stands for the name of the newest crawl."""
    not_asked: list[str]
    """What nobody was asked about, and why, in words."""
    removal: list[CopyRemovalJson]
    """How to ask each archive to take copies out."""
