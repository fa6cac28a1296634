"""Indoors: a room with a window, a desk seen from above, a plate of food."""

from __future__ import annotations

import numpy as np

from auditor.practice.drawing.canvas import Canvas, Colour, mix, oval, vary
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Person

_WALLS: tuple[Colour, ...] = (
    (222, 212, 196),
    (176, 192, 190),
    (206, 180, 160),
    (196, 200, 214),
    (150, 166, 150),
)
_WOODS: tuple[Colour, ...] = ((170, 124, 82), (128, 88, 58), (204, 170, 124), (92, 66, 50))


def room(canvas: Canvas, light: Light, _person: Person) -> None:
    """A wall with a window and pictures, a sofa or shelves, a lamp and a plant."""
    rng = canvas.rng
    wall = vary(rng, _WALLS[int(rng.integers(len(_WALLS)))])
    floor = float(rng.uniform(0.7, 0.82))
    tint = mix(light.dim, (255, 240, 220), 0.6)
    canvas.backdrop([(0.0, mix(wall, (0, 0, 0), 0.08)), (1.0, wall)], 0.0, floor)
    boards = _WOODS[int(rng.integers(len(_WOODS)))]
    canvas.backdrop([(0.0, mix(boards, (0, 0, 0), 0.25)), (1.0, boards)], floor, 1.0)
    for place in np.linspace(-0.4, 1.4, 15):
        canvas.line(
            [(0.5 + (float(place) - 0.5) * 0.7, floor), (0.5 + (float(place) - 0.5) * 1.5, 1.0)],
            mix(boards, (0, 0, 0), 0.35),
            0.003,
        )
    _window(canvas, light, float(rng.uniform(0.06, 0.62)), float(rng.uniform(0.08, 0.18)))
    for _each in range(int(rng.integers(1, 5))):
        _picture(canvas, float(rng.uniform(0.03, 0.88)), float(rng.uniform(0.08, 0.34)))
    if canvas.chance(0.55):
        _sofa(canvas, float(rng.uniform(0.1, 0.45)), floor)
    else:
        _shelves(canvas, float(rng.uniform(0.05, 0.6)), floor)
    _lamp(canvas, float(rng.choice([rng.uniform(0.04, 0.2), rng.uniform(0.8, 0.95)])), floor)
    _plant(canvas, float(rng.uniform(0.05, 0.95)), floor + 0.12)
    rug = vary(rng, (150, 84, 74), 50)
    canvas.ellipse(float(rng.uniform(0.35, 0.65)), 0.94, 0.42, 0.06, rug)
    canvas.texture(80, 0.12)
    canvas.dim(tint)


def desk(canvas: Canvas, light: Light, person: Person) -> None:
    """A table top with a laptop, notes, a mug and what else lies around."""
    rng = canvas.rng
    wood = _WOODS[int(rng.integers(len(_WOODS)))]
    canvas.backdrop([(0.0, mix(wood, (255, 255, 255), 0.12)), (1.0, mix(wood, (0, 0, 0), 0.2))])
    for _each in range(40):
        y = float(rng.random())
        canvas.line(
            [(0.0, y), (0.5, y + float(rng.uniform(-0.01, 0.01))), (1.0, y)],
            mix(wood, (0, 0, 0), float(rng.uniform(0.05, 0.2))),
            0.002,
        )
    canvas.texture(14, 0.18)
    x, y = float(rng.uniform(0.12, 0.42)), float(rng.uniform(0.1, 0.34))
    canvas.soft(
        [(x + 0.01, y + 0.02), (x + 0.46, y + 0.02), (x + 0.46, y + 0.56), (x + 0.01, y + 0.56)],
        (18, 12, 8),
        0.6,
        0.025,
    )
    _laptop(canvas, x, y, person)
    for _each in range(int(rng.integers(2, 6))):
        _note(canvas, float(rng.uniform(0.02, 0.86)), float(rng.uniform(0.04, 0.82)))
    _mug(
        canvas,
        float(rng.choice([rng.uniform(0.05, 0.14), rng.uniform(0.84, 0.94)])),
        float(rng.uniform(0.2, 0.82)),
    )
    for _each in range(int(rng.integers(1, 4))):
        start = (float(rng.uniform(0.1, 0.9)), float(rng.uniform(0.6, 0.95)))
        end = (
            start[0] + float(rng.uniform(0.06, 0.16)),
            start[1] + float(rng.uniform(-0.12, 0.12)),
        )
        canvas.line([start, end], vary(rng, (60, 80, 130), 60), 0.014)
    canvas.glow(float(rng.random()), 0.0, 0.9, (255, 240, 214), 0.3)
    canvas.dim(mix(light.dim, (255, 240, 220), 0.65))


