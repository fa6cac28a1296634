"""X: posts with their pictures, in the layouts since 2012, when it was called Twitter."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import datetime
from pathlib import PurePosixPath

from auditor.archives.export import Export
from auditor.archives.media import NO_FILE, NO_LIST, UNNAMED, is_picture, others_in
from auditor.archives.tree.tree import Tree
from auditor.archives.values import (
    Record,
    assigned,
    moment,
    records,
    shortened,
    written_time,
)
from auditor.dataclass import dataclass
from auditor.domain.account import Link, Profile
from auditor.domain.archives.archive import (
    ArchiveEntry,
    ArchiveFilm,
    ArchiveIdentity,
    ArchiveItem,
    EntryLeftOut,
    Held,
    HeldKind,
    NotOwn,
)
from auditor.domain.archives.readable import TestedOn
from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.messages import N_, _

_DATA = r"(?:data/)?"
_COMMUNITY, _CIRCLE, _DELETED = "Communities", "Circle", "deleted"
_LISTS: Sequence[tuple[str, str]] = (
    (rf"{_DATA}tweets?(?:-part\d+)?\.js", ""),
    (rf"{_DATA}js/tweets/\d{{4}}_\d\d\.js", ""),
    (rf"{_DATA}community-tweets?(?:-part\d+)?\.js", _COMMUNITY),
    (rf"{_DATA}twitter-circle-tweets?(?:-part\d+)?\.js", _CIRCLE),
    (rf"{_DATA}deleted-tweets?(?:-part\d+)?\.js", _DELETED),
)
"""Where posts stand (twitter-archive-parser#1, PR 75; shared facts on layouts), and the album that
they make here. Long texts (note-tweet.js) name no pictures.
"""
_LEADS = (b"window.", b"Grailbird.", b"var ")
_FOLDERS = (
    "tweets_media",
    "tweet_media",
    "community_tweet_media",
    "twitter_circle_tweet_media",
    "deleted_tweets_media",
)
_NAMED = re.compile(rf"{_DATA}(?:{'|'.join(_FOLDERS)})/[^/]+")
_BY_OTHERS = re.compile(rf"{_DATA}(?:direct_messages|moments|grok_chat)[^/]*_media/[^/]+")
_PROFILE = "profile_media"
_ON_PROFILE = re.compile(rf"{_DATA}{_PROFILE}/[^/]+")
_MEDIA = re.compile(rf"{_DATA}[a-z_]+_media/[^/]+")
_FILMS = frozenset({"video", "animated_gif"})
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WRITTEN = re.compile(
    r"\w{3} (?P<month>\w{3}) (?P<day>\d\d?) (?P<time>\d\d:\d\d:\d\d) "
    r"(?P<zone>[+-]\d{4}) (?P<year>\d{4})"
)
_FIRST_DATED = 30_000_000_000
_EPOCH = 1_288_834_974_657
"""Ids above the first hold milliseconds since the second, in all but their last 22 bits."""
_HELD = (
    ("ip-audit.js", HeldKind.LOG_IN),
    ("device-token.js", HeldKind.DEVICE),
    ("ni-devices.js", HeldKind.DEVICE),
    ("contact.js", HeldKind.CONTACT),
)
_PARTIAL = N_("the archive says that it is not whole")


class X:
    """See ArchiveFormat."""

    name = "x"
    platform = "x"
    title = "X (Twitter)"
    tested_on = TestedOn.RECORDED

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        lists = tuple(
            (name, album) for pattern, album in _LISTS for name in tree.matching(pattern + r"\Z")
        )
        if lists and not _are_scripts(tree, lists):
            return None
        about = _about(tree)
        if not (lists or about.stable_id or any(map(_NAMED.fullmatch, tree.names))):
            return None
        if not lists:
            return self._without_lists(tree, about)
        manifest = assigned(tree, tree.first("data/manifest.js", "manifest.js") or "")
        made_at = _iso(manifest.at("archiveInfo").raw("generationDate"))
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _entries(tree, lists, about, manifest),
            identity=ArchiveIdentity(about.handle, about.stable_id, about.profile.display_name),
            made_at=made_at or tree.newest,
            profile=about.profile,
            held=Held.joined(_held(tree)),
        )

    def _without_lists(self, tree: Tree, about: _About) -> Export:
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _files(tree, about),
            identity=ArchiveIdentity(about.handle, about.stable_id, about.profile.display_name),
            made_at=tree.newest,
            profile=about.profile,
            held=Held.joined(_held(tree)),
            notes=(_(NO_LIST).format(platform=self.title),),
        )


def _are_scripts(tree: Tree, lists: Sequence[tuple[str, str]]) -> bool:
    """Whether the smallest list begins as X writes them: others call their files like that, too."""
    return tree.begins(min((name for name, _album in lists), key=tree.size), _LEADS)


@dataclass(frozen=True, slots=True)
class _About:
    """What the archive says of the account, and who sees its posts as far as that is told."""

    handle: str = ""
    stable_id: str = ""
    profile: Profile = field(default_factory=Profile)
    seen_by: Visibility = Visibility.UNKNOWN
    pictures: tuple[tuple[str, PhotoKind], ...] = ()


def _about(tree: Tree) -> _About:
    account = _first(tree, "account.js", "account")
    old = assigned(tree, tree.first("data/js/user_details.js", "js/user_details.js") or "")
    shown = _first(tree, "profile.js", "profile")
    told = shown.at("description")
    handle = account.text("username") or old.text("screen_name")
    site = told.text("website")
    return _About(
        handle,
        account.text("accountId") or old.text("id"),
        Profile(
            account.text("accountDisplayName") or old.text("full_name"),
            told.text("bio") or old.text("bio"),
            f"https://x.com/{handle}" if handle else "",
            (Link(site),) if site.startswith(("http://", "https://")) else (),
        ),
        _seen_by(tree),
        tuple(
            (shown.text(key), kind)
            for key, kind in (
                ("avatarMediaUrl", PhotoKind.AVATAR),
                ("headerMediaUrl", PhotoKind.BANNER),
            )
            if shown.text(key)
        ),
    )


def _first(tree: Tree, name: str, key: str) -> Record:
    """Return what the first row of a list wraps."""
    return next((row.at(key) for row in _rows(tree, name)), Record(None))


def _rows(tree: Tree, name: str) -> Iterator[Record]:
    found = tree.first(f"data/{name}", name)
    if found is not None:
        yield from (row for row in records(tree, found, lead=_LEADS) if isinstance(row, Record))


def _seen_by(tree: Tree) -> Visibility:
    """Say who sees posts. The archive names changes of the last months only, no state."""
    changes = [
        (each.text("protectedAt"), each.text("action").casefold())
        for row in _rows(tree, "protected-history.js")
        for each in (row.at("protectedHistory"),)
    ]
    if not changes:
        return Visibility.UNKNOWN
    last = max(changes)[1]
    told = {"protect": Visibility.FOLLOWERS, "unprotect": Visibility.PUBLIC}
    return told.get(last.removesuffix("ed"), Visibility.UNKNOWN)


def _entries(
    tree: Tree, lists: Sequence[tuple[str, str]], about: _About, manifest: Record
) -> Iterator[ArchiveEntry]:
    taking = _Taking(tree, about, frozenset(_deleted(tree)), set())
    yield from _missing(tree, manifest)
    yield from _shown(tree, about)
    for name, album in sorted(lists, key=lambda each: each[1] != _DELETED):
        for row in records(tree, name, lead=_LEADS):
            if isinstance(row, EntryLeftOut):
                yield row
            else:
                yield from taking.post(row.at("tweet") if row.has("tweet") else row, album)
    yield from others_in(tree, _BY_OTHERS)
    yield from taking.unnamed()


def _deleted(tree: Tree) -> Iterator[str]:
    """Yield the numbers of posts that were deleted: some stand among the others still."""
    for row in _rows(tree, "deleted-tweet-headers.js"):
        yield row.at("tweet").text("tweetId", "tweet_id")
    for name in tree.matching(_LISTS[-1][0] + r"\Z"):
        for found in records(tree, name, lead=_LEADS):
            if isinstance(found, Record):
                yield found.at("tweet").text("id_str", "id")


def _missing(tree: Tree, manifest: Record) -> Iterator[EntryLeftOut]:
    """Yield what the archive's own list of contents names and that is not here."""
    for part in ("tweets", "tweet", "communityTweet", "deletedTweets"):
        for each in manifest.at("dataTypes", part).all("files"):
            name = each.text("fileName")
            if name and tree.first(name, name.removeprefix("data/")) is None:
                yield EntryLeftOut(shortened(name), _(NO_FILE), gap=True)
    if manifest.at("archiveInfo").flag("isPartialArchive"):
        yield EntryLeftOut("manifest.js", _(_PARTIAL), gap=True)


def _shown(tree: Tree, about: _About) -> Iterator[ArchiveEntry]:
    """Yield the profile picture and the header, which also a protected account shows to all."""
    files = [name for name in tree.names if name.split("/")[-2:-1] == [_PROFILE]]
    for address, kind in about.pictures:
        stem = PurePosixPath(address).stem
        member = next((name for name in files if PurePosixPath(name).stem.endswith(stem)), "")
        yield ArchiveItem(
            key=f"{kind.value}-{stem}",
            member=member,
            kind=kind,
            visibility=Visibility.PUBLIC,
            page_url=about.profile.page_url,
        )
        if not member:
            yield EntryLeftOut(shortened(address), _(NO_FILE))


def _files(tree: Tree, about: _About) -> Iterator[ArchiveEntry]:
    """Yield the pictures of an export without lists: their names begin with the post's number."""
    taken = {item.member for item in _shown(tree, about) if isinstance(item, ArchiveItem)}
    yield from _shown(tree, about)
    for name in tree.names:
        stem = PurePosixPath(name).stem
        if not is_picture(name) or name in taken:
            continue
        if _ON_PROFILE.fullmatch(name):
            yield ArchiveItem(f"profile-{stem}", name, PhotoKind.AVATAR)
        elif _NAMED.fullmatch(name):
            deleted = "/deleted_" in f"/{name}"
            yield ArchiveItem(
                stem,
                name,
                posted_at=_time_of(Record(None), stem.partition("-")[0]),
                visibility=Visibility.PRIVATE if deleted else Visibility.UNKNOWN,
                settled=deleted,
            )
    yield from others_in(tree, _BY_OTHERS)


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes posts in. `deleted`: the numbers of those that were deleted.

    `seen` are the names of files that came already, as hashes.
    """

    tree: Tree
    about: _About
    deleted: frozenset[str]
    seen: set[int]

    def post(self, row: Record, album: str) -> Iterator[ArchiveEntry]:
        """Yield the pictures of one post."""
        media = tuple(_media_of(row))
        if not media:
            return
        number = row.text("id_str", "id")
        if not self.deleted.isdisjoint((number, *_versions(row))):
            album = _DELETED
        retweet = row.text("full_text", "text").startswith("RT @") or row.has("retweeted_status")
        others = 0
        for medium in media:
            if medium.text("type") in _FILMS:
                yield ArchiveFilm()
                continue
            address = medium.text("media_url_https", "media_url")
            file = f"{number}-{PurePosixPath(address).name}"
            if not address or hash(file) in self.seen:
                continue
            self.seen.add(hash(file))
            if retweet or self._of_others(medium, row, number):
                others += 1
            else:
                yield from self._own(file, address, row, medium, album)
        if others:
            yield NotOwn(others)

    def _of_others(self, medium: Record, row: Record, number: str) -> bool:
        """Whether a picture was first posted by another account."""
        mine = self.about.stable_id or row.at("user").text("id_str")
        owner = medium.text("source_user_id_str", "source_user_id")
        if owner and mine:
            return owner != mine
        return medium.text("source_status_id_str", "source_status_id") not in {"", number}

    def _own(
        self, file: str, address: str, row: Record, medium: Record, album: str
    ) -> Iterator[ArchiveEntry]:
        number = row.text("id_str", "id")
        member = self._located(file)
        deleted = album == _DELETED
        handle = self.about.handle
        page = f"https://x.com/{handle}/status/{number}" if handle and number else ""
        yield ArchiveItem(
            key=PurePosixPath(file).stem,
            member=member or "",
            posted_at=_time_of(row, number),
            caption=html.unescape(row.text("full_text", "text")) or None,
            alt=medium.text("ext_alt_text") or None,
            visibility=self._seen_by(row, album),
            album=album,
            page_url="" if deleted else page or self.about.profile.page_url,
            settled=album in {_DELETED, _CIRCLE},
            keeps=(HeldKind.POSITION,) if _is_placed(row) else (),
        )
        if member is None:
            yield EntryLeftOut(shortened(address), _(NO_FILE))

    def _seen_by(self, row: Record, album: str) -> Visibility:
        if album == _DELETED:
            return Visibility.PRIVATE
        if album == _CIRCLE:
            return Visibility.FOLLOWERS
        said = row.at("user").raw("protected")  # the archives of 2012 to 2018
        if isinstance(said, bool):
            return Visibility.FOLLOWERS if said else Visibility.PUBLIC
        return self.about.seen_by

    def _located(self, file: str) -> str | None:
        tried = (f"{data}{folder}/{file}" for data in ("data/", "") for folder in _FOLDERS)
        return self.tree.first(*tried)

    def unnamed(self) -> Iterator[ArchiveEntry]:
        """Yield the files of posts that no list names: then a list is missing."""
        shown = {
            item.member for item in _shown(self.tree, self.about) if isinstance(item, ArchiveItem)
        }
        for name in self.tree.names:
            if (
                _MEDIA.fullmatch(name)
                and name not in shown
                and not _BY_OTHERS.fullmatch(name)
                and is_picture(name)
                and hash(PurePosixPath(name).name) not in self.seen
            ):
                yield EntryLeftOut(name, _(UNNAMED), gap=True)


def _versions(row: Record) -> Iterator[str]:
    """Yield the numbers of the versions of an edited post: deleting one deletes all."""
    told = row.at("edit_info")
    for each in (told.at("initial"), told.at("edit", "editControlInitial"), row.at("edit_control")):
        yield from (*each.texts("editTweetIds"), *each.texts("edit_tweet_ids"))


def _media_of(row: Record) -> Iterator[Record]:
    """Yield the media of a post: `entities` holds the first of several only."""
    if next(row.at("extended_entities").all("media"), None) is not None:
        yield from row.at("extended_entities").all("media")
    else:
        yield from row.at("entities").all("media")


def _is_placed(row: Record) -> bool:
    return any(row.at(key).has("coordinates") for key in ("coordinates", "geo"))


def _time_of(row: Record, number: str) -> datetime | None:
    written = row.text("created_at")
    found = _WRITTEN.fullmatch(written)
    if found is not None and found["month"] in _MONTHS:  # words of dates depend on the machine
        month = _MONTHS.index(found["month"]) + 1
        written = f"{found['year']}-{month:02}-{found['day']} {found['time']} {found['zone']}"
    told = written_time(written, "%Y-%m-%d %H:%M:%S %z") or _iso(written)
    if told is None and number.isdecimal() and int(number) >= _FIRST_DATED:
        return moment((int(number) >> 22) + _EPOCH)
    return told


def _iso(value: object) -> datetime | None:
    return written_time(value, "%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ")


def _held(tree: Tree) -> Iterator[Held]:
    for name, kind in _HELD:
        number = sum(1 for _row in _rows(tree, name))
        if number:
            yield Held(kind, number)
