"""What in a handle is the person's choice, and whether it is rare enough to tell whose it is."""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Iterator

__all__ = ["SHORTEST_NAME", "handle_names", "host_in", "is_rare", "plain_name"]

SHORTEST_NAME = 6
"""Letters and digits that a name needs to tell whose it is: shorter ones are first names and words
that thousands of people use.
"""

_COMMON_WORDS = """
welcome photos gallery portfolio photography wordpress website official profile anonymous untitled
mywebsite photoblog homepage pictures startpage deletedaccount
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Names that say nothing however long they are: what software fills in and what many pages are
called.
"""


def handle_names(handle: str) -> Iterator[str]:
    """Yield what in a handle is the person's choice.

    Name of @name@host, the first label of a domain, the last folder of an address.
    """
    bare = handle.strip().lstrip("@")
    if "@" in bare:
        yield bare.partition("@")[0]
    elif "/" in bare:
        yield bare.rstrip("/").rpartition("/")[2]
    elif host := host_in(bare):
        yield host.removeprefix("www.").partition(".")[0]
    elif ":" not in bare:
        yield bare


def host_in(handle: str) -> str:
    """Return the domain that a handle is, "" if it is none."""
    host = (
        handle.strip()
        .lstrip("@")
        .partition("/")[0]
        .partition(":")[0]
        .casefold()
        .removeprefix("www.")
    )
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host if "." in host.strip(".") and " " not in host else ""
    return ""


def plain_name(name: str) -> str:
    """Return the letters and digits of a name, folded: the form in which names are compared."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalnum()
    )


def is_rare(name: str) -> bool:
    """Whether a name is long enough, and none that software fills in."""
    plain = plain_name(name)
    return len(plain) >= SHORTEST_NAME and plain not in _COMMON
