"""Threads: what was posted there, as it stands in Instagram's zip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import PurePosixPath

from auditor.archives.export import Export
from auditor.archives.media import HTML_FORM, NO_FILE, is_film, is_picture
from auditor.archives.meta import (
    NAMES,
    THREADS,
    THREADS_KEY,
    THREADS_PAGE,
    USERNAME,
    called,
    export_of,
    fields_of,
    file_of,
    is_private,
    keeps,
    media_in,
    shown_in,
    time_of,
)
from auditor.archives.tree.tree import Tree
from auditor.archives.values import Record, mended, record, records, shortened
from auditor.dataclass import dataclass
from auditor.domain.account import Profile
from auditor.domain.archives.archive import (
    ArchiveEntry,
    ArchiveFilm,
    ArchiveIdentity,
    ArchiveItem,
    EntryLeftOut,
)
from auditor.domain.archives.readable import TestedOn
from auditor.domain.photos.photo import Visibility
from auditor.messages import N_, _

_REPLIES, _ARCHIVED = "Replies", "archived"
_ROOT = r"(?:your_(?:instagram|threads)_activity/)?threads/"
_KEPT = rf"{_ROOT}archived_threads(?:_\d+)?\.json\Z"
_KEPT_KEY = "text_post_app_text_app_archived_posts"
_ABOUT: Sequence[tuple[str, str]] = (
    (rf"{_ROOT}personal_information\.json\Z", "text_post_app_text_post_app_profile"),
    (r"(?:personal_information|account_information)/(?:.+/)?personal_information\.json\Z",
     "profile_user"),
)  # fmt: skip
"""Where the account is told of: that of Threads, and that of Instagram, which has the same name."""
_NO_NAME = N_("its list names no file")


class Threads:
    """See ArchiveFormat."""

    name = "threads"
    platform = "threads"
    title = "Threads"
    tested_on = TestedOn.DOCUMENTATION

    def open(self, tree: Tree) -> Export | None:
        """See ArchiveFormat."""
        lists = (
            *((name, THREADS_KEY, "") for name in tree.matching(THREADS)),
            *((name, _KEPT_KEY, _ARCHIVED) for name in tree.matching(_KEPT)),
        )
        pages = tree.matching(THREADS_PAGE)
        if not (lists or pages):
            return None
        about = _about(tree)
        identity = ArchiveIdentity(about.handle, "", about.profile.display_name)
        made = export_of(self, tree, identity, about.profile)
        if lists:
            return made(listed=lambda: _entries(tree, lists, about))
        note = _(HTML_FORM).format(platform=self.title)
        return made(listed=lambda: _shown(tree, pages, about), notes=(note,))


@dataclass(frozen=True, slots=True)
class _About:
    """What the archive says of the account, and who sees its posts as far as that is told."""

    handle: str = ""
    profile: Profile = field(default_factory=Profile)
    seen_by: Visibility = Visibility.UNKNOWN


def _about(tree: Tree) -> _About:
    for pattern, key in _ABOUT:
        for name in tree.matching(pattern):
            told = fields_of(next(record(tree, name).all(key), Record(None)))
            handle = called(told, USERNAME)
            if not handle:
                continue
            page = f"https://www.threads.net/@{handle}"
            private = is_private(told) if key == _ABOUT[0][1] else None  # each has a switch
            seen_by = {True: Visibility.FOLLOWERS, False: Visibility.PUBLIC, None: _UNTOLD}[private]
            return _About(handle, Profile(called(told, NAMES), "", page), seen_by)
    return _About()


_UNTOLD = Visibility.UNKNOWN


def _entries(
    tree: Tree, lists: Sequence[tuple[str, str, str]], about: _About
) -> Iterator[ArchiveEntry]:
    seen: set[int] = set()
    for name, key, album in lists:
        for row in records(tree, name, key):
            if isinstance(row, EntryLeftOut):
                yield row
            else:
                yield from _post(tree, row, album, about, seen)


def _post(
    tree: Tree, row: Record, album: str, about: _About, seen: set[int]
) -> Iterator[ArchiveEntry]:
    media = tuple(row.all("media"))
    reply = any(each.at("text_app_post").flag("is_reply") for each in media)
    texts = (row.text("title"), *(each.text("title") for each in media))
    caption = mended(next(filter(None, texts), ""))
    for medium in (found for each in media for found in (tuple(media_in(each)) or (each,))):
        uri = file_of(medium)
        if is_film(uri):
            yield ArchiveFilm()
            continue
        key = PurePosixPath(uri).stem
        if not key:  # as posts without pictures have it
            if medium.at("media_metadata").has("photo_metadata"):
                yield EntryLeftOut(shortened(caption or THREADS_KEY), _(_NO_NAME), gap=True)
            continue
        if hash(key) in seen:
            continue
        seen.add(hash(key))
        member = tree.located(uri)
        yield ArchiveItem(
            key=key,
            member=member or "",
            posted_at=time_of(row) or time_of(medium),
            caption=caption or None,
            visibility=Visibility.PRIVATE if album == _ARCHIVED else about.seen_by,
            album=album or (_REPLIES if reply else ""),
            page_url=about.profile.page_url,
            settled=album == _ARCHIVED,
            keeps=tuple(keeps(medium)),
        )
        if member is None:
            yield EntryLeftOut(shortened(uri), _(NO_FILE))


def _shown(tree: Tree, pages: Sequence[str], about: _About) -> Iterator[ArchiveEntry]:
    """Yield the pictures that the pages of an export without lists show."""
    for name in dict.fromkeys(shown_in(tree, pages)):
        if is_film(name):
            yield ArchiveFilm()
        elif is_picture(name):
            yield ArchiveItem(PurePosixPath(name).stem, name, page_url=about.profile.page_url)
