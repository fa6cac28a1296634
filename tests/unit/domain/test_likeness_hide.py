"""The fewest photos to hide, against every subset.

And counting distinct photos never rises when a photo goes.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.likeness import copies as likeness_copies
from auditor.domain.likeness import hide as likeness_hide
from auditor.domain.likeness.copies import distinct, pieces, restricted
from auditor.domain.likeness.hide import fewest
from tests.unit.domain.likeness_making import adjacency, distinct_counts

Pairs = list[tuple[int, int]]


def random_graph(rng: random.Random, size: int) -> Pairs:
    """Few or many copies, heaps with a bridge between them, or a chain.

    In a chain only neighbours are near.
    """
    shape = rng.choice(("random", "random", "chain", "heaps"))
    if shape == "chain":
        return [(vertex, vertex + 1) for vertex in range(size - 1) if rng.random() < 0.85]
    if shape == "heaps":
        heap = [rng.randrange(4) for _ in range(size)]
        return [
            (vertex, other)
            for vertex in range(size)
            for other in range(vertex)
            if rng.random() < (0.95 if heap[vertex] == heap[other] else 0.05)
        ]
    share = rng.choice((0.0, 0.05, 0.15, 0.3, 0.6, 0.9))
    return [
        (vertex, other) for vertex in range(size) for other in range(vertex) if rng.random() < share
    ]


def together(size: int, pairs: Pairs) -> tuple[likeness_copies.Cluster, ...]:
    return tuple(pieces([(index,) for index in range(size)], adjacency(size, pairs)))


def test_a_thousand_small_inventories_against_every_subset() -> None:
    rng = random.Random(4)
    for _ in range(1000):
        size = rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14))
        pairs = random_graph(rng, size)
        counts = distinct_counts(adjacency(size, pairs))
        parts = together(size, pairs)
        found = [distinct(part) for part in parts]
        assert (
            sum(len(chosen) for chosen, _exact in found),
            all(exact for _chosen, exact in found),
        ) == (counts[-1], True)
        allowed = rng.randrange(counts[-1])
        removal = fewest(parts, allowed)
        best = min(
            size - subset.bit_count() for subset, count in enumerate(counts) if count <= allowed
        )
        left = sum(1 << index for index in range(size) if index not in removal.photos)
        assert counts[left] <= allowed
        assert len(removal.photos) == removal.bound == best
        assert removal.optimal


def test_without_exact_tables_the_bounds_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness_hide, "_TABLE", 0)
    rng, proven = random.Random(5), 0
    for _ in range(300):
        size = rng.randrange(1, 11)
        pairs = random_graph(rng, size)
        counts = distinct_counts(adjacency(size, pairs))
        allowed = rng.randrange(counts[-1])
        removal = fewest(together(size, pairs), allowed)
        best = min(
            size - subset.bit_count() for subset, count in enumerate(counts) if count <= allowed
        )
        left = sum(1 << index for index in range(size) if index not in removal.photos)
        assert counts[left] <= allowed
        assert removal.bound <= best <= len(removal.photos)
        proven += removal.optimal
    assert proven > 150


def test_the_middle_of_a_chain_removed_does_not_make_more_photos() -> None:
    (chain,) = together(3, [(0, 1), (1, 2)])
    (first, exact) = distinct(chain)
    assert (sorted(first), exact) == ([0, 2], True)
    assert sum(len(distinct(part)[0]) for part in restricted(chain, {0, 2})) == 2


def test_photos_that_are_all_alike_are_one_kind() -> None:
    (heap,) = together(200, [(vertex, other) for vertex in range(200) for other in range(vertex)])
    assert len(heap.kinds) == 1
    assert fewest((heap,), 1).photos == frozenset()
    assert len(fewest((heap,), 0).photos) == 200


def test_a_cluster_too_large_to_search_is_counted_from_below(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(likeness_copies, "_SEARCHED", 2)
    ring = [
        (index, (index + 1) % 5) for index in range(5)
    ]  # five in a ring: two are independent, three cliques cover them
    chosen, exact = distinct(together(5, ring)[0])
    assert (len(chosen), exact) == (2, False)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, Pairs]:
    size = draw(st.integers(1, 12))
    pair = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    return size, draw(st.lists(pair, max_size=40))


@given(graphs(), st.data())
def test_taking_photos_away_never_makes_more_distinct_ones(
    graph: tuple[int, Pairs], data: st.DataObject
) -> None:
    size, pairs = graph
    parts = together(size, pairs)
    kept = data.draw(st.frozensets(st.integers(0, size - 1)))
    fewer = data.draw(st.frozensets(st.sampled_from(sorted(kept)))) if kept else kept

    def count(wanted: frozenset[int]) -> int:
        return sum(
            len(distinct(part)[0]) for cluster in parts for part in restricted(cluster, wanted)
        )

    assert count(fewer) <= count(kept)
