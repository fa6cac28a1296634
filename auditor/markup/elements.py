"""What single elements of a page tell: pictures, links, and words about the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.account import IndexSignal
from auditor.markup.embedded.css import parse_css
from auditor.markup.embedded.json_ld import linked_images
from auditor.markup.embedded.json_values import (
    NamedPicture,
    pictures_in_json,
    pictures_in_script,
)
from auditor.markup.pictures import (
    BACKGROUNDS,
    LAZY_SRC,
    LAZY_SRCSET,
    ORIGINAL,
    STAND_IN,
    Origin,
    PageImage,
    attribute,
    find_enclosing,
    find_inside,
    further_names,
    of_address,
    of_icon,
    of_img,
    of_link,
    of_named,
    of_sized_link,
    of_style,
    pixels,
    plain_text,
    text_inside,
)
from auditor.markup.robots_signals import meta_signal
from auditor.markup.urls import names_picture, safe_url

if TYPE_CHECKING:  # the parser is loaded with the first page
    from bs4 import Tag

MAX_IMAGES = 10_000
MAX_LINKS = 20_000
PROOF_META = "owner"
"""Name of the `<meta>` tag in which a site owner may put the proof token: no tool's name."""

_REFRESH = re.compile(
    r"^\s*\d{1,9}[^;,]{0,9}[;,]\s*url\s*=\s*[\"']?([^\"']{1,4096})", re.IGNORECASE
)
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
     "text/xml", "application/xml", "text/rss+xml", "application/rss", "application/x-rss+xml"}
)  # fmt: skip
_JSON_TYPES = frozenset({"application/json", "text/json", "application/x-json", "importmap"})
_SCRIPT_TYPES = frozenset({"", "module", "text/javascript", "application/javascript"})
_KNOWN = frozenset((*LAZY_SRC, *LAZY_SRCSET, *ORIGINAL, *STAND_IN, *BACKGROUNDS))
_STYLED = frozenset(("style", *BACKGROUNDS))
_ITEM_PICTURES = frozenset({"image", "photo", "thumbnailurl", "thumbnail", "contenturl"})
_ENDINGS = re.compile(
    r"\.(?:p?jpe?g|jpe|jfif|a?png|webp|gif|avif|heic|heif|tiff?|bmp|jxl|dng)", re.IGNORECASE
)
_MOST_ATTRIBUTES = 100
_MOST_DATA = 200_000
_IN_BODY = frozenset({Origin.IMG, Origin.LINK, Origin.BACKGROUND, Origin.SCRIPT})


@dataclass(slots=True)
class PageFindings:
    """What was collected of a page so far; dicts keep the first of equals in order.

    `cut`: something was left out, there was too much of it. `lost` counts pictures in data whose
    address cannot be read.
    """

    url: str
    base: str
    title: str | None = None
    description: str | None = None
    canonical: str | None = None
    published: datetime | None = None
    images: dict[tuple[str, str], PageImage] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    me_links: dict[str, None] = field(default_factory=dict)
    styles: dict[str, None] = field(default_factory=dict)
    feeds: dict[str, None] = field(default_factory=dict)
    sitemaps: dict[str, None] = field(default_factory=dict)
    signals: list[IndexSignal] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)
    preview: dict[str, str] = field(default_factory=dict)
    frames: dict[str, None] = field(default_factory=dict)
    films: dict[str, None] = field(default_factory=dict)
    cut: bool = False
    lost: int = 0

    def add(self, image: PageImage | None) -> None:
        """Keep a picture; what another element said of the same one stays with it."""
        if image is None:
            return
        key = (image.largest, image.origin if image.origin is Origin.PERSON else "")
        known = self.images.get(key)
        if known is not None:
            self.images[key] = _merged(known, image)
        elif len(self.images) < MAX_IMAGES:
            self.images[key] = image
        else:
            self.cut = True

    def link(self, written: str) -> str | None:
        """Keep a link; return where it leads, None if nowhere."""
        url = safe_url(self.base, written) if written.strip() else None
        if url is None or url in self.links:
            return url
        if len(self.links) < MAX_LINKS:
            self.links[url] = None
        else:
            self.cut = True
        return url

    @property
    def pictures_in_body(self) -> int:
        """Pictures that the page itself shows, other than icons and previews."""
        return sum(image.origin in _IN_BODY for image in self.images.values())


