"""Five hundred pictures for PDQ, the same in every run.

Noise, photos and text cards, some flat ones, in every mode of a file.

The sides are log-uniform from 5 to 5,000 px. Integers only, numpy's frozen legacy generator and
Pillow's bitmap font, so that the arrays do not depend on the machine.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

COUNT = 500
MODES = ("RGB", "L", "LA", "RGBA", "P", "CMYK", "I;16")
KINDS = ("noise", "photo", "card", "photo", "card", "noise", "photo", "card", "flat", "gradient")
_WORDS = (
    "the",
    "quick",
    "brown",
    "fox",
    "jumps",
    "over",
    "a",
    "lazy",
    "dog",
    "while",
    "nobody",
    "looks",
    "at",
    "0123456789",
)

Array = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Drawn:
    """A picture as a file, and the RGB array that the rules for hashing make of it."""

    kind: str
    mode: str
    data: bytes
    rgb: Array

    @property
    def crc(self) -> int:
        return zlib.crc32(self.rgb.tobytes())


def drawn(number: int) -> Drawn:
    """Draw picture `number` (0 to 499)."""
    rng = np.random.RandomState(1000 + number)
    width, height = (int(5 * 1000 ** rng.random_sample()) for _side in range(2))
    kind, mode = (
        KINDS[number % len(KINDS)],
        MODES[number // len(KINDS) % len(MODES)] if number % 3 else MODES[number % len(MODES)],
    )
    rgb = _content(kind, width, height, rng)
    image, seen = _in_mode(Image.fromarray(rgb), mode, rng)
    out = io.BytesIO()
    if mode == "CMYK":
        image.save(out, "TIFF")
    else:
        image.save(out, "PNG", compress_level=1)
    return Drawn(kind, mode, out.getvalue(), seen)


def _content(kind: str, width: int, height: int, rng: np.random.RandomState) -> Array:
    match kind:
        case "noise":
            return rng.randint(0, rng.randint(2, 257), (height, width, 3)).astype(np.uint8)
        case "flat":
            return np.full((height, width, 3), rng.randint(0, 256, 3), np.uint8)
        case "gradient":
            x, y = np.arange(width) * 200 // width, np.arange(height) * 55 // height
            return np.repeat(
                (x[None, :] * rng.randint(0, 2) + y[:, None])[:, :, None], 3, 2
            ).astype(np.uint8)
        case "photo":
            return _photo(width, height, rng)
        case _:
            return _card(width, height, rng)


def _photo(width: int, height: int, rng: np.random.RandomState) -> Array:
    """Soft shapes of several sizes, an edge, and grain."""
    y, x = np.mgrid[0:96, 0:96]
    field = np.zeros((96, 96, 3), np.int64)
    for _shape in range(14):
        size = int(rng.randint(6, 60)) ** 2
        away = (x - rng.randint(0, 96)) ** 2 + (y - rng.randint(0, 96)) ** 2
        field += (rng.randint(-120, 180, 3)[None, None, :] * size) // (size + 3 * away)[:, :, None]
    field[
        (y * int(rng.randint(1, 5)) + x * int(rng.randint(-3, 4))) > int(rng.randint(50, 300))
    ] += 40
    soft = np.asarray(
        Image.fromarray(field.clip(0, 255).astype(np.uint8)).resize(
            (width, height), Image.Resampling.BILINEAR
        )
    )
    grain = rng.randint(-6, 7, (64, 64, 1))
    tiled = np.tile(grain, (height // 64 + 1, width // 64 + 1, 1))[:height, :width]
    return (soft.astype(np.int16) + tiled).clip(0, 255).astype(np.uint8)


def _card(width: int, height: int, rng: np.random.RandomState) -> Array:
    """Lines of words and a box or two."""
    scale = max(1, min(width, height) // 120)
    card = Image.new(
        "RGB",
        (max(5, width // scale), max(5, height // scale)),
        tuple(rng.randint(120, 256, 3).tolist()),
    )
    draw, font = ImageDraw.Draw(card), ImageFont.load_default_imagefont()
    for line in range(3, card.height, 14):
        words = " ".join(
            _WORDS[place] for place in rng.randint(0, len(_WORDS), card.width // 30 + 1)
        )
        draw.text(
            (int(rng.randint(0, 20)), line),
            words,
            fill=tuple(rng.randint(0, 120, 3).tolist()),
            font=font,
        )
    left, top = int(rng.randint(0, card.width)), int(rng.randint(0, card.height))
    draw.rectangle(
        (left, top, left + card.width // 3, top + card.height // 4),
        fill=tuple(rng.randint(0, 256, 3).tolist()),
    )
    return np.asarray(card.resize((width, height), Image.Resampling.NEAREST))


def _in_mode(
    picture: Image.Image, mode: str, rng: np.random.RandomState
) -> tuple[Image.Image, Array]:
    """Return the picture in a mode, and the array that is hashed.

    Alpha dropped, 16 bits shifted, else as Pillow converts.
    """
    rgb = np.asarray(picture)
    height, width = rgb.shape[:2]
    grey = np.asarray(picture.convert("L"))
    as_rgb = np.repeat(grey[:, :, None], 3, 2)
    match mode:
        case "L":
            return Image.fromarray(grey), as_rgb
        case "LA" | "RGBA":
            colours, seen = (grey[:, :, None], as_rgb) if mode == "LA" else (rgb, rgb)
            alpha = rng.randint(0, 256, (height, width, 1)).astype(np.uint8)
            return Image.fromarray(np.concatenate([colours, alpha], 2)), seen
        case "P":
            palette = rng.randint(0, 256, (256, 3)).astype(np.uint8)
            palette.sort(axis=0)
            image = Image.fromarray(grey)
            image.putpalette(palette.tobytes())
            return image, palette[grey]
        case "CMYK":
            image = picture.convert("CMYK")
            return image, np.asarray(image.convert("RGB"))
        case "I;16":
            wide = grey.astype(np.uint16) * 256 + rng.randint(0, 256, (height, width)).astype(
                np.uint16
            )
            return Image.fromarray(wide), as_rgb
        case _:
            return picture, rgb
