"""Which of many photos are copies of each other.

Every pair by the bytes, or by PDQ in any of the eight turned and mirrored forms.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, MutableMapping, Sequence

import numpy as np
import numpy.typing as npt

from auditor.domain.findings.check import Print
from auditor.domain.likeness.copies import Cluster, pieces
from auditor.domain.photos.forms import packed_of
from auditor.hashing.match.alike import MATCH_LIMIT, Picture, alike
from auditor.hashing.match.heaps import find_heaps
from auditor.hashing.match.kept_pairs import (
    KeptPairs,
    Numbers,
    compared,
    once,
    renew,
)
from auditor.hashing.match.many_forms import ManyForms
from auditor.hashing.match.match import near

COPIES = "copies"
"""The name under which is kept which photos with a face are near each other."""

_MOST_PAIRS = 1 << 25
"""Pairs that are kept, some 300 MB: more than 5,000 photos of which each is near each other, but no
two have the same hash. Where there are more, photos that hang together in any chain count as
one."""

_MOST_KEPT = 1 << 20
"""Pairs that are kept for the next time, some 8 MB."""

_NEEDLES = 4096
"""Hashes compared in one call, so that such a heap is noticed before all of its pairs are in
memory."""


def copies(
    prints: Sequence[Print],
    limit: int = MATCH_LIMIT,
    kept: MutableMapping[str, bytes] | None = None,
    name: str = "",
) -> tuple[Cluster, ...]:
    """Return the clusters of photos that hang together as copies, by their places in `prints`.

    A photo without a reliable hash is a copy only of one with the same bytes. What `kept` has under
    `name` from an earlier comparison is used and renewed.
    """
    found = several_copies(prints, limit, kept, name)
    beside = {place for cluster in found for kind in cluster.kinds for place in kind}
    alone = (place for place in range(len(prints)) if place not in beside)
    return (*(Cluster(((place,),), (0,)) for place in alone), *found)


def several_copies(
    prints: Sequence[Print],
    limit: int = MATCH_LIMIT,
    kept: MutableMapping[str, bytes] | None = None,
    name: str = "",
) -> tuple[Cluster, ...]:
    """Return those of `copies` that hold several photos: 100,000 photos are mostly alone."""
    kinds, packs = _join_same(prints)
    store = None if kept is None else KeptPairs(kept, name, _MOST_KEPT)
    heaps, hashed, forms = _set_aside(packs, limit)
    try:
        pairs = _find_pairs(hashed, forms, limit, store)
    except _TooManyError:
        return tuple(Cluster((group,), (0,)) for group in _find_chains(prints, limit))
    found = [*_heaped(kinds, heaps)]
    for kind in (kind for heap in heaps for kind in heap.tolist()):
        kinds[kind] = []
    return (*_find_clusters(kinds, *pairs), *found)


class _TooManyError(Exception):
    """More pairs than are kept."""


def _join_same(prints: Sequence[Print]) -> tuple[list[list[int]], list[bytes]]:
    """Return places of photos with the same bytes or the same hashes, and the hashes of each."""
    by_bytes: dict[Hashable, list[int]] = {}
    for index, photo in enumerate(prints):
        by_bytes.setdefault(photo.sha256 or index, []).append(index)
    packs = [packed_of(photo.pdq) for photo in prints]
    by_hash: dict[Hashable, list[int]] = {}
    for index, places in enumerate(by_bytes.values()):
        packed = packs[places[0]]
        if not packed and len(places) > 1:
            packed = next((packs[place] for place in places if packs[place]), packed)
        by_hash.setdefault(packed or index, []).extend(places)
    return list(by_hash.values()), [
        packed if isinstance(packed, bytes) else b"" for packed in by_hash
    ]


def _set_aside(packs: Sequence[bytes], limit: int) -> tuple[list[Numbers], Numbers, ManyForms]:
    """Return heaps of very many copies, and the other numbers that have hashes with these.

    The pairs of a heap are millions.
    """
    hashed = np.array([kind for kind, packed in enumerate(packs) if packed], np.int32)
    forms = ManyForms([packed for packed in packs if packed])
    found = find_heaps(forms, limit)
    if not found:
        return [], hashed, forms
    left = np.ones(len(hashed), np.bool_)
    left[np.concatenate(found)] = False
    heaps: list[Numbers] = [hashed[heap] for heap in found]
    rest = hashed[left]
    return heaps, rest, ManyForms([packs[kind] for kind in rest.tolist()])


def _heaped(kinds: Sequence[Sequence[int]], heaps: Iterable[Numbers]) -> Iterator[Cluster]:
    for heap in heaps:
        yield Cluster(
            (tuple(sorted(place for kind in heap.tolist() for place in kinds[kind])),), (0,)
        )


def _find_pairs(
    hashed: Numbers, forms: ManyForms, limit: int, kept: KeptPairs | None
) -> tuple[Numbers, Numbers]:
    """Return each pair of numbers that are near, both ways round and perhaps more than once.

    `forms` are the hashes of the numbers `hashed`. Raises _TooManyError.
    """
    if hashed.size < 2:  # noqa: PLR2004 - it takes two to compare
        return hashed[:0], hashed[:0]
    alone = np.zeros(len(forms), np.int64)
    pairs = None if kept is None else compared(forms, alone, limit, kept)
    if pairs is None:
        pairs = _compare(forms, limit)
        if kept is not None and len(pairs[0]) <= kept.most:
            pairs = once(*pairs, len(forms))
            renew(forms, alone, limit, kept, pairs)
    left, right = hashed[pairs[0]], hashed[pairs[1]]
    return np.concatenate((left, right)), np.concatenate((right, left))


def _compare(forms: ManyForms, limit: int) -> tuple[Numbers, Numbers]:
    """Return the pairs that are near, perhaps more than once. Raises _TooManyError."""
    needles, turned, form_of = forms.firsts, forms.turned, forms.form_of
    none = np.zeros(0, np.int32)  # half the memory of the numbers that come
    found = [(none, none)]
    held = 0
    for start in range(0, len(forms), _NEEDLES):
        for i, j, _distance in near(needles[start : start + _NEEDLES], turned, limit):
            left, right = i + start, form_of[j]
            apart = left != right
            found.append((left[apart].astype(np.int32), right[apart].astype(np.int32)))
            held += len(found[-1][0])
            if held > _MOST_PAIRS:
                raise _TooManyError
    left, right = (np.concatenate(part) for part in zip(*found, strict=True))
    return left, right


def _find_clusters(
    kinds: Sequence[Sequence[int]], left: Numbers, right: Numbers
) -> Iterator[Cluster]:
    """Yield a cluster for each part of the graph that hangs together and has several photos."""
    label = _label_parts(len(kinds), left, right)
    order = np.argsort(label[left], kind="stable")
    left, right = left[order], right[order]
    paired = np.zeros(len(kinds), np.bool_)
    paired[left] = True
    for kind, beside in zip(kinds, paired.tolist(), strict=True):
        if len(kind) > 1 and not beside:
            yield Cluster((tuple(kind),), (0,))
    starts = np.flatnonzero(np.diff(label[left], prepend=-1))
    for start, stop in zip(starts.tolist(), [*starts.tolist(), len(left)][1:], strict=True):
        members, ours = np.unique(left[start:stop], return_inverse=True)
        yield from pieces(
            [tuple(kinds[kind]) for kind in members.tolist()],
            _make_masks(ours, np.searchsorted(members, right[start:stop])),
        )


def _label_parts(size: int, left: Numbers, right: Numbers) -> Numbers:
    """Return for each number the smallest that it hangs together with."""
    label = np.arange(size, dtype=np.int64)
    while True:
        before = label.copy()
        np.minimum.at(label, left, label[right])
        label = label[label]
        if np.array_equal(label, before):
            return label


def _make_masks(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> list[int]:
    """Return for each number in `left`, from 0 on, a bit for each of its partners in `right`."""
    order = np.argsort(left, kind="stable")
    partners = np.split(right[order], np.flatnonzero(np.diff(left[order])) + 1)
    masks = []
    for some in partners:
        row = np.zeros(len(partners), np.bool_)
        row[some] = True
        masks.append(int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little"))
    return masks


def _find_chains(prints: Sequence[Print], limit: int) -> Iterator[tuple[int, ...]]:
    """Yield the places of photos that hang together."""
    pictures = [Picture(str(index), photo.sha256, photo.pdq) for index, photo in enumerate(prints)]
    yield from alike(pictures, limit)
