"""LinkedIn: tables of uploads and posts. The pictures are named by addresses that die."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, datetime
from urllib.parse import unquote

from auditor.archives.addresses import host_of, path_of
from auditor.archives.export import Export
from auditor.archives.tables import lacking, table, tables_with
from auditor.archives.tree.tree import Tree
from auditor.archives.values import Record, shortened, written_time
from auditor.dataclass import dataclass
from auditor.domain.account import Profile
from auditor.domain.archives.archive import (
    ArchiveEntry,
    ArchiveFilm,
    ArchiveIdentity,
    ArchiveItem,
    EntryLeftOut,
    Held,
    HeldKind,
)
from auditor.domain.archives.readable import TestedOn
from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.messages import N_, _

_MEDIA = r"(?:.*/)?Rich[_ ]Media(?:_\d+)?\.csv\Z"
_SHARES = r"(?:.*/)?Shares(?:_\d+)?\.csv\Z"
_PROFILE = r"(?:.*/)?Profile\.csv\Z"
_CONNECTIONS = r"(?:.*/)?Connections\.csv\Z"
_INVITATIONS = r"(?:.*/)?Invitations\.csv\Z"
_SIDES = {"OUTGOING": "inviterprofileurl", "INCOMING": "inviteeprofileurl"}
_HANDLE = re.compile(r"linkedin\.com/in/(?P<name>[^/?#\s]+)")
_LOG_INS = r"(?:.*/)?Logins\.csv\Z"
_UPLOADED, _LINK = "date/time", "media link"
_POSTED, _COMMENTARY = "sharelink", "sharecommentary"
_SHARE_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%dT%H:%M:%SZ")
_WORDED = re.compile(
    r"(?P<month>[A-Z][a-z]+) (?P<day>\d{1,2}), (?P<year>\d{4}) at "
    r"(?P<time>\d{1,2}:\d\d\s[AP]M)(?P<zone> \((?:GMT|UTC)\))?"
)
_ASSET = re.compile(
    r"/dms/(?:image|video|playlist|document)/(?:[a-z]+/)*(?:v2/)?(?P<id>[\w-]{10,})"
)
_MOVING = re.compile(r"/dms/(?:video|playlist)/|\.mp4(?:\?|\Z)|\bvideo\b", re.IGNORECASE)
_STILL = re.compile(r"/dms/image/|\b(?:photo|image|picture)\b|\.(?:jpe?g|png|gif)", re.IGNORECASE)
_IN_MESSAGES = re.compile(r"\bmessag|/messaging", re.IGNORECASE)
_POST = re.compile(r"https://www\.linkedin\.com/(?:feed/update|posts)/[\w%:.-]+/?")
_HOSTS = ("media.licdn.com", "media-exp1.licdn.com", "linkedin.com")
_SEEN_BY = {
    "public": Visibility.PUBLIC,
    "anyone": Visibility.PUBLIC,
    "connections": Visibility.FOLLOWERS,
    "connections_only": Visibility.FOLLOWERS,
}
"""MEMBER_NETWORK stands at posts to everybody and to members alike, so that it tells nothing."""
_FAST = N_(
    "This is LinkedIn's fast export, which lists neither posts nor pictures. Ask again for the "
    "larger one; it comes about a day later."
)
_NO_PICTURE = N_("is neither a picture nor a film")


class LinkedIn:
    """See ArchiveFormat."""

    name = "linkedin"
    platform = "linkedin"
    title = "LinkedIn"
    tested_on = TestedOn.DOCUMENTATION

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        media = tables_with(tree, _MEDIA, _UPLOADED, _LINK)
        shares = tables_with(tree, _SHARES, _POSTED, _COMMENTARY)
        people = tables_with(tree, _PROFILE, "first name", "last name", "headline")
        connections = tables_with(tree, _CONNECTIONS, "connected on")
        if not (media or shares or people or connections):
            return None
        person = _person(tree, people)
        shown = " ".join(filter(None, (person.text("first name"), person.text("last name"))))
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _entries(tree, media, shares),
            identity=ArchiveIdentity(_handle(tree), name=shown),
            made_at=tree.newest,
            profile=Profile(shown, person.text("headline")),
            held=tuple(_held(tree, connections)),
            notes=() if media or shares else (_(_FAST),),
        )


def _person(tree: Tree, names: tuple[str, ...]) -> Record:
    rows = (row for name in names for row in table(tree, name, "first name", "last name"))
    return next((row for row in rows if isinstance(row, Record)), Record(None))


def _handle(tree: Tree) -> str:
    """Return the name in addresses; only invitations tell it, on the person's own side."""
    for name in tables_with(tree, _INVITATIONS, "direction", *_SIDES.values()):
        for row in table(tree, name, "direction"):
            side = _SIDES.get(row.text("direction").upper()) if isinstance(row, Record) else None
            found = _HANDLE.search(row.text(side)) if side and isinstance(row, Record) else None
            if found is not None:
                return unquote(found["name"])
    return ""


def _held(tree: Tree, connections: tuple[str, ...]) -> Iterator[Held]:
    log_ins = _count(tree, tables_with(tree, _LOG_INS, "ip address"), "ip address")
    if log_ins:
        yield Held(HeldKind.LOG_IN, log_ins)
    contacts = _count(tree, connections, "connected on")
    if contacts:
        yield Held(HeldKind.CONTACT, contacts)


def _count(tree: Tree, names: tuple[str, ...], column: str) -> int:
    rows = (row for name in names for row in table(tree, name, column))
    return sum(1 for row in rows if isinstance(row, Record))


