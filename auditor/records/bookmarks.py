"""Bookmarks of browsers: the hosts that they name, and nothing else of them.

Read are the page that every browser exports (NETSCAPE-Bookmark-file-1), Chrome's file `Bookmarks`,
and Firefox's backups as JSON, packed (jsonlz4) or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

import msgspec

from auditor.errors import ReaderError
from auditor.messages import _

_PAGE = b"<!DOCTYPE NETSCAPE-Bookmark-file-1>"
_PACKED = b"mozLz40\0"
_LARGEST = 64 << 20
_LINK = re.compile(
    rb"<A\s[^>]*?HREF=\"https?://(?:[^/\"?#\s]{0,500}@)?([^/\"?#:@\s]{1,253})", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://(?:[^/?#\s]{0,500}@)?([^/?#:@\s]{1,253})", re.IGNORECASE)
"""Who logs in may stand before the host, with a password: that is passed over."""
_LENGTH_SIZE = 4
_LEAST_MATCH = 4
_MORE = 15
_FULL = 255


class _Node(msgspec.Struct):
    """A folder or a bookmark, of Chrome (`url`) or Firefox (`uri`)."""

    url: str | None = None
    uri: str | None = None
    children: list[_Node] | None = None


class _Chrome(msgspec.Struct):
    roots: dict[str, _Node | str]


def looks_like_bookmarks(data: bytes) -> bool:
    """Whether a file that starts so holds bookmarks."""
    start = data.lstrip()[:4096]
    if start.upper().startswith(_PAGE.upper()) or data.startswith(_PACKED):
        return True
    return start.startswith(b"{") and (
        b'"roots"' in start or b"text/x-moz-place" in start or b'"checksum"' in start
    )


def hosts_in(data: bytes) -> tuple[str, ...]:
    """Return the hosts that bookmarks name, one a bookmark. Raises ReaderError."""
    if data.startswith(_PACKED):
        data = _unpacked(data[len(_PACKED) :])
    if data.lstrip().startswith(b"<"):
        return tuple(match[1].decode("ascii", "replace").lower() for match in _LINK.finditer(data))
    return tuple(_hosts_of_nodes(_nodes(data)))


def _nodes(data: bytes) -> list[_Node]:
    try:
        chrome = msgspec.json.decode(data, type=_Chrome)
        return [node for node in chrome.roots.values() if isinstance(node, _Node)]
    except (msgspec.MsgspecError, RecursionError):
        pass
    try:
        node = msgspec.json.decode(data, type=_Node)
    except (msgspec.MsgspecError, RecursionError):
        node = _Node()
    if node.children is None and node.uri is None:
        raise ReaderError(_("holds no bookmarks that can be read"))
    return [node]


def _hosts_of_nodes(nodes: list[_Node]) -> Iterator[str]:
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        found = _ADDRESS.match(node.url or node.uri or "")
        if found:
            yield found[1].lower()
        waiting += node.children or ()


def _unpacked(data: bytes) -> bytes:
    """Return what a block of LZ4 holds, whose length stands before it in four bytes.

    https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md. Raises ReaderError.
    """
    size = int.from_bytes(data[:_LENGTH_SIZE], "little")
    if size > _LARGEST:
        raise ReaderError(_("is larger than 64 MiB"))
    made = bytearray()
    at = _LENGTH_SIZE
    try:
        while at < len(data):
            token = data[at]
            length, at = _length(data, at + 1, token >> 4, size)
            made += data[at : at + length]
            at += length
            if at >= len(data):
                break
            back = int.from_bytes(data[at : at + 2], "little")
            length, at = _length(data, at + 2, token & _MORE, size)
            length += _LEAST_MATCH
            start = len(made) - back
            if not back or start < 0 or len(made) + length > size:
                return _damaged()
            repeated = bytes(made[start : start + length])
            made += (repeated * -(-length // len(repeated)))[:length]
    except IndexError:
        return _damaged()
    return bytes(made) if len(made) == size else _damaged()


def _damaged() -> NoReturn:
    raise ReaderError(_("is damaged")) from None


def _length(data: bytes, at: int, length: int, most: int) -> tuple[int, int]:
    """Return a length and where it ends. Raises ReaderError beyond `most`, and reads no further."""
    if length == _MORE:
        while length <= most:
            length += data[at]
            at += 1
            if data[at - 1] != _FULL:
                break
    if length > most:
        _damaged()
    return length, at
