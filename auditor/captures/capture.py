"""A kept page as the engine takes it in: its own pictures, the largest of each, what it tells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from urllib.parse import unquote

from auditor.captures.page.in_markup import LogIn, ShownPage, leads_to_log_in, shown_in
from auditor.captures.page.owner import PageOwner
from auditor.captures.page.platforms import RULES, told_by
from auditor.captures.page.sorted_out import NOT_NAMED, PORTRAIT, Why, sorted_out
from auditor.captures.recording import RecordedPicture, Recording, split
from auditor.dataclass import dataclass
from auditor.domain.account import Profile
from auditor.domain.archives.archive import (
    ArchiveEntry,
    ArchiveIdentity,
    ArchiveItem,
    EntryLeftOut,
    Held,
    NotOwn,
)
from auditor.domain.archives.capture import PageSeen
from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.errors import ReaderError
from auditor.markup.decode import decode
from auditor.markup.originals.heads import PictureHead, read_head
from auditor.messages import N_, _

_MOST_BODY = 32 * 1024 * 1024
"""Bytes of the largest picture that is looked at; what is larger is told. A judgement."""
_LEAD = 32
_SMALLEST = 100
"""Long side in px below which a picture is a sign or an icon. A judgement."""
_SMALL = N_("signs and icons")
_NO_PICTURE = N_("is no picture that this program reads")
_SCRIPTS = N_(
    "The page does not name the pictures that its scripts loaded, so nobody can tell whose they "
    "are. Save it as MHTML, or with SingleFile."
)


@dataclass(frozen=True, slots=True)
class _Served:
    """The largest body of one picture."""

    picture: RecordedPicture
    digest: str
    bytes: int
    head: PictureHead
    alt: str
    kind: PhotoKind


@dataclass(frozen=True, slots=True)
class _Looked:
    """All that was found in a capture; `own` by the start of the hash, which names it inside."""

    own: Mapping[str, _Served]
    left_out: dict[str, int]
    others: int
    passed: tuple[EntryLeftOut, ...]
    told: int | None
    asked: bool


@dataclass
class Capture:
    """Implements `ports.AccountArchive` over a recording. It is looked through when first asked.

    `others`: the addresses of its pages that are somebody else's.
    """

    recording: Recording
    owner: PageOwner
    others: frozenset[str] = frozenset()
    _looked: _Looked | None = field(default=None, repr=False)
    held: Sequence[Held] = ()
    serves_files: bool = True
    parts_known: bool = False
    may_end_early: bool = True

    @property
    def format(self) -> str:
        """See AccountArchive."""
        return self.recording.form

    @property
    def platform(self) -> str:
        """See AccountArchive."""
        return self.owner.platform

    @property
    def title(self) -> str:
        """See AccountArchive."""
        return self.owner.title

    @property
    def identity(self) -> ArchiveIdentity:
        """Whose page it is by its address, which anybody can write."""
        return ArchiveIdentity(self.owner.handle)

    @property
    def made_at(self) -> datetime | None:
        """See AccountArchive."""
        return self.recording.made_at

    @property
    def profile(self) -> Profile:
        """Nothing: of the page only pictures are taken."""
        return Profile()

    @property
    def notes(self) -> Sequence[str]:
        """See AccountArchive."""
        if self.recording.rendered or self.owner.platform in RULES:
            return ()
        return (_(_SCRIPTS),) if _(NOT_NAMED) in self._found().left_out else ()

    @property
    def fingerprint(self) -> str:
        """See AccountArchive."""
        digest = hashlib.sha256()
        for served in self._found().own.values():
            digest.update(served.digest.encode())
        return digest.hexdigest()[:16]

    @property
    def page(self) -> PageSeen:
        """See AccountArchive."""
        found = self._found()
        return PageSeen(
            self.recording.form,
            page_address(self.recording),
            sum(served.kind is PhotoKind.POST for served in found.own.values()),
            found.told,
            found.asked,
            tuple(found.left_out.items()),
        )

    def entries(self) -> Iterator[ArchiveEntry]:
        """See AccountArchive."""
        found = self._found()
        if found.others:
            yield NotOwn(found.others)
        yield from found.passed
        address = page_address(self.recording)
        for served in found.own.values():
            yield ArchiveItem(
                key=served.digest,
                member=f"{served.digest[:_LEAD]}/{_name_of(served.picture.address)}",
                kind=served.kind,
                alt=served.alt or None,
                visibility=Visibility.PUBLIC,
                page_url=address,
                file_name=_name_of(served.picture.address) or None,
                settled=True,
            )

    def stamp(self, member: str) -> str | None:
        """See AccountArchive."""
        served = self._served(member)
        return None if served is None else served.digest

    def read(self, member: str, most: int) -> bytes:
        """See AccountArchive."""
        served = self._served(member)
        if served is None:
            raise ReaderError(_("is in none of the parts"))
        return served.picture.read(most)

    def close(self) -> None:
        """See AccountArchive."""
        self.recording.close()

    def _served(self, member: str) -> _Served | None:
        return self._found().own.get(member.partition("/")[0])

    def _found(self) -> _Looked:
        if self._looked is None:
            self._looked = _look(self.recording, self.owner, self.others)
        return self._looked


def page_address(recording: Recording) -> str:
    """Return the address of the page that was kept, without what may name who looked at it."""
    address = next(recording.addresses(), "")
    parts = split(address)
    if parts.scheme not in {"http", "https"}:
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _name_of(address: str) -> str:
    """Return the name of a picture's file, without what stands behind it."""
    name = unquote(split(address).path.rsplit("/", 1)[-1])
    return re.sub(r"[\0-\x1f\x7f/\\]", "", name)[:200] if "." in name else ""


