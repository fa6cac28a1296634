"""JPEG without metadata, and without decoding it.

The compressed picture is copied segment by segment, the rest stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from auditor.dataclass import dataclass

__all__ = [
    "ADOBE",
    "APP0",
    "APP1",
    "APP11",
    "APP14",
    "COMMENT",
    "FRAMES",
    "HUFFMAN",
    "JFIF",
    "QUANTIZERS",
    "RESTART",
    "SCAN",
    "XMP_HEAD",
    "Segment",
    "segments",
    "with_packet",
]

APP0, APP1, APP11, APP14 = 0xE0, 0xE1, 0xEB, 0xEE
_END, SCAN = 0xD9, 0xDA
HUFFMAN, QUANTIZERS, RESTART, COMMENT = 0xC4, 0xDB, 0xDD, 0xFE
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MARKER = re.compile(rb"\xff+[^\x00\xff]", re.DOTALL)
_IN_SCAN = np.isin(np.arange(256), [0x00, 0xFF, *range(0xD0, 0xD8)])
_FIRST_PIECE, _LARGEST_PIECE = 1 << 12, 1 << 20
JFIF = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
"""JFIF 1.01, pixels as high as wide, no thumbnail (ITU T.871)."""
ADOBE = b"Adobe\0\x64\0\0\0\0"
"""Version 100, no flags; then comes how colours are stored (Adobe Technical Note 5116)."""
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_MOST = 100_000


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
    def head(self) -> bytes:
        """The segment as it stands in a file, without what is compressed."""
        return bytes((0xFF, self.marker)) + (len(self.body) + 2).to_bytes(2, "big") + self.body

    @property
    def whole(self) -> bytes:
        """The segment as it stands in a file."""
        return self.head + self.scan


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
        if marker == SCAN:
            end = _end_of_scan(data, stop)
        yield Segment(marker, body, data[stop:end], end)
        place = end
    message = "too many segments"
    raise ValueError(message)


def _end_of_scan(data: bytes, start: int) -> int:
    """Return where the first marker stands that ends compressed data, with what fills before it."""
    place, size = start, _FIRST_PIECE
    while place < len(data):
        piece = np.frombuffer(data, np.uint8, min(size + 1, len(data) - place), place)
        at = np.flatnonzero(piece[:-1] == 0xFF)  # noqa: PLR2004 - what a marker begins with
        ends = at[~_IN_SCAN[piece[at + 1]]]
        if ends.size:
            end = place + int(ends[0])
            return start + len(data[start:end].rstrip(b"\xff"))
        place, size = place + size, min(size * 2, _LARGEST_PIECE)
    return len(data)


def with_packet(data: bytes, packet: bytes) -> bytes:
    """Return a JPEG with an XMP packet (empty: none) behind its JFIF header, if it has one."""
    if not packet:
        return data
    first = next(segments(data))
    place = first.end if first.marker == APP0 else 2
    return data[:place] + Segment(APP1, XMP_HEAD + packet, b"", 0).whole + data[place:]
