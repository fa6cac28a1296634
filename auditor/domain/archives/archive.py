"""Archives: what a platform hands out to the person on request, as the engine sees it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.archives.capture import CaptureMark, PageSeen
from auditor.domain.photos.photo import PhotoKind, Visibility


class PublicDefault(StrEnum):
    """What the person said once for all photos of which the archive does not tell it."""

    ALL = "all"
    NONE = "none"
    ASK = "ask"  # nothing was said


class HeldKind(StrEnum):
    """What a platform keeps on a person beside what it shows. The value is used in JSON."""

    UPLOAD_ADDRESS = "upload-address"
    DEVICE = "device"
    POSITION = "position"
    LOG_IN = "log-in"
    CONTACT = "contact"
    FACE = "face"


@dataclass(frozen=True, slots=True)
class PublicAnswers:
    """Which photos of an archive the person said to be public.

    `named`: by album or year, which outranks what the archive says; names as in `group_key`.
    """

    default: PublicDefault = PublicDefault.ASK
    named: tuple[tuple[str, bool], ...] = ()

    def visibility(self, item: ArchiveItem) -> Visibility:
        """Return who can see an item, after what the person said."""
        if item.settled:
            return item.visibility
        answers = dict(self.named)
        for name in (item.album, item.year):
            said = answers.get(group_key(name)) if name else None
            if said is not None:
                return Visibility.PUBLIC if said else Visibility.PRIVATE
        if item.visibility is not Visibility.UNKNOWN or self.default is PublicDefault.ASK:
            return item.visibility
        return Visibility.PUBLIC if self.default is PublicDefault.ALL else Visibility.PRIVATE

    def over(self, earlier: PublicAnswers) -> PublicAnswers:
        """Return these answers, with those given earlier where these say nothing."""
        default = earlier.default if self.default is PublicDefault.ASK else self.default
        return PublicAnswers(default, tuple({**dict(earlier.named), **dict(self.named)}.items()))


def group_key(name: str) -> str:
    """Return an album or year as it is compared: without case and spaces at its ends."""
    return name.strip().casefold()


def folder_of(member: str) -> str:
    """Return the folder of a file without those that are called after a time, by numbers."""
    steps = member.split("/")[:-1]
    return "/".join(step for step in steps if not step.isdecimal())


def folder_mark(folder: str) -> str:
    """Return what tells a folder from another without its name."""
    return hashlib.sha256(folder.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ArchiveItem:
    """One picture of an archive.

    `key` is the platform's stable name of posting and picture; `member` the file inside the
    archive, "" where none is named. `posted_at` has no zone where the archive gives none.
    `settled`: nobody can see it whatever is said of its album: it was deleted, or is a draft.
    `keeps`: what the archive holds on it beside the picture, which neither file nor page shows.
    """

    key: str
    member: str
    kind: PhotoKind = PhotoKind.POST
    posted_at: datetime | None = None
    caption: str | None = None
    alt: str | None = None
    visibility: Visibility = Visibility.UNKNOWN
    album: str = ""
    page_url: str = ""
    file_name: str | None = None
    licence: str | None = None
    settled: bool = False
    keeps: tuple[HeldKind, ...] = ()

    @property
    def year(self) -> str:
        """The year of its posting, "" where it is not told."""
        return "" if self.posted_at is None else str(self.posted_at.year)


@dataclass(frozen=True, slots=True)
class NotOwn:
    """Pictures of other people in an archive: in retweets, replies, chats. They stay out."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class ArchiveFilm:
    """A film in an archive: counted, not looked into."""


@dataclass(frozen=True, slots=True)
class EntryLeftOut:
    """Something in an archive that was not taken in, and why.

    `gap`: what it held is not known, so that absence from this archive says nothing.
    """

    name: str
    reason: str
    gap: bool = False


ArchiveEntry = ArchiveItem | NotOwn | ArchiveFilm | EntryLeftOut


