"""What one HTML element shows.

Pictures in img, picture, video, icons, social-preview meta tags, styles and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.markup.embedded.css import named_in_css
from auditor.markup.srcset import SizedUrl, largest, parse_srcset
from auditor.markup.urls import names_picture, safe_url

if TYPE_CHECKING:  # the parser is loaded with the first page
    from bs4 import Tag
    from bs4.element import PageElement

MAX_TEXT = 5_000
"""Longest alt text or caption kept, in characters."""

_NEAR = 64  # nodes looked at inside an element, and
_LEVELS = 24  # levels looked at above it: nested markup must not cost its square
_SOURCES = 16
_MOST_OFFERED = 64

LAZY_SRC = (
    "data-src", "data-lazy-src", "data-lazy", "data-original", "data-original-src", "data-echo",
    "data-url", "data-image", "data-img", "data-img-src", "data-image-src", "data-ll-src",
    "data-lazyload", "data-lazyload-src", "data-real-src", "data-defer-src", "data-ezsrc",
    "data-cfsrc", "data-pagespeed-lazy-src", "data-opt-src", "data-brsrc", "data-delayed-url",
    "data-hi-res-src", "data-wpfc-original-src", "data-wood-src", "data-flickity-lazyload",
    "data-splide-lazy", "data-nimg-src", "data-lazysrc", "data-src-retina", "data-at2x", "lazy-src",
    "lazysrc", "data-actualsrc", "data-normal", "data-runner-src", "data-adaptive-background",
)  # fmt: skip
"""Attributes from which scripts take the address that the page then shows (lazysizes, LazyLoad,
WP Rocket, Smush, EWWW, Cloudflare, PageSpeed, Slick, Flickity, Splide and others)."""
LAZY_SRCSET = (
    "srcset", "data-srcset", "data-lazy-srcset", "data-lazyload-srcset", "data-original-set",
    "data-ll-srcset", "data-src-set", "data-brsrcset", "data-opt-srcset", "lazy-srcset",
    "data-flickity-lazyload-srcset", "data-splide-lazy-srcset", "data-cfsrcset", "imagesrcset",
)  # fmt: skip
_LATE_SRCSET = tuple(name for name in LAZY_SRCSET if name not in {"srcset", "imagesrcset"})
ORIGINAL = (
    "data-orig-file", "data-full-src", "data-large-file", "data-full", "data-large_image",
    "data-large-image", "data-highres", "data-high-res-src", "data-hires", "data-full-url",
    "data-fullsize", "data-full-size", "data-original-image", "data-orig-src", "data-large-src",
    "data-large", "data-big", "data-zoom-image", "data-zoom-src", "data-zoom", "data-zoomable-src",
    "data-pswp-src", "data-lightbox-src", "data-lightbox-large", "data-mfp-src", "data-origin",
    "data-master", "data-max", "data-original-url", "data-permalink-src", "data-action-src",
    "longdesc",
)  # fmt: skip
"""Attributes in which galleries and lightboxes name a larger form (Jetpack, WooCommerce,
PhotoSwipe, Magnific, lightGallery, Fancybox)."""
STAND_IN = (
    "data-thumb", "data-thumb-src", "data-thumbnail", "data-placeholder", "data-lowsrc", "lowsrc",
    "data-small", "data-medium-file", "data-preview", "data-lqip", "data-tiny", "data-low-res",
    "data-exthumbimage", "data-msrc",
)  # fmt: skip
BACKGROUNDS = (
    "data-bg", "data-background", "data-background-image", "data-bg-src", "data-bgset",
    "data-bg-image", "data-lazy-bg", "data-lazy-background", "data-bg-url", "data-background-src",
    "data-bg-hidpi", "data-bg-multi", "data-image-large", "data-parallax-image", "data-image-src",
    "data-vbg", "data-rocket-bg", "data-bg-webp", "data-poster", "background",
)  # fmt: skip
_LIGHTBOX = re.compile(
    r"lightbox|fancybox|glightbox|photoswipe|pswp|colorbox|magnific|swipebox|shadowbox|prettyphoto"
    r"|lightgallery|gallery-item|venobox|thickbox|highslide|zoom",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"src|lazy|orig|source|full|large|big|high|hi-?res|retina|webp|media|^file$|picture-url"
)
"""What the names of attributes say that hold another form of the same picture."""
_OF_CODE = re.compile(
    r"[\"']([^\"'\s<>()]{1,2000}\.(?:jpe?g|png|webp|avif|heic|tiff?)[^\"'\s]{0,200})[\"']"
)
_IN_QUERY = re.compile(r"=[^&=]{1,500}\.(?:jpe?g|png|webp|avif|heic|tiff?)(?:&|$)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d{1,6})(?:\.\d{1,9})?(?:px)?\s*$")
_ICON_SIZE = re.compile(r"(\d{1,5})[xX](\d{1,5})")


_LISTED = frozenset(
    ("src", "alt", "title", "href", *LAZY_SRC, *LAZY_SRCSET, *ORIGINAL, *STAND_IN, *BACKGROUNDS)
)


class Origin(StrEnum):
    """Where in the page a picture was named."""

    IMG = "img"
    LINK = "link"
    BACKGROUND = "background"
    SCRIPT = "script"  # data for scripts: perhaps no address at all
    PREVIEW = "preview"  # og:image, twitter:image
    JSON_LD = "json-ld"
    PERSON = "person"  # JSON-LD Person.image
    ICON = "icon"
    APPLE_ICON = "apple-icon"


@dataclass(frozen=True, slots=True)
class PageImage:
    """One picture of a page; all URLs are absolute and safe.

    `url` is what the page shows (declared size `width` x `height` in px), `largest` the largest
    size that it offers by what it declares (`largest_width` in px), `offered` every address it
    offers. `rivals` are those of them of which only the files can tell which is the largest: the
    largest of each srcset, src, and what scripts put in its place. `guesses` are where the page
    hints at an original: these have to be confirmed. `stand_in` is shown until scripts ran, perhaps
    for many pictures.
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
    rivals: tuple[str, ...] = ()
    stand_in: str | None = None


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
    from bs4.element import NavigableString

    return plain_text(
        " ".join(node[:MAX_TEXT] for node in walk_inside(tag) if isinstance(node, NavigableString))
    )


