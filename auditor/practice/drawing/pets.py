"""A dog or a cat, sitting or lying, indoors or out."""

from __future__ import annotations

import numpy as np

from auditor.practice.drawing import indoors, landscape
from auditor.practice.drawing.canvas import Canvas, Colour, mix, oval, vary
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Person


def pet(canvas: Canvas, light: Light, person: Person) -> None:
    """Draw the person's animal before what it likes best."""
    rng = canvas.rng
    kind, coat = person.pet
    if kind == "dog":
        landscape.park(canvas, light)
    else:
        indoors.room(canvas, light, person)
    canvas.blur(0.012)
    x, y, size = (
        float(rng.uniform(0.32, 0.68)),
        float(rng.uniform(0.52, 0.62)),
        float(rng.uniform(0.19, 0.27)),
    )
    fur = light.lit(coat)
    turn = 1 if canvas.chance(0.5) else -1
    _body(canvas, x, y, size, fur, turn)
    if kind == "dog":
        _dog(canvas, x, y - size * 0.7, size * 0.62, fur)
    else:
        _cat(canvas, x, y - size * 0.7, size * 0.56, fur)


def _fur(canvas: Canvas, x: float, y: float, across: float, tall: float, colour: Colour) -> None:
    canvas.ball(x, y, across, tall, colour)
    rng = canvas.rng
    for _each in range(170):
        angle, reach = float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(0.3, 1.0)) ** 0.5
        px = x + across * reach * float(np.cos(angle)) / canvas.aspect
        py = y + tall * reach * float(np.sin(angle))
        length = across * 0.16
        tone = mix(
            colour,
            (0, 0, 0) if canvas.chance(0.5) else (255, 244, 226),
            float(rng.uniform(0.05, 0.3)),
        )
        end = (
            px + length * float(np.cos(angle)) * 0.6 / canvas.aspect,
            py + length * (0.5 + 0.5 * float(np.sin(angle))),
        )
        canvas.line([(px, py), end], tone, across * 0.014 + 0.001)


def _body(canvas: Canvas, x: float, y: float, size: float, fur: Colour, turn: int) -> None:
    wide = size / canvas.aspect
    canvas.soft(oval(x, y + size * 1.2, wide * 1.3, size * 0.2), (14, 12, 10), 0.6, size * 0.1)
    tail = [
        (x + turn * wide * 0.8, y + size),
        (x + turn * wide * 1.5, y + size * 0.8),
        (x + turn * wide * 1.7, y + size * 0.3),
    ]
    canvas.line(tail, mix(fur, (0, 0, 0), 0.15), size * 0.2)
    _fur(canvas, x + turn * wide * 0.18, y + size * 0.55, size * 0.86, size * 0.72, fur)
    neck = [
        (x - wide * 0.5, y - size * 0.5),
        (x + wide * 0.5, y - size * 0.5),
        (x + wide * 0.75, y + size * 0.4),
        (x - wide * 0.6, y + size * 0.4),
    ]
    canvas.polygon(neck, mix(fur, (0, 0, 0), 0.2), fur)
    for side in (-0.34, 0.34):
        canvas.line(
            [(x + side * wide, y + size * 0.4), (x + side * wide, y + size * 1.16)],
            mix(fur, (0, 0, 0), 0.12),
            size * 0.26,
        )
        canvas.ellipse(
            x + side * wide,
            y + size * 1.18,
            size * 0.2,
            size * 0.11,
            mix(fur, (255, 255, 255), 0.25),
        )
    canvas.soft(
        oval(x, y + size * 0.45, wide * 0.3, size * 0.35),
        mix(fur, (255, 250, 240), 0.6),
        0.7,
        size * 0.1,
    )


