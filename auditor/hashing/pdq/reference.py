"""PDQ's arithmetic in the order of the C++ reference, float32 throughout.

Slow, and equal to the last bit.

Source of every rule: facebook/ThreatExchange, pdq/cpp/downscaling/downscaling.cpp and
pdq/cpp/hashing/pdqhashing.cpp.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

SIDE = 64
_KEPT = 16
_ROWS_AT_ONCE = 64
_LUMA_ROWS_AT_ONCE = 16  # whose float64 stay in the cache at 12 MP

Plane = npt.NDArray[np.float32]


def _make_cosines() -> npt.NDArray[np.float64]:
    scale = float(np.float32(math.sqrt(2.0 / SIDE)))
    values = [
        [scale * math.cos((math.pi / 2.0 / SIDE) * (i + 1) * (2 * j + 1)) for j in range(SIDE)]
        for i in range(_KEPT)
    ]
    return np.array(values, np.float32).astype(np.float64)


DCT = _make_cosines()  # 16 x 64, float32 values: the reference rounds them too


def window_size(length: int) -> int:
    """Return the box of one pass over a side of `length` px; two passes cover one sample."""
    return (length + 2 * SIDE - 1) // (2 * SIDE)


def sample_places(length: int) -> npt.NDArray[np.int64]:
    """Return the 64 pixels that decimation keeps of a side: the centres of 64 equal parts."""
    return ((np.arange(SIDE) + 0.5) * length / SIDE).astype(np.int64)


def samples(rows_of: Callable[[int, int], npt.NDArray[np.uint8]], height: int, width: int) -> Plane:
    """Return the 64 x 64 samples of a picture of at least 5 x 5 px.

    `rows_of(start, stop)` gives its rows in RGB.
    """
    turned = np.empty((width, height), np.float32)
    for start in range(0, height, _LUMA_ROWS_AT_ONCE):
        # float64, then rounded once: what the Python binding hands to the C++ code
        rgb = rows_of(start, min(start + _LUMA_ROWS_AT_ONCE, height)).astype(np.float64)
        luma = rgb[:, :, 0] * 0.299
        luma += rgb[:, :, 1] * 0.587
        luma += rgb[:, :, 2] * 0.114
        turned[:, start : start + len(rgb)] = luma.astype(np.float32).T
    down, across = sample_places(height), sample_places(width)
    if (height, width) == (SIDE, SIDE):  # the reference takes 64 x 64 as already reduced
        return turned.T.copy()
    # Along rows, down, along rows, down. All lines of a pass go side by side, so the picture is
    # turned in between.
    _blur(turned)
    plane = _transpose(turned)
    _blur(plane)
    turned = _transpose(plane)
    _blur(turned)
    columns = _transpose(turned[across])
    _blur(columns)
    return columns[down]


def coefficients(plane: Plane) -> Plane:
    """Return the 16 x 16 cosine coefficients of 64 x 64 samples, added one product at a time."""
    cosines = DCT.astype(np.float32)
    half = np.zeros((_KEPT, SIDE), np.float32)
    for k in range(SIDE):
        half += cosines[:, k, None] * plane[None, k, :]
    whole = np.zeros((_KEPT, _KEPT), np.float32)
    for k in range(SIDE):
        whole += half[:, k, None] * cosines[None, :, k]
    return whole


def quality_terms(plane: Plane) -> int:
    """Return the sum of all steps between neighbours.

    Each is in whole percent of the grey range, cut before it is added.
    """
    total = 0
    for axis in (0, 1):
        steps = -np.diff(plane, axis=axis) * np.float32(100) / np.float32(255)
        total += int(np.abs(np.trunc(steps)).sum())
    return total


def _transpose(plane: Plane) -> Plane:
    """Return a copy turned over its diagonal, a strip at a time.

    One by one, every value would miss the cache.
    """
    result = np.empty(plane.shape[::-1], np.float32)
    for start in range(0, plane.shape[0], _ROWS_AT_ONCE):
        result[:, start : start + _ROWS_AT_ONCE] = plane[start : start + _ROWS_AT_ONCE].T
    return result


def _blur(plane: Plane) -> None:
    """Blur every column in place with a running sum, as box1DFloat does.

    Add one pixel, then take one away.
    """
    length = plane.shape[0]
    window = window_size(length)
    half = (window + 2) // 2
    lead = half - 1  # pixels added before the first one is written
    added = np.zeros(plane.shape[1], np.float32)
    # the last ones added, which are overwritten before they are taken away
    originals = plane[:window].copy()
    for row in range(window):
        added += originals[row]
        if row >= lead:
            np.divide(added, np.float32(row + 1), out=plane[row - lead])
    for row in range(window, length):
        oldest = originals[row % window]
        added += plane[row]
        added -= oldest
        oldest[:] = plane[row]
        np.divide(added, np.float32(window), out=plane[row - lead])
    for row in range(length - lead, length):
        added -= originals[(row + lead) % window]
        np.divide(added, np.float32(length - row + window - half), out=plane[row])
