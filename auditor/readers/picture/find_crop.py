"""Finds a picture as a part of a larger one by normalised correlation.

Is the thumbnail wider than the picture it belongs to?
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from auditor.dataclass import dataclass

__all__ = ["shown_share"]

# px of the longer side of the larger picture: enough to see framing, small enough to try every
# place
_SIDE = 128
_SCALES = np.geomspace(0.25, 1.0, 36)
_SURE = 0.9  # correlation; unrelated pictures stay under about 0.7 at windows of 200 px and more
_LEAST_PIXELS = 200

Grey = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Searched:
    """The larger picture, and what every place in it is measured with.

    `spectrum` is its Fourier transform; `sums` and `squares` are the tables of `_make_table` of its
    values and of their squares.
    """

    shape: tuple[int, ...]
    spectrum: npt.NDArray[np.complex128]
    sums: Grey
    squares: Grey

    @classmethod
    def made(cls, grey: Grey) -> _Searched:
        return cls(grey.shape, np.fft.rfft2(grey), _make_table(grey), _make_table(grey**2))


def shown_share(part: npt.NDArray[np.uint8], whole: npt.NDArray[np.uint8]) -> float | None:
    """Return the share of `whole` (0-1) that `part` shows, both RGB.

    None if it is not found in it.
    """
    grey = _to_grey(
        Image.fromarray(whole).convert("L"), _fit_side(whole.shape[1], whole.shape[0], _SIDE)
    )
    searched = _Searched.made(grey)
    best, share = _SURE, None
    for turn in range(4):
        image = Image.fromarray(np.ascontiguousarray(np.rot90(part, turn))).convert("L")
        for scale in _SCALES:
            size = _fit_room(image.size, grey.shape, float(scale))
            if size[0] * size[1] < _LEAST_PIXELS:
                continue
            found = _correlate(searched, _to_grey(image, size))
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
    return np.asarray(image.resize(size, Image.Resampling.BOX), np.float64)


def _correlate(whole: _Searched, part: Grey) -> float:
    """Return the best normalised correlation of `part` with any place in `whole` (-1 to 1)."""
    centred = part - part.mean()
    norm = float(np.sqrt((centred**2).sum()))
    rows, columns = whole.shape[0] - part.shape[0] + 1, whole.shape[1] - part.shape[1] + 1
    spectrum = whole.spectrum * np.conj(np.fft.rfft2(centred, whole.shape))
    products = np.fft.irfft2(spectrum, whole.shape)[:rows, :columns]
    sums, squares = (_sum_windows(table, part.shape) for table in (whole.sums, whole.squares))
    spread = np.sqrt(np.maximum(squares - sums**2 / part.size, 0))
    usable = spread * norm > part.size  # a flat window correlates with nothing
    if not usable.any():
        return 0.0
    return float((products[usable] / (spread[usable] * norm)).max())


def _make_table(values: Grey) -> Grey:
    """Return the sums over everything above and to the left of each corner of a pixel."""
    return np.pad(values.cumsum(0).cumsum(1), ((1, 0), (1, 0)))


def _sum_windows(table: Grey, shape: tuple[int, ...]) -> Grey:
    """Return the sums over every window of `shape`, from the table of the values."""
    height, width = shape
    result: Grey = (
        table[height:, width:]
        - table[:-height, width:]
        - table[height:, :-width]
        + table[:-height, :-width]
    )
    return result
