"""The pictures that a page shows, where in it they stand, and every address that each offers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from auditor.captures.reading.data_addresses import LEAD
from auditor.captures.recording import SAVED
from auditor.dataclass import dataclass
from auditor.markup.pictures import LAZY_SRC, LAZY_SRCSET, ORIGINAL
from auditor.markup.srcset import parse_srcset

if TYPE_CHECKING:  # the parser is loaded with the first page
    from bs4 import Tag

MOST_CHARACTERS = 4_000_000
MOST_TAGS = 80_000
"""What of a page is read, as of pages that are scanned (markup/page.py)."""
_LEVELS = 64
_MOST_OFFERED = 64
_BESIDE = frozenset({"aside", "nav", "footer", "dialog", "template", "noscript"})
_BESIDE_ROLES = frozenset({"complementary", "navigation", "contentinfo", "dialog"})
_OTHERS = re.compile(
    r"(?<![a-z])(?:comments?|repl(?:y|ies)|suggest(?:ed|ions?)?|recommend(?:ed|ations?)?|related|"
    r"similar|sidebar|who-to-follow|disqus|followers?|likes?)(?![a-z])",
    re.IGNORECASE,
)
_PORTRAIT = re.compile(
    r"(?<![a-z])(?:avatars?|gravatars?|userpics?|profile[-_ ]?(?:pic|picture|image|photo)s?|"
    r"profilbild)(?![a-z])",
    re.IGNORECASE,
)
_TAGS = ["img", "image", "video"]
_IN_STYLE = re.compile(r"url\(|var\(\s*--sf-img-")
_STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')\s]{1,4096})")
_VARIABLE = re.compile(r"var\(\s*(--sf-img-\d{1,9})\s*\)")
_VARIABLES = re.compile(r"(--sf-img-\d{1,9})\s*:\s*url\(\s*[\"']?([^\"')\s]{1,200})")


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """One picture of a page.

    `offered`: its addresses, absolute or as `LEAD` or the folder of a saved page names them.
    `links`: where the links around it lead. `beside`: it stands beside what the page is about, or
    among what others wrote. `portrait`: it is called a portrait.
    """

    offered: tuple[str, ...]
    links: tuple[str, ...]
    alt: str
    beside: bool
    portrait: bool


class LogIn(StrEnum):
    """How a page offers a log-in."""

    NONE = "none"
    FIELD = "field"  # somewhere on it stands a field for a password
    WINDOW = "window"  # a window over it asks for one


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page: its pictures, and how it offers a log-in."""

    pictures: tuple[ShownPicture, ...]
    log_in: LogIn
    cut: bool


def shown_in(markup: str, address: str) -> ShownPage:
    """Read a page whose relative addresses are against `address`.

    Takes any text; seconds for the largest: call it in a thread.
    """
    from bs4 import BeautifulSoup

    end = _end_of(markup)
    soup = BeautifulSoup(markup[:end], "lxml")
    base = None if address.startswith(SAVED) else soup.find("base", href=True)
    root = (_absolute(address, str(base["href"])) if base is not None else "") or address
    variables = dict(_VARIABLES.findall(markup[:end]))
    styled = soup.find_all(True, style=_IN_STYLE)
    tags = [*soup.find_all(_TAGS), *(tag for tag in styled if tag.name not in _TAGS)]
    pictures = tuple(_picture(tag, root, variables) for tag in tags)
    ways = [tag for tag in soup.find_all(["a", "input"]) if _log_in_link(tag) or _password(tag)]
    log_in = LogIn.NONE
    if any(_in_window(tag) for tag in ways):
        log_in = LogIn.WINDOW
    elif any(_password(tag) for tag in ways):
        log_in = LogIn.FIELD
    return ShownPage(tuple(each for each in pictures if each.offered), log_in, end < len(markup))


def _end_of(markup: str) -> int:
    at = -1
    for _tag in range(MOST_TAGS):
        at = markup.find("<", at + 1, MOST_CHARACTERS)
        if at < 0:
            return min(len(markup), MOST_CHARACTERS)
    return at


def _password(tag: Tag) -> bool:
    return tag.name == "input" and str(tag.get("type", "")).casefold() == "password"


def _in_window(tag: Tag) -> bool:
    return any(
        above.name == "dialog" or str(above.get("role", "")).casefold() == "dialog"
        for above in islice(tag.parents, _LEVELS)
    )


_LOG_IN = re.compile(r"/(?:accounts/)?(?:log-?_?in|sign-?_?in|i/flow/login)\b", re.IGNORECASE)


def leads_to_log_in(address: str) -> bool:
    """Whether an address is that of a log-in."""
    return _LOG_IN.search(address.partition("?")[0]) is not None


def _log_in_link(tag: Tag) -> bool:
    return tag.name == "a" and leads_to_log_in(str(tag.get("href", "")))


def _picture(tag: Tag, root: str, variables: dict[str, str]) -> ShownPicture:
    links: list[str] = []
    beside = portrait = False
    words = _words(tag)
    portrait = _PORTRAIT.search(f"{words} {tag.get('alt', '')}") is not None
    for above in islice(tag.parents, _LEVELS):
        if above.name == "a" and above.get("href"):
            links.append(_absolute(root, str(above["href"])))
        role = str(above.get("role", "")).casefold()
        named = _words(above) if above.name not in {"html", "body", "main"} else ""
        beside = (
            beside
            or above.name in _BESIDE
            or role in _BESIDE_ROLES
            or _OTHERS.search(named) is not None
        )
        portrait = portrait or _PORTRAIT.search(named) is not None
    offered = dict.fromkeys(
        _absolute(root, each) for each in islice(_offered(tag, variables), _MOST_OFFERED)
    )
    offered.update(dict.fromkeys(links))
    return ShownPicture(
        tuple(each for each in offered if each),
        tuple(links),
        str(tag.get("alt", ""))[:5000],
        beside,
        portrait,
    )


def _words(tag: Tag) -> str:
    names = tag.get("class") or ()
    listed = names if isinstance(names, list) else [str(names)]
    return " ".join((*map(str, listed), str(tag.get("id") or "")))[:500].replace("_", "-")


def _offered(tag: Tag, variables: dict[str, str]) -> Iterator[str]:
    """Yield every address that a picture offers, as it is written."""
    for name in ("src", "poster", "xlink:href", "href", *LAZY_SRC, *ORIGINAL):
        value = tag.get(name)
        if isinstance(value, str) and value:
            yield value
    sized = [tag]
    if tag.parent is not None and tag.parent.name == "picture":
        sized += tag.parent.find_all("source")
    for each in sized:
        for name in LAZY_SRCSET:
            value = each.get(name)
            if isinstance(value, str):
                yield from (entry.url for entry in parse_srcset(value))
    style = str(tag.get("style") or "")
    yield from _STYLE_URL.findall(style)
    yield from (variables[name] for name in _VARIABLE.findall(style) if name in variables)


def _absolute(root: str, written: str) -> str:
    """Return an address made absolute; what names a picture inside the file stays."""
    if written.startswith(("data:,", "javascript:", "#")):
        return ""
    if written.startswith(LEAD):
        return written
    try:
        return urljoin(root, written.strip()).partition("#")[0]
    except ValueError:
        return ""