def walk_inside(tag: Tag) -> Iterator[PageElement]:
    """Yield the first nodes inside an element in document order.

    The walk of bs4 first looks for the last one.
    """
    from bs4 import Tag

    waiting = tag.contents[_NEAR::-1]
    for _node in range(_NEAR):
        if not waiting:
            return
        node = waiting.pop()
        yield node
        if isinstance(node, Tag):
            waiting.extend(node.contents[_NEAR::-1])


def find_inside(tag: Tag, name: str) -> list[Tag]:
    """Return the elements of that name near the start of `tag`."""
    from bs4 import Tag

    return [node for node in walk_inside(tag) if isinstance(node, Tag) and node.name == name]


def find_enclosing(tag: Tag, name: str) -> Tag | None:
    """Return the nearest element of that name around `tag`, as far as it is looked for."""
    return next((parent for parent in islice(tag.parents, _LEVELS) if parent.name == name), None)


def of_img(tag: Tag, base: str, twin: Tag | None = None) -> PageImage | None:
    """Return the picture of an `<img>`, or of an element that is written like one.

    With the sizes that `<picture>`, `srcset`, lazy loaders, a surrounding link and its `twin` (the
    same picture for browsers without scripts) offer.
    """
    families = _list_families(tag, base, twin)
    src = _resolve_safe(base, attribute(tag, "src"))
    lazy = _named(tag, (*LAZY_SRC, *further_names(tag)), base)
    link = find_enclosing(tag, "a")
    around = _named(link, LAZY_SRC, base) if link else []
    twins = [_resolve_safe(base, attribute(twin, "src"))] if twin is not None else []
    singles = [url for url in (*lazy, *twins, src) if url]
    offers = [offer for family in families for offer in family]
    best = max(
        (found for family in families if (found := largest(family))),
        key=lambda offer: (offer.width or 0, offer.density or 1.0),
        default=None,
    )
    guesses = [*_named(tag, ORIGINAL, base), *(_named(link, ORIGINAL, base) if link else [])]
    guesses += [*around, *_target(link, base), *_in_code(tag, link, base)]
    if not singles and not offers:  # nothing but the larger form is named
        singles = guesses[:1]
    shown = src or next(iter(singles), None) or (offers[0].url if offers else None)
    if shown is None:
        return None
    listed = {offer.url for offer in offers}
    rivals = [found.url for family in families if (found := largest(family))]
    rivals = [best.url, *rivals] if best else rivals
    rivals += [url for url in singles if url not in listed]
    low = _named(tag, STAND_IN, base)
    offered = (shown, *singles, *(offer.url for offer in offers), *low)
    return PageImage(
        shown,
        Origin.IMG,
        best.url if best else singles[0],
        best.width if best else None,
        tuple(dict.fromkeys(offered))[:_MOST_OFFERED],
        tuple(dict.fromkeys(guesses)),
        plain_text(attribute(tag, "alt")) or (plain_text(attribute(twin, "alt")) if twin else None),
        _caption(tag),
        pixels(attribute(tag, "width")),
        pixels(attribute(tag, "height")),
        tuple(dict.fromkeys(rivals)),
        src if src not in listed and (lazy or twin is not None or _is_lazy(tag)) else None,
    )


