"""Names and values of an export's HTML pages: each label with the text that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import pairwise

from auditor.archives.tree.tree import Tree
from auditor.errors import ReaderError

_MOST = 1024 * 1024
"""Bytes of a page about a profile: the parser takes a time that grows with their square."""
_SILENT = frozenset({"style", "script", "head", "title"})


class _Texts(HTMLParser):
    """Collects the texts of a page in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._silent:
            self.found.append(text)


def texts(tree: Tree, name: str) -> tuple[str, ...]:
    """Return the texts of a page in their order, none where it cannot be read."""
    try:
        body = tree.read(name, _MOST).decode("utf-8", "replace")
    except ReaderError:
        return ()
    parser = _Texts()
    parser.feed(body)
    return tuple(parser.found)


def pairs(tree: Tree, name: str) -> Mapping[str, str]:
    """Return each text of a page with the one after it; the first of equal ones stands."""
    found = texts(tree, name)
    told: dict[str, str] = {}
    for label, value in pairwise(found):
        told.setdefault(label, value)
    return told
