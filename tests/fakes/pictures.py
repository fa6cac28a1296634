"""Pictures for tests that need something to hash and nothing to look at."""

from __future__ import annotations

import hashlib
import io
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image

Rgb = npt.NDArray[np.uint8]


@cache
def drawn(data: bytes) -> Rgb:
    """Return a picture that depends on `data` alone: blobs of light, 96 x 128."""
    chance = np.random.default_rng(list(hashlib.sha256(data).digest()))
    y, x = np.mgrid[0:96, 0:128]
    picture = np.zeros((96, 128, 3))
    for _blob in range(40):
        centre_y, centre_x, size = (
            chance.uniform(0, 96),
            chance.uniform(0, 128),
            chance.uniform(5, 25),
        )
        picture += np.exp(-((x - centre_x) ** 2 + (y - centre_y) ** 2) / size**2)[
            :, :, None
        ] * chance.uniform(-150, 200, 3)
    made = np.clip(picture + 90, 0, 255).astype(np.uint8)
    made.flags.writeable = False  # everybody gets this very array
    return made


def as_file(picture: Rgb, kind: str = "JPEG", quality: int = 92) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, kind, quality=quality)
    return out.getvalue()
