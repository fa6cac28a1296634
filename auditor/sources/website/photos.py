"""The pure half of the website source: pictures of a page to photos, and a page to a profile."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.domain.account import IndexSignal, Link, Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.markup.page import HtmlPage
from auditor.markup.pictures import Origin, PageImage
from auditor.markup.sitemap import ListedImage
from auditor.markup.urls import file_name, unfold_size_variant
from auditor.ports import Answer
from auditor.sources.website.scope import NAME, Scope

MIN_SIDE = 64
"""Pictures declared smaller than this on both sides, in px, are icons: nothing can be taken from
them.
"""

_FIRST = (
    Origin.IMG,
    Origin.LINK,
    Origin.PERSON,
    Origin.JSON_LD,
    Origin.PREVIEW,
    Origin.BACKGROUND,
    Origin.APPLE_ICON,
    Origin.ICON,
)
_AVATARS = (Origin.PERSON, Origin.PREVIEW, Origin.APPLE_ICON)


@dataclass(frozen=True, slots=True)
class Original:
    """The largest form of a picture that the site confirmed or offers.

    `head` is the answer to HEAD where it was asked.
    """

    url: str
    head: Answer | None = None


def worth_reading(page: HtmlPage) -> list[PageImage]:
    """Return the pictures of a page without icons and drawings.

    Those with a description first: it is kept with the photo.
    """
    kept = [
        image
        for image in page.images
        if not _tiny(image)
        and not image.largest.partition("?")[0].lower().endswith((".svg", ".ico"))
    ]
    return sorted(
        kept,
        key=lambda image: (
            _FIRST.index(image.origin),
            image.alt is None and image.origin is Origin.IMG,
        ),
    )


def _tiny(image: PageImage) -> bool:
    if image.origin is Origin.ICON:  # without a size it is the favicon
        return (image.width or 0) < MIN_SIDE
    small = (
        image.width is not None
        and image.height is not None
        and max(image.width, image.height) < MIN_SIDE
    )
    return small and image.largest == image.url and not image.guesses


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


def to_confirm(image: PageImage, scope: Scope) -> tuple[str, ...]:
    """Return addresses on this host where a larger original may stand, the most promising first."""
    guesses = (
        *image.guesses,
        *(guess for url in (image.largest, *image.guesses) for guess in unfold_size_variant(url)),
    )
    return tuple(
        fromkey
        for fromkey in dict.fromkeys(guesses)
        if scope.holds_host(fromkey) and fromkey not in addresses(image)
    )


def on_site(image: PageImage, scope: Scope) -> str | None:
    """Return the largest address that the page offers on its own host."""
    return next((address for address in addresses(image) if scope.holds_host(address)), None)


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
    account: str,
    page: HtmlPage,
    image: PageImage,
    original: Original,
    *,
    kind: PhotoKind,
    scope: Scope,
) -> Photo:
    """Return the photo of one picture.

    Its id hangs on the largest address, so every size of it is one photo.
    """
    as_offered = original.url == image.largest
    headers = original.head.headers if original.head else {}
    length = headers.get("content-length", "")
    served = Rendition(
        original.url,
        Role.SERVED,
        image.largest_width if as_offered else None,
        bytes=int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None,  # noqa: PLR2004 - over any size
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
    )
    shown = Rendition(image.url, Role.DISPLAYED, image.width, image.height)
    return Photo(
        photo_id(account, original.url),
        account,
        NAME,
        kind,
        page.url,
        original.url,
        (served, shown) if image.url != original.url and scope.holds_host(image.url) else (served,),
        page.published,
        image.alt,
        image.caption,
        Visibility.PUBLIC,
        file_name(original.url),
    )


def profile_of(page: HtmlPage, signals: tuple[IndexSignal, ...]) -> Profile:
    """Return what the first page says of the site and whom it links to as itself."""
    links = tuple(Link(url) for url in page.me_links)
    return Profile(
        page.title or "", page.description or "", page.url, links, (*page.signals, *signals)
    )
