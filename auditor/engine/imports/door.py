"""An archive as the scan sees it: a source that lists it, and a door that reads its files.

Nothing here reaches a network, and no address of an archive ever reaches one.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import islice

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.archives.archive import (
    SEEN_BY_STRANGERS,
    ArchiveCounts,
    ArchiveEntry,
    ArchiveItem,
    Held,
    PublicAnswers,
    folder_mark,
    folder_of,
)
from auditor.domain.archives.capture import SCHEME as CAPTURE
from auditor.domain.archives.capture import PageSeen
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, Rendition, Role, Visibility, photo_id
from auditor.domain.text.content_id import IdKey
from auditor.domain.traits import Traits
from auditor.errors import AuditorError, ReaderError, TooLarge, Unreachable
from auditor.messages import _, ngettext
from auditor.ports import AccountArchive, Answer, Http, ProofText, Recognised

SCHEME = "archive:"
"""In front of the name of a file inside an archive, where an address stands else."""
_UNNAMED = "unnamed:"
_OK, _NOT_MODIFIED = 200, 304
_BATCH = 500
_CURSOR = re.compile(r"(?P<archive>[^:]+):(?P<said>[^:]+):(?P<at>\d{1,9})", re.ASCII)


class ArchiveDoor:
    """Implements `ports.Http` over the files of an archive: `get` reads, all else is refused."""

    def __init__(self, archive: AccountArchive) -> None:
        self._archive = archive

    async def get(
        self,
        url: str,
        *,
        purpose: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        prefix: int | None = None,
        crawl: bool = False,
        hidden: Sequence[str] = (),
    ) -> Answer:
        """Read a file. Raises Unreachable where the archive does not hold it whole."""
        del purpose, params, prefix, crawl, hidden
        scheme = SCHEME if self._archive.page is None else CAPTURE
        member = url.removeprefix(scheme)
        stamp = self._archive.stamp(member) if url.startswith(scheme) and member else None
        if stamp is None:
            raise Unreachable(_("the archive does not hold this file"))
        if headers and headers.get("If-None-Match") == stamp:
            return Answer(url, _NOT_MODIFIED, {"etag": stamp})
        most = max_bytes if max_bytes is not None else 1 << 30
        try:
            body = await asyncio.to_thread(self._archive.read, member, most)
        except ReaderError as error:
            raise TooLarge(error.message) from error
        return Answer(url, _OK, {"etag": stamp}, body)

    async def head(self, url: str, *, purpose: str) -> Answer:
        """Refuse."""
        raise _refused(url, purpose)

    async def post(
        self,
        url: str,
        *,
        purpose: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        hidden: Sequence[str] = (),
    ) -> Answer:
        """Refuse."""
        del body, headers, max_bytes, hidden
        raise _refused(url, purpose)

    async def resolve_txt(self, name: str, *, purpose: str) -> tuple[str, ...]:
        """Return nothing."""
        del name, purpose
        return ()

    async def renew(self) -> None:
        """Do nothing: there are no connections."""

    def opened(self, url: str) -> bool:
        """Return False: an archive opens no host."""
        del url
        return False

    async def local(self, url: str) -> bool:
        """Return False, see `opened`."""
        del url
        return False

    def requests(self, purpose_prefix: str) -> int:
        """Return 0: nothing is sent."""
        del purpose_prefix
        return 0


def _refused(url: str, purpose: str) -> AuditorError:
    del url, purpose
    return Unreachable(_("the archive does not hold this file"))


@dataclass
class ArchiveListing:
    """Implements `ports.Source` for one archive: `fetch` lists it, in batches that can resume.

    `seen`: what captures showed of its photos, by the ids that `ids` gives them.
    """

    archive: AccountArchive
    answers: PublicAnswers
    ids: IdKey | None = None
    seen: Mapping[str, tuple[Rendition, ...]] = field(default_factory=dict)
    counts: ArchiveCounts = field(default_factory=ArchiveCounts)
    ended: bool = False

    def __post_init__(self) -> None:
        self.name = self.archive.platform
        self.needs = "nothing"
        self.traits = Traits(self.archive.title)

    def recognise(self, text: str) -> Recognised | None:
        """Return None: an archive is given, not recognised."""
        del text
        return None

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Return None, see `recognise`."""
        del http, text
        return None

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield all that the archive lists. Every entry is counted, also what came before."""
        del http
        fingerprint, said = self.archive.fingerprint, _said(self.answers)
        before, said_before, skip = _resumed(cursor)
        other = bool(before) and before != fingerprint  # an earlier run read another archive
        start = skip if (before, said_before) == (fingerprint, said) else 0
        entries, position = self.archive.entries(), 0
        while chunk := await asyncio.to_thread(_chunk, entries):
            photos = []
            for entry in chunk:
                self.counts.take(entry, self.answers)
                position += 1
                if position > start and isinstance(entry, ArchiveItem):
                    photos.append(self._photo(entry, account))
            if position > start:
                whole = not other and not self.captured
                yield Batch(tuple(photos), f"{fingerprint}:{said}:{position}", complete=whole)
        self.ended = True
        yield self._last()

    @property
    def captured(self) -> bool:
        """Whether it is a kept page: what it does not show may be anywhere."""
        return self.archive.page is not None

    def _photo(self, item: ArchiveItem, account: Account) -> Photo:
        if self.captured:
            return shown_photo(item, account)
        photo = photo_of(item, account, self.answers)
        before = self.seen.get(self.ids.named(photo.id)) if self.ids is not None else None
        if before is None:
            return photo
        return replace(
            photo_of(
                replace(item, visibility=Visibility.PUBLIC, settled=True), account, self.answers
            ),
            renditions=before,
            media_url=before[0].url,
        )

    async def count(self) -> None:
        """Count what it lists, where a run that was cut had listed it to its end already."""
        if not self.ended:
            self.counts = await asyncio.to_thread(counted, self.archive, self.answers)
            self.ended = True

    @property
    def whole(self) -> bool:
        """Whether nothing was missing, once it was read to its end."""
        return is_whole(self.archive, self.counts)

    @property
    def held(self) -> tuple[Held, ...]:
        """What the platform keeps on the person, as far as the archive was read."""
        of_photos = (Held(kind, number) for kind, number in self.counts.held.items())
        return Held.joined((*self.archive.held, *of_photos))

    def _last(self) -> Batch:
        profile = self.archive.profile
        return Batch(
            (),
            None,
            profile=replace(profile, held=self.held),
            notes=(*self.archive.notes, *self._notes()),
            complete=self.whole and not self.captured,
            stable_id=self.archive.identity.stable_id,
        )

    def _notes(self) -> tuple[str, ...]:
        page = self.archive.page
        return _notes(self.counts) if page is None else _notes_of(page, self.counts)

    async def avatar(self, account: Account, http: Http) -> str | None:
        """Return None: only impostors are asked for theirs."""
        del account, http
        return None

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """Return nothing."""
        del account, http
        return ()


def is_whole(archive: AccountArchive, counts: ArchiveCounts) -> bool:
    """Whether nothing was missing from an archive; of a page, whether it shows all it says."""
    whole = not counts.gaps and not archive.notes
    return whole if archive.page is None else whole and archive.page.ended


def counted(archive: AccountArchive, answers: PublicAnswers) -> ArchiveCounts:
    """Return what an archive holds, read to its end."""
    counts = ArchiveCounts()
    for entry in archive.entries():
        counts.take(entry, answers)
    return counts


def _chunk(entries: Iterator[ArchiveEntry]) -> list[ArchiveEntry]:
    return list(islice(entries, _BATCH))


def _resumed(cursor: str | None) -> tuple[str, str, int]:
    """Return which archive an earlier run read, what was said of it, and how far it came."""
    found = _CURSOR.fullmatch(cursor or "")
    return ("", "", 0) if found is None else (found["archive"], found["said"], int(found["at"]))


def _said(answers: PublicAnswers) -> str:
    """Return a text that changes with what was said to be public: all is listed anew then."""
    told = f"{answers.default.value}{sorted(answers.named)}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _notes(counts: ArchiveCounts) -> tuple[str, ...]:
    notes = []
    if counts.films:
        notes.append(
            ngettext(
                "{n} film in the archive is not looked into",
                "{n} films in the archive are not looked into",
                counts.films,
            ).format(n=counts.films)
        )
    if counts.skipped_in_all:
        notes.append(
            ngettext(
                "{n} entry of the archive was left out: {name} ({reason})",
                "{n} entries of the archive were left out, such as {name} ({reason})",
                counts.skipped_in_all,
            ).format(
                n=counts.skipped_in_all,
                name=counts.skipped[0].name,
                reason=counts.skipped[0].reason,
            )
        )
    return tuple(notes)


def _notes_of(page: PageSeen, counts: ArchiveCounts) -> tuple[str, ...]:
    """Say what a kept page left open, as the outcome of the account tells it."""
    told = (
        ngettext(
            "the page asked to log in after {n} picture; what it hid could not be told",
            "the page asked to log in after {n} pictures; what it hid could not be told",
            page.shown,
        )
        if page.asked_to_log_in
        else ngettext(
            "the page shows {n} picture; what it does not show could not be told",
            "the page shows {n} pictures; what it does not show could not be told",
            page.shown,
        )
    ).format(n=page.shown)
    if not counts.skipped_in_all:
        return (told,)
    lost = ngettext(
        "{n} picture of the page could not be read",
        "{n} pictures of the page could not be read",
        counts.skipped_in_all,
    )
    return (told, lost.format(n=counts.skipped_in_all))


def photo_of(item: ArchiveItem, account: Account, answers: PublicAnswers) -> Photo:
    """Return the photo of an item, as it was uploaded: what the platform serves is not known."""
    seen_by = answers.visibility(item)
    shown = seen_by in SEEN_BY_STRANGERS  # of what nobody sees no words are kept
    address = f"{SCHEME}{item.member if shown else _unnamed(item.member)}"
    return Photo(
        id=photo_id(account.id, item.key),
        account=account.id,
        platform=account.platform,
        kind=item.kind,
        page_url=item.page_url or account.url,
        media_url=address,
        renditions=(Rendition(address, Role.UPLOADED),),
        posted_at=item.posted_at,
        alt=item.alt if shown else None,
        caption=item.caption if shown else None,
        visibility=seen_by,
        file_name=item.file_name if shown else None,
        licence=item.licence,
        unkept_words="" if shown else _hashed(item),
    )


def shown_photo(item: ArchiveItem, account: Account) -> Photo:
    """Return the photo of a picture that a kept page shows, as it was served."""
    address = f"{CAPTURE}{item.member}"
    return Photo(
        id=photo_id(account.id, f"{CAPTURE}{item.key}"),
        account=account.id,
        platform=account.platform,
        kind=item.kind,
        page_url=item.page_url or account.url,
        media_url=address,
        renditions=(Rendition(address, Role.SERVED, immutable=True),),
        alt=item.alt,
        visibility=item.visibility,
        file_name=item.file_name,
    )


def _unnamed(member: str) -> str:
    """Return a name that tells one folder from another, and nothing else: people name albums."""
    return f"{_UNNAMED}{folder_mark(folder_of(member))}" if "/" in member else ""


def mark_of(address: str) -> str:
    """Return the mark of the folder that the address of a photo names, "" where it names none."""
    member = address.removeprefix(SCHEME)
    if member.startswith(_UNNAMED):
        return member.removeprefix(_UNNAMED)
    return folder_mark(folder_of(member)) if folder_of(member) else ""


def _hashed(item: ArchiveItem) -> str:
    """Return 16 hex digits that change with the words of an item, "" where it has none."""
    if not (item.caption or item.alt):
        return ""
    said = f"{item.caption}\x1f{item.alt}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()[:16]
