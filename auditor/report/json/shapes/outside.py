"""Documents of what was found outside the person's accounts."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    ArchiveWord,
    CopyKindWord,
    EngineWord,
    LinkStateWord,
    ModelSiteWord,
    Moment,
    NextWord,
    ReportChannelWord,
    ReportedKindWord,
    SearchStateWord,
    SoughtKindWord,
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
    """The address, as the archive spells it; masked with `--projector`."""
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
    """Where the last capture stands; for Common Crawl, where its index tells of it. Masked with
    `--projector`."""


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
    """What was taken down comes first, then archive by archive."""
    sent: list[SentJson]
    """What this run sent, or with `--dry-run` would send. Further pages of an answer have the same
    fields and a `resumeKey`; CRAWL-1 stands for the name of the newest crawl."""
    not_asked: list[str]
    """What nobody was asked about, and why, in words."""
    removal: list[CopyRemovalJson]
    """How to ask each archive to take copies out."""


class LookAlikeJson(TypedDict):
    """A model that carries a name of the person; it may be about somebody else."""

    site: ModelSiteWord
    """Where it is shared."""
    kind: str
    """The site's own word for what it is, such as LORA; empty where it gives none."""
    name: str | None
    """Its title; null where the site marks it as explicit, or the title is."""
    url: str
    """Its page on the site. Nothing of it was opened."""
    person_flag: bool | None
    """Whether the site says that it shows a real person; null where it does not say."""
    explicit: bool
    """Whether it is marked or worded as sexual."""
    not_me: bool
    """Whether the person said that it is about somebody else."""
    evidence: list[str]
    """What agrees, and why it may be somebody else, in words."""


class ModelSearchJson(TypedDict):
    """One search for one name on one site."""

    site: ModelSiteWord
    """Where."""
    name: str
    """What was looked for: a name or handle that a proven account shows."""
    state: SearchStateWord
    """How it ended. `none-found` says nothing: such models mostly carry other names."""
    asked_at: Moment
    """When."""
    read: int
    """How many hits were looked at."""
    found: int
    """How many of them carry the name."""
    more: bool
    """Whether there were further hits that were not asked for."""
    reason: str | None
    """Why it could not be told, in words."""


class ModelRemovalJson(TypedDict):
    """How a model that imitates somebody is removed from a site."""

    site: ModelSiteWord
    """Which one."""
    title: str
    """The name that people know it by."""
    steps: list[str]
    """What to do, in words."""
    note: str
    """What else to know of its search."""
    source: str
    """The page that says so."""
    checked: str
    """Day on which that was last looked at."""


class LikenessWatchJson(TypedDict):
    """Models that may be named after the person, on sites that share models."""

    means: str
    """What an empty list means; it never says that there is none."""
    dry_run: bool
    """Whether nothing was asked."""
    candidates: list[LookAlikeJson]
    """Each model once; those about somebody else last."""
    searches: list[ModelSearchJson]
    """The last search for every name on every site, of this run and of earlier ones."""
    not_asked: list[str]
    """Names that were not asked about, and why, in words."""
    removal: list[ModelRemovalJson]
    """How each site removes such a model."""
    sent: list[SentJson]
    """What this run sent, or with `--dry-run` would send. Further pages of an answer have the same
    fields and a `cursor`."""


class CorpusKindJson(TypedDict):
    """Rows that were found by one kind of thing."""

    kind: SoughtKindWord
    """What was looked for."""
    count: int
    """Rows that have it."""


class PassedOverJson(TypedDict):
    """A file that was not searched."""

    file: str
    """Its name."""
    reason: str
    """Why, in a sentence."""


class CorpusSearchJson(TypedDict):
    """A search in the metadata of training sets. The rows themselves stand in `output`."""

    hits: int
    """Rows of `output`: one for each thing that was looked for in a row of the files."""
    rows_scanned: int
    """Rows of the files that were searched, by this run or by one before that it went on from."""
    elapsed_s: float
    """Seconds that this run took."""
    engine: EngineWord
    """What searched."""
    files_scanned: int
    """Files that were searched."""
    files_kept: int
    """Of these, the ones that an earlier run had finished."""
    kinds: list[CorpusKindJson]
    """Rows by what found them."""
    passed_over: list[PassedOverJson]
    """Files that were not searched: nothing is known of them."""
    output: str
    """The file with the rows."""
    means: list[str]
    """What the result says, and what it does not, in sentences."""
