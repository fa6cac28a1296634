"""One HTML page: its pictures, its links, and what it says about itself.

Bounded: a hostile page costs little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.account import IndexSignal
from auditor.markup.decode import decode
from auditor.markup.elements import (
    READERS,
    PageFindings,
    flush_preview,
    may_carry,
    read_attributes,
)
from auditor.markup.hindrance import Hindrance, Shown
from auditor.markup.pictures import PageImage, attribute
from auditor.markup.urls import safe_url, same_host

if TYPE_CHECKING:  # the parser is loaded with the first page
    from bs4 import BeautifulSoup
    from bs4.filter import SoupStrainer

MAX_CHARACTERS = 4_000_000
"""Characters of a page that are parsed; pictures written into the page itself (data: URIs) do not
count."""
MAX_TAGS = 80_000
"""Angle brackets that are parsed: each tag costs some 50 microseconds, and large trees make the
collector of garbage stop everything."""

_WANTED = frozenset((*READERS, "base", "figure", "noscript", "picture"))
_DATA_URI = re.compile(r"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=\s]{100,}")


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What one page shows.

    URLs are absolute and safe; `links`, `feeds` and `sitemaps` stand in document order.

    `styles` are stylesheets; `proofs` are the contents of `<meta name="owner">`;
    `published` has a zone; `cut` says
    that there was more than what is read. `hindrance` is what stands in place of the page,
    `films` are the addresses of films. `lost` counts pictures in data whose address cannot be read.
    """

    url: str
    title: str | None = None
    description: str | None = None
    canonical: str | None = None
    published: datetime | None = None
    images: tuple[PageImage, ...] = ()
    links: tuple[str, ...] = ()
    me_links: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    signals: tuple[IndexSignal, ...] = ()
    proofs: tuple[str, ...] = ()
    cut: bool = False
    styles: tuple[str, ...] = ()
    hindrance: Hindrance | None = None
    films: tuple[str, ...] = ()
    lost: int = 0


@cache
def _wanted_elements() -> type[SoupStrainer]:
    """Return the class of what says which elements are built; made with the first page."""
    from bs4.filter import SoupStrainer

    class WantedElements(SoupStrainer):
        """Keeps elements that can name a picture or a link, with all they contain.

        The rest of the tree is never built.
        """

        @property
        def excludes_everything(self) -> bool:
            """Say no: bs4 asks before it parses."""
            return False

        def allow_tag_creation(
            self,
            nsprefix: str | None,  # noqa: ARG002 - bs4 calls it so
            name: str,
            attrs: Mapping[str, str] | None,
        ) -> bool:
            """Whether the element is built."""
            return name in _WANTED or (
                attrs is not None and any(may_carry(key, value) for key, value in attrs.items())
            )

        def allow_string_creation(self, string: str) -> bool:  # noqa: ARG002 - same
            """Say no to text outside of every element that is built."""
            return False

    return WantedElements


def parse_page(
    body: bytes, url: str, content_type: str = "", headers: Mapping[str, str] | None = None
) -> HtmlPage:
    """Parse the page that `url` (absolute) answered with, and its `headers` (lower-case names).

    Takes any bytes; up to seconds for the largest: call it in a thread.
    """
    from auditor.markup.hindrances import hindrance_of

    text = _DATA_URI.sub("data:,", decode(body, content_type)).replace("\0", "\ufffd").lstrip()
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    if "<" not in text:
        shown = Shown("", 0, 0, anything=False)
        return HtmlPage(url, hindrance=hindrance_of(text, headers or {}, shown))
    from bs4 import BeautifulSoup

    end = _find_end(text)
    soup = BeautifulSoup(text[:end], "lxml", parse_only=_wanted_elements()())
    found = PageFindings(url, _find_base(soup, url))
    for tag in soup.find_all(True):
        reader = READERS.get(tag.name)
        if reader is not None:
            reader(tag, found)
        if tag.attrs:
            read_attributes(tag, found)
    flush_preview(found)
    found.cut = found.cut or end < len(text)
    return _build_page(found, hindrance_of(text, headers or {}, _shown(found)))


def _shown(found: PageFindings) -> Shown:
    here = sum(same_host(link, found.url) and link != found.url for link in found.links)
    frames = [frame for frame in found.frames if not same_host(frame, found.url)]
    anything = found.images or found.links or found.films or found.styles or found.feeds
    return Shown(found.title or "", found.pictures_in_body, here, len(frames), bool(anything))


def _find_end(text: str) -> int:
    """Return where parsing stops: at `MAX_TAGS` tags or `MAX_CHARACTERS`."""
    at = -1
    for _tag in range(MAX_TAGS):
        at = text.find("<", at + 1, MAX_CHARACTERS)
        if at < 0:
            return min(len(text), MAX_CHARACTERS)
    return at


def _build_page(found: PageFindings, hindrance: Hindrance | None) -> HtmlPage:
    return HtmlPage(
        found.url,
        found.title,
        found.description,
        found.canonical,
        found.published,
        tuple(found.images.values()),
        tuple(found.links),
        tuple(found.me_links),
        tuple(found.feeds),
        tuple(found.sitemaps),
        tuple(found.signals),
        tuple(found.proofs),
        found.cut,
        tuple(found.styles),
        hindrance,
        tuple(found.films),
        found.lost,
    )


def _find_base(soup: BeautifulSoup, url: str) -> str:
    from bs4 import Tag

    tag = soup.find("base", href=True)
    return (safe_url(url, attribute(tag, "href")) if isinstance(tag, Tag) else None) or url
