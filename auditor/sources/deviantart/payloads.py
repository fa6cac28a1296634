"""What DeviantArt's interface answers (www.deviantart.com/developers/http/v1), field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Link, Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.payload import (
    capped,
    entry,
    line,
    loose,
    members,
    picture_url,
    pixels,
    plain,
    size,
    unread_portraits,
)
from auditor.markup.urls import safe_url
from auditor.messages import _

NAME = "deviantart"
_HOME = "https://www.deviantart.com/"
_DRAWN = "/avatars/default"
"""Stands in the address of the picture of those who have none."""


class _Artist(msgspec.Struct):
    userid: str
    username: str
    usericon: Any = None


class _Stats(msgspec.Struct):
    user_deviations: int = 0


class _ProfileParts(msgspec.Struct):
    real_name: str | None = None
    tagline: str | None = None
    country: str | None = None
    website: str | None = None
    bio: str | None = None
    cover_photo: Any = None


class _Picture(msgspec.Struct):
    src: str
    width: float | None = None
    height: float | None = None
    filesize: int | None = None


class _Deviation(msgspec.Struct):
    deviationid: str
    url: str | None = None
    title: str | None = None
    content: Any = None
    preview: Any = None
    thumbs: Any = None
    videos: Any = None
    published_time: Any = None
    is_downloadable: bool = False


class _Author(msgspec.Struct):
    userid: str | None = None


@dataclass(frozen=True, slots=True)
class Artist:
    """Whose gallery it is: `key` names the account for good."""

    key: str
    name: str
    page_url: str
    profile: Profile
    portraits: tuple[Photo, ...]
    deviations: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """One page: pictures, what was left out, and where the next one begins.

    `downloads` are files as uploaded that the platform offers beside what it shows.
    """

    photos: tuple[Photo, ...] = ()
    entries: int = 0
    films: int = 0
    downloads: int = 0
    lost: int = 0
    more: bool = False
    following: int | None = None


def parse_token(body: bytes) -> str:
    """Return the token that a key was exchanged for. Raises PayloadBroken."""
    told = loose(body, _("key"))
    token = told.get("access_token") if isinstance(told, Mapping) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise _broken(_("key"), "access_token")
    return token


def refusal_of(body: bytes) -> tuple[str, str]:
    """Return the key of an error and the platform's words for it; "" where they are not told."""
    try:
        told = loose(body, "error")
    except PayloadBroken:
        return "", ""
    if not isinstance(told, Mapping):
        return "", ""
    error, words = told.get("error"), told.get("error_description")
    return (error if isinstance(error, str) else "", line(words) if isinstance(words, str) else "")


def parse_artist(body: bytes, account: str) -> Artist:
    """Return the account. Raises PayloadBroken."""
    told = loose(body, _("account"))
    user = entry(told.get("user"), _Artist) if isinstance(told, Mapping) else None
    if user is None or not user.userid or not user.username:
        raise _broken(_("account"), "user.userid, user.username")
    page = safe_url(_HOME, user.username) or _HOME
    parts = entry(told, _ProfileParts) or _ProfileParts()
    return Artist(
        user.userid,
        line(user.username),
        page,
        _profile(user, parts, page),
        tuple(_portraits(user, parts, told, page, account)),
        (entry(told.get("stats"), _Stats) or _Stats()).user_deviations,
        unread_portraits(user.usericon, parts.cover_photo),
    )


def _profile(user: _Artist, parts: _ProfileParts, page: str) -> Profile:
    words = (parts.real_name, parts.tagline, parts.country, plain(parts.bio), parts.website)
    site = safe_url(page, parts.website.strip()) if parts.website else None
    return Profile(
        display_name=line(parts.real_name or user.username),
        description=capped("\n".join(word.strip() for word in words if word and word.strip())),
        page_url=page,
        links=() if site is None else (Link(site),),
    )


def _portraits(
    user: _Artist, parts: _ProfileParts, told: Mapping[str, Any], page: str, account: str
) -> Iterator[Photo]:
    """Yield avatar and cover; where a deviation was made for it, that is the larger one."""
    icon = picture_url(page, user.usericon)
    if icon is not None and _DRAWN not in icon:
        large = _content_of(told.get("profile_pic"), page)
        small = Rendition(icon, Role.SERVED if large is None else Role.DISPLAYED)
        renditions = (small,) if large is None else (large, small)
        yield _portrait(account, PhotoKind.AVATAR, page, renditions)
    cover = told.get("cover_deviation")
    held = _content_of(cover.get("cover_deviation"), page) if isinstance(cover, Mapping) else None
    url = picture_url(page, parts.cover_photo)
    if held is not None:
        yield _portrait(account, PhotoKind.BANNER, page, (held,))
    elif url is not None:
        yield _portrait(account, PhotoKind.BANNER, page, (Rendition(url, Role.SERVED),))


