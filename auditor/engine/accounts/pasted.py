"""What stands around an address that was copied out of a chat, a code or a search, taken away."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qs, urlsplit

_INVISIBLE = frozenset({"Cf", "Cc", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # letters of some scripts need them inside a name
_WRAPPED = (
    ("<", ">"), ('"', '"'), ("'", "'"), ("`", "`"), ("(", ")"),
    ("\u201c", "\u201d"), ("\u201e", "\u201c"), ("\u201e", "\u201d"), ("\u2018", "\u2019"),
    ("\u201a", "\u2018"), ("\u00ab", "\u00bb"), ("\u00bb", "\u00ab"), ("\u2039", "\u203a"),
    ("\u203a", "\u2039"), ("\u300c", "\u300d"),
)  # fmt: skip
_MARKDOWN = re.compile(r"!?\[[^\]]{0,500}\]\(<?(?P<url>[^\s<>]+?)>?\)")
_CARD = re.compile(r"(?:^|[;\s])URL:(?P<url>https?://[^;\s]+)", re.IGNORECASE)
_BEFORE = re.compile(r"(?:feed|view-source):(?=https?://)|mailto:(?=[^@/\s]+@)", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?|at|tg)://|acct:", re.IGNORECASE)
_NAMED_PAGE = re.compile(r"/[^/]+:[^/]*$|[?&]title=[^&]*$")
_END_MARKS = ",;!\u2026\u3001\u3002\uff0c\uff01."
_BRACKETS = ((")", "("), ("]", "["), ("}", "{"), (">", "<"))
_LEADS_ON = (
    (re.compile(r"(?:l|lm)\.(?:facebook|instagram|threads|messenger)\.(?:com|net)"), "/", "u"),
    (re.compile(r"(?:www\.)?facebook\.com"), "/l.php", "u"),
    (re.compile(r"www\.google\.[a-z.]{2,6}"), "/url", "q"),
    (re.compile(r"www\.google\.[a-z.]{2,6}"), "/url", "url"),
    (re.compile(r"www\.youtube\.com"), "/redirect", "q"),
    (re.compile(r"out\.reddit\.com"), "/", "url"),
    (re.compile(r"www\.linkedin\.com"), "/redir/redirect", "url"),
    (re.compile(r"(?:m\.)?vk\.com"), "/away.php", "to"),
    (re.compile(r"t\.umblr\.com"), "/redirect", "z"),
    (re.compile(r"steamcommunity\.com"), "/linkfilter", "url"),
    (re.compile(r"[a-z0-9.]+\.safelinks\.protection\.outlook\.com"), "/", "url"),
)
"""Addresses by which platforms count clicks: host, start of the path, parameter with the address
that is meant. Looked up 2026-11."""
_MOST_WRAPS = 5


def tidied(text: str) -> str:
    """Return what was pasted without what only surrounds it.

    Invisible marks, brackets, quotes, markdown, codes, marks of the sentence, counters of clicks.
    """
    kept = "".join(
        mark for mark in text if mark in _JOINERS or unicodedata.category(mark) not in _INVISIBLE
    )
    kept = kept.replace("\uff20", "@").strip().strip(_JOINERS).strip()
    for _wrap in range(_MOST_WRAPS):
        inner = _unwrapped(kept)
        if inner == kept:
            break
        kept = inner
    return kept


def _unwrapped(kept: str) -> str:
    for opening, closing in _WRAPPED:
        if len(kept) > 1 and kept.startswith(opening) and kept.endswith(closing):
            return kept[1:-1].strip()
    found = _MARKDOWN.fullmatch(kept) or _CARD.search(kept)
    if found is not None:
        return found["url"]
    kept = _without_marks(_BEFORE.sub("", kept, count=1))
    if kept.startswith("//") and not kept.startswith("///"):
        return f"https:{kept}"
    scheme = _SCHEME.match(kept)
    if scheme is not None and not scheme[0].islower():
        return scheme[0].lower() + kept[scheme.end() :]
    return _meant(kept)


def _without_marks(kept: str) -> str:
    """Take away marks that end the sentence; titles of wiki pages may end with them."""
    while kept and not _NAMED_PAGE.search(kept) and kept[-1] in _END_MARKS:
        kept = kept[:-1].rstrip()
    for closing, opening in _BRACKETS:
        if kept.endswith(closing) and kept.count(closing) > kept.count(opening):
            return kept[:-1].rstrip()
    return kept


def _meant(kept: str) -> str:
    """Return the address that a counter of clicks leads to, else `kept`."""
    try:
        parts = urlsplit(kept)
        host = (parts.hostname or "").lower()
    except ValueError:  # half an IPv6 address, say
        return kept
    asked = parse_qs(parts.query)
    if parts.scheme == "tg" and host == "resolve" and asked.get("domain"):
        return f"https://t.me/{asked['domain'][0]}"
    if parts.scheme not in {"http", "https"}:
        return kept
    for pattern, path, name in _LEADS_ON:
        target = asked.get(name, [""])[0]
        if (
            pattern.fullmatch(host)
            and parts.path.startswith(path)
            and target.lower().startswith(("http://", "https://"))
        ):
            return target
    return kept
