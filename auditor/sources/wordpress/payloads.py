"""Payloads of the WordPress REST interface, turned into photos and profile.

See developer.wordpress.org/rest-api/reference/media.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Link, Profile
from auditor.domain.photos.facts import Camera, Metadata
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.payload import (
    MAX_LINE,
    capped,
    entry,
    instant,
    line,
    loose,
    loose_list,
    members,
    named,
    pixels,
    plain,
    size,
)
from auditor.markup.urls import file_name, names_picture, safe_url, same_host
from auditor.messages import _

NAME = "wordpress"
FIELDS = (
    "id,date_gmt,link,guid,author,title,caption,alt_text,mime_type,media_details,source_url,status"
)
"""`_fields` of a media request: without the rest an answer is a fifth of the size."""

_LARGEST_SHOWN = ("large", "medium_large", "medium")
"""Sizes that themes put on a page, in the order of preference (Settings -> Media)."""


_MADE = re.compile(r"(?:-e\d{13}|-scaled|-rotated|-\d{1,5}x\d{1,5})+$")


class _Rendered(msgspec.Struct):
    rendered: str = ""


class _Media(msgspec.Struct):
    """Parts that plugins change at will.

    They are read one by one, so that one odd picture does not hide the others.
    """

    id: int | str
    source_url: str
    guid: _Rendered | str | None = None
    date_gmt: str | None = None
    link: str = ""
    status: str = ""
    alt_text: str | None = None
    caption: _Rendered | None = None
    mime_type: str = ""
    media_details: dict[str, Any] | None = None


class User(msgspec.Struct):
    """One author. `avatar_urls` is keyed by size in px; PHP writes an empty one as a list."""

    id: int | str
    name: str = ""
    slug: str = ""
    url: str = ""
    link: str = ""
    description: str = ""
    avatar_urls: dict[str, Any] | None = None


class _Site(msgspec.Struct):
    name: str = ""
    home: str = ""
    url: str = ""
    description: str = ""
    namespaces: list[Any] | dict[str, Any] = []


@dataclass(frozen=True, slots=True)
class SiteRoot:
    """What the root of the REST interface says of the site."""

    name: str
    description: str
    homes: tuple[str, ...] = ()
    """Where it says that it stands: its front page, and WordPress itself."""


def parse_site(body: bytes) -> SiteRoot | None:
    """Return what the REST root says, None if it is not one of WordPress. Raises PayloadBroken."""
    told = loose(body, "wp-json")
    site = entry(told, _Site)
    if site is None:
        raise PayloadBroken(_("wp-json: the answer is no description of a site."))
    return (
        SiteRoot(line(plain(site.name)), capped(plain(site.description)), (site.home, site.url))
        if "wp/v2" in members(site.namespaces)
        else None
    )


@dataclass(frozen=True, slots=True)
class MediaPage:
    """One page of the media library: photos, how many entries it had, how many were lost."""

    photos: tuple[Photo, ...]
    entries: int
    lost: int = 0


def parse_users(body: bytes) -> tuple[list[User], int]:
    """Return the authors that the site lists, and how many could not be read.

    Raises PayloadBroken.
    """
    told = loose_list(body, _("authors"))
    read = (entry(value, User) for value in told)
    users = [user for user in read if user is not None and named(user.id).isdecimal()]
    return users, len(told) - len(users)


def parse_media(body: bytes, base: str, account: str) -> MediaPage:
    """Return the photos of one page of the media library.

    An entry that cannot be read, or names no address, costs itself alone. Raises PayloadBroken.
    """
    told = loose_list(body, _("media library"))
    photos: list[Photo] = []
    lost = 0
    for value in told:
        media = entry(value, _Media)
        photo = _photo(media, base, account) if media is not None and named(media.id) else None
        if photo is not None:
            photos.append(photo)
        elif media is None or not media.mime_type.startswith("image/svg"):
            lost += 1
    return MediaPage(tuple(photos), len(told), lost)


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
        (
            (pixels(width) or 0, url)
            for width, url in user.avatar_urls.items()
            if isinstance(url, str)
        ),
        reverse=True,
    )
    return next((url for _width, text in sized if (url := safe_url(base, text))), None)


def _photo(media: _Media, base: str, account: str) -> Photo | None:
    url = safe_url(base, media.source_url) if media.source_url.strip() else None
    if url is None or media.mime_type.startswith("image/svg"):
        return None
    details = media.media_details or {}
    renditions = tuple(_renditions(url, media, details))
    return Photo(
        id=photo_id(account, f"media/{media.id}"),
        account=account,
        platform=NAME,
        kind=PhotoKind.FILE,
        page_url=safe_url(base, media.link) or base if media.link else base,
        media_url=renditions[0].url,
        renditions=renditions,
        posted_at=instant(media.date_gmt),
        alt=capped(media.alt_text) or None,
        caption=plain(media.caption.rendered) or None if media.caption else None,
        # "inherit" is what a stranger is shown; a plugin may list others, of which nothing is known
        visibility=Visibility.PUBLIC if media.status == "inherit" else Visibility.UNKNOWN,
        file_name=line(file_name(renditions[0].url)) or None,
        published=_published(details.get("image_meta")),
    )


def _renditions(url: str, media: _Media, details: dict[str, Any]) -> Iterator[Rendition]:
    """Yield the untouched upload first.

    WordPress keeps it beside the `-scaled` picture that it names as the source, and the first
    upload beside one that was cropped or turned later: `guid` still names it.
    """
    form = line(media.mime_type.removeprefix("image/")) or None
    first, unscaled = _first_upload(url, media.guid), _unscaled(url, details)
    for whole in dict.fromkeys((first, unscaled)):
        if whole is not None and whole != url:
            yield Rendition(whole, Role.SERVED, format=form, replaced=whole != unscaled)
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


def _unscaled(url: str, details: dict[str, Any]) -> str | None:
    original = details.get("original_image")
    if not isinstance(original, str) or not _is_name(original):
        return None
    return safe_url(url, quote(original))


def _first_upload(url: str, guid: _Rendered | str | None) -> str | None:
    """Return where the first upload stands, on the site's own host only.

    By scheme and host of `url`: the guid keeps the address that the site had back then.
    """
    text = guid.rendered if isinstance(guid, _Rendered) else guid
    first = safe_url(url, text) if text else None
    if first is None or not same_host(first, url) or not names_picture(first):
        return None
    if urlsplit(first).path.rpartition("/")[0] != urlsplit(url).path.rpartition("/")[0]:
        return None
    return urljoin(url, urlsplit(first).path.rpartition("/")[2])


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


def beside(url: str) -> tuple[str, ...]:
    """Return where WordPress keeps other files of the upload at `url`, most original first.

    An edited picture is NAME-e1700000000000, one above 2560 px NAME-scaled, a turned one
    NAME-rotated, and a smaller size NAME-300x200 (wp-admin/includes/image.php, image-edit.php).
    """
    parts = urlsplit(url)
    folder, _slash, name = parts.path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    bare = _MADE.sub("", stem)
    names = [f"{bare}{dot}{ending}", f"{bare}-scaled{dot}{ending}", f"{bare}-rotated{dot}{ending}"]
    found = (urlunsplit(parts._replace(path=f"{folder}/{other}")) for other in names)
    return tuple(address for address in found if address != url) if stem and bare else ()


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
