"""Further pictures in HEIC and AVIF: those of a burst or a stereo pair, thumbnails, depth, films.

Each is decoded by making it the first picture of the file, which decoders look for.
"""

from __future__ import annotations

from auditor.domain.photos.file_contents import FurtherKind
from auditor.domain.photos.position import Position
from auditor.messages import _
from auditor.readers.further.containers.behind import add_begun, walk_behind
from auditor.readers.further.pieces import Piece, Walk
from auditor.readers.isobmff.heif import HeifContents, HeifPicture, read_heif, with_primary
from auditor.readers.metadata.exif import read_exif

__all__ = ["walk_heif"]

_MOST_DIRECTORIES = 20
_MOST_COPIED = 256 * 1024 * 1024


def walk_heif(data: bytes, walk: Walk) -> None:
    """Note the pictures beside the first, films, and what stands behind the last box."""
    found = read_heif(data)
    positions = _list_positions(found)
    has_thumbnail = False
    for number, picture in enumerate(found.pictures):
        # each is decoded from a copy of the file
        can_copy = number * len(data) <= _MOST_COPIED
        piece = _make_piece(data, found, picture, can_copy=can_copy)
        piece.gps = positions.get(picture.number)
        if picture.is_thumbnail and found.primary in picture.of and piece.size:
            piece.main, has_thumbnail = not has_thumbnail, True
        walk.add(piece)
    if found.frames > 1:
        _add_frames(data, found.frames, walk)
    for start, stop in found.films:
        if not add_begun(data, start, stop, walk, "mpvd"):
            walk.add(Piece(FurtherKind.UNKNOWN, "mpvd", data, start, stop - start))
    if found.capped:
        walk.tell_unread(_("It holds more things than are told."))
    if 0 < found.end < len(data):
        walk_behind(data, found.end, walk)


def _make_piece(data: bytes, found: HeifContents, picture: HeifPicture, *, can_copy: bool) -> Piece:
    use = f" ({picture.auxiliary})" if picture.auxiliary else ""
    # decoded through pi_heif or Pillow, which take these two only
    can_copy = can_copy and picture.format in {"HEIF", "AVIF"}
    head = with_primary(data, found, picture) if can_copy else b""
    start, size = picture.stands or (0, len(data) if head else 0)
    return Piece(
        FurtherKind.THUMBNAIL if picture.is_thumbnail else FurtherKind.PICTURE,
        f"HEIF item {picture.number}{use}",
        data,
        start,
        size,
        head=head,
        format=picture.format,
        width=picture.width,
        height=picture.height,
        pictured=not picture.derived,
        derived=picture.derived,
        told=picture.bytes,
    )


def _list_positions(found: HeifContents) -> dict[int, Position]:
    """Return the positions that EXIF tells of one picture alone, by its number."""
    positions: dict[int, Position] = {}
    for block in found.exif[:_MOST_DIRECTORIES]:
        if not block.of or found.primary in block.of:
            continue
        position = read_exif(block.data)[0].position
        if position is not None:
            positions |= dict.fromkeys(block.of, position)
    return positions


def _add_frames(data: bytes, frames: int, walk: Walk) -> None:
    where = f"frames 2 to {frames}"
    if data[8:12] != b"avis":
        walk.add(Piece(FurtherKind.FRAME, where, data, 0, 0, told=0))
        walk.tell_unread(_("The pictures of the sequence in it were not looked at."))
        return
    told = len(data) * (frames - 1) // frames
    walk.add(
        Piece(
            FurtherKind.FRAME,
            where,
            data,
            0,
            len(data),
            format="AVIF",
            frames=frames - 1,
            told=told,
        )
    )
