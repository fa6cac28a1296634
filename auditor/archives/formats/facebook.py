"""Facebook: posts, albums, single photos and group posts, under whichever root they stand."""

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
from auditor.archives.meta import USERNAME, export_of, file_of, keeps, lists_in, shown_in, time_of
from auditor.archives.tree.tree import Tree, ending
from auditor.archives.values import Record, mended, moment, record, records, shortened
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
from auditor.domain.photos.photo import Visibility
from auditor.messages import _

_ROOTS = (
    "your_facebook_activity/",
    "your_activity_across_facebook/",
    "this_profile's_activity_across_facebook/",
)
_ROOT = rf"(?:(?:{'|'.join(_ROOTS)}))?"
_ALBUM = rf"{_ROOT}(?:posts|photos_and_videos)/album/\d+\.json"
_GROUPS, _COMMENTS, _ARCHIVED, _STORIES = "Groups", "Comments", "archived", "Stories"
_HIDDEN = frozenset({_ARCHIVED, _STORIES})
_POSTS = ("posts", "posts_v2")
_LISTS: Sequence[tuple[str, tuple[str, ...], str]] = (
    (rf"{_ROOT}posts/(?:your|profile)_posts[^/]*\.json", _POSTS, ""),
    (rf"{_ROOT}posts/archive\.json", ("archive_v2",), _ARCHIVED),
    (rf"{_ROOT}stories/archived_stories\.json", ("archived_stories_v2",), _STORIES),
    (
        rf"{_ROOT}groups/(?:your_posts(?:_and_comments)?_in_groups|group_posts_and_comments)\.json",
        ("group_posts_v2", "group_posts"),
        _GROUPS,
    ),
    (_ALBUM, ("photos",), ""),
    (
        rf"{_ROOT}(?:posts|photos_and_videos)/(?:your_)?(?:uncategorized_)?photos\.json",
        ("other_photos_v2", "other_photos", "photos_v2", "photos"),
        "",
    ),
    (
        rf"{_ROOT}(?:posts|photos_and_videos)/(?:your_)?(?:uncategorized_)?videos\.json",
        ("videos_v2", "videos"),
        "",
    ),
    (
        rf"{_ROOT}(?:(?:comments_and_reactions|comments)/comments|groups/your_comments_in_groups)\.json",
        ("comments_v2", "comments", "group_comments_v2"),
        _COMMENTS,
    ),
)
"""Where lists stand (shared facts on layouts; Waultar-App, timelinize), the key under which they
may be wrapped, and the album that they make here. Their titles are in the account's language, so
that nothing is told by them (cyd PR 405).
"""
_BY_OTHERS = rf"{_ROOT}posts/other_people'?s_posts[^/]*\.json"
_BY_OTHERS_PAGE = _BY_OTHERS.replace("json", "html")
_HIDDEN_PAGE = rf"{_ROOT}(?:posts/archive|stories/archived_stories)\.html"
_BY_OTHERS_KEYS = ("wall_posts_sent_to_you", "activity_log_data")
_HTML = (
    rf"{_ROOT}(?:posts|photos_and_videos)/"
    r"(?:album/\d+|(?:your|profile)_posts[^/]*|(?:your_)?(?:uncategorized_)?(?:photos|videos))\.html"
)
_MEDIA = re.compile(
    rf"(?:(?:{'|'.join(_ROOTS)})(?:posts/|(?!messages/)[a-z_]+/media/)|"
    r"(?:posts|stories|groups)/media/|"
    r"photos_and_videos/(?!album/|stickers_used/|thumbnails/))(?:[^/]+/)*[^/]+"
)
_CHATS = re.compile(rf"{_ROOT}messages/")
_STICKERS = "/stickers_used/"
_ID = re.compile(r"(?:.*_)?(\d{8,})")
_PART = re.compile(r"(?P<list>.*?)(?P<number>\d+)\.json")
_ABOUT = rf"(?:{_ROOT}|personal_information/)(?:profile_information/){{1,2}}profile_information\.%s"
_UPDATES = (
    rf"(?:{_ROOT}|personal_information/)(?:profile_information/){{1,2}}profile_update_history\.json"
)
_AUDIENCES = {
    "public": Visibility.PUBLIC,
    "friends": Visibility.FOLLOWERS,
    "friends of friends": Visibility.FOLLOWERS,
    "only me": Visibility.PRIVATE,
}
"""Few exports name the audience of a posting; one in another language is asked for."""
_HELD: Sequence[tuple[str, str, HeldKind]] = (
    ("account_activity", "account_activity_v2", HeldKind.LOG_IN),
    ("logins_and_logouts", "account_accesses_v2", HeldKind.LOG_IN),
    ("where_you're_logged_in", "active_sessions_v2", HeldKind.LOG_IN),
    ("ip_address_activity", "used_ip_address_v2", HeldKind.LOG_IN),
    ("mobile_devices", "devices_v2", HeldKind.DEVICE),
    ("your_address_books", "address_book_v2", HeldKind.CONTACT),
    ("location_history", "location_history_v2", HeldKind.POSITION),
)
"""Lists of what Facebook keeps beside postings: how the file is called, its key, what it is."""


