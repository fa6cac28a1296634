"""Comparing many hashes at once, exactly: every pair within a distance, in bounded memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
import numpy.typing as npt

from auditor.hashing.match.buckets import LARGEST_LIMIT, Buckets

__all__ = [
    "Hashes",
    "Pairs",
    "distances",
    "from_hex",
    "near",
    "pairs",
    "to_hex",
]

_WORDS = 4
_HEX_DIGITS = 64
_CELLS = 1 << 15  # pairs compared at once: 256 kB of words, inside the cache of one core
_NEEDLES = 1 << 16  # needles in one set of tables: some 70 MB
# pairs of one block, so that a block of nothing but matches is 1 GB at the very worst
_BLOCK_PAIRS = 1 << 26
_ROWS = (1 << 8, 1 << 16)  # rows of a block: fewest, most
_FEW_PAIRS = 1 << 20  # under this, comparing every pair takes less time than making tables
_MOST_THREADS = 4

Hashes = npt.NDArray[np.uint64]
Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int16]]


def from_hex(hashes: Sequence[str]) -> Hashes:
    """Return n x 4 words for n hashes of 64 hex digits. Raises ValueError on any other text."""
    if any(len(text) != _HEX_DIGITS for text in hashes):
        raise ValueError("a PDQ hash has 64 hex digits")
    raw = bytes.fromhex("".join(hashes))
    if len(raw) != len(hashes) * _WORDS * 8:  # fromhex skips white space
        raise ValueError("a PDQ hash has 64 hex digits")
    return np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, _WORDS)


def to_hex(hashes: Hashes) -> tuple[str, ...]:
    """Return the hex form of n x 4 words."""
    return tuple(row.tobytes().hex() for row in hashes.astype(">u8").reshape(-1, _WORDS))


def distances(needle: Hashes, many: Hashes) -> npt.NDArray[np.int16]:
    """Return the Hamming distance (0-256) of one hash (4 words) to each of `many` (n x 4)."""
    result: npt.NDArray[np.int16] = np.bitwise_count(many ^ needle.reshape(1, _WORDS)).sum(
        axis=1, dtype=np.int16
    )
    return result


def pairs(needles: Hashes, haystack: Hashes, limit: int) -> Pairs:
    """Return (i, j, distance) of every needle i and haystack entry j that are near.

    Near is at most `limit` bits apart; ordered by i, then j.
    """
    found = list(near(needles, haystack, limit))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int16)
    i, j, bits = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((j, i))
    return i[order], j[order], bits[order]


def near(needles: Hashes, haystack: Hashes, limit: int) -> Iterator[Pairs]:
    """Yield the pairs within `limit` a block of the haystack at a time.

    Each pair once, in no order.

    Exact at every limit. On several cores where there is enough to do. Memory: the tables and a
    block for each core (up to some hundred MB in all for very many needles), and what is found in a
    block.
    """
    if limit > LARGEST_LIMIT or len(needles) * len(haystack) <= _FEW_PAIRS:
        yield from _compare_every_pair(needles, haystack, limit)
        return
    for top in range(0, len(needles), _NEEDLES):
        some = needles[top : top + _NEEDLES]
        buckets = Buckets(some, limit)
        rows = min(max(_BLOCK_PAIRS // len(some), _ROWS[0]), _ROWS[1])

        def block(
            start: int, some: Hashes = some, buckets: Buckets = buckets, rows: int = rows
        ) -> list[Pairs]:
            return _compare_block(some, haystack[start : start + rows], buckets, limit)

        for start, found in _run_in_threads(block, range(0, len(haystack), rows)):
            yield from ((i + top, j + start, bits) for i, j, bits in found)


def _run_in_threads(
    block: Callable[[int], list[Pairs]], starts: range
) -> Iterator[tuple[int, list[Pairs]]]:
    """Yield each start with its block's pairs, in order.

    No more blocks are under way than there are threads.
    """
    threads = min(_MOST_THREADS, os.cpu_count() or 1, len(starts))
    if threads <= 1:
        yield from ((start, block(start)) for start in starts)
        return
    waiting = iter(starts)
    with ThreadPoolExecutor(threads) as pool:
        under_way = deque((start, pool.submit(block, start)) for start in islice(waiting, threads))
        while under_way:
            start, done = under_way.popleft()
            found = done.result()
            under_way.extend((row, pool.submit(block, row)) for row in islice(waiting, 1))
            yield start, found


def _compare_block(needles: Hashes, rows: Hashes, buckets: Buckets, limit: int) -> list[Pairs]:
    candidates = buckets.near(rows)
    if candidates is None:
        return list(_compare_every_pair(needles, rows, limit))
    keys = [i * len(rows) + j for i, j in candidates if i.size]
    if not keys:
        return []
    # a pair may have met in several slots
    i, j = np.divmod(np.unique(np.concatenate(keys)), len(rows))
    return [(i, j, np.bitwise_count(needles[i] ^ rows[j]).sum(axis=1, dtype=np.int16))]


def _compare_every_pair(needles: Hashes, haystack: Hashes, limit: int) -> Iterator[Pairs]:
    columns = max(1, min(len(haystack), _CELLS))
    rows = max(1, _CELLS // columns)
    for left in range(0, len(haystack), columns):
        # words that follow each other are compared faster
        words = np.ascontiguousarray(haystack[left : left + columns].T)
        for top in range(0, len(needles), rows):
            bits = _count_bits(needles[top : top + rows], words)
            i, j = np.divmod(np.flatnonzero(bits <= limit), bits.shape[1])
            if i.size:
                yield i + top, j + left, bits[i, j]


def _count_bits(needles: Hashes, words: Hashes) -> npt.NDArray[np.int16]:
    """Add the four words one after the other, in the same memory: it stays in the cache."""
    size = (len(needles), words.shape[1])
    differing, bits = np.empty(size, np.uint64), np.empty(size, np.uint8)
    total = np.zeros(size, np.int16)
    for word in range(_WORDS):
        np.bitwise_xor(needles[:, word, None], words[word], out=differing)
        np.bitwise_count(differing, out=bits)
        np.add(total, bits, out=total)
    return total
