"""A street in perspective: house fronts left and right, lamps, a parked car, people far away."""

from __future__ import annotations

from itertools import pairwise

from auditor.practice.drawing import landscape
from auditor.practice.drawing.canvas import Canvas, Colour, Point, mix, vary
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Person

_FRONTS: tuple[Colour, ...] = (
    (206, 150, 104),
    (184, 92, 78),
    (222, 202, 160),
    (118, 140, 160),
    (150, 168, 130),
    (214, 176, 176),
)
_SIGNS = ("CAFE", "BOOKS", "BAKERY", "RADIO", "OPTIK", "FLORES", "TEA", "HOTEL")


def street(canvas: Canvas, light: Light, _person: Person) -> None:
    """Draw the street towards its vanishing point."""
    rng = canvas.rng
    x, y = float(rng.uniform(0.36, 0.64)), float(rng.uniform(0.46, 0.58))
    landscape.sky(canvas, light, y + 0.1)
    stone = light.lit((128, 122, 118))
    canvas.polygon(
        [(x - 0.03, y), (x + 0.03, y), (1.15, 1.0), (-0.15, 1.0)],
        light.haze((128, 122, 118), 0.3),
        stone,
    )
    canvas.texture(40, 0.25, y, 1.0)
    for side in (-1, 1):
        edge = -0.2 if side < 0 else 1.2
        places = [0.0]
        while places[-1] < 0.9:  # noqa: PLR2004 - share of the way to the vanishing point
            places.append(places[-1] + (1 - places[-1]) * float(rng.uniform(0.2, 0.42)))
        for near, far in reversed(list(pairwise(places))):
            _front(canvas, light, (x, y), edge, (near, far))
        for place in (0.12, 0.42, 0.66):
            _lamp(
                canvas,
                light,
                (edge + (x - edge) * (place * 0.86 + 0.14), y + (0.98 - y) * (1 - place)),
                0.62 * (1 - place) + 0.06,
            )
    for _each in range(int(rng.integers(2, 7))):
        far = float(rng.uniform(0.1, 0.6))
        _walker(
            canvas,
            light,
            x + float(rng.uniform(-0.3, 0.3)) * far,
            y + (1 - y) * far * 0.75,
            0.32 * far + 0.03,
        )
    if canvas.chance(0.7):
        _car(canvas, light, float(rng.uniform(0.12, 0.7)), float(rng.uniform(0.76, 0.92)))


def _front(
    canvas: Canvas, light: Light, end: Point, edge: float, span: tuple[float, float]
) -> None:
    """Draw one house between two shares of the way to the vanishing point.

    The way begins at the edge of the picture.
    """
    rng = canvas.rng
    (x, y), (near, far) = end, span
    tall = float(rng.uniform(0.75, 1.15))
    wall = light.haze(vary(rng, _FRONTS[int(rng.integers(len(_FRONTS)))], 16), 0.3 * far)

    def at(share: float, height: float) -> Point:
        along = near + (far - near) * share
        ground = 1.02 + (y - 1.02) * along
        return (edge + (x - edge) * along, ground - height * tall * (1 - along))

    canvas.polygon([at(0, 0), at(0, 1), at(1, 1), at(1, 0)], wall, mix(wall, (0, 0, 0), 0.28))
    canvas.polygon([at(0, 1), at(0, 1.06), at(1, 1.06), at(1, 1)], light.lit((120, 66, 52)))
    columns, rows = int(rng.integers(2, 5)), int(rng.integers(3, 5))
    for column in range(columns):
        for row in range(rows):
            left, right = (column + 0.25) / columns, (column + 0.75) / columns
            low, high = 0.32 + 0.62 * row / rows, 0.32 + 0.62 * (row + 0.62) / rows
            on = canvas.chance(0.55 if light.hour in {"night", "dusk"} else 0.06)
            pane: Colour = (250, 212, 130) if on else light.lit((70, 86, 104))
            canvas.polygon(
                [
                    at(left - 0.03, low - 0.01),
                    at(left - 0.03, high + 0.01),
                    at(right + 0.03, high + 0.01),
                    at(right + 0.03, low - 0.01),
                ],
                light.lit((236, 230, 220)),
            )
            canvas.polygon([at(left, low), at(left, high), at(right, high), at(right, low)], pane)
    shop = vary(rng, (60, 80, 74), 40)
    canvas.polygon(
        [at(0.08, 0.02), at(0.08, 0.22), at(0.92, 0.22), at(0.92, 0.02)], light.lit(shop)
    )
    canvas.polygon(
        [at(0.14, 0.05), at(0.14, 0.18), at(0.6, 0.18), at(0.6, 0.05)],
        (246, 216, 150) if light.hour != "day" else light.lit((120, 140, 150)),
    )
    place = at(0.5, 0.25)
    canvas.text(
        place[0],
        place[1],
        _SIGNS[int(rng.integers(len(_SIGNS)))],
        0.05 * (1 - near) + 0.008,
        light.lit((250, 246, 236)),
        "mm",
    )


