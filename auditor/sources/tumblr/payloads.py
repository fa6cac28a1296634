"""What a blog answers at /api/read/json (tumblr.com/docs/en/api/v1), read field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from auditor.domain.account import Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.page import parse_page
from auditor.markup.payload import capped, entry, line, loose, members, named, pixels, plain
from auditor.markup.urls import safe_url
from auditor.messages import _

NAME = "tumblr"
_WIDTHS = (1280, 500, 400, 250, 100, 75)
_TEXTS = ("regular-body", "photo-caption", "answer", "quote-text", "link-description")
_FILMS = frozenset({"video", "audio"})


class _Blog(msgspec.Struct):
    name: str = ""
    title: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class PostPage:
    """One page: pictures, how many posts stand on it, how many there are in all if it says so."""

    photos: tuple[Photo, ...] = ()
    entries: int = 0
    total: int | None = None
    lost: int = 0
    films: int = 0
    passed_on: int = 0


def read_json(body: bytes) -> Mapping[str, Any]:
    """Return the answer, which may stand as `var tumblr_api_read = {...};`.

    Raises PayloadBroken.
    """
    start, end = body.find(b"{"), body.rfind(b"}")
    told = loose(body[start : end + 1] if start >= 0 else body, _("posts"))
    if not isinstance(told, Mapping) or not isinstance(told.get("posts"), list | Mapping):
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("posts"), reason="posts"
            )
        )
    return told


def profile_of(told: Mapping[str, Any], page: str) -> Profile:
    """Return what the blog says of itself."""
    blog = entry(told.get("tumblelog"), _Blog) or _Blog()
    return Profile(
        display_name=line(plain(blog.title) or blog.name),
        description=plain(blog.description),
        page_url=page,
    )


def parse_posts(told: Mapping[str, Any], page: str, account: str) -> PostPage:
    """Return the pictures of the blog's own posts; what it passed on from others is counted."""
    photos: list[Photo] = []
    lost = films = passed_on = 0
    posts = members(told["posts"])
    for post in posts:
        if not isinstance(post, Mapping) or not named(post.get("id")):
            lost += 1
            continue
        if named(post.get("reblogged-from-name")) or named(post.get("reblogged-from-url")):
            passed_on += 1
            continue
        films += named(post.get("type")) in _FILMS
        found, missing = _of_post(post, page, account)
        photos += found
        lost += missing
    total = _number(told.get("posts-total"))
    whole = None if total is None else int(total)
    return PostPage(tuple(photos), len(posts), whole, lost, films, passed_on)


def _of_post(post: Mapping[str, Any], page: str, account: str) -> tuple[list[Photo], int]:
    number = named(post.get("id"))
    url = safe_url(page, named(post.get("url-with-slug")) or named(post.get("url")) or "") or page
    seconds = _number(post.get("unix-timestamp"))
    at = datetime.fromtimestamp(seconds, UTC) if seconds and 0 < seconds < 2**33 else None
    caption = plain(named(post.get("photo-caption")) or named(post.get("regular-title"))) or None
    pictures: dict[str, tuple[tuple[Rendition, ...], str | None]] = {}
    missing = 0
    several = members(post.get("photos"))
    for each in several or ([post] if post.get("type") == "photo" else []):
        renditions = tuple(_sizes(each, page)) if isinstance(each, Mapping) else ()
        missing += not renditions
        if renditions:
            alt = named(each.get("caption")) if each is not post else ""
            pictures.setdefault(renditions[0].url, (renditions, plain(alt) or None))
    for text in (named(post.get(key)) for key in _TEXTS):
        for image in (
            parse_page(text.encode("utf-8", "replace"), url).images if "<img" in text else ()
        ):
            served = Rendition(image.largest, Role.SERVED, image.largest_width)
            pictures.setdefault(image.largest, ((served,), image.alt))
    made = [
        Photo(
            id=photo_id(account, f"{number}/{place}"),
            account=account,
            platform=NAME,
            kind=PhotoKind.POST,
            page_url=url,
            media_url=renditions[0].url,
            renditions=renditions,
            posted_at=at,
            alt=capped(alt) or None,
            caption=caption,
            visibility=Visibility.PUBLIC,
        )
        for place, (_first, (renditions, alt)) in enumerate(pictures.items())
    ]
    return made, missing


def _sizes(told: Mapping[str, Any], page: str) -> Iterator[Rendition]:
    """Yield the sizes of a picture, the largest first."""
    role = Role.SERVED
    for width in _WIDTHS:
        text = told.get(f"photo-url-{width}")
        url = safe_url(page, text) if isinstance(text, str) and text else None
        if url is None:
            continue
        sizes = (told.get("width"), told.get("height")) if role is Role.SERVED else (None, None)
        yield Rendition(url, role, pixels(_number(sizes[0])), pixels(_number(sizes[1])))
        role = Role.SMALLER


def _number(told: object) -> float | None:
    if isinstance(told, str) and told.isascii() and told.isdecimal() and len(told) < 12:  # noqa: PLR2004 - far above any number meant
        return float(told)
    return told if isinstance(told, int | float) and not isinstance(told, bool) else None
