"""Canon's CRW (CIFF, "Camera Image File Format", version 1.0): heaps with a directory at their end.

Tags as ExifTool has them (CanonRaw.pm).
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import Stamp
from auditor.readers.metadata.unseen.unseen_file import LONGEST_BLOCK, UnseenFile

__all__ = ["read_ciff"]

_MOST_ENTRIES = 2000
_LONGEST_VALUE = 1000
_DEEPEST = 5
_HEAPS = frozenset({0x2800, 0x3000})
_IN_ENTRY = 0x4000
_DEVICE, _OWNER, _COMMENT, _DESCRIPTION, _FIRMWARE = 0x080A, 0x0810, 0x0805, 0x0815, 0x080B
_SERIAL, _TIME, _SIZE, _FILE_NAME = 0x180B, 0x180E, 0x1810, 0x0816
_JPEGS = frozenset({0x2007})
_LONG_SERIAL_FROM = 0x80000000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_ciff(data: bytes) -> UnseenFile:
    """Return what a CRW holds; what is broken is left out."""
    found = UnseenFile("CRW")
    said = RawMetadata("ciff")
    order = "<" if data[:2] == b"II" else ">"
    if len(data) >= 14:  # noqa: PLR2004 - the head
        (start,) = struct.unpack_from(order + "I", data, 2)
        _read_heap(data, (start, len(data)), order, 0, (found, said, [_MOST_ENTRIES]))
    found.said.append(said)
    return found


def _read_heap(
    data: bytes,
    heap: tuple[int, int],
    order: str,
    depth: int,
    into: tuple[UnseenFile, RawMetadata, list[int]],
) -> None:
    start, end = heap
    if depth > _DEEPEST or end - start < 6 or end > len(data):  # noqa: PLR2004 - no room for an entry
        return
    (offset,) = struct.unpack_from(order + "I", data, end - 4)
    place = start + offset
    if place + 2 > end:
        return
    (count,) = struct.unpack_from(order + "H", data, place)
    for entry in range(place + 2, place + 2 + 10 * count, 10):
        into[2][0] -= 1
        if entry + 10 > end or into[2][0] < 0:
            return
        tag, size, where = struct.unpack_from(order + "HII", data, entry)
        if tag & _IN_ENTRY:
            value = data[entry + 2 : entry + 10]
        elif start + where + size <= end:
            if tag & 0x3800 in _HEAPS:
                _read_heap(data, (start + where, start + where + size), order, depth + 1, into)
                continue
            longest = LONGEST_BLOCK if tag & 0x3FFF in _JPEGS else _LONGEST_VALUE
            value = data[start + where : start + where + min(size, longest)]
        else:
            continue
        _read_value(tag & 0x3FFF, value, order, into)


def _read_value(
    tag: int, value: bytes, order: str, into: tuple[UnseenFile, RawMetadata, list[int]]
) -> None:
    found, said, _left = into
    text = decode(value[:1000].split(b"\0", 1)[0])
    if tag == _DEVICE:
        said.make = text
        said.model = decode(value[:1000].split(b"\0")[1]) if value.count(b"\0") else None
    elif tag == _OWNER:
        said.owners.append(text)
    elif tag in {_COMMENT, _DESCRIPTION} and text.isprintable():
        said.descriptions.append(text)
    elif tag == _FIRMWARE:
        said.software = text
    elif tag == _SERIAL and len(value) >= 4:  # noqa: PLR2004 - a long
        said.serials.append(f"{struct.unpack_from(order + 'I', value)[0]:010d}")
    elif tag == _TIME and len(value) >= 4:  # noqa: PLR2004 - as above
        seconds = struct.unpack_from(order + "I", value)[0]
        if 0 < seconds < _LONG_SERIAL_FROM:
            local = (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None)
            said.stamps.append(Stamp(local))
    elif tag == _SIZE and len(value) >= 8:  # noqa: PLR2004 - width and height
        found.width, found.height = struct.unpack_from(order + "II", value)
    elif tag in _JPEGS and value.startswith(b"\xff\xd8\xff") and not found.inner:
        found.inner.append(value)
