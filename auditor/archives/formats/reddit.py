"""Reddit: tables of posts and comments. Pictures are named by their addresses, galleries alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

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
from auditor.domain.photos.photo import Visibility
from auditor.messages import N_, _

_POSTS = r"(?:.*/)?posts(?:_\d+)?\.csv\Z"
_COMMENTS = r"(?:.*/)?comments(?:_\d+)?\.csv\Z"
_STATISTICS = r"(?:.*/)?statistics\.csv\Z"
_ADDRESSES = r"(?:.*/)?ip_logs\.csv\Z"
_COLUMNS = ("id", "permalink", "subreddit")
_TIMES = ("%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M:%S")
_PICTURES = frozenset({"i.redd.it", "preview.redd.it", "i.reddituploads.com"})
_FILMS = frozenset({"v.redd.it"})
_GALLERY = re.compile(r"https?://(?:\w+\.)?reddit\.com/gallery/\w+", re.IGNORECASE)
_FILM_PAGE = re.compile(r"https?://(?:\w+\.)?reddit\.com/link/\w+/video/", re.IGNORECASE)
_IN_TEXT = re.compile(
    r"https?://preview\.redd\.it/[^\s)\]\"'<>]+|!\[[^\]\n]{0,100}\]\((?P<name>\w{6,})\s?(?:\"[^\"]{0,300}\")?\)"
)
_PERMALINK = re.compile(
    r"(?:https?://(?:\w+\.)?reddit\.com)?(?P<path>/(?:r|user|u)/[\w-]+/comments/[^\s?#]*)"
)
_OF_PERSON = re.compile(r"/(?:user|u)/(?P<name>[\w-]+)/comments/")
_UNNAMED = N_("is a gallery, whose pictures the archive does not name: counted as one")


class Reddit:
    """See ArchiveFormat."""

    name = "reddit"
    platform = "reddit"
    title = "Reddit"
    tested_on = TestedOn.DOCUMENTATION

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        posts = tables_with(tree, _POSTS, *_COLUMNS, "url")
        comments = tables_with(tree, _COMMENTS, *_COLUMNS, "body")
        said = _statistics(tree)
        if not (posts or comments or said):
            return None
        user = said.get("account name", "")
        page = f"https://www.reddit.com/user/{user}" if user else ""
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _entries(tree, posts, comments),
            identity=ArchiveIdentity(user),
            made_at=written_time(said.get("export time"), *_TIMES) or tree.newest,
            profile=Profile(user, page_url=page),
            held=tuple(_held(tree)),
        )


def _statistics(tree: Tree) -> dict[str, str]:
    """Return what the archive says of itself; nothing where it is not Reddit's."""
    for name in tables_with(tree, _STATISTICS, "statistic", "value"):
        rows = table(tree, name, "statistic", "value")
        said = {
            row.text("statistic").strip().casefold(): row.text("value").strip()
            for row in rows
            if isinstance(row, Record)
        }
        if "account name" in said:
            return said
    return {}


def _held(tree: Tree) -> Iterator[Held]:
    names = tables_with(tree, _ADDRESSES, "date", "ip")
    rows = (row for name in names for row in table(tree, name, "date", "ip"))
    log_ins = sum(1 for row in rows if isinstance(row, Record) and row.text("ip"))
    if log_ins:
        yield Held(HeldKind.LOG_IN, log_ins)


def _entries(
    tree: Tree, posts: tuple[str, ...], comments: tuple[str, ...]
) -> Iterator[ArchiveEntry]:
    if not posts:
        yield lacking(tree, _POSTS, "posts.csv")
    if not comments:  # every export has both
        yield lacking(tree, _COMMENTS, "comments.csv")
    taking = _Submissions(set())
    for name in posts:
        for row in table(tree, name, *_COLUMNS, "url"):
            yield from (row,) if isinstance(row, EntryLeftOut) else taking.post(row)
    for name in comments:
        for row in table(tree, name, *_COLUMNS, "body"):
            yield from (row,) if isinstance(row, EntryLeftOut) else taking.comment(row)


@dataclass(frozen=True, slots=True)
class _Submissions:
    """Takes posts and comments in; `seen` are the keys that came already, as hashes."""

    seen: set[int]

    def post(self, row: Record) -> Iterator[ArchiveEntry]:
        """Yield the pictures of a post: what it is, and what stands in its text."""
        url = row.text("url").strip()
        host = host_of(url)
        if host in _FILMS or _FILM_PAGE.match(url):
            yield ArchiveFilm()
        elif _GALLERY.match(url):
            yield from self._new(row, row.text("id") or url)
            yield EntryLeftOut(shortened(row.text("permalink") or url), _(_UNNAMED))
        elif host in _PICTURES:
            yield from self._new(row, _key(url))
        yield from self._in_text(row)

    def comment(self, row: Record) -> Iterator[ArchiveEntry]:
        """Yield the pictures of a comment; what else stands in its column is of other people."""
        media = row.text("media").strip()
        if host_of(media) in _PICTURES:
            yield from self._new(row, _key(media))
        yield from self._in_text(row)

    def _in_text(self, row: Record) -> Iterator[ArchiveEntry]:
        for found in _IN_TEXT.finditer(row.text("body")):
            yield from self._new(row, found["name"] or _key(found[0]))

    def _new(self, row: Record, key: str) -> Iterator[ArchiveEntry]:
        if not key or hash(key) in self.seen:
            return
        self.seen.add(hash(key))
        yield _item(row, key)


def _item(row: Record, key: str) -> ArchiveItem:
    page = _PERMALINK.match(row.text("permalink").strip())
    person = _OF_PERSON.match(page["path"]) if page else None
    group = row.text("subreddit").strip()
    if group.startswith("u_") or not group:
        album = f"u/{person['name'] if person else group.removeprefix('u_')}"
    else:
        album = f"r/{group.removeprefix('r/')}"
    return ArchiveItem(
        key=key,
        member="",
        posted_at=_posted_at(row),
        caption=row.text("title") or row.text("body") or None,
        visibility=Visibility.UNKNOWN,  # a group may be private, which the archive does not tell
        album=album if len(album) > len("u/") else "",
        page_url=f"https://www.reddit.com{page['path']}" if page else "",
        keeps=(HeldKind.UPLOAD_ADDRESS,) if row.text("ip").strip() else (),
    )


def _posted_at(row: Record) -> datetime | None:
    return written_time(row.raw("date"), *_TIMES)


def _key(url: str) -> str:
    """Return a picture's own name: the same under both hosts, whatever size was asked for."""
    stem = PurePosixPath(path_of(url)).stem
    return stem.rpartition("-")[2]  # preview.redd.it puts the title in front