def _merged(known: PageImage, other: PageImage) -> PageImage:
    first, second = (
        (other, known)
        if known.origin not in _IN_BODY and other.origin in _IN_BODY
        else (known, other)
    )
    return replace(
        first,
        offered=tuple(dict.fromkeys((*first.offered, *second.offered))),
        guesses=tuple(dict.fromkeys((*first.guesses, *second.guesses))),
        rivals=tuple(dict.fromkeys((*first.rivals, *second.rivals))),
        alt=first.alt or second.alt,
        caption=first.caption or second.caption,
        largest_width=first.largest_width or second.largest_width,
    )


def _read_anchor(tag: Tag, found: PageFindings) -> None:
    url = found.link(attribute(tag, "href"))
    if url is not None and "me" in attribute(tag, "rel").lower().split():
        found.me_links.setdefault(url)
    found.add(of_link(tag, found.base))


def _read_img(tag: Tag, found: PageFindings) -> None:
    if find_enclosing(tag, "noscript") is None or _twin_before(tag) is None:
        found.add(of_img(tag, found.base, _twin_after(tag)))


def _twin_after(tag: Tag) -> Tag | None:
    """Return the picture that a noscript element behind (or before) `tag` holds in its place."""
    holder = find_enclosing(tag, "picture") or tag
    for beside in (_beside(holder, "next_sibling"), _beside(holder, "previous_sibling")):
        if beside is not None and beside.name == "noscript":
            inner = next(iter(find_inside(beside, "img")), None)
            if inner is not None and _is_twin(tag, inner):
                return inner
    return None


def _twin_before(inner: Tag) -> Tag | None:
    """Return the picture that the one in a noscript element stands for."""
    holder = find_enclosing(inner, "noscript")
    if holder is None:
        return None
    for beside in (_beside(holder, "previous_sibling"), _beside(holder, "next_sibling")):
        held = find_inside(beside, "img") if beside and beside.name == "picture" else []
        tag = next(iter(held), beside)
        if tag is not None and tag.name in _LIKE_IMG and _is_twin(tag, inner):
            return tag
    return None


def _beside(tag: Tag, side: str) -> Tag | None:
    from bs4 import Tag

    beside = getattr(tag, side)
    for _node in range(4):
        if beside is None or isinstance(beside, Tag):
            break
        if str(beside).strip():
            return None
        beside = getattr(beside, side)
    return beside if isinstance(beside, Tag) else None


def _is_twin(tag: Tag, inner: Tag) -> bool:
    """Whether a picture that scripts fill in later is the same as the one for no scripts."""
    if find_enclosing(tag, "noscript") is not None:
        return False
    src = attribute(tag, "src").strip().lower()
    late = any(name in tag.attrs for name in _KNOWN if name not in BACKGROUNDS)
    return (
        late
        or not src
        or src.startswith("data:")
        or attribute(tag, "src") == attribute(inner, "src")
        or "lazy" in f"{attribute(tag, 'class')} {attribute(tag, 'loading')}".lower()
        or (bool(attribute(tag, "alt")) and attribute(tag, "alt") == attribute(inner, "alt"))
    )


_LIKE_IMG = frozenset({"img", "amp-img", "amp-anim", "nuxt-img"})


def _read_video(tag: Tag, found: PageFindings) -> None:
    found.add(of_address(tag, "poster", found.base, sure=True))
    for holder in (tag, *find_inside(tag, "source")):
        url = safe_url(found.base, attribute(holder, "src")) if holder.has_attr("src") else None
        if url is not None:
            found.films.setdefault(url)
            return  # the others are the same film in other forms


def _read_picture(tag: Tag, found: PageFindings) -> None:
    """Read a picture whose img scripts put in later."""
    sources = find_inside(tag, "source")
    if sources and not any(find_inside(tag, name) for name in _LIKE_IMG):
        found.add(of_img(sources[0], found.base))


