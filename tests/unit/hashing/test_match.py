"""Comparing many hashes: every pair, exactly, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.hashing import match
from auditor.hashing.match import distances, from_hex, pairs, to_hex

hashes = st.lists(st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}"), max_size=12)


@given(hashes)
def test_hex_there_and_back(texts: list[str]) -> None:
    assert to_hex(from_hex(texts)) == tuple(texts)


@pytest.mark.parametrize("bad", ["", "0" * 63, "0" * 65, "g" * 64, "0 " * 32])
def test_other_texts_are_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="hex"):
        from_hex([bad])


@given(hashes, st.integers(0, 2**256 - 1))
def test_distances_count_differing_bits(texts: list[str], one: int) -> None:
    found = distances(from_hex([f"{one:064x}"])[0], from_hex(texts))
    assert found.tolist() == [(one ^ int(text, 16)).bit_count() for text in texts]


@given(hashes, hashes, st.integers(0, 256))
def test_pairs_equal_brute_force(left: list[str], right: list[str], limit: int) -> None:
    expected = [
        (i, j, distance)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if (distance := (int(one, 16) ^ int(other, 16)).bit_count()) <= limit
    ]
    i, j, near = pairs(from_hex(left), from_hex(right), limit)
    assert list(zip(i.tolist(), j.tolist(), near.tolist(), strict=True)) == expected


@pytest.mark.parametrize("cells", [1, 7, 100, 10_000])
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
