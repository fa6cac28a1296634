"""Which pictures of different owners are the same.

By the bytes, or by PDQ in any of its eight turned and mirrored forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded where two owners have pictures to compare
    import numpy as np
    import numpy.typing as npt

    from auditor.hashing.match.match import Hashes

    Indices = npt.NDArray[np.int64]

MATCH_LIMIT = 31
"""PDQ distance up to which two pictures count as the same (facebook/ThreatExchange,
pdq/README.md)."""

_TOGETHER = 4096
"""Hashes compared in one call at least, if they belong to several owners: tables are made for each
call."""

_JOINED_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: whose it is, the SHA-256 of its bytes, and its eight PDQ hashes.

    There are none if they are not reliable.
    """

    owner: str
    sha256: str
    pdq: tuple[str, ...]


def alike(pictures: Sequence[Picture], limit: int = MATCH_LIMIT) -> tuple[tuple[int, ...], ...]:
    """Return groups of places in `pictures` that show the same, each sorted.

    Each group belongs to more than one owner.

    Pictures of one owner are not compared with each other, but meet in a group if a picture of
    another owner is like both. No pair of two owners within the limit is missed (see `match`).
    """
    groups = _Groups(len(pictures))
    by_bytes: dict[str, list[int]] = defaultdict(list)
    for index, picture in enumerate(pictures):
        if picture.sha256:
            by_bytes[picture.sha256].append(index)
    for places in by_bytes.values():
        groups.join(places)
    for known, copy in _find_copies(pictures):
        groups.join((known, copy))
    for needles, neighbours in near_pairs(pictures, limit):
        groups.join_pairs(needles, neighbours)
    return tuple(
        places for places in groups.all() if len({pictures[place].owner for place in places}) > 1
    )


def _find_copies(pictures: Sequence[Picture]) -> Iterator[tuple[int, int]]:
    """Yield the first place of each hash of an owner with every further place of it."""
    first: dict[Hashable, int] = {}
    for index, picture in enumerate(pictures):
        if (
            picture.pdq
            and (known := first.setdefault((picture.owner, picture.pdq), index)) != index
        ):
            yield known, index


def near_pairs(
    pictures: Sequence[Picture], limit: int = MATCH_LIMIT
) -> Iterator[tuple[Indices, Indices]]:
    """Yield pairs of places of two owners that are near.

    Of the same hash of one owner only the first place is compared.

    Bytes are not looked at. No pair is missed; one may come again for another turned form.
    """
    first: dict[Hashable, int] = {}
    for index, picture in enumerate(pictures):
        if picture.pdq:
            first.setdefault((picture.owner, picture.pdq), index)
    places = sorted(first.values(), key=lambda place: pictures[place].owner)
    owners = [pictures[place].owner for place in places]
    if len(set(owners)) < 2:  # noqa: PLR2004 - it takes two to compare
        return
    import numpy as np

    from auditor.hashing.match.match import from_hex, near

    owner = np.unique(owners, return_inverse=True)[1]
    needles = from_hex([pictures[place].pdq[0] for place in places])
    turned, form_of = _list_turned(pictures, places)
    numbers = np.array(places, np.int64)
    for start, stop in _list_runs(owner):
        rest = int(np.searchsorted(owner[form_of], owner[start], side="right"))
        for i, j, _distance in near(needles[start:stop], turned[rest:], limit):
            left, right = i + start, form_of[j + rest]
            apart = owner[left] != owner[right]
            yield numbers[left[apart]], numbers[right[apart]]


def _list_turned(
    pictures: Sequence[Picture], places: Sequence[int]
) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """Return all turned forms, and for each the number in `places` of the picture it belongs to."""
    import numpy as np

    from auditor.hashing.match.match import from_hex

    counts = [len(pictures[place].pdq) for place in places]
    return from_hex([form for place in places for form in pictures[place].pdq]), np.repeat(
        np.arange(len(places)), counts
    )


def _list_runs(owner: Indices) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of needles to compare in one call.

    All of one owner, or of several who have few.
    """
    import numpy as np

    start = 0
    while start < len(owner):
        stop = int(np.searchsorted(owner, owner[start], side="right"))
        while stop < len(owner) and stop - start < _TOGETHER:
            stop = int(np.searchsorted(owner, owner[stop], side="right"))
        yield start, stop
        start = stop


class _Groups:
    """Disjoint sets of numbers."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def _find_top(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, places: Sequence[int]) -> None:
        """Put `places` into one set."""
        tops = sorted({self._find_top(place) for place in places})
        for top in tops[1:]:
            self._above[top] = tops[0]

    def join_pairs(self, members: Indices, neighbours: Indices) -> None:
        """Put each of `members` together with its neighbour.

        Of many look-alikes few pairs have to be walked.
        """
        import numpy as np

        while members.size:
            for pair in zip(
                members[:_JOINED_AT_ONCE].tolist(),
                neighbours[:_JOINED_AT_ONCE].tolist(),
                strict=True,
            ):
                self.join(pair)
            members, neighbours = members[_JOINED_AT_ONCE:], neighbours[_JOINED_AT_ONCE:]
            if members.size:
                tops = np.array([self._find_top(place) for place in range(len(self._above))])
                open_still = tops[members] != tops[neighbours]
                members, neighbours = members[open_still], neighbours[open_still]

    def all(self) -> Iterator[tuple[int, ...]]:
        """Yield the sets, ordered by their smallest number."""
        members: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._above)):
            members[self._find_top(place)].append(place)
        for top in sorted(members):
            yield tuple(members[top])
