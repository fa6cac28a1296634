"""What begins at a place in a run of bytes, and where it ends: a picture, a film, a sound.

The end is walked to, never taken from a length that something else promises.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from auditor.dataclass import dataclass
from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.picture.header import read_header
from auditor.readers.picture.video_header import HEAD_BYTES, video_format

__all__ = ["Begun", "EndlessError", "begun_at", "find_begun", "gif_end", "jpeg_end", "png_end"]

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_GIFS = (b"GIF87a", b"GIF89a")
_TIFFS = (b"II*\0", b"MM\0*")
_MATROSKA = b"\x1a\x45\xdf\xa3"
_MOST_SEGMENTS = 20_000
_MOST_SEGMENTS_INSIDE = 2000
_MOST_CHUNKS = 200_000
_MOST_BOXES = 20_000
_MOST_BLOCKS = 2_000_000
_MOST_TRIES = 200

# ITU T.81, table B.1: the markers that stand between scans; everything else there is damage
_SEGMENTS = frozenset({0xC4, 0xDA, 0xDB, 0xDC, 0xDD, 0xDF, 0xFE, *range(0xE0, 0xF0)})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SCAN, _END, _START, _FILL = 0xDA, 0xD9, 0xD8, 0xFF
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
# GIF89a, appendix A
_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
# ISO 14496-12 and the QuickTime File Format: what stands on the first level of a file
_BOXES = frozenset(
    {b"ftyp", b"styp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"moof"}
    | {b"mfra", b"sidx", b"ssix", b"pnot", b"udta", b"emsg", b"mpvd", b"pdin", b"prft", b"sefd"}
)
_BOX_HEAD = 8
_TELLING_BOXES = frozenset({b"moov", b"mdat", b"moof", b"meta", b"ftyp"})
_UNENDING = (
    (b"PK\x03\x04", FurtherKind.UNKNOWN, "ZIP"),
    (b"Rar!\x1a\x07", FurtherKind.UNKNOWN, "RAR"),
    (b"7z\xbc\xaf\x27\x1c", FurtherKind.UNKNOWN, "7Z"),
    (b"%PDF-", FurtherKind.UNKNOWN, "PDF"),
    (_MATROSKA, FurtherKind.VIDEO, "matroska"),
    (b"OggS", FurtherKind.AUDIO, "ogg"),
    (b"ID3", FurtherKind.AUDIO, "mp3"),
    (b"#!AMR", FurtherKind.AUDIO, "amr"),
)
"""What has no end that is walked to here: it ends where the bytes do."""
_RIFFS = {
    b"WEBP": (FurtherKind.PICTURE, "WEBP"),
    b"WAVE": (FurtherKind.AUDIO, "wav"),
    b"AVI ": (FurtherKind.VIDEO, "avi"),
}
# the first bytes by which something is found in the middle of others, and how far before them it
# begins
_SIGNS = (
    *((sign, 0) for sign in (_JPEG, _PNG, *_GIFS, b"RIFF", _MATROSKA)),
    *((sign, 0) for sign, _kind, name in _UNENDING if name in {"ZIP", "RAR", "7Z", "PDF"}),
    (b"ftyp", 4),
    (b"moov", 4),
)


class EndlessError(Exception):
    """Something of more parts than are walked over."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Something that stands at `start` and ends before `end`; `format` as `Further` tells it."""

    kind: FurtherKind
    format: str
    start: int
    end: int


def begun_at(data: bytes, start: int, end: int) -> Begun | None:
    """Return what begins at `start`, None for nothing that is known.

    What has no end of its own ends at `end`.
    """
    head = data[start : min(start + 32, end)]
    if head.startswith((_JPEG, _PNG, *_GIFS)):
        return _begun_picture(data, head, start, end)
    if head[:4] == b"RIFF" and head[8:12] in _RIFFS:
        size = int.from_bytes(head[4:8], "little") + 8
        kind, name = _RIFFS[head[8:12]]
        return Begun(kind, name, start, min(end, start + size + size % 2))
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide"}:
        return _begun_boxes(data, start, end)
    return _begun_without_end(head, start, end)


def find_begun(data: bytes, start: int, end: int, *, pictures: bool = False) -> Iterator[Begun]:
    """Yield everything that begins between `start` and `end`, each after the end of the last.

    `pictures` leaves out the rest.
    """
    place = start
    following = {sign: start - 1 for sign, _before in _SIGNS}  # where each sign stands next
    for _try in range(_MOST_TRIES):
        nearest = end
        for sign, before in _SIGNS:
            if following[sign] < place:
                found = data.find(sign, place + before, end)
                following[sign] = end if found < 0 else found - before
            nearest = min(nearest, following[sign])
        if nearest >= end:
            return
        begun = begun_at(data, nearest, end)
        if begun is None or (pictures and begun.kind is not FurtherKind.PICTURE):
            place = nearest + 1
            continue
        yield begun
        place = max(begun.end, nearest + 1)


