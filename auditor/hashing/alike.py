"""Which pictures of different owners are the same: by the bytes, or by PDQ in any of its eight turned and mirrored forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.hashing.match import Hashes, from_hex, pairs

MATCH_LIMIT = 31
"""PDQ distance up to which two pictures count as the same (facebook/ThreatExchange, pdq/README.md)."""

_ROWS = 64
"""Hashes compared in one call, so that a collection of nothing but look-alikes does not fill the memory with pairs."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: whose it is, the SHA-256 of its bytes, and its eight PDQ hashes, none if they are not reliable."""

    owner: str
    sha256: str
    pdq: tuple[str, ...]


def alike(pictures: Sequence[Picture], limit: int = MATCH_LIMIT) -> tuple[tuple[int, ...], ...]:
    """Return groups of places in `pictures` that show the same and belong to more than one owner, each sorted.

    Pictures of one owner are not compared with each other, but meet in a group if a picture of another owner is like both.
    Every pair of distinct hashes of two owners is compared: about 10^8 pairs a second on one core.
    """
    groups = _Groups(len(pictures))
    by_bytes: dict[str, list[int]] = defaultdict(list)
    for place, picture in enumerate(pictures):
        if picture.sha256:
            by_bytes[picture.sha256].append(place)
    for places in by_bytes.values():
        groups.join(places)
    for one, other in _near(pictures, limit):
        groups.join((one, other))
    return tuple(places for places in groups.all() if len({pictures[place].owner for place in places}) > 1)


def _near(pictures: Sequence[Picture], limit: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of places of two owners that are near; of the same hash of one owner only the first place is compared."""
    first: dict[Hashable, int] = {}
    order = sorted((place for place, picture in enumerate(pictures) if picture.pdq), key=lambda place: (pictures[place].owner, place))
    for place in order:
        known = first.setdefault((pictures[place].owner, pictures[place].pdq), place)
        if known != place:
            yield known, place
    places = list(first.values())
    if len({pictures[place].owner for place in places}) < 2:  # noqa: PLR2004 - it takes two to compare
        return
    needles = from_hex([pictures[place].pdq[0] for place in places])
    turned, owner_of = _turned(pictures, places)
    for start, stop, rest in _blocks(pictures, places, owner_of):
        left, right, _distance = pairs(needles[start:stop], turned[rest:], limit)
        for i, j in zip(left.tolist(), right.tolist(), strict=True):
            yield places[start + i], places[int(owner_of[rest + j])]


def _turned(pictures: Sequence[Picture], places: Sequence[int]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """Return all turned forms, and for each the number in `places` of the picture that it belongs to."""
    counts = [len(pictures[place].pdq) for place in places]
    return from_hex([form for place in places for form in pictures[place].pdq]), np.repeat(np.arange(len(places)), counts)


def _blocks(pictures: Sequence[Picture], places: Sequence[int], owner_of: npt.NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Yield (start, stop, rest): needles of one owner, and where the turned forms of the owners after it begin."""
    start = 0
    while start < len(places):
        owner = pictures[places[start]].owner
        end = start
        while end < len(places) and pictures[places[end]].owner == owner:
            end += 1
        rest = int(np.searchsorted(owner_of, end))
        if rest < len(owner_of):
            for row in range(start, end, _ROWS):
                yield row, min(row + _ROWS, end), rest
        start = end


class _Groups:
    """Disjoint sets of numbers."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def _top(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, places: Sequence[int]) -> None:
        """Put `places` into one set."""
        tops = sorted({self._top(place) for place in places})
        for top in tops[1:]:
            self._above[top] = tops[0]

    def all(self) -> Iterator[tuple[int, ...]]:
        """Yield the sets, ordered by their smallest number."""
        members: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._above)):
            members[self._top(place)].append(place)
        for top in sorted(members):
            yield tuple(members[top])
