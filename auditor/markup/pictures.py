"""What one HTML element shows.

Pictures in img, picture, video, icons, social-preview meta tags, styles and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from auditor.markup.srcset import SizedUrl, largest, parse_srcset
from auditor.markup.urls import names_picture, safe_url

MAX_TEXT = 5_000
"""Longest alt text or caption kept, in characters."""

_NEAR = 64  # nodes looked at inside an element, and
_LEVELS = 12  # levels looked at above it: nested markup must not cost its square
_SOURCES = 16
_LAZY_SRC = ("data-src", "data-lazy-src", "data-original")
_LAZY_SRCSET = ("srcset", "data-srcset", "data-lazy-srcset")
# Jetpack carousel, common lightboxes
_ORIGINAL = ("data-orig-file", "data-full-src", "data-large-file")
_CSS_URL = re.compile(
    r"background(?:-image)?\s{0,9}:[^;]{0,200}?url\(\s{0,9}[\"']?([^\"')]{1,4096})", re.IGNORECASE
)
_LENGTH = re.compile(r"\s*(\d{1,6})(?:\.\d{1,9})?(?:px)?\s*$")
_ICON_SIZE = re.compile(r"(\d{1,5})[xX](\d{1,5})")


class Origin(StrEnum):
    """Where in the page a picture was named."""

    IMG = "img"
    LINK = "link"
    BACKGROUND = "background"
    PREVIEW = "preview"  # og:image, twitter:image
    JSON_LD = "json-ld"
    PERSON = "person"  # JSON-LD Person.image
    ICON = "icon"
    APPLE_ICON = "apple-icon"


@dataclass(frozen=True, slots=True)
class PageImage:
    """One picture of a page; all URLs are absolute and safe.

    `url` is what the page shows (declared size `width` x `height` in px), `largest` the largest
    size that it offers (`largest_width` in px), `offered` every size it offers, `guesses` where the
    page or the form of the address hints at an original: these have to be confirmed.
    """

    url: str
    origin: Origin
    largest: str
    largest_width: int | None = None
    offered: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    alt: str | None = None
    caption: str | None = None
    width: int | None = None
    height: int | None = None


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute as one string, empty if it is not there."""
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value) if value else ""


def pixels(text: str) -> int | None:
    """Return a length in px, None for percentages and nonsense."""
    match = _LENGTH.match(text[:40])
    return int(match[1]) if match else None


def plain_text(text: str) -> str | None:
    """Return `text` with white space collapsed and cut, None if nothing is left."""
    return " ".join(text[: MAX_TEXT * 2].split())[:MAX_TEXT] or None


def text_inside(tag: Tag) -> str | None:
    """Return the text of an element, as far as it stands near its start."""
    return plain_text(
        " ".join(node[:MAX_TEXT] for node in _walk_inside(tag) if isinstance(node, NavigableString))
    )


def _walk_inside(tag: Tag) -> Iterator[PageElement]:
    """Yield the first nodes inside an element in document order.

    The walk of bs4 first looks for the last one.
    """
    waiting = tag.contents[_NEAR::-1]
    for _node in range(_NEAR):
        if not waiting:
            return
        node = waiting.pop()
        yield node
        if isinstance(node, Tag):
            waiting.extend(node.contents[_NEAR::-1])


def _find_enclosing(tag: Tag, name: str) -> Tag | None:
    return next((parent for parent in islice(tag.parents, _LEVELS) if parent.name == name), None)


