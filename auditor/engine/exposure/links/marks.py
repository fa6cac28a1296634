"""What a stranger can compare two photos by: the bytes, the picture, the serial number, the place.

Two photos are tied by near marks.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.findings.check import Print
from auditor.domain.photos.place import EARTH_M, NEAR_M
from auditor.hashing.match.alike import MOST_NAMED, SHARED, Picture, alike, near_pairs

if TYPE_CHECKING:  # loaded where pairs were kept
    from auditor.hashing.match.kept_pairs import KeptPairs

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

_LOOK = 32
"""Bytes of a PDQ hash."""
_FEW_PLACES = 512
"""So few photos with a position are all looked around, without numpy."""
_CUBE = 4
"""Cells along a cube: more than what is near reaches."""

KeptOfPictures = MutableMapping[str, bytes] | None
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


def marked(prints: Sequence[Print], kept: KeptOfPictures = None) -> Marked:
    """Return `prints` with what ties some of them across accounts; `kept` as in `InventoryCase`.

    What no other account shows, nor anything near it, is left out: it is most of very many photos.
    """
    pdq, near = _pictures(prints, kept)
    shared = _shared_bytes(prints)
    places, around = _positions(prints)
    marks: list[tuple[Mark, ...]] = []
    for place, photo in enumerate(prints):
        own: list[Mark] = [("sha", photo.sha256)] if photo.sha256 in shared else []
        own += [pdq[place]] if place in pdq else []
        if photo.serial_numbers:
            own += [("serial", serial) for serial in _serials(photo)]
        own += [("place", places[place])] if place in places else []
        marks.append(tuple(own))
    return Marked(prints, marks, near | around)


def _serials(photo: Print) -> Iterable[str]:
    texts = (text.strip().casefold() for text in photo.serial_numbers)
    return (serial for serial in dict.fromkeys(texts) if serial)


def comparable(prints: Sequence[Print], kept: KeptOfPictures = None) -> frozenset[str]:
    """Return the photos of which hashes or bytes are near to something on another account.

    Without those of the others the same accounts are tied by the same photos, however many of them
    are taken away, and comparing takes much less. Nothing is left out where very many are alike.
    """
    pictures = [Picture(photo.account, photo.sha256, photo.pdq) for photo in prints]
    alike_places: set[int] = set()
    count = 0
    for ones, others in near_pairs(pictures, kept=_store(kept)):
        count += len(ones)
        if count > _MOST_PAIRS:
            return frozenset(photo.photo for photo in prints)
        for places in (ones, others):
            alike_places.update(dict.fromkeys(places.tolist()))
    alike_ones = {pictures[place].packed for place in alike_places}
    shared = _shared_bytes(prints)
    return frozenset(
        photo.photo
        for photo, picture in zip(prints, pictures, strict=True)
        if picture.packed in alike_ones or photo.sha256 in shared
    )


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


def _store(kept: KeptOfPictures) -> KeptPairs | None:
    """Return where pairs of pictures are kept, to be read: what is renewed there is thrown away."""
    if kept is None:
        return None
    from auditor.hashing.match.kept_pairs import KeptPairs

    return KeptPairs(dict(kept), SHARED, MOST_NAMED)


def _pictures(
    prints: Sequence[Print], kept: KeptOfPictures
) -> tuple[dict[int, Mark], dict[Mark, frozenset[Mark]]]:
    """Return the PDQ mark of each print that is near one of another account.

    Also which are near each other on two accounts.
    """
    pictures = [Picture(photo.account, "", photo.pdq) for photo in prints]
    near: dict[bytes, set[bytes]] = defaultdict(set)
    count = 0
    for ones, others in near_pairs(pictures, kept=_store(kept)):
        count += len(ones)
        if count > _MOST_PAIRS:
            return _groups(pictures), {}
        for first, other in zip(ones.tolist(), others.tolist(), strict=True):
            left, right = _look(pictures[first]), _look(pictures[other])
            near[left].add(right)
            near[right].add(left)
    marks: dict[bytes, Mark] = {look: ("pdq", look.hex()) for look in near}
    looks = ((place, _look(picture)) for place, picture in enumerate(pictures))
    return (
        {place: marks[look] for place, look in looks if look in marks},
        {
            marks[look]: frozenset(marks[other] for other in others if other != look)
            for look, others in near.items()
        },
    )


def _look(picture: Picture) -> bytes:
    """Return the hash of a picture as it is, without its turned forms; empty if there is none."""
    return picture.packed[:_LOOK]


def _groups(pictures: Sequence[Picture]) -> dict[int, Mark]:
    """Return the same mark for all pictures of a group of look-alikes."""
    return {place: ("pdq", index) for index, group in enumerate(alike(pictures)) for place in group}


def _cell(latitude: float, longitude: float) -> _CellKey:
    """Return the cell of a position among cubes of `_CELL_M`.

    Cubes know no poles and no date line.
    """
    up, around = math.radians(latitude), math.radians(longitude)
    flat = EARTH_M * math.cos(up)
    x, y, z = flat * math.cos(around), flat * math.sin(around), EARTH_M * math.sin(up)
    return math.floor(x / _CELL_M), math.floor(y / _CELL_M), math.floor(z / _CELL_M)


def _positions(
    prints: Sequence[Print],
) -> tuple[dict[int, _CellKey], dict[Mark, frozenset[Mark]]]:
    """Return the cell of each photo that may be near one of another account, and what is near."""
    cells = {
        place: _cell(*photo.gps)
        for place, photo in enumerate(prints)
        if photo.gps is not None and any(photo.gps)
    }
    if len(cells) > _FEW_PLACES:
        crossing = _where_accounts_cross([(prints[place].account, cells[place]) for place in cells])
        cells = {place: cell for place, cell in cells.items() if cell in crossing}
    return cells, _places(cells.values())


def _where_accounts_cross(shown: Iterable[tuple[str, _CellKey]]) -> frozenset[_CellKey]:
    """Return the cells that have two accounts in them or around them.

    Seen in cubes of `_CUBE` cells: whatever is near a cell is in its cube or one beside it.
    """
    import numpy as np

    pairs = [*dict.fromkeys(shown)]
    owners = np.unique([owner for owner, _cell in pairs], return_inverse=True)[1].ravel()
    cubes = np.array([cell for _owner, cell in pairs], np.int64) // _CUBE
    cubes -= cubes.min(axis=0) - 1
    width = cubes.max(axis=0) + 2
    steps = np.array([width[1] * width[2], width[2], 1])
    keys = (cubes * steps).sum(axis=1)
    known, cube_of = np.unique(keys, return_inverse=True)
    cube_of = cube_of.ravel()
    least, most = np.full(len(known), len(pairs), np.int64), np.full(len(known), -1, np.int64)
    np.minimum.at(least, cube_of, owners)
    np.maximum.at(most, cube_of, owners)
    around_least, around_most = least.copy(), most.copy()
    for step in product((-1, 0, 1), repeat=3):
        beside = known + int((np.array(step) * steps).sum())
        places = np.minimum(np.searchsorted(known, beside), len(known) - 1)
        there = known[places] == beside
        np.minimum(around_least, least[places], out=around_least, where=there)
        np.maximum(around_most, most[places], out=around_most, where=there)
    crossing = (around_least < around_most)[cube_of].tolist()
    return frozenset(cell for (_owner, cell), both in zip(pairs, crossing, strict=True) if both)


def _places(cells: Iterable[_CellKey]) -> dict[Mark, frozenset[Mark]]:
    """Return which cells are near each other."""
    known = set(cells)
    near: dict[Mark, frozenset[Mark]] = {}
    for x, y, z in known:
        around = ((x + dx, y + dy, z + dz) for dx, dy, dz in _OFFSETS)
        near["place", (x, y, z)] = frozenset(("place", cell) for cell in around if cell in known)
    return near
