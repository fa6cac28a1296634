"""Documents of what was found outside the person's accounts."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    ArchiveWord,
    CertaintyWord,
    CopyKindWord,
    LinkStateWord,
    ModelSiteWord,
    Moment,
    NextWord,
    ReportChannelWord,
    ReportedKindWord,
    SearchStateWord,
    SignWord,
    TraceWord,
    WebArchiveWord,
    WhyUnknownWord,
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
    look_alikes: int
    """How many senders resemble a service without being one. They may be phishing."""
    look_alike_domains: list[str]
    """Which, with `--all`; never on a projector."""
    mails: int
    """How many mails were looked at."""
    to_others: int
    """Mails to another address than the one that was typed, which are not counted."""
    from_people: int
    """Forwards, answers and mails of private people, which are not counted."""
    unsigned: int
    """Mails whose signature did not hold where they were taken in, which are not counted."""
    unlisted: int
    """Senders on no list of services that did not write of an account on two days: not shown."""
    unread: int
    """Files in the folders that could not be read as mail."""
    cut: int
    """Mails of senders beyond the 100,000 that are told apart, which are not counted."""
    unlike: int
    """Mails that name no sender, or several, which are not counted."""


class CandidateJson(TypedDict):
    """An account that may be the person's own."""

    platform: str
    """Its site, by the name of the file or its host."""
    url: str
    """Its page."""
    certainty: CertaintyWord
    """How sure it is."""
    evidence: list[SignWord]
    """What speaks for it."""
    avatar_match: bool | None
    """Null: no picture of a candidate is fetched before it is claimed."""


class UnknownSiteJson(TypedDict):
    """A site of which it could not be told."""

    platform: str
    """Its name."""
    url: str
    """Where such an account would stand."""
    reason: WhyUnknownWord
    """Why."""


class DiscoveredJson(TypedDict):
    """What proven accounts lead to."""

    candidates: list[CandidateJson]
    """The surest first. None is on the list of accounts."""
    unknown: list[UnknownSiteJson]
    """Where it could not be told; never counted as absent."""
    absent: int
    """Sites that say that there is no such account."""
    asked: int
    """Sites that were asked."""
    left_out: list[str]
    """What was not asked, and why, in words."""
    source: str
    """Whose data the file is, and under which licence; "" without a file."""
    sent: list[SentJson]
    """What this run sent first, or with `--dry-run` would send. Three names that nobody has are
    asked about on sites that seem to have such an account."""
