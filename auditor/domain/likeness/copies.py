"""Which photos are copies of each other, and how many distinct ones there are.

Two photos are near if one is a copy of the other; being near is not transitive, so the photos form
a graph. The number of distinct photos is the most of them of which no two are near: the graph's
independence number. Counting groups that hang together instead could rise when a photo in the
middle of a chain is removed; this number never does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import compress

from auditor.dataclass import dataclass

_STEPS = 4000
"""Branches searched in one cluster. Clusters of photos are nearly always solved without a branch.
"""

_SEARCHED = 512
"""Kinds in a cluster up to which it is searched; a larger one is counted greedily, which is exact
if its bound says so.
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Photos that hang together.

    `kinds` are photos (by number) with the same neighbours, all near each other. `near[i]` has a
    bit for each other kind that kind i is near to. Where every photo is near every other there is
    one kind.
    """

    kinds: tuple[tuple[int, ...], ...]
    near: tuple[int, ...]


def pieces(kinds: Sequence[tuple[int, ...]], near: Sequence[int]) -> Iterator[Cluster]:
    """Yield the connected parts among the kinds that are not empty.

    Kinds with the same neighbours become one. `near[i]` has a bit for each other kind that kind i
    is near to.
    """
    rest = sum(1 << index for index, kind in enumerate(kinds) if kind)
    while rest:
        part, waiting = 0, rest & -rest
        while waiting:
            part |= waiting
            around = 0
            for kind in bits(waiting):
                around |= near[kind]
            waiting = around & rest & ~part
        rest &= ~part
        yield _merged(kinds, near, part)


def restricted(cluster: Cluster, wanted: Container[int]) -> Iterator[Cluster]:
    """Yield what remains of a cluster if only the photos in `wanted` do.

    It may fall into several.
    """
    kinds = [tuple(photo for photo in kind if photo in wanted) for kind in cluster.kinds]
    if all(kinds):
        yield Cluster(tuple(kinds), cluster.near)
    elif any(kinds):
        yield from pieces(kinds, cluster.near)


def distinct(cluster: Cluster) -> tuple[tuple[int, ...], bool]:
    """Return the most photos of which no two are near.

    Also whether it is proven that there are no more.
    """
    if len(cluster.kinds) == 1:
        return (cluster.kinds[0][0],), True
    chosen, exact = independent(cluster.near)
    return tuple(cluster.kinds[kind][0] for kind in bits(chosen)), exact


def independent(near: Sequence[int]) -> tuple[int, bool]:
    """Return the largest set of kinds (as bits) of which no two are near.

    Also whether that is proven.
    """
    everything = (1 << len(near)) - 1
    search = _Search(near, _greedy(near, everything))
    if search.best.bit_count() >= len(cliques(near, everything)):
        return search.best, True
    if len(near) > _SEARCHED:
        return search.best, False
    search.go(everything, 0)
    return search.best, search.steps > 0


def cliques(near: Sequence[int], rest: int, weights: Sequence[int] | None = None) -> list[int]:
    """Return sets of kinds (as bits), all near each other within one set, that cover `rest`.

    No fewer than are independent. Each takes the kind with the most neighbours left, then the
    heaviest of those (the first, without `weights`).
    """
    found = []
    while rest:
        kind = (
            max(bits(rest), key=lambda kind: (near[kind] & rest).bit_count())
            if weights
            else (rest & -rest).bit_length() - 1
        )
        clique, candidates = 1 << kind, near[kind] & rest
        while candidates:
            kind = (
                max(bits(candidates), key=weights.__getitem__)
                if weights
                else (candidates & -candidates).bit_length() - 1
            )
            clique |= 1 << kind
            candidates &= near[kind]
        found.append(clique)
        rest &= ~clique
    return found


def bits(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class _Search:
    """Branch and bound, after taking every kind whose neighbours are all near each other.

    One of them is in some best answer.
    """

    def __init__(self, near: Sequence[int], best: int) -> None:
        self.near = near
        self.best = best
        self.steps = _STEPS

    def go(self, rest: int, taken: int) -> None:
        """Look through every choice among `rest` that could beat the best.

        It ends when the steps are used up.
        """
        rest, taken = self._simple(rest, taken)
        if not rest:
            self.best = max(self.best, taken, key=int.bit_count)
            return
        self.steps -= 1
        if (
            self.steps <= 0
            or taken.bit_count() + len(cliques(self.near, rest)) <= self.best.bit_count()
        ):
            return
        kind = max(bits(rest), key=lambda kind: (self.near[kind] & rest).bit_count())
        self.go(rest & ~(self.near[kind] | 1 << kind), taken | 1 << kind)
        self.go(rest & ~(1 << kind), taken)

    def _simple(self, rest: int, taken: int) -> tuple[int, int]:
        changed = True
        while changed:
            changed = False
            for kind in bits(rest):
                if rest >> kind & 1 and self._is_simple(kind, rest):
                    taken |= 1 << kind
                    rest &= ~(self.near[kind] | 1 << kind)
                    changed = True
        return rest, taken

    def _is_simple(self, kind: int, rest: int) -> bool:
        around = self.near[kind] & rest
        return all(not around & ~(self.near[other] | 1 << other) for other in bits(around))


def _greedy(near: Sequence[int], rest: int) -> int:
    """Take the kind with the fewest neighbours left, again and again."""
    taken = 0
    while rest:
        kind = min(bits(rest), key=lambda kind: (near[kind] & rest).bit_count())
        taken |= 1 << kind
        rest &= ~(near[kind] | 1 << kind)
    return taken


def _merged(kinds: Sequence[tuple[int, ...]], near: Sequence[int], part: int) -> Cluster:
    same: dict[int, list[int]] = defaultdict(list)
    for kind in bits(part):
        same[near[kind] & part | 1 << kind].append(kind)
    merged = tuple(
        tuple(sorted(photo for kind in group for photo in kinds[kind])) for group in same.values()
    )
    first = [group[0] for group in same.values()]
    if len(first) == len(kinds):
        return Cluster(merged, tuple(near))
    chosen = set(first)
    last_first = [kind in chosen for kind in reversed(range(len(kinds)))]
    return Cluster(
        merged,
        tuple(
            int("".join(compress(f"{near[kind]:0{len(kinds)}b}", last_first)), 2) for kind in first
        ),
    )
