"""Payloads of the Mastodon interface, turned into profiles and photos."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor.domain.account import IndexSignal, Link, Openness, Profile
from auditor.domain.openness import HONOURED_BY, Signal, SignalName
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.markup.payload import capped, decode, instant, line, pixels, plain, soup
from auditor.markup.urls import safe_url
from auditor.messages import _

NAME = "mastodon"
_VISIBILITY = {
    "public": Visibility.PUBLIC,
    "unlisted": Visibility.UNLISTED,
    "private": Visibility.FOLLOWERS,
    "direct": Visibility.PRIVATE,
}


class _Field(msgspec.Struct):
    name: str = ""
    value: str = ""
    verified_at: str | None = None


class AccountEntity(msgspec.Struct):
    """The parts of an Account that are read (docs.joinmastodon.org/entities/Account)."""

    id: str
    username: str
    acct: str = ""
    display_name: str = ""
    note: str = ""
    url: str = ""
    avatar: str | None = None
    header: str | None = None
    fields: list[_Field] = []
    discoverable: bool | None = None
    indexable: bool | None = None
    noindex: bool | None = None


class _Media(msgspec.Struct):
    id: str
    type: str
    url: str | None = None
    preview_url: str | None = None
    remote_url: str | None = None
    description: str | None = None
    meta: dict[str, Any] | None = None


class _Status(msgspec.Struct):
    id: str
    visibility: str
    media_attachments: list[_Media]
    created_at: str | None = None
    url: str | None = None
    uri: str | None = None
    content: str = ""
    reblog: dict[str, msgspec.Raw] | None = None


def parse_account(body: bytes, base: str) -> tuple[AccountEntity, Profile]:
    """Return the account and what its profile shows. Raises PayloadBroken."""
    entity = decode(body, AccountEntity, _("account"))
    page_url = safe_url(base, entity.url) or base
    fields = tuple(link for field in entity.fields for link in _field_links(field, base))
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
        url = safe_url(profile.page_url, text) if text else None
        if url is None or urlsplit(url).path.endswith(("/missing.png", ".svg")):
            continue
        served = Rendition(url, Role.SERVED)
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


def parse_statuses(body: bytes, base: str, account: str) -> tuple[Photo, ...]:
    """Return the pictures of one page of posts; posts of others that were boosted are left out.

    Raises PayloadBroken.
    """
    statuses = decode(body, list[_Status], _("posts"))
    return tuple(
        photo
        for status in statuses
        if status.reblog is None
        for photo in _pictures(status, base, account)
    )


def _pictures(status: _Status, base: str, account: str) -> Iterator[Photo]:
    page_url = safe_url(base, status.url or status.uri or "") or base
    for media in status.media_attachments:
        if media.type not in {
            "image",
            "unknown",
        }:  # "unknown": the server could not fetch it and names only where it stands
            continue
        url = next(
            (
                safe
                for text in (media.url, media.remote_url)
                if text and (safe := safe_url(base, text))
            ),
            None,
        )
        if url is None or urlsplit(url).path.endswith(".svg"):
            continue
        renditions = [Rendition(url, Role.SERVED, *_size(media.meta, "original"))]
        preview = safe_url(base, media.preview_url) if media.preview_url else None
        if preview is not None and preview != url:
            renditions.append(Rendition(preview, Role.DISPLAYED, *_size(media.meta, "small")))
        yield Photo(
            id=photo_id(account, f"{status.id}/{media.id}"),
            account=account,
            platform=NAME,
            kind=PhotoKind.POST,
            page_url=page_url,
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
