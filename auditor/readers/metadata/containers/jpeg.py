"""The segments of a JPEG that carry metadata, put together where they were spread over several.

Exif 2.32 (CIPA DC-008), 4.7; XMP specification part 3, 1.1.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from auditor.dataclass import dataclass
from auditor.messages import _

_MOST_SEGMENTS = 4000
_MOST_OTHER_SEGMENTS = 200
_MOST_EXTENDED = 20
_START_OF_SCAN, _END_OF_IMAGE, _APP0, _APP1, _APP13, _APP15, _COMMENT = (
    0xDA,
    0xD9,
    0xE0,
    0xE1,
    0xED,
    0xEF,
    0xFE,
)
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length: TEM, restarts, start of image."""
_NO_FILL = re.compile(rb"[^\xff]")
# some cameras leave out a NUL or the capital, and some write a second header before it
_EXIF_HEAD = re.compile(rb".{0,4}?Exif\0.?", re.IGNORECASE | re.DOTALL)
_TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"IIRO", b"IIRS", b"IIU\0")
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
# digest, whole length, offset (XMP part 3, 1.1.3.1)
_MORE_XMP_HEAD, _MORE_XMP_DIGEST, _MORE_XMP_SKIP = (b"http://ns.adobe.com/xmp/extension/\0", 32, 40)
_PHOTOSHOP_HEADS = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:")
_OLD_PHOTOSHOP_SKIP = 27
_IPTC_MARK = b"\x1c"


@dataclass(slots=True)
class JpegBlocks:
    """What stands before the picture of a JPEG; `others` are (marker, body) of what is none of it.

    `gaps` say in words what could not be walked, `end` is where the picture begins.
    """

    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    photoshop: list[bytes] = field(default_factory=list)
    iptc: list[bytes] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)
    others: list[tuple[int, bytes]] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    end: int = 0


def read_jpeg(data: bytes) -> JpegBlocks:
    """Return the metadata segments of a JPEG, up to its picture."""
    blocks = JpegBlocks()
    exif: list[list[bytes]] = []
    # by digest of the whole: offset in it, part of it; they may stand in any order
    more: dict[bytes, list[tuple[int, bytes]]] = {}
    for marker, body in _list_segments(data, blocks):
        if marker == _APP1:
            if not _take_app1(body, blocks, exif, more):
                _take_other(marker, body, blocks)
        elif marker == _APP13 and body.startswith(_PHOTOSHOP_HEADS):
            old = body.startswith(_PHOTOSHOP_HEADS[1])
            blocks.photoshop.append(body[_OLD_PHOTOSHOP_SKIP if old else 14 :])
        elif marker == _APP13 and body.startswith(_IPTC_MARK):
            blocks.iptc.append(body)
        elif marker == _COMMENT:
            blocks.comments.append(body)
        elif _APP0 <= marker <= _APP15:
            _take_other(marker, body, blocks)
    blocks.exif = [b"".join(parts) for parts in exif]
    if len(more) > _MOST_EXTENDED:
        blocks.gaps.append(_("There are more XMP blocks than are read."))
    for parts in list(more.values())[:_MOST_EXTENDED]:
        blocks.xmp.append(
            b"".join(part for _offset, part in sorted(parts, key=lambda each: each[0]))
        )
    return blocks


def _take_app1(
    body: bytes,
    blocks: JpegBlocks,
    exif: list[list[bytes]],
    more: dict[bytes, list[tuple[int, bytes]]],
) -> bool:
    head = _EXIF_HEAD.match(body[:16])
    if head is not None:
        # a first NUL too few leaves the TIFF header a byte earlier
        places = (head.end(), head.end() - 1)
        place = next((each for each in places if body[each : each + 4] in _TIFF_HEADS), None)
        if place is None and exif:  # EXIF that is longer than a segment goes on in the next one
            exif[-1].append(body[6:])
        else:
            exif.append([body[place if place is not None else 6 :]])
    elif body.startswith(_MORE_XMP_HEAD):
        rest = body[len(_MORE_XMP_HEAD) :]
        offset = int.from_bytes(rest[_MORE_XMP_DIGEST + 4 : _MORE_XMP_SKIP], "big")
        more.setdefault(rest[:_MORE_XMP_DIGEST], []).append((offset, rest[_MORE_XMP_SKIP:]))
    elif body.startswith(_XMP_HEAD):
        blocks.xmp.append(body[len(_XMP_HEAD) :])
    else:
        return False
    return True


def _take_other(marker: int, body: bytes, blocks: JpegBlocks) -> None:
    if len(blocks.others) < _MOST_OTHER_SEGMENTS:
        blocks.others.append((marker, body))


def _list_segments(data: bytes, blocks: JpegBlocks) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, body) up to the picture itself."""
    place = 2
    for _step in range(_MOST_SEGMENTS):
        blocks.end = min(place, len(data))
        begin = data.find(b"\xff", place)
        found = _NO_FILL.search(data, begin + 1) if begin >= 0 else None
        if found is None or found.end() + 2 > len(data):
            return
        marker, place = found[0][0], found.end()
        if marker in {_START_OF_SCAN, _END_OF_IMAGE}:
            return
        if marker == 0 or marker in _ALONE:  # stuffed bytes, and markers that stand alone
            continue
        size = max(int.from_bytes(data[place : place + 2], "big"), 2)
        yield marker, data[place + 2 : place + size]
        place += size
    blocks.gaps.append(_("There are more segments than are read."))
