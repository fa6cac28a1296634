"""Which photos are copies: the pairs against every pair compared.

And the clusters against walking the graph.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from auditor.domain.findings.check import Print
from auditor.domain.likeness.copies import Cluster, bits
from auditor.hashing.match import copies as copies_module
from auditor.hashing.match.copies import copies
from tests.unit.domain.likeness_making import portrait

LIMIT = 31


def hashed(number: int, forms: tuple[int, ...], sha: str = "") -> Print:
    return portrait(number, pdq=tuple(f"{form:064x}" for form in forms), sha=sha)


def world(rng: random.Random, size: int) -> list[Print]:
    """Photos of which many are near one before them.

    Some are turned, some near by their bytes, some without a hash.
    """
    prints: list[Print] = []
    forms: list[tuple[int, ...]] = []
    for number in range(size):
        if forms and rng.random() < 0.6:
            turn, flips = (
                rng.choice((0, 0, 3)),
                sum(1 << bit for bit in rng.sample(range(256), rng.randrange(36))),
            )
            base = rng.choice(forms)
            forms.append(tuple(form ^ flips for form in (*base[turn:], *base[:turn])))
        else:
            forms.append(tuple(rng.getrandbits(256) for _ in range(8)))
        sha = f"bytes{rng.randrange(4)}" if rng.random() < 0.2 else ""
        known = next((photo for photo in prints if sha and photo.sha256 == sha), None)
        if known is not None:
            # the same bytes have the same hash
            prints.append(replace(portrait(number, sha=sha), pdq=known.pdq))
            forms.pop()
        else:
            prints.append(
                hashed(number, forms[-1], sha) if rng.random() < 0.9 else portrait(number, sha=sha)
            )
    return prints


def is_copy(left: Print, right: Print) -> bool:
    if left.sha256 == right.sha256:
        return True
    pairs = [
        (first.pdq[0], turned)
        for first, second in ((left, right), (right, left))
        if first.pdq
        for turned in second.pdq
    ]
    return any((int(left, 16) ^ int(right, 16)).bit_count() <= LIMIT for left, right in pairs)


def edges(found: tuple[Cluster, ...]) -> set[tuple[int, int]]:
    """Every pair of photos that the clusters say are copies, both ways round."""
    pairs: set[tuple[int, int]] = set()
    for cluster in found:
        for kind, near in zip(cluster.kinds, cluster.near, strict=True):
            pairs.update((left, right) for left in kind for right in kind if left != right)
            pairs.update(
                (left, right)
                for index in bits(near)
                for left in kind
                for right in cluster.kinds[index]
            )
    return pairs


@pytest.mark.parametrize("seed", range(12))
def test_every_pair_is_found_and_no_other(seed: int) -> None:
    rng = random.Random(seed)
    prints = world(rng, rng.choice((1, 2, 30, 60)))
    found = copies(prints)
    assert sorted(photo for cluster in found for kind in cluster.kinds for photo in kind) == list(
        range(len(prints))
    )
    size = range(len(prints))
    assert edges(found) == {
        (left, right)
        for left in size
        for right in size
        if left != right and is_copy(prints[left], prints[right])
    }


def test_of_too_many_pairs_chains_count_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    prints = world(random.Random(3), 40)
    exact = copies(prints)
    monkeypatch.setattr(copies_module, "_MOST_PAIRS", 3)
    found = copies(prints)
    assert all(len(cluster.kinds) == 1 for cluster in found)
    groups = {tuple(sorted(photo for kind in cluster.kinds for photo in kind)) for cluster in exact}
    assert {tuple(sorted(cluster.kinds[0])) for cluster in found} == groups


def test_nothing_at_all() -> None:
    assert copies([]) == ()
    assert copies([portrait(1)]) == (Cluster(((0,),), (0,)),)
