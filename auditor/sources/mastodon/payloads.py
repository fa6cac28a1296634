"""Payloads of the Mastodon interface, turned into profiles and photos."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import IndexSignal, Link, Openness, Profile
from auditor.domain.openness import HONOURED_BY, Signal, SignalName
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
    named,
    picture_url,
    pixels,
    plain,
    soup,
)
from auditor.markup.urls import safe_url
from auditor.messages import _

NAME = "mastodon"
_VISIBILITY = {
    "public": Visibility.PUBLIC,
    "unlisted": Visibility.UNLISTED,
    "private": Visibility.FOLLOWERS,
    "direct": Visibility.PRIVATE,
}


_PICTURES = frozenset({"image", "unknown"})
"""Kinds of attachment that are pictures; "unknown": the server could not fetch it and names only
where it stands (docs.joinmastodon.org/entities/MediaAttachment)."""
_FILMS = frozenset({"video", "gifv"})
_OTHERS = frozenset({"audio", "application", "document", "text"})


_OF_CONTENT = re.compile(
    r"/(?:media_attachments/files|accounts/(?:avatars|headers))/(?:\d{3}/)+"
    r"(?:original|small|static)/[0-9a-f]{16}\.[A-Za-z0-9]{1,5}"
    r"|/media/(?:[0-9a-f]{2}/){3}[0-9a-f]{64}\.[A-Za-z0-9]{1,5}"
    r"|/media/[0-9a-f]{64}\.[A-Za-z0-9]{1,5}"
)
"""Paths of files that are never replaced by others.

Mastodon names each upload anew by 16 drawn digits (app/models/concerns/attachmentable.rb:
`SecureRandom.hex(8)`), and tells browsers that it stays: `immutable` in dist/nginx.conf and, for
files in a bucket, in config/initializers/paperclip.rb. Pleroma and Akkoma, which have the same
interface, name a file by the SHA-256 of its bytes, in folders in newer ones
(lib/pleroma/upload/filter/dedupe.ex). Copies of other servers' files (`/cache/`) are fetched anew
under the same promise, since that names them anew too.
"""


class _Field(msgspec.Struct):
    name: str = ""
    value: str = ""
    verified_at: str | None = None


class AccountEntity(msgspec.Struct):
    """The parts of an Account that are read (docs.joinmastodon.org/entities/Account)."""

    id: str | int
    username: str
    acct: str = ""
    display_name: str = ""
    note: str = ""
    url: str = ""
    avatar: Any = None
    header: Any = None
    fields: list[Any] = []
    suspended: bool = False
    moved: dict[str, Any] | None = None
    discoverable: bool | None = None
    indexable: bool | None = None
    noindex: bool | None = None


class _Media(msgspec.Struct):
    id: str | int
    type: str
    url: str | None = None
    preview_url: str | None = None
    remote_url: str | None = None
    description: str | None = None
    meta: dict[str, Any] | None = None


class _Status(msgspec.Struct):
    id: str | int
    media_attachments: list[Any] | dict[str, Any]
    visibility: str = ""
    created_at: str | None = None
    url: str | None = None
    uri: str | None = None
    content: str = ""


@dataclass(frozen=True, slots=True)
class StatusPage:
    """One page of posts: its pictures, how many entries could not be read, its oldest id.

    `films` counts those of which only the preview picture is looked at.
    """

    photos: tuple[Photo, ...] = ()
    lost: int = 0
    films: int = 0
    oldest: str = ""
    entries: int = 0


def names_content(url: str) -> bool:
    """Whether another picture would have another address, so that one look is enough."""
    return _OF_CONTENT.search(urlsplit(url).path) is not None


def parse_account(body: bytes, base: str) -> tuple[AccountEntity, Profile]:
    """Return the account and what its profile shows. Raises PayloadBroken."""
    entity = entry(loose(body, _("account")), AccountEntity)
    if entity is None or not named(entity.id):
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("account"), reason="id, username"
            )
        )
    page_url = safe_url(base, entity.url) or base
    fields = tuple(link for field in fields_of(entity) for link in _field_links(field, base))
    return entity, Profile(
        display_name=line(entity.display_name),
        description=plain(entity.note),
        page_url=page_url,
        links=(*fields, *(Link(url) for url in _hrefs(entity.note, base))),
        signals=tuple(_signals(entity, page_url)),
        training=tuple(_flags(entity, page_url)),
    )


def parse_portraits(entity: AccountEntity, profile: Profile, account: str) -> tuple[Photo, ...]:
    """Return avatar and header.

    The pictures that a server draws for those who have none are left out.
    """
    found: list[Photo] = []
    for kind, text in ((PhotoKind.AVATAR, entity.avatar), (PhotoKind.BANNER, entity.header)):
        url = picture_url(profile.page_url, text)
        if url is None or urlsplit(url).path.endswith(("/missing.png", ".svg")):
            continue
        served = Rendition(url, Role.SERVED, immutable=names_content(url))
        found.append(
            Photo(
                photo_id(account, kind.value),
                account,
                NAME,
                kind,
                profile.page_url,
                url,
                (served,),
                visibility=Visibility.PUBLIC,
            )
        )
    return tuple(found)


def fields_of(entity: AccountEntity) -> list[_Field]:
    """Return the rows of the profile's table; those of another form are left out."""
    rows = (entry(row, _Field) for row in entity.fields)
    return [row for row in rows if row is not None]


