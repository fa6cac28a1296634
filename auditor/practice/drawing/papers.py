"""Things with words on them.

A badge on a lanyard, and documents, tickets and invoices lying on a table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import numpy as np
import zxingcpp

from auditor.dataclass import dataclass
from auditor.practice.drawing.canvas import Canvas, Colour, Point, mix, oval, vary
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Person

_TABLES: tuple[Colour, ...] = ((150, 112, 78), (92, 98, 104), (206, 200, 190), (66, 84, 92))
_LETTER = 0.62
"""Width of a letter in heights of the type: lines for machines are made as small as the sheet is
narrow."""


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
            [(x + side * 0.13, -0.02), (x + side * 0.18, -0.02), (x + 0.012, y), (x - 0.012, y)],
            band,
            mix(band, (0, 0, 0), 0.3),
        )
    left = x - wide / 2
    card = [(left, y), (left + wide, y), (left + wide, y + tall), (left, y + tall)]
    canvas.soft([(px + 0.012, py + 0.02) for px, py in card], (10, 10, 12), 0.6, 0.02)
    canvas.polygon(card, (250, 250, 246), (228, 228, 224))
    canvas.box(left, y, wide, tall * 0.2, band, mix(band, (0, 0, 0), 0.2))
    canvas.box(x - 0.03, y + 0.015, 0.06, 0.016, (60, 60, 64))
    event = ("OPEN DAYS 2026", "HARBOUR CLINIC", "MAKERS FAIR", "CITY CONFERENCE")[
        int(rng.integers(4))
    ]
    canvas.text(x, y + tall * 0.13, event, 0.03, (250, 250, 250), "mm")
    first, _space, last = person.name.partition(" ")
    canvas.text(x, y + tall * 0.36, first, 0.07, (28, 30, 36), "mm")
    canvas.text(x, y + tall * 0.49, last, 0.05, (28, 30, 36), "mm")
    canvas.text(x, y + tall * 0.61, person.work, 0.027, (90, 94, 104), "mm")
    square(
        canvas,
        (left + wide * 0.5 - 0.055 / canvas.aspect, y + tall * 0.69),
        0.11,
        f"MECARD:N:{last},{first};;",
    )
    canvas.text(
        left + wide * 0.5,
        y + tall * 0.95,
        f"No. {int(rng.integers(10000, 99999))}",
        0.022,
        (90, 94, 104),
        "mm",
    )
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
    canvas.text(*at(0.04, 0.065), _PAPERS[person.key].title, 0.042, (250, 246, 238))
    canvas.polygon(
        [at(0.04, 0.2), at(0.28, 0.2), at(0.28, 0.68), at(0.04, 0.68)],
        (196, 202, 208),
        (160, 168, 178),
    )
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
    _words(canvas, at, _PAPERS[person.key], person)
    canvas.soft(oval(0.9, 0.9, 0.2, 0.2), (0, 0, 0), 0.35, 0.1)
    beside = x + wide + 0.04
    canvas.line(
        [(beside, float(rng.uniform(0.3, 0.6))), (beside + 0.08, float(rng.uniform(0.6, 0.9)))],
        vary(rng, (40, 60, 120), 40),
        0.022,
    )
    canvas.glow(float(rng.random()), 0.0, 0.8, (255, 240, 216), 0.3)
    canvas.dim(mix(light.dim, (255, 244, 230), 0.7))


def _words(
    canvas: Canvas, at: Callable[[float, float], Point], says: _Paper, person: Person
) -> None:
    """Write the fields, the foot and the code of a paper.

    `at` turns places on the sheet into places in the picture.
    """
    for row, (what, value) in enumerate(says.rows(person)):
        canvas.text(*at(0.33, 0.22 + row * 0.135), what, 0.02, (120, 118, 116))
        canvas.text(*at(0.33, 0.275 + row * 0.135), value, 0.036, (26, 26, 30))
    for row, words in enumerate(says.foot(person)):
        size = min(0.034, 0.6 * canvas.aspect / (len(words) * _LETTER))
        canvas.text(*at(0.04, 0.82 + row * 0.09), words, size, (30, 30, 34))
    if says.code:
        square(canvas, at(0.72, 0.24), 0.2, says.code)


def square(canvas: Canvas, corner: Point, size: float, says: str) -> None:
    """Draw a QR code that scans.

    `corner` is its left top, `size` a share of the picture's height.
    """
    made = zxingcpp.create_barcode(says, zxingcpp.BarcodeFormat.QRCode)
    modules = np.asarray(made.to_image(scale=1, add_quiet_zones=False)) < 128  # noqa: PLR2004 - dark or light
    step = size / len(modules)
    quiet = 3 * step
    canvas.box(
        corner[0] - quiet / canvas.aspect,
        corner[1] - quiet,
        (size + 2 * quiet) / canvas.aspect,
        size + 2 * quiet,
        (252, 252, 248),
    )
    for row, column in zip(*np.nonzero(modules), strict=True):
        left, top = corner[0] + float(column) * step / canvas.aspect, corner[1] + float(row) * step
        canvas.box(left, top, step / canvas.aspect, step, (24, 24, 28))


def zone(name: str) -> tuple[str, str]:
    """Return the lines for machines of a passport of Utopia, with right check digits (Doc 9303).

    Utopia is the country of ICAO's specimens.
    """
    first, _space, last = (
        unicodedata.normalize("NFKD", name)
        .encode("ascii", "ignore")
        .decode()
        .upper()
        .partition(" ")
    )
    number, born, until, own = "X04471935", "880101", "311231", "<" * 14
    parts = f"{number}{_digit(number)}", f"{born}{_digit(born)}", f"{until}{_digit(until)}{own}<"
    return f"P<UTO{last}<<{first}".ljust(
        44, "<"
    ), f"{parts[0]}UTO{parts[1]}<{parts[2]}{_digit(''.join(parts))}"


def _digit(field: str) -> str:
    """Return the check digit of a field: weights 7, 3, 1, letters count from 10, fillers 0."""
    values = (int(sign, 36) if sign != "<" else 0 for sign in field)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


@dataclass(frozen=True, slots=True)
class _Paper:
    """What a document says: title, named fields, the lines at its foot, and what its code says."""

    title: str
    rows: Callable[[Person], tuple[tuple[str, str], ...]]
    foot: Callable[[Person], tuple[str, ...]]
    code: str = ""


_PAPERS: dict[str, _Paper] = {
    "mara": _Paper(
        "PASSPORT  UTOPIA",
        lambda person: (
            ("Surname", person.name.rpartition(" ")[2].upper()),
            ("Given name", person.name.partition(" ")[0].upper()),
            ("Date of birth", "01 JAN 1988"),
            ("Passport No.", "X04471935"),
        ),
        lambda person: zone(person.name),
    ),
    "tomas": _Paper(
        "INVOICE  2025-114",
        lambda person: (
            ("Name", person.name),
            ("Date", "14 MAR 2025"),
            ("Total", "EUR 8 450.00"),
            ("Place", person.places["home"].name.rpartition(", ")[2]),
        ),
        lambda _person: ("Please pay to", "IBAN PT50 0002 0123 1234 5678 9015 4"),
    ),
    "amina": _Paper(
        "RAIL TICKET",
        lambda person: (
            ("Passenger", person.name),
            ("From", "BRISTOL"),
            ("To", "LEEDS"),
            ("Date", "14 NOV 2026  08:30"),
        ),
        lambda _person: ("Coach C  Seat 41   Adult single", "Price GBP 48.20"),
        "#UT01 PRACTICE 4471 8890",
    ),
}
"""Nothing here is anybody's: the country of ICAO's specimens, the IBAN registry's example, a ticket
of no railway."""
