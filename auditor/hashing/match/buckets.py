"""Which hashes can be near each other at all.

Two of 256 bits at most 31 apart agree, but for one bit, in one of sixteen slots.

Pigeonhole on 16-bit slots (Norouzi et al., Fast Exact Search in Hamming Space, 2014;
facebook/ThreatExchange, pdq/README-MIH.md). The tables are made of the few needles, so the haystack
is read once from front to back, needs no index, and stays in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass

__all__ = ["LARGEST_LIMIT", "Buckets", "Candidates"]

Hashes = npt.NDArray[np.uint64]
Candidates = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
"""Numbers of needles and of haystack rows, side by side."""

_SLOTS = 16
_SLOT_BITS = 16
_VALUES = 1 << _SLOT_BITS
_WORDS = 4
_AT_ONCE = 1 << 18  # candidates compared in one call: a few arrays of 2 MB, for each core

LARGEST_LIMIT = 47
"""Above it three bits of a slot may differ, every table holds 697 values a needle, and comparing
every pair is as fast."""


class Buckets:
    """Needles by the values of their slots.

    Every value is there that differs in so few bits that `limit` leaves room for it.
    """

    def __init__(self, needles: Hashes, limit: int) -> None:
        self._limit = limit
        self._words = np.ascontiguousarray(needles.T)
        masks = _list_masks(limit // _SLOTS)
        slots = _split_slots(needles)
        self._tables = [_Table.of(slots[:, slot], masks) for slot in range(_SLOTS)]

    def near(self, haystack: Hashes) -> Iterator[Candidates] | None:
        """Yield the pairs of needles and rows of `haystack` that are within the limit.

        Some come more than once.

        None if so many share a slot that comparing every pair would take less time.
        """
        slots = _split_slots(haystack)
        shared = [table.shared(slots[:, slot]) for slot, table in enumerate(self._tables)]
        if (
            sum(int(counts.sum()) for _rows, _first, counts in shared) * _SLOTS
            > self._words.shape[1] * len(haystack) * 2
        ):
            return None
        words = np.ascontiguousarray(haystack.T)
        return (
            self._compare_words(words, *candidates, first_word=slot * _WORDS // _SLOTS)
            for slot, those in enumerate(shared)
            for candidates in _expand(*those, self._tables[slot])
        )

    def _compare_words(
        self,
        words: Hashes,
        needle: npt.NDArray[np.intp],
        row: npt.NDArray[np.intp],
        *,
        first_word: int,
    ) -> Candidates:
        """Compare two words that the slot is not part of, then all four.

        The first two leave next to nothing.
        """
        for ahead in ((1, 2), (0, 1, 2, 3)):
            total: npt.NDArray[np.uint16] = np.zeros(needle.size, np.uint16)
            for step in ahead:
                word = (first_word + step) % _WORDS
                total += np.bitwise_count(self._words[word].take(needle) ^ words[word].take(row))
            close = np.flatnonzero(total <= self._limit)
            needle, row = needle[close], row[close]
        return needle, row


_Shared = tuple[npt.NDArray[np.intp], npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Rows, where the needles in the bucket of each begin, and how many there are."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Which needles are near each value of a slot.

    Of few needles most values have none; what tells so fits the cache.
    """

    bucket_of: npt.NDArray[np.unsignedinteger[Any]]  # by value; 0 where no needle is near
    begins: npt.NDArray[np.int64]  # of each bucket, among the numbers
    sizes: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int32]  # of needles

    @classmethod
    def of(cls, values: npt.NDArray[np.uint16], masks: npt.NDArray[np.uint16]) -> _Table:
        keys = (values[:, None] ^ masks[None, :]).ravel()
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        bucket_of = np.zeros(_VALUES, np.min_scalar_type(len(begins)))
        bucket_of[keys[begins]] = np.arange(1, len(begins) + 1)
        sizes = np.diff(begins, append=len(keys))
        return cls(bucket_of, begins, sizes, (order // masks.size).astype(np.int32))

    def shared(self, values: npt.NDArray[np.uint16]) -> _Shared:
        """Return which rows share a bucket with needles."""
        buckets = self.bucket_of.take(values)
        rows = np.flatnonzero(buckets)
        buckets = buckets[rows] - 1
        return rows, self.begins[buckets], self.sizes[buckets]


def _split_slots(hashes: Hashes) -> npt.NDArray[np.uint16]:
    """Return n x 16 slots; slots 4w to 4w + 3 are parts of word w on any machine."""
    return np.ascontiguousarray(hashes).view(np.uint16)


def _list_masks(bits: int) -> npt.NDArray[np.uint16]:
    """Return every value of 16 bits with at most `bits` ones."""
    chosen = [
        places for count in range(bits + 1) for places in combinations(range(_SLOT_BITS), count)
    ]
    return np.array([sum(1 << place for place in places) for places in chosen], np.uint16)


def _expand(
    rows: npt.NDArray[np.intp],
    first: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
    table: _Table,
) -> Iterator[Candidates]:
    """Yield every needle in the bucket of each row, about 260,000 at once."""
    ends = np.cumsum(counts)
    done = 0
    while done < rows.size:
        before = int(ends[done - 1]) if done else 0
        stop = max(done + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
        some, many = rows[done:stop], counts[done:stop]
        begins = first[done:stop] - (ends[done:stop] - many - before)
        places = np.repeat(begins, many) + np.arange(int(ends[stop - 1]) - before)
        yield table.numbers[places].astype(np.intp), np.repeat(some, many)
        done = stop
