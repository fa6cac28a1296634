"""The canvas every scene is drawn on: unit coordinates, soft light and texture.

A finish makes it look taken, not drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]

_LONG_SIDE = (
    2200  # px at most while drawing; 1.4 times the usual photo, so that edges come out smooth
)
_OVER = 1.4


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour `share` (0-1) of the way from `first` to `second`."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def vary(rng: np.random.Generator, colour: Colour, by: int = 14) -> Colour:
    """Return `colour` with each channel moved by up to `by`."""
    red, green, blue = (int(np.clip(part + rng.integers(-by, by + 1), 0, 255)) for part in colour)
    return (red, green, blue)


def cloud(
    rng: np.random.Generator, size: tuple[int, int], cells: float, octaves: int = 4
) -> NDArray[np.float32]:
    """Return smooth noise in 0-1 of `size` (width, height) px.

    `cells` is the number of its largest waves across.
    """
    width, height = size
    total = np.zeros((height, width), np.float32)
    weight = 1.0
    for octave in range(octaves):
        across = max(2, round(cells * 2**octave))
        down = max(2, round(across * height / width))
        small = Image.fromarray((rng.random((down, across)) * 255).astype(np.uint8))
        total += weight * np.asarray(small.resize(size, Image.Resampling.BILINEAR), np.float32)
        weight *= 0.5
    total -= total.min()
    return total / max(float(total.max()), 1.0)


def oval(x: float, y: float, across: float, tall: float, points: int = 40) -> list[Point]:
    """Return an ellipse as a polygon."""
    return [
        (x + across * float(np.cos(turn)), y + tall * float(np.sin(turn)))
        for turn in np.linspace(0, 2 * np.pi, points, endpoint=False)
    ]


def rounded(points: Sequence[Point], times: int = 2) -> list[Point]:
    """Return a closed shape with its corners cut off, again and again (Chaikin's method)."""
    line = list(points)
    for _each in range(times):
        finer: list[Point] = []
        for (x, y), (u, v) in zip(line, [*line[1:], line[0]], strict=True):
            finer += [
                (x * 0.75 + u * 0.25, y * 0.75 + v * 0.25),
                (x * 0.25 + u * 0.75, y * 0.25 + v * 0.75),
            ]
        line = finer
    return line


class Canvas:
    """A picture in the making.

    x and y run from 0 to 1 over width and height; lengths are shares of the height.
    """

    def __init__(self, rng: np.random.Generator, size: tuple[int, int]) -> None:
        self.rng = rng
        self.size = size
        over = min(_OVER, _LONG_SIDE / max(size))
        self.width, self.height = round(size[0] * over), round(size[1] * over)
        self.aspect = self.width / self.height
        self.image = Image.new("RGB", (self.width, self.height))
        self.draw = ImageDraw.Draw(self.image)

    def chance(self, share: float) -> bool:
        """Return True in `share` (0-1) of all cases."""
        return bool(self.rng.random() < share)

    def at(self, x: float, y: float) -> Point:
        """Return the pixel of a place."""
        return (x * self.width, y * self.height)

    def px(self, length: float) -> float:
        """Return a length in pixels, at least 1."""
        return max(1.0, length * self.height)

    def backdrop(
        self, stops: Sequence[tuple[float, Colour]], top: float = 0.0, bottom: float = 1.0
    ) -> None:
        """Fill a band with a vertical gradient through `stops` (place 0-1 in the band, colour)."""
        rows = max(1, round((bottom - top) * self.height))
        self.image.paste(self._gradient(stops, rows, self.width), (0, round(top * self.height)))

    def polygon(self, points: Sequence[Point], fill: Colour, low: Colour | None = None) -> None:
        """Fill a polygon with one colour, or with a gradient down to `low`."""
        pixels = [self.at(x, y) for x, y in points]
        if low is None:
            self.draw.polygon(pixels, fill=fill)
            return
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon(pixels, fill=255)
        box = mask.getbbox()
        if box is None:
            return
        paint = self._gradient([(0.0, fill), (1.0, low)], box[3] - box[1], box[2] - box[0])
        self.image.paste(paint, box[:2], mask.crop(box))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: Colour,
        low: Colour | None = None,
    ) -> None:
        """Fill an upright rectangle; `width` and `x` are shares of the width."""
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill, low)

    def ellipse(self, x: float, y: float, across: float, tall: float, fill: Colour) -> None:
        """Fill an ellipse around a place; radii are shares of the height."""
        cx, cy = self.at(x, y)
        rx, ry = across * self.height, tall * self.height
        self.draw.ellipse((cx - rx, cy - ry, cx + rx, cy + ry), fill=fill)

    def ball(self, x: float, y: float, across: float, tall: float, fill: Colour) -> None:
        """Fill an ellipse that is lit from above left."""
        for step in range(7):
            share = step / 7
            colour = mix(mix(fill, (0, 0, 0), 0.34), mix(fill, (255, 255, 255), 0.22), share)
            shrink = 1 - share * 0.86
            self.ellipse(
                x - across * share * 0.28 / self.aspect,
                y - tall * share * 0.3,
                across * shrink,
                tall * shrink,
                colour,
            )

    def line(self, points: Sequence[Point], fill: Colour, thick: float) -> None:
        """Draw a line; `thick` is a share of the height."""
        self.draw.line(
            [self.at(x, y) for x, y in points],
            fill=fill,
            width=max(1, round(self.px(thick))),
            joint="curve",
        )

    def text(
        self, x: float, y: float, words: str, tall: float, fill: Colour, anchor: str = "lm"
    ) -> None:
        """Write; `tall` is the height of the type.

        Accents are dropped: the type that comes with Pillow has none.
        """
        plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
        self.draw.text(
            self.at(x, y),
            plain,
            font=ImageFont.load_default(max(6, round(self.px(tall)))),
            fill=fill,
            anchor=anchor,
        )

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0
    ) -> None:
        """Add soft light around a place."""
        small = (max(8, self.width // 12), max(8, self.height // 12))
        across, down = np.meshgrid(np.linspace(0, 1, small[0]), np.linspace(0, 1, small[1]))
        far = np.hypot((across - x) * self.aspect, down - y) / radius
        light = np.exp(-(far**2) * 2.2) * strength
        layer = (light[..., None] * np.asarray(colour, np.float64)).clip(0, 255).astype(np.uint8)
        soft = Image.fromarray(layer).resize(self.image.size, Image.Resampling.BILINEAR)
        self._take(ImageChops.screen(self.image, soft))

    def dim(self, share: Colour) -> None:
        """Multiply the whole picture with a colour: the light of an hour."""
        self._take(ImageChops.multiply(self.image, Image.new("RGB", self.image.size, share)))

    def texture(self, cells: float, strength: float, top: float = 0.0, bottom: float = 1.0) -> None:
        """Make a band uneven, as ground, walls and water are."""
        rows = max(1, round((bottom - top) * self.height))
        small = (max(2, self.width // 4), max(2, rows // 4))
        noise = 255 - (cloud(self.rng, small, cells, 3) * 255 * strength).astype(np.uint8)
        tone = Image.fromarray(noise).resize((self.width, rows), Image.Resampling.BILINEAR)
        box = (0, round(top * self.height), self.width, round(top * self.height) + rows)
        band = ImageChops.multiply(self.image.crop(box), Image.merge("RGB", (tone, tone, tone)))
        self.image.paste(band, box[:2])

    def blur(self, radius: float) -> None:
        """Put everything drawn so far out of focus; radius is a share of the height."""
        quarter = self.image.resize(
            (max(1, self.width // 4), max(1, self.height // 4)), Image.Resampling.BOX
        )
        soft = quarter.filter(ImageFilter.GaussianBlur(max(0.5, self.px(radius) / 4)))
        self._take(soft.resize(self.image.size, Image.Resampling.BILINEAR))

    def soft(self, points: Sequence[Point], colour: Colour, opacity: float, spread: float) -> None:
        """Lay a blurred patch of colour over the picture: shadow, blush, highlight.

        `spread` is a share of the height.
        """
        pixels = [self.at(x, y) for x, y in points]
        radius = self.px(spread)
        margin = round(radius * 2.6)
        xs, ys = [x for x, _y in pixels], [y for _x, y in pixels]
        left, top = max(0, round(min(xs)) - margin), max(0, round(min(ys)) - margin)
        right, bottom = (
            min(self.width, round(max(xs)) + margin),
            min(self.height, round(max(ys)) + margin),
        )
        if right <= left or bottom <= top:
            return
        step = max(1, min(6, int(radius / 3)))
        small = (max(1, (right - left) // step), max(1, (bottom - top) // step))
        mask = Image.new("L", small)
        ImageDraw.Draw(mask).polygon(
            [((x - left) / step, (y - top) / step) for x, y in pixels], fill=round(255 * opacity)
        )
        mask = mask.filter(ImageFilter.GaussianBlur(radius / step)).resize(
            (right - left, bottom - top), Image.Resampling.BILINEAR
        )
        self.image.paste(colour, (left, top, right, bottom), mask)

    def developed(self) -> Image.Image:
        """Return the picture at its own size.

        It has the fall-off of a lens and the grain of a sensor.
        """
        picture = self.image.resize(self.size, Image.Resampling.HAMMING)
        small = (64, 48)
        across, down = np.meshgrid(np.linspace(-1, 1, small[0]), np.linspace(-1, 1, small[1]))
        fall = (255 * (1 - 0.16 * (across**2 + down**2))).clip(0, 255).astype(np.uint8)
        shade = Image.fromarray(fall).resize(self.size, Image.Resampling.BILINEAR)
        picture = ImageChops.multiply(picture, Image.merge("RGB", (shade, shade, shade)))
        tile = self.rng.normal(128, 3.2, (256, 256)).clip(0, 255).astype(np.uint8)
        times = (self.size[1] // 256 + 1, self.size[0] // 256 + 1)
        grain = Image.fromarray(np.tile(tile, times)[: self.size[1], : self.size[0]])
        return ImageChops.add(picture, Image.merge("RGB", (grain, grain, grain)), 1, -128)

    def _take(self, image: Image.Image) -> None:
        self.image = image
        self.draw = ImageDraw.Draw(image)

    @staticmethod
    def _gradient(stops: Sequence[tuple[float, Colour]], rows: int, width: int) -> Image.Image:
        places = [place for place, _colour in stops]
        line = np.linspace(0, 1, rows)
        parts = [
            np.interp(line, places, [colour[part] for _place, colour in stops]) for part in range(3)
        ]
        column = Image.fromarray(np.stack(parts, 1).astype(np.uint8)[:, None, :])
        return column.resize((width, rows), Image.Resampling.NEAREST)
