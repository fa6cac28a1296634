"""PDQ's arithmetic in the order of the C++ reference, float32 throughout: slow, and equal to the last bit.

Source of every rule: facebook/ThreatExchange, pdq/cpp/downscaling/downscaling.cpp and pdq/cpp/hashing/pdqhashing.cpp.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

SIDE = 64
_KEPT = 16
_PASSES = 2
_ROWS_AT_ONCE = 64

Plane = npt.NDArray[np.float32]


def _cosines() -> npt.NDArray[np.float64]:
    scale = float(np.float32(math.sqrt(2.0 / SIDE)))
    values = [[scale * math.cos((math.pi / 2.0 / SIDE) * (i + 1) * (2 * j + 1)) for j in range(SIDE)] for i in range(_KEPT)]
    return np.array(values, np.float32).astype(np.float64)


DCT = _cosines()  # 16 x 64, float32 values: the reference rounds them too


def window_size(length: int) -> int:
    """Return the box of one pass over a side of `length` px, so that two passes cover one sample."""
    return (length + 2 * SIDE - 1) // (2 * SIDE)


def sample_places(length: int) -> npt.NDArray[np.int64]:
    """Return the 64 pixels that decimation keeps of a side: the centres of 64 equal parts."""
    return ((np.arange(SIDE) + 0.5) * length / SIDE).astype(np.int64)


def samples(rows_of: Callable[[int, int], npt.NDArray[np.uint8]], height: int, width: int) -> Plane:
    """Return the 64 x 64 samples of a picture of at least 5 x 5 px; `rows_of(start, stop)` gives its rows in RGB."""
    plane = np.empty((height, width), np.float32)
    for start in range(0, height, _ROWS_AT_ONCE):
        rgb = rows_of(start, min(start + _ROWS_AT_ONCE, height))
        # float64, then rounded once: what the Python binding hands to the C++ code
        plane[start : start + len(rgb)] = rgb[:, :, 0] * 0.299 + rgb[:, :, 1] * 0.587 + rgb[:, :, 2] * 0.114
    if (height, width) != (SIDE, SIDE):  # the reference takes 64 x 64 as already reduced
        for _pass in range(_PASSES):
            _blur_rows(plane)
            _blur_rows(plane.T)
    return plane[np.ix_(sample_places(height), sample_places(width))]


def coefficients(plane: Plane) -> Plane:
    """Return the 16 x 16 cosine coefficients of 64 x 64 samples, summed one product after the other."""
    cosines = DCT.astype(np.float32)
    half = np.zeros((_KEPT, SIDE), np.float32)
    for k in range(SIDE):
        half += cosines[:, k, None] * plane[None, k, :]
    whole = np.zeros((_KEPT, _KEPT), np.float32)
    for k in range(SIDE):
        whole += half[:, k, None] * cosines[None, :, k]
    return whole


def quality_terms(plane: Plane) -> int:
    """Return the sum of all steps between neighbours, each in whole percent of the grey range, cut before it is added."""
    total = 0
    for axis in (0, 1):
        steps = -np.diff(plane, axis=axis) * np.float32(100) / np.float32(255)
        total += int(np.abs(np.trunc(steps)).sum())
    return total


def _blur_rows(plane: Plane) -> None:
    """Blur every row of `plane` in place with a running sum, as box1DFloat does: add one pixel, then take one away."""
    length = plane.shape[1]
    window = window_size(length)
    if length < window:
        return
    half = (window + 2) // 2
    lead = half - 1  # pixels added before the first one is written
    counts = np.full(length, window, np.float32)
    counts[: window - lead] = np.arange(half, window + 1)
    counts[length - lead :] = np.arange(window - 1, window - 1 - lead, -1)
    for start in range(0, plane.shape[0], _ROWS_AT_ONCE):
        rows = plane[start : start + _ROWS_AT_ONCE]
        steps = np.empty((rows.shape[0], 2 * length - window + lead), np.float32)
        steps[:, :window] = rows[:, :window]
        steps[:, window : 2 * length - window : 2] = rows[:, window:]
        steps[:, window + 1 : 2 * length - window : 2] = -rows[:, : length - window]
        steps[:, 2 * length - window :] = -rows[:, length - window : length - window + lead]
        sums = np.add.accumulate(steps, axis=1)
        rows[:, : window - lead] = sums[:, lead:window]
        rows[:, window - lead : length - lead] = sums[:, window + 1 : 2 * length - window : 2]
        rows[:, length - lead :] = sums[:, 2 * length - window :]
        rows /= counts
