"""Format and size from the first bytes of a file, without decoding.

Before a decoder is trusted, and when it fails.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from auditor.dataclass import dataclass
from auditor.readers.isobmff.heif import heif_size

__all__ = ["Header", "is_tangled", "read_header"]

_MOST_SEGMENTS = 4000
_MOST_STEPS = 300_000
_MOST_BLOCKS = 200_000
_MOST_CHUNKS = 100_000
"""A picture of 800 MB in chunks of 8 kB has so many."""
_MOST_COSTLY = 100
_COSTLY = (b"Exif\0\0", b"Photoshop 3.0\0")
"""Segments that Pillow copies once more with each of them, or takes apart."""
_START_OF_SCAN = 0xDA
_NO_FILL = re.compile(rb"[^\xff]")
# JPEG markers that stand alone (ITU T.81, table B.1)
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # start-of-frame markers
_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"mif2"}
    | {b"mif3", b"msf1", b"miaf", b"avci", b"avcs", b"vvic", b"vvis", b"evbi", b"jpeg", b"jpgs"}
    | {b"j2ki", b"j2is"}
)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_TIFF_WIDTH, _TIFF_HEIGHT = 256, 257
_STRIPS = frozenset({273, 279, 324, 325})
_MOST_STRIPS = 200_000


@dataclass(frozen=True, slots=True)
class Header:
    """`format` is Pillow's name of it; sizes in px as stored, before any turn.

    None where the first bytes do not tell.
    """

    format: str
    width: int | None = None
    height: int | None = None


def read_header(data: bytes) -> Header | None:
    """Return what the first bytes of a file say of it.

    None if it is none of the picture formats that are read.
    """
    found = _find_format(data)
    if found is None:
        return None
    name, size_of = found
    try:
        size = size_of(data)
    except (struct.error, IndexError):
        size = None
    return Header(name, *size) if size is not None else Header(name)


_Size = tuple[int, int] | None


def _find_format(data: bytes) -> tuple[str, Callable[[bytes], _Size]] | None:
    for begin, name, size_of in _BEGINNINGS:
        if data.startswith(begin):
            return name, size_of
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP", _read_webp
    if data[4:8] == b"ftyp":
        brands = {
            data[8:12],
            *(
                data[place : place + 4]
                for place in range(16, min(int.from_bytes(data[:4], "big"), 256), 4)
            ),
        }
        if brands & (_AVIF_BRANDS | _HEIF_BRANDS):
            return "AVIF" if brands & _AVIF_BRANDS else "HEIF", heif_size
    return None


def _read_png(data: bytes) -> _Size:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _read_gif(data: bytes) -> _Size:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _read_jpeg(data: bytes) -> _Size:
    place = 2
    for _step in range(_MOST_SEGMENTS):
        place = data.find(b"\xff", place)
        behind = _NO_FILL.search(data, place) if place >= 0 else None
        if behind is None:
            return None
        place = behind.start() - 1
        marker = data[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        place += 2 if marker in _NO_LENGTH else 2 + struct.unpack_from(">H", data, place + 2)[0]
    return None


def is_tangled(data: bytes) -> bool:
    """Whether a file has so much before its picture that a decoder would take very long.

    Pillow goes over it byte by byte, chunk by chunk, and joins all EXIF there is; real files have
    none of that, or a little.
    """
    if data.startswith(b"GIF8"):
        return _is_tangled_gif(data)
    if data.startswith((b"II*\0", b"MM\0*")):
        return _is_tangled_tiff(data)
    return _is_tangled_png(data) if data.startswith(b"\x89PNG") else _is_tangled_jpeg(data)


def _is_tangled_png(data: bytes) -> bool:
    place = 8
    for _step in range(_MOST_CHUNKS):
        if place + 8 > len(data) or data[place + 4 : place + 8] == b"IEND":
            return False
        place += 12 + int.from_bytes(data[place : place + 4], "big")
    return True


def _is_tangled_gif(data: bytes) -> bool:
    place = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0) if len(data) > 13 else 13  # noqa: PLR2004 - the screen descriptor
    for _step in range(_MOST_BLOCKS):
        if data[place : place + 1] != b"!":
            return False
        place += 2
        while place < len(data) and data[place]:
            place += 1 + data[place]
        place += 1
    return True


def _is_tangled_tiff(data: bytes) -> bool:
    """Whether the first page has more strips or tiles than rows of any picture."""
    order = "<" if data[:2] == b"II" else ">"
    try:
        first = struct.unpack_from(order + "I", data, 4)[0]
        for index in range(struct.unpack_from(order + "H", data, first)[0]):
            tag, _kind, count = struct.unpack_from(order + "HHI", data, first + 2 + 12 * index)
            if tag in _STRIPS and count > _MOST_STRIPS:
                return True
    except struct.error:
        pass
    return False


def _is_tangled_jpeg(data: bytes) -> bool:
    place, left, costly = 2, _MOST_STEPS, 0
    while left > 0 and costly <= _MOST_COSTLY:
        start = data.find(b"\xff", place)
        found = _NO_FILL.search(data, start) if start >= 0 else None
        if found is None:
            return len(data) - place > left
        left -= found.start() - place
        place, marker = found.end(), found[0][0]
        if marker == _START_OF_SCAN or place >= len(data):
            return False
        if marker and marker not in _NO_LENGTH:
            costly += data.startswith(_COSTLY, place + 2)
            place += max(int.from_bytes(data[place : place + 2], "big"), 2)
    return True


def _read_webp(data: bytes) -> _Size:
    match data[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(
                data[27:30], "little"
            )
        case b"VP8L":
            bits = struct.unpack_from("<I", data, 21)[0]
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
    return None


def _read_bmp(data: bytes) -> _Size:
    if struct.unpack_from("<I", data, 14)[0] == 12:  # noqa: PLR2004 - BITMAPCOREHEADER
        width, height = struct.unpack_from("<HH", data, 18)
        return width, height
    width, height = struct.unpack_from("<ii", data, 18)
    return abs(width), abs(height)


def _read_tiff(data: bytes) -> _Size:
    order = "<" if data[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", data, 4)[0]
    found: dict[int, int] = {}
    for index in range(struct.unpack_from(order + "H", data, first)[0]):
        tag, kind, _count = struct.unpack_from(order + "HHI", data, first + 2 + 12 * index)
        if tag in {_TIFF_WIDTH, _TIFF_HEIGHT}:
            found[tag] = struct.unpack_from(
                order + ("H" if kind == 3 else "I"),  # noqa: PLR2004 - SHORT
                data,
                first + 10 + 12 * index,
            )[0]
    return (found[_TIFF_WIDTH], found[_TIFF_HEIGHT]) if len(found) == 2 else None  # noqa: PLR2004 - both


_BEGINNINGS = (
    (b"\xff\xd8\xff", "JPEG", _read_jpeg),
    (b"\x89PNG\r\n\x1a\n", "PNG", _read_png),
    (b"GIF87a", "GIF", _read_gif),
    (b"GIF89a", "GIF", _read_gif),
    (b"II*\0", "TIFF", _read_tiff),
    (b"MM\0*", "TIFF", _read_tiff),
    (b"BM", "BMP", _read_bmp),
)
