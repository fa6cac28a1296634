"""How far a crawl has come.

All that is needed to go on after kill -9, small enough to be stored with every page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import assert_never

import msgspec

from auditor.markup.hindrance import Hindrance
from auditor.markup.payload import left_out
from auditor.markup.sitemap import ListedImage
from auditor.messages import _, ngettext
from auditor.sources.website.scope import Scope

MAX_LISTS = 500
"""Sitemaps, feeds and stylesheets that are read."""
MAX_HINTS = 20_000
"""Pictures kept that only a sitemap or feed names."""
MAX_SEEN = 40_000
"""Addresses of pictures remembered; beyond it a picture may be listed again under the same id."""
HINTS_AT_ONCE = 250
USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
"""Where sitemaps stand that nothing names: sitemaps.org, Yoast, WordPress since 5.5."""


class ListKind(StrEnum):
    """What a list of pages is."""

    SITEMAP = "sitemap"
    FEED = "feed"
    STYLE = "stylesheet"


class ListingFile(msgspec.Struct, frozen=True):
    """A sitemap, feed or stylesheet to be read; `page` is the one that named it."""

    kind: ListKind
    url: str
    page: str = ""


class Item(msgspec.Struct):
    """A photo that was listed: the address that its id hangs on, its largest file and its pixels.

    0 where they are not known; `best` is empty where it is the address itself.
    """

    url: str
    area: int = 0
    best: str = ""


class Frontier(msgspec.Struct):
    """`pages[at:]` and `lists[lists_at:]` are still to be read, lists first.

    Then the hints that no page has shown.
    """

    pages: list[str]
    at: int = 0
    lists: list[ListingFile] = []
    lists_at: int = 0
    # digests of the addresses of pictures that were dealt with, and the place of each in `items`
    seen: dict[str, int] = {}
    items: list[Item] = []
    hints: list[ListedImage] = []
    elsewhere: int = 0
    refused: int = 0
    unread: int = 0
    cut: int = 0
    beyond: bool = False  # there were more pages than are read
    failed: int = 0  # pages and lists that may hold more, but could not be read
    full_lists: bool = False  # there were more lists than are read
    full_hints: bool = False  # there were more listed pictures than are kept
    misses: int = 0  # pages in a row that could not be reached
    sitemaps: int = 0  # sitemaps that listed something
    dead: int = 0  # sitemaps that were named, and are none
    tried: bool = False  # the usual places of sitemaps were looked at
    hindered: dict[Hindrance, int] = {}
    films: int = 0
    anothers: int = 0  # pages that name another site as their home
    lost: int = 0  # entries of lists and data that name no readable address

    def text(self) -> str:
        """Return the cursor."""
        return msgspec.json.encode(self, order="deterministic").decode()

    def next_list(self) -> ListingFile | None:
        """Return the next list to read."""
        return self.lists[self.lists_at] if self.lists_at < len(self.lists) else None

    def next_page(self) -> str | None:
        """Return the next page to read."""
        return self.pages[self.at] if self.at < len(self.pages) else None

    @property
    def done(self) -> bool:
        """Whether nothing is left to read."""
        return (
            self.next_list() is None
            and self.next_page() is None
            and not self.hints
            and not self.wants_usual_sitemaps
        )

    @property
    def complete(self) -> bool:
        """Whether nothing that the site shows was left out so far.

        Pictures on other hosts apart.
        """
        return not (
            self.refused
            or self.cut
            or self.failed
            or self.beyond
            or self.full_lists
            or self.full_hints
            or self.lost
            or self.anothers
            or any(what is not Hindrance.MISSING for what in self.hindered)
            or self.only_dead
        )

    @property
    def only_dead(self) -> bool:
        """Whether the site names a list of its pages, and there is none."""
        return bool(self.dead and not self.sitemaps)

    @property
    def wants_usual_sitemaps(self) -> bool:
        """Whether the usual places are still to be looked at.

        No sitemap that is named listed anything.
        """
        waiting = any(listing.kind is ListKind.SITEMAP for listing in self.lists[self.lists_at :])
        return not (self.tried or self.sitemaps or waiting)

    def add_pages(self, urls: Iterable[str], scope: Scope, limit: int) -> None:
        """Queue pages in scope, each once, at most `limit` in all."""
        known = set(self.pages)
        for url in urls:
            if url in known or not scope.is_page(url):
                continue
            if len(self.pages) >= limit:
                self.beyond = True
                return
            known.add(url)
            self.pages.append(url)

    def add_lists(self, kind: ListKind, urls: Iterable[str], scope: Scope, page: str = "") -> None:
        """Queue sitemaps, feeds or stylesheets on this host, each once."""
        known = {listing.url for listing in self.lists}
        for url in urls:
            if url in known or not scope.holds_host(url):
                continue
            if len(self.lists) >= MAX_LISTS:
                self.full_lists = True
                return
            known.add(url)
            self.lists.append(ListingFile(kind, url, page))

    def add_hints(self, images: Iterable[ListedImage], scope: Scope) -> None:
        """Keep pictures that a list names for pages in scope.

        Those on other hosts are only counted.
        """
        for image in images:
            if not scope.holds(image.page_url) or self.has_seen([image.url]):
                continue
            if not scope.may_hold_picture(image.url):
                self.elsewhere += 1
                self.mark([image.url], "")
            elif len(self.hints) < MAX_HINTS:
                self.hints.append(image)
            else:
                self.full_hints = True

    def take_hints(self) -> list[ListedImage]:
        """Take the next hints that no page has shown."""
        taken, self.hints = self.hints[:HINTS_AT_ONCE], self.hints[HINTS_AT_ONCE:]
        return [page for page in taken if not self.has_seen([page.url])]

    def has_seen(self, urls: Iterable[str]) -> bool:
        """Whether one of these addresses was dealt with."""
        return any(_digest(url) in self.seen for url in urls)

    def item_of(self, urls: Iterable[str]) -> str | None:
        """Return the address that the id of the photo hangs on which has one of these addresses.

        None if none was seen, empty if what was seen is no photo.
        """
        places = [self.seen[digest] for url in urls if (digest := _digest(url)) in self.seen]
        known = next((place for place in places if place < len(self.items) and place >= 0), None)
        if known is None:
            return "" if places else None
        return self.items[known].url

    def best_of(self, item: str, url: str, area: int) -> str:
        """Return the largest file known of a photo, now that one at `url` was found too."""
        place = self.seen.get(_digest(item), -1)
        if not 0 <= place < len(self.items):
            return url
        known = self.items[place]
        if not self.has_seen([url]) and area > known.area:
            known.area, known.best = area, url
        return known.best or known.url

    def mark(self, urls: Iterable[str], item: str, area: int = 0) -> None:
        """Remember addresses as dealt with: those of a photo, or of nothing (`item` empty)."""
        if len(self.seen) >= MAX_SEEN:
            return
        place = -1
        if item:
            place = self.seen.get(_digest(item), -1)
            if place < 0:
                place = len(self.items)
                self.items.append(Item(item, area))
                self.seen[_digest(item)] = place
        for url in urls:
            digest = _digest(url)
            if self.seen.get(digest, -1) < 0:
                self.seen[digest] = place

    def count_films(self, urls: Iterable[str]) -> None:
        """Count films, each once."""
        for url in urls:
            self.films += not self.has_seen([url])
            self.mark([url], "")

    def hinder(self, what: Hindrance) -> None:
        """Count something that stood in place of a page."""
        self.hindered[what] = self.hindered.get(what, 0) + 1

    def notes(self, limit: int) -> tuple[str, ...]:
        """Return what could not be told, in words for a person."""
        elsewhere = ngettext(
            "{count} picture on another host was not read.",
            "{count} pictures on other hosts were not read.",
            self.elsewhere,
        )
        refused = ngettext(
            "{count} page was not read: the site's robots.txt asks so.",
            "{count} pages were not read: the site's robots.txt asks so.",
            self.refused,
        )
        unread = ngettext(
            "{count} page could not be read.", "{count} pages could not be read.", self.unread
        )
        cut = ngettext(
            "{count} page is so long that only its start was read.",
            "{count} pages are so long that only their start was read.",
            self.cut,
        )
        films = ngettext(
            "{count} film was not looked at.", "{count} films were not looked at.", self.films
        )
        anothers = ngettext(
            "{count} page was left out: it names another site as its home, and that is not proven.",
            "{count} pages were left out: they name another site as their home, and that is not "
            "proven.",
            self.anothers,
        )
        said = (
            (self.elsewhere, elsewhere),
            (self.anothers, anothers),
            (self.refused, refused),
            (self.unread, unread),
            (self.cut, cut),
            (self.films, films),
            *(
                (count, hindrance_note(what, count))
                for what, count in sorted(self.hindered.items())
            ),
        )
        return (
            *(text.format(count=count) for count, text in said if count),
            *left_out(self.lost),
            *self._limits_hit(limit),
        )

    def _limits_hit(self, limit: int) -> Iterator[str]:
        if self.beyond:
            yield _(
                "The site has more pages; the first {limit} were read (sources.website.max_pages)."
            ).format(limit=limit)
        if self.full_lists:
            yield _(
                "The site has more sitemaps, feeds and stylesheets; the first {limit} were read."
            ).format(limit=MAX_LISTS)
        if self.full_hints:
            yield _(
                "Sitemaps and feeds name more pictures; {limit} of them were looked at."
            ).format(limit=MAX_HINTS)
        if self.only_dead:
            yield _(
                "The site names a list of its pages (sitemap), but there is none that can be read."
            )


def hindrance_note(what: Hindrance, count: int) -> str:  # noqa: PLR0911 - one a kind
    """Say in words for a person what stood in place of pages; `{count}` is still to be filled."""
    match what:
        case Hindrance.CHALLENGE:
            return ngettext(
                "{count} page was not shown: the site first asks whether a person is there.",
                "{count} pages were not shown: the site first asks whether a person is there.",
                count,
            )
        case Hindrance.SCRIPTS:
            return ngettext(
                "{count} page is empty until its scripts run: what it then shows was not read.",
                "{count} pages are empty until their scripts run: what they then show was not "
                "read.",
                count,
            )
        case Hindrance.LOGIN:
            return ngettext(
                "{count} page asks for a password: what is behind it was not read.",
                "{count} pages ask for a password: what is behind it was not read.",
                count,
            )
        case Hindrance.MISSING:
            return ngettext(
                "{count} page says that it is not there, with the status of one that is.",
                "{count} pages say that they are not there, with the status of one that is.",
                count,
            )
        case Hindrance.FRAME:
            return ngettext(
                "{count} page shows nothing but what another host has: that was not read.",
                "{count} pages show nothing but what other hosts have: that was not read.",
                count,
            )
        case Hindrance.GATE:
            return ngettext(
                "{count} page first asks for a consent or an age: what is behind it was not read.",
                "{count} pages first ask for a consent or an age: what is behind them was not "
                "read.",
                count,
            )
        case Hindrance.NOTICE:
            return ngettext(
                "{count} page shows only a notice, as if the site were being made, maintained, "
                "sold or broken.",
                "{count} pages show only a notice, as if the site were being made, maintained, "
                "sold or broken.",
                count,
            )
        case Hindrance.EMPTY:
            return ngettext("{count} page is empty.", "{count} pages are empty.", count)
        case _:
            assert_never(what)


def resumed(cursor: str | None) -> Frontier | None:
    """Return where to go on; an unreadable cursor starts again."""
    try:
        found = msgspec.json.decode(cursor, type=Frontier) if cursor is not None else None
    except msgspec.MsgspecError:
        return None
    return found if found and found.pages and found.at > 0 else None


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:12]
