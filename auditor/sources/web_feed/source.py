"""The source for a feed by itself, where the pages behind it are not to be read.

A feed holds the newest entries, so that the rest could not be told.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from auditor.domain.account import Account, Profile
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import NetworkError, PayloadBroken, SourceError
from auditor.markup.feeds import Feed, parse_feed
from auditor.markup.payload import (
    batches,
    left_out,
    read_cursor,
    require_answer_where_proven,
    require_ok,
)
from auditor.markup.sitemap import ListedImage
from auditor.markup.urls import safe_url, same_host
from auditor.messages import _
from auditor.ports import Answer, Http, ProofText, Recognised
from auditor.sources.web_feed.traits import TRAITS

NAME = "web_feed"
_PATH = re.compile(
    r"(?:^|/)(?:feed|rss|atom)(?:/|$|\.)|\.(?:rss|atom|rdf)$|(?:feed|index|rss|atom)\.(?:xml|json)$",
    re.IGNORECASE,
)
"""Ends of addresses that are feeds by the habits of generators."""
_MAX_PAGES = 500


class _Cursor(msgspec.Struct, frozen=True):
    url: str
    pages: int = 0
    lost: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


class FeedSource:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise an address whose path is that of a feed; it is asked whether it is one."""
        url = safe_url("", text.strip().removeprefix("feed:"))
        parts = urlsplit(url or "")
        if url is None or not _PATH.search(parts.path):
            return None
        handle = f"{parts.netloc}{parts.path}".rstrip("/")
        return Recognised(NAME, handle, url, sure=False)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Ask for it: a feed has entries."""
        found = self.recognise(text)
        if found is None:
            return None
        try:
            answer = require_ok(await http.get(found.url, purpose="what the server runs"), "feed")
        except (SourceError, NetworkError):
            return None
        feed = await asyncio.to_thread(parse_feed, answer.body, answer.url)
        return replace(found, sure=True) if feed.pages or feed.images else None

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        here = read_cursor(cursor, _Cursor)
        started, here = here is not None, here or _Cursor(account.url)
        seen: set[str] = set()
        while True:
            seen.add(here.url)
            answer = await http.get(here.url, purpose="feed")
            require_answer_where_proven(account, here.url, answer)
            feed = await _parsed(require_ok(answer, _("feed")))
            profile = None
            if not started:
                profile, started = Profile(page_url=account.url), True
            then, notes = _next(here, feed, seen)
            if then is None:
                rest = _("A feed holds the newest entries: what stood there before is not told.")
                notes = (*notes, rest, *left_out(here.lost + feed.lost))
            photos = [_photo(each, account) for each in feed.images]
            for batch in batches(photos, here.text(), then.text() if then else None):
                last = batch.cursor is None
                yield replace(batch, profile=profile, notes=notes if last else (), complete=False)
                profile = None
            if then is None:
                return
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """Return None: a feed has none of its own."""
        del account, http
        return None

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """Return nothing: visitors may write what a feed shows. The site itself can be proven."""
        del account, http
        return []


async def _parsed(answer: Answer) -> Feed:
    feed = await asyncio.to_thread(parse_feed, answer.body, answer.url)
    start = answer.body[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    looks = start[:1] == b"{" or any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:RDF"))
    if not looks or not (feed.pages or feed.images or _is_empty_feed(answer.body)):
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("feed"), reason=_("it is no feed")
            )
        )
    return feed


def _is_empty_feed(body: bytes) -> bool:
    """Whether a feed without entries is whole: it ends as it began, or is a JSON Feed."""
    end = body.rstrip()[-20:]
    if any(mark in end for mark in (b"</rss>", b"</feed>", b"</rdf:RDF>")):
        return True
    return b"jsonfeed.org/version" in body[:4000] and end.endswith(b"}")


def _photo(listed: ListedImage, account: Account) -> Photo:
    url = listed.url
    sides = (listed.width, listed.height, listed.bytes)
    return Photo(
        id=photo_id(account.id, url),
        account=account.id,
        platform=NAME,
        kind=PhotoKind.POST,
        page_url=listed.page_url,
        media_url=url,
        renditions=(Rendition(url, Role.SERVED, *sides),),
        caption=listed.caption,
        visibility=Visibility.PUBLIC,
    )


def _next(here: _Cursor, feed: Feed, seen: set[str]) -> tuple[_Cursor | None, tuple[str, ...]]:
    """Return the page before this one (RFC 5005), on the same host and not read before."""
    url = feed.next_url
    if url is None:
        return None, ()
    if not same_host(url, here.url):
        note = _("The server named a next page that is not its own; the list was left there.")
        return None, (note,)
    if url in seen or here.pages >= _MAX_PAGES:
        return None, (_("The feed does not end; it was left there."),)
    return _Cursor(url, here.pages + 1, here.lost + feed.lost), ()
