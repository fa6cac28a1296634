"""Which of many photos count for a rung, as `rules.Showing.counts` says of each."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.domain.likeness.rules import Rung, Showing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Lengths = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ManySides:
    """The lengths of `Showing`, in px, of many photos."""

    short: _Lengths
    long: _Lengths
    face: _Lengths
    clear: _Lengths
    alone: _Lengths

    def counting(self, rung: Rung, longest: int | None) -> AbstractSet[int]:
        """Return the places of the photos that count, if none is longer than `longest` px."""
        face = self.alone if rung.solo else self.clear if rung.clear else self.face
        side = rung.short.value if rung.short else 0
        counts = (self._shrunk(face, longest) >= rung.face.value) & (
            self._shrunk(self.short, longest) >= side
        )
        return frozenset(counts.nonzero()[0].tolist())

    def _shrunk(self, lengths: _Lengths, longest: int | None) -> _Lengths:
        if longest is None:
            return lengths
        small = self.long <= longest
        shrunk: _Lengths = lengths * longest // self.long.clip(min=1)
        shrunk[small] = lengths[small]
        return shrunk


def sides_of(shows: Sequence[Showing]) -> ManySides:
    """Return the lengths of all of them."""
    import numpy as np

    rows = [(each.short, each.long, each.face, each.clear, each.alone) for each in shows]
    return ManySides(*np.array(rows, np.int64).reshape(-1, 5).T)
