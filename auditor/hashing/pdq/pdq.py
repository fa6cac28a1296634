"""PDQ, Meta's 256-bit perceptual hash, in numpy.

The same bits as the C++ reference gives for the same RGB array.

The reference (facebook/ThreatExchange, pdq/cpp) blurs the luma twice with a box and keeps 64 x 64
samples. Both steps are linear and separable, so here every sample is one weighted sum (`sampling`).
The reference adds in float32 in a fixed order; where that rounding could decide a bit or the
quality, the work is done again in its order (`reference`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor.domain.photos.facts import Pdq
from auditor.hashing.pdq import reference
from auditor.hashing.pdq.reference import DCT, quality_terms, window_size
from auditor.hashing.pdq.sampling import Rows, Samples, of_array, samples, samples_of_reduced

__all__ = ["MIN_SIDE", "ZERO_HASH", "coefficients", "pdq", "pdq_of_reduced", "pdq_of_rows"]

MIN_SIDE = 5  # MIN_HASHABLE_DIM in pdqhashing.cpp
ZERO_HASH = "0" * 64
_KEPT = 16  # coefficients a side
_LOWER_MEDIAN = 127  # torben() in torben.cpp gives the 128th smallest of 256

# How far float32 rounding can move a coefficient of the reference, in grey values, for a box of one
# pixel; it grows with the square root of the box (a random walk), and is largest in the lowest
# frequencies, since the running sums drift. Measured against the reference's own order on 1,011
# pictures of 11 to 3,300 px (noise, photos, gradients, drawings, text): at most 0.66 of this.
_ROUNDING = 6e-3
_LOWER, _HIGHER = np.minimum(*np.indices((_KEPT, _KEPT))), np.maximum(*np.indices((_KEPT, _KEPT)))
_SHARE = _ROUNDING / ((1 + _LOWER) * (1 + _HIGHER / 4)) ** 0.75
# The same for one term of the quality sum: measured at most 2.1e-4 for a box of one pixel and
# 6.7e-4 for boxes up to 40 px.
_ROUNDING_QUALITY, _MOST_QUALITY = 4e-4, 1e-3
# a coefficient so near the median of a picture says nothing of it, for a box of one pixel
_NOISE = 4e-3
# two prints of one picture may differ in 31 bits (pdq/README.md); if noise decides more, a match
# says nothing
_NOISE_BITS = 31
# Above this many pixels the second computation would need more memory than a worker has.
_MAX_EXACT_PIXELS = 50_000_000

_ODD = np.arange(_KEPT) % 2 == 1
_SIGN_COLUMNS = np.where(_ODD, 1.0, -1.0)[None, :]
_SIGN_ROWS = np.where(_ODD, 1.0, -1.0)[:, None]
_SIGN_BOTH = np.where(_ODD[:, None] ^ _ODD[None, :], -1.0, 1.0)
_SIGNS = np.stack(
    [np.ones((_KEPT, _KEPT)), *np.broadcast_arrays(_SIGN_COLUMNS, _SIGN_ROWS, _SIGN_BOTH)]
)


def pdq(rgb: npt.NDArray[np.uint8], variant: str = "full", *, turned: bool = True) -> Pdq:
    """Hash `rgb` (height x width x 3, uint8) and its seven turned and mirrored forms.

    The forms are left out if `turned` is off.

    `variant` only names how the array was prepared. A side under 5 px gives the zero hash with
    quality 0.
    """
    return pdq_of_rows(of_array(rgb), rgb.shape[0], rgb.shape[1], variant, turned=turned)


def pdq_of_rows(
    rows: Rows, height: int, width: int, variant: str = "full", *, turned: bool = True
) -> Pdq:
    """Hash an RGB picture that is handed over a few rows at a time."""
    if min(height, width) < MIN_SIDE:
        return Pdq(ZERO_HASH, 0, variant, (ZERO_HASH,) * (8 if turned else 1))
    found = samples(rows, height, width)
    waves = coefficients(found)
    walk = max(window_size(height), window_size(width)) ** 0.5
    unstable = _is_unstable(waves, walk)
    quality = _measure_quality(found, min(_ROUNDING_QUALITY * walk, _MOST_QUALITY))
    if quality is not None and _is_decided(
        waves * (_SIGNS if turned else _SIGNS[:1]), _SHARE * walk
    ):
        return _make_hashes(waves, quality, variant, turned=turned, unstable=unstable)
    if height * width > _MAX_EXACT_PIXELS:
        return _make_hashes(
            waves,
            quality_terms(found.astype(np.float32)) // 90,
            variant,
            turned=turned,
            unstable=True,
        )
    exact = reference.samples(rows, height, width)
    waves = reference.coefficients(exact).astype(np.float64)
    return _make_hashes(
        waves, quality_terms(exact) // 90, variant, turned=turned, unstable=unstable
    )


def pdq_of_reduced(rows: Rows, height: int, width: int, factor: int) -> Pdq:
    """Hash a picture of height x width px of which only the luma is known, reduced by `factor`.

    Variant "draft".

    How far it may be from the hash of the whole picture is said where the reduction is made.
    """
    found = samples_of_reduced(rows, height, width, factor)
    waves = coefficients(found)
    unstable = _is_unstable(waves, max(window_size(height), window_size(width)) ** 0.5)
    return _make_hashes(
        waves,
        quality_terms(found.astype(np.float32)) // 90,
        "draft",
        turned=True,
        unstable=unstable,
    )


def coefficients(samples: Samples) -> Samples:
    """Return the 16 x 16 cosine coefficients (both frequencies 1-16) of 64 x 64 `samples`."""
    result: Samples = DCT @ samples @ DCT.T
    return result


def _find_medians(forms: Samples) -> Samples:
    """Return the 128th smallest of the 256 coefficients of each of n forms, n x 1 x 1."""
    flat = forms.reshape(len(forms), -1)
    result: Samples = np.partition(flat, _LOWER_MEDIAN, axis=1)[:, _LOWER_MEDIAN, None, None]
    return result


def _is_decided(forms: Samples, tolerance: Samples) -> bool:
    """Whether in all of n forms the same coefficients lie above the median.

    That is wherever in its tolerance each of them is.
    """
    above = forms > _find_medians(forms)
    if np.count_nonzero(above) != (_LOWER_MEDIAN + 1) * len(forms):
        return False
    least = np.where(above, forms - tolerance, np.inf).min(axis=(1, 2))
    most = np.where(above, -np.inf, forms + tolerance).max(axis=(1, 2))
    return bool((least > most).all())


def _is_unstable(found: Samples, walk: float) -> bool:
    """Whether too many bits hang on differences too small to mean anything.

    Too many are more than two prints of one picture may differ in.
    """
    forms = found * _SIGNS
    idle = np.abs(forms - _find_medians(forms)) <= 2 * _NOISE * walk
    return int(np.count_nonzero(idle, axis=(1, 2)).max()) > _NOISE_BITS


def _measure_quality(samples: Samples, tolerance: float) -> int | None:
    """Return the quality, None if rounding may decide it."""
    low = high = 0
    for axis in (0, 1):
        scaled = np.abs(np.diff(samples, axis=axis)) * 100 / 255
        low += int(np.floor(np.maximum(scaled - tolerance, 0)).sum())
        high += int(np.floor(scaled + tolerance).sum())
    low, high = min(low // 90, 100), min(high // 90, 100)
    return low if low == high else None


def _make_hashes(
    found: Samples, quality: int, variant: str, *, turned: bool, unstable: bool
) -> Pdq:
    """Turn coefficients into the eight hashes.

    The table of signs in pdqhashing.cpp, above dct16OriginalToRotate90.
    """
    forms = found[None]
    if turned:
        _same, columns, rows, both = found * _SIGNS
        # the picture, turned by 90, 180, 270 degrees, flipped in x, in y, along one diagonal, along
        # the other
        forms = np.stack([found, columns.T, both, rows.T, rows, columns, found.T, both.T])
    # Bit i*16+j is set where a coefficient is above the median; the highest bit is printed first.
    bits = (forms > _find_medians(forms)).reshape(len(forms), -1)
    hashes = tuple(row.tobytes().hex() for row in np.packbits(bits[:, ::-1], axis=1))
    return Pdq(hashes[0], min(quality, 100), variant, hashes, unstable)