def further_names(tag: Tag) -> tuple[str, ...]:
    """Return the attributes of an img that no list has, but that name a form of its picture."""
    return tuple(
        name
        for name in list(tag.attrs)[:_NEAR]
        if name not in _LISTED
        and (_FORM.search(name) or not tag.has_attr("src"))
        and names_picture(attribute(tag, name).strip().partition("?")[0])
    )


def _in_code(tag: Tag, link: Tag | None, base: str) -> list[str]:
    """Return the pictures that a click on a picture opens by a script."""
    written = [attribute(tag, "onclick")]
    if link is not None:
        href = attribute(link, "href")
        written += [attribute(link, "onclick"), href if "script:" in href[:20].lower() else ""]
    found = [match[1] for code in written for match in _OF_CODE.finditer(code[:5_000])]
    return [url for each in found if (url := _resolve_safe(base, each))]


def _is_lazy(tag: Tag) -> bool:
    """Whether scripts put the sizes of a srcset in place of `src`."""
    return any(
        holder.has_attr(name) for holder in (tag, *_list_sources(tag)) for name in _LATE_SRCSET
    )


def _list_sources(tag: Tag) -> list[Tag]:
    """Return the `<source>` elements of the picture around an img.

    The parser puts each into the one before, because it does not know that they hold nothing.
    """
    picture = find_enclosing(tag, "picture")
    return find_inside(picture, "source")[:_SOURCES] if picture is not None else []


def _named(tag: Tag, names: tuple[str, ...], base: str) -> list[str]:
    """Return the addresses in attributes of these names, what is none of a file left out."""
    found = []
    attributes = tag.attrs
    for name in names:
        if name not in attributes:  # as nearly all: there are eighty names, and few attributes
            continue
        written = attribute(tag, name).strip()
        if not written or written[:1] in "{[<" or (" " in written and "://" not in written):
            continue
        url = _resolve_safe(base, written)
        if url is not None and ("." in written or "/" in written):
            found.append(url)
    return found


def _target(link: Tag | None, base: str) -> list[str]:
    """Return where a link around a picture leads if it is a picture, or opens in a lightbox."""
    target = _resolve_safe(base, attribute(link, "href")) if link else None
    if link is None or target is None:
        return []
    words = " ".join(
        (
            attribute(link, "class"),
            attribute(link, "rel"),
            *(key for key in link.attrs if key != "href"),
        )
    )
    opens = _LIGHTBOX.search(words[:2_000]) or link.has_attr("download")
    queried = _IN_QUERY.search(target.partition("?")[2])
    return [target] if names_picture(target) or queried or opens else []


def _caption(tag: Tag) -> str | None:
    from bs4 import Tag

    figure = find_enclosing(tag, "figure")
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
    return text_inside(caption) if caption else plain_text(attribute(tag, "title"))


