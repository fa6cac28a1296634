"""How hosts and programs spell several sizes of one picture: which addresses are the same photo.

One row each, with the page that documents the spelling or the recorded answer that shows it. What
has neither is not here: two addresses that are taken for one would be a hit that is none. Patterns
keep to what Python, RE2 (DuckDB) and Java (Spark) read alike: groups, classes and counts.
"""

from __future__ import annotations

from dataclasses import dataclass

PathPiece = int | str
"""Of what an address is put together: a group of the pattern, or text."""


@dataclass(frozen=True, slots=True)
class PathRule:
    """A pattern that the whole path has, and the pieces of the path that stands for all sizes."""

    pattern: str
    pieces: tuple[PathPiece, ...]


@dataclass(frozen=True, slots=True)
class HostRule:
    """One row. `host` is a pattern of the whole host in lower case, "" for every host.

    `source`: a documentation page, or a file below tests/fixtures. `canonical` stands for all its
    hosts, "" where each stands for itself. `spellings`: what such a host can begin with, for the
    coarse filter; needed where there is a `canonical`. `sizes`: a pattern of a whole query, its
    question mark with it, that chooses a size and nothing else.
    """

    name: str
    source: str
    host: str = ""
    canonical: str = ""
    spellings: tuple[str, ...] = ()
    paths: tuple[PathRule, ...] = ()
    sizes: str = ""


ANY_QUERY = r"^\?.*$"
_PHOTON_KEYS = (
    "w|h|crop|resize|fit|lb|ulb|filter|brightness|contrast|colorize|smooth|zoom|quality|strip|ssl"
)
_IMGIX_KEYS = "w|h|fit|crop|auto|q|dpr|fm|rect|max-w|max-h|ixlib|bg"


def _only(keys: str) -> str:
    return rf"^\?(?:(?:{keys})=[^&]*&?)+$"


PHOTON_HOST = r"^i[0-3]\.wp\.com$"
"""Photon (developer.wordpress.com/docs/photon) serves https://HOST/PATH at i0.wp.com/HOST/PATH: an
address there is read as that of the picture itself."""
PHOTON_SPELLINGS = tuple(f"i{number}.wp.com/" for number in range(4))

