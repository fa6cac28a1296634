"""Small pictures in EXIF: thumbnails of every kind, and previews in the maker's notes.

Tags from TIFF 6.0 and Exif 3.0. Makers keep previews in directories of their own, each at another
place; a JPEG in their notes is found by its bytes, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.further.begin import find_begun
from auditor.readers.further.containers.behind import add_spoiled
from auditor.readers.further.pieces import Piece, Raster, Walk
from auditor.readers.metadata.tiff import Tiff, TiffEntry

__all__ = ["directory_piece", "walk_exif", "walk_maker_note"]

Directory = Mapping[int, TiffEntry]

_WIDTH, _HEIGHT, _COMPRESSION, _PHOTOMETRIC = 0x0100, 0x0101, 0x0103, 0x0106
_STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES = 0x0111, 0x0117, 0x0144, 0x0145
_SUBSAMPLING, _START, _LENGTH = 0x0212, 0x0201, 0x0202
_SUB_IFDS, _EXIF_IFD, _MAKER_NOTE = 0x014A, 0x8769, 0x927C
_UNCOMPRESSED, _OLD_JPEG, _JPEG = 1, 6, 7
_YCBCR = 6
_MOST_DIRECTORIES = 8
_SPOILABLE = b"\xd8\xff"
_MOST_SIZES = 400_000


def walk_exif(block: bytes, walk: Walk, name: str = "EXIF") -> None:
    """Note the pictures in an EXIF block."""
    opened = Tiff.of(block)
    if opened is None:
        return
    tiff, place = opened
    for index in range(_MOST_DIRECTORIES):
        entries, following = tiff.directory(place)
        if index or _START in entries:
            _add(walk, directory_piece(tiff, place, entries, f"{name} thumbnail"))
        for sub in _list_pointers(entries, _SUB_IFDS):
            _add(walk, directory_piece(tiff, sub, tiff.directory(sub)[0], f"{name} SubIFD"))
        if not index:
            for pointer in _list_pointers(entries, _EXIF_IFD):
                exif = tiff.directory(pointer)[0]
                walk_maker_note(block, exif.get(_MAKER_NOTE), walk)
        place = following
        if not place:
            break
    for begun in find_begun(block, 8, len(block), pictures=True):
        walk.add(
            Piece(
                FurtherKind.THUMBNAIL,
                f"{name} preview",
                block,
                begun.start,
                begun.end - begun.start,
                format=begun.format,
            )
        )


def walk_maker_note(source: bytes, note: TiffEntry | None, walk: Walk) -> None:
    """Note the pictures in the maker's notes."""
    if note is None:
        return
    start, end = note.start, min(note.start + note.size, len(source))
    where = "maker note preview"
    for begun in find_begun(source, start, end, pictures=True):
        walk.add(
            Piece(
                FurtherKind.THUMBNAIL,
                where,
                source,
                begun.start,
                begun.end - begun.start,
                format=begun.format,
            )
        )
    add_spoiled(source, start, end, walk, where)


def directory_piece(tiff: Tiff, place: int, entries: Directory, where: str) -> Piece | None:
    """Return the picture that a directory describes, as a thumbnail; None if it has none."""
    source = tiff.data
    start, length = _read(entries, _START), _read(entries, _LENGTH)
    if not (start and length):
        start, length = _jpeg_strip(source, entries)
    if start and length:
        size = max(0, min(length, len(source) - start))
        begun = source[start + 1 : start + 3] == _SPOILABLE
        spoiled = begun and source[start] != 0xFF  # noqa: PLR2004 - the byte that makers spoil
        return Piece(
            FurtherKind.THUMBNAIL,
            where,
            source,
            start,
            size,
            head=b"\xff" if spoiled else b"",
            format="JPEG" if begun else None,
            width=_read(entries, _WIDTH),
            height=_read(entries, _HEIGHT),
        )
    width, height = _read(entries, _WIDTH), _read(entries, _HEIGHT)
    stored = _sum_sizes(entries)
    if not (width and height and stored):
        return None
    raster = _raster(entries, width, height)
    if raster is not None:
        begin = _read(entries, _STRIPS) or 0
        return Piece(
            FurtherKind.THUMBNAIL,
            where,
            source,
            begin,
            stored,
            format="TIFF",
            width=width,
            height=height,
            raster=raster,
        )
    # the same bytes with this directory as the first one
    head = source[:4] + place.to_bytes(4, "big" if tiff.order == ">" else "little")
    return Piece(
        FurtherKind.THUMBNAIL,
        where,
        source,
        0,
        len(source),
        head=head,
        format="TIFF",
        width=width,
        height=height,
        told=stored,
    )


def _raster(entries: Directory, width: int, height: int) -> Raster | None:
    """Return YCbCr pixels that Pillow does not read: uncompressed, in one piece."""
    plain = _read(entries, _COMPRESSION) in {None, _UNCOMPRESSED}
    if not plain or _read(entries, _PHOTOMETRIC) != _YCBCR or not _is_whole(entries):
        return None
    shared = entries[_SUBSAMPLING].numbers() if _SUBSAMPLING in entries else (2.0, 2.0)
    across, down = (int(shared[0]), int(shared[1])) if len(shared) > 1 else (2, 2)
    if across not in {1, 2, 4} or down not in {1, 2, 4}:
        return None
    return Raster(width, height, "YCbCr", subsampling=(across, down))


def _is_whole(entries: Directory) -> bool:
    """Whether the strips follow each other without a gap."""
    strips, sizes = entries.get(_STRIPS), entries.get(_STRIP_SIZES)
    if strips is None or sizes is None:
        return False
    starts, lengths = strips.numbers(), sizes.numbers()
    return len(starts) == len(lengths) and all(
        starts[index] + lengths[index] == starts[index + 1] for index in range(len(starts) - 1)
    )


def _jpeg_strip(source: bytes, entries: Directory) -> tuple[int | None, int | None]:
    """Return start and length of a JPEG that stands as the only strip of a directory."""
    start = _read(entries, _STRIPS)
    sizes = entries[_STRIP_SIZES].numbers() if _STRIP_SIZES in entries else ()
    jpeg = _read(entries, _COMPRESSION) in {_OLD_JPEG, _JPEG}
    if jpeg and start and len(sizes) == 1 and source[start : start + 2] == b"\xff\xd8":
        return start, int(sizes[0])
    return None, None


def _sum_sizes(entries: Directory) -> int:
    """Return how many bytes the strips or tiles of a directory take."""
    entry = entries.get(_STRIP_SIZES) or entries.get(_TILE_SIZES)
    if entry is None:
        return 0
    raw = entry.raw(_MOST_SIZES)
    width = {3: 2, 4: 4}.get(entry.kind)
    if width is None:
        return 0
    order: Literal["big", "little"] = "big" if entry.order == ">" else "little"
    total = sum(
        int.from_bytes(raw[index : index + width], order)
        for index in range(0, len(raw) - width + 1, width)
    )
    return min(total, len(entry.data))


def _list_pointers(entries: Directory, tag: int) -> list[int]:
    entry = entries.get(tag)
    return [int(number) for number in entry.numbers()[:_MOST_DIRECTORIES]] if entry else []


def _read(entries: Directory, tag: int) -> int | None:
    entry = entries.get(tag)
    return entry.number() if entry else None


def _add(walk: Walk, piece: Piece | None) -> None:
    if piece is not None:
        piece.main = True
        walk.add(piece)
