"""What Misskey's interface answers (misskey-hub.net/docs/for-developers/api), field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Link, Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.payload import (
    capped,
    entry,
    instant,
    line,
    loose,
    loose_list,
    members,
    picture_url,
    pixels,
    size,
)
from auditor.markup.urls import safe_url
from auditor.messages import _

NAME = "misskey"
_VISIBILITY = {
    "public": Visibility.PUBLIC,
    "home": Visibility.UNLISTED,
    "followers": Visibility.FOLLOWERS,
    "specified": Visibility.PRIVATE,
}


class _Field(msgspec.Struct):
    name: str = ""
    value: str = ""


class MisskeyUser(msgspec.Struct):
    """The parts of UserDetailed that are read."""

    id: str
    username: str
    name: str | None = None
    description: str | None = None
    location: str | None = None
    avatarUrl: Any = None  # noqa: N815 - the name of the field
    bannerUrl: Any = None  # noqa: N815 - the name of the field
    fields: list[Any] = []
    movedTo: str | None = None  # noqa: N815 - the name of the field


class _File(msgspec.Struct):
    id: str
    type: str
    url: str | None = None
    thumbnailUrl: str | None = None  # noqa: N815 - the name of the field
    name: str | None = None
    comment: str | None = None
    size: int | None = None
    properties: dict[str, Any] | None = None


class _Note(msgspec.Struct):
    id: str
    files: Any
    createdAt: str | None = None  # noqa: N815 - the name of the field
    text: str | None = None
    title: str | None = None
    description: str | None = None
    visibility: str = "public"
    userId: str | None = None  # noqa: N815 - the name of the field


@dataclass(frozen=True, slots=True)
class NotePage:
    """One page of notes or gallery posts: pictures, films beside, what could not be read."""

    photos: tuple[Photo, ...] = ()
    films: int = 0
    lost: int = 0
    oldest: str = ""
    entries: int = 0


def parse_user(body: bytes) -> MisskeyUser:
    """Return the user. Raises PayloadBroken."""
    user = entry(loose(body, _("account")), MisskeyUser)
    if user is None or not user.id or not user.username:
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("account"), reason="id, username"
            )
        )
    return user


def page_of(user: MisskeyUser, base: str) -> str:
    """Return the address of the profile on its server."""
    return f"{base}/@{quote(user.username, '')}"


def profile_of(user: MisskeyUser, base: str) -> Profile:
    """Return what the profile shows."""
    page = page_of(user, base)
    rows = [row for each in user.fields if (row := entry(each, _Field)) is not None]
    words = [user.description, user.location, *(f"{row.name}: {row.value}" for row in rows)]
    links = (safe_url(page, row.value.strip()) for row in rows if "://" in row.value)
    return Profile(
        display_name=line(user.name or user.username),
        description=capped("\n".join(word for word in words if word)),
        page_url=page,
        links=tuple(Link(url) for url in links if url is not None),
    )


def parse_portraits(user: MisskeyUser, account: str, base: str) -> tuple[Photo, ...]:
    """Return avatar and banner; the pattern drawn for those who have none is left out.

    The avatar stands at the address of a server that makes it smaller, which names the whole one.
    """
    found: list[Photo] = []
    page = page_of(user, base)
    for kind, told in ((PhotoKind.AVATAR, user.avatarUrl), (PhotoKind.BANNER, user.bannerUrl)):
        url = picture_url(base, told)
        if url is None or "/identicon/" in urlsplit(url).path:
            continue
        whole = _behind(url)
        sizes = [Rendition(whole or url, Role.SERVED)]
        if whole is not None:
            sizes.append(Rendition(url, Role.DISPLAYED))
        found.append(
            Photo(
                photo_id(account, kind.value),
                account,
                NAME,
                kind,
                page,
                whole or url,
                tuple(sizes),
                visibility=Visibility.PUBLIC,
            )
        )
    return tuple(found)


def _behind(url: str) -> str | None:
    """Return the picture that the address of a proxy names, None where it is no proxy's."""
    parts = urlsplit(url)
    named = parse_qs(parts.query).get("url", [""])[0]
    return safe_url(url, named) if named and parts.path.endswith(".webp") else None


def parse_notes(body: bytes, base: str, account: str, user: str, *, gallery: bool) -> NotePage:
    """Return the pictures of one page. Raises PayloadBroken."""
    photos: list[Photo] = []
    films = lost = 0
    oldest = ""
    listed = loose_list(body, _("posts"))
    for item in listed:
        number = item.get("id") if isinstance(item, Mapping) else None
        oldest = number if isinstance(number, str) and number else oldest
        note = entry(item, _Note)
        # asked by account, so that another's id is one that does not fit
        if (
            note is None
            or not isinstance(note.files, list | Mapping)
            or note.userId not in {None, user}
        ):
            lost += 1
            continue
        for attached in members(note.files):
            file = entry(attached, _File)
            films += file is not None and file.type.startswith("video/")
            found = _picture(note, file, base, account, gallery=gallery) if file else None
            if found is not None:
                photos.append(found)
            elif file is None or (file.type.startswith("image/") and "svg" not in file.type):
                lost += 1
    return NotePage(tuple(photos), films, lost, oldest, len(listed))


def _picture(note: _Note, file: _File, base: str, account: str, *, gallery: bool) -> Photo | None:
    if not file.type.startswith("image/") or "svg" in file.type:
        return None
    url = safe_url(base, file.url) if file.url else None
    if url is None:
        return None
    sides = file.properties or {}
    width, height = (pixels(_number(sides.get(side))) for side in ("width", "height"))
    renditions = [Rendition(url, Role.SERVED, width, height, size(file.size))]
    preview = safe_url(base, file.thumbnailUrl) if file.thumbnailUrl else None
    if preview is not None and preview != url:
        renditions.append(Rendition(preview, Role.DISPLAYED))
    kind, path = (PhotoKind.FILE, "gallery") if gallery else (PhotoKind.POST, "notes")
    words = note.text if not gallery else "\n".join(filter(None, (note.title, note.description)))
    return Photo(
        id=photo_id(account, f"{note.id}/{file.id}"),
        account=account,
        platform=NAME,
        kind=kind,
        page_url=safe_url(base, f"/{path}/{quote(note.id, '')}") or base,
        media_url=url,
        renditions=tuple(renditions),
        posted_at=instant(note.createdAt),
        alt=capped(file.comment) or None,
        caption=capped(words) or None,
        visibility=_VISIBILITY.get(note.visibility, Visibility.UNKNOWN),
        file_name=line(file.name) or None,
    )


def _number(told: object) -> float | None:
    return told if isinstance(told, int | float) and not isinstance(told, bool) else None
