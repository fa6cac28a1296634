"""Whole pictures in formats that are not decoded: previews of raw ones, icons, those of an SVG."""

from __future__ import annotations

from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.further.begin import begun_at
from auditor.readers.further.pieces import Piece, Walk
from auditor.readers.isobmff.boxes import BoxWalk
from auditor.readers.isobmff.canon import CANON_UUID, canon_thumbnail
from auditor.readers.metadata.unseen.read_unseen import read_unseen
from auditor.readers.metadata.unseen.svg import svg_pictures

__all__ = ["walk_canon", "walk_inner", "walk_svg"]


def walk_inner(data: bytes, walk: Walk) -> None:
    """Note the pictures that stand in a raw picture or an icon."""
    found = read_unseen(data)
    for picture in found.inner if found else ():
        _add(picture, "preview", walk)


def walk_canon(data: bytes, walk: Walk) -> None:
    """Note the small picture in a CR3."""
    boxes = BoxWalk(data)
    for box in boxes.top():
        for inner in boxes.inside(box) if box.kind == b"moov" else ():
            if inner.kind == b"uuid" and inner.uuid == CANON_UUID:
                _add(canon_thumbnail(boxes, inner), "Canon THMB", walk)


def _add(picture: bytes, where: str, walk: Walk) -> None:
    begun = begun_at(picture, 0, len(picture))
    if begun is not None:
        size = begun.end - begun.start
        walk.add(Piece(FurtherKind.THUMBNAIL, where, picture, 0, size, format=begun.format))


def walk_svg(data: bytes, walk: Walk) -> None:
    """Note each picture, with how many bytes it takes in the file."""
    for picture, stored in svg_pictures(data):
        begun = begun_at(picture, 0, len(picture))
        walk.add(
            Piece(
                begun.kind if begun else FurtherKind.UNKNOWN,
                "SVG image",
                picture,
                0,
                len(picture),
                format=begun.format if begun else None,
                told=stored,
            )
        )
