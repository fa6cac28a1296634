"""Signs that stand outdoors: a street's name, a bus stop, a playground, a car, a door, a shop."""

from __future__ import annotations

from auditor.practice.drawing import landscape, street
from auditor.practice.drawing.canvas import Canvas, Colour, Point, mix, oval, vary
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Person

_BRICKS: tuple[Colour, ...] = ((172, 98, 78), (186, 150, 116), (150, 150, 146))
_WHITE: Colour = (250, 248, 242)


def street_sign(canvas: Canvas, light: Light, person: Person, says: tuple[str, ...]) -> None:
    """A house corner with the name of the street on it, the street behind."""
    street.street(canvas, light, person)
    canvas.blur(0.008)
    edge = 0.66
    _bricks(canvas, light, edge)
    canvas.soft([(0.1, 0.3), (0.64, 0.3), (0.64, 0.5), (0.1, 0.5)], (10, 8, 8), 0.5, 0.02)
    plate = [(0.06, 0.24), (0.61, 0.24), (0.61, 0.44), (0.06, 0.44)]
    canvas.polygon(plate, light.lit((28, 62, 122)), light.lit((20, 48, 98)))
    canvas.line(
        [(0.07, 0.257), (0.6, 0.257), (0.6, 0.423), (0.07, 0.423), (0.07, 0.257)],
        light.lit(_WHITE),
        0.006,
    )
    size = min(0.1, 0.48 * canvas.aspect / (0.58 * len(says[0])))
    canvas.text(0.335, 0.34, says[0].upper(), size, light.lit(_WHITE), "mm")
    for x, y in ((0.085, 0.28), (0.585, 0.28), (0.085, 0.4), (0.585, 0.4)):
        canvas.ellipse(x, y, 0.006, 0.006, light.lit((150, 156, 166)))
    if len(says) > 1:
        canvas.ellipse(0.33, 0.66, 0.1, 0.08, light.lit((32, 60, 48)))
        canvas.text(0.33, 0.66, says[1], 0.09, light.lit(_WHITE), "mm")


def bus_stop(canvas: Canvas, light: Light, _person: Person, says: tuple[str, ...]) -> None:
    """A bus stop at a park: the stop's name, the line, the time that somebody waits for."""
    landscape.park(canvas, light)
    canvas.blur(0.006)
    canvas.box(0.46, 0.1, 0.018, 0.9, light.lit((92, 96, 102)), light.lit((60, 62, 66)))
    canvas.soft([(0.29, 0.12), (0.68, 0.12), (0.68, 0.6), (0.29, 0.6)], (8, 8, 10), 0.4, 0.02)
    canvas.box(0.28, 0.08, 0.39, 0.16, light.lit((196, 58, 48)), light.lit((166, 44, 38)))
    size = min(0.07, 0.34 * canvas.aspect / (0.6 * len(says[0])))
    canvas.text(0.475, 0.16, says[0], size, light.lit(_WHITE), "mm")
    canvas.box(0.28, 0.24, 0.39, 0.34, light.lit((248, 246, 238)), light.lit((226, 224, 216)))
    canvas.box(0.3, 0.27, 0.1, 0.1, light.lit((38, 76, 132)))
    canvas.text(0.35, 0.32, says[1], 0.07, light.lit(_WHITE), "mm")
    canvas.text(0.42, 0.32, says[2], 0.04, light.lit((30, 34, 40)))
    for row, words in enumerate(says[3:6]):
        canvas.text(0.31, 0.42 + row * 0.055, words, 0.042, light.lit((44, 48, 56)))


