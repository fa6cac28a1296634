"""How far a crawl has come.

All that is needed to go on after kill -9, small enough to be stored with every page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from auditor.markup.sitemap import ListedImage
from auditor.markup.urls import names_picture
from auditor.messages import _, ngettext
from auditor.sources.website.scope import Scope

MAX_LISTS = 50
"""Sitemaps and feeds that are read."""
MAX_HINTS = 2_000
"""Pictures kept that only a sitemap or feed names."""
MAX_SEEN = 20_000
"""Addresses of pictures remembered; beyond it a picture may be listed again under the same id."""
HINTS_AT_ONCE = 100


class ListKind(StrEnum):
    """What a list of pages is."""

    SITEMAP = "sitemap"
    FEED = "feed"


class ListingFile(msgspec.Struct, frozen=True):
    """A sitemap or feed to be read."""

    kind: ListKind
    url: str


class Frontier(msgspec.Struct):
    """`pages[at:]` and `lists[lists_at:]` are still to be read, lists first.

    Then the hints that no page has shown.
    """

    pages: list[str]
    at: int = 0
    lists: list[ListingFile] = []
    lists_at: int = 0
    seen: set[str] = set()  # digests of the addresses of pictures that were dealt with
    hints: list[ListedImage] = []
    elsewhere: int = 0
    refused: int = 0
    unread: int = 0
    cut: int = 0
    beyond: bool = False  # there were more pages than are read
    failed: int = 0  # pages and lists that may hold more, but could not be read
    full: bool = False  # there were more lists or listed pictures than are kept
    misses: int = 0  # pages in a row that could not be reached

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
        return self.next_list() is None and self.next_page() is None and not self.hints

    @property
    def complete(self) -> bool:
        """Whether nothing that the site shows was left out so far.

        Pictures on other hosts apart.
        """
        return not (self.refused or self.cut or self.failed or self.beyond or self.full)

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

    def add_lists(self, kind: ListKind, urls: Iterable[str], scope: Scope) -> None:
        """Queue sitemaps or feeds on this host, each once."""
        known = {listing.url for listing in self.lists}
        for url in urls:
            if url in known or not scope.holds_host(url):
                continue
            if len(self.lists) >= MAX_LISTS:
                self.full = True
                return
            known.add(url)
            self.lists.append(ListingFile(kind, url))

    def add_hints(self, images: Iterable[ListedImage], scope: Scope) -> None:
        """Keep pictures that a list names for pages in scope.

        Those on other hosts are only counted.
        """
        for image in images:
            if not scope.holds(image.page_url) or self.has_seen([image.url]):
                continue
            if not scope.holds_host(image.url):
                self.elsewhere += 1
                self.mark([image.url])
            elif names_picture(image.url):
                if len(self.hints) < MAX_HINTS:
                    self.hints.append(image)
                else:
                    self.full = True

    def take_hints(self) -> list[ListedImage]:
        """Take the next hints that no page has shown."""
        taken, self.hints = self.hints[:HINTS_AT_ONCE], self.hints[HINTS_AT_ONCE:]
        return [page for page in taken if not self.has_seen([page.url])]

    def has_seen(self, urls: Iterable[str]) -> bool:
        """Whether one of these addresses was dealt with."""
        return not {_digest(url) for url in urls}.isdisjoint(self.seen)

    def mark(self, urls: Iterable[str]) -> None:
        """Remember addresses as dealt with."""
        if len(self.seen) < MAX_SEEN:
            self.seen.update(map(_digest, urls))

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
        said = (
            (self.elsewhere, elsewhere),
            (self.refused, refused),
            (self.unread, unread),
            (self.cut, cut),
        )
        more = (
            [
                _(
                    "The site has more pages; the first {limit} were read "
                    "(sources.website.max_pages)."
                ).format(limit=limit)
            ]
            if self.beyond
            else []
        )
        return (*(text.format(count=count) for count, text in said if count), *more)


def resumed(cursor: str | None) -> Frontier | None:
    """Return where to go on; an unreadable cursor starts again."""
    try:
        found = msgspec.json.decode(cursor, type=Frontier) if cursor is not None else None
    except msgspec.MsgspecError:
        return None
    return found if found and found.pages and found.at > 0 else None


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]
