"""Which addresses of a finding a moderator can open, and whose page it is."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from auditor.domain.account import Account

_WEB = ("https://", "http://")
_FOR_PROGRAMS = ("/xrpc/", "/wp-json", "/api/v1/", "/api/v2/", "/api.php", "/oauth/")
"""In the path of what answers programs only: of the interfaces that the sources read."""
_ASKED = "rest_route="


def for_programs(url: str) -> bool:
    """Whether an address answers programs, so that a person who opens it sees no page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return any(mark in parts.path for mark in _FOR_PROGRAMS) or _ASKED in parts.query


def is_page(url: str) -> bool:
    """Whether a person can open an address in a browser."""
    return url.startswith(_WEB) and not for_programs(url)


def pages(urls: Iterable[str]) -> tuple[str, ...]:
    """Return those that a person can open, each once."""
    return tuple(dict.fromkeys(url for url in urls if is_page(url)))


def account_page(account: Account, root: str = "", shown_at: str = "") -> str:
    """Return the page of an account on the service that shows it, "" where none is known.

    `root` is where its platform shows every account (`Traits.profile_root`), `shown_at` the page of
    a photo: where that stands under the root, the account does too, whatever server keeps it.
    """
    named = account.handle or account.url.partition("://")[2].partition("/")[0]
    if root and named and (not account.url.startswith(_WEB) or shown_at.startswith(root)):
        return root + quote(named.removeprefix("@"), ":.-_~", errors="replace")
    if is_page(account.url):
        return account.url
    try:
        parts = urlsplit(account.url)
    except ValueError:
        return ""
    known = account.url.startswith(_WEB) and parts.netloc
    return f"{parts.scheme}://{parts.netloc}/" if known else ""