class Facebook:
    """See ArchiveFormat."""

    name = "facebook"
    platform = "facebook"
    title = "Facebook"
    tested_on = TestedOn.RECORDED

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        lists = lists_in(tree, _LISTS)
        html = tree.matching(_HTML + r"\Z")
        about = _about(tree)
        if not (lists or html or about.known or any(_is_media(name) for name in tree.names)):
            return None
        made = export_of(
            self,
            tree,
            ArchiveIdentity(about.handle, about.stable_id, about.profile.display_name),
            about.profile,
            Held.joined(_held(tree)),
        )
        if any(album != _COMMENTS for _name, _keys, album in lists):
            return made(listed=lambda: _entries(tree, lists))
        note = _(HTML_FORM if html else NO_LIST).format(platform=self.title)
        return made(listed=lambda: _files(tree), notes=(note,))


@dataclass(frozen=True, slots=True)
class _About:
    """What the archive says of the account; `known` whether it says anything."""

    handle: str = ""
    stable_id: str = ""
    profile: Profile = field(default_factory=Profile)
    known: bool = False


def _about(tree: Tree) -> _About:
    for name in tree.matching(_ABOUT % "json" + r"\Z"):
        whole = record(tree, name)
        told = next((whole.at(key) for key in ("profile_v2", "profile") if whole.has(key)), None)
        if told is not None:
            return _about_in(told)
    for name in tree.matching(_ABOUT % "html" + r"\Z"):
        told_of = {label.casefold(): value for label, value in pairs(tree, name).items()}
        handle = next((told_of[label] for label in told_of if label in USERNAME), "")
        page = f"https://www.facebook.com/{handle}" if handle else ""
        return _About(handle, "", Profile("", "", page), known=True)
    return _About()


def _about_in(told: Record) -> _About:
    page = told.text("profile_uri")
    page = page if _is_page(page) else ""
    sites = (each.text("address") for each in told.all("websites"))
    links = tuple(Link(site) for site in sites if site.startswith(("http://", "https://")))
    name = mended(told.at("name").text("full_name") or told.text("name"))
    handle = told.text("username") or _handle_of(page)
    page = page or (f"https://www.facebook.com/{handle}" if handle else "")
    intro = told.text("intro_bio") or told.at("intro_bio").text("text", "name")
    return _About(handle, _number_of(page), Profile(name, mended(intro), page, links), known=True)


def _is_page(text: str) -> bool:
    return re.match(r"https?://(?:www\.|m\.)?facebook\.com/[^\s]+\Z", text) is not None


def _handle_of(page: str) -> str:
    """Return the name in the address of a profile, its number where it has none."""
    path = page.partition("facebook.com/")[2].split("?")[0].strip("/")
    return _number_of(page) if path in {"", "profile.php"} else path.rpartition("/")[2]


def _number_of(page: str) -> str:
    found = re.search(r"profile\.php\?id=(\d+)", page)
    return "" if found is None else found[1]


def _is_media(name: str) -> bool:
    return _MEDIA.fullmatch(name) is not None and (is_picture(name) or is_film(name))