def _read_frame(tag: Tag, found: PageFindings) -> None:
    inner = attribute(tag, "srcdoc")[:_MOST_DATA]
    if inner.strip():
        from bs4 import BeautifulSoup

        for held in BeautifulSoup(inner, "lxml").find_all("img", limit=MAX_IMAGES):
            found.add(of_img(held, found.base))
    url = found.link(attribute(tag, "src"))
    if url is not None:
        found.frames.setdefault(url)


def _read_input(tag: Tag, found: PageFindings) -> None:
    if attribute(tag, "type").strip().lower() == "image":
        found.add(of_address(tag, "src", found.base, sure=True))


def _read_object(tag: Tag, found: PageFindings) -> None:
    kind = attribute(tag, "type").strip().lower()
    sure = kind.startswith("image/") and "svg" not in kind
    for name in ("data", "src"):
        found.add(of_address(tag, name, found.base, sure=sure))


def _read_image(tag: Tag, found: PageFindings) -> None:
    """Read `<image>`: of SVG, and what HTML takes for an img."""
    for name in ("href", "xlink:href", "src"):
        found.add(of_address(tag, name, found.base, sure=True))


def _read_style_sheet(tag: Tag, found: PageFindings) -> None:
    sheet = parse_css(str(tag.string or ""), found.base)
    _take_sheet(sheet.pictures, sheet.imports, found)
    found.cut = found.cut or sheet.cut


def _take_sheet(pictures: tuple[str, ...], imports: tuple[str, ...], found: PageFindings) -> None:
    for url in pictures:
        found.add(PageImage(url, Origin.BACKGROUND, url, offered=(url,)))
    found.styles.update(dict.fromkeys(imports))


def _read_title(tag: Tag, found: PageFindings) -> None:
    found.title = found.title or text_inside(tag)


def _read_link(tag: Tag, found: PageFindings) -> None:
    rels = attribute(tag, "rel").lower().split()
    if {"preload", "prefetch"} & set(rels) and attribute(tag, "as").lower() == "image":
        found.add(of_sized_link(tag, found.base))
        return
    _read_links_of_page(tag, rels, found)
    found.add(of_icon(tag, found.base))


def _read_links_of_page(tag: Tag, rels: list[str], found: PageFindings) -> None:
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
    if "stylesheet" in rels:
        found.styles.setdefault(url)
    if "enclosure" in rels or attribute(tag, "itemprop").strip().lower() in _ITEM_PICTURES:
        found.add(PageImage(url, Origin.PREVIEW, url, offered=(url,)))


def _read_meta(tag: Tag, found: PageFindings) -> None:
    name = (attribute(tag, "property") or attribute(tag, "name")).strip().lower()
    content = attribute(tag, "content")
    if not content:
        return
    signal = meta_signal(name, content, found.url)
    if signal is not None:
        found.signals.append(signal)
    if attribute(tag, "itemprop").strip().lower() in _ITEM_PICTURES or name == "thumbnail":
        found.add(of_named([content], found.base, Origin.PREVIEW))
    elif name.startswith(("og:image", "twitter:image")):
        _read_preview(name, content, found)
    elif name == "description" or (name == "og:description" and not found.description):
        found.description = plain_text(content)
    elif name == "article:published_time":
        found.published = _read_time(content)
    elif name == PROOF_META:
        found.proofs.append(content[:500])
    elif attribute(tag, "http-equiv").lower() == "refresh":
        target = _REFRESH.match(content[:5_000])
        leads = found.link(target[1]) if target else None
        if leads is not None:
            found.frames.setdefault(leads)


def _read_preview(name: str, content: str, found: PageFindings) -> None:
    """Collect og:image with the og:image:width, :height and :alt that follow it.

    See ogp.me, structured properties.
    """
    part = name.partition("image")[2].lstrip(":")
    if part in {"", "url", "src", "secure_url"}:
        if part == "" and found.preview:
            flush_preview(found)
        found.preview.setdefault("url", content)
    elif part in {"width", "height", "alt"}:
        found.preview.setdefault(part, content)