RULES = (
    HostRule(
        "Photon",
        "https://developer.wordpress.com/docs/photon/api/",
        PHOTON_HOST,
        sizes=_only(_PHOTON_KEYS),
    ),
    HostRule(
        "WordPress.com",
        "https://developer.wordpress.com/docs/photon/api/",
        r"^[a-z0-9-]+\.files\.wordpress\.com$",
        sizes=_only(_PHOTON_KEYS),
    ),
    HostRule(
        "WordPress",
        "https://developer.wordpress.org/reference/functions/wp_get_attachment_image_src/",
        paths=(
            PathRule(
                r"^(.*/wp-content/uploads/.*)-[0-9]{1,5}x[0-9]{1,5}(\.[A-Za-z0-9]{2,5})$", (1, 2)
            ),
            PathRule(r"^(.*/wp-content/uploads/.*)-scaled(\.[A-Za-z0-9]{2,5})$", (1, 2)),
        ),
    ),
    HostRule(
        "MediaWiki",
        "https://www.mediawiki.org/wiki/Manual:Thumb_handler.php",
        paths=(
            PathRule(r"^(.*)/thumb(/[0-9a-f]/[0-9a-f]{2}/[^/]+)/[^/]+$", (1, 2)),
            PathRule(r"^(.*)/thumb(/archive/[0-9a-f]/[0-9a-f]{2}/[^/]+)/[^/]+$", (1, 2)),
        ),
    ),
    HostRule(
        "Media of ActivityPub servers",
        "tests/fixtures/mastodon",
        paths=(
            PathRule(
                r"^(.*/media_attachments/files/[0-9/]+)/(?:original|small)/([0-9a-z]+)\.[A-Za-z0-9]+$",
                (1, "/original/", 2),
            ),
        ),
    ),
    HostRule(
        "Flickr",
        "https://www.flickr.com/services/api/misc.urls.html",
        r"^(?:live|farm[0-9]{1,2})\.static\.?flickr\.com$",
        "live.staticflickr.com",
        ("live.static", *(f"farm{number}.static" for number in range(1, 100))),
        (PathRule(r"^/[0-9]+/([0-9]+)_[0-9a-f]+(?:_[a-z0-9]{1,2})?\.[a-z]{3,4}$", ("/", 1)),),
    ),
    HostRule(
        "Tumblr",
        "tests/fixtures/tumblr",
        r"^[0-9]{2}\.media\.tumblr\.com$",
        paths=(
            PathRule(
                r"^(/[^/]+)/s[0-9]{2,5}(?:x[0-9]{2,5})?(?:_c[0-9]+)?(?:/[0-9a-f]+)?\.[a-z]+$", (1,)
            ),
            PathRule(
                r"^(/[^/]+/[^/]+)/s[0-9]{2,5}x[0-9]{2,5}(?:_c[0-9]+)?/[0-9a-f]+\.[a-z]+$", (1,)
            ),
        ),
    ),
    HostRule(
        "Gravatar",
        "https://docs.gravatar.com/sdk/images/",
        r"^(?:gravatar\.com|secure\.gravatar\.com|[0-2]\.gravatar\.com)$",
        "gravatar.com",
        ("gravatar.com", "secure.gravatar.com", *(f"{number}.gravatar.com" for number in range(3))),
        (PathRule(r"^(/avatar/[0-9a-f]+)\.[a-z]{3,4}$", (1,)),),
        ANY_QUERY,
    ),
    HostRule(
        "Reddit",
        "tests/fixtures/reddit",
        r"^(?:i|preview)\.redd\.it$",
        "i.redd.it",
        ("i.redd.it", "preview.redd.it"),
        sizes=ANY_QUERY,
    ),
    HostRule(
        "YouTube",
        "https://developers.google.com/youtube/v3/docs/thumbnails",
        r"^(?:i\.ytimg\.com|img\.youtube\.com)$",
        "i.ytimg.com",
        ("i.ytimg.com", "img.youtube"),
        (PathRule(r"^/vi/([A-Za-z0-9_-]{11})/[a-z0-9]+\.jpg$", ("/vi/", 1)),),
    ),
    HostRule(
        "Blogger",
        "https://developers.google.com/photos/library/guides/access-media-items",
        r"^(?:[1-4]\.bp\.blogspot\.com|(?:blogger|lh[3-6])\.googleusercontent\.com)$",
        paths=(
            PathRule(r"^(.*)/[swh][0-9]{2,5}(?:-[A-Za-z0-9]{1,9})*(/[^/]+)$", (1, 2)),
            PathRule(r"^(.*)=[swh][0-9]{1,5}(?:-[A-Za-z0-9]{1,9})*$", (1,)),
        ),
    ),
    HostRule(
        "Squarespace",
        "https://developers.squarespace.com/image-loader",
        r"^(?:images\.squarespace-cdn\.com|static1\.squarespace\.com)$",
        sizes=r"^\?format=(?:[0-9]{2,5}w|original)$",
    ),
    HostRule(
        "Wix",
        "https://dev.wix.com/docs/sdk/core-modules/sdk/media",
        r"^static\.wixstatic\.com$",
        paths=(PathRule(r"^(/media/[^/]+)/v1/.*$", (1,)),),
    ),
    HostRule(
        "Shopify",
        "https://shopify.dev/docs/api/liquid/filters/image_url",
        r"^cdn\.shopify\.com$",
        paths=(
            PathRule(
                r"^(.*)_(?:pico|icon|thumb|small|compact|medium|large|grande|original|master"
                r"|[0-9]{1,5}x[0-9]{0,5}|x[0-9]{1,5})(\.[a-z]{3,4})$",
                (1, 2),
            ),
        ),
        sizes=_only("v|width|height|crop|format|pad_color"),
    ),
    HostRule(
        "imgix",
        "https://docs.imgix.com/en-US/apis/rendering",
        r"^[a-z0-9-]+\.imgix\.net$",
        sizes=_only(_IMGIX_KEYS),
    ),
)
"""The first rule of a path that fits holds; those of a query are asked after it."""
