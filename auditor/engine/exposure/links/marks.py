"""What a stranger can compare two photos by: the bytes, the picture, the serial number, the place.

Two photos are tied by near marks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from auditor.domain.findings.check import Print
from auditor.domain.photos.forms import packed_of
from auditor.domain.photos.place import EARTH_M, NEAR_M
from auditor.hashing.match.alike import Picture, alike, near_pairs

Mark = tuple[str, str | int | tuple[int, int, int]]
"""Kind and value. Kinds: sha, pdq, serial, place."""

_CELL_M = 50
"""Positions are put into cells of this many metres before they are compared, so `NEAR_M` is exact
to about one cell.
"""

_MOST_PAIRS = 200_000
"""Pairs of like pictures told apart. Two accounts with thousands of frames of one webcam have
millions; there a whole group of look-alikes counts as one picture, and the photos to remove are
enough but perhaps not the fewest.
"""

_CellKey = tuple[int, int, int]
_OFFSETS = tuple(
    step
    for step in product(range(-3, 4), repeat=3)
    if any(step) and _CELL_M * math.hypot(*step) <= NEAR_M
)


@dataclass(frozen=True)
class Marked:
    """Photos with their marks.

    `near` says which other marks one is near to, in both directions; each is near to itself.
    """

    prints: Sequence[Print]
    marks: Sequence[tuple[Mark, ...]]
    near: Mapping[Mark, frozenset[Mark]]

    @cached_property
    def holders(self) -> Mapping[Mark, Mapping[str, Sequence[int]]]:
        """For each mark the accounts that show it, with the places of their photos in `prints`."""
        held: dict[Mark, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, marks in enumerate(self.marks):
            for mark in marks:
                held[mark][self.prints[place].account].append(place)
        return held

    def around(self, mark: Mark) -> Iterator[Mark]:
        """Yield the mark and those near it."""
        yield mark
        yield from self.near.get(mark, ())


def marked(prints: Sequence[Print]) -> Marked:
    """Return `prints` with what they can be compared by."""
    pdq, near = _pictures(prints)
    marks: list[tuple[Mark, ...]] = []
    for place, photo in enumerate(prints):
        own: list[Mark] = [("sha", photo.sha256)] if photo.sha256 else []
        own += [pdq[place]] if place in pdq else []
        own += [
            ("serial", serial)
            for serial in dict.fromkeys(text.strip().casefold() for text in photo.serial_numbers)
            if serial
        ]
        own += [("place", _cell(*photo.gps))] if photo.gps is not None and any(photo.gps) else []
        marks.append(tuple(own))
    near |= _places(
        mark[1]
        for own in marks
        for mark in own
        if mark[0] == "place" and isinstance(mark[1], tuple)
    )
    return Marked(prints, marks, near)


def comparable(prints: Sequence[Print]) -> list[Print]:
    """Return `prints`, without what is near to nothing on another account: hashes and bytes.

    They tie the same accounts by the same photos, however many of them are taken away, and are
    compared with each other much faster. Nothing is left out where very many are alike.
    """
    pictures = [Picture(photo.account, photo.sha256, photo.pdq) for photo in prints]
    alike_places: set[int] = set()
    count = 0
    for ones, others in near_pairs(pictures):
        count += len(ones)
        if count > _MOST_PAIRS:
            return list(prints)
        for places in (ones, others):
            alike_places.update(dict.fromkeys(places.tolist()))
    alike_ones = {packed_of(prints[place].pdq) for place in alike_places}
    shared = _shared_bytes(prints)
    return [
        photo
        if packed_of(photo.pdq) in alike_ones or photo.sha256 in shared
        else incomparable(photo)
        for photo in prints
    ]


def incomparable(photo: Print) -> Print:
    """Return a print without its picture and bytes, which are near to nothing elsewhere."""
    return replace(photo, pdq=(), sha256="")


def _shared_bytes(prints: Iterable[Print]) -> frozenset[str]:
    """Return the files that stand on several accounts."""
    first: dict[str, str] = {}
    return frozenset(
        photo.sha256
        for photo in prints
        if photo.sha256 and first.setdefault(photo.sha256, photo.account) != photo.account
    )


def _pictures(prints: Sequence[Print]) -> tuple[dict[int, Mark], dict[Mark, frozenset[Mark]]]:
    """Return the PDQ mark of each print that has one.

    Also which are near each other on two accounts.
    """
    pictures = [Picture(photo.account, "", photo.pdq) for photo in prints]
    marks: dict[int, Mark] = {
        place: ("pdq", photo.pdq[0]) for place, photo in enumerate(prints) if photo.pdq
    }
    near: dict[Mark, set[Mark]] = defaultdict(set)
    count = 0
    for ones, others in near_pairs(pictures):
        count += len(ones)
        if count > _MOST_PAIRS:
            return _groups(pictures, marks), {}
        for first, other in zip(ones.tolist(), others.tolist(), strict=True):
            if marks[first] != marks[other]:
                near[marks[first]].add(marks[other])
                near[marks[other]].add(marks[first])
    return marks, {mark: frozenset(others) for mark, others in near.items()}


def _groups(pictures: Sequence[Picture], marks: Mapping[int, Mark]) -> dict[int, Mark]:
    """Return the same mark for all pictures of a group of look-alikes."""
    grouped: dict[int, Mark] = {
        place: ("pdq", index) for index, group in enumerate(alike(pictures)) for place in group
    }
    return dict(marks) | grouped


def _cell(latitude: float, longitude: float) -> _CellKey:
    """Return the cell of a position among cubes of `_CELL_M`.

    Cubes know no poles and no date line.
    """
    up, around = math.radians(latitude), math.radians(longitude)
    flat = EARTH_M * math.cos(up)
    x, y, z = flat * math.cos(around), flat * math.sin(around), EARTH_M * math.sin(up)
    return math.floor(x / _CELL_M), math.floor(y / _CELL_M), math.floor(z / _CELL_M)


def _places(cells: Iterable[_CellKey]) -> dict[Mark, frozenset[Mark]]:
    """Return which cells are near each other."""
    known = set(cells)
    near: dict[Mark, frozenset[Mark]] = {}
    for x, y, z in known:
        around = ((x + dx, y + dy, z + dz) for dx, dy, dz in _OFFSETS)
        near["place", (x, y, z)] = frozenset(("place", cell) for cell in around if cell in known)
    return near
