"""What a JPEG holds beyond the right and lower edge of its picture.

Blocks are eight pixels wide and high, so that up to fifteen rows and columns are stored that nobody
is shown. Encoders fill them with the last that is; a picture that was cut without loss keeps what
was cut off.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from auditor.readers.clean_copy.jpeg.segments import FRAMES, segments
from auditor.readers.picture.header import Header
from auditor.readers.picture.pixels import UnreadableError, picture

__all__ = ["holds_more"]

_BLOCK = 8
_MOST_APART = 27.0
"""Mean difference, in grey levels of eight rows or columns, between what is hidden and the edge.

Encoders made 1 to 26 of it, the most at quality 20; strips of photos that were cut off 28 to 88,
but for those of one colour."""


def holds_more(copy: bytes) -> bool:
    """Return whether something else than the edge stands beyond it."""
    frame = next(segment for segment in segments(copy) if segment.marker in FRAMES)
    body = frame.body
    height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    factors = [body[place] for place in range(7, len(body), 3)]
    across = _BLOCK * max(factor >> 4 for factor in factors)
    down = _BLOCK * max(factor & 15 for factor in factors)
    wide, high = -(-width // across) * across, -(-height // down) * down
    if (wide, high) == (width, height):
        return False
    place = copy.index(frame.whole) + 5
    size = high.to_bytes(2, "big") + wide.to_bytes(2, "big")
    try:
        whole, _turn = picture(copy[:place] + size + copy[place + 4 :], Header("JPEG"))
    except UnreadableError:
        return True
    right = _strip(whole, (width - 1, 0, wide, height))
    below = _strip(whole, (0, height - 1, width, high)).transpose(1, 0, 2)
    return any(_is_other(strip) for strip in (right, below))


def _strip(image: Image.Image, box: tuple[int, int, int, int]) -> npt.NDArray[np.int16]:
    return np.asarray(image.crop(box)).astype(np.int16)


def _is_other(strip: npt.NDArray[np.int16]) -> bool:
    """Return whether lines are other than their first pixel, eight lines together."""
    if strip.shape[1] < 2:  # noqa: PLR2004 - nothing beyond the edge
        return False
    apart = np.abs(strip[:, 1:] - strip[:, :1]).mean(axis=(1, 2))
    filled = np.append(apart, np.full(-len(apart) % _BLOCK, apart[-1]))
    return bool(filled.reshape(-1, _BLOCK).mean(axis=1).max() > _MOST_APART)
