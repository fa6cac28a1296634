"""What people do to a picture before they post it again, done with Pillow to real files.

For benchmarks/recall.py.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_WORDS = (
    "when",
    "you",
    "see",
    "it",
    "again",
    "and",
    "nobody",
    "told",
    "me",
    "what",
    "a",
    "day",
    "this",
    "was",
)


@dataclass(frozen=True, slots=True)
class Reupload:
    """A JPEG file made of a picture by `edits`, then scaled and saved."""

    edits: tuple[str, ...]
    data: bytes

    def rgb(self) -> np.ndarray:
        """Return height x width x 3 in uint8."""
        with Image.open(io.BytesIO(self.data)) as image:
            return np.asarray(image.convert("RGB"))


def reupload(picture: Image.Image, rng: np.random.Generator) -> Reupload:
    """One or two different edits, each kind equally likely, in random order.

    Then scaled 0.3-1.5, JPEG quality 40-90.
    """
    edits = tuple(
        str(kind) for kind in rng.choice(list(EDITS), int(rng.integers(1, 3)), replace=False)
    )
    for kind in edits:
        picture = EDITS[kind](picture, rng)
    scale = rng.uniform(0.3, 1.5)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    out = io.BytesIO()
    picture.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.LANCZOS).save(
        out, "JPEG", quality=int(rng.integers(40, 91))
    )
    return Reupload(edits, out.getvalue())


def _crop(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """0-8 % of each side independently."""
    left, top, right, bottom = rng.uniform(0, 0.08, 4)
    width, height = picture.size
    return picture.crop(
        (
            round(left * width),
            round(top * height),
            round((1 - right) * width),
            round((1 - bottom) * height),
        )
    )


def _border(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """1-6 % of the shorter side all around; black, white or, one time in five, any colour."""
    colour = (
        (_BLACK, _WHITE)[int(rng.integers(2))]
        if rng.random() < 0.8
        else tuple(rng.integers(0, 256, 3).tolist())
    )
    return ImageOps.expand(
        picture, max(1, round(rng.uniform(0.01, 0.06) * min(picture.size))), colour
    )


def _letterbox(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Two bars of 2-15 % each; two times in three above and below, else at the sides.

    Black or, three in ten, white.
    """
    share, upright = rng.uniform(0.02, 0.15), rng.random() < 0.67
    bar = (
        (0, max(1, round(share * picture.height)))
        if upright
        else (max(1, round(share * picture.width)), 0)
    )
    return ImageOps.expand(picture, bar, _WHITE if rng.random() < 0.3 else _BLACK)


def _mirror(picture: Image.Image, _rng: np.random.Generator) -> Image.Image:
    return ImageOps.mirror(picture)


def _tilt(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Up to 3 degrees either way.

    Half keep their frame and get black or white corners, half are cut to what has none.
    """
    degrees = rng.uniform(-3, 3)
    width, height = picture.size
    turned = picture.rotate(
        degrees, Image.Resampling.BICUBIC, fillcolor=(_BLACK, _WHITE)[int(rng.integers(2))]
    )
    if rng.random() < 0.5:
        return turned
    sine, cosine = math.sin(abs(math.radians(degrees))), math.cos(math.radians(degrees))
    kept = min(width / (width * cosine + height * sine), height / (width * sine + height * cosine))
    x, y = math.ceil(width * (1 - kept) / 2), math.ceil(height * (1 - kept) / 2)
    return turned.crop((x, y, max(x + 1, width - x), max(y + 1, height - y)))


def _caption(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A bar of 2-10 % of the height with writing, at top or bottom.

    Half cover the picture, half are added to it.
    """
    width, height = picture.size
    bar_height, dark = max(2, round(rng.uniform(0.02, 0.10) * height)), rng.random() < 0.5
    bar = Image.new("RGB", (width, bar_height), _BLACK if dark else _WHITE)
    words = " ".join(rng.choice(_WORDS, int(rng.integers(2, 8))))
    place = (width * rng.uniform(0, 0.3), bar_height * 0.12)
    ImageDraw.Draw(bar).text(
        place,
        words,
        fill=_WHITE if dark else _BLACK,
        font=ImageFont.load_default(max(4, bar_height * 0.6)),
    )
    at_top, over = rng.random() < 0.5, rng.random() < 0.5
    whole = Image.new("RGB", (width, height if over else height + bar_height))
    whole.paste(picture, (0, bar_height if at_top and not over else 0))
    whole.paste(bar, (0, 0 if at_top else whole.height - bar_height))
    return whole


EDITS: dict[str, Callable[[Image.Image, np.random.Generator], Image.Image]] = {
    "crop": _crop,
    "border": _border,
    "letterbox": _letterbox,
    "mirror": _mirror,
    "tilt": _tilt,
    "caption": _caption,
}
