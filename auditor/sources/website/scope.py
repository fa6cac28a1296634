"""Which pages belong to an account.

One host, below the folder of the address that the user named, and with the query that names them.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus, urlsplit, urlunsplit

from auditor.dataclass import dataclass
from auditor.markup.originals.grammar import inner_address, is_picture_host
from auditor.markup.payload import other_home
from auditor.markup.urls import own_folder, safe_url, same_host

NAME = "website"

_NO_PAGE = re.compile(
    r"\.(?:p?jpe?g|jpe|jfif|dng|a?png|webp|gif|avif|heic|heif|tiff?|bmp|jxl|svg|ico|css|js|mjs|json|xml|rss|atom|pdf|zip|gz|tar|7z|rar|exe|dmg|apk"
    r"|mp[34]|m4[av]|mov|avi|webm|ogg|wav|flac|docx?|xlsx?|pptx?|csv|txt|ics|woff2?|ttf|eot)$",
    re.IGNORECASE,
)
_NO_READING = re.compile(
    r"/(?:wp-login\.php|wp-admin|wp-json|xmlrpc\.php|cgi-bin|cart|checkout|log-?(?:in|out)|sign-?(?:in|out|up)"
    r"|sign_(?:in|up)|(?:my-)?account|register|anmelden|(?:lost|reset|forgot)-?password)(?:/|$)|/feed/?$"
)
_ACTIONS = re.compile(r"(?:^|&)(?:replytocom|add-to-cart|share|action|print)=")
_FOLDERS_OWN = re.compile(r"/?|/index\.[a-z]{2,5}")
_NAMES_NOBODY = re.compile(
    r"utm_\w+|(?:fb|g)clid|msclkid|igshid?|ref|ref_src|source|from|lang|language|locale|hl|theme|amp|v|ver|view"
    r"|sort|order|orderby|page|paged|p|page_id|post|cat|tag|m|s|q|search",
    re.IGNORECASE,
)
"""Keys of a query that tell how or whence a page is shown, or which one, and not whose it is."""
_FILE_AT_ROOT = "/.well-known/owner.txt"
_FILE_IN_FOLDER = "owner.txt"


@dataclass(frozen=True, slots=True)
class Scope:
    """`start` is the address the user named.

    `folder` the path that pages must begin with: `/`, `/~alice/` or `/alice`.
    """

    start: str
    folder: str
    named: tuple[str, ...] = ()
    """Parts of the query that tell whose pages are meant, where many have theirs in one folder."""
    strict: bool = False
    """Whether pages that name another site as their home are left out: what is read is proven."""

    def holds_host(self, url: str) -> bool:
        """Whether `url` stands on the site's host."""
        return same_host(url, self.start)

    def may_hold_picture(self, url: str) -> bool:
        """Whether a picture may be read at `url`: on this host, or where builders keep pictures.

        A builder's host that only passes on a file of somebody else's site is none.
        """
        if self.holds_host(url):
            return True
        host = urlsplit(url).hostname or ""
        if not is_picture_host(host):
            return False
        inner = inner_address(url)
        if inner is None or self.holds_host(inner):
            return True
        return is_picture_host(urlsplit(inner).hostname or "")

    def holds(self, url: str) -> bool:
        """Whether `url` is a page or list of this account.

        Somebody else's on the same host is not.
        """
        parts = urlsplit(url)
        path, folder = parts.path, self.folder.rstrip("/")
        inside = path == folder or path.startswith(folder + "/")
        return (
            self.holds_host(url)
            and inside
            and not _leads_out(path)
            and (not self.named or self._holds_query(parts.query))
        )

    def _holds_query(self, query: str) -> bool:
        """Whether a query names the same account: each part once, as servers take the last one."""
        told = [unquote_plus(part) for part in query.split("&")]
        keys = [part.partition("=")[0] for part in told]
        wanted = [unquote_plus(part) for part in self.named]
        return all(part in told and keys.count(part.partition("=")[0]) == 1 for part in wanted)

    def holds_start(self, url: str) -> bool:
        """Whether the start page may answer at `url`: in its folder, or as a file of its name."""
        stem = urlsplit(url).path.rpartition(".")[0]
        return self.holds(url) or (self.holds_host(url) and stem == self.folder.rstrip("/"))

    def is_anothers(self, url: str, canonical: str | None) -> bool:
        """Whether a page is left out because it names another site as its home."""
        return self.strict and bool(other_home(url, [canonical]))

    def speaks_for_all(self, url: str) -> bool:
        """Whether the page at `url` is that of the whole folder.

        One among others in it, told by its file or a query, may be somebody else's.
        """
        parts = urlsplit(url)
        folder = self.folder.rstrip("/")
        stem = parts.path.removeprefix(folder)
        return self.holds(url) and not parts.query and _FOLDERS_OWN.fullmatch(stem) is not None

    def is_page(self, url: str) -> bool:
        """Whether `url` is worth reading as a page.

        In scope, and neither a file of another kind nor an action.
        """
        parts = urlsplit(url)
        dull = (
            _NO_PAGE.search(parts.path)
            or _NO_READING.search(parts.path)
            or _ACTIONS.search(parts.query)
        )
        return self.holds(url) and not dull

    def beside(self, path: str) -> str:
        """Return the URL of `path` on the host."""
        parts = urlsplit(self.start)
        return urlunsplit((parts.scheme, parts.netloc, path, "", ""))

    @property
    def proof_file(self) -> str:
        """Where a proof file has to stand.

        In the account's own folder, because others may own the rest of the host.
        """
        path = (
            _FILE_AT_ROOT if self.folder == "/" else f"{self.folder.rstrip('/')}/{_FILE_IN_FOLDER}"
        )
        return self.beside(path)


def _leads_out(path: str) -> bool:
    """Whether a server may read `path` as one above the folder in which it seems to be.

    Servers take escapes away once or twice, and some cut a part of a path at its semicolon.
    """
    for _time in range(2):
        path = unquote(path)
    parts = (part.partition(";")[0] for part in path.replace("\\", "/").split("/"))
    return any(part == ".." for part in parts)


def _named(query: str) -> tuple[str, ...]:
    parts = (part for part in query.split("&") if part)
    return tuple(part for part in parts if not _NAMES_NOBODY.fullmatch(part.partition("=")[0]))


def scope_of(url: str) -> Scope | None:
    """Return the scope of an account address, None if it is no http(s) URL."""
    start = safe_url("", url)
    if start is None:
        return None
    return Scope(start, own_folder(start), _named(urlsplit(start).query))


def handle_of(scope: Scope) -> str:
    """Return what the site is called in lists: host, and folder and query if there are any."""
    query = f"?{'&'.join(scope.named)}" if scope.named else ""
    return urlsplit(scope.start).netloc + scope.folder.rstrip("/") + query
