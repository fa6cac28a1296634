"""PDQ, Meta's 256-bit perceptual hash, in numpy: the same bits as the C++ reference gives for the same RGB array.

The reference (facebook/ThreatExchange, pdq/cpp) blurs the luma twice with a box and keeps 64 x 64 samples. Both steps are
linear and separable, so here every sample is one weighted sum (`band`). The reference adds in float32 in a fixed order; where
that rounding could decide a bit or the quality, the work is done again in its order (`reference`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.domain.facts import Pdq
from auditor.hashing import reference
from auditor.hashing.band import Band, band
from auditor.hashing.reference import DCT, SIDE, quality_terms, window_size

__all__ = ["MIN_SIDE", "ZERO_HASH", "coefficients", "pdq"]

MIN_SIDE = 5  # MIN_HASHABLE_DIM in pdqhashing.cpp
ZERO_HASH = "0" * 64
_KEPT = 16  # coefficients a side
_LOWER_MEDIAN = 127  # torben() in torben.cpp gives the 128th smallest of 256
_LUMA = np.array([0.299, 0.587, 0.114])  # downscaling.cpp

# How far float32 rounding can move a coefficient of the reference, in grey values, for a box of one pixel; it grows with the
# square root of the box (a random walk). Measured at most 3.5e-3 (a shallow gradient; 1.3e-3 on photos) against the binding on
# 1,240 images of 5 to 6,000 px: photos, noise, drawings, gradients.
_ROUNDING = 4e-3
_ROUNDING_QUALITY = 1e-3  # the same for one term of the quality sum; measured at most 5.8e-4
_NOISE_BITS = 31  # two prints of one picture may differ in 31 bits (pdq/README.md); if rounding decides more, a match says nothing
# Above this many pixels the second computation would need more memory than a worker has.
_MAX_EXACT_PIXELS = 50_000_000

_ODD = np.arange(_KEPT) % 2 == 1
_SIGN_COLUMNS = np.where(_ODD, 1.0, -1.0)[None, :]
_SIGN_ROWS = np.where(_ODD, 1.0, -1.0)[:, None]
_SIGN_BOTH = np.where(_ODD[:, None] ^ _ODD[None, :], -1.0, 1.0)

Samples = npt.NDArray[np.float64]


def pdq(rgb: npt.NDArray[np.uint8], variant: str = "full") -> Pdq:
    """Hash `rgb` (height x width x 3, uint8) and its seven turned and mirrored forms.

    `variant` only names how the array was prepared. A side under 5 px gives the zero hash with quality 0.
    """
    height, width = rgb.shape[:2]
    if min(height, width) < MIN_SIDE:
        return Pdq(ZERO_HASH, 0, variant, (ZERO_HASH,) * 8)
    samples = _samples(rgb)
    found = coefficients(samples)
    tolerance = _ROUNDING * max(window_size(height), window_size(width)) ** 0.5
    at_risk = max(_at_risk(found * sign, tolerance) for sign in (1.0, _SIGN_COLUMNS, _SIGN_ROWS, _SIGN_BOTH))
    quality = _quality(samples, _ROUNDING_QUALITY * tolerance / _ROUNDING)
    if not at_risk and quality is not None:
        return _hashes(found, quality, variant, unstable=False)
    if height * width > _MAX_EXACT_PIXELS:
        return _hashes(found, quality_terms(samples.astype(np.float32)) // 90, variant, unstable=True)
    exact = reference.samples(rgb)
    return _hashes(
        reference.coefficients(exact).astype(np.float64),
        min(quality_terms(exact) // 90, 100),
        variant,
        unstable=at_risk > _NOISE_BITS,
    )


def coefficients(samples: Samples) -> Samples:
    """Return the 16 x 16 cosine coefficients (both frequencies 1-16) of 64 x 64 `samples`."""
    result: Samples = DCT @ samples @ DCT.T
    return result


def _samples(rgb: npt.NDArray[np.uint8]) -> Samples:
    height, width = rgb.shape[:2]
    rows = np.empty((SIDE, width), np.float64)
    luma = _LUMA.astype(np.float32)
    last: tuple[Band, int] | None = None
    for index, one in enumerate(band(height)):
        if last is not None and one is last[0]:
            rows[index] = rows[last[1]]
            continue
        block = rgb[one.start : one.start + one.weights.size].reshape(one.weights.size, width * 3).astype(np.float32)
        rows[index] = (one.weights @ block).reshape(width, 3) @ luma
        last = (one, index)
    columns = np.empty((SIDE, SIDE), np.float64)
    for index, one in enumerate(band(width)):
        columns[:, index] = rows[:, one.start : one.start + one.weights.size] @ one.weights
    return columns


def _at_risk(found: Samples, tolerance: float) -> int:
    """Count the coefficients whose bit rounding may decide: none if the gap above the median is wide enough."""
    ordered = np.sort(found, axis=None)
    median = float(ordered[_LOWER_MEDIAN])
    if ordered[_LOWER_MEDIAN + 1] - median > 2 * tolerance:
        return 0
    return int(np.count_nonzero(np.abs(ordered - median) <= 2 * tolerance))


def _quality(samples: Samples, tolerance: float) -> int | None:
    """Return the quality, None if rounding may decide it."""
    low = high = 0
    for axis in (0, 1):
        scaled = np.abs(np.diff(samples, axis=axis)) * 100 / 255
        low += int(np.floor(np.maximum(scaled - tolerance, 0)).sum())
        high += int(np.floor(scaled + tolerance).sum())
    low, high = min(low // 90, 100), min(high // 90, 100)
    return low if low == high else None


def _hashes(found: Samples, quality: int, variant: str, *, unstable: bool) -> Pdq:
    """Turn coefficients into the eight hashes: the table of signs in pdqhashing.cpp, above dct16OriginalToRotate90."""
    columns, rows, both = found * _SIGN_COLUMNS, found * _SIGN_ROWS, found * _SIGN_BOTH
    # the picture, turned by 90, 180, 270 degrees, flipped in x, in y, along one diagonal, along the other
    eight = (found, columns.T, both, rows.T, rows, columns, found.T, both.T)
    hashes = tuple(_hex(one) for one in eight)
    return Pdq(hashes[0], min(quality, 100), variant, hashes, unstable)


def _hex(found: Samples) -> str:
    """Bit i*16+j is set where a coefficient is above the median; the highest bit is printed first."""
    flat = found.ravel()
    bits = flat > np.partition(flat, _LOWER_MEDIAN)[_LOWER_MEDIAN]
    return np.packbits(bits[::-1]).tobytes().hex()
