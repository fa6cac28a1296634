"""Feeds: RSS (enclosure, Media RSS), Atom and JSON Feed.

The pages they list and the pictures they attach.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.dataclass import dataclass
from auditor.errors import PayloadBroken
from auditor.markup.page import parse_page
from auditor.markup.payload import loose
from auditor.markup.sitemap import ListedImage
from auditor.markup.urls import names_picture, safe_url
from auditor.markup.xml import (
    MAX_BYTES,
    XmlElement,
    local_name,
    namespace,
    parse_xml,
    written_html,
)

MAX_ITEMS = 10_000
_MEDIA = "http://search.yahoo.com/mrss/"
_MAX_TEXT = 5_000
_MAX_HTML = 2_000_000
_ITEMS = frozenset({"item", "entry"})
_HTML = frozenset({"encoded", "description", "content", "summary"})  # RSS content module, RSS, Atom


@dataclass(frozen=True, slots=True)
class Feed:
    """Pages and pictures in the order of the feed, and the next page of a paged feed.

    All URLs are absolute and safe. `cut`: the feed has more than is read. `lost` counts items and
    attached pictures without a readable address.
    """

    pages: tuple[str, ...] = ()
    images: tuple[ListedImage, ...] = ()
    next_url: str | None = None
    cut: bool = False
    lost: int = 0


def parse_feed(body: bytes, url: str) -> Feed:
    """Parse a feed of any of the three kinds; empty for what is none. Takes any bytes."""
    if body.lstrip()[:1] == b"{":
        return _read_json_feed(body, url)
    root = parse_xml(body)
    if root is None:
        return Feed(cut=len(body) > MAX_BYTES)
    pages: dict[str, None] = {}
    images: dict[str, ListedImage] = {}
    next_url: str | None = None
    items = lost = 0
    for element in root.iter():
        match local_name(element):
            case "item" | "entry":
                items += 1
                if items > MAX_ITEMS:
                    continue
                page = _find_page(element, url)
                if page is not None:
                    pages.setdefault(page)
                for image in (
                    *_list_attached(element, url, page or url),
                    *_list_written(element, page or url),
                ):
                    if image is None:
                        lost += 1
                    else:
                        images.setdefault(image.url, image)
            case "link" if element.get("rel") == "next" and next_url is None:
                next_url = safe_url(url, element.get("href", ""))
            case _:
                pass
    return Feed(tuple(pages), tuple(images.values()), next_url, items > MAX_ITEMS, lost)


def _find_page(item: XmlElement, url: str) -> str | None:
    for child in item:
        if local_name(child) == "link" and child.get("rel", "alternate") == "alternate":
            written = (child.get("href") or child.text or "").strip()
            if written:
                return safe_url(url, written)
    return None


def _list_attached(item: XmlElement, url: str, page: str) -> Iterator[ListedImage | None]:
    """Yield the pictures that an item attaches; None for one without a readable address."""
    title = (
        next(
            (
                (child.text or "").strip()[:_MAX_TEXT]
                for child in item
                if local_name(child) == "title"
            ),
            "",
        )
        or None
    )
    for element in _inside(item):
        written = ""
        match local_name(element):
            case "enclosure":
                written = element.get("url", "")
            case "content" | "thumbnail" if namespace(element) == _MEDIA:
                written = element.get("url", "")
            case "link" if element.get("rel") == "enclosure":
                written = element.get("href", "")
            case _:
                continue
        place = safe_url(url, written) if written.strip() else None
        kind, medium = element.get("type", ""), element.get("medium", "")
        if place is None and (medium == "image" or kind.lower().startswith("image/")):
            yield None
        if place is None or not _is_picture(place, kind, medium):
            continue
        size = _read_number(element.get("fileSize") or element.get("length"))
        yield ListedImage(
            place,
            page,
            title,
            _read_number(element.get("width")),
            _read_number(element.get("height")),
            size,
        )


def _inside(item: XmlElement) -> Iterator[XmlElement]:
    """Yield what stands in an item, but not what stands in an item inside it.

    Where an element is left open, as `media:content` in the feeds of Pixelfed, the items that
    follow stand inside it.
    """
    for child in item:
        if local_name(child) not in _ITEMS:
            yield child
            yield from _inside(child)


def _list_written(item: XmlElement, page: str) -> Iterator[ListedImage]:
    """Yield the pictures in the HTML of an item.

    A feed may show what no page that is read shows.
    """
    for child in item:
        if local_name(child) in _HTML:
            inside = written_html(child) if len(child) else child.text or ""
            yield from _list_in_html(inside, page)


def _list_in_html(html: str, page: str) -> Iterator[ListedImage]:
    if "<img" in html:
        for image in parse_page(html[:_MAX_HTML].encode("utf-8", "replace"), page).images:
            yield ListedImage(image.largest, page, image.alt or image.caption, image.largest_width)


def _is_picture(url: str, kind: str, medium: str) -> bool:
    if kind and not kind.lower().startswith("application/octet-stream"):
        return kind.lower().startswith("image/") and "svg" not in kind.lower()
    return medium == "image" or names_picture(url)


def _read_number(text: str | None) -> int | None:
    text = (text or "").strip()[:12]
    return int(text) or None if text.isascii() and text.isdigit() else None


def _read_json_feed(body: bytes, url: str) -> Feed:
    """Read a JSON Feed (jsonfeed.org/version/1.1).

    Taken: items[].url, image, attachments[]{url, mime_type, size_in_bytes}.
    """
    try:
        data: object = loose(body, "feed in JSON")
    except PayloadBroken:
        return Feed()
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(items, list):
        return Feed()
    pages: dict[str, None] = {}
    images: dict[str, ListedImage] = {}
    lost = 0
    for item in items[:MAX_ITEMS]:
        if not isinstance(item, dict):
            lost += 1
            continue
        page = _read_json_url(url, item.get("url"))
        if page is not None:
            pages.setdefault(page)
        for image in _list_json_images(item, url, page or url):
            if image is None:
                lost += 1
            else:
                images.setdefault(image.url, image)
    next_url = _read_json_url(url, data.get("next_url"))
    return Feed(tuple(pages), tuple(images.values()), next_url, len(items) > MAX_ITEMS, lost)


def _list_json_images(
    item: dict[object, object], url: str, page: str
) -> Iterator[ListedImage | None]:
    """Yield the pictures of an item; None for one without a readable address."""
    title = item.get("title")
    caption = title[:_MAX_TEXT] if isinstance(title, str) and title else None
    for key in ("image", "banner_image"):
        place = _read_json_url(url, item.get(key))
        if place is not None:
            yield ListedImage(place, page, caption)
        elif item.get(key) not in (None, ""):
            yield None
    html = item.get("content_html")
    if isinstance(html, str):
        yield from _list_in_html(html, page)
    attachments = item.get("attachments")
    if attachments is not None and not isinstance(attachments, list):
        yield None
    for attachment in attachments[:100] if isinstance(attachments, list) else ():
        if not isinstance(attachment, dict):
            yield None
            continue
        place, kind, size = (
            _read_json_url(url, attachment.get("url")),
            attachment.get("mime_type"),
            attachment.get("size_in_bytes"),
        )
        kind = kind if isinstance(kind, str) else ""
        if place is None and (not kind or kind.startswith("image/")):
            yield None
        if place is not None and _is_picture(place, kind, ""):
            words = attachment.get("title")
            yield ListedImage(
                place,
                page,
                words if isinstance(words, str) else caption,
                bytes=size if isinstance(size, int) else None,
            )


def _read_json_url(base: str, value: object) -> str | None:
    return safe_url(base, value) if isinstance(value, str) and value.strip() else None
