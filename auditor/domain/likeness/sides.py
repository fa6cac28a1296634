"""Which of many photos count for a rung, as `rules.Showing.counts` says of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.findings.check import Print
from auditor.domain.likeness.face_rows import FaceRow, rows_of
from auditor.domain.likeness.rules import BRIGHT, DARK, MATTERS, SHARP, SIDE_DEGREES, Rung

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Lengths = NDArray[np.int64]
    WhichPhotos = NDArray[np.bool_]
    """Of many photos, whether each counts."""

_WIDTH, _HEIGHT = attrgetter("width"), attrgetter("height")


@dataclass(frozen=True, slots=True)
class ManySides:
    """What `Showing` says of many photos."""

    short: _Lengths
    long: _Lengths
    face: _Lengths
    clear: _Lengths
    alone: _Lengths
    pose: _Lengths
    light: _Lengths

    def counting(self, rung: Rung, longest: int | None) -> WhichPhotos:
        """Return which photos count, if none is longer than `longest` px."""
        face = self.alone if rung.solo else self.clear if rung.clear else self.face
        side = rung.short.value if rung.short else 0
        counts: WhichPhotos = (self._shrunk(face, longest) >= rung.face.value) & (
            self._shrunk(self.short, longest) >= side
        )
        return counts

    def none(self) -> WhichPhotos:
        """Return that no photo counts."""
        marks: WhichPhotos = self.face < 0
        return marks

    def all_but(self, places: Iterable[int]) -> WhichPhotos:
        """Return that all photos count but those at `places`."""
        marks = ~self.none()
        marks[[*places]] = False
        return marks

    def _shrunk(self, lengths: _Lengths, longest: int | None) -> _Lengths:
        if longest is None:
            return lengths
        small = self.long <= longest
        shrunk: _Lengths = lengths * longest // self.long.clip(min=1)
        shrunk[small] = lengths[small]
        return shrunk


def places_of(marks: WhichPhotos) -> list[int]:
    """Return the places of the photos that count."""
    return list(marks.nonzero()[0].tolist())


def sides_of(prints: Sequence[Print]) -> ManySides:
    """Return what all of them show, as `rules.showing` says of each."""
    import numpy as np

    wide, high = (
        np.fromiter((length or 0 for length in lengths), np.int64, len(prints))
        for lengths in (map(_WIDTH, prints), map(_HEIGHT, prints))
    )
    short, long = np.minimum(wide, high), np.maximum(wide, high)
    several = [_rows(photo) for photo in prints]
    counts = np.array([*map(len, several)], np.int64)
    face, clear, alone, pose, light = np.zeros((5, len(prints)), np.int64)
    if counts.any():
        there = counts > 0
        faces = _ManyFaces.of([*chain.from_iterable(several)], counts)
        face[there] = faces.largest
        clear[there], alone[there] = faces.largest_clear, faces.alone
        pose[there], light[there] = faces.pose, faces.light
    return ManySides(short, long, face, clear, alone, pose, light)


@dataclass(frozen=True, slots=True)
class _ManyFaces:
    """What `rules.shown` says of the faces of many photos that each have some."""

    largest: _Lengths
    largest_clear: _Lengths
    alone: _Lengths
    pose: _Lengths
    light: _Lengths

    @classmethod
    def of(cls, rows: Sequence[FaceRow], counts: _Lengths) -> _ManyFaces:
        import numpy as np

        columns = [*zip(*rows, strict=True)]
        size = np.minimum(np.array(columns[2], np.int64), np.array(columns[3], np.int64))
        yaw, sharpness, brightness = (np.array(columns[place]) for place in (5, 7, 8))
        covered = np.array([each is True for each in columns[9]])
        clear = (sharpness >= SHARP) & ~covered
        counts = counts[counts > 0]
        starts = np.cumsum(counts) - counts
        order = np.lexsort((-size, np.repeat(np.arange(len(counts)), counts)))
        first = order[starts]  # of the same size the one that was found first
        second = order[np.minimum(starts + 1, len(order) - 1)]
        matters = (counts > 1) & (size[second] * MATTERS >= size[first])
        return cls(
            size[first],
            np.maximum.reduceat(np.where(clear, size, 0), starts),
            np.where(clear[first] & ~matters, size[first], 0),
            np.where(yaw[first] < -SIDE_DEGREES, 0, np.where(yaw[first] <= SIDE_DEGREES, 1, 2)),
            np.where(brightness[first] < DARK, 0, np.where(brightness[first] <= BRIGHT, 1, 2)),
        )


def with_face_of(prints: Iterable[Print], size: int) -> Iterator[Print]:
    """Yield those that show a face as large, in px: the shorter side of its box."""
    for photo in prints:
        for row in _rows(photo):
            if row[2] >= size and row[3] >= size:
                yield photo
                break


def _rows(photo: Print) -> Sequence[FaceRow]:
    return () if photo.faces is None else rows_of(photo.faces)
