"""What a file holds beyond its picture, told as `Further`, and read like the picture itself.

First the walk, and what the pieces say of themselves (`find_further`); then, when the picture is
decoded, what they show (`tell_further`). A file without anything further costs the walk only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field, replace

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import EmbeddedThumbnail, Metadata, Unread
from auditor.domain.photos.file_contents import Further, FurtherKind
from auditor.domain.photos.picture_contents import Face, TextFound
from auditor.domain.photos.position import Position
from auditor.messages import _
from auditor.readers.film.read_film import read_film
from auditor.readers.further.look import (
    SHARED,
    Budget,
    compare_frames,
    header_of,
    look_at,
    open_piece,
)
from auditor.readers.further.pieces import READER, Piece, Walk
from auditor.readers.further.walk import walk_file
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.read_metadata import read_metadata
from auditor.readers.picture.embedded import compare_pixels
from auditor.readers.picture.header import Header
from auditor.readers.picture.pixels import Pixels

__all__ = ["FurtherFound", "find_further", "further_of", "tell_further"]

_DEEPEST = 3
_MOST_INSIDES = 100
_MOST_READ = 24
"""Pieces whose own metadata are read."""
_MOST_LOOKED_AT = 3
_LEAST_INNER = 512
_HEAD = 16 * 1024
_AUXILIARY = re.compile(
    rb"hdrgm:(?:GainMap|Gamma|Offset|HDRCapacity)|HDRGainMap"
    rb"|\xff\xe2(?!\0\x22)..urn:iso:std:iso:ts:21496:-1\0"
    rb"|(?:urn:com[.:]apple[.:]photo:\d{4}:aux|tag:apple\.com,\d{4}:photo:aux):(\w{1,40})"
    rb"|AuxiliaryImageType(?:\s*=\s*[\"']|>)\s*(disparity|depth)\b",
    re.IGNORECASE | re.DOTALL,
)
"""What the metadata of a gain map, a depth map or a matte says of it.

The picture that a gain map belongs to tells its version alone: hdrgm:Version (Android's Ultra HDR
1.1), or four bytes behind the name of the standard (ISO 21496-1, annex C).
"""
_SCENES = frozenset({FurtherKind.PICTURE, FurtherKind.THUMBNAIL, FurtherKind.PAGE})


@dataclass(slots=True)
class _Inside:
    """A piece with what its own bytes say, and then with what it shows."""

    piece: Piece
    header: Header | None = None
    gps: Position | None = None
    sound: bool | None = None
    compared: EmbeddedThumbnail | None = None
    faces: tuple[Face, ...] = ()
    text: tuple[TextFound, ...] = ()


@dataclass(slots=True)
class FurtherFound:
    """The pieces of a file, and what is to be merged into the file's own metadata."""

    insides: list[_Inside] = field(default_factory=list)
    beside: list[RawMetadata] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def thumbnail(self) -> EmbeddedThumbnail | None:
        """The first thumbnail in the metadata, as far as it was compared."""
        first = next((inside for inside in self.insides if inside.piece.main), None)
        if first is None or first.header is None:
            return None
        if first.compared is not None:
            return first.compared
        return EmbeddedThumbnail(first.header.width or 0, first.header.height or 0)


def find_further(data: bytes, name: str) -> FurtherFound:
    """Walk over a file of the format `name`, and read what its pieces say of themselves.

    Never raises.
    """
    try:
        return further_of(walk_file(data, name))
    except MemoryError:
        return _too_large(FurtherFound())


def further_of(walk: Walk) -> FurtherFound:
    """Read what the pieces of a walk say of themselves. Never raises."""
    found = FurtherFound()
    try:
        _take(walk, "", 1, found)
    except MemoryError:
        return _too_large(found)
    return found


def _too_large(found: FurtherFound) -> FurtherFound:
    reason = _("this picture needs more memory than a reader may use")
    found.unread.append(Unread(READER, reason))
    return found


def tell_further(
    found: FurtherFound, pixels: Pixels | None, *, vision: bool
) -> tuple[tuple[Further, ...], tuple[Unread, ...]]:
    """Compare the pieces with the picture, look at those that differ, and tell all of them.

    `pixels` is None where the picture itself could not be decoded. Never raises, except
    MemoryError.
    """
    gaps, budget = Walk(unread=list(found.unread)), Budget()
    if pixels is not None:
        for inside in found.insides:
            _compare(inside, pixels, budget)
    if vision:
        for inside in _choose_for_look(found.insides):
            _look(inside, budget, gaps)
        if any(inside.piece.kind is FurtherKind.VIDEO for inside in found.insides):
            gaps.tell_unread(_("The pictures of the film in it were not looked at."))
    if budget.ran_out:
        gaps.tell_unread(_("Not all pictures in it were compared: they are too many or too large."))
    return tuple(map(_tell, found.insides)), tuple(gaps.unread)


