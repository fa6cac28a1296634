"""Payloads of the WordPress REST interface, turned into photos and profile.

See developer.wordpress.org/rest-api/reference/media.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import msgspec

from auditor.domain.account import Link, Profile
from auditor.domain.photos.facts import Camera, Metadata
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.markup.payload import MAX_LINE, capped, decode, instant, line, pixels, plain, size
from auditor.markup.urls import file_name, safe_url, same_host
from auditor.messages import _

NAME = "wordpress"
FIELDS = "id,date_gmt,link,author,title,caption,alt_text,mime_type,media_details,source_url,status"
"""`_fields` of a media request: without the rest an answer is a fifth of the size."""

_LARGEST_SHOWN = ("large", "medium_large", "medium")
"""Sizes that themes put on a page, in the order of preference (Settings -> Media)."""


class _Rendered(msgspec.Struct):
    rendered: str = ""


class _Media(msgspec.Struct):
    """Parts that plugins change at will.

    They are read one by one, so that one odd picture does not hide the others.
    """

    id: int
    source_url: str
    date_gmt: str | None = None
    link: str = ""
    status: str = ""
    alt_text: str | None = None
    caption: _Rendered | None = None
    mime_type: str = ""
    media_details: Any = None


class User(msgspec.Struct):
    """One author. `avatar_urls` is keyed by size in px, or an empty list."""

    id: int
    name: str = ""
    slug: str = ""
    url: str = ""
    link: str = ""
    description: str = ""
    avatar_urls: dict[str, str] | list[msgspec.Raw] | None = None


class _Site(msgspec.Struct):
    name: str = ""
    description: str = ""
    namespaces: list[str] = []


@dataclass(frozen=True, slots=True)
class SiteRoot:
    """What the root of the REST interface says of the site."""

    name: str
    description: str


def parse_site(body: bytes) -> SiteRoot | None:
    """Return what the REST root says, None if it is not one of WordPress. Raises PayloadBroken."""
    site = decode(body, _Site, "wp-json")
    return (
        SiteRoot(line(plain(site.name)), capped(plain(site.description)))
        if "wp/v2" in site.namespaces
        else None
    )


def parse_users(body: bytes) -> list[User]:
    """Return the authors that the site lists. Raises PayloadBroken."""
    return decode(body, list[User], _("authors"))


def parse_media(body: bytes, base: str, account: str) -> tuple[tuple[Photo, ...], int]:
    """Return the photos of one page of the media library, and how many entries it had.

    Raises PayloadBroken.
    """
    entries = decode(body, list[_Media], _("media library"))
    photos = (_photo(entry, base, account) for entry in entries)
    return tuple(photo for photo in photos if photo is not None), len(entries)


def parse_portraits(users: Iterable[User], base: str, account: str) -> tuple[Photo, ...]:
    """Return the avatars that stand on the site itself."""
    found: list[Photo] = []
    for user in users:
        url = _avatar(user, base)
        if url is not None and same_host(url, base):
            page = safe_url(base, user.link) or base
            served = Rendition(url, Role.SERVED)
            key = f"avatar/{user.id}"
            found.append(
                Photo(
                    photo_id(account, key),
                    account,
                    NAME,
                    PhotoKind.AVATAR,
                    page,
                    url,
                    (served,),
                    visibility=Visibility.PUBLIC,
                )
            )
    return tuple(found)


def profile_of(site: SiteRoot, users: Iterable[User], base: str, page_url: str) -> Profile:
    """Return what the site shows of itself and its authors; avatars on other hosts are linked."""
    links: dict[str, Link] = {}
    described = [site.description]
    for user in users:
        name = line(plain(user.name))
        described.append(plain(user.description))
        avatar = _avatar(user, base)
        if avatar is not None and not same_host(avatar, base):
            links.setdefault(avatar, Link(avatar, _("avatar of {name}").format(name=name)))
        own = safe_url(base, user.url) if user.url else None
        if own is not None and not same_host(own, base):
            links.setdefault(own, Link(own, name))
    return Profile(
        site.name,
        capped("\n".join(text for text in described if text)),
        page_url,
        tuple(links.values()),
    )


def foreign_avatars(users: Iterable[User], base: str) -> int:
    """Return how many avatars stand on other hosts."""
    urls = (_avatar(user, base) for user in users)
    return sum(1 for url in urls if url is not None and not same_host(url, base))


def _avatar(user: User, base: str) -> str | None:
    """Return the largest avatar."""
    if not isinstance(user.avatar_urls, dict):
        return None
    sized = sorted(
        ((pixels(width) or 0, url) for width, url in user.avatar_urls.items()), reverse=True
    )
    return next((url for _width, text in sized if (url := safe_url(base, text))), None)


def _photo(entry: _Media, base: str, account: str) -> Photo | None:
    url = safe_url(base, entry.source_url)
    if url is None or entry.mime_type.startswith("image/svg"):
        return None
    details = entry.media_details if isinstance(entry.media_details, dict) else {}
    renditions = tuple(_renditions(url, entry.mime_type, details))
    return Photo(
        id=photo_id(account, f"media/{entry.id}"),
        account=account,
        platform=NAME,
        kind=PhotoKind.FILE,
        page_url=safe_url(base, entry.link) or base if entry.link else base,
        media_url=renditions[0].url,
        renditions=renditions,
        posted_at=instant(entry.date_gmt),
        alt=capped(entry.alt_text) or None,
        caption=plain(entry.caption.rendered) or None if entry.caption else None,
        # "inherit" is what a stranger is shown; a plugin may list others, of which nothing is known
        visibility=Visibility.PUBLIC if entry.status == "inherit" else Visibility.UNKNOWN,
        file_name=line(file_name(renditions[0].url)) or None,
        published=_published(details.get("image_meta")),
    )


def _renditions(url: str, mime: str, details: dict[str, Any]) -> Iterator[Rendition]:
    """Yield the untouched upload first.

    WordPress keeps it beside the `-scaled` picture that it names as the source.
    """
    form = line(mime.removeprefix("image/")) or None
    original = details.get("original_image")
    if isinstance(original, str) and _is_name(original):
        whole = safe_url(url, quote(original))
        if whole is not None and whole != url:
            yield Rendition(whole, Role.SERVED, format=form)
    width, height = _number(details, "width"), _number(details, "height")
    length = details.get("filesize")
    yield Rendition(
        url,
        Role.SERVED,
        pixels(width),
        pixels(height),
        size(length) if isinstance(length, int | str) else None,
        form,
    )
    shown = _displayed(url, details.get("sizes"))
    if shown is not None:
        yield shown


def _displayed(url: str, sizes: object) -> Rendition | None:
    if not isinstance(sizes, dict):
        return None
    for name in _LARGEST_SHOWN:
        entry = sizes.get(name)
        text = entry.get("source_url") if isinstance(entry, dict) else None
        shown = safe_url(url, text) if isinstance(text, str) else None
        if isinstance(entry, dict) and shown is not None and shown != url:
            length = entry.get("filesize")
            told = size(length) if isinstance(length, int | str) else None
            return Rendition(
                shown,
                Role.DISPLAYED,
                pixels(_number(entry, "width")),
                pixels(_number(entry, "height")),
                told,
            )
    return None


def _is_name(text: str) -> bool:
    """Whether `text` is a bare file name: it is put after the folder of the source."""
    return (
        0 < len(text) <= MAX_LINE
        and not any(mark in text for mark in "/\\\0")
        and text not in {".", ".."}
    )


def _number(found: dict[str, Any], key: str) -> int | str | None:
    value = found.get(key)
    return value if isinstance(value, int | str) else None


def _published(meta: object) -> Metadata | None:
    """Return what the interface tells of the picture.

    WordPress writes "" and "0" for what it does not know.
    """
    if not isinstance(meta, dict):
        return None

    def word(key: str) -> str | None:
        value = meta.get(key)
        text = line(value) if isinstance(value, str) else ""
        return text if text not in {"", "0"} else None

    owner = tuple(dict.fromkeys(text for key in ("credit", "copyright") if (text := word(key))))
    camera = Camera(model=word("camera"))
    found = Metadata(
        captured_at=_local(meta.get("created_timestamp")),
        camera=camera,
        owner=owner,
        description=word("caption"),
    )
    return found if found != Metadata() else None


def _local(stamp: object) -> str | None:
    """Return the camera's local time.

    WordPress keeps it as if it were UTC (wp_read_image_metadata).
    """
    seconds = (
        int(stamp)
        if isinstance(stamp, str) and stamp.isascii() and stamp.isdecimal() and len(stamp) < 12  # noqa: PLR2004
        else stamp
    )
    if not isinstance(seconds, int) or not 0 < seconds < 10**11:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError, OSError):
        return None
