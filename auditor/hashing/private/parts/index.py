"""Tells fast which of many private pictures may have enough marks in common with a candidate.

Two marks of one thing differ in few bits, and mostly agree in all bits of one key at least: a run
of sixteen or more. So the marks of all private pictures are sorted by each key once, and only those
with a key in common are looked at. Each such pair says where the private picture would have to lie;
only where some say the same, all marks are compared (votes.count).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from auditor.hashing.private.parts.marks import MIRRORED, NO_MARKS, PartMarks

__all__ = ["MarkIndex"]

# word, lowest bit, bits. Those of the first bits (the longest waves) agree by chance most often.
_KEYS = (
    (0, 40, 24),
    (0, 32, 16),
    (0, 16, 16),
    (0, 0, 16),
    (1, 48, 16),
    (1, 32, 16),
    (1, 16, 16),
    (1, 0, 16),
)
_NEARER = 26  # bits by which the two marks of a pair differ at most
_SAME_PLACE = 4
"""Marks that must say the same. docs/recall.md: of 4,917 copies that their marks tell 3 of the
faintest are lost by this; one unrelated picture of forty is left to compare."""
_MOST_A_MARK = 8  # pairs looked at for each private mark; a usual candidate has one for two marks
_MOST_OF_FEW = 1 << 20  # the same for lists so small that this is no load
_GROWN = 0.6  # natural logarithm of scales that are taken for one
_TURNS = 8  # directions that are told apart
_CELL = 0.3  # places that are taken for one, in shares of the private picture's longer side
_SCALES, _PLACES = 16, 32  # told apart; beyond them they begin anew
_MIDDLE = (0.5, 0.35)  # of a usual picture, in shares of its longer side

Numbers = npt.NDArray[np.int64]


class MarkIndex:
    """The marks of many private pictures, by their keys."""

    def __init__(self, kept: Sequence[PartMarks]) -> None:
        counts = [len(marks) for marks in kept]
        self._pictures = len(kept)
        self._owners = np.repeat(np.arange(len(kept), dtype=np.int32), counts)
        self._hashes = np.concatenate([NO_MARKS.hashes, *(marks.hashes for marks in kept)])
        self._places = np.concatenate([NO_MARKS.places, *(marks.places for marks in kept)])
        self._tables = []
        for key in _KEYS:
            values = _cut_key(self._hashes, key)
            order = np.argsort(values, kind="stable").astype(np.int32)
            self._tables.append((order, values[order]))

    def may_match(self, seen: PartMarks) -> npt.NDArray[np.bool_]:
        """Return for each private picture whether its marks are worth comparing with `seen`.

        Two columns: as they are, and mirrored.
        """
        most = np.zeros((self._pictures, 2), np.int64)
        for mirrored in (False, True):
            hashes = seen.hashes ^ MIRRORED if mirrored else seen.hashes
            spans = list(self._find_spans(hashes))
            total = sum(int(counts.sum()) for _starts, counts in spans)
            if total > max(_MOST_A_MARK * len(self._hashes), _MOST_OF_FEW):
                # a pattern that repeats itself in many: looked at one after the other instead
                return np.ones(most.shape, np.bool_)
            mine, theirs = self._find_pairs(hashes, spans)
            if mine.size >= _SAME_PLACE:
                self._count_places(mine, seen.places[theirs], mirrored, most[:, int(mirrored)])
        return most >= _SAME_PLACE

    def _find_spans(self, hashes: npt.NDArray[np.uint64]) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield for each key where its equals start for each hash, and how many they are."""
        for (_order, values), key in zip(self._tables, _KEYS, strict=True):
            wanted = _cut_key(hashes, key)
            starts = np.searchsorted(values, wanted)
            yield starts, np.searchsorted(values, wanted, "right") - starts

    def _find_pairs(
        self, hashes: npt.NDArray[np.uint64], spans: Sequence[tuple[Numbers, Numbers]]
    ) -> tuple[Numbers, Numbers]:
        """Return each pair of a private mark and one of `hashes` that is near, once."""
        found = [np.zeros(0, np.int64)]
        for (order, _values), (starts, counts) in zip(self._tables, spans, strict=True):
            theirs = np.repeat(np.arange(len(hashes)), counts)
            before = np.cumsum(counts) - counts
            mine = order[np.arange(len(theirs)) + np.repeat(starts - before, counts)]
            bits = np.bitwise_count(self._hashes[mine] ^ hashes[theirs]).sum(axis=1)
            near = bits <= _NEARER
            found.append(mine[near].astype(np.int64) * len(hashes) + theirs[near])
        mine, theirs = np.divmod(np.unique(np.concatenate(found)), max(1, len(hashes)))
        return mine, theirs

    def _count_places(
        self, mine: Numbers, theirs: npt.NDArray[np.float32], mirrored: bool, most: Numbers
    ) -> None:
        """Raise `most` to the marks of each private picture that say the same.

        What lies near an edge between two scales, directions or places is caught by edges that are
        half a step further.
        """
        x, y, size, turn = self._places[mine].T.astype(np.float64)
        u, v, grown, turned = theirs.T.astype(np.float64)
        middle, high = _MIDDLE
        if mirrored:
            x, turn, middle = -x, np.pi - turn, -middle
        scale, swing = np.log(grown / size), (turned - turn) / (2 * np.pi) * _TURNS
        moved = np.exp(scale + 2j * np.pi / _TURNS * swing)
        there = u + 1j * v - moved * (x - middle + 1j * (y - high))
        owners = self._owners[mine].astype(np.int64)
        for edge in (0.0, 0.5):
            level = np.floor(scale / _GROWN + edge)
            cell = _CELL * np.exp(_GROWN * (level + 0.5 - edge))
            column = np.floor(there.real / cell + edge).astype(np.int64) % _PLACES
            row = np.floor(there.imag / cell + edge).astype(np.int64) % _PLACES
            lain = (owners * _SCALES + level.astype(np.int64) % _SCALES) * _PLACES + column
            lain = lain * _PLACES + row
            for corner in (0.0, 0.5):
                sector = np.floor(swing + corner).astype(np.int64) % _TURNS
                told = np.unique((lain * _TURNS + sector) * len(self._hashes) + mine)
                votes, counts = np.unique(told // len(self._hashes), return_counts=True)
                whose = votes // (_SCALES * _PLACES * _PLACES * _TURNS)
                np.maximum.at(most, whose, counts)


def _cut_key(hashes: npt.NDArray[np.uint64], key: tuple[int, int, int]) -> npt.NDArray[np.uint32]:
    word, lowest, bits = key
    cut = (hashes[:, word] >> np.uint64(lowest)) & np.uint64((1 << bits) - 1)
    return cut.astype(np.uint32)
