"""Tells by their marks whether one picture is in another: enough marks must lie as they lay.

Two marks alone say nothing. All that are near are asked how the one picture would have to lie in
the other (moved, scaled, turned, mirrored), and what most agree on is counted.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.private.parts.marks import MIRRORED, PartMarks

__all__ = ["Vote", "count"]

_NEAR = 30  # bits of 128 by which two marks of one thing may differ; strangers differ in 64
_NEAR_HALF = 16  # the same of the first 64
_CELLS = 1 << 14  # pairs compared at once
_FEWEST = 4
_ENOUGH = 8  # marks from which on a copy may also be slanted or stretched
_ASKED = 48  # nearest marks whose opinion is heard
_SWING = 0.14  # error of a place for each length that it is away: one mark knows its size so well
_MISS = 0.02  # error of a place in shares of the private picture's longer side
_CLOSE = 0.025  # the same once many marks agreed
_TURN = 0.5  # radians
_GROWN = 0.45  # natural logarithm of scales
_SQUASHED = 0.5  # how much narrower, or more slanted, a copy may be made
_LEAST_SCALE, _MOST_SCALE = 0.08, 6.0
_CELL = 0.05  # marks of one place speak once: shares of the longer side

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vote:
    """`marks` agree; `strength` is the sum of what each of them says (0-1)."""

    marks: int
    strength: float
    mirrored: bool
    scale: float


_NOTHING = Vote(0, 0.0, mirrored=False, scale=0.0)


def count(kept: PartMarks, seen: PartMarks, ways: Iterable[bool] = (False, True)) -> Vote:
    """Return what most marks of a private picture and of a candidate agree on.

    `ways` are whether it may be mirrored.
    """
    best = _NOTHING
    if min(len(kept), len(seen)) < _FEWEST:
        return best
    for mirrored in ways:
        mine, theirs, bits = _pair(kept, seen, mirrored)
        if mine.size >= _FEWEST:
            found = _agree(kept.places[mine], seen.places[theirs], bits, mirrored)
            best = max(best, found, key=lambda vote: vote.strength)
    return best


def _pair(
    kept: PartMarks, seen: PartMarks, mirrored: bool
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """Return the near pairs: for each private mark the nearest one, and the bits between them."""
    mine = kept.hashes ^ MIRRORED if mirrored else kept.hashes
    i, j = np.divmod(_find_half(mine[:, 0], np.ascontiguousarray(seen.hashes[:, 0])), len(seen))
    bits = np.bitwise_count(mine[i] ^ seen.hashes[j]).sum(axis=1, dtype=np.int64)
    near = bits <= _NEAR
    i, j, bits = i[near], j[near], bits[near]
    order = np.lexsort((bits, i))
    i, j, bits = i[order], j[order], bits[order]
    first = np.r_[True, i[1:] != i[:-1]] if i.size else np.zeros(0, bool)
    return i[first], j[first], bits[first].astype(np.float64)


def _find_half(
    mine: npt.NDArray[np.uint64], theirs: npt.NDArray[np.uint64]
) -> npt.NDArray[np.int64]:
    """Return i * len(theirs) + j of each pair whose first halves are near.

    Some rows at a time, in the same memory: it stays in the cache.
    """
    rows = max(1, _CELLS // len(theirs))
    differing = np.empty((rows, len(theirs)), np.uint64)
    bits = np.empty((rows, len(theirs)), np.uint8)
    found = []
    for top in range(0, len(mine), rows):
        some = mine[top : top + rows, None]
        np.bitwise_xor(some, theirs, out=differing[: len(some)])
        np.bitwise_count(differing[: len(some)], out=bits[: len(some)])
        found.append(np.flatnonzero(bits[: len(some)] <= _NEAR_HALF) + top * len(theirs))
    return np.concatenate(found)


def _agree(
    mine: npt.NDArray[np.float32], theirs: npt.NDArray[np.float32], bits: Floats, mirrored: bool
) -> Vote:
    x, y, size, turn = mine.T.astype(np.float64)
    u, v, grown, turned = theirs.T.astype(np.float64)
    if mirrored:
        x, turn = -x, np.pi - turn
    scale, swing = np.log(grown / size), turned - turn
    worth = np.clip((_NEAR + 4 - bits) / 24, 0.1, 1.0)
    asked = np.argsort(bits, kind="stable")[:_ASKED]
    here, there = x + 1j * y, u + 1j * v
    moves = np.exp(scale + 1j * swing)
    away = here[None, :] - here[asked, None]
    error = np.abs(there[asked, None] + moves[asked, None] * away - there[None, :])
    fits = error <= np.exp(scale[asked, None]) * (_MISS + _SWING * np.abs(away))
    fits &= np.abs(scale[None, :] - scale[asked, None]) <= _GROWN
    fits &= np.abs(np.angle(np.exp(1j * (swing[None, :] - swing[asked, None])))) <= _TURN
    totals = fits @ worth
    best = _NOTHING
    for place in np.argsort(-totals, kind="stable")[:3].tolist():
        if totals[place] <= best.strength:
            break
        found = _refine(here, there, worth, fits[place], mirrored)
        best = max(best, found, key=lambda vote: vote.strength)
    return best


def _refine(
    here: npt.NDArray[np.complex128],
    there: npt.NDArray[np.complex128],
    worth: Floats,
    fits: npt.NDArray[np.bool_],
    mirrored: bool,
) -> Vote:
    """Find the one map that fits best, first as a whole and then also slanted, and count anew."""
    known = np.stack([np.ones(len(here)), here.real, here.imag], axis=1)
    for _ in range(4):
        if np.count_nonzero(fits) < _FEWEST:
            return _NOTHING
        chosen = here[fits]
        weights = worth[fits] ** 0.5
        # with few marks a slanted map would fit anything
        if np.count_nonzero(fits) >= _ENOUGH:
            answer = np.linalg.lstsq(
                known[fits] * weights[:, None], there[fits] * weights, rcond=None
            )[0]
            guess = known @ answer
            along, across = abs(answer[1]), abs(answer[2])
            scale = float(np.sqrt(abs((np.conj(answer[1]) * answer[2]).imag)))
            if min(along, across, scale) < _SQUASHED * max(along, across):
                return _NOTHING
        else:
            base = np.stack([np.ones(len(chosen)), chosen], axis=1)
            move = np.linalg.lstsq(base * weights[:, None], there[fits] * weights, rcond=None)[0]
            guess, scale = move[0] + move[1] * here, float(abs(move[1]))
        if not _LEAST_SCALE < scale < _MOST_SCALE:
            return _NOTHING
        fits = np.abs(guess - there) <= _CLOSE * scale
    return _sum_up(here, there, worth, fits, mirrored, scale)


def _sum_up(
    here: npt.NDArray[np.complex128],
    there: npt.NDArray[np.complex128],
    worth: Floats,
    fits: npt.NDArray[np.bool_],
    mirrored: bool,
    scale: float,
) -> Vote:
    """Count each place of both pictures once, by the best of its marks."""
    order = np.flatnonzero(fits)[np.argsort(-worth[fits], kind="stable")]
    for points, cell in ((here, _CELL), (there, _CELL * scale)):
        rows = np.floor(points[order].imag / cell).astype(np.int64)
        columns = np.floor(points[order].real / cell).astype(np.int64)
        _cells, first = np.unique(rows * 100003 + columns, return_index=True)
        order = order[np.sort(first)]
    return Vote(len(order), float(worth[order].sum()), mirrored, scale)
