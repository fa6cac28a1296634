"""What the first bytes of a file say: whether it is a picture, its size, and whether more is in it.

Nothing is decoded; the media type that a server gives is not asked.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from auditor.dataclass import dataclass

HEAD_BYTES = 64 * 1024
"""Enough for the size in nearly every file: a block of metadata in a JPEG is at most 64 KiB."""

_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # ITU T.81, table B.1
_JPEG_MARK = 0xFF
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_JPEG_TELLING = frozenset({0xE1, 0xED, 0xFE})  # Exif and XMP, IPTC, comment
_PNG_TELLING = frozenset({b"eXIf", b"iTXt", b"tEXt", b"zTXt"})
_FTYP = frozenset({b"avif", b"avis", b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"})
_ISPE = re.compile(rb"ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)
_MOST_BOXES = 512
_MOST_ENTRIES = 64
_MOST_SIDE = 200_000


@dataclass(frozen=True, slots=True)
class PictureHead:
    """Kind of file, size in px where the first bytes tell it, and whether metadata stand in it.

    `telling` is None where that shows only further back.
    """

    kind: str
    width: int | None = None
    height: int | None = None
    telling: bool | None = None

    @property
    def area(self) -> int:
        """Pixels, 0 where they are not known."""
        return (self.width or 0) * (self.height or 0)


def read_head(data: bytes) -> PictureHead | None:
    """Return what `data`, the start of a file, says; None if it is no picture. Never raises.

    Vector drawings and icons (.ico) are none.
    """
    try:
        found = _read(data)
    except (struct.error, IndexError):
        return None
    if found is None or (found.width is not None and not 0 < found.width <= _MOST_SIDE):
        return None if found is None else PictureHead(found.kind, telling=found.telling)
    if found.height is not None and not 0 < found.height <= _MOST_SIDE:
        return PictureHead(found.kind, telling=found.telling)
    return found


def _read(data: bytes) -> PictureHead | None:
    reader = next((read for is_kind, read in _KINDS if is_kind(data)), None)
    return None if reader is None else reader(data)


def _pair(form: str, data: bytes, at: int) -> tuple[int | None, int | None]:
    try:
        width, height = struct.unpack_from(form, data, at)
    except struct.error:
        return None, None
    return width, height


def _jpeg(data: bytes) -> PictureHead:
    at, telling = 2, False
    while at + 4 <= len(data):
        if data[at] != _JPEG_MARK:
            break
        marker = data[at + 1]
        if marker == _JPEG_MARK:  # fill bytes
            at += 1
            continue
        if marker in _JPEG_BARE:
            at += 2
            continue
        if marker in _JPEG_SIZES:
            height, width = _pair(">HH", data, at + 5)
            return PictureHead("jpeg", width, height, telling)
        telling = telling or marker in _JPEG_TELLING
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return PictureHead("jpeg", telling=telling or None)


def _png(data: bytes) -> PictureHead:
    width, height = _pair(">II", data, 16)
    at, telling = 8, None
    while at + 8 <= len(data):
        kind = data[at + 4 : at + 8]
        if kind in _PNG_TELLING:
            telling = True
        if kind == b"IDAT":
            break
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return PictureHead("png", width, height, telling)


def _webp(data: bytes) -> PictureHead:
    """See developers.google.com/speed/webp/docs/riff_container."""
    kind = data[12:16]
    if kind == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        return PictureHead("webp", width, height, bool(data[20] & 0x0C))
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return PictureHead("webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF), telling=False)
    width, height = struct.unpack_from("<HH", data, 26)
    return PictureHead("webp", width & 0x3FFF, height & 0x3FFF, telling=False)


def _boxes(data: bytes) -> PictureHead:
    """AVIF and HEIC: the largest of the sizes that the items have (a grid is as large as all)."""
    sizes = [
        (int.from_bytes(match[1], "big"), int.from_bytes(match[2], "big"))
        for match, _count in zip(_ISPE.finditer(data), range(_MOST_BOXES), strict=False)
    ]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(None, None))
    telling = b"Exif" in data[:HEAD_BYTES] or b"application/rdf+xml" in data[:HEAD_BYTES]
    return PictureHead("avif" if data[8:11] == b"avi" else "heic", width, height, telling or None)


def _tiff(data: bytes) -> PictureHead:
    order = "<" if data[:1] == b"I" else ">"
    (start,) = struct.unpack_from(order + "I", data, 4)
    sides: dict[int, int] = {}
    if start + 2 <= len(data):
        (count,) = struct.unpack_from(order + "H", data, start)
        for index in range(min(count, _MOST_ENTRIES)):
            at = start + 2 + 12 * index
            if at + 12 > len(data):
                break
            tag, form = struct.unpack_from(order + "HH", data, at)
            sides[tag] = struct.unpack_from(order + ("H" if form == 3 else "I"), data, at + 8)[0]  # noqa: PLR2004 - SHORT
    return PictureHead("tiff", sides.get(256), sides.get(257), telling=True)


def _gif(data: bytes) -> PictureHead:
    return PictureHead("gif", *_pair("<HH", data, 6))


def _bmp(data: bytes) -> PictureHead:
    width, height = struct.unpack_from("<ii", data, 18)
    return PictureHead("bmp", width, abs(height), telling=False)


def _jxl(_data: bytes) -> PictureHead:
    return PictureHead("jxl")


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], PictureHead]], ...] = (
    (lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
    (lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    (lambda data: data[:6] in {b"GIF87a", b"GIF89a"}, _gif),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    (lambda data: data[4:8] == b"ftyp" and bool(_FTYP & _brands(data)), _boxes),
    (lambda data: data[:4] in {b"II*\0", b"MM\0*"}, _tiff),
    (lambda data: data[:2] == b"BM" and data[6:10] == b"\0\0\0\0", _bmp),
    (lambda data: data.startswith((b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n")), _jxl),
)


def _brands(data: bytes) -> set[bytes]:
    return {data[at : at + 4] for at in range(8, 64, 4)}
