"""Spots where photos were taken, counted so that fewer photos never give more.

A spot is several remaining photos within `NEAR_M` of one of them, its centre. Which photos are near
each other is given by their positions alone, so taking a photo away makes no new centre and lets
none tell more. No photo belongs to two spots: they are taken one after the other, those that tell
most first and until no centre among the photos that are left tells as much. So whatever spot is
found after photos were taken away shares one with a spot that was found before and told at least as
much: else the new one's centre would have been taken then.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product

import numpy as np
from numpy.typing import NDArray

from auditor.dataclass import dataclass
from auditor.domain.findings.check import Print
from auditor.domain.photos.place import EARTH_M, FEWEST_IN_SPOT, NEAR_M, PlaceCluster
from auditor.domain.routine.routine import FEWEST_WEEKS, day_in, hours_around, night_of, parsed
from auditor.domain.routine.words import FEWEST_DAYS, FEWEST_NIGHTS, FEWEST_PHOTOS

_TURNS = 4
_REACH = 4
"""Cubes from a photo in a spot to whatever is looked at for a spot that shares that photo."""
_ROWS = 256
"""Centres looked at together, so that no more than so many rows of distances are in memory."""
_MOST_TOGETHER = 1000
"""Photos around one among which those that are near each other are looked for."""
_NONE = -1
_SLOTS = 7 * 24

_Vectors = NDArray[np.float64]
_Indices = NDArray[np.int64]
_Cell = tuple[int, int, int]
_AROUND: tuple[_Cell, ...] = tuple((x, y, z) for x, y, z in product((-1, 0, 1), repeat=3))

_Rule = Callable[[_Indices], bool]
"""Whether photos, by their places, tell so much. More photos never tell less."""


def frequent(prints: Sequence[Print]) -> tuple[PlaceCluster, ...]:
    """Return the spots of `prints`, without names, most photos first.

    First come to be taken those of many nights, then those of many days, then the rest (`words`).
    The same photos give the same spots, in whatever order they come.
    """
    placed = _crowded(_placed(prints))
    times = _Times.of(placed)
    return _spots(placed, (times.at_night, times.often, times.several))


def weekly(prints: Sequence[Print]) -> tuple[PlaceCluster, ...]:
    """Return the spots of `prints` with a weekday and hour that come back (`routine.slots`).

    Like `frequent`, but what counts here is the hour alone: a spot of many nights does not take
    away the photos of a course beside it.
    """
    placed = _crowded(_placed(prints))
    return _spots(placed, (_Times.of(placed).come_back,))


def both(
    prints: Sequence[Print],
) -> tuple[tuple[PlaceCluster, ...], tuple[PlaceCluster, ...]]:
    """Return `frequent` and `weekly` of these photos, in less time than one after the other."""
    placed = _crowded(_placed(prints))
    if len(placed) < FEWEST_IN_SPOT:
        return (), ()
    times, search = _Times.of(placed), _Search.over(_vectors(placed))
    often = _found(placed, search.anew(), (times.at_night, times.often, times.several))
    return often, _found(placed, search, (times.come_back,))


def centres(prints: Sequence[Print]) -> tuple[Print, ...]:
    """Return those of `prints`, which all have positions, that all others are near to."""
    vectors = _vectors(prints)
    return tuple(
        photo
        for photo, centre in zip(prints, vectors, strict=True)
        if bool((_distances(vectors, centre) <= NEAR_M).all())
    )


class Surroundings:
    """The photos near each of `prints`, as spots are looked for."""

    def __init__(self, prints: Sequence[Print]) -> None:
        self._placed = _placed(prints)
        self._places = {photo.photo: place for place, photo in enumerate(self._placed)}
        self._search = _Search.over(_vectors(self._placed)) if self._placed else None
        self._known: dict[str, tuple[Print, ...]] = {}
        self._cliques: dict[str, list[tuple[Print, ...]]] = {}

    def near(self, photo: str) -> tuple[Print, ...]:
        """Return the photos within `NEAR_M` of one that has a position, with itself."""
        if photo not in self._known and self._search is not None:
            place, search = self._places[photo], self._search
            beside = search.beside_of(place)
            self._known[photo] = tuple(self._placed[other] for other in beside.tolist())
        return self._known[photo]

    def together(self, photo: str) -> list[tuple[Print, ...]]:
        """Return photos of which all are near each other, with one that has a position.

        Those closest to it, and those towards what is farthest from it on either side.
        """
        if photo not in self._cliques and self._search is not None:
            self._cliques[photo] = self._together(self._places[photo], self._search)
        return self._cliques.get(photo, [])

    def _together(self, place: int, search: _Search) -> list[tuple[Print, ...]]:
        vectors = search.vectors
        near = search.beside_of(place)
        away = _distances(vectors[near], vectors[place])
        near = near[np.argsort(away, kind="stable")][:_MOST_TOGETHER]
        pairs = search.near_each_other(near, near)
        far = len(near) - 1
        opposite = int(np.argmax(_distances(vectors[near], vectors[near[far]])))
        return [
            tuple(self._placed[at] for at in sorted(near[list(some)].tolist()))
            for some in dict.fromkeys(_clique(pairs, start) for start in (0, far, opposite))
        ]


def _clique(pairs: NDArray[np.bool_], start: int) -> tuple[int, ...]:
    """Return the first place, `start`, and after them all that are near each of those before."""
    chosen = [*dict.fromkeys((0, start))]
    possible = pairs[0] & pairs[start]
    possible[chosen] = False
    while possible.any():
        following = int(np.argmax(possible))
        chosen.append(following)
        possible &= pairs[following]
        possible[following] = False
    return tuple(chosen)


def around(prints: Sequence[Print], spots: Iterable[PlaceCluster]) -> frozenset[str]:
    """Return the photos of `prints` among which spots can be, once some are taken away.

    `spots` are all that were found in `prints` (`frequent`, `weekly`). Each spot that is found
    later shares a photo with one of them, so its centre is at most two cubes from that photo's and
    all that is looked at around the centre at most two further: among these photos the search finds
    what it finds among all.
    """
    placed = _placed(prints)
    members = {photo for spot in spots for photo in spot.photos}
    if not placed or not members:
        return frozenset()
    cells = [tuple(cell) for cell in np.floor(_vectors(placed) / NEAR_M).astype(np.int64).tolist()]
    inside = {cell for cell, photo in zip(cells, placed, strict=True) if photo.photo in members}
    reach = range(-_REACH, _REACH + 1)
    wanted = {(x + a, y + b, z + c) for x, y, z in inside for a, b, c in product(reach, repeat=3)}
    return frozenset(
        photo.photo for cell, photo in zip(cells, placed, strict=True) if cell in wanted
    )


def _placed(prints: Sequence[Print]) -> list[Print]:
    return sorted((photo for photo in prints if photo.gps), key=lambda photo: photo.photo)


def _crowded(placed: Sequence[Print]) -> Sequence[Print]:
    """Return the photos that a search for spots can look at, of others not even the time is read.

    A centre stands in a cube that has, with those around it, photos enough for a spot, or beside
    one; what is near it is one cube further at most.
    """
    if len(placed) < FEWEST_IN_SPOT:
        return placed
    cubes = np.floor(_vectors(placed) / NEAR_M).astype(np.int64)
    cubes -= cubes.min(axis=0) - 1
    width = cubes.max(axis=0) + 2
    keys, cube_of, sizes = np.unique(
        (cubes[:, 0] * width[1] + cubes[:, 1]) * width[2] + cubes[:, 2],
        return_inverse=True,
        return_counts=True,
    )
    steps = [(x * width[1] + y) * width[2] + z for x, y, z in _AROUND]
    crowded = _summed(keys, sizes, steps) >= FEWEST_IN_SPOT
    for _cube_further in range(2):
        crowded = _summed(keys, crowded.astype(np.int64), steps) > 0
    wanted = crowded[cube_of.ravel()].tolist()
    return [photo for photo, there in zip(placed, wanted, strict=True) if there]


def _summed(keys: _Indices, sizes: _Indices, steps: Iterable[int]) -> _Indices:
    """Return for each cube the sum of `sizes` of itself and of those around it."""
    total = np.zeros(len(keys), np.int64)
    for step in steps:
        places = np.minimum(np.searchsorted(keys, keys + step), len(keys) - 1)
        total += np.where(keys[places] == keys + step, sizes[places], 0)
    return total


def _spots(placed: Sequence[Print], rules: Sequence[_Rule]) -> tuple[PlaceCluster, ...]:
    if len(placed) < FEWEST_IN_SPOT:
        return ()
    return _found(placed, _Search.over(_vectors(placed)), rules)


def _found(
    placed: Sequence[Print], search: _Search, rules: Sequence[_Rule]
) -> tuple[PlaceCluster, ...]:
    found = [
        _spot(search.vectors, centre, members, placed)
        for rule in rules
        for centre, members in search.run(rule)
    ]
    return tuple(sorted(found, key=lambda spot: (-len(spot.photos), spot.photos)))


@dataclass(frozen=True, slots=True)
class _Times:
    """What the time of each photo says, as numbers; `_NONE` where it does not."""

    days: _Indices
    nights: _Indices
    slots: _Indices  # of two columns: the hours around which it was taken, with the weekday
    weeks: _Indices

    @classmethod
    def of(cls, photos: Sequence[Print]) -> _Times:
        rows = [_row(photo.captured_at or "") for photo in photos]
        table = np.array(rows, np.int64).reshape(len(rows), 5)
        return cls(table[:, 0], table[:, 1], table[:, 2:4], table[:, 4])

    def several(self, places: _Indices) -> bool:
        return len(places) >= FEWEST_IN_SPOT

    def often(self, places: _Indices) -> bool:
        return len(places) >= FEWEST_PHOTOS and _count(self.days[places]) >= FEWEST_DAYS

    def at_night(self, places: _Indices) -> bool:
        return len(places) >= FEWEST_PHOTOS and _count(self.nights[places]) >= FEWEST_NIGHTS

    def come_back(self, places: _Indices) -> bool:
        slots, weeks = self.slots[places], self.weeks[places]
        both = np.unique((weeks[:, None] * _SLOTS + slots)[slots != _NONE])
        return bool(np.bincount(both % _SLOTS, minlength=1).max() >= FEWEST_WEEKS)


def _row(text: str) -> tuple[int, int, int, int, int]:
    day, moment = day_in(text), parsed(text)
    told = _NONE if day is None else day.toordinal()
    if moment is None:
        return told, _NONE, _NONE, _NONE, _NONE
    night = night_of(moment)
    dark = _NONE if night is None else night.toordinal()
    return told, dark, *_slots(moment), (moment.toordinal() - 1) // 7


def _slots(moment: datetime) -> tuple[int, int]:
    around = [moment.weekday() * 24 + hour for hour in hours_around(moment)]
    return around[0], around[1] if len(around) > 1 else _NONE


def _count(labels: _Indices) -> int:
    return len(np.unique(labels[labels != _NONE]))


def _vectors(placed: Sequence[Print]) -> _Vectors:
    """Return positions in metres from the middle of the Earth: no pole or date line in the way."""
    north, east = np.radians(np.array([photo.gps for photo in placed], np.float64)).T
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=1) * EARTH_M


@dataclass(slots=True)
class _Search:
    """Positions by cubes of `NEAR_M`, and which of them are in no spot yet."""

    vectors: _Vectors
    cell_of: list[_Cell]
    cells: dict[_Cell, _Indices]
    free: NDArray[np.bool_]
    left: dict[_Cell, int]  # how many of a cube are free
    beside: dict[_Cell, Sequence[_Cell]]  # the cubes with photos around one, once they were asked

    @classmethod
    def over(cls, vectors: _Vectors) -> _Search:
        cell_of: list[_Cell] = [
            (x, y, z) for x, y, z in np.floor(vectors / NEAR_M).astype(np.int64).tolist()
        ]
        cells: dict[_Cell, list[int]] = defaultdict(list)
        for place, cell in enumerate(cell_of):
            cells[cell].append(place)
        sorted_cells = {cell: np.array(places, np.int64) for cell, places in cells.items()}
        left = {cell: len(places) for cell, places in cells.items()}
        return cls(vectors, cell_of, sorted_cells, np.ones(len(vectors), np.bool_), left, {})

    def anew(self) -> _Search:
        """Return a search over the same photos, of which none is in a spot yet."""
        free = np.ones(len(self.vectors), np.bool_)
        left = {cell: len(places) for cell, places in self.cells.items()}
        return _Search(self.vectors, self.cell_of, self.cells, free, left, self.beside)

    def run(self, rule: _Rule) -> Iterator[tuple[int, _Indices]]:
        """Yield centre and members of spots that tell so much until no centre does.

        From the densest neighbourhood on.
        """
        counts = {
            cell: count for cell in self._dense() if (count := self._count(cell)) >= FEWEST_IN_SPOT
        }
        for cell in sorted(counts, key=lambda cell: (-counts[cell], cell)):
            while (spot := self._next(cell, rule)) is not None:
                self._take(spot[1])
                yield spot

    def _dense(self) -> list[_Cell]:
        """Return the cubes that have, with those around them, photos enough for a spot."""
        cells = [*self.cells]
        corners = np.array(cells, np.int64)
        corners -= corners.min(axis=0) - 1
        width = corners.max(axis=0) + 2
        keys = (corners[:, 0] * width[1] + corners[:, 1]) * width[2] + corners[:, 2]
        order = np.argsort(keys)
        sizes = np.array([self.left[cell] for cell in cells], np.int64)[order]
        steps = [(x * width[1] + y) * width[2] + z for x, y, z in _AROUND]
        total = _summed(keys[order], sizes, steps)
        return [cells[place] for place in order[total >= FEWEST_IN_SPOT].tolist()]

    def _next(self, cell: _Cell, rule: _Rule) -> tuple[int, _Indices] | None:
        """Return a spot with its centre in or beside a cube, None if no centre in it is one."""
        if not self.left[cell] or self._count(cell) < FEWEST_IN_SPOT:
            return None
        around = self._around(cell)
        if not rule(around):
            return None
        own = self._left(self.cells[cell])
        middle = self._middle(own, around)
        central = int(around[np.argmin(_distances(self.vectors[around], middle))])
        members = self.beside_of(central)
        if rule(members):
            return central, members
        own = own[np.argsort(_distances(self.vectors[own], middle), kind="stable")]
        for start in range(0, len(own), _ROWS):
            rows = own[start : start + _ROWS]
            for centre, near in zip(rows.tolist(), self.near_each_other(rows, around), strict=True):
                if rule(around[near]):
                    return centre, around[near]
        return None

    def beside_of(self, place: int) -> _Indices:
        """Return what is free within `NEAR_M` of a photo."""
        beside = self._around(self.cell_of[place])
        near: _Indices = beside[self.near_each_other(np.array([place]), beside)[0]]
        return near

    def _middle(self, own: _Indices, around: _Indices) -> _Vectors:
        """Return the middle of a cube's photos, moved to where most of those around it are."""
        middle: _Vectors = self.vectors[own].mean(axis=0)
        for _turn in range(_TURNS):
            inside = around[_distances(self.vectors[around], middle) <= NEAR_M]
            if not inside.size:
                break
            middle = self.vectors[inside].mean(axis=0)
        return middle

    def near_each_other(self, centres: _Indices, others: _Indices) -> NDArray[np.bool_]:
        """Say which of `others` (columns) are within `NEAR_M` of each centre (rows).

        The same for two photos whatever else is there.
        """
        squares = np.zeros((len(centres), len(others)))
        for axis in range(3):
            apart = self.vectors[centres, axis][:, None] - self.vectors[others, axis]
            squares += apart * apart
        return squares <= NEAR_M * NEAR_M

    def _around(self, cell: _Cell) -> _Indices:
        return self._left(
            np.sort(np.concatenate([self.cells[near] for near in self._beside(cell)]))
        )

    def _count(self, cell: _Cell) -> int:
        return sum([self.left[near] for near in self._beside(cell)])

    def _beside(self, cell: _Cell) -> Sequence[_Cell]:
        """Return the cubes with photos among a cube and those that touch it."""
        known = self.beside.get(cell)
        if known is None:
            x, y, z = cell
            cubes = ((x + a, y + b, z + c) for a, b, c in _AROUND)
            known = self.beside[cell] = [near for near in cubes if near in self.cells]
        return known

    def _take(self, members: _Indices) -> None:
        self.free[members] = False
        for place in members.tolist():
            self.left[self.cell_of[place]] -= 1

    def _left(self, places: _Indices) -> _Indices:
        left: _Indices = places[self.free[places]]
        return left


def _distances(vectors: _Vectors, middle: _Vectors) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = np.linalg.norm(vectors - middle, axis=1)
    return lengths


def _spot(
    vectors: _Vectors, centre: int, members: _Indices, placed: Sequence[Print]
) -> PlaceCluster:
    """Return what is told of a spot; its middle is the mean, if all is within `NEAR_M` of that."""
    inside = vectors[members]
    middle: _Vectors = inside.mean(axis=0)
    farthest = float(_distances(inside, middle).max())
    if farthest > NEAR_M:
        middle = vectors[centre]
        farthest = float(_distances(inside, middle).max())
    x, y, z = middle.tolist()
    photos = [placed[place] for place in members.tolist()]
    return PlaceCluster(
        latitude=math.degrees(math.atan2(z, math.hypot(x, y))),
        longitude=math.degrees(math.atan2(y, x)),
        radius_m=math.ceil(farthest),
        photos=tuple(photo.photo for photo in photos),
        accounts=tuple(sorted({photo.account for photo in photos})),
        times=tuple(photo.captured_at for photo in photos if photo.captured_at),
    )
