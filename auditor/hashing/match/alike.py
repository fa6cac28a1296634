"""Which pictures of different owners are the same.

By the bytes, or by PDQ in any of its eight turned and mirrored forms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
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

_MOST_NAMED = 200_000
"""Pairs of look-alikes that are all named: two accounts with frames of one webcam have millions."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: whose it is, the SHA-256 of its bytes, and its eight PDQ hashes.

    There are none if they are not reliable.
    """

    owner: str
    sha256: str
    pdq: Sequence[str]


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


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """One picture of an owner that another owner shows too.

    `ours` are its copies with one owner, `theirs` what is like any of them with the other, both as
    sorted places.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]


def shared(pictures: Sequence[Picture], limit: int = MATCH_LIMIT) -> tuple[SharedPicture, ...]:
    """Return the pictures of two owners, ordered by the first of `ours`, then of `theirs`.

    Counted for the owner whose name sorts first, and so that taking pictures away never gives more:
    what is one picture there is decided by equal hashes (equal bytes where there are none), and
    what is like it by each pair alone. Groups that hang together (`alike`) could fall into two when
    the picture in the middle of a chain goes. Of very many look-alikes not all of `theirs` are
    named, at least one always.
    """
    if len({picture.owner for picture in pictures}) < 2:  # noqa: PLR2004 - it takes two to compare
        return ()
    import numpy as np

    kinds: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
    for place, picture in enumerate(pictures):
        kinds[picture.owner, picture.pdq or picture.sha256 or place].append(place)
    members = list(kinds.values())
    kind_of = np.zeros(len(pictures), np.int64)
    for kind, places in enumerate(members):
        kind_of[places] = kind
    owners = np.unique([owner for owner, _key in kinds], return_inverse=True)[1]
    theirs: dict[tuple[int, int], set[int]] = defaultdict(set)
    for first, other in _near_kinds(pictures, kind_of, owners, limit):
        theirs[first, int(owners[other])].add(other)
    found = (
        SharedPicture(
            tuple(members[first]), tuple(sorted(place for kind in near for place in members[kind]))
        )
        for (first, _owner), near in theirs.items()
    )
    return tuple(sorted(found, key=lambda each: (each.ours, each.theirs)))


def _near_kinds(
    pictures: Sequence[Picture], kind_of: Indices, owners: Indices, limit: int
) -> Iterator[tuple[int, int]]:
    """Yield (kind of the owner that sorts first, kind of another owner) of pictures that are alike.

    Beyond `_MOST_NAMED` pairs only where a kind has none of that owner yet.
    """
    import numpy as np

    several = Counter(picture.sha256 for picture in pictures)
    by_bytes: dict[str, set[int]] = defaultdict(set)
    for picture, kind in zip(pictures, kind_of.tolist(), strict=True):
        if picture.sha256 and several[picture.sha256] > 1:
            by_bytes[picture.sha256].add(kind)
    for same in by_bytes.values():
        for first, other in permutations(sorted(same), 2):
            if owners[first] < owners[other]:
                yield first, other
    named = 0
    known: set[tuple[int, int]] = set()
    for left, right in near_pairs(pictures, limit):
        ours, theirs = kind_of[left], kind_of[right]
        turned = owners[ours] > owners[theirs]
        ours, theirs = np.where(turned, theirs, ours), np.where(turned, ours, theirs)
        if named > _MOST_NAMED:
            _pair, once = np.unique(np.stack([ours, owners[theirs]]), axis=1, return_index=True)
            ours, theirs = ours[once], theirs[once]
        for first, other in zip(ours.tolist(), theirs.tolist(), strict=True):
            key = first, int(owners[other])
            if named <= _MOST_NAMED or key not in known:
                named += 1
                known.add(key)
                yield first, other


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

    from auditor.hashing.match.match import from_forms

    counts = [len(pictures[place].pdq) for place in places]
    return from_forms(pictures[place].pdq for place in places), np.repeat(
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
