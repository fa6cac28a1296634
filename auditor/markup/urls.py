"""URLs found in foreign markup: made absolute and safe to ask for.

They are compared by host. What leads back to larger originals stands in `originals`.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

import idna

MAX_LENGTH = 4096
"""Longest URL that is followed, in characters. Signed addresses of picture hosts stay well below;
servers refuse about 8 kB."""

_HOST_LENGTH = 253  # RFC 1035, section 2.3.4, without the final dot
_DEFAULT_PORT = {"http": 80, "https": 443}
_PATH_SAFE = "%/:=&?~+!$,;'@()*-._"
_PLAIN = re.compile(
    r"https?://([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?)/[\w/%~+!$,'@()*.:=&-]*"
    r"(?:\?[\w/%~+!$,'@()*.:=&-]+)?",
    re.ASCII,
)
"""Addresses that stay as they are: most of all, and long lists of them are read."""
_PAGE_FILE = re.compile(
    r"\.(?:[sx]?html?|php\d?|aspx?|jspx?|cgi|pl|cfm|do|xml|txt|md|pdf)$|^(?:index|default|home)\.",
    re.IGNORECASE,
)
"""The last part of an address that is a file of its folder. Names of people hold dots, too."""
_PICTURE = re.compile(
    r"\.(?:p?jpe?g|jpe|jfif|a?png|webp|gif|avif|heic|heif|tiff?|bmp|jxl|dng)$", re.IGNORECASE
)


def safe_url(base: str, url: str) -> str | None:
    """Return `url` made absolute against `base`, or None if it must not be asked for.

    Only http and https, no user name or password, a valid host and port, at most `MAX_LENGTH`
    characters. The fragment is dropped, the host lower-cased (IDNA), the default port left out, and
    everything that is not plain ASCII is escaped.
    """
    if len(url) > MAX_LENGTH or len(base) > MAX_LENGTH:
        return None
    plain = _PLAIN.fullmatch(url)
    if plain and len(plain[1]) <= _HOST_LENGTH and _PLAIN.fullmatch(base):
        return url
    try:
        parts = urlsplit(urljoin(base, _slashes(url.strip())))
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


def _slashes(written: str) -> str:
    """Return a reference with backslashes of its path as slashes (url.spec.whatwg.org, 4.4)."""
    end = min((at for at in (written.find("?"), written.find("#")) if at >= 0), default=None)
    path, rest = written[:end], "" if end is None else written[end:]
    return path.replace("\\", "/") + rest


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
    try:
        port = parts.port
    except ValueError:  # no number: an address that no host can have
        return parts.netloc
    return host if port in {None, _DEFAULT_PORT.get(parts.scheme)} else f"{host}:{port}"


def own_folder(url: str) -> str:
    """Return the path that pages of the site at `url` begin with: `/`, `/~alice/` or `/alice`."""
    folder, _slash, last = urlsplit(url).path.rpartition("/")
    return f"{folder}/" if not last or _PAGE_FILE.search(last) else f"{folder}/{last}"


def root_of(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def names_picture(url: str) -> bool:
    """Whether the path of `url` ends like a picture file (vector drawings left aside)."""
    return _PICTURE.search(urlsplit(url).path) is not None


def file_name(url: str) -> str | None:
    """Return the last part of the path, unescaped, None if it is empty.

    Foreign text: for showing, never for a path.
    """
    return unquote(urlsplit(url).path.rpartition("/")[2]) or None
