"""Which of many photos count for a rung, as `rules.Showing.counts` says of each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.likeness.rules import Rung, Showing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Lengths = NDArray[np.int64]
    WhichPhotos = NDArray[np.bool_]
    """Of many photos, whether each counts."""


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


def sides_of(shows: Iterable[Showing]) -> ManySides:
    """Return what all of them show."""
    import numpy as np

    rows = (
        (each.short, each.long, each.face, each.clear, each.alone, each.pose, each.light)
        for each in shows
    )
    table = np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, 7)
    return ManySides(*table.T)
