"""Strava: photos of activities. The tables have translated headers, so cells tell what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from datetime import datetime
from itertools import islice
from pathlib import PurePosixPath

from auditor.archives.export import Export
from auditor.archives.media import NO_FILE, is_film, is_picture
from auditor.archives.tables import header, lacking, rows_of
from auditor.archives.tree.tree import Tree
from auditor.archives.values import shortened, written_time
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
from auditor.domain.photos.photo import PhotoKind
from auditor.messages import _

_ACTIVITIES = r"(?:.*/)?activities\.csv\Z"
_MEDIA = r"(?:.*/)?(?:media|photos)\.csv\Z"
_POSTS = r"(?:.*/)?posts\.csv\Z"
_PERSON = r"(?:.*/)?profile\.csv\Z"
_LOG_INS = r"(?:.*/)?logins\.csv\Z"
_CONTACTS = r"(?:.*/)?contacts\.csv\Z"
_FILE = re.compile(r"(?:.*/)?(?:media|photos)/[^/]+")
_NAMED = re.compile(r"(?:media|photos)/[^/|]+\.\w+")
_FACE = re.compile(r"(?:.*/)?profile\.(?:jpe?g|png)", re.IGNORECASE)
_BESIDE = frozenset(
    {
        "local_legend_segments.csv", "global_challenges.csv", "group_challenges.csv",
        "starred_segments.csv", "starred_routes.csv", "privacy_zones.csv",
        "visibility_settings.csv", "social_settings.csv", "general_preferences.csv",
        "mobile_device_identifiers.csv", "partner_opt_outs.csv", "shoes.csv", "bikes.csv",
        "components.csv", "metering.csv",
    }
)  # fmt: skip
"""Files that only Strava has beside its activities; their names are not translated."""
_ENOUGH, _LAST_NAME = 2, 3
_TIMES = (
    "%b %d, %Y, %I:%M:%S %p", "%b %d, %Y %I:%M:%S %p", "%d %b %Y, %H:%M:%S", "%d.%m.%Y, %H:%M:%S",
    "%d/%m/%Y, %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S",
)  # fmt: skip
"""As the languages of the account write it; one that is not known leaves the time open."""


class Strava:
    """See ArchiveFormat."""

    name = "strava"
    platform = "strava"
    title = "Strava"
    tested_on = TestedOn.RECORDED

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        activities = tree.matching(_ACTIVITIES)
        if not any(_is_strava(tree, name) for name in activities):
            return None
        number, shown = _athlete(tree)
        page = f"https://www.strava.com/athletes/{number}" if number else ""
        return Export(
            self.name,
            self.platform,
            self.title,
            tree,
            listed=lambda: _entries(tree, activities),
            identity=ArchiveIdentity(number, number, shown),
            made_at=tree.newest,
            profile=Profile(shown, page_url=page),
            held=tuple(_held(tree)),
        )


def _is_strava(tree: Tree, name: str) -> bool:
    folder = name.rpartition("/")[0]
    beside = {PurePosixPath(each).name for each in tree.in_folder(folder)}
    return len(beside & _BESIDE) >= _ENOUGH or bool(header(tree, name, "activity id", "filename"))


def _athlete(tree: Tree) -> tuple[str, str]:
    """Return the number and the name of the account: number, mail, first and last name."""
    for name in tree.matching(_PERSON):
        for row in islice(_below_head(tree, name), 1):
            if len(row) > _LAST_NAME and row[0].isascii() and row[0].isdecimal():
                return row[0], " ".join(filter(None, (cell.strip() for cell in row[2:4])))
    return "", ""


def _held(tree: Tree) -> Iterator[Held]:
    for pattern, kind in ((_LOG_INS, HeldKind.LOG_IN), (_CONTACTS, HeldKind.CONTACT)):
        count = sum(1 for name in tree.matching(pattern) for _row in _below_head(tree, name))
        if count:
            yield Held(kind, count)


def _below_head(tree: Tree, name: str) -> Iterator[tuple[str, ...]]:
    rows = (row for row in rows_of(tree, name) if not isinstance(row, EntryLeftOut))
    return islice(rows, 1, None)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the tables say of a file."""

    at: datetime | None = None
    activity: str = ""
    caption: str = ""


@dataclass(slots=True)
class _Tables:
    """What the tables name, by the name of the file without its folder."""

    told: dict[str, _Told] = field(default_factory=dict)
    broken: list[EntryLeftOut] = field(default_factory=list)

    def read(self, tree: Tree, name: str, *, activities: bool) -> None:
        """Take a table in. Whichever cell names files is the one that does."""
        for number, row in enumerate(rows_of(tree, name)):
            if isinstance(row, EntryLeftOut):
                self.broken.append(row)
            elif number:
                for file in _files_in(row):
                    known = self.told.get(file, _Told())
                    self.told[file] = _of_activity(row) if activities else _captioned(known, row)


def _files_in(row: tuple[str, ...]) -> Iterator[str]:
    for cell in row:
        parts = [part.strip() for part in cell.split("|")]
        if all(_NAMED.fullmatch(part) for part in parts):
            yield from (PurePosixPath(part).name for part in parts)


def _of_activity(row: tuple[str, ...]) -> _Told:
    """Return what a row of the activities says: it begins with number and time."""
    number = row[0].strip()
    written = " ".join(row[1].split()) if len(row) > 1 else ""
    known = number.isascii() and number.isdecimal()
    return _Told(written_time(written, *_TIMES), number if known else "")


def _captioned(known: _Told, row: tuple[str, ...]) -> _Told:
    caption = row[1].strip() if len(row) == len(("file", "caption")) else ""
    return replace(known, caption=known.caption or caption)


def _entries(tree: Tree, activities: tuple[str, ...]) -> Iterator[ArchiveEntry]:
    tables = _Tables()
    for name in activities:
        tables.read(tree, name, activities=True)
    if not tree.matching(_MEDIA):
        yield lacking(tree, _MEDIA, "media.csv")
    for name in (*tree.matching(_MEDIA), *tree.matching(_POSTS)):
        tables.read(tree, name, activities=False)
    yield from tables.broken
    yield from _photos(tree, tables)


def _photos(tree: Tree, tables: _Tables) -> Iterator[ArchiveEntry]:
    seen: set[str] = set()
    for name in tree.names:
        file = PurePosixPath(name).name
        if _FACE.fullmatch(name):
            yield ArchiveItem(key="avatar", member=name, kind=PhotoKind.AVATAR)
        elif _FILE.fullmatch(name) and (is_picture(name) or is_film(name)) and file not in seen:
            seen.add(file)
            yield _item(file, name, tables.told.get(file, _Told()))
    for file, told in tables.told.items():
        if file not in seen and (is_picture(file) or is_film(file)):
            yield _item(file, "", told)
            if is_picture(file):
                yield EntryLeftOut(shortened(file), _(NO_FILE))


def _item(file: str, member: str, told: _Told) -> ArchiveEntry:
    """Return a photo. Who sees an activity is not in the export."""
    if is_film(file):
        return ArchiveFilm()
    page = f"https://www.strava.com/activities/{told.activity}" if told.activity else ""
    return ArchiveItem(
        key=PurePosixPath(file).stem,
        member=member,
        posted_at=told.at,
        caption=told.caption or None,
        page_url=page,
    )
