"""TikTok: a list of postings. Its pictures are named by addresses that die after some days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from auditor.archives.addresses import path_of
from auditor.archives.export import Export
from auditor.archives.nested import Nest, nested, plain_key
from auditor.archives.tree.tree import Tree
from auditor.archives.values import BROKEN, Record, written_time
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
from auditor.errors import ReaderError
from auditor.messages import N_, _

_DATA = r"(?:.*/)?user_data(?:_tiktok)?[^/]*\.json\Z"
_POSTS_TEXT = r"(?:.*/)?(?:Posts?|Videos?)\.txt\Z"
_PROFILE_TEXT = r"(?:.*/)?Profile Info(?:rmation)?\.txt\Z"
_LOG_INS_TEXT = r"(?:.*/)?Login History\.txt\Z"
_LONGEST_LINKS = 100_000
_LONGEST_TEXT = 32 * 1024 * 1024
_FEW = 5
_MARKS = frozenset(
    {
        "appsettings", "activity", "youractivity", "post", "video", "profile", "tiktoklive",
        "tiktokshop", "tiktokshopping", "directmessage", "directmessages", "comment",
        "profileandsettings", "adsanddata", "locationreview",
    }
)  # fmt: skip
"""Keys at the top of the one file, of which an export has several (as RLEAPP reads them)."""
_ENOUGH_MARKS = 2
_NONE = frozenset({"", "n/a", "na", "none", "null"})
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S UTC")
_BETWEEN = re.compile(r"[\s,;]{1,8}(?=https?://)")
_PICTURE = re.compile(r"photomode|/photo/|\.(?:jpe?g|png|webp|heic|image)(?:[?~]|\Z)|//p\d+-")
_MOVING = re.compile(r"/video/|mime_type=video|//v\d+")
_PAGE = re.compile(r"https?://(?:www\.)?tiktok\.com/@[\w.]+/photo/(?P<id>\d+)")
_NO_LIST = N_("holds no list of posts: tick them when you ask for the archive")
_NO_ADDRESS = N_("whether it is a picture or a film is not told")


class TikTok:
    """See ArchiveFormat."""

    name = "tiktok"
    platform = "tiktok"
    title = "TikTok"
    tested_on = TestedOn.DOCUMENTATION

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        name = _data_file(tree)
        texts = (
            () if name else tuple(each for each in tree.matching(_POSTS_TEXT) if _is(tree, each))
        )
        if name is None and not texts:
            return None
        creator = _creator(tree, name)
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _entries(tree, name, texts, creator),
            identity=ArchiveIdentity(creator.user, "", creator.shown),
            made_at=tree.newest,
            profile=Profile(creator.shown, creator.about, creator.page),
            held=(Held(HeldKind.LOG_IN, creator.log_ins),) if creator.log_ins else (),
        )


@dataclass(frozen=True, slots=True)
class _Creator:
    """What the archive says of the account. `avatar`: whether it names a picture of it."""

    user: str
    shown: str
    about: str
    avatar: bool
    private: bool
    log_ins: int

    @property
    def page(self) -> str:
        """The address of the profile."""
        return f"https://www.tiktok.com/@{self.user}" if self.user else ""


def _data_file(tree: Tree) -> str | None:
    """Return the one file that holds everything, whatever it is called."""
    names = tree.matching(_DATA)
    if not names and len(tree) <= _FEW:
        names = tree.matching(r"[^/]*\.json\Z")
    for name in names:
        found = nested(tree, name)
        if isinstance(found, Nest) and len(_MARKS & found.keys) >= _ENOUGH_MARKS:
            return name
    return None


def _is(tree: Tree, name: str) -> bool:
    return any(row.text("date") and row.has("link") for row in _blocks(tree, name))


def _creator(tree: Tree, name: str | None) -> _Creator:
    if name is None:
        rows = (row for each in tree.matching(_PROFILE_TEXT) for row in _blocks(tree, each))
        told, settings = next(rows, Record(None)), Record(None)
        log_ins = sum(
            1
            for each in tree.matching(_LOG_INS_TEXT)
            for row in _blocks(tree, each)
            if row.has("ip")
        )
    else:
        whole = nested(tree, name)
        top = whole if isinstance(whole, Nest) else Nest(None)
        about = top.at("profile", "profileandsettings").at("profileinfo", "profileinformation")
        told = about.at("profilemap").record()
        settings = (
            top.at("appsettings", "profileandsettings").at("settings").at("settingsmap").record()
        )
        history = top.at("activity", "youractivity").at("loginhistory")
        log_ins = sum(1 for row in history.at("loginhistorylist").rows() if row.body)
    return _Creator(
        user=_told(told, "username").removeprefix("@"),
        shown=_told(told, "displayname", "nickname", "username"),
        about=_told(told, "biodescription", "bio"),
        avatar=bool(_told(told, "profilephoto")),
        private=_told(settings, "privateaccount").casefold() in {"enabled", "on", "yes", "true"},
        log_ins=log_ins,
    )


def _told(row: Record, *names: str) -> str:
    """Return a text; "N/A" is how TikTok writes that there is none."""
    for name in names:
        text = row.text(name).strip()
        if text.casefold() not in _NONE:
            return text
    return ""


def _entries(
    tree: Tree, name: str | None, texts: Sequence[str], creator: _Creator
) -> Iterator[ArchiveEntry]:
    if creator.avatar:
        yield ArchiveItem(
            key="avatar",
            member="",
            kind=PhotoKind.AVATAR,
            visibility=Visibility.PUBLIC,  # also where the account is private
            page_url=creator.page,
        )
    taking = _Listing(creator, Counter())
    for each in texts:
        for row in _blocks(tree, each):
            yield from taking.posting(row, hidden=False)
    if name is not None:
        yield from _in_file(tree, name, taking)


def _in_file(tree: Tree, name: str, taking: _Listing) -> Iterator[ArchiveEntry]:
    found = nested(tree, name)
    if isinstance(found, EntryLeftOut):
        yield found
        return
    rooms = [found.at("post"), found.at("video"), found.at("activity", "youractivity").at("video")]
    lists = [room.at("posts", "videos") for room in rooms]
    if not any(each.raw is not None for each in lists):
        yield EntryLeftOut(name, _(_NO_LIST), gap=True)
    for each in lists:
        for row in each.at("videolist", "postlist").rows():
            yield from taking.posting(row, hidden=False)
    for room in rooms:
        deleted = room.at("recentlydeletedposts", "recentlydeletedvideos")
        for row in deleted.at("postlist", "videolist").rows():
            yield from taking.posting(row, hidden=True)


@dataclass(frozen=True, slots=True)
class _Listing:
    """Takes postings in; `seen` counts the keys that came already, as hashes."""

    creator: _Creator
    seen: Counter[int]

    def posting(self, row: Record, *, hidden: bool) -> Iterator[ArchiveEntry]:
        """Yield the pictures of one posting, or that it is a film."""
        if row.body is None:
            yield EntryLeftOut("VideoList", _(BROKEN), gap=True)
            return
        links = _links(row)
        if not (links or row.has("date")):
            return
        written = _told(row, "date")
        if not links:
            yield EntryLeftOut(written, _(_NO_ADDRESS), gap=True)
            return
        moving = any(_MOVING.search(link) for link in links)
        still = any(_PICTURE.search(link) for link in links) or len(links) > 1
        if moving or not still:
            yield ArchiveFilm()
            return
        for number, link in enumerate(links, start=1):
            page = _PAGE.match(link)
            key = f"{page['id'] if page else written or path_of(link)}/{number}"
            before = self.seen[hash(key)]
            self.seen[hash(key)] += 1
            key = f"{key}+{before}" if before else key
            yield ArchiveItem(
                key=key,
                member="",
                posted_at=_time_of(written),
                caption=_told(row, "title", "caption", "description") or None,
                alt=_told(row, "alttext") or None,
                visibility=self._seen_by(row, hidden=hidden),
                page_url=page[0] if page else self.creator.page,
                settled=hidden,
            )

    def _seen_by(self, row: Record, *, hidden: bool) -> Visibility:
        said = _told(row, "whocanview").casefold()
        if hidden:
            return Visibility.PRIVATE
        if "friend" in said or "follower" in said:
            return Visibility.FOLLOWERS
        if any(word in said for word in ("private", "only", "self")):
            return Visibility.PRIVATE
        if "public" in said or "everyone" in said:
            return Visibility.FOLLOWERS if self.creator.private else Visibility.PUBLIC
        return Visibility.UNKNOWN


def _links(row: Record) -> tuple[str, ...]:
    several = row.texts("link") or row.texts("links")
    written = several or _BETWEEN.split(_told(row, "link", "links")[:_LONGEST_LINKS])
    return tuple(link.strip(" ,;") for link in written if link.strip().startswith("http"))


def _time_of(written: str) -> datetime | None:
    return written_time(written, *_TIMES)


def _blocks(tree: Tree, name: str) -> Iterator[Record]:
    """Yield the records of a text file: lines with a name and a value, a gap between two.

    An empty record stands for one that is cut.
    """
    try:
        text = tree.read(name, _LONGEST_TEXT).decode("utf-8-sig", "replace")
    except ReaderError:
        yield Record(None)
        return
    told: dict[str, str] = {}
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        plain = plain_key(key)
        if not line.strip() or (colon and plain in told):
            if told:
                yield Record(told)
            told = {}
        if colon and plain:
            told[plain] = value.strip()
    if told:
        yield Record(told)
    if not text.endswith("\n"):
        yield Record(None)
