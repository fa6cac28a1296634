"""A picture, given row by row, becomes the 64 x 64 luma samples of PDQ.

Two weighted sums, one down and one across.

The rows are converted to float32 a band at a time, so that the work stays in the processor's cache
and a large picture needs no second copy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from auditor.hashing.pdq.band import Band, band, reduced
from auditor.hashing.pdq.reference import SIDE

__all__ = ["Rows", "Samples", "of_array", "samples", "samples_of_reduced"]

Rows = Callable[[int, int], npt.NDArray[np.uint8]]
"""Rows `start` to `stop` of a picture: stop - start x width x 3, or x width for luma alone, in
uint8."""

Samples = npt.NDArray[np.float64]
_Weights = tuple[tuple[int, npt.NDArray[np.float32]], ...]

_LUMA = np.array([0.299, 0.587, 0.114])  # downscaling.cpp
# float32 values at once (4 MB): larger pieces leave the cache, smaller ones cost calls
_CELLS = 1 << 20


def of_array(pixels: npt.NDArray[np.uint8]) -> Rows:
    """Return the rows of an array."""
    return lambda start, stop: pixels[start:stop]


def samples(rows: Rows, height: int, width: int) -> Samples:
    """Return the samples of an RGB picture."""
    return _sum_across(_sum_down(rows, band(height), width * 3), _weigh_luma(width))


def samples_of_reduced(rows: Rows, height: int, width: int, factor: int) -> Samples:
    """Return the samples of a luma picture of height x width pixels that was reduced.

    Each of its pixels stands for factor x factor pixels.
    """
    down, across = reduced(height, factor), reduced(width, factor)
    return _sum_across(
        _sum_down(rows, down, -(-width // factor)),
        tuple((span.start, span.weights) for span in across),
    )


def _sum_down(rows: Rows, bands: Sequence[Band], length: int) -> npt.NDArray[np.float32]:
    """Return 64 rows of `length` values: the weighted sums of the rows of each band."""
    result = np.empty((SIDE, length), np.float32)
    at_once = max(1, min(_CELLS // length, max(span.weights.size for span in bands)))
    piece, part = np.empty((at_once, length), np.float32), np.empty(length, np.float32)
    for index, span in enumerate(bands):
        if index and span is bands[index - 1]:
            result[index] = result[index - 1]
            continue
        for first in range(0, span.weights.size, at_once):
            weights = span.weights[first : first + at_once]
            some = piece[: weights.size]
            np.copyto(
                some,
                rows(span.start + first, span.start + first + weights.size).reshape(
                    weights.size, length
                ),
            )
            if first:
                result[index] += np.dot(weights, some, out=part)
            else:
                np.dot(weights, some, out=result[index])
    return result


def _sum_across(rows: npt.NDArray[np.float32], weights: _Weights) -> Samples:
    result = np.empty((SIDE, SIDE), np.float64)
    for index, (start, some) in enumerate(weights):
        result[:, index] = rows[:, start : start + some.size] @ some
    return result


@lru_cache(maxsize=64)
def _weigh_luma(width: int) -> _Weights:
    """Return for each sample where it begins in a row of RGB values, and its weights.

    There is a weight for each of the three channels of each pixel.
    """
    return tuple(
        (span.start * 3, np.outer(span.weights, _LUMA).astype(np.float32).ravel())
        for span in band(width)
    )
