"""Finds a picture as a part of a larger one by normalised correlation.

Is the thumbnail wider than the picture it belongs to?
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

__all__ = ["shown_share"]

# px of the longer side of the larger picture: enough to see framing, small enough to try every
# place
_SIDE = 128
_SCALES = np.geomspace(0.25, 1.0, 36)
_SURE = 0.9  # correlation; unrelated pictures stay under about 0.7 at windows of 200 px and more
_LEAST_PIXELS = 200

Grey = npt.NDArray[np.float64]


def shown_share(part: npt.NDArray[np.uint8], whole: npt.NDArray[np.uint8]) -> float | None:
    """Return the share of `whole` (0-1) that `part` shows, both RGB.

    None if it is not found in it.
    """
    grey = _to_grey(Image.fromarray(whole), _fit_side(whole.shape[1], whole.shape[0], _SIDE))
    best, share = _SURE, None
    for turn in range(4):
        image = Image.fromarray(np.ascontiguousarray(np.rot90(part, turn)))
        for scale in _SCALES:
            size = _fit_room(image.size, grey.shape, float(scale))
            if size[0] * size[1] < _LEAST_PIXELS:
                continue
            found = _correlate(grey, _to_grey(image, size))
            if found > best:
                best, share = found, size[0] * size[1] / grey.size
    return share


def _fit_side(width: int, height: int, side: int) -> tuple[int, int]:
    longer = max(width, height)
    return max(1, round(width * side / longer)), max(1, round(height * side / longer))


def _fit_room(size: tuple[int, int], shape: tuple[int, ...], scale: float) -> tuple[int, int]:
    """Return the size that `size` has when it fills `scale` of the room in `shape`.

    Its proportions are kept.
    """
    room = min(shape[1] / size[0], shape[0] / size[1]) * scale
    return min(shape[1], max(1, round(size[0] * room))), min(
        shape[0], max(1, round(size[1] * room))
    )


def _to_grey(image: Image.Image, size: tuple[int, int]) -> Grey:
    return np.asarray(image.convert("L").resize(size, Image.Resampling.BOX), np.float64)


def _correlate(whole: Grey, part: Grey) -> float:
    """Return the best normalised correlation of `part` with any place in `whole` (-1 to 1)."""
    centred = part - part.mean()
    norm = float(np.sqrt((centred**2).sum()))
    rows, columns = whole.shape[0] - part.shape[0] + 1, whole.shape[1] - part.shape[1] + 1
    spectrum = np.fft.rfft2(whole) * np.conj(np.fft.rfft2(centred, whole.shape))
    products = np.fft.irfft2(spectrum, whole.shape)[:rows, :columns]
    sums, squares = _sum_windows(whole, part.shape), _sum_windows(whole**2, part.shape)
    spread = np.sqrt(np.maximum(squares - sums**2 / part.size, 0))
    usable = spread * norm > part.size  # a flat window correlates with nothing
    if not usable.any():
        return 0.0
    return float((products[usable] / (spread[usable] * norm)).max())


def _sum_windows(values: Grey, shape: tuple[int, ...]) -> Grey:
    """Return the sums over every window of `shape`."""
    table = np.pad(values.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    height, width = shape
    result: Grey = (
        table[height:, width:]
        - table[:-height, width:]
        - table[height:, :-width]
        + table[:-height, :-width]
    )
    return result
