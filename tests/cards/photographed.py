"""Photographs the test cards: several typefaces, laid into a scene.

They are tilted, at a slant, blurred, with the grain of a sensor.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from auditor.practice import personas
from auditor.practice.drawing.canvas import cloud
from auditor.practice.drawing.light import light_at
from auditor.practice.drawing.scenes import draw
from auditor.readers.picture.pixels import Pixels
from tests.cards.contents import Card, Code, Words

_TALL = 700  # px of a card while it is drawn
_TYPES = (
    "LiberationSans-Regular",
    "LiberationSerif-Regular",
    "LiberationMono-Regular",
    "DejaVuSans",
    "DejaVuSerif",
    "DejaVuSansMono-Bold",
)
_MOST_TILT = 8.0


@cache
def types() -> tuple[str, ...]:
    """Typefaces beside Pillow's own that this machine has."""
    folders = (Path("/usr/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts"))
    return tuple(
        str(path)
        for name in _TYPES
        for folder in folders
        for path in sorted(folder.rglob(f"{name}.ttf"))[:1]
    )


def flat(card: Card, number: int) -> Image.Image:
    """The card seen from straight above."""
    width = round(_TALL * card.shape) if card.shape < 4 else 1400
    tall = round(width / card.shape)
    image = Image.new("RGB", (width, tall), card.paper)
    pen = ImageDraw.Draw(image)
    faces = (None, *types())
    face = faces[number % len(faces)]
    for part in card.parts:
        if isinstance(part, Code):
            _paste(image, part)
            continue
        size = max(10, round(part.tall * tall))
        font = _font(face, size)
        while pen.textlength(part.text, font=font) > width * (0.97 - part.x) and size > 10:
            size -= 1
            font = _font(face, size)
        pen.text(
            (part.x * width, part.y * tall),
            part.text,
            font=font,
            fill=card.ink,
            anchor="lm",
            stroke_width=1 if part.bold else 0,
        )
    return image


def photographed(card: Card, number: int) -> bytes:
    """A JPEG of the card lying in a scene; the same number gives the same bytes."""
    rng = np.random.default_rng([4, number])
    size = ((1600, 1200), (2000, 1500), (1200, 1600), (3000, 2000))[number % 4]
    back = _background(rng, size, number)
    sheet = flat(card, number).convert("RGBA")
    share = float(rng.uniform(0.55, 0.92)) * min(size[0] / sheet.width, size[1] / sheet.height)
    laid = _laid(sheet, share, rng)
    left, top = (int(rng.integers(0, max(1, size[place] - laid.size[place]))) for place in (0, 1))
    back.paste(laid, (left, top), laid)
    soft = back.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.0, 1.3)) * max(size) / 2000))
    return _taken(soft, rng)


def without_words(number: int) -> bytes:
    """A JPEG of a scene in which nothing is written."""
    rng = np.random.default_rng([5, number])
    size = ((1600, 1200), (1200, 1600), (2000, 1333))[number % 3]
    if number % 10 >= 8:
        return _taken(_texture(rng, size, cells=float(rng.uniform(4, 90))), rng)
    return _taken(_scene(rng, size, number), rng)


def pixels_of(data: bytes) -> Pixels:
    """The picture decoded as the readers have it."""
    with Image.open(io.BytesIO(data)) as image:
        rgb = image.convert("RGB")
    small = rgb.copy()
    small.thumbnail((512, 512))
    return Pixels(np.asarray(rgb), small, 1)


def _font(face: str | None, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.truetype(face, size) if face else ImageFont.load_default(size)


def _paste(image: Image.Image, code: Code) -> None:
    made = zxingcpp.create_barcode(code.text, getattr(zxingcpp.BarcodeFormat, code.format))
    bars = Image.fromarray(np.asarray(made.to_image(scale=4, add_quiet_zones=True)))
    width = round(code.width * image.width)
    tall = round(bars.height * width / bars.width)
    if code.format in {"Code128", "EAN13"}:
        tall = min(tall, round(image.height * 0.3), round((0.98 - code.y) * image.height))
    bars = bars.resize((width, tall), Image.Resampling.LANCZOS)
    image.paste(bars.convert("RGB"), (round(code.x * image.width), round(code.y * image.height)))


def _laid(sheet: Image.Image, share: float, rng: np.random.Generator) -> Image.Image:
    """The sheet smaller, seen at a slant, and tilted."""
    width, tall = round(sheet.width * share), round(sheet.height * share)
    small = sheet.resize((width, tall), Image.Resampling.LANCZOS)
    bend = [float(rng.uniform(0, 0.06)) for _each in range(4)]
    there: list[tuple[float, float]] = [
        (0, bend[0] * tall),
        (width, bend[1] * tall),
        (width, tall - bend[2] * tall),
        (0, tall - bend[3] * tall),
    ]
    here: list[tuple[float, float]] = [(0, 0), (width, 0), (width, tall), (0, tall)]
    slanted = small.transform(
        (width, tall), Image.Transform.PERSPECTIVE, _matrix(there, here), Image.Resampling.BICUBIC
    )
    return slanted.rotate(
        float(rng.uniform(-_MOST_TILT, _MOST_TILT)), Image.Resampling.BICUBIC, expand=True
    )


def _matrix(out: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    rows, right = [], []
    for (x, y), (u, v) in zip(out, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [
        float(value) for value in np.linalg.solve(np.array(rows, float), np.array(right, float))
    ]


def _background(rng: np.random.Generator, size: tuple[int, int], number: int) -> Image.Image:
    return (
        _scene(rng, size, number)
        if number % 3 == 0
        else _texture(rng, size, cells=float(rng.uniform(3, 20)))
    )


def _scene(rng: np.random.Generator, size: tuple[int, int], number: int) -> Image.Image:
    names = ("mountains", "coast", "park", "skyline", "street", "room", "plate", "pet", "portrait")
    return draw(
        names[number % len(names)],
        light_at(
            datetime(2026, int(rng.integers(1, 13)), 14, int(rng.integers(7, 20)), 0, tzinfo=UTC)
        ),
        personas.PEOPLE[number % 3],
        rng,
        size,
    )


def _texture(rng: np.random.Generator, size: tuple[int, int], cells: float) -> Image.Image:
    tone = cloud(rng, size, cells)[..., None] * rng.uniform(60, 130) + np.array(
        rng.uniform(40, 120, 3)
    )
    return Image.fromarray(tone.clip(0, 255).astype(np.uint8))


def _taken(image: Image.Image, rng: np.random.Generator) -> bytes:
    grain = rng.normal(0, 4, (image.height, image.width, 1))
    noisy = (
        (np.asarray(image, np.float32) * rng.uniform(0.75, 1.05) + grain)
        .clip(0, 255)
        .astype(np.uint8)
    )
    out = io.BytesIO()
    Image.fromarray(noisy).save(out, "JPEG", quality=int(rng.integers(70, 92)))
    return out.getvalue()


__all__ = ["Words", "flat", "photographed", "pixels_of", "without_words"]