def playground(canvas: Canvas, light: Light, _person: Person, says: tuple[str, ...]) -> None:
    """Swings and a slide in a park, with the board that names the place."""
    landscape.park(canvas, light)
    steel = light.lit((206, 76, 58))
    for x in (0.1, 0.4):
        canvas.line([(x, 0.92), (x + 0.05, 0.4), (x + 0.1, 0.92)], steel, 0.016)
    canvas.line([(0.15, 0.4), (0.45, 0.4)], steel, 0.018)
    for x in (0.22, 0.35):
        lean = float(canvas.rng.uniform(-0.03, 0.03))
        for off in (-0.014, 0.014):
            canvas.line([(x + off, 0.4), (x + off + lean, 0.76)], light.lit((70, 70, 76)), 0.004)
        canvas.box(x - 0.022 + lean, 0.76, 0.044, 0.018, light.lit((60, 56, 54)))
    canvas.polygon(
        [(0.6, 0.5), (0.66, 0.5), (0.52, 0.96), (0.44, 0.96)],
        light.lit((246, 196, 66)),
        light.lit((214, 150, 40)),
    )
    for x in (0.6, 0.67):
        canvas.line([(x, 0.46), (x + 0.02, 0.94)], light.lit((56, 98, 140)), 0.014)
    for step in range(5):
        y = 0.58 + step * 0.075
        canvas.line(
            [(0.607 + step * 0.003, y), (0.678 + step * 0.003, y)], light.lit((56, 98, 140)), 0.01
        )
    if says:
        for x in (0.76, 0.93):
            canvas.box(x, 0.4, 0.012, 0.5, light.lit((98, 72, 50)))
        canvas.box(0.71, 0.36, 0.28, 0.2, light.lit((58, 104, 74)), light.lit((44, 84, 58)))
        for row, words in enumerate(says[:3]):
            size = min(0.05, 0.25 * canvas.aspect / (0.6 * len(words)))
            canvas.text(0.85, 0.405 + row * 0.055, words, size, light.lit(_WHITE), "mm")


def car(canvas: Canvas, light: Light, _person: Person, says: tuple[str, ...]) -> None:
    """The back of a car before a house: its plate, and the number beside the door."""
    _bricks(canvas, light, 1.0)
    canvas.box(0.0, 0.74, 1.0, 0.26, light.lit((120, 118, 116)), light.lit((92, 92, 94)))
    canvas.box(0.08, 0.16, 0.16, 0.58, light.lit((38, 78, 82)), light.lit((28, 58, 62)))
    canvas.ellipse(0.225, 0.46, 0.01, 0.01, light.lit((230, 196, 110)))
    canvas.box(0.27, 0.28, 0.09, 0.11, light.lit(_WHITE), light.lit((220, 218, 210)))
    canvas.text(0.315, 0.335, says[1], 0.08, light.lit((24, 34, 70)), "mm")
    paint = light.lit((150, 52, 58))
    canvas.soft([(0.36, 0.9), (0.98, 0.9), (0.98, 0.97), (0.36, 0.97)], (6, 6, 8), 0.7, 0.02)
    canvas.polygon(
        [(0.46, 0.52), (0.52, 0.3), (0.82, 0.3), (0.88, 0.52)], mix(paint, (0, 0, 0), 0.2)
    )
    canvas.polygon(
        [(0.49, 0.51), (0.54, 0.335), (0.8, 0.335), (0.85, 0.51)],
        light.lit((130, 156, 170)),
        light.lit((64, 78, 90)),
    )
    canvas.polygon(
        [(0.38, 0.56), (0.44, 0.51), (0.9, 0.51), (0.96, 0.56), (0.96, 0.84), (0.38, 0.84)],
        mix(paint, (255, 255, 255), 0.16),
        mix(paint, (0, 0, 0), 0.35),
    )
    canvas.box(0.37, 0.81, 0.6, 0.07, light.lit((46, 48, 52)))
    for x in (0.39, 0.86):
        canvas.box(x, 0.57, 0.09, 0.08, light.lit((222, 60, 44)), light.lit((150, 24, 22)))
    for x in (0.42, 0.84):
        canvas.box(x, 0.86, 0.08, 0.09, light.lit((26, 26, 28)))
    canvas.box(0.555, 0.665, 0.23, 0.095, light.lit((252, 222, 96)), light.lit((236, 202, 70)))
    size = min(0.075, 0.2 * canvas.aspect / (0.62 * len(says[0])))
    canvas.text(0.67, 0.713, says[0], size, (24, 24, 28), "mm")


