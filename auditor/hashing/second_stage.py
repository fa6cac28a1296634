"""Tells copies from look-alikes: once a variant says how a picture may lie in another, parts of it must be found in their places."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.hashing import geometry, windows
from auditor.hashing.match import Hashes
from auditor.hashing.reduced import Affine, Plane, quality, resample
from auditor.hashing.windows import Span

__all__ = ["DETAIL_LIMIT", "agreement", "details"]

DETAIL_LIMIT = 90.0
"""Mean distance in bits, over the parts that can be compared, up to which a match is confirmed."""

_STARTS = (0.1, 0.3, 0.5)
_PART = 0.4  # of a side
_MIN_QUALITY = 20  # parts flatter than this hash to chance
_MIN_PARTS = 3
_OUTSIDE = 0.03  # a part that reaches further than this beyond the picture is not compared
_PARTS: tuple[tuple[Span, Span], ...] = tuple(((top, top + _PART), (left, left + _PART)) for top in _STARTS for left in _STARTS)
_SAMPLES = 128
_WHOLE: Span = (0.0, 1.0)


def details(luma: Plane) -> tuple[Hashes, npt.NDArray[np.uint8]]:
    """Return hashes (9 x 4 words) and qualities of nine overlapping parts of a private picture."""
    spans = [(start, start + _PART) for start in _STARTS]
    found = windows.coefficients(luma, spans, spans).reshape(-1, 16, 16)
    grades = [quality(windows.samples(luma, rows, columns)) for rows, columns in _PARTS]
    return windows.hashes(found), np.array(grades, np.uint8)


def agreement(known: Hashes, grades: npt.NDArray[np.uint8], luma: Plane, places: Affine) -> float | None:
    """Return the mean distance of the parts `known` of a private picture to the same parts of a candidate (luma, 256 x 256).

    `places` takes places of the private picture to places of the candidate. None if too few parts can be compared.
    """
    total, count = 0, 0
    for part, (rows, columns) in enumerate(_PARTS):
        there = geometry.after(places, geometry.window(rows, columns))
        if grades[part] < _MIN_QUALITY or _outside(there):
            continue
        seen = resample(luma, there, _SAMPLES)
        found = windows.hashes(windows.coefficients(seen, [_WHOLE], [_WHOLE]).reshape(-1, 16, 16))
        total += int(np.bitwise_count(found[0] ^ known[part]).sum())
        count += 1
    return total / count if count >= _MIN_PARTS else None


def _outside(there: Affine) -> bool:
    corners = there @ np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]])
    return bool(corners.min() < -_OUTSIDE or corners.max() > 1 + _OUTSIDE)
