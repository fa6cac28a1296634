"""The pure half of the website source: pictures of a page to photos, and a page to a profile."""

from __future__ import annotations

import re

from auditor.domain.account import IndexSignal, Link, Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.markup.page import HtmlPage
from auditor.markup.pictures import Origin, PageImage
from auditor.markup.sitemap import ListedImage
from auditor.markup.urls import file_name
from auditor.sources.website.largest import Largest
from auditor.sources.website.probe import SeenFile
from auditor.sources.website.scope import NAME

MAX_SMALLER = 24
"""Sizes kept of one picture beside the largest and what the page shows."""
_PORT = re.compile(r"^(https?://[^/?#]*):\d+(?=[/?#]|$)", re.IGNORECASE)
_FIRST = (
    Origin.IMG,
    Origin.LINK,
    Origin.PERSON,
    Origin.JSON_LD,
    Origin.PREVIEW,
    Origin.SCRIPT,
    Origin.BACKGROUND,
    Origin.APPLE_ICON,
    Origin.ICON,
)
_AVATARS = (Origin.PERSON, Origin.PREVIEW, Origin.APPLE_ICON)


def worth_reading(page: HtmlPage) -> list[PageImage]:
    """Return the pictures of a page without drawings.

    Those with a description first: it is kept with the photo.
    """
    kept = [
        image
        for image in page.images
        if not image.largest.partition("?")[0].lower().endswith((".svg", ".ico"))
    ]
    return sorted(
        kept,
        key=lambda image: (
            _FIRST.index(image.origin),
            image.alt is None and image.origin is Origin.IMG,
        ),
    )


def avatar_of(page: HtmlPage) -> PageImage | None:
    """Return the picture that stands for the person.

    JSON-LD Person.image, else og:image, else the touch icon.
    """
    for origin in _AVATARS:
        found = next((image for image in page.images if image.origin is origin), None)
        if found is not None:
            return found
    return None


def addresses(image: PageImage) -> tuple[str, ...]:
    """Return every address at which the page offers the picture."""
    return tuple(dict.fromkeys((image.largest, image.url, *image.offered)))


def listed(image: ListedImage) -> PageImage:
    """Return what a sitemap or feed names as a picture of its page."""
    return PageImage(
        image.url,
        Origin.LINK,
        image.url,
        image.width,
        (image.url,),
        caption=image.caption,
        width=image.width,
        height=image.height,
    )


def photo(
    account: str, page: HtmlPage, image: PageImage, found: Largest, *, kind: PhotoKind, item: str
) -> Photo:
    """Return the photo of one picture.

    `item` is the address that its id hangs on: every size of it is one photo.
    """
    best = found.best
    renditions = [_rendition(best, Role.SERVED)]
    if best.head is None and best.url == image.largest:
        renditions = [Rendition(best.url, Role.SERVED, image.largest_width, bytes=best.bytes)]
    if image.url != best.url and (found.shown is not None or image.url in found.smaller):
        renditions.append(_rendition(found.shown or SeenFile(image.url), Role.DISPLAYED))
    renditions += [_rendition(seen, Role.ALIKE) for seen in found.alike]
    renditions += [
        Rendition(url, Role.SMALLER) for url in found.smaller[:MAX_SMALLER] if url != image.url
    ]
    return Photo(
        photo_id(account, _without_port(item)),
        account,
        NAME,
        kind,
        page.url,
        best.url,
        tuple(renditions),
        page.published,
        image.alt,
        image.caption,
        Visibility.PUBLIC,
        file_name(best.url),
    )


def _without_port(address: str) -> str:
    """Return an address as it is on any port: a server that moved shows the same pictures."""
    return _PORT.sub(r"\1", address)


def _rendition(seen: SeenFile, role: Role) -> Rendition:
    """Return what was seen as a rendition.

    Without ETag: the scan compares that of what it measured.
    """
    head = seen.head
    if head is None:
        return Rendition(seen.url, role)
    return Rendition(seen.url, role, head.width, head.height, seen.bytes, head.kind)


def profile_of(page: HtmlPage, signals: tuple[IndexSignal, ...]) -> Profile:
    """Return what the first page says of the site and whom it links to as itself."""
    links = tuple(Link(url) for url in page.me_links)
    return Profile(
        page.title or "", page.description or "", page.url, links, (*page.signals, *signals)
    )
