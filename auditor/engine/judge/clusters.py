"""Spots where many photos were taken, over all proven accounts."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase, Print
from auditor.domain.photos.place import EARTH_M, NEAR_M, PlaceCluster

if TYPE_CHECKING:  # loaded where there are enough positions
    import numpy as np
    from numpy.typing import NDArray

    _Vectors = NDArray[np.float64]

FEWEST = 3
"""Photos that make a spot."""
_CITY_M = 1000
_TURNS = 4

_Cell = tuple[int, int, int]
_AROUND: tuple[_Cell, ...] = tuple((x, y, z) for x, y, z in product((-1, 0, 1), repeat=3))


def spots(case: InventoryCase) -> tuple[PlaceCluster, ...]:
    """Return the spots of the user's own proven accounts, most photos first."""
    own = {account.id for account in case.accounts if account.claim is Claim.MINE}
    return clusters(photo for photo in case.prints if photo.account in own)


def clusters(prints: Iterable[Print]) -> tuple[PlaceCluster, ...]:
    """Return the spots, most photos first.

    The same photos give the same spots, in whatever order they come. The Earth is laid out in
    cubes of `NEAR_M`, so that neither pole nor date line needs a rule. From the densest
    neighbourhood on, the middle of a cube's photos is moved to the mean of what lies within
    `NEAR_M` of it until it stays; what lies there then is one spot.
    """
    placed = sorted(
        (photo for photo in prints if photo.gps is not None), key=lambda photo: photo.photo
    )
    if len(placed) < FEWEST:
        return ()
    from auditor.guidance.places import places_of

    found = _Search(_vectors(placed)).run()
    spots = [
        _spot(middle, [placed[index] for index in members], distance)
        for middle, members, distance in found
    ]
    spots.sort(key=lambda spot: (-len(spot.photos), spot.photos))
    named = places_of([(spot.latitude, spot.longitude) for spot in spots], _CITY_M)
    return tuple(replace(spot, place=place) for spot, place in zip(spots, named, strict=True))


def _vectors(placed: Sequence[Print]) -> _Vectors:
    import numpy as np

    north, east = np.radians(np.array([photo.gps for photo in placed], np.float64)).T
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=1) * EARTH_M


@dataclass(slots=True)
class _Search:
    """Positions in metres from the middle of the Earth.

    Also which of them are in no spot yet, by cube.
    """

    vectors: _Vectors

    def run(self) -> list[tuple[_Vectors, list[int], float]]:
        """Return middle, members and largest distance of every spot."""
        import numpy as np

        cells: dict[_Cell, list[int]] = defaultdict(list)
        for index, (x, y, z) in enumerate(
            np.floor(self.vectors / NEAR_M).astype(np.int64).tolist()
        ):
            cells[x, y, z].append(index)
        free = {cell: set(members) for cell, members in cells.items()}
        waiting = [(-count, cell) for cell in free if (count := self._count(free, cell)) >= FEWEST]
        heapq.heapify(waiting)
        found: list[tuple[_Vectors, list[int], float]] = []
        while waiting:
            count, cell = heapq.heappop(waiting)
            left = self._count(free, cell)
            if not free[cell] or left < FEWEST:
                continue
            if left < -count:
                heapq.heappush(waiting, (-left, cell))
                continue
            middle, members, distance = self._grow(free, cell)
            if len(members) < FEWEST:
                continue
            found.append((middle, members, distance))
            for index in members:
                free[self._cell(self.vectors[index])].discard(index)
            if free[cell]:
                heapq.heappush(waiting, (-self._count(free, cell), cell))
        return found

    def _grow(
        self, free: Mapping[_Cell, set[int]], cell: _Cell
    ) -> tuple[_Vectors, list[int], float]:
        middle: _Vectors = self.vectors[sorted(free[cell])].mean(axis=0)
        members, farthest = self._within(free, middle)
        for _turn in range(_TURNS):
            if len(members) < FEWEST:
                break
            moved: _Vectors = self.vectors[members].mean(axis=0)
            inside, distance = self._within(free, moved)
            if inside == members:
                return moved, inside, distance
            middle, members, farthest = moved, inside, distance
        return middle, members, farthest

    def _within(self, free: Mapping[_Cell, set[int]], middle: _Vectors) -> tuple[list[int], float]:
        import numpy as np

        x, y, z = self._cell(middle)
        near = sorted(index for a, b, c in _AROUND for index in free.get((x + a, y + b, z + c), ()))
        distances = np.linalg.norm(self.vectors[near] - middle, axis=1)
        inside = distances <= NEAR_M
        return [index for index, within in zip(near, inside, strict=True) if within], float(
            distances[inside].max(initial=0.0)
        )

    @staticmethod
    def _count(free: Mapping[_Cell, set[int]], cell: _Cell) -> int:
        x, y, z = cell
        return sum(len(free.get((x + a, y + b, z + c), ())) for a, b, c in _AROUND)

    @staticmethod
    def _cell(vector: _Vectors) -> _Cell:
        import numpy as np

        x, y, z = np.floor(vector / NEAR_M).astype(np.int64).tolist()
        return x, y, z


def _spot(middle: _Vectors, members: Sequence[Print], distance: float) -> PlaceCluster:
    x, y, z = middle.tolist()
    return PlaceCluster(
        latitude=math.degrees(math.atan2(z, math.hypot(x, y))),
        longitude=math.degrees(math.atan2(y, x)),
        radius_m=math.ceil(distance),
        photos=tuple(member.photo for member in members),
        accounts=tuple(sorted({member.account for member in members})),
        times=tuple(member.captured_at for member in members if member.captured_at),
    )
