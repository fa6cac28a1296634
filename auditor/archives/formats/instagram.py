"""Instagram: posts, stories, reels and profile pictures, in the four layouts since 2018."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from pathlib import PurePosixPath

from auditor.archives.export import Export
from auditor.archives.html_pairs import pairs
from auditor.archives.media import (
    HTML_FORM,
    NO_FILE,
    NO_LIST,
    UNNAMED,
    is_film,
    is_picture,
    others_in,
)
from auditor.archives.meta import (
    NAMES,
    USERNAME,
    called,
    export_of,
    fields_of,
    file_of,
    is_private,
    keeps,
    lists_in,
    media_in,
    on_threads,
    shown_in,
    time_of,
)
from auditor.archives.tree.tree import Tree
from auditor.archives.values import Record, mended, record, records, shortened
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
)
from auditor.domain.archives.readable import TestedOn
from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.messages import _

_ROOT = r"(?:your_instagram_activity/)?(?:content|media)/"
_LISTS: Sequence[tuple[str, tuple[str, ...], str]] = (
    (rf"{_ROOT}posts(?:_\d+)?\.json", ("ig_posts",), ""),
    (rf"{_ROOT}reels(?:_\d+)?\.json", ("ig_reels_media",), "Reels"),
    (rf"{_ROOT}igtv_videos(?:_\d+)?\.json", ("ig_igtv_media",), "IGTV"),
    (rf"{_ROOT}stories(?:_\d+)?\.json", ("ig_stories",), "Stories"),
    (rf"{_ROOT}profile_photos(?:_\d+)?\.json", ("ig_profile_picture",), "profile"),
    (rf"{_ROOT}other_content(?:_\d+)?\.json", ("ig_other_media",), "Other"),
    (rf"{_ROOT}archived_posts(?:_\d+)?\.json", ("ig_archived_post_media",), "archived"),
    (
        rf"{_ROOT}recently_deleted_content(?:_\d+)?\.json",
        ("ig_recently_deleted_media",),
        "deleted",
    ),
)
"""Where lists stand (pixelfed #4494, #4555, PR 2751, PR 5822; instagram-to-bluesky#42), the key
under which they may be wrapped, and the album that they make here.
"""
_MOST_LISTS = 10_000
"""Lists whose absence is named, whatever number somebody wrote into a name. A judgement."""
_HIDDEN = frozenset({"archived", "deleted"})
_HTML = rf"{_ROOT}(?:posts|stories|reels|profile_photos|archived_posts)(?:_\d+)?\.html"
_MEDIA = re.compile(r"media/(?P<list>[^/]+)/(?:\d{4,6}/)?[^/]+")
_OLD_MEDIA = re.compile(r"(?P<list>photos|stories|profile)/\d{6}/[^/]+")
_CHATS = re.compile(r"(?:your_instagram_activity/)?(?:messages|direct)/")
_OLD_KEYS = (
    ("photos", ""),
    ("stories", "Stories"),
    ("profile", "profile"),
    ("videos", ""),
)
_STORIES, _PROFILE = "Stories", "profile"
_ALBUMS = {
    "stories": _STORIES, "profile": _PROFILE, "archived_posts": "archived", "reels": "Reels",
    "recently_deleted": "deleted", "other": "Other", "igtv": "IGTV",
}  # fmt: skip
_ABOUT = (
    "personal_information/personal_information/personal_information.json",
    "personal_information/personal_information.json",
    "account_information/personal_information.json",
)
_OLD_ABOUT = "profile.json"
_LOG_INS = (
    "security_and_login_information/login_and_profile_creation/login_activity.json",
    "security_and_login_information/login_and_account_creation/login_activity.json",
    "login_and_account_creation/login_activity.json",
)
_BIO = frozenset({"bio", "biograf\u00eda", "biografie", "steckbrief"})
_SITE = frozenset({"website", "webseite", "site web", "sitio web", "sito web", "site"})
"""Names of fields in the language of the account; those that are not known are passed over."""


class Instagram:
    """See ArchiveFormat."""

    name = "instagram"
    platform = "instagram"
    title = "Instagram"
    tested_on = TestedOn.RECORDED

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        lists = lists_in(tree, _LISTS)
        old = _old_lists(tree)
        html = tree.matching(_HTML + r"\Z")
        about = _about(tree)
        if not (lists or old or html or about.handle):
            return None
        made = export_of(
            self,
            tree,
            ArchiveIdentity(about.handle, "", about.name),
            about.profile,
            tuple(_held(tree)),
        )
        if lists or old:
            return made(listed=lambda: _entries(tree, lists, old, about))
        note = _(HTML_FORM if html else NO_LIST).format(platform=self.title)
        return made(listed=lambda: _files(tree, html, about), notes=(note,))


@dataclass(frozen=True, slots=True)
class _About:
    """What the archive says of the account; `private` is None where it does not tell."""

    handle: str = ""
    name: str = ""
    private: bool | None = None
    profile: Profile = field(default_factory=Profile)


def _about(tree: Tree) -> _About:
    name = tree.first(*_ABOUT)
    if name is None:
        html = tree.first(*(each.replace(".json", ".html") for each in _ABOUT))
        return _old_about(tree) if html is None else _about_in(pairs(tree, html))
    person = next(record(tree, name).all("profile_user"), Record(None))
    return _about_in(fields_of(person))


def _old_about(tree: Tree) -> _About:
    """Return what exports before 2020 say, whose names were not translated."""
    if tree.first("media.json") is None:  # others have a file of that name
        return _About()
    told = record(tree, _OLD_ABOUT)
    private = told.raw("private_account")
    return _about_in(
        {
            "username": told.text("username"),
            "name": mended(told.text("name")),
            "bio": mended(told.text("biography")),
            "website": told.text("website"),
            "private account": str(private) if isinstance(private, bool) else "",
        }
    )


def _about_in(told: Mapping[str, str]) -> _About:
    name, site = called(told, NAMES), called(told, _SITE)
    links = (Link(site),) if site.startswith(("http://", "https://")) else ()
    handle = called(told, USERNAME)
    page = page_of(handle) if handle else ""
    shown = Profile(name, called(told, _BIO), page, links)
    return _About(handle, name, is_private(told), shown)


def page_of(handle: str) -> str:
    """Return the address of a profile."""
    return f"https://www.instagram.com/{handle}/"


def _seen_by(about: _About) -> Visibility:
    """Say who sees posts: the archive tells it of the whole account only."""
    if about.private is None:
        return Visibility.UNKNOWN
    return Visibility.FOLLOWERS if about.private else Visibility.PUBLIC


def _old_lists(tree: Tree) -> tuple[str, ...]:
    """Return the one list of exports before 2020, if it is one of Instagram's."""
    name = tree.first("media.json")
    body = record(tree, name) if name else Record(None)
    paths = (row.text("path") for key, _album in _OLD_KEYS for row in body.all(key))
    return (name,) if name and any(paths) else ()


def _entries(
    tree: Tree, lists: Sequence[tuple[str, tuple[str, ...], str]], old: Sequence[str], about: _About
) -> Iterator[ArchiveEntry]:
    taking = _Taking(tree, about, set())
    numbers = [
        int(found[1])
        for name, _keys, album in lists
        if not album and (found := re.search(r"posts_(\d+)\.json", name))
    ]
    last = min(max(numbers, default=0), _MOST_LISTS)
    for missing in sorted(set(range(1, last + 1)) - set(numbers)):
        yield EntryLeftOut(f"posts_{missing}.json", _(NO_FILE), gap=True)
    for name, keys, album in lists:
        for row in _rows(tree, name, keys):
            if isinstance(row, EntryLeftOut):
                yield row
            else:
                yield from taking.posting(row, album)
    for name in old:
        whole = record(tree, name)
        for key, album in _OLD_KEYS:
            for row in whole.all(key):
                yield from taking.posting(row, album)
    yield from others_in(tree, _CHATS)
    yield from taking.unnamed()


def _rows(tree: Tree, name: str, keys: Sequence[str]) -> Iterator[Record | EntryLeftOut]:
    """Yield the rows of a list. One of a single posting may be that posting, and no list."""
    for number, row in enumerate(records(tree, name, *keys)):
        if number or isinstance(row, Record) or not (only := record(tree, name)).has("media"):
            yield row
        else:
            yield only


def _files(tree: Tree, pages: Sequence[str], about: _About) -> Iterator[ArchiveEntry]:
    """Yield the pictures of an export without lists."""
    elsewhere = on_threads(tree) - frozenset(shown_in(tree, pages))
    for name in tree.names:
        found = _MEDIA.fullmatch(name) or _OLD_MEDIA.fullmatch(name)
        if found is None or name in elsewhere:
            continue
        if is_film(name):
            yield ArchiveFilm()
        elif is_picture(name):
            yield _item(name, name, _ALBUMS.get(found["list"], ""), about, of_list=False)
    yield from others_in(tree, _CHATS)


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes postings in; `seen` are the keys that came already, as hashes."""

    tree: Tree
    about: _About
    seen: set[int]

    def posting(self, row: Record, album: str) -> Iterator[ArchiveEntry]:
        """Yield the pictures of one posting."""
        media = list(media_in(row))
        for medium in media:
            uri = file_of(medium)
            if is_film(uri):
                yield ArchiveFilm()
                continue
            key = PurePosixPath(uri).stem
            if not key or hash(key) in self.seen:
                continue
            self.seen.add(hash(key))
            member = self.tree.located(uri)
            alone = medium.text("title", "caption") if len(media) == 1 else ""
            yield _item(
                uri, member or "", album, self.about,
                caption=mended(alone or row.text("title", "caption")),
                posted_at=time_of(row) or time_of(medium),
                keeps=tuple(keeps(medium)),
                current=medium.raw("is_profile_picture"),
            )  # fmt: skip
            if member is None:
                yield EntryLeftOut(shortened(uri), _(NO_FILE))

    def unnamed(self) -> Iterator[ArchiveEntry]:
        """Yield the files of postings that no list names: then a list is missing."""
        elsewhere = on_threads(self.tree)
        for name in self.tree.names:
            if (
                (_MEDIA.fullmatch(name) or _OLD_MEDIA.fullmatch(name))
                and is_picture(name)
                and name not in elsewhere
                and hash(PurePosixPath(name).stem) not in self.seen
            ):
                yield EntryLeftOut(name, _(UNNAMED), gap=True)


def _item(
    uri: str,
    member: str,
    album: str,
    about: _About,
    *,
    caption: str = "",
    posted_at: datetime | None = None,
    keeps: tuple[HeldKind, ...] = (),
    current: object = None,
    of_list: bool = True,
) -> ArchiveItem:
    seen_by = _seen_by(about) if of_list else Visibility.UNKNOWN
    hidden = album in _HIDDEN or (album == _PROFILE and current is False)
    if album == _PROFILE and current is True:
        seen_by = Visibility.PUBLIC  # also where the account is private
    elif album == _STORIES and seen_by is Visibility.PUBLIC:
        seen_by = Visibility.UNKNOWN  # it is over after a day, unless it was kept as a highlight
    return ArchiveItem(
        key=PurePosixPath(uri).stem,
        member=member,
        kind=PhotoKind.AVATAR if album == _PROFILE else PhotoKind.POST,
        posted_at=posted_at,
        caption=caption or None,
        visibility=Visibility.PRIVATE if hidden else seen_by,
        album="" if album == _PROFILE else album,
        page_url=about.profile.page_url,
        settled=hidden,
        keeps=keeps,
    )


def _held(tree: Tree) -> Iterator[Held]:
    name = tree.first(*_LOG_INS)
    if name is not None:
        rows = sum(
            1
            for row in records(tree, name, "account_history_login_history")
            if isinstance(row, Record)
        )
        if rows:
            yield Held(HeldKind.LOG_IN, rows)
