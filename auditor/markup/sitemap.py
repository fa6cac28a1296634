"""Sitemaps (sitemaps.org): index files, pages, and pictures by Google's image extension.

Also the plain-text form.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.dataclass import dataclass
from auditor.markup.urls import safe_url
from auditor.markup.xml import XmlCut, XmlElement, local_name, stream_xml, unzipped

MAX_ENTRIES = 50_000
"""URLs that one file may list (sitemaps.org, "Sitemap file limits")."""
MAX_IMAGES = 100_000
"""Pictures of one file that are kept; a page may name 1,000."""
MAX_PLAIN = 50 * 1024 * 1024
_ENTRIES = frozenset({"url", "sitemap"})


@dataclass(frozen=True, slots=True)
class ListedImage:
    """A picture that a sitemap or a feed names, on which page, and the words beside it.

    Size in px, `bytes` in bytes.
    """

    url: str
    page_url: str
    caption: str | None = None
    width: int | None = None
    height: int | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one file lists, in its order: pages, pictures, further sitemaps.

    All URLs are absolute and safe. `cut`: the file goes on behind what was read of it. `lost`
    counts entries without a readable address.
    """

    pages: tuple[str, ...] = ()
    images: tuple[ListedImage, ...] = ()
    sitemaps: tuple[str, ...] = ()
    cut: bool = False
    lost: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is listed: perhaps it was no sitemap."""
        return not (self.pages or self.images or self.sitemaps or self.lost)


def parse_sitemap(body: bytes, url: str) -> Sitemap:
    """Parse a sitemap; empty for what is none. Takes any bytes, gzip too, piece by piece."""
    pages: dict[str, None] = {}
    sitemaps: dict[str, None] = {}
    images: list[ListedImage] = []
    cut, lost = False, 0
    try:
        for entry in stream_xml(body, _ENTRIES):
            if len(pages) + len(sitemaps) >= MAX_ENTRIES or len(images) >= MAX_IMAGES:
                cut = True
                break
            page = _find_page(entry, url)
            if page is not None:
                (pages if local_name(entry) == "url" else sitemaps).setdefault(page)
            shown = tuple(_list_images(entry, url, page or url))
            images.extend(image for image in shown if image is not None)
            lost += (page is None) + shown.count(None)
    except XmlCut:
        cut = True
    if not (pages or sitemaps or images or lost or cut):
        return _read_plain(unzipped(body), url)
    return Sitemap(tuple(pages), tuple(images), tuple(sitemaps), cut, lost)


def _find_page(entry: XmlElement, url: str) -> str | None:
    texts = ((child.text or "").strip() for child in entry if local_name(child) == "loc")
    return next((safe_url(url, text) for text in texts if text), None)


def _list_images(entry: XmlElement, url: str, page: str) -> Iterator[ListedImage | None]:
    """Yield the pictures of an entry; None for one without a readable address."""
    for picture in entry:
        if local_name(picture) != "image":
            continue
        parts = {local_name(child): (child.text or "").strip() for child in picture}
        place = safe_url(url, parts["loc"]) if parts.get("loc") else None
        said = (parts.get("caption") or parts.get("title") or "")[:5_000] or None
        yield ListedImage(place, page, said) if place is not None else None


def _read_plain(body: bytes, url: str) -> Sitemap:
    text = body[:MAX_PLAIN].decode("utf-8", "replace")
    lines = text.split("\n", MAX_ENTRIES)
    absolute = (line.strip() for line in lines[:MAX_ENTRIES])
    found = (safe_url(url, line) for line in absolute if line.startswith(("http://", "https://")))
    pages = tuple(dict.fromkeys(page for page in found if page))
    cut = bool(pages) and (len(body) > MAX_PLAIN or len(lines) > MAX_ENTRIES)
    return Sitemap(pages, cut=cut)