def _entries(
    tree: Tree, lists: Sequence[tuple[str, tuple[str, ...], str]]
) -> Iterator[ArchiveEntry]:
    taking = _Taking(tree, _shown(tree), set())
    yield from _missing(name for name, _keys, _album in lists)
    if not any(keys == _POSTS for _name, keys, _album in lists):  # they may not have been chosen
        yield EntryLeftOut("your_posts_1.json", _(NO_FILE), gap=True)
    for name, keys, album in lists:
        is_album = re.fullmatch(_ALBUM, name) is not None
        title = mended(record(tree, name).text("name")) if is_album else album
        for row in records(tree, name, *keys):
            if isinstance(row, EntryLeftOut):
                yield row
            else:
                yield from taking.posting(row, title, hidden=album in _HIDDEN)
    yield from _others(tree)
    yield from taking.unnamed()


def _missing(names: Iterator[str]) -> Iterator[EntryLeftOut]:
    """Yield the lists that numbers say to be there and that are not."""
    numbers: dict[str, set[int]] = {}
    for name in names:
        found = _PART.fullmatch(name)
        if found is not None:
            numbers.setdefault(found["list"], set()).add(int(found["number"]))
    for first, known in numbers.items():
        start = 0 if first.endswith("/album/") else 1
        for number in sorted(set(range(start, min(max(known), _MOST_PARTS))) - known):
            yield EntryLeftOut(f"{first}{number}.json", _(NO_FILE), gap=True)


_MOST_PARTS = 10_000
"""Lists whose absence is named, whatever number somebody wrote into a name. A judgement."""


def _files(tree: Tree) -> Iterator[ArchiveEntry]:
    """Yield the pictures of an export without lists; its pages tell those of others, and hidden."""
    seen: set[str] = set()
    shown = frozenset(shown_in(tree, tree.matching(_HTML + r"\Z")))
    hidden = frozenset(shown_in(tree, tree.matching(_HIDDEN_PAGE + r"\Z"))) - shown
    theirs = frozenset(shown_in(tree, tree.matching(_BY_OTHERS_PAGE + r"\Z"))) - shown - hidden
    for name in tree.names:
        if not (_is_media(name) and (is_film(name) or _may_be_picture(name))):
            continue
        if name in theirs:
            yield NotOwn()
            continue
        if is_film(name):
            yield ArchiveFilm()
        elif _key(name) not in seen:
            seen.add(_key(name))
            seen_by = Visibility.PRIVATE if name in hidden else Visibility.UNKNOWN
            yield ArchiveItem(
                _key(name), name, visibility=seen_by, page_url=_page_of(name),
                settled=name in hidden,
            )  # fmt: skip
    yield from _others(tree)


def _others(tree: Tree) -> Iterator[ArchiveEntry]:
    """Yield pictures in chats and on the own timeline that other people sent."""
    yield from others_in(tree, _CHATS)
    number = sum(1 for medium in _of_others(tree) if is_picture(file_of(medium)))
    if number:
        yield NotOwn(number)


