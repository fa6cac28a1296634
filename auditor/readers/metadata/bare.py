"""Pictures whose file holds nothing but the picture: nobody needs to be asked what else it says.

Most platforms strip what they serve. Starting the exiftool program takes 80 ms of processor time a
photo, to answer that it found nothing.
"""

from __future__ import annotations

import re

__all__ = ["is_bare"]

_SOI, _EOI, _SOS = b"\xff\xd8", 0xD9, 0xDA
# ITU T.81, table B.1: frames, tables, restart intervals, scans
_PICTURE = frozenset({*range(0xC0, 0xD0), _SOS, 0xDB, 0xDC, 0xDD})
# what says how the picture is to be shown: no tag of those that are asked for stands there
_SHOWING = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_JFIF_BYTES = 16  # with its length; longer ones hold a small picture
_SHOWING_BYTES = {0xE0: _JFIF_BYTES, 0xEE: 14}
_BEHIND_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")
_MOST_SEGMENTS = 500
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT"}
    | {b"bKGD", b"hIST"}
)
_WEBP_CHUNKS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
_PNG_AROUND, _WEBP_AROUND = 12, 8  # bytes of a chunk beside what it holds


def is_bare(data: bytes) -> bool:
    """Whether a JPEG, PNG or WebP holds its picture and how to show it, and not a byte more.

    False for everything that is not understood whole, and for all other formats.
    """
    if data.startswith(_SOI):
        return _is_bare_jpeg(data)
    if data.startswith(_PNG_START):
        return _holds_only(data, len(_PNG_START), _PNG_CHUNKS, png=True)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        size = int.from_bytes(data[4:8], "little") + 8
        return size == len(data) and _holds_only(data, 12, _WEBP_CHUNKS, png=False)
    return False


def _is_bare_jpeg(data: bytes) -> bool:
    place = len(_SOI)
    for _step in range(_MOST_SEGMENTS):
        if data[place : place + 1] != b"\xff" or place + 2 > len(data):
            return False
        marker = data[place + 1]
        if marker == _EOI:
            return place + 2 == len(data)
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if length < 2 or not (marker in _PICTURE or _shows(data, place, marker, length)):  # noqa: PLR2004 - its own two bytes
            return False
        place += 2 + length
        if marker == _SOS:
            behind = _BEHIND_SCAN.search(data, place)
            if behind is None:
                return False
            place = behind.start()
    return False


def _shows(data: bytes, place: int, marker: int, length: int) -> bool:
    begin = _SHOWING.get(marker)
    return (
        begin is not None
        and data.startswith(begin, place + 4)
        and length == _SHOWING_BYTES.get(marker, length)
    )


def _holds_only(data: bytes, place: int, known: frozenset[bytes], *, png: bool) -> bool:
    for _step in range(_MOST_SEGMENTS * 100):
        if place == len(data):
            return True
        head = data[place : place + 8]
        length = int.from_bytes(head[:4] if png else head[4:], "big" if png else "little")
        name = head[4:] if png else head[:4]
        if len(head) < 8 or name not in known:  # noqa: PLR2004 - a length and a name
            return False
        place += length + (_PNG_AROUND if png else _WEBP_AROUND + length % 2)
        if png and name == b"IEND":
            return place == len(data)
    return False
