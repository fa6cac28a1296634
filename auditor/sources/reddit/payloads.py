"""What Reddit's interface answers (reddit.com/dev/api), field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.payload import (
    capped,
    entry,
    line,
    loose,
    members,
    named,
    pixels,
    unread_portraits,
)
from auditor.markup.urls import safe_url
from auditor.messages import _

NAME = "reddit"
ROOT = "https://www.reddit.com/"
_ORIGINALS = "i.redd.it"
_OWN = frozenset({_ORIGINALS, "preview.redd.it", "i.reddituploads.com"})
_FILMS = frozenset({"v.redd.it"})
_DRAWN = "www.redditstatic.com"
"""Host of the pictures of those who have none."""
_MEDIA = re.compile(r"[A-Za-z0-9]{4,40}")
_FILE = re.compile(r"image/(?P<kind>jpg|jpeg|png|gif|webp)")
_AFTER = re.compile(r"t3_[a-z0-9]{1,16}")


class _Post(msgspec.Struct):
    id: str
    permalink: str | None = None
    title: str | None = None
    author: str | None = None
    url_overridden_by_dest: str | None = None
    url: str | None = None
    created_utc: float | None = None
    is_video: bool = False
    is_self: bool = False
    post_hint: str | None = None
    gallery_data: Any = None
    media_metadata: Any = None
    preview: Any = None
    crosspost_parent: str | None = None


class _Size(msgspec.Struct):
    u: str | None = None
    gif: str | None = None
    x: float | None = None
    y: float | None = None


class _Source(msgspec.Struct):
    url: str
    width: float | None = None
    height: float | None = None


class _Subreddit(msgspec.Struct):
    title: str | None = None
    public_description: str | None = None
    banner_img: Any = None


@dataclass(frozen=True, slots=True)
class Redditor:
    """Whose posts they are: `key` names the account for good. `suspended`: nothing is shown.

    `votes`: what others gave its posts; who has no posts has none or one.
    """

    key: str
    name: str
    page_url: str
    profile: Profile
    portraits: tuple[Photo, ...]
    suspended: bool = False
    votes: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostsPage:
    """One page of posts, and after which one the next begins."""

    photos: tuple[Photo, ...] = ()
    entries: int = 0
    films: int = 0
    elsewhere: int = 0
    passed_on: int = 0
    lost: int = 0
    after: str | None = None


@dataclass
class _Counts:
    films: int = 0
    elsewhere: int = 0
    passed_on: int = 0
    lost: int = 0


def parse_token(body: bytes) -> str:
    """Return the token that a key was exchanged for. Raises PayloadBroken."""
    told = loose(body, _("key"))
    token = told.get("access_token") if isinstance(told, Mapping) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise _broken(_("key"), "access_token")
    return token


def refusal_of(body: bytes) -> str:
    """Return the platform's words for a refusal, "" where it has none."""
    try:
        told = loose(body, "error")
    except PayloadBroken:
        return ""
    words = told.get("message") if isinstance(told, Mapping) else None
    return line(words) if isinstance(words, str) else ""


def parse_redditor(body: bytes, account: str) -> Redditor:
    """Return the account. Raises PayloadBroken."""
    told = loose(body, _("account"))
    person = told.get("data") if isinstance(told, Mapping) else None
    name = line(named(person.get("name"))) if isinstance(person, Mapping) else ""
    if not isinstance(person, Mapping) or not name:
        raise _broken(_("account"), "data.name")
    page = safe_url(ROOT, f"user/{name}") or ROOT
    number = line(named(person.get("id")))
    profile = person.get("subreddit")
    own = entry(profile, _Subreddit) or _Subreddit(banner_img=profile and [profile])
    votes = person.get("link_karma")
    portraits = (
        (PhotoKind.AVATAR, person.get("icon_img") or person.get("snoovatar_img")),
        (PhotoKind.BANNER, own.banner_img),
    )
    return Redditor(
        f"t2_{number}" if number else "",
        name,
        page,
        Profile(
            display_name=line(own.title) or name,
            description=capped(own.public_description),
            page_url=page,
        ),
        tuple(_portraits(portraits, page, account)),
        person.get("is_suspended") is True,
        votes if isinstance(votes, int) else 0,
        unread_portraits(*(told for _kind, told in portraits)),
    )


def parse_posts(body: bytes, name: str, account: str) -> PostsPage:
    """Return the pictures of one page of the posts of `name`. Raises PayloadBroken."""
    told = loose(body, _("posts"))
    listing = told.get("data") if isinstance(told, Mapping) else None
    children = listing.get("children") if isinstance(listing, Mapping) else None
    if not isinstance(listing, Mapping) or not isinstance(children, list):
        raise _broken(_("posts"), "data.children")
    counts = _Counts()
    photos: dict[str, Photo] = {}
    for child in children:
        post = entry(child.get("data") if isinstance(child, Mapping) else None, _Post)
        if post is None or not post.id or (post.author or name).casefold() != name.casefold():
            counts.lost += 1
            continue
        for photo in _of_post(post, account, counts):
            photos.setdefault(photo.id, photo)
    after = listing.get("after")
    known = isinstance(after, str) and _AFTER.fullmatch(after)
    counts.lost += after not in (None, "") and not known  # there is more, and no way to it
    return PostsPage(
        tuple(photos.values()), len(children), **vars(counts), after=after if known else None
    )