def plate(canvas: Canvas, light: Light, _person: Person) -> None:
    """A plate on a cloth, with cutlery and a glass."""
    rng = canvas.rng
    cloth = vary(
        rng, ((198, 70, 62), (66, 98, 132), (214, 204, 184), (88, 118, 84))[int(rng.integers(4))]
    )
    canvas.backdrop([(0.0, mix(cloth, (255, 255, 255), 0.1)), (1.0, mix(cloth, (0, 0, 0), 0.15))])
    stripe = mix(cloth, (255, 255, 255), 0.5)
    gap = float(rng.uniform(0.06, 0.16))
    for place in np.arange(0.02, 1.0, gap):
        canvas.box(float(place), 0.0, gap * 0.3, 1.0, stripe)
    for place in np.arange(0.05, 1.0, gap * canvas.aspect):
        canvas.box(0.0, float(place), 1.0, gap * 0.22, mix(stripe, cloth, 0.4))
    x, y, size = (
        float(rng.uniform(0.34, 0.66)),
        float(rng.uniform(0.42, 0.62)),
        float(rng.uniform(0.28, 0.36)),
    )
    canvas.soft(
        oval(x + 0.02, y + 0.04, size * 1.05 / canvas.aspect, size), (20, 16, 14), 0.5, 0.03
    )
    for shrink, tone in ((1.0, 236), (0.96, 250), (0.74, 226), (0.72, 244)):
        canvas.ellipse(x, y, size * shrink, size * shrink, (tone, tone, tone - 4))
    food = (
        (186, 116, 58),
        (214, 156, 76),
        (122, 62, 38),
        (88, 130, 62),
        (206, 82, 52),
        (236, 216, 170),
    )
    for _each in range(int(rng.integers(24, 80))):
        angle, reach = float(rng.uniform(0, 2 * np.pi)), size * 0.6 * float(rng.random()) ** 0.6
        colour = vary(rng, food[int(rng.integers(len(food)))], 18)
        radius = float(rng.uniform(0.018, 0.055))
        canvas.ball(
            x + reach * float(np.cos(angle)) / canvas.aspect,
            y + reach * float(np.sin(angle)),
            radius,
            radius * 0.8,
            colour,
        )
    steel = (188, 190, 194)
    for side, wide in ((-1, 0.012), (1, 0.018)):
        place = x + side * (size + 0.08) / canvas.aspect
        canvas.line([(place, y - 0.24), (place, y + 0.24)], steel, wide)
        canvas.ellipse(place, y - 0.24, wide * 1.6, 0.06, steel)
    _mug(canvas, float(rng.choice([0.1, 0.9])), float(rng.uniform(0.12, 0.26)))
    canvas.glow(float(rng.random()), 0.0, 0.8, (255, 236, 206), 0.35)
    canvas.dim(mix(light.dim, (255, 238, 214), 0.6))


def _window(canvas: Canvas, light: Light, x: float, y: float) -> None:
    wide, tall = 0.3, float(canvas.rng.uniform(0.36, 0.48))
    canvas.box(x - 0.012, y - 0.016, wide + 0.024, tall + 0.032, (240, 238, 232))
    stops = light.sky
    canvas.box(x, y, wide, tall, stops[0][1], stops[2][1])
    for _each in range(6):
        crown = light.haze(light.leaves[int(canvas.rng.integers(3))], 0.3)
        canvas.ellipse(x + wide * float(canvas.rng.random()), y + tall, 0.07, 0.09, crown)
    canvas.box(x - 0.02, y + tall, wide + 0.04, 0.11, (226, 222, 214))
    for share in (0.5,):
        canvas.box(x + wide * share - 0.004, y, 0.008, tall, (240, 238, 232))
        canvas.box(x, y + tall * 0.4, wide, 0.012, (240, 238, 232))
    curtain = vary(canvas.rng, (196, 150, 120), 40)
    for side in (x - 0.05, x + wide):
        canvas.box(side, y - 0.05, 0.05, tall + 0.2, curtain, mix(curtain, (0, 0, 0), 0.25))
    if light.hour != "night":
        canvas.glow(x + wide / 2, y + tall / 2, 0.5, (255, 240, 210), 0.3)