def _list_families(tag: Tag, base: str, twin: Tag | None) -> list[tuple[SizedUrl, ...]]:
    """Return the sizes of each srcset, absolute; each is one file in several sizes."""
    holders = [tag, *([twin] if twin is not None else [])]
    holders += [source for holder in holders for source in _list_sources(holder)]
    families = []
    for holder in holders:
        for name in LAZY_SRCSET:
            entries = parse_srcset(attribute(holder, name)) if holder.has_attr(name) else ()
            family = tuple(
                SizedUrl(url, entry.width, entry.density)
                for entry in entries
                if (url := _resolve_safe(base, entry.url))
            )
            if family:
                families.append(family)
        if holder.name == "source":
            families += [(SizedUrl(url),) for url in _named(holder, ("src", *LAZY_SRC), base)]
    return families


def of_named(urls: Sequence[str], base: str, origin: Origin, words: str = "") -> PageImage | None:
    """Return the picture that data name by these addresses, the most original first."""
    safe = tuple(dict.fromkeys(url for each in urls if (url := _resolve_safe(base, each))))
    if not safe:
        return None
    return PageImage(
        safe[-1], origin, safe[0], offered=safe, caption=plain_text(words), rivals=safe
    )


def of_sized_link(tag: Tag, base: str) -> PageImage | None:
    """Return the picture that a `<link rel=preload as=image>` fetches early."""
    family = tuple(
        SizedUrl(url, entry.width, entry.density)
        for entry in parse_srcset(attribute(tag, "imagesrcset"))
        if (url := _resolve_safe(base, entry.url))
    )
    href = _resolve_safe(base, attribute(tag, "href"))
    if "svg" in attribute(tag, "type").lower():
        return None
    best = largest(family)
    shown = href or (family[0].url if family else None)
    if shown is None:
        return None
    known = {offer.url for offer in family}
    rivals = [best.url] if best else []
    rivals += [href] if href and href not in known else []
    offered = tuple(dict.fromkeys((shown, *(offer.url for offer in family))))
    return PageImage(
        shown,
        Origin.PREVIEW,
        best.url if best else shown,
        best.width if best else None,
        offered,
        rivals=tuple(rivals),
    )


def of_link(tag: Tag, base: str) -> PageImage | None:
    """Return the picture that an `<a>` without a picture inside leads to."""
    url = _resolve_safe(base, attribute(tag, "href"))
    if url is None or not names_picture(url) or find_inside(tag, "img"):
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


def of_style(tag: Tag, base: str) -> tuple[PageImage, ...]:
    """Return the background pictures of an inline style.

    And of the attributes that lazy loaders use.
    """
    written = named_in_css(attribute(tag, "style")[:20_000])
    for name in BACKGROUNDS:
        value = attribute(tag, name).strip()
        if not value or value[:1] in "{[#":
            continue
        inside = named_in_css(value[:20_000])
        if inside:
            written += inside
        elif name.endswith("set") or ", " in value:
            written += [entry.url for entry in parse_srcset(value)]
        elif " " not in value:
            written.append(value)
    urls = [_resolve_safe(base, address.strip()) for address in written]
    return tuple(
        PageImage(url, Origin.BACKGROUND, url, offered=(url,))
        for url in dict.fromkeys(urls)
        if url and (names_picture(url) or "/" in url[8:].rstrip("/"))
    )


def of_address(tag: Tag, name: str, base: str, *, sure: bool = False) -> PageImage | None:
    """Return the picture whose address stands in one attribute.

    `sure`: whatever stands there is a picture; else its name has to end like one.
    """
    url = _resolve_safe(base, attribute(tag, name))
    if url is None or not (sure or names_picture(url)):
        return None
    return PageImage(
        url,
        Origin.IMG,
        url,
        offered=(url,),
        alt=plain_text(attribute(tag, "alt")),
        width=pixels(attribute(tag, "width")),
        height=pixels(attribute(tag, "height")),
    )


def of_poster(tag: Tag, base: str) -> PageImage | None:
    """Return the still picture of a `<video>`."""
    url = _resolve_safe(base, attribute(tag, "poster"))
    return PageImage(url, Origin.IMG, url, offered=(url,)) if url else None


def _resolve_safe(base: str, written: str) -> str | None:
    return safe_url(base, written) if written.strip() else None
