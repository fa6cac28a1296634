"""IPTC records behind the end of a file, as AXS's programs appended them (exiftool, AFCP.pm)."""

from __future__ import annotations

import struct

_MARKS = {b"AXS!": ">", b"AXS*": "<"}
_HEADER, _ENTRY = 12, 12
_MOST_ENTRIES = 100
_LONGEST = 8 * 1024 * 1024


def iptc_behind(data: bytes) -> bytes:
    """Return the records, empty where there are none."""
    mark = data[-_HEADER : -_HEADER + 4]
    order = _MARKS.get(mark)
    if order is None:
        return b""
    (start,) = struct.unpack_from(order + "I", data, len(data) - _HEADER + 4)
    if data[start : start + 4] != mark or start + _HEADER > len(data):
        return b""
    (count,) = struct.unpack_from(order + "H", data, start + 6)
    for number in range(min(count, _MOST_ENTRIES)):
        place = start + _HEADER + _ENTRY * number
        if place + _ENTRY > len(data):
            break
        size, offset = struct.unpack_from(order + "II", data, place + 4)
        if data[place : place + 4] == b"IPTC":
            return data[offset : offset + min(size, _LONGEST)]
    return b""
