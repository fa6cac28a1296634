"""Comparing many hashes at once, exactly: every pair within a distance, in bounded memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Hashes", "Pairs", "distances", "from_hex", "pairs", "to_hex"]

_WORDS = 4
_HEX_DIGITS = 64
_CELLS = 1 << 18  # pairs compared at once: 8 MB of words, inside the cache of most machines

Hashes = npt.NDArray[np.uint64]
Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int16]]


def from_hex(hashes: Sequence[str]) -> Hashes:
    """Return n x 4 words for n hashes of 64 hex digits. Raises ValueError on any other text."""
    if any(len(one) != _HEX_DIGITS for one in hashes):
        raise ValueError("a PDQ hash has 64 hex digits")
    raw = bytes.fromhex("".join(hashes))
    if len(raw) != len(hashes) * _WORDS * 8:  # fromhex skips white space
        raise ValueError("a PDQ hash has 64 hex digits")
    return np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, _WORDS)


def to_hex(hashes: Hashes) -> tuple[str, ...]:
    """Return the hex form of n x 4 words."""
    return tuple(row.tobytes().hex() for row in hashes.astype(">u8").reshape(-1, _WORDS))


def distances(one: Hashes, many: Hashes) -> npt.NDArray[np.int16]:
    """Return the Hamming distance (0-256) of one hash (4 words) to each of `many` (n x 4)."""
    result: npt.NDArray[np.int16] = np.bitwise_count(many ^ one.reshape(1, _WORDS)).sum(axis=1, dtype=np.int16)
    return result


def pairs(needles: Hashes, haystack: Hashes, limit: int) -> Pairs:
    """Return (i, j, distance) of every needle i and haystack entry j at most `limit` bits apart, ordered by i, then j.

    Every pair is compared. Memory: a few MB, and what is found.
    """
    found: list[Pairs] = []
    columns = max(1, min(len(haystack), _CELLS))
    rows = max(1, _CELLS // columns)
    for top in range(0, len(needles), rows):
        block = needles[top : top + rows]
        for left in range(0, len(haystack), columns):
            near = _distances(block, haystack[left : left + columns])
            i, j = np.nonzero(near <= limit)
            if i.size:
                found.append((i + top, j + left, near[i, j]))
    return _ordered(found)


def _distances(needles: Hashes, haystack: Hashes) -> npt.NDArray[np.int16]:
    """Add the four words one after the other: no array of words for every pair at once."""
    total = np.zeros((len(needles), len(haystack)), np.int16)
    for word in range(_WORDS):
        total += np.bitwise_count(needles[:, word, None] ^ haystack[None, :, word])
    return total


def _ordered(found: list[Pairs]) -> Pairs:
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int16)
    i, j, near = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((j, i))
    return i[order], j[order], near[order]
