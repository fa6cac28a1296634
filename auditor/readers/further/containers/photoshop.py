"""Small pictures in Photoshop's resource blocks and in IPTC records.

Adobe Photoshop File Formats (2019), resources 1033 and 1036; IIM version 4.2, data set 2:202.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.further.begin import begun_at
from auditor.readers.further.pieces import Piece, Raster, Walk
from auditor.readers.metadata.iptc import iptc_in, resources

__all__ = ["walk_iptc", "walk_photoshop"]

_OLD_THUMBNAIL, _THUMBNAIL = 0x0409, 0x040C
_HEADER = 28
_RAW = 0
_MARKER = 0x1C
_PREVIEW = (2, 202)
_EXTENDED = 0x8000
_MOST_RECORDS = 2000


def walk_photoshop(photoshop: bytes, walk: Walk) -> None:
    """Note the thumbnails in a Photoshop segment, and the picture in its IPTC records."""
    for number, data in resources(photoshop):
        if number in {_OLD_THUMBNAIL, _THUMBNAIL} and len(data) > _HEADER:
            _add_thumbnail(number, data, walk)
    walk_iptc(iptc_in(photoshop), walk)


def walk_iptc(records: bytes, walk: Walk) -> None:
    """Note the preview that a news program put into the records."""
    for key, start, end in _list_records(records):
        if key != _PREVIEW or end <= start:
            continue
        begun = begun_at(records, start, end)
        kind = FurtherKind.THUMBNAIL if begun else FurtherKind.UNKNOWN
        name = begun.format if begun else None
        where = "IPTC ObjectPreviewData"
        walk.add(Piece(kind, where, records, start, end - start, format=name))


def _add_thumbnail(number: int, data: bytes, walk: Walk) -> None:
    form, width, height, row = struct.unpack_from(">IIII", data)
    where = "Photoshop thumbnail"
    if form == _RAW and width and height and row == (width * 3 + 3) // 4 * 4:
        layout = "BGR" if number == _OLD_THUMBNAIL else "RGB"
        piece = Piece(
            FurtherKind.THUMBNAIL,
            where,
            data,
            _HEADER,
            len(data) - _HEADER,
            width=width,
            height=height,
            raster=Raster(width, height, layout, row=row),
        )
    else:
        piece = Piece(
            FurtherKind.THUMBNAIL, where, data, _HEADER, len(data) - _HEADER, format="JPEG"
        )
    piece.main = True
    walk.add(piece)


def _list_records(records: bytes) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Yield (record and data set, start and end of the value), stray bytes stepped over."""
    place = 0
    for _step in range(_MOST_RECORDS):
        place = records.find(_MARKER, place)
        if place < 0 or place + 5 > len(records):
            return
        size = int.from_bytes(records[place + 3 : place + 5], "big")
        start = place + 5
        if size & _EXTENDED:
            digits = min(size & ~_EXTENDED, 8)
            size = int.from_bytes(records[start : start + digits], "big")
            start += digits
        if not 1 <= records[place + 1] <= 9:  # noqa: PLR2004 - the records that IIM knows
            place += 1
            continue
        end = min(start + size, len(records))
        yield (records[place + 1], records[place + 2]), start, end
        place = end
