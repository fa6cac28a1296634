"""The drawings of the lessons as SVG: the scenes of those in letters, with and without their flaws.

Everything is drawn from fixed numbers here; nothing comes from outside. Units of a box of 200 by
150 for each of A and B.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable

from auditor.awareness.rows import DrawingRow

WIDTH, HEIGHT = 200, 150
_GAP = 20
_HEAD = 18
"""Room for the letters A and B above the boxes."""
_Scene = Callable[[int, bool], str]
"""Makes a scene of a moment (0 or 1), with its flaw or without."""


def frames(name: str, drawing: DrawingRow) -> tuple[str, ...]:
    """Return an SVG of each moment, A beside B, as `drawing` says which of them has the flaw."""
    scene = _SCENES[name]
    return tuple(_beside(drawing, moment, scene) for moment in range(len(drawing.sound)))


def _beside(drawing: DrawingRow, moment: int, scene: _Scene) -> str:
    parts = []
    for place, letter in enumerate("AB"):
        left = place * (WIDTH + _GAP)
        drawn = scene(moment, letter == drawing.broken)
        parts.append(
            f'<text x="{left + 2}" y="13">{letter}</text>'
            f'<g transform="translate({left} {_HEAD})"><rect x="0.5" y="0.5" width="{WIDTH - 1}" '
            f'height="{HEIGHT - 1}" class="box"/>{drawn}</g>'
        )
    title = html.escape(f"A, B: {drawing.about} ({moment + 1}/{len(drawing.sound)})", quote=True)
    return (
        f'<svg viewBox="0 0 {2 * WIDTH + _GAP} {HEIGHT + _HEAD}" role="img" aria-label="{title}">'
        f"{''.join(parts)}</svg>"
    )


def _line(*points: tuple[float, float], kind: str = "") -> str:
    joined = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline points="{joined}"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}/>'


def _tiles(moment: int, flaw: bool) -> str:
    """Tiles of a wall, and somebody who walks past."""
    bent = flaw and moment == 1

    def pulled(x: float, y: float) -> tuple[float, float]:
        near = math.exp(-((x - 55) ** 2 + (y - 70) ** 2) / 700) if bent else 0.0
        return x + 14 * near * math.sin(y / 9), y + 14 * near * math.sin(x / 8)

    across = range(10, 191, 6)
    down = range(15, 136, 6)
    rows = [_line(*(pulled(x, y) for x in across)) for y in range(15, 136, 24)]
    columns = [_line(*(pulled(x, y) for y in down)) for x in range(10, 191, 30)]
    x = 55 if moment == 0 else 145
    person = (
        f'<circle cx="{x}" cy="50" r="9" class="solid"/>'
        + _line((x, 59), (x, 95), kind="thick")
        + _line((x - 12, 80), (x, 68), (x + 12, 80), kind="thick")
        + _line((x - 10, 125), (x, 95), (x + 10, 125), kind="thick")
    )
    return "".join((*rows, *columns, person))


def _hair(moment: int, flaw: bool) -> str:
    """Long hair at a head that leans."""
    lean = math.radians(40) if moment else 0.0
    centre, radius = (100.0, 55.0), 26.0

    def turned(angle: float, away: float) -> tuple[float, float]:
        return (
            centre[0] + away * math.sin(angle + lean),
            centre[1] - away * math.cos(angle + lean),
        )

    strands = []
    for step in range(5):
        for side in (-1, 1):
            root = turned(side * math.radians(60 + 15 * step), radius)
            if flaw and moment:  # stays as it stood at the upright head
                end = (root[0] + 42 * math.cos(lean), root[1] - 42 * math.sin(lean))
            else:
                end = (root[0], root[1] + 55)
            strands.append(_line(root, end, kind="mark"))
    eyes = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" class="solid"/>'
        for x, y in (turned(math.radians(-35), 11), turned(math.radians(35), 11))
    )
    mouth = _line(turned(math.radians(150), 14), turned(math.radians(210), 14))
    head = f'<circle cx="{centre[0]}" cy="{centre[1]}" r="{radius}" class="paper"/>'
    neck = _line(turned(math.pi, radius), (100, 110), kind="thick")
    shoulders = _line((55, 140), (70, 115), (130, 115), (145, 140), kind="thick")
    return "".join((*strands, head, eyes, mouth, neck, shoulders))


def _eyes(moment: int, flaw: bool) -> str:
    """Two eyes under one lamp."""
    lamp = 30 if moment == 0 else 170
    rays = "".join(
        _line(
            (lamp + 12 * math.cos(turn), 22 + 12 * math.sin(turn)),
            (lamp + 18 * math.cos(turn), 22 + 18 * math.sin(turn)),
            kind="mark",
        )
        for turn in (step * math.pi / 4 for step in range(8))
    )
    parts = [f'<circle cx="{lamp}" cy="22" r="8" class="lamp"/>', rays]
    for number, x in enumerate((60, 140)):
        toward = 1 if moment == 1 else -1
        if flaw and number == 1:
            toward = -1  # stays where the lamp was at first
        parts.append(
            f'<ellipse cx="{x}" cy="95" rx="34" ry="22"/><circle cx="{x}" cy="95" r="17" '
            f'class="solid"/><circle cx="{x + 8 * toward}" cy="88" r="5" class="spot"/>'
        )
    return "".join(parts)


def _hand(moment: int, flaw: bool) -> str:
    """An open hand that turns."""
    count = 5 if flaw else 4
    tall = (40, 50, 54, 48, 38)
    step = 72 / count
    fingers = "".join(
        f'<rect x="{64 + number * step:g}" y="{74 - tall[number]:g}" width="{step - 3:g}" '
        f'height="{tall[number] + 12:g}" rx="{(step - 3) / 2:g}"/>'
        for number in range(count)
    )
    palm = '<rect x="64" y="72" width="70" height="58" rx="14" class="paper"/>'
    place = "translate(34 86) rotate(28)"
    thumb = f'<rect x="-8" y="-7" width="46" height="15" rx="7" transform="{place}"/>'
    turn = "" if moment == 0 else "translate(200 0) scale(-1 1)"
    return f'<g transform="{turn}">{thumb}{fingers}{palm}</g>'


_SCENES: dict[str, _Scene] = {"grid": _tiles, "hair": _hair, "light": _eyes, "hand": _hand}