def _of_post(post: _Post, account: str, counts: _Counts) -> Iterator[Photo]:
    url = post.url_overridden_by_dest or post.url or ""
    host = urlsplit(safe_url(ROOT, url) or "").hostname or ""
    if post.crosspost_parent:
        counts.passed_on += 1
    elif post.is_video or host in _FILMS:
        counts.films += 1
    elif post.gallery_data is not None or post.media_metadata is not None:
        yield from _several(post, account, counts)
    elif host in _OWN:
        key = PurePosixPath(urlsplit(url).path).stem.rpartition("-")[2]
        sizes = tuple(_single(post, url))
        counts.lost += not sizes
        if sizes:
            yield _photo(post, key or post.id, sizes, account)
    elif post.post_hint == "image" or (post.preview is not None and not post.is_self):
        counts.elsewhere += 1
    elif not post.is_self and not host:
        counts.lost += 1


def _several(post: _Post, account: str, counts: _Counts) -> Iterator[Photo]:
    """Yield the pictures of a gallery in their order, or those in a text."""
    about = post.media_metadata if isinstance(post.media_metadata, Mapping) else {}
    counts.lost += bool(post.media_metadata) and not about
    listed = post.gallery_data.get("items") if isinstance(post.gallery_data, Mapping) else None
    items = members(listed)
    names = [named(each.get("media_id")) if isinstance(each, Mapping) else "" for each in items]
    for name in names or about:
        told = about.get(name)
        if not isinstance(told, Mapping) or told.get("status") not in (None, "valid"):
            counts.lost += 1
            continue
        if told.get("e") == "RedditVideo":
            counts.films += 1
            continue
        sizes = tuple(_of_gallery(str(name), told))
        counts.lost += not sizes
        if sizes:
            yield _photo(post, str(name), sizes, account)


def _of_gallery(name: str, told: Mapping[str, Any]) -> Iterator[Rendition]:
    """Yield the file as uploaded, whose address follows from its name, and what is shown of it."""
    size = entry(told.get("s"), _Size) or _Size()
    sides = pixels(size.x), pixels(size.y)
    kind = _FILE.fullmatch(named(told.get("m")))
    role = Role.SERVED
    if kind is not None and _MEDIA.fullmatch(name):
        ending = "jpg" if kind["kind"] == "jpeg" else kind["kind"]
        yield Rendition(f"https://{_ORIGINALS}/{name}.{ending}", role, *sides)
        role = Role.DISPLAYED
    shown = size.u or size.gif or ""
    url = safe_url(ROOT, shown) if "//" in shown else None
    if url is not None:
        yield Rendition(url, role, *sides)


def _single(post: _Post, url: str) -> Iterator[Rendition]:
    address = safe_url(ROOT, url)
    shown = members(post.preview.get("images")) if isinstance(post.preview, Mapping) else []
    first = shown[0] if shown and isinstance(shown[0], Mapping) else {}
    source = entry(first.get("source"), _Source)
    sides = (None, None) if source is None else (pixels(source.width), pixels(source.height))
    if address is None:
        return
    yield Rendition(address, Role.SERVED, *sides)
    preview = safe_url(ROOT, source.url) if source is not None and "//" in source.url else None
    if preview is not None and preview != address:
        yield Rendition(preview, Role.DISPLAYED, *sides)


def _photo(post: _Post, key: str, sizes: tuple[Rendition, ...], account: str) -> Photo:
    seconds = post.created_utc
    known = seconds is not None and 0 < seconds < 2**33
    return Photo(
        id=photo_id(account, key),
        account=account,
        platform=NAME,
        kind=PhotoKind.POST,
        page_url=safe_url(ROOT, post.permalink or f"comments/{post.id}/") or ROOT,
        media_url=sizes[0].url,
        renditions=sizes,
        posted_at=datetime.fromtimestamp(seconds or 0, UTC) if known else None,
        caption=capped(post.title) or None,
        visibility=Visibility.PUBLIC,
    )


def _portraits(
    found: tuple[tuple[PhotoKind, object], ...], page: str, account: str
) -> Iterator[Photo]:
    for kind, told in found:
        url = safe_url(ROOT, told) if isinstance(told, str) and "//" in told else None
        if url is None or urlsplit(url).hostname == _DRAWN:
            continue
        own, served = photo_id(account, kind.value), (Rendition(url, Role.SERVED),)
        public = Visibility.PUBLIC
        yield Photo(own, account, NAME, kind, page, url, served, visibility=public)


def _broken(what: str, field: str) -> PayloadBroken:
    return PayloadBroken(
        _("{what}: the answer does not have the documented form: {reason}").format(
            what=what, reason=field
        )
    )
