"""Second opinions on likeness: pHash and dHash of the imagehash package."""

from __future__ import annotations

import imagehash
from PIL import Image

from auditor.domain.facts import Perceptual


def perceptual(small: Image.Image) -> Perceptual:
    """Hash a picture that fits 512 x 512 px."""
    return Perceptual(phash=str(imagehash.phash(small)), dhash=str(imagehash.dhash(small)))
