"""A picture squashed to 256 x 256 averages: all that the watching of private pictures looks at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass

__all__ = ["EDGE", "Affine", "Plane", "Reduced", "quality", "reduce", "resample"]

EDGE = 256  # four averages for each of PDQ's 64 samples
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # downscaling.cpp of facebook/ThreatExchange
_QUALITY_DIVISOR = 90  # pdqImageDomainQualityMetric of facebook/ThreatExchange

Plane = npt.NDArray[np.float32]
Affine = npt.NDArray[np.float64]
"""2 x 3: takes a place (x, y, 1) of one picture, both coordinates in 0-1, to the place of the same
thing in another."""


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """`rgb` is 256 x 256 x 3 (float32, 0-255) whatever the picture's shape was.

    `aspect` is its width divided by its height.
    """

    rgb: Plane
    aspect: float

    @property
    def luma(self) -> Plane:
        """Return 256 x 256 luma values."""
        result: Plane = self.rgb @ _LUMA
        return result


def reduce(rgb: npt.NDArray[np.uint8]) -> Reduced:
    """Average `rgb` (height x width x 3, uint8, both sides at least 1) down to 256 x 256.

    Smaller sides are interpolated.
    """
    height, width = rgb.shape[:2]
    lines = _reduce_rows(rgb.reshape(height, width * 3)).reshape(EDGE, width, 3)
    columns = _reduce_rows(np.ascontiguousarray(lines.transpose(1, 0, 2)).reshape(width, EDGE * 3))
    return Reduced(
        np.ascontiguousarray(columns.reshape(EDGE, EDGE, 3).transpose(1, 0, 2)), width / height
    )


def resample(plane: Plane, places: Affine, size: int) -> Plane:
    """Return size x size values of `plane` at `places` of an even grid, its edges repeated.

    `plane` is rows x columns, or with channels.
    """
    centres = (np.arange(size) + 0.5) / size
    height, width = plane.shape[:2]
    x = (
        places[0, 0] * centres[None, :] + places[0, 1] * centres[:, None] + places[0, 2]
    ) * width - 0.5
    y = (
        places[1, 0] * centres[None, :] + places[1, 1] * centres[:, None] + places[1, 2]
    ) * height - 0.5
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = (
        np.minimum(x.astype(np.intp), max(width - 2, 0)),
        np.minimum(y.astype(np.intp), max(height - 2, 0)),
    )
    right, below = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    shape = (size, size, *(1,) * (plane.ndim - 2))
    over, down = (
        (x - left).astype(np.float32).reshape(shape),
        (y - top).astype(np.float32).reshape(shape),
    )
    upper = plane[top, left] * (1 - over) + plane[top, right] * over
    lower = plane[below, left] * (1 - over) + plane[below, right] * over
    result: Plane = upper * (1 - down) + lower * down
    return result


def quality(samples: Plane) -> int:
    """Return PDQ's quality (0-100) of 64 x 64 `samples`."""
    total = sum(
        int(np.abs(np.trunc(np.diff(samples, axis=axis) * 100 / 255)).sum()) for axis in (0, 1)
    )
    return min(total // _QUALITY_DIVISOR, 100)


def _reduce_rows(lines: npt.NDArray[np.generic]) -> Plane:
    """Average n lines to 256; a line that two averages share counts for both by its share."""
    count = lines.shape[0]
    if count < EDGE:
        places = np.clip((np.arange(EDGE) + 0.5) * count / EDGE - 0.5, 0, count - 1)
        first = np.minimum(places.astype(np.intp), max(count - 2, 0))
        share = (places - first).astype(np.float32)[:, None]
        mixed: Plane = lines[first] * (1 - share) + lines[np.minimum(first + 1, count - 1)] * share
        return mixed
    out = np.empty((EDGE, lines.shape[1]), np.float32)
    for index in range(EDGE):
        start, stop = index * count / EDGE, (index + 1) * count / EDGE
        first, last = int(start), min(int(np.ceil(stop)), count)
        weights = np.ones(last - first, np.float32)
        weights[0] -= start - first
        weights[-1] -= last - stop
        out[index] = (weights / weights.sum()) @ lines[first:last].astype(np.float32)
    return out
