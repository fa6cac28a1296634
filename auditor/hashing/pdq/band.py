"""The weights with which one side of a picture becomes 64 samples of PDQ.

The luma that is sampled is twice box-blurred.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.pdq.reference import sample_places, window_size


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """One sample: `weights` (float32, sum 1) of the pixels from `start` on."""

    start: int
    weights: npt.NDArray[np.float32]


@lru_cache(maxsize=64)
def band(length: int) -> tuple[Band, ...]:
    """Return the 64 bands of a side of `length` px.

    On sides under 64 px neighbours share one band object.
    """
    known: dict[int, Band] = {}
    for place in sample_places(length).tolist():
        if place not in known:
            known[place] = _make_band(place, length, window_size(length))
    return tuple(known[place] for place in sample_places(length).tolist())


@lru_cache(maxsize=64)
def reduced(length: int, factor: int) -> tuple[Band, ...]:
    """Return the bands of a side of `length` px for a reduced picture.

    One of its pixels is the mean of `factor` px of the side.
    """
    known: dict[int, Band] = {}
    for part in band(length):
        if id(part) not in known:
            first = part.start // factor
            parts = (np.arange(part.start, part.start + part.weights.size) // factor) - first
            known[id(part)] = Band(first, np.bincount(parts, part.weights).astype(np.float32))
    return tuple(known[id(part)] for part in band(length))


def _make_band(place: int, length: int, window: int) -> Band:
    """Average over the box around `place` the averages over the boxes around its pixels.

    Boxes are cut at the edges.
    """
    outer_start, outer_stop = _find_box(place, length, window)
    inner = [_find_box(pixel, length, window) for pixel in range(outer_start, outer_stop)]
    start, stop = inner[0][0], inner[-1][1]
    steps = np.zeros(stop - start + 1)
    for inner_start, inner_stop in inner:
        share = 1.0 / (len(inner) * (inner_stop - inner_start))
        steps[inner_start - start] += share
        steps[inner_stop - start] -= share
    return Band(start, np.cumsum(steps)[:-1].astype(np.float32))


def _find_box(place: int, length: int, window: int) -> tuple[int, int]:
    """Return start and stop of the reference's box.

    For an even window the longer half lies to the right.
    """
    half = (window + 2) // 2
    return max(0, place - (window - half)), min(length, place + half)
