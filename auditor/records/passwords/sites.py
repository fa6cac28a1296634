"""The site of an entry: the host of its address, else what the person called it.

Apps of Android are named in reverse order by the domain of who made them:
https://developer.android.com/build/configure-app-module#set-application-id
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from auditor.domain.text.foreign_text import clean
from auditor.guidance.deletion import deletion_page

_LONGEST = 100
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_OF_WEB = frozenset({"http", "https"})
_OF_APPS = frozenset({"android", "androidapp"})
_PUBLIC = re.compile(r"(?:[\w-]{1,63}\.)+(?!\d+$)[\w-]{2,63}")
_AT_HOME = frozenset(
    {"local", "lan", "home", "internal", "intranet", "corp", "localdomain", "localhost", "arpa"}
)
"""Last labels of hosts in one's own network: RFC 6762 (also appendix G), RFC 8375, ICANN 2024-07-29
on "internal"."""


def site_of(address: str, title: str) -> str:
    """Return the host of the first address, which may lack its scheme, or else the title."""
    return clean(_host(_first(address)).removeprefix("www.") or title.strip(), _LONGEST)


def host_of(address: str) -> str:
    """Return the host on the web that an address names (`PasswordEntry.host`)."""
    first = _first(address)
    named = _SCHEME.match(first)
    scheme = named[1].casefold() if named else "https"
    host = _host(first).removeprefix("www.").rstrip(".")
    if scheme in _OF_APPS:
        top, _dot, rest = host.partition(".")
        maker = f"{rest.partition('.')[0]}.{top}"
        return maker if _PUBLIC.fullmatch(maker) and deletion_page(maker) else ""
    public = scheme in _OF_WEB and len(host) <= _LONGEST and _PUBLIC.fullmatch(host)
    return host if public and host.rpartition(".")[2] not in _AT_HOME else ""


def _first(addresses: str) -> str:
    words = addresses.replace(",", " ").split()
    return words[0] if words else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address if _SCHEME.match(address) else f"//{address}").hostname or ""
    except ValueError:
        return ""


def user_of(name: str) -> str:
    """Return a user name as it may stand on a screen."""
    return clean(name.strip(), _LONGEST)
