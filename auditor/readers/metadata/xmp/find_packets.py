"""XMP packets that stand uncompressed in a file, whatever its format and their encoding."""

from __future__ import annotations

import re

from auditor.messages import _
from auditor.readers.metadata.text import is_rather_big_endian
from auditor.readers.metadata.xmp.namespaces import RDF

MOST_PACKETS = 8
"""Packets read of a file."""

_LONGEST_PACKET = 32 * 1024 * 1024
_MOST_TRIES = 20
"""Places looked at that turn out to be no packet, or one without an end."""
_LONGEST_TAG = 4096
_LONGEST_END = 64
_ENCODINGS = (("utf-8", 1), ("utf-16-le", 2), ("utf-32-le", 4))
"""The patterns of little-endian find big-endian text too, a byte or three later."""
_TAG = re.compile(r"<((?:[\w.-]+:)?[\w.-]+)\s[^<]*\Z")


def find_packets(data: bytes, gaps: list[str], begin: int = 0) -> list[bytes]:
    """Return what stands between the tags of RDF behind `begin`, in its encoding.

    `gaps` gets a reason where a packet has no end or is too long.
    """
    found: list[tuple[int, bytes]] = []
    tries = _MOST_TRIES
    for encoding, width in _ENCODINGS:
        mark = RDF.encode(encoding)
        place = data.find(mark, begin)
        while place >= 0 and len(found) <= MOST_PACKETS and tries > 0:
            packet = _packet_around(data, place, encoding, width, gaps)
            if packet is None:
                tries -= 1
            else:
                found.append(packet)
                place = packet[0] + len(packet[1])
            place = data.find(mark, place + 1)
    if not tries:
        gaps.append(_("There are more XMP blocks than are read."))
    return [packet for _place, packet in sorted(found)]


def _packet_around(
    data: bytes, place: int, encoding: str, width: int, gaps: list[str]
) -> tuple[int, bytes] | None:
    """Return place and bytes of the element whose first tag holds what stands at `place`."""
    bracket = "<".encode(encoding)
    earliest = max(place - _LONGEST_TAG * width, 0)
    start = data.rfind(bracket, earliest, place)
    opening = (
        _TAG.match(data[start:place].decode(encoding, "replace"))
        if start >= 0 and (place - start) % width == 0
        else None
    )
    if opening is None:
        return None
    end = f"</{opening[1]}".encode(encoding)
    close = data.find(end, place, place + _LONGEST_PACKET)
    if close < 0:
        gaps.append(_("An XMP block has no end, or is longer than is read."))
        return None
    after = close + len(end)
    last = data.find(">".encode(encoding), after, after + _LONGEST_END * width)
    stop = after if last < 0 else last + width
    # the other byte order would begin and end these many bytes earlier
    earlier = width - 1
    if (
        earlier
        and start >= earlier
        and is_rather_big_endian(data[start:stop], data[start - earlier : stop - earlier], width)
    ):
        return start - earlier, data[start - earlier : stop - earlier]
    return start, data[start:stop]
