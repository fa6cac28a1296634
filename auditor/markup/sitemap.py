"""Sitemaps (sitemaps.org): index files, pages, and pictures by Google's image extension.

Also the plain-text form.
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.markup.urls import safe_url
from auditor.markup.xml import local_name, parse_xml, unzipped

MAX_ENTRIES = 50_000
"""URLs that one file may list (sitemaps.org, "Sitemap file limits")."""


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

    All URLs are absolute and safe.
    """

    pages: tuple[str, ...] = ()
    images: tuple[ListedImage, ...] = ()
    sitemaps: tuple[str, ...] = ()


def parse_sitemap(body: bytes, url: str) -> Sitemap:
    """Parse a sitemap; empty for what is none. Takes any bytes, gzip too."""
    root = parse_xml(body)
    if root is None:
        return _read_plain(unzipped(body), url)
    pages: dict[str, None] = {}
    sitemaps: dict[str, None] = {}
    images: list[ListedImage] = []
    for entry in list(root)[:MAX_ENTRIES]:
        kind = local_name(entry)
        if kind not in {"url", "sitemap"}:
            continue
        texts = [(local_name(child), (child.text or "").strip()) for child in entry]
        page = next((safe_url(url, text) for name, text in texts if name == "loc" and text), None)
        if page is None:
            continue
        (pages if kind == "url" else sitemaps).setdefault(page)
        for picture in entry:
            if local_name(picture) != "image" or len(images) >= MAX_ENTRIES:
                continue
            parts = {local_name(child): (child.text or "").strip() for child in picture}
            place = safe_url(url, parts["loc"]) if parts.get("loc") else None
            if place is not None:
                images.append(
                    ListedImage(
                        place,
                        page,
                        (parts.get("caption") or parts.get("title") or "")[:5_000] or None,
                    )
                )
    return Sitemap(tuple(pages), tuple(images), tuple(sitemaps))


def _read_plain(body: bytes, url: str) -> Sitemap:
    lines = body[:4_000_000].decode("utf-8", "replace").split("\n")[:MAX_ENTRIES]
    absolute = (line.strip() for line in lines)
    found = (safe_url(url, line) for line in absolute if line.startswith(("http://", "https://")))
    return Sitemap(tuple(dict.fromkeys(page for page in found if page)))
