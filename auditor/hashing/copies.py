"""Which of many photos are copies of each other: every pair by the bytes, or by PDQ in any of the eight turned and mirrored forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from auditor.domain.check import Print
from auditor.domain.likeness_copies import Cluster, clusters
from auditor.hashing.alike import MATCH_LIMIT, Picture, alike
from auditor.hashing.match import from_hex, near

_MOST_PAIRS = 1 << 20
"""Pairs that are kept, some 100 MB. Where there are more, photos that hang together in any chain count as one distinct photo: that
is never too many, and what it takes to hide them is then a lower bound only if some are no copies of each other."""

_NEEDLES = 1024
"""Hashes compared in one call, so that a heap of look-alikes is noticed before all of its pairs are in memory."""


def copies(prints: Sequence[Print], limit: int = MATCH_LIMIT) -> tuple[Cluster, ...]:
    """Return the clusters of photos that hang together as copies, by their places in `prints`.

    A photo without a reliable hash is a copy only of one with the same bytes.
    """
    kinds = _same(prints)
    try:
        pairs = _pairs([_hashes(prints, kind) for kind in kinds], limit)
    except _TooManyError:
        return tuple(Cluster((group,), (0,)) for group in _chained(prints, limit))
    return clusters(kinds, pairs)


class _TooManyError(Exception):
    """More pairs than are kept."""


def _same(prints: Sequence[Print]) -> list[list[int]]:
    """Return places of photos with the same bytes or the same hashes."""
    by_bytes: dict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(prints):
        by_bytes[one.sha256 or place].append(place)
    by_hash: dict[Hashable, list[int]] = defaultdict(list)
    for number, places in enumerate(by_bytes.values()):
        by_hash[_hashes(prints, places) or number].extend(places)
    return list(by_hash.values())


def _hashes(prints: Sequence[Print], places: Sequence[int]) -> tuple[str, ...]:
    return next((prints[place].pdq for place in places if prints[place].pdq), ())


def _pairs(hashes: Sequence[tuple[str, ...]], limit: int) -> list[tuple[int, int]]:
    hashed = [kind for kind, forms in enumerate(hashes) if forms]
    if len(hashed) < 2:  # noqa: PLR2004 - it takes two to compare
        return []
    needles = from_hex([hashes[kind][0] for kind in hashed])
    turned = from_hex([form for kind in hashed for form in hashes[kind]])
    kind_of = np.repeat(np.array(hashed, np.int64), [len(hashes[kind]) for kind in hashed])
    numbers = np.array(hashed, np.int64)
    found: list[tuple[int, int]] = []
    step = len(hashed) if len(hashed) * _NEEDLES < _MOST_PAIRS else _NEEDLES * 4
    for start in range(0, len(hashed), step):
        for i, j, _distance in near(needles[start : start + step], turned, limit):
            one, other = numbers[i + start], kind_of[j]
            apart = one != other
            found.extend(zip(one[apart].tolist(), other[apart].tolist(), strict=True))
            if len(found) > _MOST_PAIRS:
                raise _TooManyError
    return found


def _chained(prints: Sequence[Print], limit: int) -> Iterator[tuple[int, ...]]:
    """Yield the places of photos that hang together, and each of the others alone."""
    alone = set(range(len(prints)))
    for group in alike([Picture(str(place), one.sha256, one.pdq) for place, one in enumerate(prints)], limit):
        alone.difference_update(group)
        yield group
    for place in sorted(alone):
        yield (place,)
