"""What a film that stands in a picture says of itself: size, sound and position.

Boxes of ISO 14496-12 and of the QuickTime File Format; its pictures stay undecoded.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.domain.photos.position import Position
from auditor.readers.metadata.gps import position

__all__ = ["FilmSeen", "see_film"]

_MOST_BOXES = 5000
_DEEPEST = 8
_MOST_TEXT = 200
_PARENTS = frozenset({b"moov", b"trak", b"mdia", b"udta", b"ilst"})
_SIZES = {0: 76, 1: 88}  # where width and height stand in tkhd, by its version
_PLACE = re.compile(
    r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:([+-]\d{1,5}(?:\.\d+)?))?", re.ASCII
)
"""ISO 6709 in degrees: latitude, longitude, and the altitude if it is there."""
_MDTA_PLACE = b"com.apple.quicktime.location.ISO6709"


@dataclass(slots=True)
class FilmSeen:
    """Size in px of the largest track, whether there are pictures and sound, and the position.

    All None where no directory of tracks was found.
    """

    width: int | None = None
    height: int | None = None
    pictures: bool | None = None
    sound: bool | None = None
    gps: Position | None = None


def see_film(data: bytes) -> FilmSeen:
    """Read the boxes of a film; what is damaged is left out."""
    seen = FilmSeen()
    places: list[str] = []
    for kind, start, end in _list_boxes(data):
        if kind == b"hdlr" and end - start >= 12:  # noqa: PLR2004 - up to the type
            handler = data[start + 8 : start + 12]
            seen.sound, seen.pictures = (
                bool(seen.sound) or handler == b"soun",
                bool(seen.pictures) or handler == b"vide",
            )
        elif kind == b"tkhd" and end > start:
            _add_size(seen, data, start, end)
        elif kind in {b"\xa9xyz", b"data"}:
            places.append(data[start : min(end, start + _MOST_TEXT)].decode("latin-1"))
    for text in places if b"\xa9xyz" in data or _MDTA_PLACE in data else ():
        match = _PLACE.search(text)
        if match is not None and seen.gps is None:
            latitude, longitude, altitude = match.groups()
            seen.gps = position(
                float(latitude), float(longitude), float(altitude) if altitude else None
            )
    return seen


def _add_size(seen: FilmSeen, data: bytes, start: int, end: int) -> None:
    place = start + _SIZES.get(data[start], _SIZES[0])
    if place + 8 > end:
        return
    width, height = (number >> 16 for number in struct.unpack_from(">II", data, place))
    if width and height and width * height > (seen.width or 0) * (seen.height or 0):
        seen.width, seen.height = width, height


def _list_boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, start and end of the content) of the boxes that describe a film."""
    waiting = [(0, len(data), 0)]
    for _step in range(_MOST_BOXES):
        if not waiting:
            return
        place, end, depth = waiting.pop()
        if place + 8 > end:
            continue
        size, kind = struct.unpack_from(">I4s", data, place)
        content = place + 8
        if size == 1 and place + 16 <= end:
            size, content = struct.unpack_from(">Q", data, place + 8)[0], place + 16
        stop = end if size == 0 else min(end, place + size)
        if stop < content:
            continue
        waiting.append((stop, end, depth))
        yield kind, content, stop
        if depth < _DEEPEST and kind in _PARENTS:
            waiting.append((content, stop, depth + 1))
        elif depth < _DEEPEST and kind == b"meta":
            # QuickTime's has no version in front of its boxes, that of ISO 14496-12 has
            whole = data[content + 4 : content + 8] in {b"hdlr", b"keys", b"mhdr"}
            waiting.append((content if whole else content + 4, stop, depth + 1))
        elif depth and depth < _DEEPEST and len(kind) == 4 and kind[:3] == b"\0\0\0":  # noqa: PLR2004 - an item of ilst is called by its number
            waiting.append((content, stop, depth + 1))
