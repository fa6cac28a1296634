"""What is seen through glass and in it: a window with a landmark, a reflection, a café table."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from auditor.practice.drawing import landscape
from auditor.practice.drawing.canvas import Canvas, Colour, mix, oval, vary
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Person

_BRICK: Colour = (166, 92, 74)
_ROOF: Colour = (120, 66, 56)
_IRON: Colour = (74, 82, 90)


def window_view(canvas: Canvas, light: Light, person: Person, says: tuple[str, ...]) -> None:
    """Draw what a person sees from their window: `says` names the landmark, which comes back.

    Roofs, frame and landmark are the same each time; hour, season and what stands on the sill vary.
    """
    steady = np.random.default_rng(1000 + person.number)
    canvas.backdrop([(0.0, (70, 64, 60)), (1.0, (52, 46, 42))])
    left, top, right, low = 0.1, 0.04, 0.9, 0.8
    _outside(canvas, light, steady, says[0], low)
    canvas.box(0.0, 0.0, left, 1.0, (214, 206, 194), (190, 182, 170))
    canvas.box(right, 0.0, 1 - right, 1.0, (214, 206, 194), (190, 182, 170))
    canvas.box(0.0, 0.0, 1.0, top, (222, 216, 206))
    canvas.box(0.0, low, 1.0, 1 - low, (206, 198, 186), (176, 168, 156))
    frame = (246, 244, 238)
    canvas.box(left, top, right - left, 0.02, frame)
    canvas.box(left, low - 0.03, right - left, 0.03, frame)
    for x in (left, 0.495, right - 0.014):
        canvas.box(x, top, 0.014, low - top, frame)
    canvas.box(left - 0.03, low, right - left + 0.06, 0.05, (250, 248, 242), (214, 208, 198))
    cloth = vary(steady, (120, 132, 152), 40)
    for x, lean in ((left - 0.06, 0.03), (right - 0.03, -0.03)):
        for fold in range(4):
            tone = mix(cloth, (0, 0, 0), 0.08 + 0.1 * (fold % 2))
            start = x + fold * 0.0225
            canvas.polygon(
                [
                    (start, 0.0),
                    (start + 0.024, 0.0),
                    (start + 0.024 - lean, 0.9),
                    (start - lean, 0.9),
                ],
                tone,
                mix(tone, (0, 0, 0), 0.25),
            )
    rng = canvas.rng
    _pot(canvas, float(rng.uniform(0.18, 0.34)), low + 0.02)
    cup = vary(rng, (206, 96, 70), 60)
    x = float(rng.uniform(0.6, 0.8))
    canvas.box(x, low - 0.075, 0.05, 0.085, mix(cup, (255, 255, 255), 0.15), cup)
    canvas.ellipse(x + 0.025, low - 0.075, 0.025 * canvas.aspect, 0.012, (60, 40, 30))
    if light.hour != "night":
        canvas.glow(0.5, 0.4, 0.7, (255, 244, 222), 0.18)


def landmark(canvas: Canvas, light: Light, kind: str, x: float, base: float, tall: float) -> None:
    """Draw a building that nobody mistakes for another, standing at a place."""
    wide = tall / canvas.aspect
    match kind:
        case "gasholder":
            _gasholder(canvas, light, x, base, tall)
        case "water tower":
            stone = light.haze((176, 150, 124), 0.12)
            for side in (-0.24, -0.08, 0.08, 0.24):
                canvas.line(
                    [(x + side * wide, base), (x + side * 0.7 * wide, base - tall * 0.6)],
                    light.lit((110, 92, 80)),
                    tall * 0.05,
                )
            canvas.box(
                x - 0.3 * wide,
                base - tall * 0.86,
                0.6 * wide,
                tall * 0.3,
                stone,
                mix(stone, (0, 0, 0), 0.25),
            )
            canvas.polygon(
                [
                    (x - 0.34 * wide, base - tall * 0.86),
                    (x, base - tall * 1.06),
                    (x + 0.34 * wide, base - tall * 0.86),
                ],
                light.lit((72, 128, 116)),
            )
            canvas.box(
                x - 0.3 * wide,
                base - tall * 0.74,
                0.6 * wide,
                tall * 0.05,
                light.lit((228, 218, 196)),
            )
        case "wheel":
            rim = light.lit((210, 70, 84))
            middle = base - tall * 0.56
            for spoke in np.linspace(0, 2 * np.pi, 16, endpoint=False):
                end = (
                    x + 0.42 * wide * float(np.cos(spoke)),
                    middle + 0.42 * tall * float(np.sin(spoke)),
                )
                canvas.line([(x, middle), end], light.lit((226, 226, 230)), tall * 0.012)
                canvas.ellipse(end[0], end[1], tall * 0.035, tall * 0.035, rim)
            ring = oval(x, middle, 0.42 * wide, 0.42 * tall, 60)
            canvas.line([*ring, ring[0]], rim, tall * 0.03)
            for side in (-0.22, 0.22):
                canvas.line(
                    [(x, middle), (x + side * wide, base)], light.lit((190, 192, 198)), tall * 0.04
                )
        case _:
            _twin_towers(canvas, light, x, base, tall)


def reflection(canvas: Canvas, light: Light, person: Person, says: tuple[str, ...]) -> None:
    """Draw a dark window in which the room stands, mirrored, with the notes on its wall."""
    rng = canvas.rng
    landscape.skyline(canvas, Light(light.season, "night"))
    canvas.blur(0.006)
    canvas.dim((120, 124, 140))
    wall = Image.new("RGB", canvas.image.size, (96, 78, 60))
    canvas.image.paste(Image.blend(canvas.image, wall, 0.55), (0, 0))
    canvas.glow(0.2, 0.2, 0.7, (255, 214, 150), 0.6)
    board = (0.36, 0.1, 0.56, 0.56)
    canvas.box(*board, (226, 220, 204), (204, 196, 178))
    for row, words in enumerate(says):
        tall = 0.052 if row == 0 else 0.042
        mirrored(canvas, 0.9, 0.16 + row * 0.09, words, tall, (40, 44, 70))
    for number in range(3):
        x = 0.4 + number * 0.17 + float(rng.uniform(-0.02, 0.02))
        note = ((250, 226, 120), (250, 180, 170), (176, 222, 200))[number]
        canvas.box(x, 0.54, 0.09, 0.1, note, mix(note, (0, 0, 0), 0.12))
    coat = vary(rng, person.look.clothes, 30)
    canvas.polygon(
        [(0.06, 1.0), (0.1, 0.72), (0.17, 0.64), (0.26, 0.64), (0.33, 0.72), (0.37, 1.0)],
        mix(coat, (20, 18, 22), 0.35),
        mix(coat, (0, 0, 0), 0.6),
    )
    skin = mix(person.look.skin, (30, 24, 30), 0.35)
    canvas.ellipse(0.215, 0.47, 0.12, 0.16, mix(person.look.hair, (0, 0, 0), 0.3))
    canvas.ellipse(0.215, 0.5, 0.095, 0.13, skin)
    for side in (-1, 1):
        canvas.ellipse(0.215 + side * 0.028, 0.49, 0.011, 0.009, mix(skin, (0, 0, 0), 0.6))
    canvas.line([(0.195, 0.56), (0.235, 0.56)], mix(skin, (90, 30, 30), 0.5), 0.007)
    canvas.box(0.14, 0.63, 0.07, 0.12, (30, 32, 38))
    canvas.ellipse(0.158, 0.66, 0.012, 0.012, (190, 210, 236))
    for x in (0.0, 0.33, 0.985):
        canvas.box(x, 0.0, 0.015, 1.0, (52, 48, 46))
    canvas.box(0.0, 0.94, 1.0, 0.06, (62, 56, 52))


def cafe_table(canvas: Canvas, light: Light, _person: Person, says: tuple[str, ...]) -> None:
    """Draw a table at a window on which the café's name stands, read from inside; two cups."""
    rng = canvas.rng
    _outside(canvas, light, np.random.default_rng(7), says[1], 0.66)
    canvas.blur(0.004)
    gold = (238, 206, 130)
    mirrored(canvas, 0.9, 0.17, says[0], 0.13, gold)
    canvas.line([(0.12, 0.26), (0.88, 0.26)], gold, 0.006)
    for x in (0.0, 0.485, 0.975):
        canvas.box(x, 0.0, 0.025, 0.68, (48, 60, 54), (34, 44, 40))
    wood = vary(rng, (142, 98, 64), 12)
    canvas.polygon(
        [(0.0, 0.66), (1.0, 0.66), (1.0, 1.0), (0.0, 1.0)], wood, mix(wood, (0, 0, 0), 0.3)
    )
    canvas.texture(20, 0.15, 0.66, 1.0)
    for x in (float(rng.uniform(0.24, 0.34)), float(rng.uniform(0.6, 0.7))):
        _cup(canvas, x, 0.8)
    x = float(rng.uniform(0.4, 0.48))
    sheet = [(x, 0.83), (x + 0.13, 0.81), (x + 0.16, 0.95), (x + 0.02, 0.97)]
    canvas.polygon(sheet, (244, 242, 232), (222, 218, 206))
    for row in range(5):
        canvas.line(
            [
                (x + 0.02 + row * 0.003, 0.845 + row * 0.022),
                (x + 0.11 + row * 0.004, 0.832 + row * 0.022),
            ],
            (90, 96, 120),
            0.004,
        )
    canvas.dim(mix(light.dim, (255, 240, 220), 0.5))