def _picture(canvas: Canvas, x: float, y: float) -> None:
    rng = canvas.rng
    wide, tall = float(rng.uniform(0.06, 0.14)), float(rng.uniform(0.1, 0.2))
    canvas.soft(
        [(x, y), (x + wide, y), (x + wide, y + tall + 0.02), (x, y + tall + 0.02)],
        (30, 26, 24),
        0.4,
        0.01,
    )
    canvas.box(x, y, wide, tall, (52, 44, 40))
    canvas.box(
        x + 0.008,
        y + 0.011,
        wide - 0.016,
        tall - 0.022,
        vary(rng, (200, 190, 170), 50),
        vary(rng, (110, 110, 130), 60),
    )
    canvas.ellipse(
        x + wide / 2, y + tall * 0.6, tall * 0.18, tall * 0.18, vary(rng, (190, 120, 70), 60)
    )


def _sofa(canvas: Canvas, x: float, floor: float) -> None:
    colour = vary(canvas.rng, (96, 112, 124), 60)
    dark = mix(colour, (0, 0, 0), 0.35)
    canvas.soft(
        [(x, floor + 0.06), (x + 0.46, floor + 0.06), (x + 0.46, floor + 0.13), (x, floor + 0.13)],
        (16, 12, 10),
        0.6,
        0.02,
    )
    canvas.box(x, floor - 0.24, 0.45, 0.26, mix(colour, (255, 255, 255), 0.1), colour)
    canvas.box(x - 0.03, floor - 0.12, 0.06, 0.22, colour, dark)
    canvas.box(x + 0.42, floor - 0.12, 0.06, 0.22, colour, dark)
    for part in range(3):
        canvas.box(
            x + 0.03 + part * 0.13,
            floor - 0.05,
            0.128,
            0.1,
            mix(colour, (255, 255, 255), 0.06),
            dark,
        )
    for _each in range(2):
        cushion = x + float(canvas.rng.uniform(0.04, 0.34))
        canvas.box(cushion, floor - 0.17, 0.08, 0.12, vary(canvas.rng, (206, 150, 70), 60))


def _shelves(canvas: Canvas, x: float, floor: float) -> None:
    rng = canvas.rng
    wood = _WOODS[int(rng.integers(len(_WOODS)))]
    canvas.box(x, floor - 0.5, 0.3, 0.54, mix(wood, (0, 0, 0), 0.5))
    for row in range(4):
        y = floor - 0.5 + row * 0.13
        place = x + 0.008
        while place < x + 0.27:
            wide, tall = float(rng.uniform(0.008, 0.02)), float(rng.uniform(0.07, 0.11))
            if canvas.chance(0.9):
                canvas.box(place, y + 0.12 - tall, wide, tall, vary(rng, (150, 110, 96), 80))
            place += wide + 0.002
        canvas.box(x, y + 0.12, 0.3, 0.014, wood)


def _lamp(canvas: Canvas, x: float, floor: float) -> None:
    canvas.box(x - 0.003, floor - 0.4, 0.006, 0.46, (60, 56, 54))
    canvas.polygon(
        [
            (x - 0.03, floor - 0.52),
            (x + 0.03, floor - 0.52),
            (x + 0.05, floor - 0.38),
            (x - 0.05, floor - 0.38),
        ],
        (250, 226, 170),
    )
    canvas.ellipse(x, floor + 0.06, 0.05, 0.014, (60, 56, 54))
    canvas.glow(x, floor - 0.44, 0.34, (255, 214, 140), 0.5)


