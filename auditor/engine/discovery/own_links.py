"""What a page calls the same person: links with rel=me, and `sameAs` in its data (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from auditor.markup.page import parse_page
from auditor.markup.urls import safe_url
from auditor.ports import Answer

_DATA = re.compile(
    r"<script\b[^>]{0,300}type\s{0,3}=\s{0,3}[\"']?application/ld\+json[^>]{0,300}>(.{0,200000}?)"
    r"</script",
    re.IGNORECASE | re.DOTALL,
)
_MOST = 30
_DEEPEST = 20


def own_links(answer: Answer) -> tuple[str, ...]:
    """Return addresses that a page calls its own, each once and at most 30. May take a while."""
    page = parse_page(
        answer.body, answer.url, answer.headers.get("content-type", ""), answer.headers
    )
    text = answer.body.decode("utf-8", "replace")
    found = dict.fromkeys(page.me_links)
    for match in _DATA.finditer(text):
        for url in _same_as(match[1]):
            safe = safe_url(answer.url, url)
            if safe is not None:
                found.setdefault(safe)
    return tuple(url for url in found if url.startswith(("http://", "https://")))[:_MOST]


def plain_links(answer: Answer) -> tuple[str, ...]:
    """Return where else a page links to, each once, as many as it has. May take a while."""
    page = parse_page(
        answer.body, answer.url, answer.headers.get("content-type", ""), answer.headers
    )
    own = urlsplit(answer.url).hostname
    found = dict.fromkeys((*page.me_links, *page.links))
    return tuple(url for url in found if urlsplit(url).hostname not in {own, None})


def _same_as(text: str) -> Iterator[str]:
    try:
        waiting = [(json.loads(text), 0)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, dict):
            same = value.get("sameAs")
            yield from (
                each
                for each in (same if isinstance(same, list) else [same])
                if isinstance(each, str)
            )
            waiting += [(each, depth + 1) for key, each in value.items() if key != "sameAs"]