def parse_statuses(body: bytes, base: str, account: str) -> StatusPage:
    """Return the pictures of one page of posts; posts of others that were boosted are left out.

    A post or attachment that cannot be read costs itself alone. Raises PayloadBroken.
    """
    photos: list[Photo] = []
    lost = films = 0
    oldest = ""
    statuses = loose_list(body, _("posts"))
    for status in statuses:
        oldest = (named(status.get("id")) if isinstance(status, Mapping) else "") or oldest
        boosted = status.get("reblog") if isinstance(status, Mapping) else None
        if isinstance(boosted, Mapping) and named(boosted.get("id")):
            continue
        read = entry(status, _Status) if not boosted else None
        if read is None:
            lost += 1
            continue
        for attached in members(read.media_attachments):
            media = entry(attached, _Media)
            films += media is not None and media.type in _FILMS
            found = _picture(read, media, base, account) if media is not None else None
            if found is not None:
                photos.append(found)
            elif media is None or not _no_picture(media):
                lost += 1
    return StatusPage(tuple(photos), lost, films, oldest, len(statuses))


def _no_picture(media: _Media) -> bool:
    """Whether an attachment without a picture is as documented: sound, a drawing, a bare film."""
    address = (media.url or media.remote_url or "").partition("?")[0]
    drawing = media.type in _PICTURES and address.endswith(".svg")
    return drawing or media.type in _OTHERS or (media.type in _FILMS and media.preview_url is None)


def _picture(status: _Status, media: _Media, base: str, account: str) -> Photo | None:
    """Return the picture of one attachment; of a film its preview picture."""
    film = media.type in _FILMS
    if not film and media.type not in _PICTURES:
        return None
    places = (media.preview_url,) if film else (media.url, media.remote_url)
    url = next((safe for text in places if text and (safe := safe_url(base, text))), None)
    if url is None or urlsplit(url).path.endswith(".svg"):
        return None
    sizes = "small" if film else "original"
    size = _size(media.meta, sizes)
    renditions = [Rendition(url, Role.SERVED, *size, immutable=names_content(url))]
    preview = safe_url(base, media.preview_url) if media.preview_url else None
    if preview is not None and preview != url:
        renditions.append(Rendition(preview, Role.DISPLAYED, *_size(media.meta, "small")))
    return Photo(
        id=photo_id(account, f"{status.id}/{media.id}"),
        account=account,
        platform=NAME,
        kind=PhotoKind.POST,
        page_url=safe_url(base, status.url or status.uri or "") or base,
        media_url=url,
        renditions=tuple(renditions),
        posted_at=instant(status.created_at),
        alt=capped(media.description) or None,
        caption=plain(status.content) or None,
        visibility=_VISIBILITY.get(status.visibility, Visibility.UNKNOWN),
    )


def _size(meta: dict[str, Any] | None, name: str) -> tuple[int | None, int | None]:
    measured = (meta or {}).get(name)
    if not isinstance(measured, dict):
        return None, None
    width, height = measured.get("width"), measured.get("height")
    if not isinstance(width, int | float) or not isinstance(height, int | float):
        return None, None
    return pixels(width), pixels(height)


def _hrefs(html: str, base: str) -> Iterator[str]:
    for anchor in soup(html).find_all("a", href=True):
        url = safe_url(base, str(anchor["href"]))
        if url is not None:
            yield url


def _field_links(field: _Field, base: str) -> Iterator[Link]:
    for url in _hrefs(field.value, base):
        yield Link(url, line(plain(field.name)), verified=field.verified_at is not None)


def _signals(entity: AccountEntity, page_url: str) -> Iterator[IndexSignal]:
    """Yield what the account says about being found.

    Only `noindex` speaks to search engines outside.
    """
    if entity.noindex is not None:
        yield IndexSignal(
            Openness.PLATFORM_FLAG,
            f"noindex: {str(entity.noindex).lower()}",
            not entity.noindex,
            page_url,
        )
    for name, value in (("discoverable", entity.discoverable), ("indexable", entity.indexable)):
        if value is not None:
            yield IndexSignal(
                Openness.PLATFORM_FLAG, f"{name}: {str(value).lower()}", None, page_url
            )


def _flags(entity: AccountEntity, page_url: str) -> Iterator[Signal]:
    """Yield the same switches as what they say of training, which is nothing.

    They speak of search and of being suggested.
    """
    named = (
        ("noindex", entity.noindex),
        ("discoverable", entity.discoverable),
        ("indexable", entity.indexable),
    )
    for name, value in named:
        if value is not None:
            says = f"{name}: {str(value).lower()}"
            yield Signal(
                SignalName.PLATFORM_FLAG,
                page_url,
                says,
                None,
                HONOURED_BY[SignalName.PLATFORM_FLAG],
            )
