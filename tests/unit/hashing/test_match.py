"""Comparing many hashes: every pair, exactly, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.hashing.match import buckets, match
from auditor.hashing.match.match import Hashes, distances, from_hex, pairs, to_hex
from tests.rows import each_row

hashes = st.lists(st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}"), max_size=12)


@given(hashes)
def test_hex_there_and_back(texts: list[str]) -> None:
    assert to_hex(from_hex(texts)) == tuple(texts)


@each_row("bad", ["", "0" * 63, "0" * 65, "g" * 64, "0 " * 32])
def test_other_texts_are_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="hex"):
        from_hex([bad])


@given(hashes, st.integers(0, 2**256 - 1))
def test_distances_count_differing_bits(texts: list[str], number: int) -> None:
    found = distances(from_hex([f"{number:064x}"])[0], from_hex(texts))
    assert found.tolist() == [(number ^ int(text, 16)).bit_count() for text in texts]


@given(hashes, hashes, st.integers(0, 256))
def test_pairs_equal_brute_force(left: list[str], right: list[str], limit: int) -> None:
    expected = [
        (i, j, distance)
        for i, first in enumerate(left)
        for j, second in enumerate(right)
        if (distance := (int(first, 16) ^ int(second, 16)).bit_count()) <= limit
    ]
    i, j, near = pairs(from_hex(left), from_hex(right), limit)
    assert list(zip(i.tolist(), j.tolist(), near.tolist(), strict=True)) == expected


@each_row("cells", [1, 7, 100, 10_000])
def test_blocks_lose_nothing(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "_CELLS", cells)
    rng = np.random.default_rng(3)
    haystack = rng.integers(0, 2**63, (53, 4), np.uint64)
    needles = haystack[::7].copy()
    needles[:, 2] ^= np.uint64(0b1011)
    i, j, near = pairs(needles, haystack, 3)
    assert i.tolist() == list(range(8))
    assert j.tolist() == list(range(0, 53, 7))
    assert near.tolist() == [3] * 8


def near_copies(haystack: Hashes, count: int, most_bits: int, rng: np.random.Generator) -> Hashes:
    """Needles that are 0 to `most_bits` bits from an entry, the bits anywhere."""
    needles = haystack[rng.integers(0, len(haystack), count)].copy()
    for needle in needles:
        for bit in rng.choice(256, rng.integers(0, most_bits + 1), replace=False).tolist():
            needle[bit // 64] ^= np.uint64(1 << bit % 64)
    return needles


def brute_force(needles: Hashes, haystack: Hashes, limit: int) -> list[tuple[int, int, int]]:
    """Return every near pair by sums of products of bits: exact, and unlike the code under test."""
    left, right = (
        np.unpackbits(hashes.view(np.uint8), axis=1).astype(np.float32)
        for hashes in (needles, haystack)
    )
    found = left.sum(1)[:, None] + right.sum(1) - 2 * (left @ right.T)
    i, j = np.nonzero(found <= limit)
    return list(zip(i.tolist(), j.tolist(), found[i, j].astype(int).tolist(), strict=True))


@pytest.mark.parametrize("limit", [0, 15, 16, 31, 32, 47, 48])
def test_ten_thousand_times_one_thousand_equals_brute_force(limit: int) -> None:
    rng = np.random.default_rng(limit)
    haystack = rng.integers(0, 2**64, (10_000, 4), np.uint64)
    haystack[:2000, 0] = haystack[0, 0]  # crowded buckets
    haystack[500:520] = haystack[499]
    needles = near_copies(haystack, 1000, limit + 3, rng)
    i, j, near = pairs(needles, haystack, limit)
    assert list(zip(i.tolist(), j.tolist(), near.tolist(), strict=True)) == brute_force(
        needles, haystack, limit
    )


def test_nothing_but_look_alikes_equals_brute_force() -> None:
    rng = np.random.default_rng(8)
    haystack = near_copies(rng.integers(0, 2**64, (1, 4), np.uint64), 2500, 25, rng)
    i, j, near = pairs(haystack[:900], haystack, 31)
    assert list(zip(i.tolist(), j.tolist(), near.tolist(), strict=True)) == brute_force(
        haystack[:900], haystack, 31
    )


def test_many_needles_take_several_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "_NEEDLES", 300)
    monkeypatch.setattr(match, "_ROWS", (16, 700))
    rng = np.random.default_rng(9)
    haystack = rng.integers(0, 2**64, (2000, 4), np.uint64)
    needles = near_copies(haystack, 1000, 40, rng)
    i, j, near = pairs(needles, haystack, 31)
    assert list(zip(i.tolist(), j.tolist(), near.tolist(), strict=True)) == brute_force(
        needles, haystack, 31
    )


@pytest.mark.parametrize("at_once", [1, 50])
def test_candidates_in_small_pieces_lose_nothing(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "_AT_ONCE", at_once)
    rng = np.random.default_rng(10)
    haystack = rng.integers(0, 2**64, (1200, 4), np.uint64)
    needles = near_copies(haystack, 1000, 31, rng)
    i, j, near = pairs(needles, haystack, 31)
    assert list(zip(i.tolist(), j.tolist(), near.tolist(), strict=True)) == brute_force(
        needles, haystack, 31
    )
