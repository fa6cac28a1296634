"""How hosts and programs spell several sizes of one picture: which addresses are the same photo.

One row each, with the page that documents the spelling or the recorded answer that shows it. What
has neither is not here: two addresses that are taken for one would be a hit that is none. Pages
were read in November 2026; pictures of videos and of blogs at Google are left out, since no page of
theirs tells how they are spelt. Patterns
keep to what Python, RE2 (DuckDB) and Java (Spark) read alike: groups, classes and counts.
"""

from __future__ import annotations

from auditor.dataclass import dataclass

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
    coarse filter; needed where there is a `canonical`. `within`: what each of its hosts has in it,
    where `spellings` are not whole hosts. `sizes`: a pattern of a whole query, its question mark
    with it, that chooses a size and nothing else.
    """

    source: str
    host: str = ""
    canonical: str = ""
    spellings: tuple[str, ...] = ()
    within: str = ""
    paths: tuple[PathRule, ...] = ()
    sizes: str = ""


ANY_QUERY = r"^\?.*$"
_PHOTON_KEYS = (
    "w|h|crop|resize|fit|lb|ulb|filter|brightness|contrast|colorize|smooth|zoom|quality|strip|ssl"
)


def _only(keys: str) -> str:
    return rf"^\?(?:(?:{keys})=[^&]*&?)+$"


PHOTON_HOST = r"^i[0-2]\.wp\.com$"
"""Photon (developer.wordpress.com/docs/photon) serves https://HOST/PATH at i0.wp.com/HOST/PATH: an
address there is read as that of the picture itself."""
PHOTON_SPELLINGS = tuple(f"i{number}.wp.com/" for number in range(3))

MARKS = r"\t\n\r"
"""Tabs and ends of lines, for a class of a pattern: those who fetch an address drop them."""


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """A host that serves pictures of other hosts by an address inside of its own.

    `start`: what such an address begins with behind its scheme, for the coarse filter. `pattern`:
    its first group is the address inside, without scheme, escaped or not.
    """

    source: str
    start: str
    pattern: str


def _proxy(host: str, before: str, behind: str) -> str:
    spelt = "".join(
        f"[{letter.upper()}{letter}]" if letter.isalpha() else f"[{letter}]" for letter in host
    )
    letters = rf"[^/?#&%={MARKS} ]+"
    inside = rf"({letters}[.]{letters}(?:{behind})?)"  # the dot: an escaped scheme is no host
    ends = rf"[{MARKS}]*(?:[#&?][\s\S]*)?$"
    return rf"^[{MARKS}]*[Hh][Tt][Tt][Pp][Ss]?://{spelt}/{before}{inside}{ends}"


_SCHEME_INSIDE = "https?(?::|%3[Aa])(?:/|%2[Ff])(?:/|%2[Ff])"
_WESERV_QUERY = rf"\?(?:[^#]*&)?url=(?:{_SCHEME_INSIDE})?"
_WESERV = "https://wsrv.nl/docs/quick-reference.html"
PROXIES = (
    ProxyRule(_WESERV, "wsrv.nl/?", _proxy("wsrv.nl", _WESERV_QUERY, "[/?%][^#&]*")),
    ProxyRule(
        _WESERV, "images.weserv.nl/", _proxy("images.weserv.nl", _WESERV_QUERY, "[/?%][^#&]*")
    ),
    ProxyRule(
        "https://cloudinary.com/documentation/fetch_remote_images",
        "res.cloudinary.com/",
        _proxy(
            "res.cloudinary.com",
            rf"[^/?#]+/image/fetch/(?:[^?#]*?/)?{_SCHEME_INSIDE}",
            "[/%][^?#]*",
        ),
    ),
)
"""What is asked of them beside the address chooses a size and the like."""

SHOPIFY_HOST = r"^(?:cdn\.shopify\.com|[a-z0-9-]+\.myshopify\.com)$"
"""shopify.dev/docs/storefronts/themes/best-practices/performance/platform."""

RULES = (
    HostRule(
        "https://developer.wordpress.com/docs/photon/api/",
        PHOTON_HOST,
        sizes=_only(_PHOTON_KEYS),
    ),
    HostRule(
        "https://github.com/Automattic/jetpack/blob/master/functions.photon.php",
        r"^[a-z0-9-]+\.files\.wordpress\.com$",
        sizes=_only("w|h|crop"),
    ),
    HostRule(
        "https://developer.wordpress.org/reference/classes/wp_image_editor/generate_filename/",
        paths=(
            PathRule(
                r"^(.*/wp-content/uploads/.*)-[0-9]{1,5}x[0-9]{1,5}(\.[A-Za-z0-9]{2,5})$", (1, 2)
            ),
        ),
    ),
    HostRule(
        "https://core.trac.wordpress.org/changeset/46658",
        paths=(PathRule(r"^(.*/wp-content/uploads/.*)-scaled(\.[A-Za-z0-9]{2,5})$", (1, 2)),),
    ),
    HostRule(
        "https://developers.cloudflare.com/images/transform-images/transform-via-url/",
        paths=(PathRule(r"^/cdn-cgi/image/[^/]+/([^/:]+/.*|[^/:]+)$", ("/", 1)),),
    ),
    HostRule(
        "https://www.mediawiki.org/wiki/Manual:Thumb_handler.php",
        paths=(
            PathRule(r"^(.*)/thumb(/[0-9a-f]/[0-9a-f]{2}/[^/]+)/[^/]+$", (1, 2)),
            PathRule(r"^(.*)/thumb(/archive/[0-9a-f]/[0-9a-f]{2}/[^/]+)/[^/]+$", (1, 2)),
        ),
    ),
    HostRule(
        "tests/fixtures/mastodon",
        paths=(
            PathRule(
                r"^(.*/media_attachments/files/[0-9/]+)/(?:original|small)/([0-9a-z]+)\.[A-Za-z0-9]+$",
                (1, "/original/", 2),
            ),
        ),
    ),
    HostRule(
        "https://www.flickr.com/services/api/misc.urls.html",
        r"^(?:live|farm[0-9]{1,2})\.static\.?flickr\.com$",
        "live.staticflickr.com",
        ("live.static", *(f"farm{number}.static" for number in range(1, 100))),
        "flickr.com",
        (PathRule(r"^/[0-9]+/([0-9]+)_[0-9a-f]+(?:_[a-z0-9]{1,2})?\.[a-z]{3,4}$", ("/", 1)),),
    ),
    HostRule(
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
        "tests/fixtures/reddit",
        r"^(?:i|preview)\.redd\.it$",
        "i.redd.it",
        ("i.redd.it", "preview.redd.it"),
        sizes=ANY_QUERY,
    ),
    HostRule(
        "https://docs.gravatar.com/sdk/images/",
        r"^(?:0\.)?gravatar\.com$",
        "gravatar.com",
        ("gravatar.com", "0.gravatar.com"),
        paths=(PathRule(r"^(/avatar/[0-9a-f]+)\.jpg$", (1,)),),
        sizes=_only("s|size|d|default|r|rating"),
    ),
    HostRule(
        "https://developers.squarespace.com/image-loader",
        r"^static1\.squarespace\.com$",
        sizes=r"^\?format=(?:[0-9]{2,5}w|original)$",
    ),
    HostRule(
        "https://dev.wix.com/docs/api-reference/assets/media/media-manager/url-image-transformation",
        r"^static\.wixstatic\.com$",
        paths=(PathRule(r"^(/media/[^/]+)/v1/(?:fit|fill|crop)/.*$", (1,)),),
    ),
    HostRule(
        "https://shopify.dev/docs/api/liquid/filters/img_url",
        SHOPIFY_HOST,
        paths=(
            PathRule(
                r"^(.*)_(?:pico|icon|thumb|small|compact|medium|large|grande|original|master"
                r"|[0-9]{1,4}x[0-9]{0,4}|x[0-9]{1,4})(\.[a-z]{3,4})$",
                (1, 2),
            ),
        ),
        sizes=_only("v|width|height|crop|format|pad_color"),
    ),
    HostRule(
        "https://docs.imgix.com/apis/url/size/w",
        r"^[a-z0-9-]+\.imgix\.net$",
        sizes=_only("w|h|fit|crop|auto|dpr|max-w|max-h|ar"),
    ),
)
"""The first rule of a path that fits holds; those of a query are asked after it."""
