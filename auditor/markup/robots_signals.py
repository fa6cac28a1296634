"""What a site tells search engines about a page: meta robots, X-Robots-Tag, robots.txt."""

from __future__ import annotations

import re

from protego import Protego

from auditor.domain.account import IndexSignal, Openness

IMAGE_BOT = "Googlebot-Image"
MAX_ROBOTS_TXT = 512_000
"""Bytes of a robots.txt that count; RFC 9309, section 2.5, asks for at least 500 KiB."""

_CLOSING = frozenset({"noindex", "none", "noimageindex"})
_OPENING = frozenset({"index", "all", "max-image-preview:large", "max-image-preview:standard"})
_BOTS = frozenset({"robots", "googlebot", "googlebot-image"})
# A name with a space begins with no digit.
_NAME = re.compile(r"\s*(?:[a-z*][\w./* -]*|\d[\w./*-]*[a-z][\w./*-]*)?\s*", re.IGNORECASE)
_VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
_MAX_SAYS = 300
EVERYBODY = "*"
NAMES = frozenset({"user-agent", "useragent", "user agent"})
_RULE_NAMES = ("allow", "agent", "alow", "allaw")
_PRODUCT = re.compile(r"[\w.-]+")
"""What a name is made of: it ends at the first character that no name has, a comma or a space for
one, as Google's parser reads it. Names of today have digits and dots besides the letters of the
standard (RFC 9309, 2.2.1)."""


def meta_signal(name: str, content: str, url: str) -> IndexSignal | None:
    """Return what a `<meta name=... content=...>` says.

    None if it does not speak to Google or to all crawlers.
    """
    if name.strip().lower() not in _BOTS or not content.strip():
        return None
    return IndexSignal(Openness.META_ROBOTS, content.strip()[:_MAX_SAYS], _open(content), url)


def header_signal(value: str, url: str) -> IndexSignal | None:
    """Return what an X-Robots-Tag header says to Google or to all crawlers.

    `value` may hold several, joined by commas.
    """
    rules: list[str] = []
    ours = True
    for part in value[:2_000].split(","):
        head, _colon, rest = part.partition(":")
        if names_agent(part):
            ours = head.strip().lower() in _BOTS
            part = rest  # noqa: PLW2901 - what follows the name is the first rule
        if ours and part.strip():
            rules.append(part.strip())
    if not rules:
        return None
    says = ", ".join(rules)
    return IndexSignal(Openness.X_ROBOTS_TAG, says[:_MAX_SAYS], _open(says), url)


def names_agent(part: str) -> bool:
    """Whether a part of X-Robots-Tag begins with an agent's name ("otherbot: noindex").

    The name counts for the parts after it too.

    A date of unavailable_after has commas and colons of its own: "Sat, 25 Jun 2030 15:00:00 GMT".
    """
    head, colon, _rest = part.partition(":")
    return bool(colon and _NAME.fullmatch(head)) and head.strip().lower() not in _VALUED


def robots_txt_signal(text: str, page: str, robots_url: str) -> IndexSignal:
    """Return whether robots.txt lets Google's picture crawler read `page`.

    It is empty if there is none.
    """
    allowed = parse_robots_txt(text).can_fetch(page, IMAGE_BOT)
    says = f"{'Allow' if allowed else 'Disallow'} ({IMAGE_BOT})" if text.strip() else ""
    return IndexSignal(Openness.ROBOTS_TXT, says, allowed, robots_url)


def parse_robots_txt(text: str) -> Protego:
    """Parse robots.txt; broken lines are passed over.

    Lines that are neither names nor rules do not come between the names of a group (RFC 9309,
    2.2.4): the parser is shown a delay behind all of them, and the others not at all. A name is
    the product token alone: for the parser "GPTBot" and "GPTBot/1.2" are different agents.
    """
    lines = text[:MAX_ROBOTS_TXT].splitlines()
    rules: list[str] = []
    delays: list[str] = []
    for line in lines:
        name, colon, value = line.partition("#")[0].partition(":")
        word = name.strip().lower()
        if colon and word == "crawl-delay":
            delays.append(line)
        elif colon and word.endswith(_RULE_NAMES):
            if word in NAMES:
                line = f"User-agent: {agent_group(value)}" if value.strip() else ""  # noqa: PLW2901
            over = bool(rules) and not _names_group(rules[-1])  # the group before
            if over or not _names_group(line):
                rules += delays
                delays = []
            rules.append(line)
    sitemaps = [line for line in lines if line.strip().lower().startswith("sitemap")]
    return Protego.parse("\n".join((*rules, *delays, *sitemaps)))


def agent_group(value: str) -> str:
    """Return the name of a group as crawlers look for it, `*` for everybody."""
    return agent_token(value) or EVERYBODY


def agent_token(name: str) -> str:
    """Return the product token.

    Crawlers look for their name without the version, whatever the case.
    """
    found = _PRODUCT.match(name.strip().lstrip("*").strip())
    return found[0].lower() if found is not None else ""


def _names_group(line: str) -> bool:
    return line.startswith("User-agent:")


def _open(content: str) -> bool | None:
    rules = {"".join(rule.split()).lower() for rule in content.split(",")}
    if rules & _CLOSING:
        return False
    return True if rules & _OPENING else None