def _plant(canvas: Canvas, x: float, y: float) -> None:
    rng = canvas.rng
    for _each in range(16):
        lean, tall = float(rng.uniform(-0.09, 0.09)), float(rng.uniform(0.14, 0.3))
        green = vary(rng, (62, 112, 60), 26)
        tip = (x + lean, y - 0.1 - tall)
        canvas.polygon(
            [
                (x, y - 0.1),
                (x + lean * 0.5 - 0.014, y - 0.1 - tall * 0.6),
                tip,
                (x + lean * 0.5 + 0.014, y - 0.1 - tall * 0.55),
            ],
            green,
        )
    canvas.polygon(
        [(x - 0.035, y - 0.12), (x + 0.035, y - 0.12), (x + 0.026, y), (x - 0.026, y)],
        (190, 106, 72),
        (130, 66, 44),
    )


def _laptop(canvas: Canvas, x: float, y: float, person: Person) -> None:
    rng = canvas.rng
    canvas.box(x, y, 0.44, 0.32, (34, 36, 40))
    canvas.box(
        x + 0.012, y + 0.016, 0.416, 0.288, vary(rng, (40, 60, 92), 24), vary(rng, (26, 34, 52), 12)
    )
    if canvas.chance(0.5):
        for row in range(9):
            indent = float(rng.choice([0.0, 0.02, 0.04]))
            canvas.box(
                x + 0.03 + indent,
                y + 0.04 + row * 0.027,
                float(rng.uniform(0.06, 0.3)),
                0.01,
                vary(rng, (150, 190, 180), 60),
            )
    else:
        canvas.text(x + 0.04, y + 0.07, person.name, 0.03, (240, 240, 236))
        canvas.text(x + 0.04, y + 0.12, person.work, 0.022, (200, 206, 214))
        for bar in range(8):
            tall = float(rng.uniform(0.02, 0.13))
            canvas.box(
                x + 0.05 + bar * 0.043, y + 0.29 - tall, 0.028, tall, vary(rng, (214, 150, 70), 40)
            )
    canvas.box(x - 0.01, y + 0.325, 0.46, 0.2, (178, 180, 184), (146, 148, 152))
    for row in range(5):
        for column in range(13):
            canvas.box(
                x + 0.02 + column * 0.031, y + 0.34 + row * 0.024, 0.026, 0.018, (48, 50, 54)
            )
    canvas.box(x + 0.15, y + 0.468, 0.14, 0.048, (160, 162, 166))


def _note(canvas: Canvas, x: float, y: float) -> None:
    rng = canvas.rng
    paper = ((250, 226, 120), (246, 244, 236), (250, 180, 170), (176, 222, 200))[
        int(rng.integers(4))
    ]
    tilt = float(rng.uniform(-0.02, 0.02))
    corners = [(x, y), (x + 0.1, y + tilt), (x + 0.1 - tilt, y + 0.13 + tilt), (x - tilt, y + 0.13)]
    canvas.soft([(px + 0.005, py + 0.008) for px, py in corners], (20, 16, 12), 0.4, 0.008)
    canvas.polygon(corners, paper)
    for row in range(4):
        canvas.line(
            [
                (x + 0.012, y + 0.03 + row * 0.025),
                (x + float(rng.uniform(0.04, 0.085)), y + 0.03 + row * 0.025 + tilt * 0.7),
            ],
            (70, 74, 90),
            0.004,
        )


def _mug(canvas: Canvas, x: float, y: float) -> None:
    colour = vary(canvas.rng, (206, 96, 70), 70)
    canvas.soft(oval(x + 0.015, y + 0.02, 0.07 / canvas.aspect, 0.07), (16, 12, 10), 0.5, 0.015)
    canvas.line(
        [(x + 0.05, y - 0.02), (x + 0.085, y), (x + 0.05, y + 0.025)],
        mix(colour, (0, 0, 0), 0.2),
        0.016,
    )
    canvas.ball(x, y, 0.075, 0.075, colour)
    canvas.ellipse(x, y, 0.06, 0.06, mix(colour, (255, 255, 255), 0.35))
    canvas.ellipse(x, y + 0.004, 0.052, 0.052, (72, 44, 30))
