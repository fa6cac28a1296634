"""What a walk over a file finds in it beyond the picture itself, still in bytes.

A walk notes pieces; what they are and show is read later (`look.py`). Every list is bounded, and
what stood behind a bound has a reason.
"""

from __future__ import annotations

from dataclasses import field

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Unread
from auditor.domain.photos.file_contents import FurtherKind
from auditor.domain.photos.position import Position
from auditor.messages import _
from auditor.readers.metadata.found import RawMetadata

__all__ = ["READER", "Piece", "Raster", "Walk", "frames_piece"]

READER = "further"
"""How `Unread` names this reader."""

_MOST_PIECES = 64
_MOST_REASONS = 8


@dataclass(frozen=True, slots=True)
class Raster:
    """How the pixels of an uncompressed picture stand in its bytes.

    `layout` is "RGB", "BGR", "L", "P" (`palette` has 256 RGB colours) or "YCbCr" (`subsampling`:
    px across and down that share their colour, as TIFF 6.0, section 21, stores them). `row` is how
    many bytes a row takes, 0 for no padding.
    """

    width: int
    height: int
    layout: str
    palette: bytes = b""
    subsampling: tuple[int, int] = (1, 1)
    row: int = 0


@dataclass(slots=True)
class Piece:
    """Bytes in a file that are something of their own.

    They are `size` bytes of `source` from `start`, the first of them replaced by `head`: makers
    spoil the first byte of a preview, and a directory of a TIFF file becomes its first one so.
    `format` is told where the bytes do not tell it. `raster` stands for what has no format.
    `pictured` is False where it shows no scene of its own (a depth map, a mask): it is then not
    compared. `derived` is True where that is so because it was made of the same exposure.
    `frames` counts the frames after the first that the piece stands for; `main` marks the
    kinds of thumbnail that `Metadata.embedded_thumbnail` tells. `gps` is the position that the
    container tells of it.
    """

    kind: FurtherKind
    where: str
    source: bytes
    start: int = 0
    size: int = 0
    head: bytes = b""
    format: str | None = None
    width: int | None = None
    height: int | None = None
    raster: Raster | None = None
    pictured: bool = True
    derived: bool = False
    frames: int = 0
    main: bool = False
    told: int | None = None
    gps: Position | None = None

    def derive(self) -> None:
        """Mark it as a gain map, a depth map or an outline: no scene of its own."""
        self.pictured, self.derived = False, True

    @property
    def data(self) -> bytes:
        """The bytes of the piece; a copy where it is a part of `source`."""
        end = self.start + self.size
        if not self.head and self.start == 0 and end >= len(self.source):
            return self.source
        return self.head + self.source[self.start + len(self.head) : end]

    @property
    def bytes(self) -> int:
        """How many bytes it takes in the file."""
        return self.size if self.told is None else self.told


@dataclass(slots=True)
class Walk:
    """What was found in one file: pieces in the order of the file, and what could not be walked.

    `beside` is what the container itself says of the file, outside of any metadata block. `unknown`
    are chunks of which several may have one name, by where they stand.
    """

    pieces: list[Piece] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    beside: list[RawMetadata] = field(default_factory=list)
    unknown: dict[str, Piece] = field(default_factory=dict)
    _places: dict[tuple[int, int], Piece] = field(default_factory=dict)

    def add(self, piece: Piece) -> None:
        """Note a piece, once for each place."""
        place = (id(piece.source), piece.start)
        if place in self._places and piece.head == self._places[place].head:
            return
        if len(self.pieces) >= _MOST_PIECES:
            self.tell_unread(
                _("It holds more than {count} things beyond the picture.").format(
                    count=_MOST_PIECES
                )
            )
            return
        self._places[place] = piece
        self.pieces.append(piece)

    def at(self, source: bytes, start: int) -> Piece | None:
        """Return the piece that was noted at a place, None if there is none."""
        return self._places.get((id(source), start))

    def tell_unread(self, reason: str) -> None:
        """Note what could not be walked, in words for a person."""
        gap = Unread(READER, reason)
        if gap not in self.unread and len(self.unread) < _MOST_REASONS:
            self.unread.append(gap)


def frames_piece(data: bytes, name: str, frames: int, stored: int) -> Piece:
    """Return one piece for the `frames` after the first of a file of the format `name`."""
    where = f"frames 2 to {frames + 1}" if frames > 1 else "frame 2"
    return Piece(
        FurtherKind.FRAME, where, data, 0, len(data), format=name, frames=frames, told=stored
    )
