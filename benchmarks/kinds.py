"""The single edits that people make, each with a name and a strength.

Measured one by one with `recall.py --kinds`.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps
from screens import bubble, desktop, phone, photographed

_BLACK, _WHITE, _GREY = (0, 0, 0), (255, 255, 255), (128, 128, 128)
_WORDS = ("when", "nobody", "told", "me", "what", "a", "day", "this", "was", "again", "see")
_BICUBIC = Image.Resampling.BICUBIC


@dataclass(frozen=True, slots=True)
class Hand:
    """Who edits: chance, and the other pictures that are put beside."""

    rng: np.random.Generator
    others: Sequence[Image.Image]

    def other(self) -> Image.Image:
        """Return one of the other pictures."""
        return self.others[int(self.rng.integers(len(self.others)))]

    def colour(self) -> tuple[int, ...]:
        """Return any colour."""
        return tuple(self.rng.integers(0, 256, 3).tolist())

    def words(self, count: int) -> str:
        """Return some words."""
        return " ".join(self.rng.choice(_WORDS, count))


Edit = Callable[[Image.Image, Hand], Image.Image]


def made(kind: str, picture: Image.Image, hand: Hand) -> np.ndarray:
    """Return a copy edited by `kind`, as it is read from a file of 320-1280 px and usual quality.

    Height x width x 3 in uint8.
    """
    copy = KINDS[kind](picture.convert("RGB"), hand)
    longest = int(hand.rng.integers(480, 1281))
    share = min(1.0, longest / max(copy.size))
    copy = copy.resize(
        (max(1, round(copy.width * share)), max(1, round(copy.height * share))),
        Image.Resampling.LANCZOS,
    )
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=int(hand.rng.integers(60, 91)))
    with Image.open(io.BytesIO(out.getvalue())) as image:
        return np.asarray(image.convert("RGB"))


def _crop(share: float, picture: Image.Image, _hand: Hand) -> Image.Image:
    width, height = picture.size
    return picture.crop(
        (
            round(share * width),
            round(share * height),
            round((1 - share) * width),
            round((1 - share) * height),
        )
    )


def _part(wide: float, high: float, picture: Image.Image, hand: Hand) -> Image.Image:
    """Cut out a part of these shares of the sides, anywhere."""
    width, height = max(1, round(picture.width * wide)), max(1, round(picture.height * high))
    left = int(hand.rng.integers(0, picture.width - width + 1))
    top = int(hand.rng.integers(0, picture.height - height + 1))
    return picture.crop((left, top, left + width, top + height))


def _shape(wide: int, high: int, picture: Image.Image, _hand: Hand) -> Image.Image:
    """Cut the middle to this shape."""
    share = min(picture.width / wide, picture.height / high)
    return ImageOps.fit(picture, (max(1, round(share * wide)), max(1, round(share * high))))


def _turn(degrees: float, corners: bool, picture: Image.Image, hand: Hand) -> Image.Image:
    sign = -1 if hand.rng.random() < 0.5 else 1
    width, height = picture.size
    shade = (_BLACK, _WHITE)[int(hand.rng.integers(2))]
    turned = picture.rotate(sign * degrees, _BICUBIC, expand=corners, fillcolor=shade)
    if corners:
        return turned
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    kept = min(width / (width * cosine + height * sine), height / (width * sine + height * cosine))
    x, y = math.ceil(width * (1 - kept) / 2), math.ceil(height * (1 - kept) / 2)
    return turned.crop((x, y, max(x + 1, width - x), max(y + 1, height - y)))


def _sticker(share: float, picture: Image.Image, hand: Hand) -> Image.Image:
    """Lay one round face over this share of the area, anywhere."""
    copy = picture.copy()
    across = min(2 * math.sqrt(share * copy.width * copy.height / math.pi), max(copy.size))
    _draw_face(copy, across, hand)
    return copy


def _emojis(count: int, picture: Image.Image, hand: Hand) -> Image.Image:
    copy = picture.copy()
    for _ in range(count):
        _draw_face(copy, hand.rng.uniform(0.1, 0.18) * min(copy.size), hand)
    return copy


def _draw_face(copy: Image.Image, across: float, hand: Hand) -> None:
    left = hand.rng.uniform(0, max(1.0, copy.width - across))
    top = hand.rng.uniform(0, max(1.0, copy.height - across))
    draw = ImageDraw.Draw(copy)
    draw.ellipse((left, top, left + across, top + across), fill=(255, 205, 60), outline=_BLACK)
    for eye in (0.3, 0.6):
        x, y = left + eye * across, top + 0.3 * across
        draw.ellipse((x, y, x + 0.1 * across, y + 0.16 * across), fill=(90, 60, 20))
    box = (left + 0.2 * across, top + 0.3 * across, left + 0.8 * across, top + 0.8 * across)
    draw.arc(box, 20, 160, fill=(90, 60, 20), width=max(1, round(0.06 * across)))


def _write(share: float, lines: int, strip: bool, picture: Image.Image, hand: Hand) -> Image.Image:
    """Write over the picture: `lines` lines, each `share` of the height, on a strip or bare."""
    copy = picture.copy()
    draw = ImageDraw.Draw(copy, "RGBA")
    high = max(6.0, share * copy.height)
    for line in range(lines):
        top = copy.height * (0.06 + 0.8 * (line / max(1, lines - 1) if lines > 1 else 0.85))
        if strip:
            draw.rectangle((0, top - 0.2 * high, copy.width, top + 1.3 * high), (0, 0, 0, 150))
        draw.text(
            (0.04 * copy.width, top),
            hand.words(4),
            fill=_WHITE,
            font=ImageFont.load_default(high),
            stroke_width=max(1, round(high / 16)),
            stroke_fill=_BLACK,
        )
    return copy


def _watermark(picture: Image.Image, _hand: Hand) -> Image.Image:
    copy = picture.copy()
    draw = ImageDraw.Draw(copy, "RGBA")
    step = max(24, copy.width // 4)
    for y in range(0, copy.height, step // 2):
        for x in range(0, copy.width, step):
            draw.text((x, y), "sample", (255, 255, 255, 110), font=ImageFont.load_default(step / 4))
    return copy


def _scribble(picture: Image.Image, hand: Hand) -> Image.Image:
    copy = picture.copy()
    places = hand.rng.uniform(0.1, 0.9, (9, 2)) * copy.size
    line = [tuple(place) for place in places.tolist()]
    ImageDraw.Draw(copy).line(line, hand.colour(), max(2, round(0.02 * min(copy.size))), "curve")
    return copy


def _cover(how: str, picture: Image.Image, hand: Hand) -> Image.Image:
    """Make a fifth of the area unknowable."""
    copy = picture.copy()
    width, height = max(1, round(0.5 * copy.width)), max(1, round(0.4 * copy.height))
    left = int(hand.rng.integers(0, copy.width - width + 1))
    top = int(hand.rng.integers(0, copy.height - height + 1))
    box = (left, top, left + width, top + height)
    part = copy.crop(box)
    if how == "bar":
        part = Image.new("RGB", part.size, _BLACK)
    elif how == "blurred":
        part = part.filter(ImageFilter.GaussianBlur(max(copy.size) / 25))
    else:
        part = part.resize((8, 6), Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
    copy.paste(part, box)
    return copy


def _fill(
    wide: int, high: int, ground: str, size: float, picture: Image.Image, hand: Hand
) -> Image.Image:
    """Lay the picture on a ground of this shape: blurred, plain, or running between two colours."""
    tall = max(picture.height, round(picture.width * high / wide))
    canvas = (max(picture.width, round(tall * wide / high)), tall)
    if ground == "blurred":
        below = ImageOps.fit(picture, canvas).filter(ImageFilter.GaussianBlur(max(canvas) / 30))
        below = ImageEnhance.Brightness(below).enhance(0.8)
    elif ground == "running":
        ramp = np.linspace(0, 1, canvas[1])[:, None, None]
        shades = ramp * np.array(hand.colour()) + (1 - ramp) * np.array(hand.colour())
        below = Image.fromarray(np.broadcast_to(shades, (canvas[1], canvas[0], 3)).astype(np.uint8))
    else:
        below = Image.new("RGB", canvas, _WHITE if ground == "white" else hand.colour())
    above = ImageOps.contain(picture, (round(canvas[0] * size), round(canvas[1] * size)))
    below.paste(above, ((canvas[0] - above.width) // 2, (canvas[1] - above.height) // 2))
    return below


def _collage(across: int, down: int, gap: float, picture: Image.Image, hand: Hand) -> Image.Image:
    """One field of a grid, the others taken by other pictures; each cut to its field."""
    side = 360
    field = (side, side) if across == down else (side, round(side * picture.height / picture.width))
    space = round(gap * side)
    whole = Image.new(
        "RGB",
        (across * field[0] + (across + 1) * space, down * field[1] + (down + 1) * space),
        _WHITE,
    )
    mine = int(hand.rng.integers(across * down))
    for place in range(across * down):
        shown = ImageOps.fit(picture if place == mine else hand.other(), field)
        row, column = divmod(place, across)
        whole.paste(shown, (space + column * (field[0] + space), space + row * (field[1] + space)))
    return whole


def _corner(picture: Image.Image, hand: Hand) -> Image.Image:
    """The picture small in the corner of another."""
    whole = ImageOps.fit(hand.other(), (900, 900))
    small = ImageOps.contain(picture, (360, 360))
    whole.paste(small, (900 - small.width - 20, 900 - small.height - 20))
    return whole


def _round(picture: Image.Image, _hand: Hand) -> Image.Image:
    square = _shape(1, 1, picture, _hand)
    mask = Image.new("L", square.size)
    ImageDraw.Draw(mask).ellipse((0, 0, *square.size), fill=255)
    return Image.composite(square, Image.new("RGB", square.size, _WHITE), mask)


def _stretch(wide: float, picture: Image.Image, _hand: Hand) -> Image.Image:
    return picture.resize((max(1, round(picture.width * wide)), picture.height), _BICUBIC)


def _slant(share: float, picture: Image.Image, hand: Hand) -> Image.Image:
    """Seen from the side: corners moved by up to `share` of the sides, ground grey."""
    return photographed(picture, hand.rng, share, noise=0.0)


def _tone(
    how: Callable[[np.ndarray], np.ndarray], picture: Image.Image, _hand: Hand
) -> Image.Image:
    values = how(np.asarray(picture, np.float64) / 255)
    return Image.fromarray((np.clip(values, 0, 1) * 255).round().astype(np.uint8))


def _sepia(values: np.ndarray) -> np.ndarray:
    return values.mean(axis=2, keepdims=True) * np.array([1.05, 0.9, 0.68])


def _noise(picture: Image.Image, hand: Hand) -> Image.Image:
    return _tone(lambda values: values + hand.rng.normal(0, 0.08, values.shape), picture, hand)


def _jpeg(quality: int, picture: Image.Image, _hand: Hand) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def _small(longest: int, picture: Image.Image, _hand: Hand) -> Image.Image:
    return ImageOps.contain(picture, (longest, longest))


def _then(*edits: Edit) -> Edit:
    def every(picture: Image.Image, hand: Hand) -> Image.Image:
        for edit in edits:
            picture = edit(picture, hand)
        return picture

    return every


def _mirror(picture: Image.Image, _hand: Hand) -> Image.Image:
    return ImageOps.mirror(picture)


def _frame(share: float, picture: Image.Image, hand: Hand) -> Image.Image:
    return ImageOps.expand(picture, max(1, round(share * min(picture.size))), hand.colour())


def _letterbox(picture: Image.Image, _hand: Hand) -> Image.Image:
    return ImageOps.expand(picture, (0, max(1, round(0.12 * picture.height))), _BLACK)


KINDS: dict[str, Edit] = {
    "as it is": lambda picture, _hand: picture,
    "160 px": partial(_small, 160),
    "JPEG quality 10": partial(_jpeg, 10),
    "mirrored": _mirror,
    "turned 90°": lambda picture, _hand: picture.transpose(Image.Transpose.ROTATE_90),
    "turned 180°": lambda picture, _hand: picture.transpose(Image.Transpose.ROTATE_180),
    "frame 5 %": partial(_frame, 0.05),
    "bars above and below": _letterbox,
    "grey": lambda picture, _hand: ImageOps.grayscale(picture).convert("RGB"),
    "sepia": partial(_tone, _sepia),
    "brighter": partial(_tone, lambda values: values * 1.3 + 0.05),
    "darker": partial(_tone, lambda values: values * 0.6),
    "more contrast": partial(_tone, lambda values: (values - 0.5) * 1.5 + 0.5),
    "gamma 0.6": partial(_tone, lambda values: values**0.6),
    "noise": _noise,
    "blurred": lambda picture, _hand: picture.filter(
        ImageFilter.GaussianBlur(max(picture.size) / 200)
    ),
    "posterised": lambda picture, _hand: ImageOps.posterize(picture, 3),
    "inverted": lambda picture, _hand: ImageOps.invert(picture),
    "stretched 10 %": partial(_stretch, 1.1),
    "stretched 25 %": partial(_stretch, 1.25),
    "seen from the side 5 %": partial(_slant, 0.05),
    "seen from the side 12 %": partial(_slant, 0.12),
    "crop 5 % a side": partial(_crop, 0.05),
    "crop 8 % a side": partial(_crop, 0.08),
    "crop 12 % a side": partial(_crop, 0.12),
    "crop 16 % a side": partial(_crop, 0.16),
    "crop 20 % a side": partial(_crop, 0.20),
    "crop 25 % a side": partial(_crop, 0.25),
    "crop 30 % a side": partial(_crop, 0.30),
    "crop to half the area": partial(_part, 0.7071, 0.7071),
    "crop to a third of the area": partial(_part, 0.577, 0.577),
    "crop to the half of one side": partial(_part, 0.5, 1.0),
    "crop to a square": partial(_shape, 1, 1),
    "crop to 9:16": partial(_shape, 9, 16),
    "turn 3°": partial(_turn, 3, True),
    "turn 5°": partial(_turn, 5, True),
    "turn 5°, corners cut": partial(_turn, 5, False),
    "turn 8°": partial(_turn, 8, True),
    "turn 10°": partial(_turn, 10, True),
    "turn 10°, corners cut": partial(_turn, 10, False),
    "turn 15°": partial(_turn, 15, True),
    "turn 15°, corners cut": partial(_turn, 15, False),
    "sticker 10 %": partial(_sticker, 0.10),
    "sticker 20 %": partial(_sticker, 0.20),
    "sticker 30 %": partial(_sticker, 0.30),
    "two stickers 10 %": _then(partial(_sticker, 0.10), partial(_sticker, 0.10)),
    "four emojis": partial(_emojis, 4),
    "eight emojis": partial(_emojis, 8),
    "text inside": partial(_write, 0.08, 1, False),
    "caption inside": partial(_write, 0.08, 1, True),
    "text above and below": partial(_write, 0.13, 2, False),
    "watermark all over": _watermark,
    "scribble": _scribble,
    "a fifth black": partial(_cover, "bar"),
    "a fifth blurred": partial(_cover, "blurred"),
    "a fifth pixelated": partial(_cover, "pixelated"),
    "screenshot, light": partial(phone, dark=False, bars=True),
    "screenshot, dark": partial(phone, dark=True, bars=True),
    "screenshot without interface": partial(phone, dark=True, bars=False),
    "screenshot of a chat": bubble,
    "screenshot of a desktop": desktop,
    "story on blurred ground": partial(_fill, 9, 16, "blurred", 0.9),
    "story on plain ground": partial(_fill, 9, 16, "plain", 0.85),
    "story on running colours": partial(_fill, 9, 16, "running", 0.85),
    "4:5 fill, blurred": partial(_fill, 4, 5, "blurred", 1.0),
    "4:5 fill, white": partial(_fill, 4, 5, "white", 1.0),
    "9:16 fill, blurred": partial(_fill, 9, 16, "blurred", 1.0),
    "9:16 fill, white": partial(_fill, 9, 16, "white", 1.0),
    "collage 2x2": partial(_collage, 2, 2, 0.03),
    "collage 2x2 without gaps": partial(_collage, 2, 2, 0.0),
    "collage 3x3": partial(_collage, 3, 3, 0.03),
    "side by side": partial(_collage, 2, 1, 0.0),
    "one above the other": partial(_collage, 1, 2, 0.02),
    "small in a corner of another": _corner,
    "photo of a screen": lambda picture, hand: photographed(picture, hand.rng, 0.06, noise=0.03),
    "round avatar": _round,
    "mirrored and crop 12 %": _then(_mirror, partial(_crop, 0.12)),
    "sticker 10 % and turn 5°": _then(partial(_sticker, 0.10), partial(_turn, 5, False)),
    "64 px": partial(_small, 64),
    "96 px": partial(_small, 96),
    "blurred strongly": lambda picture, _hand: picture.filter(
        ImageFilter.GaussianBlur(max(picture.size) / 50)
    ),
    "crop to a tenth of the area": partial(_part, 0.316, 0.316),
    "crop to a twentieth of the area": partial(_part, 0.224, 0.224),
    "sticker 60 %": partial(_sticker, 0.60),
    "turn 45°": partial(_turn, 45, True),
    "collage 5x5": partial(_collage, 5, 5, 0.02),
    "stretched to double": partial(_stretch, 2.0),
    "only its edges": lambda picture, _hand: picture.filter(ImageFilter.FIND_EDGES),
}
