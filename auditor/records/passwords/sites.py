"""The site of an entry: the host of its address, else what the person called it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from auditor.domain.text.foreign_text import clean

_LONGEST = 100
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def site_of(address: str, title: str) -> str:
    """Return the host of the first address, which may lack its scheme, or else the title."""
    words = address.replace(",", " ").split()
    first = words[0] if words else ""
    try:
        host = urlsplit(first if _SCHEME.match(first) else f"//{first}").hostname or ""
    except ValueError:
        host = ""
    return clean(host.removeprefix("www.") or title.strip(), _LONGEST)


def user_of(name: str) -> str:
    """Return a user name as it may stand on a screen."""
    return clean(name.strip(), _LONGEST)
