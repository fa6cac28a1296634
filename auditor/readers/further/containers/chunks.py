"""Chunks of a name that no walk knows, in PNG and RIFF."""

from __future__ import annotations

from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.further.containers.behind import add_begun
from auditor.readers.further.pieces import Piece, Walk

__all__ = ["add_unknown", "is_name"]


def is_name(kind: bytes) -> bool:
    """Whether four bytes can be the name of a chunk."""
    letters = kind.rstrip(b"\0 ")
    return bool(letters) and letters.isalnum() and len(kind) == 4  # noqa: PLR2004


def add_unknown(data: bytes, start: int, end: int, walk: Walk, where: str) -> None:
    """Note a chunk: as what begins in it, else as unknown, all of one name together."""
    if end <= start or add_begun(data, start, end, walk, where):
        return
    for piece in walk.pieces:
        if piece.kind is FurtherKind.UNKNOWN and piece.where == where:
            piece.told = piece.bytes + end - start
            return
    walk.add(Piece(FurtherKind.UNKNOWN, where, data, start, end - start))
