"""Finds the metadata blocks in a file.

EXIF, XMP, Photoshop, IPTC and texts, in JPEG, PNG, WebP, TIFF, HEIC, AVIF and GIF.

The walk over segments and chunks does not decode a picture, so that a file whose picture is broken
still shows what it carries.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pi_heif  # type: ignore[import-untyped]  # ships no types
from PIL import Image

from auditor.readers.metadata.exif import raw_entry
from auditor.readers.metadata.png import read_png

_MOST_SEGMENTS = 4000
_MOST_OTHER_SEGMENTS = 200
_MOST_PACKETS = 8
_LONGEST_PACKET = 4 * 1024 * 1024
_LONGEST_BLOCK = 8 * 1024 * 1024
_START_OF_SCAN, _END_OF_IMAGE, _APP1, _APP13, _COMMENT = 0xDA, 0xD9, 0xE1, 0xED, 0xFE
_EXIF_HEAD, _PHOTOSHOP_HEAD = b"Exif\0", b"Photoshop 3.0\0"
# digest, whole length, offset (XMP part 3, 1.1.3.1)
_MORE_XMP_HEAD, _MORE_XMP_DIGEST, _MORE_XMP_SKIP = (b"http://ns.adobe.com/xmp/extension/\0", 32, 40)
_TIFF_PHOTOSHOP, _TIFF_IPTC = 0x8649, 0x83BB
_XMP_ENDS = (
    (b"<x:xmpmeta", b"</x:xmpmeta>"),
    (b"<x:xapmeta", b"</x:xapmeta>"),
    (b"<rdf:RDF", b"</rdf:RDF>"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_AVIF_BRANDS = (b"avif", b"avis")


@dataclass(slots=True)
class Blocks:
    """What was found, still in bytes.

    `exif` are TIFF structures; `comments` and `texts` are words beside the picture; `segments` are
    the other application segments of a JPEG.

    """

    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    photoshop: bytes = b""
    iptc: bytes = b""
    comments: list[bytes] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    segments: list[tuple[int, bytes]] = field(default_factory=list)


def find_blocks(data: bytes, blocks: Blocks) -> None:
    """Put the metadata blocks of a file into `blocks`.

    For an unknown format only XMP, which can be found without knowing it.

    May raise what pi_heif and Pillow raise on broken HEIC and AVIF; what was found until then is in
    `blocks`.
    """
    blocks.xmp += packets(data)
    if data.startswith(b"\xff\xd8"):
        _find_in_jpeg(data, blocks)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        png = read_png(data)
        blocks.exif += [tiff_of(raw) for raw in png.exif]
        blocks.xmp += png.xmp
        blocks.iptc, blocks.photoshop, blocks.texts = png.iptc, png.photoshop, png.texts
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        _find_in_webp(data, blocks)
    elif data[:4] in {b"II*\0", b"MM\0*"}:
        blocks.exif.append(data)
        blocks.photoshop = raw_entry(data, _TIFF_PHOTOSHOP, _LONGEST_BLOCK)
        blocks.iptc = raw_entry(data, _TIFF_IPTC, _LONGEST_BLOCK)
    elif data[4:8] == b"ftyp":
        _find_in_heif(data, blocks)
    del blocks.xmp[_MOST_PACKETS:]


def packets(data: bytes) -> list[bytes]:
    """Return the XMP packets that stand uncompressed in `data`, whatever the format."""
    for begin, end in _XMP_ENDS:
        found: list[bytes] = []
        place = data.find(begin)
        while place >= 0 and len(found) < _MOST_PACKETS:
            close = data.find(end, place, place + _LONGEST_PACKET)
            if close < 0:
                break
            found.append(data[place : close + len(end)])
            place = data.find(begin, close)
        if found:
            return found
    return []


def tiff_of(raw: bytes) -> bytes:
    """Return the TIFF structure of an EXIF block, which may begin with "Exif" and two bytes."""
    while raw[:4] == b"Exif" and raw[4:5] == b"\0":
        raw = raw[6:]
    return raw


def _find_in_jpeg(data: bytes, blocks: Blocks) -> None:
    # digest of the whole, offset in it, part of it: they may stand in any order
    more: list[tuple[bytes, bytes, bytes]] = []
    photoshop: list[bytes] = []
    for marker, body in _list_segments(data):
        if marker == _APP1 and body.startswith(_EXIF_HEAD):
            blocks.exif.append(tiff_of(body))
        elif marker == _APP1 and body.startswith(_MORE_XMP_HEAD):
            head = body[len(_MORE_XMP_HEAD) :]
            more.append(
                (
                    head[:_MORE_XMP_DIGEST],
                    head[_MORE_XMP_DIGEST + 4 : _MORE_XMP_SKIP],
                    head[_MORE_XMP_SKIP:],
                )
            )
        elif marker == _APP13 and body.startswith(_PHOTOSHOP_HEAD):
            photoshop.append(body[len(_PHOTOSHOP_HEAD) :])
        elif marker == _COMMENT:
            blocks.comments.append(body)
        elif 0xE0 <= marker <= 0xEF and len(blocks.segments) < _MOST_OTHER_SEGMENTS:  # noqa: PLR2004 - APP0 to APP15
            blocks.segments.append((marker, body))
    blocks.photoshop = b"".join(photoshop)[:_LONGEST_BLOCK]
    blocks.xmp += packets(
        b"".join(part for _digest, _offset, part in sorted(more, key=lambda piece: piece[:2]))
    )


def _list_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, body) up to the picture itself."""
    place = 2
    for _step in range(_MOST_SEGMENTS):
        place = data.find(b"\xff", place)
        while place >= 0 and data[place : place + 2] == b"\xff\xff":
            place += 1
        if place < 0 or place + 4 > len(data):
            return
        marker = data[place + 1]
        if marker in {_START_OF_SCAN, _END_OF_IMAGE}:
            return
        if marker == 0 or 0xD0 <= marker <= 0xD8:  # noqa: PLR2004 - stuffed bytes and restart markers stand alone
            place += 2
            continue
        size = int.from_bytes(data[place + 2 : place + 4], "big")
        yield marker, data[place + 4 : place + 2 + max(size, 2)]
        place += 2 + max(size, 2)


def _find_in_webp(data: bytes, blocks: Blocks) -> None:
    place = 12
    for _step in range(_MOST_SEGMENTS):
        if place + 8 > len(data):
            return
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        if data[place : place + 4] == b"EXIF":
            blocks.exif.append(tiff_of(data[place + 8 : place + 8 + size]))
        place += 8 + size + size % 2


def _find_in_heif(data: bytes, blocks: Blocks) -> None:
    """HEIC through pi_heif, AVIF through Pillow.

    Both read the header only, the picture stays undecoded.
    """
    brands = data[8:64]
    blocks.exif += _find_loose_exif(data)
    if any(brand in brands for brand in _AVIF_BRANDS):
        with Image.open(io.BytesIO(data), formats=("AVIF",)) as picture:
            exif = picture.info.get("exif")
    elif any(brand in brands for brand in _HEIF_BRANDS):
        exif = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=False).info.get("exif")
    else:
        return
    if isinstance(exif, bytes):
        blocks.exif[:] = [tiff_of(exif)]


def _find_loose_exif(data: bytes) -> list[bytes]:
    """Return the EXIF block found by its first bytes, for files whose boxes are broken."""
    places = [
        place for head in (b"Exif\0\0II*\0", b"Exif\0\0MM\0*") if (place := data.find(head)) >= 0
    ]
    return [tiff_of(data[place : place + _LONGEST_BLOCK]) for place in places]
