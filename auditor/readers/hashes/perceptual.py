"""Second opinions on likeness, from the imagehash package, on a picture that fits 512 x 512 px."""

from __future__ import annotations

import imagehash
from PIL import Image

from auditor.domain.photos.facts import Perceptual
from auditor.domain.photos.hashes import SecondOpinions


def perceptual(small: Image.Image) -> Perceptual:
    """Return the two quick ones: pHash and dHash."""
    return Perceptual(phash=str(imagehash.phash(small)), dhash=str(imagehash.dhash(small)))


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
