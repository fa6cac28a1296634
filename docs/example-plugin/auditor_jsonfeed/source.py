"""A site's JSON Feed (jsonfeed.org, version 1.1): its items and the picture of each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlsplit

import msgspec

from auditor.domain.account import Account, Profile, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.domain.traits import Traits
from auditor.errors import PayloadBroken
from auditor.markup.payload import batches, capped, decode, instant, line, require_ok
from auditor.markup.urls import safe_url
from auditor.ports import Http, ProofText, Recognised

NAME = "jsonfeed"
_VERSIONS = ("https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1")
_FIRST = "0"


class _Item(msgspec.Struct):
    id: str
    url: str = ""
    image: str = ""
    title: str = ""
    summary: str = ""
    date_published: str = ""


class _Feed(msgspec.Struct):
    version: str
    title: str
    items: list[_Item]
    description: str = ""
    home_page_url: str = ""
    icon: str = ""


def parse_feed(body: bytes, url: str, account: str) -> tuple[Profile, tuple[Photo, ...]]:
    """Return the profile and the photos of a feed that was read at `url`.

    Raises PayloadBroken.
    """
    feed = _decoded(body)
    page = safe_url(url, feed.home_page_url) or url
    profile = Profile(line(feed.title), capped(feed.description), page)
    found = (_photo(item, url, account) for item in feed.items)
    return profile, tuple({photo.id: photo for photo in found if photo is not None}.values())


def _decoded(body: bytes) -> _Feed:
    feed = decode(body, _Feed, "feed")
    if feed.version not in _VERSIONS:
        raise PayloadBroken("The address does not answer with a JSON Feed.")
    return feed


def _photo(item: _Item, url: str, account: str) -> Photo | None:
    image = safe_url(url, item.image) if item.image else None
    if image is None:
        return None
    return Photo(
        id=photo_id(account, f"{item.id} {image}"),
        account=account,
        platform=NAME,
        kind=PhotoKind.POST,
        page_url=safe_url(url, item.url) or url,
        media_url=image,
        renditions=(Rendition(image, Role.SERVED),),
        posted_at=instant(item.date_published),
        caption=capped(item.title or item.summary) or None,
        visibility=Visibility.PUBLIC,
    )


class JsonFeed:
    """See auditor.ports.Source. The account is the feed, its handle the host."""

    name = NAME
    needs = "nothing"
    traits = Traits("JSON Feed", any_host=True, flags=())

    def recognise(self, text: str) -> Recognised | None:
        """Recognise an address that ends in `/feed.json`."""
        url = safe_url("", text.strip())
        if url is None or not urlsplit(url).path.endswith("/feed.json"):
            return None
        return Recognised(NAME, urlsplit(url).netloc, url)

    async def detect(self, http: Http, text: str) -> Recognised | None:  # noqa: ARG002 - the port's signature
        """See auditor.ports.Source. The form of the address says enough."""
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See auditor.ports.Source. One address holds everything."""
        body = await self._read(account, http)
        profile, photos = await asyncio.to_thread(parse_feed, body, account.url, account.id)
        if cursor is None:
            yield Batch((), _FIRST, profile)
        for batch in batches(photos, _FIRST, None):
            yield batch

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See auditor.ports.Source."""
        feed = _decoded(await self._read(account, http))
        return safe_url(account.url, feed.icon) if feed.icon else None

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See auditor.ports.Source. The description is written by whoever runs the site."""
        profile, _photos = parse_feed(await self._read(account, http), account.url, account.id)
        return [ProofText(ProofMethod.BIO.value, profile.description, account.url)]

    async def _read(self, account: Account, http: Http) -> bytes:
        return require_ok(await http.get(account.url, purpose="feed"), "feed").body
