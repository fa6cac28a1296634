"""Snapchat: memories with their files (since 2026) or with links only, and shared stories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from html import unescape
from pathlib import PurePosixPath

from auditor.archives.export import Export
from auditor.archives.html_pairs import pairs
from auditor.archives.media import NO_FILE, is_film, is_picture
from auditor.archives.tree.tree import Tree
from auditor.archives.values import BROKEN, Record, record, records, written_time
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
            of_a_time=True,
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


@dataclass(frozen=True, slots=True, order=True)
class _Memory:
    """One row of the list."""

    at: datetime
    film: bool
    placed: bool

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

    A row shares its day with its file and nothing else. So the memories of a day are numbered: they
    have the same names whether the export holds files, addresses or some of its parts only.
    """

    files: list[str] = field(default_factory=list)
    rows: list[datetime] = field(default_factory=list)
    films: int = 0
    listed_films: int = 0

    @property
    def missing(self) -> int:
        """How many rows have no file of their day."""
        return max(0, len(self.rows) - len(self.files))

    def photos(self, day: str, missing: int) -> Iterator[ArchiveItem]:
        """Yield its photos, `missing` of them without a file."""
        rows = sorted(self.rows)
        told = bool(rows) and (not self.files or len(rows) == len(self.files) == 1)
        files = [*sorted(self.files), *[""] * missing]
        for number, member in enumerate(files):
            at = rows[number] if told else written_time(day, "%Y-%m-%d")
            yield ArchiveItem(
                key=f"memory/{day}/{number + 1}",
                member=member,
                posted_at=at,
                visibility=Visibility.PRIVATE,
                settled=True,  # only the person sees it, whatever is said of its year
            )


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
            day.rows.append(row.at)
    if not (tree.matching(_LIST) or tree.matching(_PAGES)):
        yield EntryLeftOut("memories_history.json", _(NO_FILE), gap=True)
    yield from _films(days)
    # over all days: whether a file is called after the day in UTC, as the list is, is not known
    files = sum(len(day.files) for day in days.values())
    missing = spare = max(0, sum(len(day.rows) for day in days.values()) - files)
    for written in sorted(days):
        lacks = min(spare, days[written].missing)
        spare -= lacks
        yield from days[written].photos(written, lacks)
    if missing:
        name = ngettext("{n} memory", "{n} memories", missing).format(n=missing)
        yield EntryLeftOut(name, _(NO_FILE))


def _days_of_files(tree: Tree) -> dict[str, _Day]:
    days: dict[str, _Day] = {}
    seen: set[str] = set()
    for name in tree.names:
        found = _FILE.fullmatch(name)
        if found is None or PurePosixPath(name).name in seen:
            continue
        seen.add(PurePosixPath(name).name)
        day = days.setdefault(found["day"], _Day())
        if is_film(name):
            day.films += 1
        elif is_picture(name):
            day.files.append(name)
    return days


def _films(days: Mapping[str, _Day]) -> Iterator[ArchiveFilm]:
    files = sum(day.films for day in days.values())
    for _film in range(max(files, sum(day.listed_films for day in days.values()))):
        yield ArchiveFilm()


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
            yield _Memory(at, film, _is_place(row.text("Location")))
    if not lists:
        for name in tree.matching(_PAGES):
            yield from _rows_of_page(tree, name)


def _rows_of_page(tree: Tree, name: str) -> Iterator[_Memory | EntryLeftOut]:
    """Yield the rows of a page."""
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
        yield _Memory(
            at,
            any(cell.casefold() == "video" for cell in cells),
            any(_is_place(cell) for cell in cells),
        )


def _is_place(text: str) -> bool:
    found = _PLACE.search(text)
    return found is not None and any(float(found[each]) for each in ("north", "east"))


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