def of_img(tag: Tag, base: str) -> PageImage | None:
    """Return the picture of an `<img>`.

    With the sizes that `<picture>`, `srcset` and a surrounding link offer.
    """
    entries = _list_offers(tag)
    shown = next(
        (url for name in ("src", *_LAZY_SRC) if (url := _resolve_safe(base, attribute(tag, name)))),
        None,
    )
    offers = tuple(
        SizedUrl(url, entry.width, entry.density)
        for entry in entries
        if (url := _resolve_safe(base, entry.url))
    )
    best = largest(offers)
    if shown is None:
        if best is None:
            return None
        shown = offers[0].url
    link = _find_enclosing(tag, "a")
    target = _resolve_safe(base, attribute(link, "href")) if link else None
    guesses = [url for name in _ORIGINAL if (url := _resolve_safe(base, attribute(tag, name)))]
    if target and names_picture(target):
        guesses.append(target)
    figure = _find_enclosing(tag, "figure")
    caption = (
        next(
            (
                child
                for child in islice(figure.children, _NEAR)
                if isinstance(child, Tag) and child.name == "figcaption"
            ),
            None,
        )
        if figure
        else None
    )
    return PageImage(
        shown,
        Origin.IMG,
        best.url if best else shown,
        best.width if best else None,
        tuple(dict.fromkeys((shown, *(offer.url for offer in offers)))),
        tuple(dict.fromkeys(guesses)),
        plain_text(attribute(tag, "alt")),
        text_inside(caption) if caption else plain_text(attribute(tag, "title")),
        pixels(attribute(tag, "width")),
        pixels(attribute(tag, "height")),
    )


def _list_offers(tag: Tag) -> list[SizedUrl]:
    holders = [tag]
    picture = _find_enclosing(tag, "picture")
    if picture is not None:
        holders += [
            child
            for child in islice(picture.children, _SOURCES)
            if isinstance(child, Tag) and child.name == "source"
        ]
    return [
        entry
        for holder in holders
        for name in _LAZY_SRCSET
        if attribute(holder, name)
        for entry in parse_srcset(attribute(holder, name))
    ]


def of_link(tag: Tag, base: str) -> PageImage | None:
    """Return the picture that an `<a>` without a picture inside leads to."""
    url = _resolve_safe(base, attribute(tag, "href"))
    if (
        url is None
        or not names_picture(url)
        or any(isinstance(node, Tag) and node.name == "img" for node in _walk_inside(tag))
    ):
        return None
    return PageImage(url, Origin.LINK, url, offered=(url,), caption=text_inside(tag))


def of_icon(tag: Tag, base: str) -> PageImage | None:
    """Return the picture of a `<link>` that names an icon or a preview."""
    rels = attribute(tag, "rel").lower().split()
    url = _resolve_safe(base, attribute(tag, "href"))
    if url is None or "svg" in attribute(tag, "type").lower():
        return None
    size = _ICON_SIZE.search(attribute(tag, "sizes")[:200])
    width, height = (int(size[1]), int(size[2])) if size else (None, None)
    if "icon" in rels:
        return PageImage(url, Origin.ICON, url, width, (url,), width=width, height=height)
    if "apple-touch-icon" in rels or "apple-touch-icon-precomposed" in rels:
        return PageImage(url, Origin.APPLE_ICON, url, width, (url,), width=width, height=height)
    if "image_src" in rels:
        return PageImage(url, Origin.PREVIEW, url, offered=(url,))
    return None


def of_style(tag: Tag, base: str) -> PageImage | None:
    """Return the first background picture of an inline style.

    Or of the attributes that lazy loaders use.
    """
    match = _CSS_URL.search(attribute(tag, "style")[:10_000])
    written = (
        match[1] if match else attribute(tag, "data-bg") or attribute(tag, "data-background-image")
    )
    url = _resolve_safe(base, written) if written else None
    return PageImage(url, Origin.BACKGROUND, url, offered=(url,)) if url else None


def of_poster(tag: Tag, base: str) -> PageImage | None:
    """Return the still picture of a `<video>`."""
    url = _resolve_safe(base, attribute(tag, "poster"))
    return PageImage(url, Origin.IMG, url, offered=(url,)) if url else None


def _resolve_safe(base: str, written: str) -> str | None:
    return safe_url(base, written) if written.strip() else None
