"""Things to read indoors: a pass on a lanyard, a timetable, a parcel, somebody who works there."""

from __future__ import annotations

from msgspec import structs

from auditor.practice.drawing import indoors, portrait
from auditor.practice.drawing.canvas import Canvas, Colour, Point, mix, vary
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Appearance, Person

_INK: Colour = (34, 38, 46)
_STAFF = (
    Appearance((240, 206, 186), (172, 92, 52), (90, 120, 130), (66, 98, 84), "long"),
    Appearance((222, 178, 146), (120, 78, 48), (82, 96, 70), (66, 98, 84), "short", beard=True),
    Appearance((150, 104, 78), (38, 28, 26), (60, 40, 32), (66, 98, 84), "curls"),
)


def pass_card(canvas: Canvas, light: Light, person: Person, says: tuple[str, ...]) -> None:
    """A pass on a lanyard: who gave it out, the name, what the holder is, a number."""
    indoors.room(canvas, light, person)
    canvas.blur(0.02)
    band = (44, 84, 136) if len(says[0]) % 2 else (138, 44, 52)
    x, y, wide, tall = 0.5, 0.2, min(0.5, 0.66 / canvas.aspect), 0.7
    for side in (-1, 1):
        canvas.polygon(
            [(x + side * 0.15, 0.0), (x + side * 0.19, 0.0), (x + 0.015, y), (x - 0.015, y)],
            band,
            mix(band, (0, 0, 0), 0.35),
        )
    left = x - wide / 2
    card: list[Point] = [(left, y), (left + wide, y), (left + wide, y + tall), (left, y + tall)]
    canvas.soft([(px + 0.01, py + 0.02) for px, py in card], (8, 8, 10), 0.6, 0.02)
    canvas.polygon(card, (252, 252, 248), (228, 228, 222))
    canvas.box(left, y, wide, tall * 0.2, band, mix(band, (0, 0, 0), 0.2))
    _fitted(canvas, (x, y + tall * 0.1), says[0], 0.065, wide * 0.92, (252, 252, 250))
    face = (left + wide * 0.08, y + tall * 0.27, wide * 0.34, tall * 0.46)
    canvas.box(*face, (198, 210, 220), (164, 178, 190))
    _small_face(canvas, person.look, face)
    for row, words in enumerate(says[1:4]):
        _fitted(
            canvas,
            (left + wide * 0.71, y + tall * (0.36 + row * 0.14)),
            words,
            0.06 if row == 0 else 0.045,
            wide * 0.5,
            _INK,
        )
    for stroke in range(46):
        thick = (0.4, 0.8, 0.5, 1.0, 0.3)[stroke * 7 % 5]
        step = wide * 0.84 / 46
        canvas.box(
            left + wide * 0.08 + stroke * step, y + tall * 0.82, step * thick, tall * 0.11, _INK
        )
    canvas.dim(mix(light.dim, (255, 244, 230), 0.7))


def timetable(canvas: Canvas, light: Light, _person: Person, says: tuple[str, ...]) -> None:
    """A timetable on a door: its title, and rows of `DAY|LESSON|LESSON...`."""
    wood = vary(canvas.rng, (196, 160, 118), 16)
    canvas.backdrop([(0.0, mix(wood, (255, 255, 255), 0.2)), (1.0, wood)])
    canvas.texture(10, 0.14)
    left, top, wide, tall = 0.1, 0.07, 0.8, 0.86
    canvas.soft(
        [
            (left, top),
            (left + wide, top),
            (left + wide, top + tall + 0.02),
            (left, top + tall + 0.02),
        ],
        (10, 8, 6),
        0.5,
        0.02,
    )
    canvas.box(left, top, wide, tall, (252, 250, 244), (238, 236, 228))
    _fitted(canvas, (0.5, top + 0.075), says[0], 0.07, wide * 0.9, (34, 60, 110))
    rows = [line.split("|") for line in says[1:]]
    down = (tall - 0.18) / max(1, len(rows))
    for row, cells in enumerate(rows):
        across = wide * 0.94 / len(cells)
        for column, words in enumerate(cells):
            x, y = left + wide * 0.03 + column * across, top + 0.15 + row * down
            tone: Colour = (226, 234, 244) if column == 0 else _cell(words)
            canvas.box(x + 0.003, y + 0.006, across - 0.006, down - 0.012, tone)
            _fitted(canvas, (x + across / 2, y + down / 2), words, 0.044, across * 0.9, _INK)
    for x in (0.14, 0.86):
        canvas.ball(x, top + 0.03, 0.018, 0.018, (206, 70, 60))
    canvas.glow(float(canvas.rng.uniform(0.2, 0.8)), 0.0, 0.8, (255, 240, 214), 0.25)
    canvas.dim(mix(light.dim, (255, 244, 230), 0.7))


