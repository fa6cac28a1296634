"""URLs found in foreign markup: made absolute and safe to ask for.

They are compared by host, and traced back to larger originals.
"""

from __future__ import annotations

import re
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

import idna

MAX_LENGTH = 4096
"""Longest URL that is followed, in characters. Signed addresses of picture hosts stay well below;
servers refuse about 8 kB."""

_HOST_LENGTH = 253  # RFC 1035, section 2.3.4, without the final dot
_DEFAULT_PORT = {"http": 80, "https": 443}
_PATH_SAFE = "%/:=&?~+!$,;'@()*-._"
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|heic|heif|tiff?|bmp|jxl)$", re.IGNORECASE)

_WORDPRESS_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z0-9]{2,5}$)")
_WORDPRESS_SCALED = re.compile(r"-scaled(?=\.[A-Za-z0-9]{2,5}$)")
_GHOST_SIZE = re.compile(r"(/content/images)/size/(?:[wh]\d+)+(?:/format/\w+)?(?=/)")
_CLOUDFLARE = re.compile(r"^(?P<before>.*?)/cdn-cgi/image/[^/]+/(?P<rest>.+)$", re.DOTALL)
_PHOTON_HOST = re.compile(r"^i[0-3]\.wp\.com$")
_RESIZE_KEYS = frozenset(
    (
        "w",
        "h",
        "width",
        "height",
        "fit",
        "crop",
        "resize",
        "q",
        "quality",
        "auto",
        "dpr",
        "zoom",
        "fm",
        "format",
        "ixlib",
        "ssl",
        "strip",
        "lossy",
        "lb",
        "ulb",
        "bg",
        "rect",
        "max-w",
        "max-h",
    )
)
"""Query keys that only change size or encoding, as imgix (docs.imgix.com/apis/rendering) and
Jetpack Photon (developer.wordpress.com/docs/photon/api) document them."""


def safe_url(base: str, url: str) -> str | None:
    """Return `url` made absolute against `base`, or None if it must not be asked for.

    Only http and https, no user name or password, a valid host and port, at most `MAX_LENGTH`
    characters. The fragment is dropped, the host lower-cased (IDNA), the default port left out, and
    everything that is not plain ASCII is escaped.
    """
    if len(url) > MAX_LENGTH or len(base) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        port = parts.port
    except ValueError:
        return None
    host = _host(parts)
    if parts.scheme not in _DEFAULT_PORT or host is None or "@" in parts.netloc or port == 0:
        return None
    netloc = host if port in {None, _DEFAULT_PORT[parts.scheme]} else f"{host}:{port}"
    try:
        path, query = quote(parts.path or "/", _PATH_SAFE), quote(parts.query, _PATH_SAFE)
    except UnicodeEncodeError:  # half of a surrogate pair
        return None
    whole = urlunsplit((parts.scheme, netloc, path, query, ""))
    return whole if len(whole) <= MAX_LENGTH else None


def _host(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    if not host or len(host) > _HOST_LENGTH:
        return None
    if ":" in host:  # an IPv6 literal; urlsplit has checked its form
        return f"[{host}]" if "%" not in host else None
    try:
        ascii_host = host if host.isascii() else _encoded(host)
    except UnicodeError:
        return None
    return ascii_host if re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?", ascii_host) else None


def _encoded(host: str) -> str:
    """Return a host in ASCII as browsers write it: IDNA 2008 (RFC 5891), mapped by UTS #46.

    IDNA 2003 makes another host of some names: "ss" of ß. It is taken only for names that 2008
    has no room for, such as those with pictures. Raises UnicodeError.
    """
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        if any(mark in host for mark in "\u00df\u1e9e\u03c2\u200c\u200d"):
            raise
        return host.encode("idna").decode("ascii")


def same_host(first: str, second: str) -> bool:
    """Whether two absolute URLs stand on one host.

    Name and port, a leading `www.` and http against https left aside.
    """
    return host_key(first) == host_key(second)


def host_key(url: str) -> str:
    """Return what `same_host` compares.

    Host without `www.`, and the port where it is not the default.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removesuffix(".")
    port = parts.port
    return host if port in {None, _DEFAULT_PORT.get(parts.scheme)} else f"{host}:{port}"


def names_picture(url: str) -> bool:
    """Whether the path of `url` ends like a picture file (vector drawings left aside)."""
    return _PICTURE.search(urlsplit(url).path) is not None


def file_name(url: str) -> str | None:
    """Return the last part of the path, unescaped, None if it is empty.

    Foreign text: for showing, never for a path.
    """
    return unquote(urlsplit(url).path.rpartition("/")[2]) or None


def unfold_size_variant(url: str) -> tuple[str, ...]:
    """Return URLs at which a larger original of the picture may stand, the most original first.

    Empty if `url` tells nothing.

    Guesses from documented address forms (WordPress sizes and `-scaled`, Ghost sizes, imgix and
    Photon queries, Cloudflare `/cdn-cgi/image/`, Next.js `/_next/image`): a HEAD has to confirm
    each.
    """
    found: list[str] = []
    for rule in (_next_js, _cloudflare, _photon, _path_sizes, _query):
        for guess in rule(url):
            safe = safe_url(url, guess)
            if safe is not None and safe != url and safe not in found:
                found.append(safe)
    return tuple(found)


def _next_js(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    if not parts.path.endswith("/_next/image"):
        return ()
    inner = dict(_pairs(parts.query)).get("url", "")
    return (inner,) if inner else ()


def _cloudflare(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    match = _CLOUDFLARE.match(parts.path)
    if match is None:
        return ()
    rest = match["rest"]
    query = f"?{parts.query}" if parts.query else ""
    return (rest + query,) if rest.startswith(("http://", "https://")) else (f"/{rest}{query}",)


def _photon(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    if not _PHOTON_HOST.match(parts.hostname or "") or parts.path.count("/") < 2:  # noqa: PLR2004 - /HOST/PATH
        return ()
    return (f"https:/{parts.path}",)


def _path_sizes(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    path = _GHOST_SIZE.sub(r"\1", parts.path)
    bare = _WORDPRESS_SIZE.sub("", path)
    if bare != path:  # an upload over 2560 px has NAME.jpg untouched and NAME-scaled.jpg beside it
        stem, dot, ending = bare.rpartition(".")
        paths = [bare, f"{stem}-scaled{dot}{ending}"]
    else:
        paths = [_WORDPRESS_SCALED.sub("", path)]
    return tuple(urlunsplit(parts._replace(path=path)) for path in paths if path != parts.path)


def _query(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    pairs = _pairs(parts.query)
    kept = [(key, value) for key, value in pairs if key.lower() not in _RESIZE_KEYS]
    if len(kept) == len(pairs) or not names_picture(url):
        return ()
    return (urlunsplit(parts._replace(query=urlencode(kept))),)


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=64)
    except ValueError:
        return []
