"""Cuts a JSON list into its entries without decoding it: memory stays that of one entry.

A list may be written to fill the memory: an entry of two bytes makes an object of sixty. So no more
is decoded at once than one entry, of bounded length, and nothing nested deeper than any export is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

MOST_ROWS = 1_000_000
"""Entries of one list. The largest export known names some 133,000 pictures."""
MOST_OF_ROW = 16 * 1024 * 1024
_MOST_VALUES = 1_000_000
"""Values in one entry: an object of two bytes takes sixty in memory. A judgement."""
_DEEPEST = 16
_ANY = msgspec.json.Decoder(Any)
_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BARE = rb'[^\[\]{}",:\s]++'
_BLANK = re.compile(rb"[\s,]*+")
_BOM = b"\xef\xbb\xbf"


def _nested(depth: int) -> bytes:
    inner = rb'[^\[\]{}"]++|' + _TEXT
    body = rb"(?:" + inner + rb")*+"
    for _level in range(depth - 1):
        body = rb"(?:" + inner + rb"|[\[{]" + body + rb"[\]}])*+"
    return rb"[\[{]" + body + rb"[\]}]"


_VALUE = re.compile(rb"(?:" + _nested(_DEEPEST) + rb"|" + _TEXT + rb"|" + _BARE + rb")", re.DOTALL)
_NAME = re.compile(rb"[\s,]*+(?P<name>" + _TEXT + rb")\s*+:\s*+", re.DOTALL)


class Broken(ValueError):
    """What was read is no list, or not to its end."""


def rows(data: bytes, keys: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the entries of a list, or of the one under the first of `keys` that is there.

    An object where a list is expected is its one entry, an empty one is none. Raises Broken at the
    place from which on it cannot be read.
    """
    data = data.removeprefix(_BOM)
    start = _start(data, keys)
    if data[start : start + 1] == b"{":
        found = _VALUE.match(data, start)
        if found is None:
            raise Broken
        if found[0][1:-1].strip():
            yield found[0]
        return
    if data[start : start + 1] != b"[":
        raise Broken
    yield from _entries(data, start + 1)


def _entries(data: bytes, start: int) -> Iterator[bytes]:
    number = 0
    while True:
        start = _end_of(_BLANK, data, start)
        if data[start : start + 1] == b"]":
            return
        found = _VALUE.match(data, start)
        number += 1
        if found is None or number > MOST_ROWS:
            raise Broken
        yield found[0]
        start = found.end()


def _start(data: bytes, keys: tuple[str, ...]) -> int:
    """Return where the list begins."""
    start = _end_of(_BLANK, data, 0)
    if not keys or data[start : start + 1] != b"{":
        if data[start : start + 1] != b"[":
            raise Broken
        return start
    return place(data, keys)[1]


def place(data: bytes, names: tuple[str, ...], at: int = 0) -> tuple[str, int]:
    """Return the first member of the object at a place that has one of `names`, and where it is.

    Raises Broken where there is none.
    """
    start = _end_of(_BLANK, data, at)
    if data[start : start + 1] != b"{":
        raise Broken
    start += 1
    while (name := _NAME.match(data, start)) is not None:
        told = name["name"][1:-1].decode("utf-8", "replace")
        if told in names:
            return told, name.end()
        value = _VALUE.match(data, name.end())
        if value is None:
            break
        start = value.end()
    raise Broken


def member(data: bytes, *path: str) -> bytes:
    """Return what stands under a path of names. Raises Broken."""
    found = _VALUE.match(data, _descended(data, path))
    if found is None:
        raise Broken
    return found[0]


def entries(data: bytes, *path: str) -> Iterator[bytes]:
    """Yield the entries of the list under a path of names. Raises Broken as `rows` does."""
    start = _descended(data, path)
    if data[start : start + 1] != b"[":
        raise Broken
    yield from _entries(data, start + 1)


def _descended(data: bytes, path: tuple[str, ...]) -> int:
    start = 0
    for name in path:
        start = place(data, (name,), start)[1]
    return start


def fields(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the names of an object, with where their values begin and end; nothing is copied.

    Raises Broken at the place from which on it cannot be read, or where it is none.
    """
    start = _end_of(_BLANK, data, len(_BOM) if data.startswith(_BOM) else 0)
    if data[start : start + 1] != b"{":
        raise Broken
    start += 1
    for _number in range(MOST_ROWS):
        name = _NAME.match(data, start)
        if name is None:
            break
        value = _VALUE.match(data, name.end())
        if value is None:
            raise Broken
        yield name["name"][1:-1], *value.span()
        start = value.end()
    start = _end_of(_BLANK, data, start)
    if data[start : start + 1] != b"}":
        raise Broken


def _end_of(pattern: re.Pattern[bytes], data: bytes, start: int) -> int:
    found = pattern.match(data, start)
    return start if found is None else found.end()


def value_of(row: bytes) -> Any:
    """Return what an entry holds. Raises Broken.

    Half a character, which is left where a platform cut a text, becomes a question mark.
    """
    if len(row) > MOST_OF_ROW or sum(map(row.count, (b",", b"{", b"["))) > _MOST_VALUES:
        raise Broken
    try:
        return _ANY.decode(row.removeprefix(_BOM))
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        pass
    try:
        body = json.loads(row.decode("utf-8-sig"), parse_constant=_no_number)
        return json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise Broken from None


def _no_number(text: str) -> None:
    """Read NaN and Infinity as nothing: JSON has neither."""
    del text
