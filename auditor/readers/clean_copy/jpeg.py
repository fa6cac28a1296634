"""JPEG without metadata, and without decoding it.

The compressed picture is copied segment by segment, the rest stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = [
    "APP0",
    "APP1",
    "APP11",
    "APP14",
    "PICTURE",
    "Segment",
    "segments",
    "stripped",
    "with_other_end",
    "with_packet",
]

APP0, APP1, APP11, APP14 = 0xE0, 0xE1, 0xEB, 0xEE
PICTURE = frozenset({*range(0xC0, 0xD0)} - {0xC8}) | {0xDA, 0xDB, 0xDC, 0xDD}
"""Markers without which the picture cannot be decoded (ITU T.81, table B.1): frames, tables, scans,
restart interval, lines."""

_START, _END, _SCAN, _MARK = 0xD8, 0xD9, 0xDA, 0xFF
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MARKER = re.compile(rb"\xff+[^\x00\xff]", re.DOTALL)
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)
_JFIF = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
"""JFIF 1.01, pixels as high as wide, no thumbnail (ITU T.871)."""
_ADOBE, _ADOBE_LENGTH = b"Adobe", 12  # it says how colours are stored (Adobe Technical Note 5116)
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_LINES, _LINES_LENGTH = 0xDC, 2
_MOST = 100_000
_TAIL = 4
"""Bytes of the end of a picture that are changed to see whether they are a part of it; it ends with
up to 7 bits that are not."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: `body` without marker and length, `scan` the compressed data behind it.

    `end` is the place in the file after both.
    """

    marker: int
    body: bytes
    scan: bytes
    end: int

    @property
    def whole(self) -> bytes:
        """The segment as it stands in a file."""
        return (
            bytes((0xFF, self.marker))
            + (len(self.body) + 2).to_bytes(2, "big")
            + self.body
            + self.scan
        )


def segments(data: bytes) -> Iterator[Segment]:
    """Yield the segments up to the end of the first picture.

    What stands behind it is not looked at. Raises ValueError.
    """
    place = 2
    for _step in range(_MOST):
        found = _MARKER.search(data, place)
        if found is None:
            return
        marker, place = data[found.end() - 1], found.end()
        if marker == _END:
            return
        if marker in _ALONE:
            continue
        size = int.from_bytes(data[place : place + 2], "big")
        stop = place + size
        if size < 2 or stop > len(data):  # noqa: PLR2004 - the length counts itself
            message = "a segment is longer than the file"
            raise ValueError(message)
        body, end = data[place + 2 : stop], stop
        if marker == _SCAN:
            after = _AFTER_SCAN.search(data, stop)
            end = after.start() if after else len(data)
        yield Segment(marker, body, data[stop:end], end)
        place = end
    message = "too many segments"
    raise ValueError(message)


def stripped(data: bytes, packet: bytes) -> bytes:
    """Return the same compressed picture with nothing beside it but `packet`.

    `packet` is an XMP packet or empty. Raises ValueError.
    """
    kept: list[bytes] = []
    seen: set[int] = set()
    for segment in segments(data):
        if segment.marker == _LINES and len(segment.body) != _LINES_LENGTH:
            continue  # decoders pass over it, whatever it holds
        if segment.marker in PICTURE:
            kept.append(segment.whole)
        elif segment.marker == APP0 and segment.body.startswith(b"JFIF\0") and APP0 not in seen:
            kept.insert(0, Segment(APP0, _JFIF, b"", 0).whole)
        elif segment.marker == APP14 and segment.body.startswith(_ADOBE) and APP14 not in seen:
            kept.append(Segment(APP14, segment.body[:_ADOBE_LENGTH], b"", 0).whole)
        else:
            continue
        seen.add(segment.marker)
    if not seen & _FRAMES or _SCAN not in seen:
        message = "no picture in it"
        raise ValueError(message)
    return with_packet(b"\xff\xd8" + b"".join(kept) + b"\xff\xd9", packet)


def with_packet(data: bytes, packet: bytes) -> bytes:
    """Return a JPEG with an XMP packet (empty: none) behind its JFIF header, if it has one."""
    if not packet:
        return data
    first = next(segments(data))
    place = first.end if first.marker == APP0 else 2
    return data[:place] + Segment(APP1, _XMP_HEAD + packet, b"", 0).whole + data[place:]


def with_other_end(data: bytes, by: int) -> bytes:
    """Return a JPEG without a trailer whose last bytes of compressed picture are others.

    Markers stay what they are.
    """
    changed = bytearray(data)
    for place in range(max(3, len(data) - 2 - _TAIL), len(data) - 2):
        if _MARK not in {data[place - 1], data[place], data[place] ^ by}:
            changed[place] ^= by
    return bytes(changed)
