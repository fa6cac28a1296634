"""The block that Samsung phones put behind a picture: films, sounds, pictures, times and paths.

Its directory stands at the end, from "SEFH" to "SEFT" (as ExifTool reads it); distances in it count
backwards from there.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime

from auditor.domain.photos.file_contents import FurtherKind, Trace
from auditor.readers.further.begin import begun_at
from auditor.readers.further.pieces import Piece, Walk
from auditor.readers.metadata.found import RawMetadata

__all__ = ["walk_samsung"]

_WHERE = "Samsung trailer"
_ENDS = (b"SEFT", b"QDIOBS")
_MOST_BLOCKS = 8
_MOST_ENTRIES = 200
_LONGEST_DIRECTORY = 0x10000
_LONGEST_NAME = 100
_LONGEST_TEXT = 64 * 1024
_LEAST_UNKNOWN = 256
_TIME, _COUNTRY = b"Image_UTC_Data", b"MCC_Data"
_PATH = re.compile(rb"/(?:storage|data|sdcard|mnt|emulated)/[^\0\"\r\n<>|]{1,400}")
_LATEST = 7_258_118_400  # seconds: the year 2200
_Entry = tuple[bytes, int, int]
"""Name, start and end of the value."""


def walk_samsung(data: bytes, start: int, walk: Walk) -> int:
    """Note what the block holds; return where it begins, the end of `data` if there is none."""
    end = len(data)
    trimmed = len(data[max(start, end - 64) :].rstrip(b"\0"))
    last = max(start, end - 64) + trimmed
    found = data[max(start, last - 6) : last].endswith(_ENDS) and _find_directory(data, start, last)
    if not found:
        return end
    directory, entries = found
    begin = directory
    said = RawMetadata(_WHERE)
    for name, value, stop in entries:
        begin = min(begin, value - len(name) - 8)
        _read_entry(data, (name, value, stop), walk, said)
    if said.says_something():
        walk.beside.append(said)
    return begin


def _find_directory(data: bytes, start: int, end: int) -> tuple[int, list[_Entry]] | None:
    """Return where the directory stands, and its entries: the blocks are walked backwards."""
    if data.endswith(b"QDIOBS", 0, end):
        end -= 2
    for _step in range(_MOST_BLOCKS):
        if end - start < 20:  # noqa: PLR2004 - the smallest directory
            return None
        (size,) = struct.unpack_from("<I", data, end - 8)
        head = end - 8 - size
        if not 4 <= size < _LONGEST_DIRECTORY or head < start:  # noqa: PLR2004
            return None
        if data[end - 4 : end] == b"SEFT":
            if data[head : head + 4] != b"SEFH" or size < 12:  # noqa: PLR2004 - its head
                return None
            return head, list(_list_entries(data, start, head, size))
        end = head
    return None


def _list_entries(data: bytes, start: int, head: int, size: int) -> Iterator[_Entry]:
    (count,) = struct.unpack_from("<I", data, head + 8)
    for index in range(min(count, _MOST_ENTRIES, (size - 12) // 12)):
        _kind, back, length = struct.unpack_from("<III", data, head + 12 + 12 * index)
        place = head - back
        if place < start or not 8 <= length <= back:  # noqa: PLR2004 - an entry has a head
            return
        (name_size,) = struct.unpack_from("<I", data, place + 4)
        if name_size + 8 <= length:
            name = data[place + 8 : place + 8 + min(name_size, _LONGEST_NAME)]
            yield name, place + 8 + name_size, place + length


def _read_entry(data: bytes, entry: _Entry, walk: Walk, said: RawMetadata) -> None:
    name, start, end = entry
    words = name.decode("latin-1")
    where = f"{_WHERE} {words}"
    begun = begun_at(data, start, end)
    if begun is not None:
        walk.add(
            Piece(
                begun.kind,
                where,
                data,
                start,
                end - start,
                format=begun.format,
                pictured="depth" not in words.lower(),
                derived="depth" in words.lower(),
            )
        )
        return
    text = data[start : min(end, start + _LONGEST_TEXT)]
    said.paths += [
        Trace(match.decode("utf-8", "replace"), where) for match in _PATH.findall(text)[:8]
    ]
    if name == _TIME:
        said.gps_time = said.gps_time or _read_time(text)
    elif name == _COUNTRY:
        said.identifiers.append(Trace(text[:8].decode("latin-1"), where))
    elif end - start >= _LEAST_UNKNOWN and not _is_text(text):
        depth = "depth" in words.lower()
        kind = FurtherKind.PICTURE if depth else FurtherKind.UNKNOWN
        walk.add(Piece(kind, where, data, start, end - start, pictured=False, derived=depth))


def _read_time(text: bytes) -> datetime | None:
    """Return the time of a number of milliseconds since 1970."""
    digits = text.strip(b"\0 ")
    if not digits.isdigit() or not 0 < int(digits[:16]) // 1000 < _LATEST:
        return None
    return datetime.fromtimestamp(int(digits[:16]) // 1000, UTC)


def _is_text(text: bytes) -> bool:
    return text[:1000].isascii() and b"\0" not in text[:1000]
