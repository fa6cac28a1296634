"""Pictures that look like nothing and hash like photos.

Noise of several coarsenesses, the coarse strongest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

Rgb = npt.NDArray[np.uint8]


def scene(seed: int, width: int = 480, height: int = 360) -> Rgb:
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width, 3))
    for cells in (4, 8, 16, 32, 64):
        coarse = Image.fromarray(rng.integers(0, 256, (cells, cells, 3), np.uint8))
        total += (
            np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC), np.float64) / cells
        )
    total = (total - total.min()) / (total.max() - total.min())
    result: Rgb = (20 + 215 * total).astype(np.uint8)
    return result
