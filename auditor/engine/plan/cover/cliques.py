"""Things of which each two are tied, as few heaps of them as are soon found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet


def cliques(beside: Mapping[int, AbstractSet[int]]) -> Iterator[tuple[int, ...]]:
    """Yield heaps in which each two are beside each other, until every such pair is in one.

    `beside` holds each pair both ways round.
    """
    left = {(low, high) for low, several in beside.items() for high in several if low < high}
    for pair in sorted(left):
        if pair in left:
            heap = [*pair]
            possible = beside[pair[0]] & beside[pair[1]]
            while possible:
                heap.append(_newest(heap, possible, left))
                possible &= beside[heap[-1]]
            left.difference_update((low, high) for low in heap for high in heap)
            yield tuple(sorted(heap))


def _newest(heap: list[int], possible: AbstractSet[int], left: AbstractSet[tuple[int, int]]) -> int:
    """Return which of `possible` has most pairs with the heap that are in none yet."""
    return min(
        possible,
        key=lambda each: (
            -sum((min(each, other), max(each, other)) in left for other in heap),
            each,
        ),
    )
