"""Which photos are copies: the pairs against every pair compared.

And the clusters against walking the graph.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from auditor.domain.findings.check import Print
from auditor.domain.likeness.copies import Cluster, bits
from auditor.hashing.match import copies as copies_module
from auditor.hashing.match import heaps, match
from auditor.hashing.match.alike import Picture, alike
from auditor.hashing.match.copies import copies
from auditor.hashing.match.match import Hashes, Pairs
from tests.rows import each_row
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


@each_row("seed", range(12))
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


def meme(rng: random.Random, flips: int) -> tuple[int, ...]:
    """The same picture with some bits of it changed, in all forms alike."""
    look = 0x5A17C0DE << 96
    for bit in rng.sample(range(256), rng.randint(0, flips)):
        look ^= 1 << bit
    return tuple(look ^ (0x0F0F << (23 * turn) if turn else 0) for turn in range(4))


@each_row(("seed", "flips"), [(1, 6), (2, 6), (3, 15), (4, 24)])
def test_heaps_of_copies_are_what_their_pairs_say(
    seed: int, flips: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    prints = [hashed(number, meme(rng, flips)) for number in range(70)]
    prints += [replace(each, photo=f"q{each.photo}") for each in world(rng, 40)]
    if seed == 2:  # something that is near some of the heap, and not all
        stray = 0x5A17C0DE << 96 ^ (1 << 28) - 1
        prints.append(hashed(200, (stray, *meme(rng, 0)[1:])))
    exact = edges(copies(prints))
    monkeypatch.setattr(heaps, "_FEWEST", 8)
    monkeypatch.setattr(heaps, "_SMALLEST", 4)
    assert edges(copies(prints)) == exact
    pictures = [Picture(str(n % 3), photo.sha256, photo.pdq) for n, photo in enumerate(prints)]
    found = alike(pictures)
    monkeypatch.undo()
    assert alike(pictures) == found


def test_a_meme_of_thousands_is_one_group_without_its_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(5)
    prints = [hashed(number, meme(rng, 6)) for number in range(4000)]
    prints += [hashed(4000 + number, (rng.getrandbits(256),)) for number in range(50)]
    compared: list[int] = []

    def counted(needles: Hashes, haystack: Hashes, limit: int) -> Iterator[Pairs]:
        compared.append(len(needles) * len(haystack))
        return match.near(needles, haystack, limit)

    monkeypatch.setattr(copies_module, "near", counted)
    (heap,) = (cluster for cluster in copies(prints) if len(cluster.kinds[0]) > 1)
    assert (len(heap.kinds), len(heap.kinds[0])) == (1, 4000)
    assert sum(compared) <= 50 * 50