def _lamp(canvas: Canvas, light: Light, foot: Point, tall: float) -> None:
    x, y = foot
    canvas.line([(x, y), (x, y - tall)], light.lit((40, 42, 46)), 0.012 * tall + 0.002)
    canvas.ellipse(
        x,
        y - tall,
        tall * 0.035,
        tall * 0.05,
        (252, 232, 176) if light.hour != "day" else light.lit((220, 220, 210)),
    )
    if light.hour != "day":
        canvas.glow(x, y - tall, 0.16 * tall + 0.05, (255, 216, 150), 0.7)


def _walker(canvas: Canvas, light: Light, x: float, y: float, tall: float) -> None:
    coat = light.lit(vary(canvas.rng, (84, 84, 104), 60))
    wide = tall * 0.16 / canvas.aspect
    canvas.soft(
        [
            (x - wide, y),
            (x + wide * 2, y),
            (x + wide * 2, y + tall * 0.05),
            (x - wide, y + tall * 0.05),
        ],
        (10, 10, 14),
        0.5,
        tall * 0.03,
    )
    for step in (-0.5, 0.5):
        canvas.line(
            [(x, y - tall * 0.45), (x + step * wide, y)], light.lit((44, 44, 56)), tall * 0.07
        )
    canvas.polygon(
        [
            (x - wide, y - tall * 0.82),
            (x + wide, y - tall * 0.82),
            (x + wide * 0.9, y - tall * 0.4),
            (x - wide * 0.9, y - tall * 0.4),
        ],
        coat,
        mix(coat, (0, 0, 0), 0.3),
    )
    canvas.ellipse(x, y - tall * 0.91, tall * 0.075, tall * 0.095, light.lit((70, 52, 44)))


def _car(canvas: Canvas, light: Light, x: float, y: float) -> None:
    paint = light.lit(vary(canvas.rng, (150, 60, 60), 90))
    canvas.soft(
        [(x, y), (x + 0.26, y), (x + 0.26, y + 0.03), (x, y + 0.03)], (8, 8, 10), 0.7, 0.015
    )
    canvas.polygon(
        [(x + 0.05, y - 0.1), (x + 0.085, y - 0.17), (x + 0.18, y - 0.17), (x + 0.215, y - 0.1)],
        mix(paint, (0, 0, 0), 0.15),
    )
    canvas.polygon(
        [(x + 0.066, y - 0.1), (x + 0.092, y - 0.158), (x + 0.173, y - 0.158), (x + 0.2, y - 0.1)],
        light.lit((150, 176, 190)),
    )
    canvas.polygon(
        [(x, y - 0.09), (x + 0.26, y - 0.1), (x + 0.265, y - 0.02), (x, y - 0.02)],
        mix(paint, (255, 255, 255), 0.12),
        mix(paint, (0, 0, 0), 0.4),
    )
    for wheel in (0.05, 0.21):
        canvas.ellipse(x + wheel, y - 0.02, 0.034, 0.034, (26, 26, 28))
        canvas.ellipse(x + wheel, y - 0.02, 0.017, 0.017, (150, 152, 156))
    canvas.box(x + 0.104, y - 0.048, 0.05, 0.02, (240, 238, 220))
    canvas.text(
        x + 0.129, y - 0.038, f"PR 4{int(canvas.rng.integers(100, 999))}", 0.014, (30, 30, 34), "mm"
    )
