"""Snapchat: memories with their files (since 2026) or with links only, and shared stories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

from auditor.archives.export import Export
from auditor.archives.html_pairs import pairs, texts
from auditor.archives.media import HTML_FORM, NO_FILE, is_film, is_picture
from auditor.archives.tree.tree import Tree
from auditor.archives.values import BROKEN, Record, record, records, written_time
from auditor.domain.account import Profile
from auditor.domain.archives import (
    ArchiveEntry,
    ArchiveIdentity,
    ArchiveItem,
    Film,
    Held,
    HeldKind,
    LeftOut,
    NotOwn,
)
from auditor.domain.photos.photo import Visibility
from auditor.domain.readable import TestedOn
from auditor.messages import _, ngettext

_LIST = r"(?:json/)?memories_history(?:_\d+)?\.json\Z"
_PAGES = r"(?:html/)?memories_history(?:_\d+)?\.html\Z"
_STORIES = r"(?:json/)?shared_story(?:_\d+)?\.json\Z"
_ACCOUNT = ("json/account.json", "account.json")
_ACCOUNT_PAGE = ("html/account.html", "account.html")
_FRIENDS = ("json/friends.json", "friends.json")
_FILE = re.compile(
    r"(?:.*/)?memories/(?:.*/)?(?P<day>\d{4}-\d\d-\d\d)_(?P<id>[0-9A-Za-z-]{8,})-main\.[^./]+"
)
_STORY_FILE = re.compile(r"(?:.*/)?shared_story/[^/]+")
_CHAT_FILE = re.compile(r"(?:.*/)?chat_media/[^/]+")
_DRAWN = re.compile(r"(?:-overlay|(?:^|[/_])overlay~[^/]*)\.[^./]+\Z")
"""What was drawn over a picture: no photo of its own."""
_SMALL = re.compile(r"(?:^|[/_])(?:thumbnail|metadata)~")
_TIME = ("%Y-%m-%d %H:%M:%S UTC",)
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")
_PLACE = re.compile(r"(?:\A|:)\s*(?P<north>-?\d+(?:\.\d+)?)\s*,\s*(?P<east>-?\d+(?:\.\d+)?)\s*\Z")


class Snapchat:
    """See ArchiveFormat."""

    name = "snapchat"
    platform = "snapchat"
    title = "Snapchat"
    tested_on = TestedOn.RECORDED

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        lists, pages = tree.matching(_LIST), tree.matching(_PAGES)
        files = any(_FILE.fullmatch(name) or _STORY_FILE.fullmatch(name) for name in tree.names)
        about = _about(tree)
        if not (any(_is_list(tree, name) for name in lists) or pages or files or about.user):
            return None
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _entries(tree),
            identity=ArchiveIdentity(about.user, "", about.shown),
            made_at=tree.newest,
            profile=Profile(about.shown, page_url=about.page),
            held=tuple(_held(tree)),
            notes=() if lists or not pages else (_(HTML_FORM).format(platform=self.title),),
        )


def _is_list(tree: Tree, name: str) -> bool:
    first = next(records(tree, name, "Saved Media"), None)
    return isinstance(first, Record) or record(tree, name).has("Saved Media")


@dataclass(frozen=True, slots=True)
class _Person:
    """What the archive says of the account."""

    user: str = ""
    shown: str = ""

    @property
    def page(self) -> str:
        """The address of the profile."""
        return f"https://www.snapchat.com/add/{self.user}" if self.user else ""


def _about(tree: Tree) -> _Person:
    name = tree.first(*_ACCOUNT)
    if name is not None:
        told = record(tree, name).at("Basic Information")
        return _Person(told.text("Username"), told.text("Name"))
    page = tree.first(*_ACCOUNT_PAGE)
    if page is None:
        return _Person()
    said = pairs(tree, page)
    return _Person(said.get("Username", ""), said.get("Name", ""))


@dataclass(frozen=True, slots=True)
class _Memory:
    """One row of the list. `link`: what its address names it by, none where there is no address."""

    at: datetime
    film: bool
    placed: bool
    link: tuple[str, ...]

    @property
    def day(self) -> str:
        """The day, as files have it in their names."""
        return self.at.strftime("%Y-%m-%d")


def _entries(tree: Tree) -> Iterator[ArchiveEntry]:
    yield from _memories(tree)
    yield from _stories(tree)
    chats = sum(
        1
        for name in tree.names
        if _CHAT_FILE.fullmatch(name) and is_picture(name) and not _is_part(name)
    )
    if chats:
        yield NotOwn(chats)


def _is_part(name: str) -> bool:
    return _DRAWN.search(name) is not None or _SMALL.search(name) is not None


@dataclass(slots=True)
class _Day:
    """What lies there of one day, and what the list names of it.

    A row shares its day with its file and nothing else: the hour of one of several cannot be told.
    """

    files: dict[str, str] = field(default_factory=dict)
    rows: list[_Memory] = field(default_factory=list)
    films: int = 0
    listed_films: int = 0

    def photos(self, day: str) -> Iterator[ArchiveEntry]:
        """Yield its films, its photos, and how many photos lie elsewhere."""
        for _film in range(max(self.films, self.listed_films)):
            yield Film()
        known = {each.casefold(): row for row in self.rows for each in row.link}
        alone = self.rows[0] if len(self.rows) == len(self.files) == 1 else None
        for number, name in self.files.items():
            row = known.get(number.casefold(), alone)
            yield _item(number, name, row.at if row else written_time(day, "%Y-%m-%d"))
        if not self.files:
            yield from self._without_files()
        elif len(self.rows) > len(self.files):
            yield _elsewhere(day, len(self.rows) - len(self.files))

    def _without_files(self) -> Iterator[ArchiveEntry]:
        for link, row in {row.link[0]: row for row in self.rows if row.link}.items():
            yield _item(link, "", row.at)
        unnamed = sum(1 for row in self.rows if not row.link)
        if unnamed:
            yield _elsewhere(self.rows[0].day, unnamed)


def _elsewhere(day: str, count: int) -> LeftOut:
    return LeftOut(
        ngettext("{n} memory of {day}", "{n} memories of {day}", count).format(n=count, day=day),
        _(NO_FILE),
        gap=True,
    )


def _memories(tree: Tree) -> Iterator[ArchiveEntry]:
    days: dict[str, _Day] = {}
    for name in tree.names:
        found = _FILE.fullmatch(name)
        if found is None:
            continue
        day = days.setdefault(found["day"], _Day())
        if is_film(name):
            day.films += 1
        elif is_picture(name):
            day.files.setdefault(found["id"], name)
    for row in _rows(tree):
        if isinstance(row, LeftOut):
            yield row
            continue
        day = days.setdefault(row.day, _Day())
        if row.film:
            day.listed_films += 1
        else:
            day.rows.append(row)
    for written in sorted(days):
        yield from days[written].photos(written)


def _rows(tree: Tree) -> Iterator[_Memory | LeftOut]:
    """Yield the rows of the lists; of the pages where there are none."""
    lists = tree.matching(_LIST)
    for name in lists:
        for row in records(tree, name, "Saved Media"):
            if isinstance(row, LeftOut):
                yield row
                continue
            at = written_time(row.raw("Date"), *_TIME)
            if at is None:
                yield LeftOut(name, _(BROKEN), gap=True)
                continue
            film = row.text("Media Type").casefold() == "video"
            link = _link(row.text("Download Link", "Media Download Url"))
            yield _Memory(at, film, _is_place(row.text("Location")), link)
    if not lists:
        for name in tree.matching(_PAGES):
            yield from _rows_of_page(texts(tree, name))


def _rows_of_page(found: Sequence[str]) -> Iterator[_Memory]:
    """Yield the rows of a page: each begins with its time."""
    starts = [at for at, text in enumerate(found) if _WRITTEN.fullmatch(text)]
    for start, end in pairwise([*starts, len(found)]):
        at = written_time(found[start], *_TIME)
        if at is not None:
            cells = found[start + 1 : end]
            film = any(cell.casefold() == "video" for cell in cells)
            yield _Memory(at, film, any(_is_place(cell) for cell in cells), ())


def _link(address: str) -> tuple[str, ...]:
    """Return what an address names a memory by."""
    try:
        asked = parse_qs(urlsplit(address).query)
    except ValueError:
        return ()
    return tuple(value for name in ("mid", "sid") for value in asked.get(name, ())[:1])


def _is_place(text: str) -> bool:
    found = _PLACE.search(text)
    return found is not None and any(float(found[each]) for each in ("north", "east"))


def _item(number: str, member: str, at: datetime | None) -> ArchiveItem:
    """Return a memory: only the person can see it, whatever is said of its year."""
    return ArchiveItem(
        key=f"memory/{number.casefold()}",
        member=member,
        posted_at=at,
        visibility=Visibility.PRIVATE,
        settled=True,
    )


def _stories(tree: Tree) -> Iterator[ArchiveEntry]:
    """Yield what was shown to everybody."""
    count = 0
    for name in tree.names:
        if not _STORY_FILE.fullmatch(name) or _is_part(name):
            continue
        if is_film(name):
            count += 1
            yield Film()
        elif is_picture(name):
            count += 1
            stem = PurePosixPath(name).stem
            yield ArchiveItem(
                key=f"story/{stem}",
                member=name,
                posted_at=written_time(stem[:10], "%Y-%m-%d"),
                visibility=Visibility.PUBLIC,
            )
    for name in tree.matching(_STORIES):
        told = sum(1 for _row in record(tree, name).all("Shared Story"))
        if told > count:
            missing = told - count
            yield LeftOut(
                ngettext("{n} shared story", "{n} shared stories", missing).format(n=missing),
                _(NO_FILE),
                gap=True,
            )


def _held(tree: Tree) -> Iterator[Held]:
    placed = sum(
        1 for row in _rows(tree) if isinstance(row, _Memory) and row.placed and not row.film
    )
    if placed:
        yield Held(HeldKind.POSITION, placed)
    name = tree.first(*_ACCOUNT)
    log_ins = 0 if name is None else sum(1 for _row in record(tree, name).all("Login History"))
    if log_ins:
        yield Held(HeldKind.LOG_IN, log_ins)
    name = tree.first(*_FRIENDS)
    friends = 0 if name is None else sum(1 for _row in record(tree, name).all("Friends"))
    if friends:
        yield Held(HeldKind.CONTACT, friends)