def _look(recording: Recording, owner: PageOwner, strange: frozenset[str]) -> _Looked:
    rules = RULES.get(owner.platform)
    told: int | None = None
    asked = any(leads_to_log_in(address) for address in recording.addresses())
    first = next(recording.addresses(), "")
    home = split(first).netloc
    pages: list[tuple[str, ShownPage]] = []
    of_others: list[ShownPage] = []
    for page in recording.pages:
        markup = decode(bytes(page.markup), page.media_type)
        if page.address != first and split(page.address).netloc != home:
            continue  # a frame of somebody else
        if page.address in strange:
            of_others.append(shown_in(markup, page.base or page.address))
            continue
        if not leads_to_log_in(page.address):
            pages.append((page.address, shown_in(markup, page.base or page.address)))
        if told is None and rules is not None:
            told = told_by(rules, markup)
    asked = asked or any(page.log_in is LogIn.WINDOW for _address, page in pages)
    fields = any(page.log_in is LogIn.FIELD for _address, page in pages)
    groups, left = sorted_out(recording.pictures, pages, of_others, owner)
    left_out = {_(why): count for why, count in left.items()}
    own: dict[str, _Served] = {}
    passed = [EntryLeftOut(_name_of(name) or name[:80], why) for name, why in recording.passed]
    for pictures, alt, kind in groups:
        served, lost = _largest(pictures, alt, kind)
        passed += lost
        if served is None:
            continue
        if max(served.head.width or 0, served.head.height or 0) < _SMALLEST:
            left_out[_(_SMALL)] = left_out.get(_(_SMALL), 0) + 1
        else:
            own.setdefault(served.digest[:_LEAD], served)
    others = sum(left[why] for why in left if why in {Why.BESIDE, Why.OTHERS, PORTRAIT})
    asked = asked or (fields and not own)  # else a way in that stands on every page
    posts = sum(served.kind is PhotoKind.POST for served in own.values())
    if told is not None and posts < told and rules is not None:
        asked = asked or _closed(recording)
    return _Looked(own, left_out, others, tuple(passed), told, asked)


def _closed(recording: Recording) -> bool:
    """Whether a page that shows less than it says has a way to a log-in on it."""
    return any(
        re.search(rb"href=\\?[\"']?[^\"'\s>]{0,200}/(?:accounts/)?log-?in\b", page.markup)
        is not None
        for page in recording.pages
    )


def _largest(
    pictures: Sequence[RecordedPicture], alt: str, kind: PhotoKind
) -> tuple[_Served | None, list[EntryLeftOut]]:
    """Return the largest of the bodies of one picture, and those that could not be read."""
    best: _Served | None = None
    lost: list[EntryLeftOut] = []
    for picture in pictures:
        try:
            body = picture.read(_MOST_BODY)
        except ReaderError as error:
            lost.append(EntryLeftOut(_name_of(picture.address) or _("a picture"), error.message))
            continue
        head = read_head(body)
        if head is None:
            lost.append(EntryLeftOut(_name_of(picture.address) or _("a picture"), _(_NO_PICTURE)))
            continue
        found = _Served(picture, hashlib.sha256(body).hexdigest(), len(body), head, alt, kind)
        if best is None or (head.area, found.bytes) > (best.head.area, best.bytes):
            best = found
    return best, lost
