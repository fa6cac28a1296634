"""What a blog answers at /api/read/json (tumblr.com/docs/en/api/v1), read field by field.

What the interface answers (tumblr.com/docs/en/api/v2) is brought into that form, so that a picture
has the same id whichever of them lists it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from auditor.dataclass import dataclass
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
_WORDS_OF_TYPE = {
    "text": ("body", "regular-body"),
    "photo": ("caption", "photo-caption"),
    "answer": ("answer", "answer"),
    "quote": ("text", "quote-text"),
    "link": ("description", "link-description"),
}
"""By type of post: the field of the interface and that of a blog whose pictures are read."""


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


def read_interface(body: bytes) -> Mapping[str, Any]:
    """Return what the interface answers in the form of a blog's own answer.

    Raises PayloadBroken.
    """
    told = loose(body, _("posts"))
    response = told.get("response") if isinstance(told, Mapping) else None
    given = response if isinstance(response, Mapping) else {}
    blog, posts, total = (given.get(key) for key in ("blog", "posts", "total_posts"))
    for field, fits in (
        ("response.blog", isinstance(blog, Mapping)),
        ("response.posts", isinstance(posts, list)),
        ("response.total_posts", _number(total) is not None),
    ):
        if not fits:
            raise PayloadBroken(
                _("{what}: the answer does not have the documented form: {reason}").format(
                    what=_("posts"), reason=field
                )
            )
    translated = [_translated(post) for post in members(posts)]
    return {"tumblelog": blog, "posts-total": total, "posts": translated}


def refusal_of(body: bytes) -> tuple[int, str]:
    """Return the code and the words of a refusal of the interface; 0 and "" where it has none."""
    try:
        told = loose(body, _("posts"))
    except PayloadBroken:
        return 0, ""
    if not isinstance(told, Mapping):
        return 0, ""
    first = next((each for each in members(told.get("errors")) if isinstance(each, Mapping)), {})
    meta = told.get("meta")
    said = (named(meta.get("msg") if isinstance(meta, Mapping) else ""), named(first.get("detail")))
    return int(_number(first.get("code")) or 0), line(": ".join(filter(None, said)))


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
        typed = isinstance(post, Mapping) and isinstance(post.get("type"), str)
        if not typed or not named(post.get("id")):
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


def _translated(post: object) -> object:
    """Return a post of the interface as a blog gives it; what is none stays as it is."""
    if not isinstance(post, Mapping):
        return post
    kind = named(post.get("type"))
    given, kept = _WORDS_OF_TYPE.get(kind, ("", ""))
    return {
        "id": named(post.get("id_string")) or post.get("id"),
        "type": kind,
        "url": post.get("post_url"),
        "unix-timestamp": post.get("timestamp"),
        "reblogged-from-name": post.get("reblogged_from_name"),
        "reblogged-from-url": post.get("reblogged_from_url"),
        "regular-title": post.get("title") if kind == "text" else None,
        "photos": post.get("photos"),
        **({kept: post.get(given)} if kept else {}),
    }


def _sizes(told: Mapping[str, Any], page: str) -> Iterator[Rendition]:
    """Yield the sizes of a picture, the largest first."""
    if "original_size" in told or "alt_sizes" in told:
        yield from _listed_sizes(told, page)
        return
    role = Role.SERVED
    for width in _WIDTHS:
        text = told.get(f"photo-url-{width}")
        url = safe_url(page, text) if isinstance(text, str) and text else None
        if url is None:
            continue
        sizes = (told.get("width"), told.get("height")) if role is Role.SERVED else (None, None)
        yield Rendition(url, role, pixels(_number(sizes[0])), pixels(_number(sizes[1])))
        role = Role.SMALLER


def _listed_sizes(told: Mapping[str, Any], page: str) -> Iterator[Rendition]:
    """Yield the sizes of a picture as the interface lists them, the original first."""
    role, seen = Role.SERVED, set[str]()
    for size in (told.get("original_size"), *members(told.get("alt_sizes"))):
        text = size.get("url") if isinstance(size, Mapping) else None
        url = safe_url(page, text) if isinstance(text, str) and text else None
        if url is None or url in seen or not isinstance(size, Mapping):
            continue
        width, height = (pixels(_number(size.get(side))) for side in ("width", "height"))
        yield Rendition(url, role, width, height)
        seen.add(url)
        role = Role.SMALLER


def _number(told: object) -> float | None:
    if isinstance(told, str) and told.isascii() and told.isdecimal() and len(told) < 12:  # noqa: PLR2004 - far above any number meant
        return float(told)
    return told if isinstance(told, int | float) and not isinstance(told, bool) else None
