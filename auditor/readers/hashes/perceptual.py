"""Second opinions on likeness, from the imagehash package, on a picture that fits 512 x 512 px."""

from __future__ import annotations

import imagehash
import numpy as np
from PIL import Image

from auditor.domain.photos.facts import Perceptual
from auditor.domain.photos.hashes import SecondOpinions

_KEPT = 8
_EDGE = 32
"""pHash keeps 8 x 8 frequencies of 32 x 32 px: the defaults of imagehash."""
_COSINES = 2 * np.cos(np.pi * np.outer(np.arange(_KEPT), 2 * np.arange(_EDGE) + 1) / (2 * _EDGE))
"""The first rows of the DCT-II without norm, as scipy.fftpack.dct defines it."""
_DOUBT = 1e-6
"""A frequency nearer than this to the median may fall to the other side of it by rounding: sums of
32 x 32 products of at most 255 x 4 are good to about 1e-9."""


def perceptual(small: Image.Image) -> Perceptual:
    """Return the two quick ones: pHash and dHash."""
    return Perceptual(phash=phash(small), dhash=str(imagehash.dhash(small)))


def phash(small: Image.Image) -> str:
    """Return what imagehash.phash gives, as 16 hex digits.

    imagehash loads scipy's transforms for it, a third of the time that a reader process takes to
    start; it is asked only where rounding decides a bit (flat pictures, above all).
    """
    pixels = np.asarray(
        small.convert("L").resize((_EDGE, _EDGE), Image.Resampling.LANCZOS), dtype=np.float64
    )
    low = _COSINES @ pixels @ _COSINES.T
    above = low - np.median(low)
    if np.abs(above).min() < _DOUBT:
        return str(imagehash.phash(small))
    return str(imagehash.ImageHash(above > 0))


def second_opinions(small: Image.Image, *, crop_resistant: bool) -> SecondOpinions:
    """Return all of them.

    The crop-resistant one looks for segments pixel by pixel, which takes a second.
    """
    quick = perceptual(small)
    return SecondOpinions(
        phash=quick.phash,
        dhash=quick.dhash,
        whash=str(imagehash.whash(small)),
        colorhash=str(imagehash.colorhash(small)),
        crop_resistant=tuple(str(imagehash.crop_resistant_hash(small)).split(","))
        if crop_resistant
        else None,
    )