def flush_preview(found: PageFindings) -> None:
    """Keep the social preview whose parts were read, if there is one."""
    written, found.preview = found.preview, {}
    url = safe_url(found.base, written["url"]) if written.get("url", "").strip() else None
    if url is not None:
        width, height = pixels(written.get("width", "")), pixels(written.get("height", ""))
        alt = plain_text(written.get("alt", ""))
        found.add(
            PageImage(url, Origin.PREVIEW, url, width, (url,), alt=alt, width=width, height=height)
        )


def _read_script(tag: Tag, found: PageFindings) -> None:
    kind = attribute(tag, "type").lower().partition(";")[0].strip()
    text = str(tag.string or "")
    if kind != "application/ld+json":
        if kind in _JSON_TYPES or kind.endswith("+json"):
            _take_named(pictures_in_json(text) or pictures_in_script(text), found)
        elif kind in _SCRIPT_TYPES or (kind.startswith("text/") and "<img" in text):
            _take_named(pictures_in_script(text), found)
        return
    for image in linked_images(text):
        found.lost += not image.url
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


def _take_named(pictures: tuple[NamedPicture, ...], found: PageFindings) -> None:
    for picture in pictures:
        found.add(of_named(picture.urls, found.base, Origin.SCRIPT, picture.words or ""))


def read_attributes(tag: Tag, found: PageFindings) -> None:
    """Read what any element may carry: backgrounds, and data that name pictures."""
    for image in of_style(tag, found.base):
        found.add(image)
    for key, value in list(tag.attrs.items())[:_MOST_ATTRIBUTES]:
        written = value.strip() if isinstance(value, str) else ""
        if not written or key in BACKGROUNDS or not (_carries_data(key) or "-" in tag.name):
            continue
        if written[:1] in "[{":
            _take_named(pictures_in_json(written), found)
        elif tag.name in _LIKE_IMG:
            _take_other(tag, key, written, found)
        elif tag.name in {"source", "picture"} and key in _KNOWN:
            continue  # read with the picture
        elif key in _KNOWN or key.endswith(("src", "image", "img", "photo", "picture", "url")):
            url = safe_url(found.base, written)
            if url is not None and names_picture(url):
                found.add(of_named([written], found.base, Origin.SCRIPT))
        elif key.endswith("srcset"):
            found.add(of_img(tag, found.base))


def _take_other(tag: Tag, key: str, written: str, found: PageFindings) -> None:
    """Keep what an img names besides itself, as the picture shown under the pointer."""
    if key in _KNOWN or key.startswith("data-srcset") or key in further_names(tag):
        return  # read with the picture
    url = safe_url(found.base, written)
    if url is not None and names_picture(url):
        found.add(of_named([written], found.base, Origin.SCRIPT))


def _carries_data(key: str) -> bool:
    return key.startswith(("data-", ":", "v-", "x-")) or key in _KNOWN


def may_carry(key: str, value: object) -> bool:
    """Whether an attribute may name a picture, so that its element has to be looked at."""
    if key in _STYLED:
        return True
    return (
        (_carries_data(key) or key in {"src", "href", "image", "img", "url"})
        and isinstance(value, str)
        and _ENDINGS.search(value[:_MOST_DATA]) is not None
    )


def _read_time(written: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(written.strip()[:40])
    except ValueError:
        return None
    return when if when.tzinfo is not None else None


READERS: dict[str, Callable[[Tag, PageFindings], None]] = {
    "a": _read_anchor,
    "area": _read_anchor,
    "frame": _read_frame,
    "iframe": _read_frame,
    "img": _read_img,
    "link": _read_link,
    "meta": _read_meta,
    "script": _read_script,
    "title": _read_title,
    "amp-anim": _read_img,
    "amp-img": _read_img,
    "nuxt-img": _read_img,
    "embed": _read_object,
    "feimage": _read_image,
    "image": _read_image,
    "input": _read_input,
    "object": _read_object,
    "picture": _read_picture,
    "style": _read_style_sheet,
    "amp-video": _read_video,
    "video": _read_video,
}
