"""BigTIFF (libtiff.org, "The BigTIFF File Format"): TIFF with offsets of eight bytes.

What matters for metadata is copied into an ordinary TIFF structure, which is then read as any.
"""

from __future__ import annotations

import struct

from auditor.dataclass import dataclass
from auditor.messages import _
from auditor.readers.metadata.unseen.unseen_file import LONGEST_BLOCK, UnseenFile

__all__ = ["read_bigtiff"]

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_LONG_8, _IFD_8 = 16, 18
_WIDTH, _HEIGHT = 0x0100, 0x0101
_EXIF_IFD, _GPS_IFD, _XMP, _PHOTOSHOP, _IPTC = 0x8769, 0x8825, 0x02BC, 0x8649, 0x83BB
_MOST_ENTRIES = 2000
_LONGEST_VALUE = 256 * 1024
_LONGEST_IN_ALL = 16 * 1024 * 1024
_HEADER = 8
_INLINE, _INLINE_SMALL = 8, 4


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    count: int
    value: bytes


def read_bigtiff(data: bytes) -> UnseenFile:
    """Return what the first directory of a BigTIFF holds, and those of EXIF and GPS."""
    found = UnseenFile("BigTIFF")
    order = "<" if data[:2] == b"II" else ">"
    if len(data) < 16:  # noqa: PLR2004 - the header
        return found
    (first,) = struct.unpack_from(order + "Q", data, 8)
    main = _read_directory(data, order, first, found)
    found.width, found.height = (_number(main.get(tag), order) for tag in (_WIDTH, _HEIGHT))
    for tag, name in ((_XMP, "xmp"), (_PHOTOSHOP, "photoshop"), (_IPTC, "iptc")):
        entry = main.pop(tag, None)
        if entry is None:
            continue
        if name == "xmp":
            found.xmp.append(entry.value)
        else:
            setattr(found, name, entry.value)
    below = {}
    for tag in (_EXIF_IFD, _GPS_IFD):
        place = _number(main.pop(tag, None), order)
        if place:
            below[tag] = _read_directory(data, order, place, found)
    exif = below.get(_EXIF_IFD, {})
    place = _number(exif.pop(_GPS_IFD, None), order)
    if place and _GPS_IFD not in below:
        below[_GPS_IFD] = _read_directory(data, order, place, found)
    found.exif.append(_make_tiff(order, main, below))
    return found


def _read_directory(data: bytes, order: str, place: int, found: UnseenFile) -> dict[int, _Entry]:
    entries: dict[int, _Entry] = {}
    if place + 8 > len(data):
        found.gaps.append(_("This part of the file is damaged or not understood."))
        return entries
    left = _LONGEST_IN_ALL
    (count,) = struct.unpack_from(order + "Q", data, place)
    if count > _MOST_ENTRIES:
        found.gaps.append(_("It has more parts than are looked at."))
    for start in range(place + 8, place + 8 + 20 * min(count, _MOST_ENTRIES), 20):
        if start + 20 > len(data):
            break
        tag, kind, number = struct.unpack_from(order + "HHQ", data, start)
        width = 8 if kind in {_LONG_8, _IFD_8, 17} else _SIZES.get(kind)
        if width is None:
            continue
        size = width * number
        where = start + 12
        if size > _INLINE:
            (where,) = struct.unpack_from(order + "Q", data, where)
        longest = LONGEST_BLOCK if tag in {_XMP, _PHOTOSHOP, _IPTC} else _LONGEST_VALUE
        if size <= min(longest, left) and where + size <= len(data):
            left -= size
            entries.setdefault(tag, _Entry(kind, number, data[where : where + size]))
    return entries


def _number(entry: _Entry | None, order: str) -> int | None:
    if entry is None or not entry.count:
        return None
    code = {3: "H", 4: "I", 13: "I", _LONG_8: "Q", _IFD_8: "Q"}.get(entry.kind)
    if code is None or len(entry.value) < struct.calcsize(code):
        return None
    (number,) = struct.unpack_from(order + code, entry.value)
    return int(number)


def _make_tiff(order: str, main: dict[int, _Entry], below: dict[int, dict[int, _Entry]]) -> bytes:
    """Return an ordinary TIFF structure of these directories."""
    body = bytearray()
    places = {
        tag: _HEADER + _add_directory(body, order, entries, {}) for tag, entries in below.items()
    }
    first = _HEADER + _add_directory(body, order, main, places)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return head + struct.pack(order + "I", first) + bytes(body)


def _add_directory(
    body: bytearray, order: str, entries: dict[int, _Entry], pointers: dict[int, int]
) -> int:
    """Append values, then the directory; return where it begins in `body`."""
    rows: list[tuple[int, bytes]] = []
    for tag, entry in entries.items():
        if entry.kind not in _SIZES:
            continue
        value = entry.value
        if len(value) > _INLINE_SMALL:
            place = _HEADER + len(body)
            body += value + bytes(len(value) % 2)
            value = struct.pack(order + "I", place)
        row = struct.pack(order + "HHI", tag, entry.kind, entry.count) + value.ljust(4, b"\0")
        rows.append((tag, row))
    rows += [
        (tag, struct.pack(order + "HHII", tag, 4, 1, place)) for tag, place in pointers.items()
    ]
    start = len(body)
    body += struct.pack(order + "H", len(rows))
    for _tag, row in sorted(rows):
        body += row
    body += bytes(4)
    return start