def _dog(canvas: Canvas, x: float, y: float, size: float, fur: Colour) -> None:
    wide, ear = size / canvas.aspect, mix(fur, (30, 16, 8), 0.5)
    _fur(canvas, x, y, size * 0.84, size * 0.8, fur)
    for side in (-1, 1):
        flap = [
            (x + side * wide * 0.5, y - size * 0.7),
            (x + side * wide * 1.0, y - size * 0.5),
            (x + side * wide * 1.12, y + size * 0.3),
            (x + side * wide * 0.8, y + size * 0.45),
            (x + side * wide * 0.68, y - size * 0.1),
        ]
        canvas.polygon(flap, ear, mix(ear, (0, 0, 0), 0.3))
        _eye(canvas, x + side * wide * 0.32, y - size * 0.14, size * 0.11, (76, 46, 24))
    _fur(canvas, x, y + size * 0.36, size * 0.44, size * 0.36, mix(fur, (255, 248, 236), 0.45))
    canvas.ball(x, y + size * 0.16, size * 0.17, size * 0.12, (34, 28, 28))
    canvas.line([(x, y + size * 0.28), (x, y + size * 0.46)], (50, 34, 30), size * 0.03)
    canvas.ellipse(x, y + size * 0.6, size * 0.12, size * 0.16, (220, 110, 116))
    canvas.line(
        [
            (x - wide * 0.22, y + size * 0.46),
            (x, y + size * 0.5),
            (x + wide * 0.22, y + size * 0.46),
        ],
        (50, 34, 30),
        size * 0.035,
    )


def _cat(canvas: Canvas, x: float, y: float, size: float, fur: Colour) -> None:
    rng = canvas.rng
    wide = size / canvas.aspect
    for side in (-1, 1):
        canvas.polygon(
            [
                (x + side * wide * 0.3, y - size * 0.6),
                (x + side * wide * 0.78, y - size * 1.16),
                (x + side * wide * 0.88, y - size * 0.3),
            ],
            mix(fur, (0, 0, 0), 0.1),
        )
        canvas.polygon(
            [
                (x + side * wide * 0.46, y - size * 0.62),
                (x + side * wide * 0.73, y - size * 0.98),
                (x + side * wide * 0.78, y - size * 0.45),
            ],
            (214, 150, 144),
        )
    _fur(canvas, x, y, size * 0.92, size * 0.8, fur)
    stripe = mix(fur, (20, 12, 8), 0.5)
    for place in (-0.24, 0.0, 0.24):
        canvas.line(
            [(x + place * wide, y - size * 0.74), (x + place * wide * 0.7, y - size * 0.42)],
            stripe,
            size * 0.07,
        )
    _fur(canvas, x, y + size * 0.34, size * 0.36, size * 0.24, mix(fur, (255, 250, 244), 0.55))
    green = vary(rng, (150, 176, 70), 20)
    for side in (-1, 1):
        canvas.ellipse(
            x + side * wide * 0.36, y - size * 0.08, size * 0.17, size * 0.14, (30, 24, 20)
        )
        canvas.ellipse(x + side * wide * 0.36, y - size * 0.08, size * 0.15, size * 0.12, green)
        canvas.ellipse(
            x + side * wide * 0.36, y - size * 0.08, size * 0.045, size * 0.11, (12, 10, 10)
        )
        canvas.ellipse(
            x + side * wide * 0.33, y - size * 0.13, size * 0.026, size * 0.026, (255, 255, 255)
        )
        for whisker in (-0.1, 0.02, 0.14):
            canvas.line(
                [
                    (x + side * wide * 0.16, y + size * 0.3),
                    (x + side * wide * 1.1, y + size * (0.26 + whisker * 1.8)),
                ],
                (240, 238, 232),
                size * 0.012,
            )
    canvas.polygon(
        [
            (x - wide * 0.09, y + size * 0.17),
            (x + wide * 0.09, y + size * 0.17),
            (x, y + size * 0.28),
        ],
        (206, 120, 118),
    )
    canvas.line(
        [
            (x - wide * 0.16, y + size * 0.42),
            (x, y + size * 0.36),
            (x + wide * 0.16, y + size * 0.42),
        ],
        (70, 48, 44),
        size * 0.03,
    )


def _eye(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    canvas.ellipse(x, y, size, size, (24, 18, 16))
    canvas.ellipse(x, y, size * 0.82, size * 0.82, colour)
    canvas.ellipse(x, y, size * 0.5, size * 0.5, (10, 8, 8))
    canvas.ellipse(
        x - size * 0.3 / canvas.aspect, y - size * 0.35, size * 0.22, size * 0.22, (255, 255, 255)
    )