def parcel(canvas: Canvas, light: Light, _person: Person, says: tuple[str, ...]) -> None:
    """A parcel on a counter with its delivery note: sender, whom it is for, where, when."""
    rng = canvas.rng
    canvas.backdrop([(0.0, (120, 108, 98)), (1.0, (84, 74, 66))], 0.0, 0.3)
    canvas.backdrop([(0.0, (168, 128, 90)), (1.0, (126, 92, 62))], 0.3, 1.0)
    canvas.texture(16, 0.2)
    card = vary(rng, (190, 148, 100), 8)
    box: list[Point] = [(0.1, 0.2), (0.9, 0.16), (0.94, 0.92), (0.06, 0.94)]
    canvas.soft([(x, y + 0.03) for x, y in box], (10, 8, 6), 0.6, 0.03)
    canvas.polygon(box, mix(card, (255, 255, 255), 0.12), mix(card, (0, 0, 0), 0.12))
    canvas.polygon([(0.47, 0.18), (0.54, 0.178), (0.55, 0.93), (0.46, 0.935)], (214, 182, 128))
    note: list[Point] = [(0.18, 0.28), (0.83, 0.27), (0.84, 0.82), (0.18, 0.83)]
    canvas.soft(note, (20, 16, 10), 0.3, 0.01)
    canvas.polygon(note, (252, 252, 248), (238, 238, 232))
    canvas.box(0.185, 0.285, 0.645, 0.08, (36, 40, 46))
    canvas.text(0.2, 0.325, says[0], 0.05, (250, 250, 246))
    for row, words in enumerate(says[1:7]):
        size = min(0.06 if row == 1 else 0.046, 0.6 * canvas.aspect / (0.56 * len(words)))
        canvas.text(0.2, 0.41 + row * 0.067, words, size, _INK)
    for stroke in range(30):
        canvas.box(0.66 + stroke * 0.005, 0.68, 0.0025 * (1 + stroke * 3 % 2), 0.1, _INK)
    canvas.dim(mix(light.dim, (255, 242, 226), 0.6))


def staff(canvas: Canvas, light: Light, person: Person, says: tuple[str, ...]) -> None:
    """Somebody who works in the shop, with the name on the apron."""
    look = _STAFF[sum(says[0].encode()) % len(_STAFF)]
    pose = portrait.posed(canvas, light, structs.replace(person, look=look))
    wide, tall = 0.62 * pose.size, 0.34 * pose.size
    x, y = pose.x + 0.62 * pose.size / canvas.aspect, min(0.96 - tall, pose.y + 2.0 * pose.size)
    corner: list[Point] = [(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)]
    canvas.soft([(px + 0.004, py + 0.008) for px, py in corner], (8, 8, 10), 0.5, 0.01)
    canvas.polygon(corner, (250, 248, 240), (230, 228, 220))
    canvas.box(x, y, wide, tall * 0.24, (40, 78, 72))
    _fitted(canvas, (x + wide / 2, y + tall * 0.62), says[0], tall * 0.6, wide * 0.92, _INK)


def _small_face(canvas: Canvas, look: Appearance, frame: tuple[float, float, float, float]) -> None:
    """The picture on a pass: a head of few strokes, in `frame` (x, y, width, height)."""
    x, y, wide, tall = frame
    middle, size = x + wide / 2, tall * 0.26
    canvas.polygon(
        [
            (x + wide * 0.1, y + tall),
            (x + wide * 0.28, y + tall * 0.74),
            (x + wide * 0.72, y + tall * 0.74),
            (x + wide * 0.9, y + tall),
        ],
        look.clothes,
    )
    canvas.ellipse(middle, y + tall * 0.4, size * 0.98, size * 1.16, look.hair)
    canvas.ellipse(middle, y + tall * 0.47, size * 0.78, size, look.skin)
    for side in (-1, 1):
        canvas.ellipse(
            middle + side * size * 0.3 / canvas.aspect,
            y + tall * 0.45,
            size * 0.09,
            size * 0.09,
            (30, 26, 26),
        )
    canvas.line(
        [
            (middle - size * 0.24 / canvas.aspect, y + tall * 0.59),
            (middle + size * 0.24 / canvas.aspect, y + tall * 0.59),
        ],
        (150, 70, 64),
        0.006,
    )


def _cell(words: str) -> Colour:
    """Return the colour of a lesson: the same for the same words."""
    return ((250, 236, 196), (222, 240, 214), (246, 218, 214), (228, 222, 244))[
        sum(words.encode()) % 4
    ]


def _fitted(canvas: Canvas, at: Point, words: str, most: float, wide: float, fill: Colour) -> None:
    """Write around a place, as tall as `most` allows and the words fit."""
    size = min(most, wide * canvas.aspect / (0.66 * max(4, len(words))))
    canvas.text(at[0], at[1], words, size, fill, "mm")
