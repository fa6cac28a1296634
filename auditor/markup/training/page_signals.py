"""What one HTML page says of AI training: meta tags, links to a licence, JSON-LD.

Comments and scripts say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from auditor.domain.openness import Agent, Signal, SignalName
from auditor.markup.decode import decode
from auditor.markup.licences import licence_signal
from auditor.markup.pictures import attribute
from auditor.markup.training.site_signals import header_signals, reservation, tag_signal
from auditor.markup.urls import safe_url
from auditor.ports import Answer

if TYPE_CHECKING:  # the parser is loaded with the first page
    from bs4 import BeautifulSoup

_MAX_CHARACTERS = 1_000_000
_MAX_TAGS = 40_000
_MAX_NODES = 10_000
_MAX_SIGNALS = 20
"""Signals of one kind that are told: a page has one or two, a hostile one thousands."""
_EVERYBODY = "*"


def answer_signals(answer: Answer, agents: Sequence[Agent]) -> tuple[Signal, ...]:
    """Return what the headers and the page of an answer say; call it in a thread."""
    kind = answer.headers.get("content-type", "")
    return (
        *header_signals(answer.headers, answer.links, agents, answer.url),
        *page_signals(answer.body, answer.url, kind, agents),
    )


def page_signals(
    body: bytes, url: str, content_type: str, agents: Iterable[Agent]
) -> tuple[Signal, ...]:
    """Return what the page at `url` says. Takes any bytes; call it in a thread."""
    text = _cut_page(decode(body, content_type).replace("\0", "\ufffd"))
    if "<" not in text:
        return ()
    from bs4 import BeautifulSoup
    from bs4.filter import SoupStrainer

    soup = BeautifulSoup(
        text, "lxml", parse_only=SoupStrainer(["meta", "link", "a", "area", "script"])
    )
    names = {agent.name.lower() for agent in agents}
    licences = dict.fromkeys((*_list_linked_licences(soup, url), *_list_stated_licences(soup)))
    signals = [
        *_read_metas(soup, names, url),
        *(licence_signal(licence, url) for licence in licences),
    ]
    return tuple(dict.fromkeys(signals))[:_MAX_SIGNALS]


def _cut_page(text: str) -> str:
    at = -1
    for _tag in range(_MAX_TAGS):
        at = text.find("<", at + 1, _MAX_CHARACTERS)
        if at < 0:
            return text[:_MAX_CHARACTERS]
    return text[:at]


def _read_metas(soup: BeautifulSoup, agents: set[str], url: str) -> Iterator[Signal]:
    said: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name, content = attribute(tag, "name").strip().lower(), attribute(tag, "content")
        if not content.strip():
            continue
        if name == "robots" or name in agents:
            rules = [rule.strip() for rule in content[:2_000].split(",") if rule.strip()]
            yield tag_signal(
                SignalName.META_ROBOTS, _EVERYBODY if name == "robots" else name, rules, url
            )
        elif name in {"tdm-reservation", "tdm-policy"}:
            said.setdefault(name, content)
    if "tdm-reservation" in said:
        yield reservation(said["tdm-reservation"], said.get("tdm-policy", ""), url)


def _list_linked_licences(soup: BeautifulSoup, url: str) -> Iterator[str]:
    for tag in soup.find_all(["a", "area", "link"]):
        if "license" in attribute(tag, "rel").lower().split():
            target = safe_url(url, attribute(tag, "href"))
            if target is not None:
                yield target


def _list_stated_licences(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all("script"):
        if attribute(tag, "type").lower().partition(";")[0].strip() == "application/ld+json":
            yield from _list_licences_in(str(tag.string or ""))


def _list_licences_in(text: str) -> Iterator[str]:
    """Yield every `license` of a JSON-LD block (schema.org/license).

    An address, or an object with one.
    """
    try:
        data: object = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return
    waiting: list[object] = [data]
    for _step in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            stated = node.get("license")
            for licence in stated if isinstance(stated, list) else [stated]:
                named = (
                    licence.get("url") or licence.get("@id") or licence.get("name")
                    if isinstance(licence, dict)
                    else licence
                )
                if isinstance(named, str) and named.strip():
                    yield named
            waiting.extend(
                value for value in reversed(node.values()) if isinstance(value, dict | list)
            )