def jpeg_end(data: bytes, start: int, end: int, *, loose: bool = False) -> int | None:
    """Return where the JPEG at `start` ends, None if what stands there holds no picture.

    A JPEG without its end marker ends where the next one begins, else at `end`. `loose` forgives
    bytes between the segments, as decoders do. Raises EndlessError.
    """
    place, framed, scanned = start + 2, False, False
    for _step in range(_MOST_SEGMENTS if loose else _MOST_SEGMENTS_INSIDE):
        if place + 1 < end and (scanned or loose or data[place : place + 2] == b"\xff\xff"):
            match = _MARKER.search(data, place, end)
            place = match.start() if match else end
        if place + 1 >= end:
            return end if scanned else None
        marker = data[place + 1]
        if data[place] != _FILL or (marker in {_END, _START} and not scanned):
            return None
        if marker in {_END, _START}:
            return place + 2 * (marker == _END)
        if marker in _SEGMENTS or (not scanned and marker in _FRAMES):
            scanned = scanned or (marker == _SCAN and framed)
            if marker in _FRAMES and not (loose or _is_frame(data, place)):
                return None
            framed = framed or marker in _FRAMES
            place += 2 + max(2, int.from_bytes(data[place + 2 : place + 4], "big"))
        elif scanned or loose:
            place += 2
        else:
            return None
    raise EndlessError


def _is_frame(data: bytes, place: int) -> bool:
    """Whether a frame header is one: its length fits its components, and it has pixels."""
    if place + 10 > len(data):
        return False
    length, _precision, height, width, components = struct.unpack_from(">HBHHB", data, place + 2)
    return bool(width and height and 1 <= components <= 4) and length == 8 + 3 * components  # noqa: PLR2004


def png_end(data: bytes, start: int, end: int) -> int:
    """Return where the PNG at `start` ends: behind its IEND, else where its chunks break off."""
    place = start + 8
    for _step in range(_MOST_CHUNKS):
        if place + 12 > end:
            break
        size, kind = struct.unpack_from(">I4s", data, place)
        place += 12 + size
        if kind == b"IEND":
            break
    return min(place, end)


def gif_end(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where the GIF at `start` ends, and how many frames it has."""
    if start + 13 > end:
        return end, 0
    place, frames, blocks = start + 13 + _table_size(data[start + 10]), 0, 0
    while place < end and blocks < _MOST_BLOCKS:
        kind = data[place]
        if kind == _IMAGE and place + 10 < end:
            frames += 1
            place += 11 + _table_size(data[place + 9])
        elif kind == _EXTENSION:
            place += 2
        else:
            return min(place + (kind == _TRAILER), end), frames
        while place < end and data[place] and blocks < _MOST_BLOCKS:
            place += data[place] + 1
            blocks += 1
        place += 1
        blocks += 1
    return end, frames


def _table_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _begun_picture(data: bytes, head: bytes, start: int, end: int) -> Begun | None:
    if head.startswith(_PNG):
        return Begun(FurtherKind.PICTURE, "PNG", start, png_end(data, start, end))
    if head.startswith(_GIFS):
        stop, frames = gif_end(data, start, end)
        return Begun(FurtherKind.PICTURE, "GIF", start, stop) if frames else None
    try:
        close = jpeg_end(data, start, end)
    except EndlessError:
        return None
    return Begun(FurtherKind.PICTURE, "JPEG", start, close) if close else None


def _begun_boxes(data: bytes, start: int, end: int) -> Begun | None:
    """Return the ISO base media file at `start`; it ends where its boxes do."""
    place = start
    seen: set[bytes] = set()
    for _step in range(_MOST_BOXES):
        if place + _BOX_HEAD > end:
            break
        size, kind = struct.unpack_from(">I4s", data, place)
        if kind not in _BOXES or (kind == b"ftyp" and seen):
            break
        if size == 1 and place + 16 <= end:
            size = struct.unpack_from(">Q", data, place + _BOX_HEAD)[0]
        if 0 < size < _BOX_HEAD:
            break
        seen.add(kind)
        place = end if size == 0 else min(end, place + size)
    if place - start <= _BOX_HEAD or not seen & _TELLING_BOXES:
        return None
    head = data[start : min(place, start + HEAD_BYTES)]
    header = read_header(head)
    if header is not None:
        return Begun(FurtherKind.PICTURE, header.format, start, place)
    name = video_format(head)
    return Begun(FurtherKind.VIDEO, name, start, place) if name else None


def _begun_without_end(head: bytes, start: int, end: int) -> Begun | None:
    """Return what is only known by its first bytes."""
    for sign, kind, name in _UNENDING:
        if head.startswith(sign):
            return Begun(kind, name, start, end)
    if head.startswith(_TIFFS):
        return Begun(FurtherKind.PICTURE, "TIFF", start, end)
    if head.startswith(b"BM") and len(head) >= 26:  # noqa: PLR2004 - the smallest header
        size, reserved, offset = struct.unpack_from("<III", head, 2)
        if reserved == 0 and 26 <= offset < size <= end - start:  # noqa: PLR2004
            return Begun(FurtherKind.PICTURE, "BMP", start, start + size)
    return None
