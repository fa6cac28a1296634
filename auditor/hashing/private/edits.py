"""Edits that re-uploads are made with, as data, and how they change a picture."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.pdq.reduced import Affine
from auditor.hashing.private import geometry
from auditor.messages import _

__all__ = ["ImageEdit", "apply"]

_ROWS_AT_ONCE = 64
_BLACK, _WHITE = 0, 255

Rgb = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ImageEdit:
    """Turned clockwise by `tilt` degrees in its frame, then cut or widened, then mirrored.

    Above 0 a share of a side is cut, below 0 it is added.

    `shade` (0-255) fills what was widened, and the corners that a tilt leaves empty.
    """

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    tilt: float = 0.0
    mirror: bool = False
    shade: int = 0

    @property
    def name(self) -> str:
        """Say the edit: 'mirrored, crop left 4 %', 'black bars top 10 % bottom 10 %'."""
        parts = [_("mirrored")] if self.mirror else []
        parts += [_("tilt {degrees}°").format(degrees=f"{self.tilt:.3g}")] if self.tilt else []
        cuts, bars = self._name_sides(1), self._name_sides(-1)
        parts += [_("crop {sides}").format(sides=cuts)] if cuts else []
        if bars:
            fill = {_BLACK: _("black bars {sides}"), _WHITE: _("white bars {sides}")}.get(
                self.shade, _("grey bars {sides}")
            )
            parts.append(fill.format(sides=bars))
        return ", ".join(parts) or _("as it is")

    def _name_sides(self, sign: int) -> str:
        sides = (
            (_("left"), self.left),
            (_("top"), self.top),
            (_("right"), self.right),
            (_("bottom"), self.bottom),
        )
        return " ".join(
            f"{side} {abs(100 * share):.3g} %" for side, share in sides if share * sign > 0
        )

    def places(self, aspect: float) -> Affine:
        """Return the map from places in the edited picture to places in the picture itself.

        `aspect` is the width of the picture divided by its height.
        """
        cut = geometry.window((self.top, 1 - self.bottom), (self.left, 1 - self.right))
        if self.mirror:
            cut = geometry.after(cut, geometry.MIRRORED)
        return geometry.after(geometry.tilted(self.tilt, aspect), cut)


def apply(edit: ImageEdit, rgb: Rgb) -> Rgb:
    """Return `rgb` (height x width x 3, uint8) edited. Memory: the result, and some rows."""
    height, width = rgb.shape[:2]
    wide = max(1, round(width * (1 - edit.left - edit.right)))
    high = max(1, round(height * (1 - edit.top - edit.bottom)))
    if not edit.tilt:
        return _move_frame(edit, rgb, wide, high)
    places = edit.places(width / height)
    out = np.empty((high, wide, 3), np.uint8)
    across = (np.arange(wide) + 0.5) / wide
    for start in range(0, high, _ROWS_AT_ONCE):
        down = ((np.arange(start, min(start + _ROWS_AT_ONCE, high)) + 0.5) / high)[:, None]
        x = (places[0, 0] * across + places[0, 1] * down + places[0, 2]) * width - 0.5
        y = (places[1, 0] * across + places[1, 1] * down + places[1, 2]) * height - 0.5
        out[start : start + len(down)] = _blend(rgb, x, y, edit.shade)
    return out


def _move_frame(edit: ImageEdit, rgb: Rgb, wide: int, high: int) -> Rgb:
    """Cut and widen by whole pixels."""
    height, width = rgb.shape[:2]
    out = np.full((high, wide, 3), edit.shade, np.uint8)
    left, top = round(width * edit.left), round(height * edit.top)
    part = rgb[max(top, 0) : top + high, max(left, 0) : left + wide]
    out[
        max(-top, 0) : max(-top, 0) + part.shape[0], max(-left, 0) : max(-left, 0) + part.shape[1]
    ] = part
    return np.ascontiguousarray(out[:, ::-1]) if edit.mirror else out


def _blend(rgb: Rgb, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], shade: int) -> Rgb:
    """Return the pixels at places (x, y), mixed from their four neighbours.

    `shade` outside the picture.
    """
    height, width = rgb.shape[:2]
    outside = (np.rint(x) != np.clip(np.rint(x), 0, width - 1)) | (
        np.rint(y) != np.clip(np.rint(y), 0, height - 1)
    )
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, below = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    over, down = (x - left)[..., None], (y - top)[..., None]
    upper = rgb[top, left] * (1 - over) + rgb[top, right] * over
    lower = rgb[below, left] * (1 - over) + rgb[below, right] * over
    mixed: Rgb = np.rint(upper * (1 - down) + lower * down).astype(np.uint8)
    mixed[outside] = shade
    return mixed


def inscribed(tilt: float, aspect: float) -> tuple[float, float]:
    """Return the shares (of width, of height) to cut on each side after a tilt.

    A tilt by `tilt` degrees then leaves no empty corners.
    """
    sine, cosine = math.sin(abs(math.radians(tilt))), math.cos(math.radians(tilt))
    kept = min(aspect / (aspect * cosine + sine), 1 / (aspect * sine + cosine))
    return (1 - kept) / 2, (1 - kept) / 2
