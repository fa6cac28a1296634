"""Heaps: very many pictures that are all copies of each other, and of nothing else.

A meme that was posted 4,000 times has eight million pairs. That all of them are near each other
follows from one comparison with their middle: two hashes at most 15 bits from it are at most 30
apart. What is further than that and the limit together is near to none of them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.hashing.match.many_forms import ManyForms
from auditor.hashing.match.match import Hashes, distances

__all__ = ["find_heaps"]

_Numbers = npt.NDArray[np.int64]

_FEWEST = 1024
"""Of fewer pictures all pairs are looked at: that takes no time."""
_SAMPLE = 128
"""Pictures around which a heap is looked for."""
_SMALLEST = 64
"""Pictures in a heap: the pairs of fewer are few."""
_BITS = 256


def find_heaps(forms: ManyForms, limit: int) -> list[_Numbers]:
    """Return heaps among pictures, as sorted numbers; what is in none may be near anything else.

    `forms` are the hashes of each, the picture itself first. Two are near where the first of one is
    within `limit` of any of the other.
    """
    if len(forms) < _FEWEST:
        return []
    firsts = forms.firsts
    words = np.ascontiguousarray(firsts.T)
    heaps: list[_Numbers] = []
    left = np.ones(len(forms), np.bool_)
    asked = np.linspace(0, len(forms) - 1, _SAMPLE).astype(np.int64)
    while asked.size:
        place, asked = int(asked[0]), asked[1:]
        if _count_close(firsts[place], words, limit) < _SMALLEST:
            continue
        around = np.flatnonzero((_distances(firsts[place], words) <= limit) & left)
        if around.size < _SMALLEST:
            continue
        inside = _around_middle(firsts, around, left, limit)
        asked = asked[~np.isin(asked, np.union1d(around, inside))]
        if inside.size >= _SMALLEST and _is_apart(forms, inside, limit):
            left[inside] = False
            heaps.append(inside)
    return heaps


def _count_close(needle: Hashes, words: npt.NDArray[np.uint64], limit: int) -> int:
    """Count what is near a hash, given as 4 rows of words, by two of these: no fewer than are."""
    bits = np.bitwise_count(words[0] ^ needle[0])
    bits += np.bitwise_count(words[1] ^ needle[1])
    return int(np.count_nonzero(bits <= limit))


def _distances(needle: Hashes, words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint16]:
    """Return the distance of a hash to many, given as 4 rows of words, which is faster."""
    bits = np.bitwise_count(words ^ needle.reshape(-1, 1))
    total: npt.NDArray[np.uint16] = np.add.reduce(bits, axis=0, dtype=np.uint16)
    return total


def _around_middle(
    firsts: Hashes, around: _Numbers, left: npt.NDArray[np.bool_], limit: int
) -> _Numbers:
    """Return what is so close to the middle of `around` that each two of it are near."""
    return np.flatnonzero((distances(_middle(firsts[around]), firsts) <= limit // 2) & left)


def _middle(hashes: Hashes) -> Hashes:
    """Return the hash of which each bit is that of most of them."""
    bits = np.zeros(_BITS, np.int64)
    for start in range(0, len(hashes), _FEWEST):
        some = np.ascontiguousarray(hashes[start : start + _FEWEST]).view(np.uint8)
        bits += np.unpackbits(some.reshape(-1, _BITS // 8), axis=1).sum(axis=0, dtype=np.int64)
    most = np.packbits(bits * 2 > len(hashes)).view(np.uint64)
    return np.ascontiguousarray(most)


def _is_apart(several: ManyForms, inside: _Numbers, limit: int) -> bool:
    """Whether nothing else can be near anything `inside`, in whatever form."""
    counts, forms, begins = several.counts, several.turned, several.begins
    many = int(counts[inside[0]])
    if bool((counts[inside] != many).any()):
        return False
    others = np.ones(len(counts), np.bool_)
    others[inside] = False
    for form in range(many):
        own = forms[begins[inside] + form]
        middle = _middle(own)
        reach = limit + int(distances(middle, own).max())
        if bool((distances(middle, forms[begins[others]]) <= reach).any()):
            return False
        if form == 0 and bool((distances(middle, forms[np.repeat(others, counts)]) <= reach).any()):
            return False
    return True