def mirrored(canvas: Canvas, x: float, y: float, words: str, tall: float, fill: Colour) -> None:
    """Write as a mirror shows it; `x` is where the line begins, at its right end."""
    font = ImageFont.load_default(max(6, round(canvas.px(tall))))
    box = font.getbbox(words)
    size = (int(box[2]) + 8, int(box[3]) + 8)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).text((4, 4), words, font=font, fill=255)
    mask = mask.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    right, top = canvas.at(x, y)
    canvas.image.paste(fill, (round(right) - size[0], round(top) - size[1] // 2), mask)


def _outside(
    canvas: Canvas, light: Light, steady: np.random.Generator, kind: str, low: float
) -> None:
    """Draw sky, landmark and roofs down to `low`."""
    canvas.backdrop(light.sky, 0.0, low)
    if light.hour == "day":
        canvas.glow(0.8, 0.1, 0.4, (255, 240, 210), 0.5)
    where = float(steady.uniform(0.66, 0.72))
    if light.hour == "night":  # the lights of the town stand behind what is dark
        canvas.glow(where, low * 0.7, 0.5, (128, 132, 168), 0.9)
    landmark(canvas, light, kind, where, low * 0.86, low * 0.5)
    if light.hour == "night":
        canvas.ellipse(where, low * 0.34, 0.007, 0.007, (255, 92, 76))
        canvas.glow(where, low * 0.34, 0.05, (255, 80, 60), 0.8)
    for row in range(3):
        x = -0.02
        base = low * (0.8 + 0.1 * row)
        while x < 1.0:
            wide = float(steady.uniform(0.09, 0.16))
            tall = float(steady.uniform(0.06, 0.14)) * low
            wall = light.haze(vary(steady, _BRICK, 22), 0.3 - 0.12 * row)
            canvas.box(
                x, base - tall * 0.5, wide, low - base + tall, wall, mix(wall, (0, 0, 0), 0.2)
            )
            roof = light.haze(vary(steady, _ROOF, 16), 0.25 - 0.1 * row)
            canvas.polygon(
                [
                    (x - 0.006, base - tall * 0.5),
                    (x + wide * 0.2, base - tall),
                    (x + wide * 0.8, base - tall),
                    (x + wide + 0.006, base - tall * 0.5),
                ],
                (226, 232, 240) if light.season == "winter" else roof,
            )
            for pane in (0.25, 0.6):
                on = steady.random() < (0.6 if light.hour in {"night", "dusk"} else 0.0)
                glass: Colour = (250, 214, 136) if on else light.lit((70, 84, 100))
                canvas.box(x + wide * pane, base - tall * 0.3, wide * 0.16, tall * 0.5, glass)
            chimney = x + wide * 0.66
            canvas.box(chimney, base - tall * 1.3, wide * 0.1, tall * 0.4, light.lit((110, 62, 50)))
            x += wide


def _gasholder(canvas: Canvas, light: Light, x: float, base: float, tall: float) -> None:
    """A round iron frame with rings, and the tank low inside."""
    wide, iron = 0.42 * tall / canvas.aspect, light.haze(_IRON, 0.1)
    tank = light.haze((96, 128, 138), 0.15)
    canvas.box(x - wide, base - tall * 0.42, 2 * wide, tall * 0.5, tank, mix(tank, (0, 0, 0), 0.3))
    canvas.ellipse(x, base - tall * 0.42, 0.42 * tall, 0.06 * tall, mix(tank, (255, 255, 255), 0.2))
    for share in (-1.0, -0.72, -0.26, 0.26, 0.72, 1.0):
        canvas.line([(x + share * wide, base), (x + share * wide, base - tall)], iron, tall * 0.022)
    for height in (0.5, 0.74, 0.98):
        ring = oval(x, base - tall * height, wide, 0.05 * tall, 50)
        canvas.line([*ring, ring[0]], iron, tall * 0.02)


def _twin_towers(canvas: Canvas, light: Light, x: float, base: float, tall: float) -> None:
    """A church with two unlike spires: a green pointed one and a round one."""
    stone = light.haze((188, 178, 160), 0.1)
    wide = 0.13 * tall / canvas.aspect
    for side in (-1, 1):
        middle = x + side * 2.1 * wide
        canvas.box(
            middle - wide,
            base - tall * 0.66,
            2 * wide,
            tall * 0.7,
            stone,
            mix(stone, (0, 0, 0), 0.25),
        )
        canvas.ellipse(
            middle, base - tall * 0.54, 0.06 * tall, 0.06 * tall, light.lit((40, 44, 52))
        )
        canvas.ellipse(middle, base - tall * 0.54, 0.045 * tall, 0.045 * tall, (240, 234, 214))
    canvas.polygon(
        [
            (x - 3.2 * wide, base - tall * 0.66),
            (x - 2.1 * wide, base - tall * 1.06),
            (x - wide, base - tall * 0.66),
        ],
        light.lit((86, 148, 128)),
    )
    canvas.ellipse(
        x + 2.1 * wide, base - tall * 0.68, 0.14 * tall, 0.14 * tall, light.lit((176, 96, 60))
    )
    canvas.box(
        x - wide * 1.2, base - tall * 0.4, 2.4 * wide, tall * 0.42, mix(stone, (0, 0, 0), 0.1)
    )


def _pot(canvas: Canvas, x: float, y: float) -> None:
    """A plant in a pot."""
    rng = canvas.rng
    for _leaf in range(18):
        lean, tall = float(rng.uniform(-0.06, 0.06)), float(rng.uniform(0.08, 0.2))
        green = vary(rng, (74, 130, 70), 26)
        canvas.polygon(
            [
                (x, y - 0.08),
                (x + lean * 0.6 - 0.01, y - 0.08 - tall * 0.6),
                (x + lean, y - 0.08 - tall),
                (x + lean * 0.6 + 0.01, y - 0.08 - tall * 0.55),
            ],
            green,
        )
    canvas.polygon(
        [(x - 0.03, y - 0.1), (x + 0.03, y - 0.1), (x + 0.022, y), (x - 0.022, y)],
        (196, 112, 78),
        (140, 74, 50),
    )


def _cup(canvas: Canvas, x: float, y: float) -> None:
    """A cup of coffee on its saucer, seen from the side and above."""
    canvas.ellipse(x, y + 0.03, 0.1, 0.03, (216, 214, 208))
    canvas.polygon(
        [
            (x - 0.045, y - 0.05),
            (x + 0.045, y - 0.05),
            (x + 0.03, y + 0.035),
            (x - 0.03, y + 0.035),
        ],
        (250, 250, 246),
        (214, 212, 206),
    )
    canvas.ellipse(x, y - 0.05, 0.045 * canvas.aspect, 0.018, (244, 242, 236))
    canvas.ellipse(x, y - 0.05, 0.038 * canvas.aspect, 0.013, (92, 56, 36))
