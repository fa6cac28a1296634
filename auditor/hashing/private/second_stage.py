"""Tells copies from look-alikes.

Once a variant says how a picture may lie in another, parts of it must be found in their places.

The parts are nine overlapping windows, each with a PDQ hash of its own. How the pictures lie on
each other is first moved a little until the parts fit best: a planned variant is only near the true
edit.
"""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from auditor.domain.photos.facts import RELIABLE
from auditor.hashing.match.match import Hashes
from auditor.hashing.pdq import windows
from auditor.hashing.pdq.reduced import Affine, Plane, quality
from auditor.hashing.pdq.windows import Span
from auditor.hashing.private import geometry

__all__ = ["agreement", "agrees", "details"]

# mean distance in bits, over the parts that can be compared; docs/recall.md: 96 of 100 copies are
# below
_FIT_LIMIT = 36.0
# the same where the whole picture is near: charts and writing, whose parts hash badly
_LOOSE_LIMIT = 56.0
# bits: so near is no stranger, even where the parts are too few pixels to hash (docs/recall.md)
_SURE = 24
# bits that the whole may differ in for that; two cards of one design, each with another face,
# differed in 32 or more
_NEAR = 30

_STARTS = (0.1, 0.3, 0.5)
_PART = 0.4  # of a side
_MIN_QUALITY = 20  # parts flatter than this hash to chance
_MIN_PARTS = 3
_OUTSIDE = 0.03  # a part that reaches further than this beyond the picture is not compared
_PARTS: tuple[tuple[Span, Span], ...] = tuple(
    ((top, top + _PART), (left, left + _PART)) for top in _STARTS for left in _STARTS
)
_SIDE = 64  # PDQ's samples
_CENTRES = (np.arange(_SIDE) + 0.5) / _SIDE
# unrelated parts differ in 128 bits, give or take; what is not below this is not moved
_HOPELESS = 112.0
_FITS = 12.0  # what fits so well need not be moved
_STEPS = (0.02, 0.01, 0.005)  # shares of a side, and for tilts the same share of the frame's height
_SHIFTS = tuple(itertools.product(range(5), (1.0, -1.0)))


def agrees(distance: int, detail_distance: float | None, quality_of_both: int) -> bool:
    """Tell whether a match is confirmed.

    By its distance in bits, by what `agreement` found, and by the lower quality (0-100).
    """
    if distance <= _SURE and quality_of_both >= RELIABLE:
        return True
    if detail_distance is None:
        return False
    return detail_distance <= (_LOOSE_LIMIT if distance <= _NEAR else _FIT_LIMIT)


def details(luma: Plane) -> tuple[Hashes, npt.NDArray[np.uint8]]:
    """Return hashes (9 x 4 words) and qualities of nine overlapping parts of a private picture."""
    spans = [(start, start + _PART) for start in _STARTS]
    found = windows.coefficients(luma, spans, spans).reshape(-1, 16, 16)
    grades = [quality(windows.samples(luma, rows, columns)) for rows, columns in _PARTS]
    return windows.hashes(found), np.array(grades, np.uint8)


def agreement(
    known: Hashes, grades: npt.NDArray[np.uint8], luma: Plane, places: Affine
) -> float | None:
    """Return how far the parts `known` of a private picture are from those of a candidate.

    It is their mean distance (luma, 256 x 256).

    `places` takes places of the private picture to places of the candidate, about. None if too few
    parts can be compared.
    """
    best = _measure_distance(known, grades, luma, places)
    if best is None or not _FITS < best < _HOPELESS:
        return best
    for step in _STEPS:
        failed = 0  # moves one after the other: once all did from one place, all would again
        while failed < len(_SHIFTS) and best > _FITS:
            for number, sign in _SHIFTS:
                tried = geometry.after(places, _shift_frame(number, sign * step))
                distance = _measure_distance(known, grades, luma, tried)
                if distance is not None and distance < best:
                    best, places, failed = distance, tried, 0
                    continue
                failed += 1
                if failed == len(_SHIFTS):
                    break
    return best


def _shift_frame(number: int, step: float) -> Affine:
    """Return a small move of the private picture's frame: one of its four sides, or a tilt."""
    match number:
        case 0:
            return geometry.window((0.0, 1.0), (step, 1.0))
        case 1:
            return geometry.window((0.0, 1.0), (0.0, 1.0 - step))
        case 2:
            return geometry.window((step, 1.0), (0.0, 1.0))
        case 3:
            return geometry.window((0.0, 1.0 - step), (0.0, 1.0))
        case _:
            return np.array([[1.0, step, -step / 2], [-step, 1.0, step / 2]])


def _measure_distance(
    known: Hashes, grades: npt.NDArray[np.uint8], luma: Plane, places: Affine
) -> float | None:
    compared = [
        (part, there)
        for part, (rows, columns) in enumerate(_PARTS)
        if grades[part] >= _MIN_QUALITY
        and not _is_outside(there := geometry.after(places, geometry.window(rows, columns)))
    ]
    if len(compared) < _MIN_PARTS:
        return None
    seen = _sample(luma, np.stack([there for _part, there in compared]))
    found = windows.hashes(windows.cosines_of(seen))
    bits = np.bitwise_count(found ^ known[[part for part, _there in compared]]).sum(axis=1)
    return float(bits.mean())


def _sample(luma: Plane, places: npt.NDArray[np.float64]) -> Plane:
    """Return n x 64 x 64 values at n maps' places of an even grid.

    They are mixed from four neighbours, edges repeated.
    """
    x, y = (_map_centres(places[:, row, :, None, None], len(luma)) for row in (0, 1))
    last = len(luma) - 1
    left, top = np.minimum(x.astype(np.intp), last - 1), np.minimum(y.astype(np.intp), last - 1)
    over, down = (x - left).astype(np.float32), (y - top).astype(np.float32)
    flat, corner, below = luma.ravel(), top * len(luma) + left, len(luma)
    upper = np.take(flat, corner, mode="clip") * (1 - over)
    upper += np.take(flat[1:], corner, mode="clip") * over
    lower = np.take(flat[below:], corner, mode="clip") * (1 - over)
    lower += np.take(flat[below + 1 :], corner, mode="clip") * over
    mixed: Plane = upper * (1 - down)
    mixed += lower * down
    return mixed


def _map_centres(weights: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.float64]:
    """Return where n maps put the centres of the grid, in pixels of a side of `length`.

    n x 64 x 64; a side that is not needed is 1, where no map is tilted.
    """
    across, upright, start = weights[:, 0], weights[:, 1], weights[:, 2]
    if not upright.any():
        shares = across * _CENTRES
    elif not across.any():
        shares = upright * _CENTRES[:, None]
    else:
        shares = across * _CENTRES + upright * _CENTRES[:, None]
    shares += start
    np.maximum(shares, 0.5 / length, out=shares)
    np.minimum(shares, 1 - 0.5 / length, out=shares)
    shares *= length
    shares -= 0.5
    return shares


def _is_outside(there: Affine) -> bool:
    corners = there @ np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]])
    return bool(corners.min() < -_OUTSIDE or corners.max() > 1 + _OUTSIDE)
