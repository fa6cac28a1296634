"""A picture as a person sees it.

Turned as EXIF asks and made smaller, with the way back to the pixels of the file.
"""

from __future__ import annotations

import weakref

import numpy as np
import numpy.typing as npt
from PIL import Image

from auditor.dataclass import dataclass
from auditor.domain.photos.picture_contents import TURNS_OF_EXIF, Box
from auditor.readers.picture.pixels import MIDDLE_SIDE, Pixels, middle_of
from auditor.readers.picture.thumbnail import TURNS

__all__ = ["Upright", "upright"]

# Pillow first averages whole squares of pixels, as many as fit: a third of the time for the same
# average
_GAP = 1.0

_last: dict[str, tuple[weakref.ref[npt.NDArray[np.uint8]], Image.Image]] = {}


@dataclass(frozen=True, slots=True)
class Upright:
    """`rgb` is height x width x 3 in uint8, height x width where it was asked for in grey.

    `width` and `height` are px of the stored picture, `orientation` its EXIF turn (1-8).
    """

    rgb: npt.NDArray[np.uint8]
    width: int
    height: int
    orientation: int

    @property
    def scale(self) -> float:
        """How many px of the stored picture one px here stands for."""
        longest: int = max(self.rgb.shape[:2])
        return max(self.width, self.height) / longest

    def point(self, x: float, y: float) -> tuple[int, int]:
        """Return the place in px of the stored picture of a place here, clipped to the picture."""
        along, down = self.unclipped(x, y)
        return round(min(max(along, 0), self.width - 1)), round(min(max(down, 0), self.height - 1))

    def stored(self, x: float, y: float, width: float, height: float) -> Box:
        """Return a box of this picture in px of the stored picture, clipped.

        At least one px wide and high.
        """
        corners = (self.unclipped(x, y), self.unclipped(x + width, y + height))
        left, right = _clip_span([along for along, _down in corners], self.width)
        top, bottom = _clip_span([down for _along, down in corners], self.height)
        return Box(left, top, right - left, bottom - top)

    def unclipped(self, x: float, y: float) -> tuple[float, float]:
        """Return the place in px of the stored picture of a place here.

        Both may lie outside of their pictures.
        """
        tall, wide = self.rgb.shape[:2]
        swapped, across, upside = TURNS_OF_EXIF[self.orientation]
        u, v = x / wide, y / tall
        if swapped:
            u, v = v, u
        return (1 - u if across else u) * self.width, (1 - v if upside else v) * self.height

    def shown(self, box: Box) -> tuple[float, float, float, float]:
        """Return where a box of the stored picture is here: left, top, right and bottom."""
        tall, wide = self.rgb.shape[:2]
        left, top, right, bottom = box.upright(self.width, self.height, self.orientation)
        return left * wide, top * tall, right * wide, bottom * tall


def upright(pixels: Pixels, side: int, *, grey: bool = False) -> Upright:
    """Return the picture turned as EXIF asks, its longest side `side` px or less.

    Averaged over areas, never enlarged; with `grey` its brightness alone, in half the time.
    """
    height, width = pixels.rgb.shape[:2]
    if max(width, height) <= side and not grey:
        return Upright(_turn(pixels.rgb, pixels.orientation), width, height, pixels.orientation)
    if max(width, height) > side:
        share = side / max(width, height)
        size = (max(1, round(width * share)), max(1, round(height * share)))
        first = _shrink_first(pixels, side)
        first = first.convert("L") if grey else first
        image = first.resize(size, Image.Resampling.BOX, reducing_gap=_GAP)
    else:
        image = Image.fromarray(pixels.rgb).convert("L")
    turn = TURNS.get(pixels.orientation)
    turned = image.transpose(turn) if turn is not None else image
    return Upright(np.asarray(turned), width, height, pixels.orientation)


def _turn(rgb: npt.NDArray[np.uint8], orientation: int) -> npt.NDArray[np.uint8]:
    """Return the same pixels seen upright, none of them copied: that took 60 ms at 12 MP."""
    swapped, across, upside = TURNS_OF_EXIF[orientation]
    turned = rgb[:: -1 if upside else 1, :: -1 if across else 1]
    return turned.swapaxes(0, 1) if swapped else turned


def _shrink_first(pixels: Pixels, side: int) -> Image.Image:
    """Return the picture, or one of half its size, a third and so on.

    Kept for the next reader, which asks for another `side`.

    Three readers look at each photo; making each of their pictures from all of its pixels took 30
    ms a piece at 12 MP.
    """
    if pixels.middle is not None and side <= MIDDLE_SIDE:
        return pixels.middle
    kept = _last.get("picture")
    if kept is not None and kept[0]() is pixels.rgb and side <= MIDDLE_SIDE:
        return kept[1]
    whole = Image.fromarray(pixels.rgb)
    middle = middle_of(whole) if side <= MIDDLE_SIDE else None
    if middle is not None:
        _last["picture"] = (weakref.ref(pixels.rgb), middle)
    return middle or whole


def _clip_span(ends: list[float], limit: int) -> tuple[int, int]:
    low = min(max(round(min(ends)), 0), limit - 1)
    return low, min(max(round(max(ends)), low + 1), limit)
