"""The thin half of the website source.

A bounded crawl of one host that obeys robots.txt and can stop at any page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import assert_never
from urllib.parse import urlsplit

from auditor.config import WebsiteSettings
from auditor.domain.account import Account, IndexSignal, Profile, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo
from auditor.errors import (
    AccountMissing,
    LoginNeeded,
    NetworkError,
    Offline,
    PayloadBroken,
    RobotsRefused,
    SourceError,
    Throttled,
    Unreachable,
)
from auditor.markup.decode import decode
from auditor.markup.embedded.css import parse_css
from auditor.markup.feeds import Feed, parse_feed
from auditor.markup.hindrance import Hindrance
from auditor.markup.originals.heads import read_head
from auditor.markup.page import HtmlPage, parse_page
from auditor.markup.payload import is_held, line, require_ok, require_own_home
from auditor.markup.pictures import Origin, PageImage
from auditor.markup.robots_signals import (
    MAX_ROBOTS_TXT,
    header_signal,
    parse_robots_txt,
    robots_txt_signal,
)
from auditor.markup.sitemap import Sitemap, parse_sitemap
from auditor.markup.urls import host_key, safe_url, same_host
from auditor.markup.xml import MAX_STREAMED
from auditor.messages import _
from auditor.ports import Answer, Http, ProofText, Recognised
from auditor.sources.website.frontier import (
    USUAL_SITEMAPS,
    Frontier,
    ListingFile,
    ListKind,
    resumed,
)
from auditor.sources.website.photos import avatar_of, listed, profile_of
from auditor.sources.website.pictures import Pictures
from auditor.sources.website.probe import Probe
from auditor.sources.website.scope import NAME, Scope, handle_of, scope_of
from auditor.sources.website.training import training_signals
from auditor.sources.website.traits import TRAITS

_MAX_MISSES = 5
_MAX_PROOF = 2_000
_NOT_THE_USERS = frozenset(
    {
        Hindrance.CHALLENGE,
        Hindrance.NOTICE,
        Hindrance.GATE,
        Hindrance.MISSING,
        Hindrance.EMPTY,
    }
)
"""What services and servers put in place of the start page: it tells nothing of the site."""
_HTML = ("text/html", "application/xhtml+xml")


class Website:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def __init__(self, settings: WebsiteSettings) -> None:
        self._limit = max(1, settings.max_pages)

    def recognise(self, text: str) -> Recognised | None:
        """Recognise any http(s) URL; never sure, so that every other source goes before."""
        text = text.strip()
        scope = scope_of(text) if text.lower().startswith(("http://", "https://")) else None
        return Recognised(NAME, handle_of(scope), scope.start, sure=False) if scope else None

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """A website is what answers with HTML."""
        found = self.recognise(text)
        if found is None:
            return None
        try:
            answer = await http.get(found.url, purpose="what the site is", crawl=True)
        except NetworkError:
            return None
        return Recognised(NAME, found.handle, found.url) if answer.ok and _is_html(answer) else None

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source.

        One batch a page, sitemap or feed; the cursor holds all that is still to be read.
        """
        scope = _scope(account)
        here = resumed(cursor)
        if here is None:
            here, photos, profile = await self._start(account, scope, http)
            yield await self._batch(here, scope, photos, profile)
        pictures = Pictures(account.id, scope, here, Probe(scope, http))
        while not here.done:
            photos = await self._step(here, pictures)
            yield await self._batch(here, scope, photos, None)

    async def _batch(
        self, here: Frontier, scope: Scope, photos: Sequence[Photo], profile: Profile | None
    ) -> Batch:
        if here.done:
            notes = (*here.notes(self._limit), *_narrowed(scope))
            return Batch(tuple(photos), None, profile, notes, complete=here.complete)
        return Batch(tuple(photos), await asyncio.to_thread(here.text), profile)

    async def _start(
        self, account: Account, scope: Scope, http: Http
    ) -> tuple[Frontier, list[Photo], Profile | None]:
        answer, page = await _first_page(scope, http)
        require_own_home(account, page.url, [page.canonical])
        robots, robots_url = await _robots_txt(scope, http)
        text = robots or ""
        here = Frontier([scope.start], at=1)
        named, signal = await asyncio.to_thread(_read_robots, text, answer.url, robots_url)
        here.add_lists(ListKind.SITEMAP, (*named, *page.sitemaps), scope)
        pictures = Pictures(account.id, scope, here, Probe(scope, http))
        here.failed += page.hindrance is Hindrance.MISSING  # elsewhere it is a link that is dead
        photos = await self._take_page(here, page, pictures, avatar_of(page))
        header = header_signal(answer.headers.get("x-robots-tag", ""), page.url)
        if page.hindrance in _NOT_THE_USERS:
            return here, photos, None  # nor are its flags
        profile = profile_of(page, tuple(told for told in (header, signal) if told))
        return (
            here,
            photos,
            replace(profile, training=await training_signals(answer, robots, scope, http)),
        )

    async def _take_page(
        self, here: Frontier, page: HtmlPage, pictures: Pictures, avatar: PageImage | None = None
    ) -> list[Photo]:
        """Queue what a page links to; return its photos. What stands in its place is counted."""
        if page.hindrance is not None:
            here.hinder(page.hindrance)
        if page.hindrance is Hindrance.CHALLENGE:
            return []  # what it shows is not the user's
        if pictures.scope.is_anothers(page.url, page.canonical):
            here.anothers += 1
            return []
        await asyncio.to_thread(self._take_links, here, page, pictures.scope)
        return await pictures.of_page(page, avatar)

    def _take_links(self, here: Frontier, page: HtmlPage, scope: Scope) -> None:
        here.cut += page.cut
        here.lost += page.lost
        here.count_films(page.films)
        here.add_lists(ListKind.FEED, page.feeds, scope)
        here.add_lists(ListKind.STYLE, page.styles, scope, page.url)
        here.add_pages(page.links, scope, self._limit)

    async def _step(self, here: Frontier, pictures: Pictures) -> list[Photo]:
        """Read the next list or page, or hand out pictures that only lists name.

        What cannot be read is counted.
        """
        waiting = here.next_list()
        if waiting is not None:
            here.lists_at += 1
            return await self._read_list(waiting, here, pictures)
        if here.wants_usual_sitemaps:
            await self._find_sitemap(here, pictures)
            return []
        url = here.next_page()
        if url is None:
            return [
                photo
                for hint in here.take_hints()
                for photo in await pictures.of_page(HtmlPage(hint.page_url, images=(listed(hint),)))
            ]
        here.at += 1
        page = await _page(url, here, pictures)
        return [] if page is None else await self._take_page(here, page, pictures)

    async def _find_sitemap(self, here: Frontier, pictures: Pictures) -> None:
        """Look where sitemaps usually stand, until one lists something."""
        here.tried = True
        for path in USUAL_SITEMAPS:
            url = pictures.scope.beside(path)
            if url in {listing.url for listing in here.lists}:
                continue
            await self._read_list(ListingFile(ListKind.SITEMAP, url), here, pictures)
            if here.sitemaps:
                return

    async def _read_list(
        self, waiting: ListingFile, here: Frontier, pictures: Pictures
    ) -> list[Photo]:
        scope = pictures.scope
        try:
            answer = await pictures.probe.http.get(
                waiting.url, purpose=waiting.kind.value, crawl=True, max_bytes=MAX_STREAMED
            )
        except (Throttled, Offline):
            raise
        except RobotsRefused:
            here.refused += waiting in here.lists
            return []
        except NetworkError:
            here.failed += 1
            here.unread += 1
            return []
        if not answer.ok or not scope.holds_host(answer.url):
            # Many sites have no list, or refuse it to everybody: only a server that fails hides
            # something.
            broken = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
            here.failed += broken
            here.unread += broken
            here.dead += waiting.kind is ListKind.SITEMAP and waiting in here.lists
            return []
        return await self._take_list(waiting, answer, here, pictures)

    async def _take_list(
        self, waiting: ListingFile, answer: Answer, here: Frontier, pictures: Pictures
    ) -> list[Photo]:
        scope, url = pictures.scope, answer.url
        match waiting.kind:
            case ListKind.SITEMAP:
                found = await asyncio.to_thread(parse_sitemap, answer.body, url)
                if found.empty:  # some name their feed as one
                    found = _as_sitemap(await asyncio.to_thread(parse_feed, answer.body, url))
                here.cut += found.cut
                here.lost += found.lost
                here.sitemaps += not found.empty
                here.dead += found.empty and not answer.body.strip() and waiting in here.lists
                here.add_lists(ListKind.SITEMAP, found.sitemaps, scope)
                here.add_pages(found.pages, scope, self._limit)
                here.add_hints(found.images, scope)
            case ListKind.FEED:
                feed = await asyncio.to_thread(parse_feed, answer.body, url)
                here.cut += feed.cut
                here.lost += feed.lost
                here.add_lists(ListKind.FEED, [feed.next_url] if feed.next_url else [], scope)
                here.add_pages(feed.pages, scope, self._limit)
                here.add_hints(feed.images, scope)
            case ListKind.STYLE:
                kind = answer.headers.get("content-type", "")
                text = decode(answer.body, kind) if "html" not in kind.lower() else ""
                sheet = await asyncio.to_thread(parse_css, text, url)
                here.cut += sheet.cut
                here.add_lists(ListKind.STYLE, sheet.imports, scope, waiting.page)
                shown = tuple(
                    PageImage(address, Origin.BACKGROUND, address, offered=(address,))
                    for address in sheet.pictures
                )
                return await pictures.of_page(HtmlPage(waiting.page or url, images=shown))
            case _:
                assert_never(waiting.kind)
        return []

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        scope = _scope(account)
        _answer, page = await _first_page(scope, http)
        found = avatar_of(page) if page.hindrance is not Hindrance.CHALLENGE else None
        known = found is not None and scope.may_hold_picture(found.largest)
        return found.largest if found is not None and known else None

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source.

        Links with rel=me, `<meta name="owner">`, and a file that only the owner can put
        there.
        """
        scope = _scope(account)
        _answer, page = await _first_page(scope, http)
        require_own_home(account, page.url, [page.canonical], proving=True)
        written = page.proofs if scope.speaks_for_all(page.url) else ()
        texts = [ProofText(ProofMethod.SITE_FILE.value, proof, page.url) for proof in written]
        texts += [ProofText(ProofMethod.REL_ME.value, link, page.url) for link in page.me_links]
        try:
            answer = await http.get(scope.proof_file, purpose="proof file", prefix=_MAX_PROOF)
        except (Throttled, Offline):
            raise
        except NetworkError:
            return texts
        if answer.status == HTTPStatus.OK and _is_at(answer.url, scope.proof_file):
            texts.append(
                ProofText(
                    ProofMethod.SITE_FILE.value,
                    answer.body[:_MAX_PROOF].decode("utf-8", "replace"),
                    scope.proof_file,
                )
            )
        return texts


def _narrowed(scope: Scope) -> tuple[str, ...]:
    """Say that only the pages of whom the query names were read."""
    if not scope.named:
        return ()
    told = _(
        "Only pages with {query} in their address were read: others there may be somebody else's. "
        "If the whole site is yours, add {site}."
    )
    query = line(f"?{'&'.join(scope.named)}")
    return (told.format(query=query, site=line(scope.beside(f"{scope.folder.rstrip('/')}/"))),)


def _is_at(url: str, where: str) -> bool:
    """Whether an answer came from `where` itself: what a redirect leads to proves nothing."""
    return same_host(url, where) and urlsplit(url)[2:4] == urlsplit(where)[2:4]


def _as_sitemap(feed: Feed) -> Sitemap:
    return Sitemap(feed.pages, feed.images, cut=feed.cut, lost=feed.lost)


def _scope(account: Account) -> Scope:
    scope = scope_of(account.url)
    if scope is None:
        raise AccountMissing(_("{url} is no address of a website.").format(url=line(account.url)))
    return replace(scope, strict=is_held(account))


def _is_html(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in _HTML or (not kind and b"<" in answer.body[:1_000])


async def _first_page(scope: Scope, http: Http) -> tuple[Answer, HtmlPage]:
    """Read the page that the user named.

    Raises NetworkError and SourceError: without it nothing is known of the site.
    """
    answer = await http.get(scope.start, purpose="page", crawl=True)
    if not answer.ok and (await _parsed(answer)).hindrance is Hindrance.CHALLENGE:
        raise LoginNeeded(
            _("{host} first asks whether a person is there, and showed nothing.").format(
                host=host_key(scope.start)
            ),
            _("What strangers see there could not be checked."),
        )
    require_ok(answer, _("website"))
    if not scope.holds_host(answer.url):
        raise SourceError(
            _("{host} sends visitors on to {other}.").format(
                host=host_key(scope.start), other=host_key(answer.url)
            ),
            _("If that address is yours too, add it as an account of its own."),
        )
    if not scope.holds_start(answer.url):
        raise SourceError(
            _("{url} sends visitors on to {other}, which is no part of it.").format(
                url=line(scope.start), other=line(answer.url)
            ),
            _("If that address is yours too, add it as an account of its own."),
        )
    if not _is_html(answer):
        raise PayloadBroken(
            _("The address does not answer with a web page."),
            _("Add the address of a page that a browser shows."),
        )
    return answer, await _parsed(answer)


async def _parsed(answer: Answer) -> HtmlPage:
    return await asyncio.to_thread(
        parse_page,
        answer.body,
        safe_url("", answer.url) or answer.url,
        answer.headers.get("content-type", ""),
        answer.headers,
    )


async def _robots_txt(scope: Scope, http: Http) -> tuple[str | None, str]:
    """Return robots.txt and its address.

    Empty where there is none, None where it could not be read (RFC 9309, 2.3.1.4).
    """
    url = scope.beside("/robots.txt")
    try:
        answer = await http.get(url, purpose="robots.txt", prefix=MAX_ROBOTS_TXT)
    except (Throttled, Offline):
        raise
    except NetworkError:
        return None, url
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None, url
    return (
        (decode(answer.body, answer.headers.get("content-type", "")), url)
        if answer.ok
        else ("", url)
    )


def _read_robots(text: str, page: str, robots_url: str) -> tuple[list[str], IndexSignal]:
    named = (safe_url(robots_url, sitemap) for sitemap in parse_robots_txt(text).sitemaps)
    return [sitemap for sitemap in named if sitemap is not None], robots_txt_signal(
        text, page, robots_url
    )


async def _page(url: str, here: Frontier, pictures: Pictures) -> HtmlPage | None:
    """Read one page of the crawl; None if it is none of this site's.

    Raises Throttled, and Unreachable after several in a row.
    """
    try:
        answer = await pictures.probe.http.get(url, purpose="page", crawl=True)
    except (Throttled, Offline):
        raise
    except RobotsRefused:
        here.refused += 1
        return None
    except NetworkError as error:
        here.unread += 1
        here.failed += 1
        here.misses += 1
        if isinstance(error, Unreachable) and here.misses >= _MAX_MISSES:
            raise
        return None
    here.misses = 0
    if not answer.ok:
        here.unread += 1
        here.failed += not answer.gone
        return None
    read_before = answer.url != url and answer.url in here.pages
    if read_before or not pictures.scope.holds(answer.url):
        return None
    if read_head(answer.body) is not None:  # some name the full size like a page
        shown = PageImage(answer.url, Origin.LINK, answer.url, offered=(answer.url,))
        return HtmlPage(answer.url, images=(shown,))
    return await _parsed(answer) if _is_html(answer) else None
