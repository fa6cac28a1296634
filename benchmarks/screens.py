"""Screens with a picture on them: telephones, chats, desktops, and photos of screens.

For benchmarks/recall.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

if TYPE_CHECKING:
    from kinds import Hand

_DARK, _LIGHT = (18, 18, 20), (250, 250, 250)
_PHONE = (720, 1560)


def _ink(dark: bool) -> tuple[int, int, int]:
    return (235, 235, 235) if dark else (30, 30, 30)


def _status(draw: ImageDraw.ImageDraw, width: int, dark: bool) -> None:
    font = ImageFont.load_default(26)
    draw.text((40, 20), "12:41", _ink(dark), font=font)
    draw.rectangle((width - 90, 24, width - 40, 46), outline=_ink(dark), width=3)
    draw.rectangle((width - 86, 28, width - 58, 42), fill=_ink(dark))


def phone(picture: Image.Image, hand: Hand, *, dark: bool, bars: bool) -> Image.Image:
    """A post on a telephone, with the interface around it or only the picture on plain ground."""
    screen = Image.new("RGB", _PHONE, _DARK if dark else _LIGHT)
    shown = ImageOps.contain(picture, (_PHONE[0], 1100))
    top = (_PHONE[1] - shown.height) // 2 if not bars else 200
    left = (_PHONE[0] - shown.width) // 2
    screen.paste(shown, (left, top))
    draw = ImageDraw.Draw(screen)
    if not bars:
        return screen
    _status(draw, _PHONE[0], dark)
    font = ImageFont.load_default(28)
    draw.ellipse((24, 104, 88, 168), fill=hand.colour())
    draw.text((110, 118), hand.words(2), _ink(dark), font=font)
    below = top + shown.height + 24
    for place in range(3):
        x = 30 + 80 * place
        draw.ellipse((x, below, x + 48, below + 48), outline=_ink(dark), width=4)
    for line in range(3):
        draw.text((30, below + 80 + 44 * line), hand.words(6), _ink(dark), font=font)
    draw.line((0, 1440, _PHONE[0], 1440), _ink(dark))
    for place in range(5):
        x = 50 + 140 * place
        draw.rectangle((x, 1470, x + 50, 1520), outline=_ink(dark), width=4)
    return screen


def bubble(picture: Image.Image, hand: Hand) -> Image.Image:
    """A picture in a chat between messages."""
    dark = bool(hand.rng.random() < 0.5)
    screen = Image.new("RGB", _PHONE, (11, 20, 26) if dark else (236, 229, 221))
    draw = ImageDraw.Draw(screen)
    _status(draw, _PHONE[0], dark)
    font = ImageFont.load_default(28)
    shade = (32, 44, 51) if dark else _LIGHT
    for y in (120, 220, 1240, 1350):
        x = int(hand.rng.integers(20, 260))
        draw.rounded_rectangle((x, y, x + 420, y + 80), 20, fill=shade)
        draw.text((x + 20, y + 22), hand.words(4), _ink(dark), font=font)
    shown = ImageOps.contain(picture, (520, 860))
    draw.rounded_rectangle((170, 330, 190 + shown.width, 350 + shown.height), 20, fill=shade)
    mask = Image.new("L", shown.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *shown.size), 16, fill=255)
    screen.paste(shown, (180, 340), mask)
    return screen


def desktop(picture: Image.Image, hand: Hand) -> Image.Image:
    """A browser window with the picture in a page."""
    screen = Image.new("RGB", (1600, 900), _LIGHT)
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 1600, 90), fill=(222, 225, 230))
    draw.rounded_rectangle((160, 46, 1300, 80), 16, fill=_LIGHT)
    font = ImageFont.load_default(22)
    for line in range(14):
        draw.text((40, 130 + 50 * line), hand.words(3), _ink(False), font=font)
        draw.text((1250, 130 + 50 * line), hand.words(4), _ink(False), font=font)
    shown = ImageOps.contain(picture, (820, 740))
    screen.paste(shown, (320 + (820 - shown.width) // 2, 120))
    return screen


def photographed(
    picture: Image.Image, rng: np.random.Generator, share: float, *, noise: float
) -> Image.Image:
    """The picture seen by a camera: corners moved by up to `share`, dark ground around.

    With `noise` above 0 also the stripes of a screen, a reflection, blur and noise.
    """
    width, height = picture.size
    ground = ImageOps.expand(picture, (width // 10, height // 10), (45, 45, 48))
    wide, high = ground.size
    moved = rng.uniform(-share, share, (4, 2)) * (width, height) / 2
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], float)
    rows, values = [], []
    for (x, y), (u, v) in zip(corners.tolist(), (corners + moved).tolist(), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    numbers = np.linalg.solve(np.array(rows), np.array(values)).tolist()
    seen = ground.transform(
        ground.size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC
    )
    if not noise:
        return seen
    light = np.asarray(seen.filter(ImageFilter.GaussianBlur(max(wide, high) / 500)), float) / 255
    y, x = np.mgrid[0:high, 0:wide]
    stripes = 0.05 * np.sin(x * rng.uniform(0.9, 1.6) + y * rng.uniform(0.2, 0.6))
    glare = 0.25 * np.exp(-((x / wide - rng.random()) ** 2 + (y / high - rng.random()) ** 2) / 0.03)
    light = light * 0.9 + (stripes + glare)[..., None] + rng.normal(0, noise, light.shape)
    return Image.fromarray((np.clip(light, 0, 1) * 255).astype(np.uint8))