def door_plate(canvas: Canvas, light: Light, _person: Person, says: tuple[str, ...]) -> None:
    """An entrance with a brass plate: who works there, on which floor."""
    _bricks(canvas, light, 0.62)
    canvas.box(0.62, 0.0, 0.38, 1.0, light.lit((46, 56, 66)), light.lit((32, 40, 48)))
    for x in (0.66, 0.83):
        canvas.box(x, 0.06, 0.14, 0.82, light.lit((150, 176, 186)), light.lit((84, 104, 116)))
    canvas.polygon(
        [(0.68, 0.06), (0.73, 0.06), (0.66, 0.6), (0.66, 0.3)], light.lit((196, 214, 220))
    )
    canvas.box(0.803, 0.4, 0.014, 0.22, light.lit((226, 214, 180)))
    brass = light.lit((214, 178, 98))
    canvas.soft([(0.09, 0.32), (0.57, 0.32), (0.57, 0.7), (0.09, 0.7)], (8, 6, 6), 0.55, 0.02)
    canvas.box(0.07, 0.28, 0.48, 0.38, mix(brass, (255, 250, 230), 0.35), brass)
    for x, y in ((0.085, 0.31), (0.535, 0.31), (0.085, 0.63), (0.535, 0.63)):
        canvas.ellipse(x, y, 0.008, 0.008, light.lit((128, 98, 48)))
    for row, words in enumerate(says[:3]):
        most = 0.085 if row == 0 else 0.055
        size = min(most, 0.42 * canvas.aspect / (0.58 * len(words)))
        canvas.text(0.31, 0.38 + row * 0.095, words, size, (52, 38, 20), "mm")


def shop_front(canvas: Canvas, light: Light, person: Person, says: tuple[str, ...]) -> None:
    """A shop with its name and its days on the door, and the home behind: a lit window above."""
    _bricks(canvas, light, 1.0)
    canvas.box(0.0, 0.9, 1.0, 0.1, light.lit((128, 124, 120)), light.lit((98, 96, 94)))
    trim = light.lit((40, 78, 72))
    canvas.box(0.06, 0.3, 0.88, 0.11, trim, mix(trim, (0, 0, 0), 0.25))
    size = min(0.085, 0.8 * canvas.aspect / (0.6 * len(says[0])))
    canvas.text(0.5, 0.355, says[0], size, light.lit((248, 226, 160)), "mm")
    canvas.box(0.1, 0.45, 0.46, 0.4, light.lit((236, 214, 160)), light.lit((150, 120, 88)))
    for shelf in range(3):
        y = 0.56 + shelf * 0.12
        canvas.box(0.11, y, 0.44, 0.012, light.lit((110, 80, 56)))
        for pot in range(9):
            tone = light.lit(vary(canvas.rng, (178, 120, 90), 60))
            tall = float(canvas.rng.uniform(0.03, 0.075))
            canvas.box(0.125 + pot * 0.047, y - tall, 0.03, tall, tone, mix(tone, (0, 0, 0), 0.3))
    canvas.line([(0.1, 0.45), (0.56, 0.45), (0.56, 0.85), (0.1, 0.85), (0.1, 0.45)], trim, 0.018)
    canvas.box(0.64, 0.44, 0.24, 0.47, trim, mix(trim, (0, 0, 0), 0.3))
    canvas.box(0.665, 0.48, 0.19, 0.3, light.lit((96, 112, 116)), light.lit((60, 72, 78)))
    canvas.box(0.68, 0.5, 0.16, 0.26, light.lit(_WHITE), light.lit((232, 230, 222)))
    longest = max((len(words) for words in says[1:6]), default=1)
    size = min(0.042, 0.145 * canvas.aspect / (0.52 * longest))
    for row, words in enumerate(says[1:6]):
        canvas.text(0.76, 0.53 + row * 0.048, words, size, (40, 44, 48), "mm")
    for x in (0.16, 0.6):
        lit = light.hour in {"dusk", "night"} or x > 0.5  # noqa: PLR2004 - the home's own window
        pane: Colour = (252, 220, 150) if lit else light.lit((92, 108, 120))
        canvas.box(x - 0.014, 0.03, 0.188, 0.23, light.lit(_WHITE))
        canvas.box(x, 0.05, 0.16, 0.19, pane, mix(pane, (0, 0, 0), 0.2))
        canvas.box(x + 0.076, 0.05, 0.008, 0.19, light.lit(_WHITE))
    canvas.box(0.615, 0.17, 0.04, 0.07, mix(person.look.clothes, (30, 20, 16), 0.4))
    canvas.ellipse(0.635, 0.15, 0.026, 0.032, mix(person.look.hair, (40, 28, 20), 0.3))


