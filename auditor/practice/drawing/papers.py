"""Things with words on them: a badge on a lanyard, and documents, tickets and invoices lying on a table."""

from __future__ import annotations

from collections.abc import Callable

from auditor.practice.drawing.canvas import Canvas, Colour, Point, mix, oval, vary
from auditor.practice.drawing.light import Light
from auditor.practice.personas import Person

_TABLES: tuple[Colour, ...] = ((150, 112, 78), (92, 98, 104), (206, 200, 190), (66, 84, 92))


def badge(canvas: Canvas, light: Light, person: Person) -> None:
    """A badge held before a room out of focus."""
    rng = canvas.rng
    wall = vary(rng, (150, 146, 140), 40)
    canvas.backdrop([(0.0, wall), (1.0, mix(wall, (0, 0, 0), 0.35))])
    for _each in range(26):
        canvas.ellipse(
            float(rng.random()),
            float(rng.random()),
            float(rng.uniform(0.06, 0.3)),
            float(rng.uniform(0.06, 0.3)),
            vary(rng, mix(wall, (110, 104, 112), 0.5), 42),
        )
    canvas.blur(0.03)
    x, y = float(rng.uniform(0.36, 0.64)), float(rng.uniform(0.24, 0.34))
    wide, tall = min(0.36, 0.46 / canvas.aspect), 0.54
    band = vary(rng, (46, 84, 130), 60)
    for side in (-1, 1):
        canvas.polygon(
            [(x + side * 0.13, -0.02), (x + side * 0.18, -0.02), (x + 0.012, y), (x - 0.012, y)], band, mix(band, (0, 0, 0), 0.3)
        )
    left = x - wide / 2
    card = [(left, y), (left + wide, y), (left + wide, y + tall), (left, y + tall)]
    canvas.soft([(px + 0.012, py + 0.02) for px, py in card], (10, 10, 12), 0.6, 0.02)
    canvas.polygon(card, (250, 250, 246), (228, 228, 224))
    canvas.box(left, y, wide, tall * 0.2, band, mix(band, (0, 0, 0), 0.2))
    canvas.box(x - 0.03, y + 0.015, 0.06, 0.016, (60, 60, 64))
    event = ("OPEN DAYS 2026", "HARBOUR CLINIC", "MAKERS FAIR", "CITY CONFERENCE")[int(rng.integers(4))]
    canvas.text(x, y + tall * 0.13, event, 0.03, (250, 250, 250), "mm")
    first, _space, last = person.name.partition(" ")
    canvas.text(x, y + tall * 0.36, first, 0.07, (28, 30, 36), "mm")
    canvas.text(x, y + tall * 0.49, last, 0.05, (28, 30, 36), "mm")
    canvas.text(x, y + tall * 0.61, person.work, 0.027, (90, 94, 104), "mm")
    _code(canvas, (left + wide * 0.5 - 0.055 / canvas.aspect, y + tall * 0.69), 0.11)
    canvas.text(left + wide * 0.5, y + tall * 0.95, f"No. {int(rng.integers(10000, 99999))}", 0.022, (90, 94, 104), "mm")
    canvas.glow(float(rng.random()), 0.1, 0.7, (255, 240, 216), 0.3)
    canvas.dim(mix(light.dim, (255, 244, 230), 0.7))


def document(canvas: Canvas, light: Light, person: Person) -> None:
    """A page with a small picture, name, dates and lines for machines."""
    rng = canvas.rng
    table = vary(rng, _TABLES[int(rng.integers(len(_TABLES)))])
    canvas.backdrop([(0.0, mix(table, (255, 255, 255), 0.1)), (1.0, mix(table, (0, 0, 0), 0.2))])
    canvas.texture(18, 0.3)
    x, y = float(rng.uniform(0.08, 0.24)), float(rng.uniform(0.12, 0.26))
    wide, tall, lean = 0.66, 0.58, float(rng.uniform(-0.05, 0.05))

    def at(u: float, v: float) -> Point:
        return (x + u * wide - lean * v * 0.4, y + v * tall + lean * u)

    sheet = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]
    canvas.soft([(px + 0.01, py + 0.02) for px, py in sheet], (12, 10, 8), 0.6, 0.02)
    paper = vary(rng, (226, 222, 212), 14)
    canvas.polygon(sheet, mix(paper, (255, 255, 255), 0.4), paper)
    band = vary(rng, (110, 40, 52), 60)
    canvas.polygon([at(0, 0), at(1, 0), at(1, 0.13), at(0, 0.13)], band)
    canvas.text(*at(0.04, 0.065), ("PRACTICE PASSPORT", "PRACTICE RAIL", "PRACTICE INVOICE")[int(rng.integers(3))], 0.042, (250, 246, 238))
    canvas.polygon([at(0.04, 0.2), at(0.28, 0.2), at(0.28, 0.68), at(0.04, 0.68)], (196, 202, 208), (160, 168, 178))
    for row in range(7):
        canvas.polygon(
            [
                at(0.06, 0.24 + row * 0.062),
                at(0.26 - 0.02 * (row % 3), 0.24 + row * 0.062),
                at(0.26, 0.27 + row * 0.062),
                at(0.06, 0.27 + row * 0.062),
            ],
            mix(band, (220, 220, 224), 0.35 + 0.08 * (row % 4)),
        )
    _words(canvas, person, at)
    canvas.soft(oval(0.9, 0.9, 0.2, 0.2), (0, 0, 0), 0.35, 0.1)
    canvas.line([(0.8, float(rng.uniform(0.3, 0.6))), (0.95, float(rng.uniform(0.6, 0.9)))], vary(rng, (40, 60, 120), 40), 0.022)
    canvas.glow(float(rng.random()), 0.0, 0.8, (255, 240, 216), 0.3)
    canvas.dim(mix(light.dim, (255, 244, 230), 0.7))


def _words(canvas: Canvas, person: Person, at: Callable[[float, float], Point]) -> None:
    """Write what stands on a document; `at` turns places on the sheet into places in the picture."""
    rng = canvas.rng
    rows = (
        ("Name", person.name),
        ("Date", f"{int(rng.integers(1, 28)):02d} {['JAN', 'MAR', 'MAY', 'JUL', 'SEP', 'NOV'][int(rng.integers(6))]} 2026"),
        ("Number", f"X{int(rng.integers(1000000, 9999999))}"),
        ("Place", person.places["home"].name.rpartition(", ")[2]),
    )
    for row, (what, value) in enumerate(rows):
        canvas.text(*at(0.33, 0.22 + row * 0.135), what, 0.02, (120, 118, 116))
        canvas.text(*at(0.33, 0.275 + row * 0.135), value, 0.036, (26, 26, 30))
    surname = person.name.upper().replace(" ", "<")
    for row in range(2):
        canvas.text(
            *at(0.04, 0.82 + row * 0.09),
            (f"P<XXX{surname}<<<<<<<<<<<<<<<<<<<", f"X{int(rng.integers(10**8, 10**9))}XXX8801017<<<<<<<<<<<04")[row],
            0.034,
            (30, 30, 34),
        )


def _code(canvas: Canvas, corner: Point, size: float) -> None:
    """A square of random modules; it reads as nothing."""
    cells = 17
    step = size / cells
    for row in range(cells):
        for column in range(cells):
            if canvas.chance(0.5):
                canvas.box(corner[0] + column * step / canvas.aspect, corner[1] + row * step, step / canvas.aspect, step, (24, 24, 28))
