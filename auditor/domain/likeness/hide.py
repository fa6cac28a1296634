"""The fewest photos to take away so that no more than a given number of distinct ones are left.

What is kept of each cluster may hold j distinct photos; the clusters share the number allowed. For
every cluster and j there is the most that can be kept: a set found (`lower`) and a proven limit
(`upper`). A knapsack over the clusters adds up both; a small cluster on which they differ is solved
exactly. Where the sums meet, the answer is the fewest; else the difference is told.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction

from auditor.dataclass import dataclass
from auditor.domain.likeness.copies import Cluster, bits, cliques, independent

_TABLE = 16
"""Kinds of the largest cluster that is solved exactly: a table of all its subsets."""

_CAREFUL = 256
"""Kinds of the largest cluster whose cover looks for heavy heaps first; beyond, that takes
seconds.
"""

_TABLES = 1 << 19
"""Subsets in all tables of one answer together: some tenths of a second."""


@dataclass(frozen=True, slots=True)
class Removal:
    """The photos to take away. At least `bound` are needed; `optimal` if that many were found."""

    photos: frozenset[int]
    bound: int

    @property
    def optimal(self) -> bool:
        """Whether there is no smaller set."""
        return len(self.photos) == self.bound


def fewest(parts: Sequence[Cluster], allowed: int, alone: Sequence[int] = ()) -> Removal:
    """Return the fewest photos to take away so that at most `allowed` distinct ones are left.

    `alone` are further photos, which are copies of none. One of them is like another, so no more
    of them than are allowed are looked at.
    """
    looked_at = [*parts, *(Cluster(((place,),), (0,)) for place in alone[:allowed])]
    removal = _fewest(looked_at, allowed)
    rest = alone[allowed:]
    return Removal(removal.photos.union(rest), removal.bound + len(rest))


def _fewest(parts: Sequence[Cluster], allowed: int) -> Removal:
    total = sum(len(kind) for part in parts for kind in part.kinds)
    shares = _worth_keeping([_Share(part, allowed) for part in parts], allowed)
    tables = _TABLES
    while True:
        most, choice = _knapsack([share.upper for share in shares], allowed)
        open_still = [
            share
            for share, j in zip(shares, choice, strict=True)
            if share.upper[j] > len(share.lower[j]) and share.subsets <= tables
        ]
        if not open_still:
            break
        tables -= open_still[0].subsets
        open_still[0].solve()
    _found, choice = _knapsack([[len(kept) for kept in share.lower] for share in shares], allowed)
    kept = {photo for share, j in zip(shares, choice, strict=True) for photo in share.lower[j]}
    return Removal(
        frozenset(
            photo for part in parts for kind in part.kinds for photo in kind if photo not in kept
        ),
        total - most,
    )


class _Share:
    """What can be kept of one cluster, by the number of distinct photos.

    From none up to all, or to what is allowed.
    """

    def __init__(self, cluster: Cluster, allowed: int) -> None:
        self.cluster = cluster
        self._weights = [len(kind) for kind in cluster.kinds]
        careful = self._weights if len(self._weights) <= _CAREFUL else None
        covering = cliques(cluster.near, (1 << len(cluster.kinds)) - 1, careful)
        covering.sort(key=lambda clique: -self._weight(clique))
        self._most = min(allowed, len(covering))
        self.lower = [self._photos(sum(covering[:j])) for j in range(self._most + 1)]
        self.upper = (
            [0, self._weights[0]][: self._most + 1] if len(self._weights) == 1 else self._limits()
        )

    @property
    def subsets(self) -> int:
        """How many subsets an exact answer looks at.

        More than any budget where it is out of reach.
        """
        kinds = len(self.cluster.kinds)
        return 1 << kinds if kinds <= _TABLE else _TABLES + 1

    @property
    def rate(self) -> Fraction:
        """At most this many photos can be kept for each distinct one."""
        return max(
            (Fraction(most, j) for j, most in enumerate(self.upper) if j), default=Fraction(0)
        )

    def solve(self) -> None:
        """Find the most that can be kept for every j.

        It is found from the independence number of each subset of kinds.
        """
        near, weights = self.cluster.near, self._weights
        size = 1 << len(weights)
        distinct, weight = bytearray(size), [0] * size
        best = [0] * (self._most + 1)
        for subset in range(1, size):
            low = subset & -subset
            kind = low.bit_length() - 1
            count = distinct[subset] = max(
                distinct[subset ^ low], 1 + distinct[subset & ~(near[kind] | low)]
            )
            heavy = weight[subset] = weight[subset ^ low] + weights[kind]
            if count <= self._most and heavy > weight[best[count]]:
                best[count] = subset
        for j in range(1, self._most + 1):
            best[j] = max(best[j], best[j - 1], key=weight.__getitem__)
        self.lower = [self._photos(subset) for subset in best]
        self.upper = [len(kept) for kept in self.lower]

    def _limits(self) -> list[int]:
        """Return proven limits, the smallest of three.

        All photos; all but one for each independent photo too many; and, since a graph holds at
        least the sum of 1 / (degree + 1) independent vertices (Caro 1979, Wei 1981,
        https://en.wikipedia.org/wiki/Independent_set_(graph_theory)), as many photos as have a sum
        of at most j, those of most neighbours first.
        """
        total = sum(self._weights)
        found = independent(self.cluster.near)[0].bit_count()
        around = [self._weight(near | 1 << kind) for kind, near in enumerate(self.cluster.near)]
        order = sorted(range(len(around)), key=lambda kind: -around[kind])
        limits = []
        for j in range(self._most + 1):
            room, most = Fraction(j), 0
            for kind in order:
                fit = min(self._weights[kind], int(room * around[kind]))
                most += fit
                room -= Fraction(fit, around[kind])
                if fit < self._weights[kind]:
                    break
            limits.append(min(total - max(0, found - j), most))
        return limits

    def _weight(self, kinds: int) -> int:
        return sum(self._weights[kind] for kind in bits(kinds))

    def _photos(self, kinds: int) -> tuple[int, ...]:
        return tuple(photo for kind in bits(kinds) for photo in self.cluster.kinds[kind])


def _worth_keeping(shares: list[_Share], allowed: int) -> list[_Share]:
    """Leave out clusters that no best answer needs.

    `allowed` others surely keep as much for each distinct photo.
    """
    if len(shares) <= allowed or not allowed:
        return shares if allowed else []
    first = set(
        heapq.nlargest(allowed, range(len(shares)), key=lambda place: len(shares[place].lower[1]))
    )
    floor = min(len(shares[place].lower[1]) for place in first)
    return [share for place, share in enumerate(shares) if place in first or share.rate > floor]


def _knapsack(options: Sequence[Sequence[int]], allowed: int) -> tuple[int, list[int]]:
    """Return the largest sum of one option of each row, and the places.

    The places add up to at most `allowed`.
    """
    best = [0] * (allowed + 1)
    picked: list[list[int]] = []
    for row in options:
        sums = [
            [best[room - j] + most for j, most in enumerate(row[: room + 1])]
            for room in range(allowed + 1)
        ]
        best = [max(row) for row in sums]
        picked.append([row.index(most) for row, most in zip(sums, best, strict=True)])
    places, room = [], allowed
    for take in reversed(picked):
        places.append(take[room])
        room -= take[room]
    return best[allowed], places[::-1]
