"""Outdoors: mountains over water, a coast with boats, a park, a town seen from across the river."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image

from auditor.practice.drawing.canvas import Canvas, Colour, Point, mix, vary
from auditor.practice.drawing.light import Light

_HIGHEST = 0.1  # no peak stands nearer to the upper edge
_FAR = 0.5  # ridges up to here are far enough to carry snow all year


def mountains(canvas: Canvas, light: Light) -> None:
    """Ridges behind one another, water or meadow in front."""
    rng = canvas.rng
    sky(canvas, light, horizon := float(rng.uniform(0.45, 0.68)))
    count = int(rng.integers(3, 6))
    snow = mix((240, 244, 250), (255, 255, 255), 0.5)
    for step in range(count):
        near = (step + 1) / count
        base = mix((98, 108, 138), (48, 66, 58), near)
        top = horizon - (1 - near) * float(rng.uniform(0.16, 0.36)) - 0.02
        ridge = _ridge(rng, top, float(rng.uniform(0.1, 0.24)) * (1.15 - 0.6 * near), 9 + 4 * step)
        low = light.haze(base, 0.72 * (1 - near))
        high = (
            light.haze(snow, 0.4 * (1 - near)) if light.season == "winter" or near < _FAR else low
        )
        canvas.polygon([*ridge, (1.0, horizon + 0.02), (0.0, horizon + 0.02)], high, low)
        _facets(canvas, ridge, mix(low, (20, 26, 44), 0.35), horizon)
    shore = 0.72
    if canvas.chance(0.6):
        _water(canvas, light, horizon)
        shore = 0.97
        bank = [(x / 10, 0.9 + 0.06 * float(rng.random())) for x in range(11)]
        canvas.polygon(
            [*bank, (1.0, 1.0), (0.0, 1.0)], light.lit(mix(light.ground, (30, 34, 30), 0.4))
        )
    else:
        canvas.backdrop(
            [
                (0.0, light.haze(light.ground, 0.3)),
                (1.0, light.lit(mix(light.ground, (20, 30, 20), 0.3))),
            ],
            horizon,
            1.0,
        )
        canvas.texture(30, 0.35, horizon, 1.0)
    for _each in range(int(rng.integers(3, 9))):
        y = float(rng.uniform(max(horizon, shore), 1.03))
        fir(canvas, light, float(rng.uniform(0.0, 1.0)), y, float(rng.uniform(0.12, 0.34)) * y)


def coast(canvas: Canvas, light: Light) -> None:
    """Sea, a quay or beach, boats and a lighthouse."""
    rng = canvas.rng
    horizon = float(rng.uniform(0.34, 0.58))
    sky(canvas, light, horizon)
    side = canvas.chance(0.5)
    head = _ridge(rng, horizon - 0.04, 0.12, 12)
    reach = float(rng.uniform(0.3, 0.7))
    cape = [
        (x * reach if side else 1 - x * reach, horizon - (horizon - y) * (1 - x)) for x, y in head
    ]
    canvas.polygon(
        [*cape, (reach if side else 1 - reach, horizon), (0.0 if side else 1.0, horizon)],
        light.haze((84, 96, 84), 0.35),
    )
    _water(canvas, light, horizon)
    _lighthouse(canvas, light, (0.08 if side else 0.9) + float(rng.uniform(-0.04, 0.06)), horizon)
    for _each in range(int(rng.integers(2, 6))):
        y = float(rng.uniform(horizon + 0.06, 0.82))
        _boat(canvas, light, float(rng.uniform(0.08, 0.92)), y, 0.08 + 0.3 * (y - horizon))
    if canvas.chance(0.7):
        shore = [(x / 8, 0.8 + 0.1 * float(rng.random())) for x in range(9)]
        canvas.polygon(
            [*shore, (1.0, 1.0), (0.0, 1.0)], light.lit((204, 184, 148)), light.lit((150, 128, 98))
        )
        canvas.texture(60, 0.25, 0.84, 1.0)


def park(canvas: Canvas, light: Light) -> None:
    """Trees, a winding path, a bench, sometimes a pond."""
    rng = canvas.rng
    horizon = float(rng.uniform(0.36, 0.52))
    sky(canvas, light, horizon)
    for _each in range(26):
        y = horizon + float(rng.uniform(-0.02, 0.03))
        _crown(
            canvas, light, float(rng.uniform(-0.05, 1.05)), y, float(rng.uniform(0.06, 0.13)), 0.45
        )
    canvas.backdrop(
        [
            (0.0, light.haze(light.ground, 0.25)),
            (1.0, light.lit(mix(light.ground, (24, 40, 20), 0.25))),
        ],
        horizon + 0.03,
        1.0,
    )
    canvas.texture(50, 0.3, horizon + 0.03, 1.0)
    bend, start = float(rng.uniform(-0.5, 0.5)), float(rng.uniform(0.2, 0.8))
    left, right = [], []
    for step in range(13):
        y = step / 12
        middle = start + bend * (1 - y) * float(np.sin(y * 3.0)) + (0.5 - start) * y * 0.4
        left.append((middle - 0.02 - 0.16 * y * y, horizon + 0.03 + (0.97 - horizon) * y))
        right.append((middle + 0.02 + 0.16 * y * y, horizon + 0.03 + (0.97 - horizon) * y))
    canvas.polygon(
        [*left, *reversed(right)], light.haze((196, 184, 160), 0.3), light.lit((164, 148, 122))
    )
    for place in sorted(
        float(rng.uniform(horizon + 0.12, 0.98)) for _each in range(int(rng.integers(3, 7)))
    ):
        tree(
            canvas,
            light,
            float(rng.choice([rng.uniform(-0.02, 0.32), rng.uniform(0.68, 1.02)])),
            place,
            0.3 + 0.5 * (place - horizon),
        )
    _bench(canvas, light, float(rng.uniform(0.2, 0.75)), float(rng.uniform(0.72, 0.86)))


def skyline(canvas: Canvas, light: Light) -> None:
    """A town across the water, lit at night."""
    rng = canvas.rng
    quay = float(rng.uniform(0.56, 0.74))
    sky(canvas, light, quay)
    for row in range(3):
        x = -0.05
        while x < 1.05:  # noqa: PLR2004 - a little beyond the right edge
            wide = float(rng.uniform(0.04, 0.11))
            tall = float(rng.uniform(0.1, 0.42)) * (1 - 0.25 * row)
            wall = light.haze(
                vary(rng, ((150, 120, 108), (178, 150, 120), (120, 128, 146))[row], 26),
                0.45 - 0.2 * row,
            )
            canvas.box(x, quay - tall, wide, tall, wall, mix(wall, (0, 0, 0), 0.2))
            if row and canvas.chance(0.5):
                canvas.polygon(
                    [(x, quay - tall), (x + wide / 2, quay - tall - 0.06), (x + wide, quay - tall)],
                    light.lit((140, 70, 54)),
                )
            _windows(canvas, light, (x, quay - tall, wide, tall))
            x += wide + float(rng.uniform(0.0, 0.02))
    _water(canvas, light, quay, mirror=True)


def sky(canvas: Canvas, light: Light, horizon: float) -> None:
    """Sky with a sun, a moon or stars, and clouds."""
    rng = canvas.rng
    canvas.backdrop(light.sky, 0.0, min(1.0, horizon + 0.05))
    x, y = float(rng.uniform(0.1, 0.9)), float(rng.uniform(0.08, horizon * 0.8))
    if light.hour == "night":
        for _each in range(120):
            canvas.ellipse(
                float(rng.random()), float(rng.random()) * horizon, 0.0014, 0.0014, (220, 224, 240)
            )
        canvas.ball(x, y, 0.035, 0.035, (232, 232, 216))
    elif light.hour == "day":
        canvas.ellipse(x, y, 0.03, 0.03, (255, 250, 228))
    else:
        canvas.ellipse(x, horizon - 0.06, 0.045, 0.045, (255, 226, 170))
    if canvas.chance(0.85):
        for _each in range(int(rng.integers(2, 7))):
            _cumulus(
                canvas,
                light,
                float(rng.random()),
                float(rng.uniform(0.03, horizon * 0.75)),
                float(rng.uniform(0.03, 0.1)),
            )
    if light.hour != "night":
        low = y if light.hour == "day" else horizon - 0.06
        canvas.glow(x, low, 0.35, (255, 226, 180), 0.55)


def tree(canvas: Canvas, light: Light, x: float, y: float, tall: float) -> None:
    """A broad-leaved tree standing at a place; bare in winter."""
    rng = canvas.rng
    bark = light.lit(vary(rng, (86, 66, 52)))
    wide = tall * 0.045
    top = y - tall
    canvas.polygon(
        [
            (x - wide, y),
            (x + wide, y),
            (x + wide * 0.4, top + tall * 0.3),
            (x - wide * 0.4, top + tall * 0.3),
        ],
        bark,
    )
    for _each in range(9):
        end = (
            x + float(rng.uniform(-0.3, 0.3)) * tall / canvas.aspect * 1.3,
            top + float(rng.uniform(0.0, 0.45)) * tall,
        )
        canvas.line([(x, y - tall * float(rng.uniform(0.35, 0.6))), end], bark, wide * 0.4)
        if light.season != "winter":
            _crown(canvas, light, end[0], end[1], tall * float(rng.uniform(0.12, 0.2)), 0.0)


def fir(canvas: Canvas, light: Light, x: float, y: float, tall: float) -> None:
    """A conifer with snow in winter."""
    green = light.lit(vary(canvas.rng, (38, 68, 50)))
    tip = (
        light.lit((226, 232, 240))
        if light.season == "winter"
        else mix(green, (255, 255, 255), 0.12)
    )
    for step in range(4):
        top, wide = y - tall * (1 - step * 0.2), tall * (0.11 + 0.07 * step) / canvas.aspect
        canvas.polygon(
            [(x, top), (x + wide, top + tall * 0.38), (x - wide, top + tall * 0.38)], tip, green
        )


def _crown(canvas: Canvas, light: Light, x: float, y: float, size: float, haze: float) -> None:
    leaves = light.leaves
    base = vary(canvas.rng, leaves[int(canvas.rng.integers(len(leaves)))])
    for step in range(5):
        colour = light.haze(
            mix(mix(base, (0, 0, 0), 0.3), mix(base, (255, 255, 230), 0.25), step / 4), haze
        )
        off = canvas.rng.uniform(-0.5, 0.5, 2) * size
        canvas.ellipse(
            x + float(off[0]) / canvas.aspect,
            y + float(off[1]) - step * size * 0.12,
            size * (0.8 - 0.1 * step),
            size * 0.6,
            colour,
        )


def _ridge(rng: np.random.Generator, base: float, tall: float, parts: int) -> list[Point]:
    line: list[Point] = [
        (0.0, base - tall * float(rng.random())),
        (1.0, base - tall * float(rng.random())),
    ]
    rough = tall
    while len(line) < parts * 8:
        finer: list[Point] = [line[0]]
        for before, after in pairwise(line):
            middle = (before[1] + after[1]) / 2 + float(rng.uniform(-rough, rough))
            finer += [((before[0] + after[0]) / 2, middle), after]
        line, rough = finer, rough * 0.52
    peak = min(y for _x, y in line)
    share = min(1.0, (base - _HIGHEST) / max(base - peak, 0.01))
    return [(x, base - (base - y) * share) for x, y in line]


def _facets(canvas: Canvas, ridge: list[Point], shade: Colour, horizon: float) -> None:
    """Put the side away from the sun in shadow, gully by gully."""
    for start in range(0, len(ridge) - 6, 5):
        (x, y), (end, _low) = ridge[start], ridge[start + 3]
        deep = (horizon - y) * float(canvas.rng.uniform(0.25, 0.85))
        lean = float(canvas.rng.uniform(0.0, 0.03))
        canvas.soft([(x, y), (end, ridge[start + 3][1]), (x + lean, y + deep)], shade, 0.55, 0.004)


def _water(canvas: Canvas, light: Light, top: float, *, mirror: bool = False) -> None:
    stops = [(1 - place, mix(colour, (26, 52, 78), 0.45)) for place, colour in reversed(light.sky)]
    canvas.backdrop(stops, top, 1.0)
    if mirror:
        rows = round(top * canvas.height)
        tall = min(canvas.height - rows, rows)
        above = canvas.image.crop((0, rows - tall, canvas.width, rows)).transpose(
            Image.Transpose.FLIP_TOP_BOTTOM
        )
        below = canvas.image.crop((0, rows, canvas.width, rows + tall))
        canvas.image.paste(Image.blend(above, below, 0.45), (0, rows))
    for _each in range(140):
        y = top + (1 - top) * float(canvas.rng.random()) ** 1.4
        wide = 0.01 + 0.09 * (y - top)
        x = float(canvas.rng.uniform(-0.05, 1.0))
        canvas.line(
            [(x, y), (x + wide, y)],
            mix(light.sky[1][1], (255, 255, 255), 0.2),
            0.0016 + 0.004 * (y - top),
        )


def _windows(canvas: Canvas, light: Light, house: tuple[float, float, float, float]) -> None:
    x, y, wide, tall = house
    for row in range(int(tall / 0.045)):
        for column in range(max(1, int(wide / 0.02))):
            on = canvas.chance(0.6 if light.hour == "night" else 0.12)
            pane: Colour = (252, 214, 130) if on else light.lit((64, 78, 98))
            canvas.box(x + 0.005 + column * 0.02, y + 0.02 + row * 0.045, 0.009, 0.024, pane)


def _cumulus(canvas: Canvas, light: Light, x: float, y: float, size: float) -> None:
    pale = mix(light.sky[2][1], (255, 255, 255), 0.15 if light.hour == "night" else 0.6)
    for step in range(9):
        off = canvas.rng.uniform(-1, 1, 2)
        tone = mix(mix(pale, light.sky[1][1], 0.45), pale, step / 8)
        canvas.ellipse(
            x + float(off[0]) * size * 1.6 / canvas.aspect,
            y + float(off[1]) * size * 0.35 - step * size * 0.03,
            size * 0.7,
            size * 0.32,
            tone,
        )


def _boat(canvas: Canvas, light: Light, x: float, y: float, size: float) -> None:
    hull = light.lit(
        vary(
            canvas.rng, ((176, 52, 46), (38, 72, 116), (232, 228, 216))[int(canvas.rng.integers(3))]
        )
    )
    wide = size / canvas.aspect
    canvas.polygon(
        [
            (x - wide, y - size * 0.22),
            (x + wide, y - size * 0.22),
            (x + wide * 0.7, y),
            (x - wide * 0.8, y),
        ],
        hull,
        mix(hull, (0, 0, 0), 0.4),
    )
    canvas.line([(x, y - size * 0.2), (x, y - size * 1.6)], light.lit((92, 78, 66)), size * 0.035)
    if canvas.chance(0.6):
        sail = light.lit((244, 240, 226))
        canvas.polygon(
            [
                (x + wide * 0.05, y - size * 1.55),
                (x + wide * 0.85, y - size * 0.35),
                (x + wide * 0.05, y - size * 0.35),
            ],
            sail,
            mix(sail, (90, 90, 110), 0.25),
        )
    else:
        canvas.box(
            x - wide * 0.5, y - size * 0.55, wide * 0.7, size * 0.33, light.lit((230, 226, 214))
        )


def _lighthouse(canvas: Canvas, light: Light, x: float, y: float) -> None:
    tall = float(canvas.rng.uniform(0.14, 0.26))
    wide = tall * 0.1
    for band in range(5):
        colour = light.lit((236, 232, 224) if band % 2 else (186, 54, 46))
        low, high = y - tall * band / 5, y - tall * (band + 1) / 5
        narrow = wide * (1 - 0.08 * band)
        canvas.polygon(
            [
                (x - narrow, low),
                (x + narrow, low),
                (x + narrow * 0.94, high),
                (x - narrow * 0.94, high),
            ],
            colour,
        )
    canvas.box(
        x - wide * 0.5,
        y - tall * 1.14,
        wide,
        tall * 0.14,
        (252, 226, 140) if light.hour != "day" else light.lit((70, 70, 78)),
    )
    if light.hour in {"night", "dusk"}:
        canvas.glow(x, y - tall * 1.08, 0.16, (255, 224, 150), 0.9)


def _bench(canvas: Canvas, light: Light, x: float, y: float) -> None:
    wood, iron = light.lit((140, 92, 54)), light.lit((52, 52, 56))
    for slat in range(4):
        canvas.box(x, y - 0.075 + slat * 0.016, 0.16, 0.011, wood)
    canvas.box(x - 0.005, y, 0.17, 0.018, mix(wood, (255, 255, 255), 0.15))
    for leg in (0.01, 0.14):
        canvas.box(x + leg, y - 0.08, 0.007, 0.14, iron)