def _portrait(account: str, kind: PhotoKind, page: str, renditions: tuple[Rendition, ...]) -> Photo:
    own, url, public = photo_id(account, kind.value), renditions[0].url, Visibility.PUBLIC
    return Photo(own, account, NAME, kind, page, url, renditions, visibility=public)


def _content_of(told: object, page: str) -> Rendition | None:
    deviation = entry(told, _Deviation)
    return None if deviation is None else _rendition(deviation.content, Role.SERVED, page)


def parse_gallery(body: bytes, artist: str, account: str) -> GalleryPage:
    """Return the pictures of one page of the gallery of `artist`. Raises PayloadBroken."""
    told = loose(body, _("gallery"))
    listed = told.get("results") if isinstance(told, Mapping) else None
    if not isinstance(listed, list):
        raise _broken(_("gallery"), "results")
    photos: list[Photo] = []
    films = downloads = lost = 0
    for item in listed:
        deviation = entry(item, _Deviation)
        author = (entry(item.get("author"), _Author) if deviation else None) or _Author()
        if (
            deviation is None
            or not deviation.deviationid
            or author.userid not in {None, artist}  # the gallery of one account was asked for
        ):
            lost += 1
            continue
        films += bool(members(deviation.videos))
        found = _photo(deviation, account)
        if found is not None:
            photos.append(found)
            downloads += deviation.is_downloadable
        elif not _is_of_words(deviation):
            lost += 1
    offset = told.get("next_offset")
    known = isinstance(offset, int) and not isinstance(offset, bool)
    return GalleryPage(
        tuple(photos),
        len(listed),
        films,
        downloads,
        lost,
        told.get("has_more") is True,
        offset if known else None,
    )


def _is_of_words(deviation: _Deviation) -> bool:
    """Whether nothing stands where pictures do: a journal, a text, a film, a deleted one."""
    film = bool(members(deviation.videos))
    return deviation.content is None and (film or deviation.preview is None)


def _photo(deviation: _Deviation, account: str) -> Photo | None:
    page = safe_url(_HOME, deviation.url or "") or _HOME
    film = bool(members(deviation.videos))
    told = deviation.content
    if told is None and not film:
        told = deviation.preview  # all that is shown of what is for members only
    largest = _rendition(told, Role.SERVED, page)
    if largest is None:
        return None
    renditions = {largest.url: largest}
    for role, each in (
        (Role.DISPLAYED, deviation.preview),
        *((Role.SMALLER, each) for each in members(deviation.thumbs)),
    ):
        smaller = _rendition(each, role, page)
        if smaller is not None:
            renditions.setdefault(smaller.url, smaller)
    return Photo(
        id=photo_id(account, deviation.deviationid),
        account=account,
        platform=NAME,
        kind=PhotoKind.POST,
        page_url=page,
        media_url=largest.url,
        renditions=tuple(renditions.values()),
        posted_at=_instant(deviation.published_time),
        caption=line(deviation.title) or None,
        visibility=Visibility.PUBLIC,
    )


def _rendition(told: object, role: Role, page: str) -> Rendition | None:
    picture = entry(told, _Picture)
    url = safe_url(page, picture.src) if picture is not None and picture.src else None
    if picture is None or url is None:
        return None
    return Rendition(
        url, role, pixels(picture.width), pixels(picture.height), size(picture.filesize)
    )


def _instant(told: object) -> datetime | None:
    """Return a time in seconds since 1970, which stands as a number or as text."""
    if isinstance(told, str) and told.isascii() and told.isdecimal() and len(told) < 12:  # noqa: PLR2004 - far above any time meant
        told = int(told)
    if isinstance(told, bool) or not isinstance(told, int) or not 0 < told < 2**33:
        return None
    return datetime.fromtimestamp(told, UTC)


def _broken(what: str, field: str) -> PayloadBroken:
    return PayloadBroken(
        _("{what}: the answer does not have the documented form: {reason}").format(
            what=what, reason=field
        )
    )
