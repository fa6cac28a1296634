"""The further pictures that a multi-picture file lists (CIPA DC-007-2009, 5.2.3)."""

from __future__ import annotations

import struct

from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.further.begin import begun_at
from auditor.readers.further.pieces import Piece, Walk
from auditor.readers.metadata.tiff import Tiff

__all__ = ["walk_mpf"]

_ENTRIES = 0xB002
_ENTRY_SIZE = 16
_MOST_PICTURES = 64
_TYPE = 0x00FFFFFF
_TYPES = {
    0x010001: "large thumbnail",
    0x010002: "large thumbnail",
    0x020001: "panorama",
    0x020002: "disparity",
    0x020003: "multi-angle",
    0x050000: "gain map",
}
_THUMBNAILS = frozenset({0x010001, 0x010002})
_GAIN_MAP = 0x050000


def walk_mpf(data: bytes, start: int, end: int, walk: Walk) -> None:
    """Note the pictures that the index at `start` lists, where they are pictures."""
    opened = Tiff.of(data[start:end])
    if opened is None:
        return
    tiff, first = opened
    entry = tiff.directory(first)[0].get(_ENTRIES)
    raw = entry.raw(_MOST_PICTURES * _ENTRY_SIZE) if entry else b""
    for index, place in enumerate(range(0, len(raw) - _ENTRY_SIZE + 1, _ENTRY_SIZE), 1):
        attribute, size, offset = struct.unpack_from(tiff.order + "III", raw, place)
        begin = start + offset
        if not offset or begin >= len(data):
            continue  # the picture itself, or one that was cut off
        begun = begun_at(data, begin, min(len(data), begin + size) if size else len(data))
        if begun is None or begun.kind is not FurtherKind.PICTURE:
            continue
        kind = attribute & _TYPE
        name = f" ({_TYPES[kind]})" if kind in _TYPES else ""
        walk.add(
            Piece(
                FurtherKind.THUMBNAIL if kind in _THUMBNAILS else FurtherKind.PICTURE,
                f"MPF picture {index}{name}",
                data,
                begin,
                begun.end - begin,
                format=begun.format,
                pictured=kind != _GAIN_MAP,
                derived=kind == _GAIN_MAP,
            )
        )
