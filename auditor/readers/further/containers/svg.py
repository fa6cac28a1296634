"""Pictures inside an SVG, written into it as data: URIs."""

from __future__ import annotations

from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.further.begin import begun_at
from auditor.readers.further.pieces import Piece, Walk
from auditor.readers.metadata.unseen.svg import svg_pictures

__all__ = ["walk_svg"]


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