def _of_others(tree: Tree) -> Iterator[Record]:
    for name in tree.matching(_BY_OTHERS + r"\Z"):
        for row in records(tree, name, *_BY_OTHERS_KEYS):
            if isinstance(row, Record):
                yield from (medium for medium, _place in _media_in(row))


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes postings in. `shown`: keys of the pictures that the profile shows at its top.

    `seen` are the keys that came already, as hashes.
    """

    tree: Tree
    shown: frozenset[str]
    seen: set[int]

    def posting(self, row: Record, title: str, *, hidden: bool) -> Iterator[ArchiveEntry]:
        """Yield the pictures of one posting, or the one that a row of an album is."""
        text = next(filter(None, (_text_of(each) for each in row.all("data"))), "")
        for medium, at_place in _media_in(row):
            uri = file_of(medium)
            if is_film(uri):
                yield ArchiveFilm()
                continue
            key = _key(uri)
            if not _may_be_picture(uri) or hash(key) in self.seen:
                continue
            self.seen.add(hash(key))
            member = self._located(uri)
            yield ArchiveItem(
                key=key,
                member=member or "",
                posted_at=time_of(medium) or time_of(row),
                caption=mended(medium.text("description") or text) or None,
                visibility=self._seen_by(key, row, hidden=hidden),
                album=title or mended(medium.text("title")),
                page_url=_page_of(uri),
                settled=hidden,
                keeps=tuple(dict.fromkeys((*keeps(medium), *at_place))),
            )
            if member is None:
                yield EntryLeftOut(shortened(uri), _(NO_FILE))

    def _seen_by(self, key: str, row: Record, *, hidden: bool) -> Visibility:
        if hidden:
            return Visibility.PRIVATE
        if key in self.shown:
            return Visibility.PUBLIC
        return _AUDIENCES.get(row.text("privacy").casefold(), Visibility.UNKNOWN)

    def _located(self, uri: str) -> str | None:
        """Return the file: lists name it with the root of their export, or without."""
        found = self.tree.located(uri)
        if found is not None or "://" in uri:
            return found
        bare = next((uri.removeprefix(root) for root in _ROOTS if uri.startswith(root)), uri)
        tried = (self.tree.located(f"{root}{bare}") for root in (*_ROOTS, ""))
        return next((each for each in tried if each is not None), None)

    def unnamed(self) -> Iterator[ArchiveEntry]:
        """Yield the files of postings that no list names: then a list is missing."""
        theirs = {_key(file_of(medium)) for medium in _of_others(self.tree)}
        for name in self.tree.names:
            if (
                _key(name) not in theirs
                and _is_media(name)
                and is_picture(name)
                and _may_be_picture(name)
                and hash(_key(name)) not in self.seen
            ):
                yield EntryLeftOut(name, _(UNNAMED), gap=True)


def _text_of(data: Record) -> str:
    return data.text("post") or data.at("comment").text("comment")


def _media_in(row: Record) -> Iterator[tuple[Record, tuple[HeldKind, ...]]]:
    """Yield the media of a posting, with the position that the posting tells."""
    if row.text("uri"):
        yield row, ()
        return
    attached = [data for group in row.all("attachments") for data in group.all("data")]
    at_place = any(
        data.at("place", "coordinate").number("latitude") is not None for data in attached
    )
    told = (HeldKind.POSITION,) if at_place else ()
    for data in attached:
        medium = data.at("media")
        if medium.text("uri"):
            yield medium, told
    for medium in row.all("media"):
        if medium.text("uri"):
            yield medium, told


def _may_be_picture(uri: str) -> bool:
    """Whether a file can be a picture of the person: some have no ending; stickers are not."""
    return _STICKERS not in uri and (is_picture(uri) or not ending(uri))


def _key(uri: str) -> str:
    """Return what names a picture in every export: its number at Facebook, else its path."""
    path = PurePosixPath(uri)
    found = _ID.fullmatch(path.stem)
    return found[1] if found is not None else "/".join(path.parts[-2:])


def _page_of(uri: str) -> str:
    found = _ID.fullmatch(PurePosixPath(uri).stem)
    return "" if found is None else f"https://www.facebook.com/photo/?fbid={found[1]}"


def _shown(tree: Tree) -> frozenset[str]:
    """Return the keys of the present profile and cover picture, which everybody sees.

    Their albums are called in the account's language. They are those of which the history of the
    profile names most pictures; the newest picture of each is what is shown.
    """
    named = {
        _key(file_of(medium))
        for name in tree.matching(_UPDATES + r"\Z")
        for row in records(tree, name, "profile_updates_v2", "profile_updates")
        if isinstance(row, Record)
        for medium, _place in _media_in(row)
    }
    return frozenset(_newest_of_albums(tree, named)) if named else frozenset()


def _newest_of_albums(tree: Tree, named: set[str]) -> Iterator[str]:
    for name in tree.matching(_ALBUM + r"\Z"):
        times: Mapping[str, datetime | None] = {
            _key(file_of(row)): moment(row.raw("creation_timestamp"))
            for row in records(tree, name, "photos")
            if isinstance(row, Record)
        }
        dated = [(time, key) for key, time in times.items() if time is not None]
        if dated and 2 * len(named & set(times)) > len(times):
            yield max(dated)[1]


def _held(tree: Tree) -> Iterator[Held]:
    for name in tree.names:
        stem = PurePosixPath(name).name.removesuffix(".json")
        for called, key, kind in _HELD:
            if stem == called and name.endswith(".json"):
                whole = record(tree, name)
                yield Held(kind, _rows(whole.raw(key) if whole.has(key) else whole.body))


def _rows(found: object) -> int:
    """Return how many entries a list has, also one a level lower."""
    if isinstance(found, dict):
        found = next((each for each in found.values() if isinstance(each, list)), None)
    return len(found) if isinstance(found, list) else 0