def pet_tag(canvas: Canvas, light: Light, person: Person, says: tuple[str, ...]) -> None:
    """A collar seen near, with the tag: what the animal is called, and whom to ring."""
    rng = canvas.rng
    fur = light.lit(person.pet[1])
    canvas.backdrop([(0.0, mix(fur, (255, 250, 240), 0.15)), (1.0, mix(fur, (0, 0, 0), 0.25))])
    for _hair in range(2200):
        x, y = float(rng.random()), float(rng.random())
        tone = mix(
            fur,
            (0, 0, 0) if canvas.chance(0.5) else (255, 246, 230),
            float(rng.uniform(0.05, 0.35)),
        )
        canvas.line([(x, y), (x + float(rng.uniform(-0.012, 0.012)), y + 0.05)], tone, 0.003)
    strap = light.lit((40, 92, 112))
    bow: list[Point] = [(0.0, 0.2), (0.5, 0.32), (1.0, 0.2)]
    canvas.line([(x, y + 0.014) for x, y in bow], mix(strap, (0, 0, 0), 0.5), 0.14)
    canvas.line(bow, strap, 0.13)
    canvas.line([(x, y - 0.045) for x, y in bow], mix(strap, (255, 255, 255), 0.4), 0.006)
    canvas.line(oval(0.5, 0.385, 0.022, 0.04), light.lit((196, 198, 204)), 0.01)
    canvas.soft(oval(0.51, 0.67, 0.3 / canvas.aspect, 0.3), (10, 8, 8), 0.55, 0.03)
    canvas.ball(0.5, 0.66, 0.27, 0.27, light.lit((206, 208, 214)))
    canvas.ellipse(0.5, 0.66, 0.245, 0.245, light.lit((224, 226, 230)))
    for row, words in enumerate(says[:3]):
        most = 0.1 if row == 0 else 0.056
        size = min(most, 0.44 / (0.56 * len(words)))
        canvas.text(0.5, 0.58 + row * 0.095, words, size, (48, 52, 60), "mm")


def _bricks(canvas: Canvas, light: Light, right: float) -> None:
    """A wall of bricks from the left edge to `right`."""
    brick = _BRICKS[int(canvas.rng.integers(len(_BRICKS)))]
    canvas.box(0.0, 0.0, right, 1.0, light.lit(mix(brick, (230, 226, 216), 0.5)))
    wide, tall = 0.075, 0.045
    for row in range(24):
        x = -wide / 2 if row % 2 else 0.0
        while x < right:
            shade = (0, 0, 0) if canvas.chance(0.5) else (255, 246, 230)
            tone = light.lit(mix(brick, shade, float(canvas.rng.uniform(0.0, 0.16))))
            canvas.box(x, row * tall, min(wide, right - x) - 0.004, tall - 0.006, tone)
            x += wide
    canvas.texture(50, 0.14)