@dataclass(frozen=True, slots=True)
class ArchiveIdentity:
    """Whose archive it says that it is; "" where it does not tell."""

    handle: str = ""
    stable_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing that a platform keeps on the person: in how many places it stands."""

    kind: HeldKind
    count: int

    @staticmethod
    def joined(several: Iterable[Held]) -> tuple[Held, ...]:
        """Return one for each kind, those of the same kind added up, in the order of the kinds."""
        counts: Counter[HeldKind] = Counter()
        for each in several:
            counts[each.kind] += each.count
        return tuple(Held(kind, counts[kind]) for kind in HeldKind if counts[kind])


@dataclass(frozen=True, slots=True)
class ArchiveMark:
    """What an account was last read from, if that was an archive.

    `made_at`: when the platform made it, None where that is not told. `whole`: nothing was missing
    from it. The counts are of photos that are not gone: `public` can be seen by strangers,
    `unknown` were not said yet to be public or not, `hidden` cannot be seen, `unread` are public
    and could not be read. `finished`: it was read to its end; until then the counts are 0.
    `follows`: another archive was read to its end before. `capture`: what pages showed of it, kept
    by the person as their browser saw them; without an archive, `format` is the form of the last.
    """

    format: str
    made_at: datetime | None
    brought_at: datetime
    whole: bool = False
    public: int = 0
    unknown: int = 0
    hidden: int = 0
    unread: int = 0
    finished: bool = False
    follows: bool = False
    held: tuple[Held, ...] = ()
    answers: PublicAnswers = field(default_factory=PublicAnswers)
    capture: CaptureMark | None = None

    @property
    def of_page(self) -> bool:
        """Whether nothing but captures of pages was read."""
        return self.capture is not None and self.capture.form == self.format

    @property
    def tells(self) -> bool:
        """Whether anything is known by it: a photo is public, or it was said that none is."""
        return bool(self.public or not self.unknown)


@dataclass(slots=True)
class ArchiveCounts:
    """What reading an archive to its end came to.

    `albums`, `years`: how many photos of unknown visibility each holds; `hidden_albums`: how many
    each holds that are not public unless the person says that the album is. `skipped` names the
    first `MOST_NAMED` things left out, of `skipped_in_all`. `folders`: marks of those in it.
    """

    photos: int = 0
    visible: Counter[Visibility] = field(default_factory=Counter)
    others: int = 0
    films: int = 0
    held: Counter[HeldKind] = field(default_factory=Counter)
    albums: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    hidden_albums: Counter[str] = field(default_factory=Counter)
    skipped: list[EntryLeftOut] = field(default_factory=list)
    skipped_in_all: int = 0
    earliest: datetime | None = None
    latest: datetime | None = None
    folders: set[str] = field(default_factory=set)
    gaps: int = 0

    def take(self, entry: ArchiveEntry, answers: PublicAnswers) -> None:
        """Count one entry."""
        match entry:
            case ArchiveItem():
                self._take_item(entry, answers)
            case NotOwn():
                self.others += entry.count
            case ArchiveFilm():
                self.films += 1
            case EntryLeftOut():
                self.skipped_in_all += 1
                self.gaps += entry.gap
                if len(self.skipped) < MOST_NAMED:
                    self.skipped.append(entry)

    def _take_item(self, item: ArchiveItem, answers: PublicAnswers) -> None:
        self.photos += 1
        seen_by = answers.visibility(item)
        self.visible[seen_by] += 1
        self.held.update(item.keeps)
        if seen_by is Visibility.UNKNOWN:
            if item.album:
                self.albums[item.album] += 1
            self.years[item.year] += 1
        elif item.album and not item.settled and seen_by not in SEEN_BY_STRANGERS:
            self.hidden_albums[item.album] += 1
        posted = item.posted_at
        if posted is not None:
            posted = posted.replace(tzinfo=None)
            if self.earliest is None or posted < self.earliest:
                self.earliest = posted
            if self.latest is None or posted > self.latest:
                self.latest = posted
        self.folders.add(folder_mark(folder_of(item.member)))

    @property
    def public(self) -> int:
        """How many photos strangers can see."""
        return sum(self.visible[kind] for kind in SEEN_BY_STRANGERS)

    @property
    def unknown(self) -> int:
        """How many photos were not said yet to be public or not."""
        return self.visible[Visibility.UNKNOWN]


MOST_NAMED = 1000
"""Things left out that are named one by one; how many there are in all is told. A judgement."""
SEEN_BY_STRANGERS = (Visibility.PUBLIC, Visibility.UNLISTED)
"""Who is not logged in can see these, the second with its address only."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one archive.

    `account` is None where nothing was kept. `whole` says whether anything was missing from it.
    `new`, `gone` and `changed` compare it with the archive before; None where nothing was kept, or
    nothing can be compared. `page`: what a capture tells, None of an archive; `strangers`: what
    strangers got of the account's archive, None where it was not compared with a capture.
    """

    format: str
    platform: str
    title: str
    identity: ArchiveIdentity
    account: str | None
    made_at: datetime | None
    counts: ArchiveCounts
    whole: bool
    held: Sequence[Held] = ()
    notes: Sequence[str] = ()
    compared: Mapping[str, int] | None = None
    page: PageSeen | None = None
    strangers: CaptureMark | None = None