def _take(walk: Walk, within: str, depth: int, found: FurtherFound) -> None:
    """Take what one walk found, and walk over what is a file of its own."""
    found.unread += [gap for gap in walk.unread if gap not in found.unread]
    found.beside += [_within(said, within) for said in walk.beside]
    for piece in walk.pieces:
        if len(found.insides) >= _MOST_INSIDES:
            found.unread.append(Unread(READER, _("It holds more things than are told.")))
            return
        if within and piece.kind is FurtherKind.UNKNOWN and piece.bytes < _LEAST_INNER:
            continue  # what a camera left behind its thumbnail
        piece.where = within + piece.where
        piece.main = piece.main and not within
        inside = _Inside(piece, header_of(piece), piece.gps)
        found.insides.append(inside)
        if piece.kind in {FurtherKind.VIDEO, FurtherKind.AUDIO}:
            _read_film(inside, found)
        elif inside.header is not None and _is_file(piece) and len(found.insides) <= _MOST_READ:
            _read_own_metadata(inside, found)
            if depth < _DEEPEST:
                _take(
                    walk_file(piece.data, inside.header.format),
                    f"{piece.where}: ",
                    depth + 1,
                    found,
                )


def _is_file(piece: Piece) -> bool:
    """Whether a piece stands for itself: no page or frame of the file, no bare pixels."""
    own = piece.raster is None and not piece.frames
    return own and piece.kind in _SCENES and not (piece.head and piece.format in SHARED)


def _read_own_metadata(inside: _Inside, found: FurtherFound) -> None:
    """Read position, people and contacts of a picture, and whether it is one of a scene."""
    piece = inside.piece
    data = piece.data
    auxiliary = _AUXILIARY.search(data, 0, _HEAD)
    if auxiliary is not None:
        named = next((name for name in auxiliary.groups() if name), b"gain map")
        piece.where = f"{piece.where} ({named.decode('latin-1')})"
        piece.derive()
    said, _unread = read_metadata(data, file_name=None, exiftool=False)
    inside.gps = said.gps
    _add_beside(said, piece.where, found)


def _add_beside(said: Metadata, where: str, found: FurtherFound) -> None:
    """Take what a piece says of people and devices; its position stays its own."""
    raw = RawMetadata(
        READER,
        positions_elsewhere=list(said.gps_others),
        serials=list(said.serial_numbers),
        owners=list(said.owner),
        identifiers=list(said.identifiers),
        people=list(said.people),
        contact=list(said.contact),
        keywords=list(said.keywords),
        paths=list(said.paths),
        generation=said.generation,
    )
    if raw.says_something():
        found.beside.append(_within(raw, f"{where}: "))


def _within(raw: RawMetadata, within: str) -> RawMetadata:
    """Return what was said, each with the piece that says it."""
    return replace(
        raw,
        positions_elsewhere=[
            replace(each, where=within + each.where) for each in raw.positions_elsewhere
        ],
        people=[replace(each, where=within + each.where) for each in raw.people],
        contact=[replace(each, where=within + each.where) for each in raw.contact],
        paths=[replace(each, where=within + each.where) for each in raw.paths],
        identifiers=[replace(each, where=within + each.where) for each in raw.identifiers],
    )


def _read_film(inside: _Inside, found: FurtherFound) -> None:
    """Read what a film says of itself; its pictures are not looked at."""
    piece = inside.piece
    film = read_film(piece.data)
    if film is None:
        return
    piece.width, piece.height = film.width, film.height
    said = film.metadata(None)
    inside.gps = said.gps
    if piece.kind is FurtherKind.VIDEO:
        inside.sound = film.sound
        if film.sound and film.pictures is False:
            piece.kind, inside.sound = FurtherKind.AUDIO, None
    _add_beside(said, piece.where, found)
    found.unread += [gap for gap in film.gaps if gap not in found.unread]


def _compare(inside: _Inside, pixels: Pixels, budget: Budget) -> None:
    piece = inside.piece
    if piece.frames:
        inside.compared = compare_frames(piece, pixels, budget)
    elif inside.header is not None and piece.pictured and piece.kind in _SCENES:
        inner = open_piece(piece, inside.header, budget)
        if inner is not None:
            inside.compared = compare_pixels(
                inner.pixels, pixels, (inner.width, inner.height), framing=piece.main
            )


def _choose_for_look(insides: Iterable[_Inside]) -> list[_Inside]:
    """Return the largest pictures that show something else, or may do."""
    chosen = [
        inside
        for inside in insides
        if inside.piece.kind in _SCENES
        and inside.piece.pictured
        and inside.header is not None
        and (inside.compared is None or inside.compared.differs is not False)
    ]
    return sorted(chosen, key=_area, reverse=True)[:_MOST_LOOKED_AT]


def _area(inside: _Inside) -> int:
    header = inside.header
    return (header.width or 0) * (header.height or 0) if header else 0


def _look(inside: _Inside, budget: Budget, gaps: Walk) -> None:
    inner = open_piece(inside.piece, inside.header, budget) if inside.header else None
    if inner is None:
        return
    try:
        inside.faces, inside.text = look_at(inner)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - what a library makes of a foreign picture must not cost the rest
        gaps.tell_unread(
            _("A picture in it could not be looked at ({kind}).").format(kind=type(error).__name__)
        )


def _tell(inside: _Inside) -> Further:
    piece, header, compared = inside.piece, inside.header, inside.compared
    return Further(
        kind=piece.kind,
        format=header.format if header else piece.format,
        width=(header and header.width) or piece.width,
        height=(header and header.height) or piece.height,
        bytes=piece.bytes,
        where=piece.where,
        gps=inside.gps,
        differs=compared.differs if compared else None,
        sound=inside.sound,
        faces=inside.faces,
        text=inside.text,
        derived=piece.derived,
    )
