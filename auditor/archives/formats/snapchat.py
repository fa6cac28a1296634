"""Snapchat: memories with their files (since 2026) or with links only, and shared stories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import PurePosixPath

from auditor.archives.addresses import asked_of, path_of
from auditor.archives.export import Export
from auditor.archives.html_pairs import pairs
from auditor.archives.media import NO_FILE, is_film, is_picture
from auditor.archives.tree.tree import Tree
from auditor.archives.values import BROKEN, Record, record, records, written_time
from auditor.domain.account import Profile
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
from auditor.domain.photos.photo import Visibility
from auditor.errors import ReaderError
from auditor.messages import N_, _, ngettext

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
_ROW = re.compile(r"<tr\b.*?(?=<tr\b|\Z)", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r">([^<>]+)<")
_CLICK = re.compile(r"downloadMemories\('(?P<link>[^']+)'")
_LONGEST_PAGE = 64 * 1024 * 1024
_AS_PAGES = N_(
    "This is the form for reading in a browser (HTML), which tells less. Ask Snapchat again, and "
    "choose JSON as the format."
)
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
            notes=() if lists or not pages else (_(_AS_PAGES),),
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

    def photos(self, day: str) -> Iterator[ArchiveItem]:
        """Yield its photos."""
        known = {each.casefold(): row for row in self.rows for each in row.link}
        alone = self.rows[0] if len(self.rows) == len(self.files) == 1 else None
        for number, name in self.files.items():
            row = known.get(number.casefold(), alone)
            yield _item(number, name, row.at if row else written_time(day, "%Y-%m-%d"))
        if not self.files:
            for link, row in {row.link[0]: row for row in self.rows if row.link}.items():
                yield _item(link, "", row.at)

    @property
    def spare(self) -> int:
        """How many rows must have a file somewhere, less the files that are here."""
        rows = self.rows if self.files else [row for row in self.rows if not row.link]
        return len(rows) - len(self.files)


def _memories(tree: Tree) -> Iterator[ArchiveEntry]:
    days = _days_of_files(tree)
    for row in _rows(tree):
        if isinstance(row, EntryLeftOut):
            yield row
            continue
        day = days.setdefault(row.day, _Day())
        if row.film:
            day.listed_films += 1
        else:
            day.rows.append(row)
    yield from _films(days)
    seen: set[str] = set()
    for written in sorted(days):
        for item in days[written].photos(written):
            if item.key not in seen:
                seen.add(item.key)
                yield item
    yield from _elsewhere(days)


def _days_of_files(tree: Tree) -> dict[str, _Day]:
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
    return days


def _films(days: Mapping[str, _Day]) -> Iterator[ArchiveFilm]:
    files = sum(day.films for day in days.values())
    for _film in range(max(files, sum(day.listed_films for day in days.values()))):
        yield ArchiveFilm()


def _elsewhere(days: Mapping[str, _Day]) -> Iterator[EntryLeftOut]:
    """Yield how many files are missing over all days.

    Whether a file is called after the day in UTC, as the list writes it, is not known.
    """
    missing = sum(day.spare for day in days.values())
    if missing > 0:
        name = ngettext("{n} memory", "{n} memories", missing).format(n=missing)
        yield EntryLeftOut(name, _(NO_FILE), gap=True)


def _rows(tree: Tree) -> Iterator[_Memory | EntryLeftOut]:
    """Yield the rows of the lists; of the pages where there are none."""
    lists = tree.matching(_LIST)
    for name in lists:
        for row in records(tree, name, "Saved Media"):
            if isinstance(row, EntryLeftOut):
                yield row
                continue
            at = written_time(row.raw("Date"), *_TIME)
            if at is None:
                yield EntryLeftOut(name, _(BROKEN), gap=True)
                continue
            film = row.text("Media Type").casefold() == "video"
            link = _link(row.text("Download Link", "Media Download Url"))
            yield _Memory(at, film, _is_place(row.text("Location")), link)
    if not lists:
        for name in tree.matching(_PAGES):
            yield from _rows_of_page(tree, name)


def _rows_of_page(tree: Tree, name: str) -> Iterator[_Memory | EntryLeftOut]:
    """Yield the rows of a page; an address stands in what a click on it does."""
    try:
        page = tree.read(name, _LONGEST_PAGE).decode("utf-8", "replace")
    except ReaderError as error:
        yield EntryLeftOut(name, error.message, gap=True)
        return
    for row in _ROW.finditer(page):
        written = _WRITTEN.search(row[0])
        at = written_time(written[0], *_TIME) if written else None
        if at is None:
            continue  # the head of the table
        cells = [unescape(cell).strip() for cell in _CELL.findall(row[0])]
        address = _CLICK.search(row[0])
        yield _Memory(
            at,
            any(cell.casefold() == "video" for cell in cells),
            any(_is_place(cell) for cell in cells),
            _link(unescape(address["link"])) if address else (),
        )


def _link(address: str) -> tuple[str, ...]:
    """Return what an address names a memory by: its number, else its path."""
    numbers = tuple(filter(None, (asked_of(address, name) for name in ("mid", "sid"))))
    path = path_of(address)
    return numbers or ((path,) if path.strip("/") else ())


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
            yield ArchiveFilm()
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
            yield EntryLeftOut(
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