@dataclass(frozen=True, slots=True)
class _Share:
    """What a picture has from its post: who sees it, and its address."""

    seen_by: Visibility = Visibility.UNKNOWN
    page: str = ""


@dataclass(slots=True)
class _Posts:
    """Posts by what a picture may be told by: its own name in them, or the minute.

    `seen` are the keys that came already, as hashes.
    """

    by_asset: dict[str, _Share] = field(default_factory=dict)
    by_minute: dict[datetime, _Share] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def take(self, row: Record) -> None:
        """Note a post."""
        share = _Share(_seen_by(row), _page(row))
        found = _ASSET.search(row.text("mediaurl"))
        if found is not None:
            self.by_asset[found["id"]] = share
        at = _shared_at(row)
        if at is not None:
            minute = at.replace(second=0)
            other = self.by_minute.get(minute)
            # two posts of one minute: neither is known to be the picture's
            self.by_minute[minute] = share if other is None else _Share()

    def of(self, asset: str, at: datetime | None) -> _Share:
        """Return the post of a picture as far as it is told."""
        if asset in self.by_asset:
            return self.by_asset[asset]
        return self.by_minute.get(at, _Share()) if at is not None else _Share()

    def is_new(self, key: str) -> bool:
        """Whether something did not come yet; afterwards it did."""
        new = hash(key) not in self.seen
        self.seen.add(hash(key))
        return new


def _seen_by(row: Record) -> Visibility:
    return _SEEN_BY.get(row.text("visibility").strip().casefold(), Visibility.UNKNOWN)


def _page(row: Record) -> str:
    link = row.text(_POSTED).strip()
    return link if _POST.fullmatch(link) else ""


def _shared_at(row: Record) -> datetime | None:
    found = written_time(row.raw("date"), *_SHARE_TIMES)
    return None if found is None else found.replace(tzinfo=UTC)


def _entries(tree: Tree, media: tuple[str, ...], shares: tuple[str, ...]) -> Iterator[ArchiveEntry]:
    if shares and not media:  # the larger export has both
        yield lacking(tree, _MEDIA, "Rich_Media.csv")
    if media and not shares:
        yield lacking(tree, _SHARES, "Shares.csv")
    posts = _Posts()
    for name in shares:
        for row in table(tree, name, _POSTED, _COMMENTARY):
            if isinstance(row, Record):
                posts.take(row)
    for name in media:
        for row in table(tree, name, _UPLOADED, _LINK):
            yield from (row,) if isinstance(row, EntryLeftOut) else _uploaded(row, posts)
    for name in shares:
        for row in table(tree, name, _POSTED, _COMMENTARY):
            yield from (row,) if isinstance(row, EntryLeftOut) else _shared(row, posts)


def _uploaded(row: Record, posts: _Posts) -> Iterator[ArchiveEntry]:
    """Yield what a row of the uploads names."""
    said, link = row.text(_UPLOADED), row.text(_LINK)
    asset, at = _asset(link), _uploaded_at(said)
    key = asset or path_of(link) or said
    if not posts.is_new(key):
        return
    if _MOVING.search(link) or _MOVING.search(said):
        yield ArchiveFilm()
    elif not (_STILL.search(link) or _STILL.search(said)):
        yield EntryLeftOut(shortened(said or link), _(_NO_PICTURE))
    else:
        share = posts.of(asset, at)
        private = _IN_MESSAGES.search(said) is not None or _IN_MESSAGES.search(link) is not None
        yield ArchiveItem(
            key=key,
            member="",
            kind=_kind(said),
            posted_at=at,
            caption=_plain(row.text("media description")) or None,
            visibility=Visibility.PRIVATE if private else share.seen_by,
            page_url=share.page,
            settled=private,
        )


def _kind(said: str) -> PhotoKind:
    words = said.casefold()
    if "background" in words or "cover" in words:
        return PhotoKind.BANNER
    return PhotoKind.AVATAR if "profile" in words else PhotoKind.POST


def _shared(row: Record, posts: _Posts) -> Iterator[ArchiveEntry]:
    """Yield the picture of a post, unless it came with the uploads or is of a page it links."""
    link = row.text("mediaurl")
    host = host_of(link)
    if row.text("sharedurl") or not host.endswith(_HOSTS):
        return
    key = _asset(link) or path_of(link)
    if not key or not posts.is_new(key):
        return
    if _MOVING.search(link):
        yield ArchiveFilm()
    elif _STILL.search(link) or host != "www.linkedin.com":
        yield ArchiveItem(
            key=key,
            member="",
            posted_at=_shared_at(row),
            caption=_plain(row.text(_COMMENTARY)) or None,
            visibility=_seen_by(row),
            page_url=_page(row),
        )


def _asset(link: str) -> str:
    found = _ASSET.search(link)
    return found["id"] if found else ""


def _uploaded_at(said: str) -> datetime | None:
    """Return the time in "You uploaded a feed photo on March 8, 2026 at 9:37 AM (GMT)"."""
    found = _WORDED.search(said)
    if found is None:
        return None
    words = f"{found['month']} {found['day']} {found['year']} {' '.join(found['time'].split())}"
    at = written_time(words, "%B %d %Y %I:%M %p")
    return at.replace(tzinfo=UTC) if at is not None and found["zone"] else at


def _plain(text: str) -> str:
    """Return a commentary without the quotes that stand between each two of its lines."""
    lines = text.splitlines()
    ends = all(line.endswith('"') for line in lines[:-1])
    if ends and all(line.startswith('"') for line in lines[1:]):
        lines[:-1] = [line.removesuffix('"') if line != '"' else line for line in lines[:-1]]
        lines[1:] = [line.removeprefix('"') for line in lines[1:]]
    return "\n".join(lines).strip()
