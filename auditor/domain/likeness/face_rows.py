"""The faces of a photo as rows of numbers, of which faces are made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from auditor.domain.photos.picture_contents import Box, Face

FaceRow = tuple[int, int, int, int, float, float, float, float, float, bool | None]
"""x, y, width and height of the box, score, yaw, pitch, sharpness, brightness, covered."""


class FaceRows(Sequence[Face]):
    """Faces without landmarks, as equal and as hashable as a tuple of them.

    100,000 photos have as many, and what is compared is mostly their size.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: Sequence[FaceRow]) -> None:
        self.rows = rows

    @overload
    def __getitem__(self, place: int) -> Face: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Face, ...]: ...

    def __getitem__(self, place: int | slice) -> Face | tuple[Face, ...]:
        """Return a face, or several."""
        return tuple(self)[place] if isinstance(place, slice) else _face(self.rows[place])

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Face]:
        """Yield the faces."""
        return map(_face, self.rows)

    def __eq__(self, other: object) -> bool:
        """Whether the faces are the same."""
        return tuple(self) == tuple(other) if isinstance(other, FaceRows | tuple) else False

    def __hash__(self) -> int:
        """Return the hash of the tuple that it stands for."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Return it as what it stands for."""
        return repr(tuple(self))


def rows_of(faces: Sequence[Face]) -> Sequence[FaceRow]:
    """Return the rows of these faces; their landmarks are left out."""
    return faces.rows if isinstance(faces, FaceRows) else [*map(_row, faces)]


def _row(face: Face) -> FaceRow:
    box = face.box
    return (
        box.x,
        box.y,
        box.width,
        box.height,
        face.score,
        face.yaw,
        face.pitch,
        face.sharpness,
        face.brightness,
        face.covered,
    )


def _face(row: FaceRow) -> Face:
    x, y, width, height, score, yaw, pitch, sharpness, brightness, covered = row
    return Face(Box(x, y, width, height), score, (), yaw, pitch, sharpness, brightness, covered)
