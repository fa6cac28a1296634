"""One HTML page: its pictures, its links, and what it says about itself.

Bounded: a hostile page costs little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

from auditor.domain.account import IndexSignal
from auditor.markup.decode import decode
from auditor.markup.json_ld import linked_images
from auditor.markup.pictures import (
    Origin,
    PageImage,
    attribute,
    of_icon,
    of_img,
    of_link,
    of_poster,
    of_style,
    pixels,
    plain_text,
    text_inside,
)
from auditor.markup.robots_signals import meta_signal
from auditor.markup.urls import safe_url

MAX_CHARACTERS = 2_000_000
"""Characters of a page that are parsed; pictures written into the page itself (data: URIs) do not
count."""
MAX_TAGS = 40_000
"""Angle brackets that are parsed: each tag costs some 50 microseconds, and large trees make the
collector of garbage stop everything."""
MAX_IMAGES = 2_000
MAX_LINKS = 5_000
PROOF_META = "auditor-proof"
"""Name of the `<meta>` tag in which a site owner may put the proof token."""

_WANTED = frozenset(
    ("a", "area", "base", "figure", "frame", "iframe", "img", "link", "meta",
     "picture", "script", "title", "video")
)  # fmt: skip
_STYLED = ("style", "data-bg", "data-background-image")
_DATA_URI = re.compile(r"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=\s]{100,}")
_REFRESH = re.compile(
    r"^\s*\d{1,9}[^;,]{0,9}[;,]\s*url\s*=\s*[\"']?([^\"']{1,4096})", re.IGNORECASE
)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What one page shows.

    URLs are absolute and safe; `links`, `feeds` and `sitemaps` stand in document order.

    `proofs` are the contents of `<meta name="auditor-proof">`; `published` has a zone; `cut` says
    that the page was longer than what is read.
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


@dataclass(slots=True)
class _Found:
    """What was collected so far; dicts keep the first of equals in order."""

    url: str
    base: str
    title: str | None = None
    description: str | None = None
    canonical: str | None = None
    published: datetime | None = None
    images: dict[tuple[str, str], PageImage] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    me_links: dict[str, None] = field(default_factory=dict)
    feeds: dict[str, None] = field(default_factory=dict)
    sitemaps: dict[str, None] = field(default_factory=dict)
    signals: list[IndexSignal] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)
    preview: dict[str, str] = field(default_factory=dict)

    def add(self, image: PageImage | None) -> None:
        if image is not None and len(self.images) < MAX_IMAGES:
            self.images.setdefault(
                (image.largest, image.origin if image.origin is Origin.PERSON else ""), image
            )

    def link(self, written: str) -> str | None:
        url = safe_url(self.base, written) if written.strip() else None
        if url is not None and len(self.links) < MAX_LINKS:
            self.links.setdefault(url)
        return url


class _WantedElements(SoupStrainer):
    """Keeps elements that can name a picture or a link, with all they contain.

    The rest of the tree is never built.
    """

    @property
    def excludes_everything(self) -> bool:
        return False

    def allow_tag_creation(
        self,
        nsprefix: str | None,  # noqa: ARG002 - bs4 calls it so
        name: str,
        attrs: Mapping[str, str] | None,
    ) -> bool:
        return name in _WANTED or (attrs is not None and any(key in attrs for key in _STYLED))

    def allow_string_creation(self, string: str) -> bool:  # noqa: ARG002 - same
        return False


def parse_page(body: bytes, url: str, content_type: str = "") -> HtmlPage:
    """Parse the page that `url` (absolute) answered with.

    Takes any bytes; up to seconds for the largest: call it in a thread.
    """
    text = _DATA_URI.sub("data:,", decode(body, content_type)).replace("\0", "\ufffd").lstrip()
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    if "<" not in text:
        return HtmlPage(url)
    end = _find_end(text)
    soup = BeautifulSoup(text[:end], "lxml", parse_only=_WantedElements())
    found = _Found(url, _find_base(soup, url))
    for tag in soup.find_all(True):
        reader = _READERS.get(tag.name)
        if reader is not None:
            reader(tag, found)
        if any(tag.has_attr(key) for key in _STYLED):
            found.add(of_style(tag, found.base))
    _flush_preview(found)
    return _build_page(found, cut=end < len(text))


def _find_end(text: str) -> int:
    """Return where parsing stops: at `MAX_TAGS` tags or `MAX_CHARACTERS`."""
    at = -1
    for _tag in range(MAX_TAGS):
        at = text.find("<", at + 1, MAX_CHARACTERS)
        if at < 0:
            return min(len(text), MAX_CHARACTERS)
    return at


def _build_page(found: _Found, *, cut: bool) -> HtmlPage:
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
        cut,
    )


def _find_base(soup: BeautifulSoup, url: str) -> str:
    tag = soup.find("base", href=True)
    return (safe_url(url, attribute(tag, "href")) if isinstance(tag, Tag) else None) or url


def _read_anchor(tag: Tag, found: _Found) -> None:
    url = found.link(attribute(tag, "href"))
    if url is not None and "me" in attribute(tag, "rel").lower().split():
        found.me_links.setdefault(url)
    found.add(of_link(tag, found.base))


def _read_img(tag: Tag, found: _Found) -> None:
    found.add(of_img(tag, found.base))


def _read_video(tag: Tag, found: _Found) -> None:
    found.add(of_poster(tag, found.base))


def _read_frame(tag: Tag, found: _Found) -> None:
    found.link(attribute(tag, "src"))


def _read_title(tag: Tag, found: _Found) -> None:
    found.title = found.title or text_inside(tag)


def _read_link(tag: Tag, found: _Found) -> None:
    rels = attribute(tag, "rel").lower().split()
    url = safe_url(found.base, attribute(tag, "href")) if attribute(tag, "href").strip() else None
    if url is None:
        return
    kind = attribute(tag, "type").lower().partition(";")[0].strip()
    if "me" in rels:
        found.me_links.setdefault(url)
    if "canonical" in rels:
        found.canonical = found.canonical or url
    if "alternate" in rels and kind in _FEED_TYPES:
        found.feeds.setdefault(url)
    if "sitemap" in rels:
        found.sitemaps.setdefault(url)
    if "next" in rels or "prev" in rels:
        found.link(url)
    found.add(of_icon(tag, found.base))


def _read_meta(tag: Tag, found: _Found) -> None:
    name = (attribute(tag, "property") or attribute(tag, "name")).strip().lower()
    content = attribute(tag, "content")
    if not content:
        return
    signal = meta_signal(name, content, found.url)
    if signal is not None:
        found.signals.append(signal)
    if name.startswith(("og:image", "twitter:image")):
        _read_preview(name, content, found)
    elif name == "description" or (name == "og:description" and not found.description):
        found.description = plain_text(content)
    elif name == "article:published_time":
        found.published = _read_time(content)
    elif name == PROOF_META:
        found.proofs.append(content[:500])
    elif attribute(tag, "http-equiv").lower() == "refresh":
        target = _REFRESH.match(content[:5_000])
        if target:
            found.link(target[1])


def _read_preview(name: str, content: str, found: _Found) -> None:
    """Collect og:image with the og:image:width, :height and :alt that follow it.

    See ogp.me, structured properties.
    """
    part = name.partition("image")[2].lstrip(":")
    if part in {"", "url", "src", "secure_url"}:
        if part == "" and found.preview:
            _flush_preview(found)
        found.preview.setdefault("url", content)
    elif part in {"width", "height", "alt"}:
        found.preview.setdefault(part, content)


def _flush_preview(found: _Found) -> None:
    written, found.preview = found.preview, {}
    url = safe_url(found.base, written["url"]) if written.get("url", "").strip() else None
    if url is not None:
        width, height = pixels(written.get("width", "")), pixels(written.get("height", ""))
        alt = plain_text(written.get("alt", ""))
        found.add(
            PageImage(url, Origin.PREVIEW, url, width, (url,), alt=alt, width=width, height=height)
        )


def _read_script(tag: Tag, found: _Found) -> None:
    if attribute(tag, "type").lower().partition(";")[0].strip() != "application/ld+json":
        return
    for image in linked_images(str(tag.string or "")):
        url = safe_url(found.base, image.url) if image.url.strip() else None
        if url is not None:
            origin = Origin.PERSON if image.of_person else Origin.JSON_LD
            caption = plain_text(image.caption or "")
            found.add(
                PageImage(
                    url,
                    origin,
                    url,
                    image.width,
                    (url,),
                    caption=caption,
                    width=image.width,
                    height=image.height,
                )
            )


def _read_time(written: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(written.strip()[:40])
    except ValueError:
        return None
    return when if when.tzinfo is not None else None


_READERS: dict[str, Callable[[Tag, _Found], None]] = {
    "a": _read_anchor,
    "area": _read_anchor,
    "frame": _read_frame,
    "iframe": _read_frame,
    "img": _read_img,
    "link": _read_link,
    "meta": _read_meta,
    "script": _read_script,
    "title": _read_title,
    "video": _read_video,
}
