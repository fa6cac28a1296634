"""Portraits: a head with shading, eyes, brows, nose, mouth, hair and shoulders.

They are drawn so that a face detector finds exactly one face.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from auditor.dataclass import dataclass
from auditor.practice.drawing import indoors, landscape
from auditor.practice.drawing.canvas import Canvas, Colour, Point, mix, oval, rounded, vary
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Appearance, Person

_DARK: Colour = (30, 20, 18)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the head is and how it is held.

    `size` is half the height of the face as a share of the picture's height.
    """

    x: float
    y: float
    size: float
    yaw: float  # -1 to 1: looks to the left or right
    roll: float  # radians
    smile: float  # 0 to 1
    lamp: int  # -1 or 1: the side the light comes from


class Head:
    """Draws in the head's own measure: u to the right, v down, the face from -1 to 1 in height."""

    def __init__(self, canvas: Canvas, look: Appearance, pose: Pose) -> None:
        self.canvas = canvas
        self.look = look
        self.pose = pose

    def at(self, u: float, v: float, depth: float = 0.0) -> Point:
        """Return the place of a point; `depth` (0-1) says how far it moves when the head turns."""
        u += self.pose.yaw * 0.2 * depth
        cos, sin = float(np.cos(self.pose.roll)), float(np.sin(self.pose.roll))
        across, down = (u * cos - v * sin) * self.pose.size, (u * sin + v * cos) * self.pose.size
        return (self.pose.x + across / self.canvas.aspect, self.pose.y + down)

    def fill(
        self, points: Sequence[Point], colour: Colour, depth: float = 0.0, low: Colour | None = None
    ) -> None:
        """Fill a shape."""
        self.canvas.polygon([self.at(u, v, depth) for u, v in points], colour, low)

    def soft(
        self,
        points: Sequence[Point],
        colour: Colour,
        opacity: float,
        spread: float,
        depth: float = 0.0,
    ) -> None:
        """Lay a blurred shape over the head; `spread` in the head's measure."""
        self.canvas.soft(
            [self.at(u, v, depth) for u, v in points], colour, opacity, spread * self.pose.size
        )

    def stroke(
        self, points: Sequence[Point], colour: Colour, thick: float, depth: float = 0.0
    ) -> None:
        """Draw a line."""
        self.canvas.line([self.at(u, v, depth) for u, v in points], colour, thick * self.pose.size)

    @property
    def shade(self) -> Colour:
        """The skin in shadow."""
        return mix(self.look.skin, (70, 20, 14), 0.42)

    @property
    def bright(self) -> Colour:
        """The skin in light."""
        return mix(self.look.skin, (255, 244, 228), 0.45)


def portrait(canvas: Canvas, light: Light, person: Person) -> None:
    """Head and shoulders before something out of focus."""
    posed(canvas, light, person)


def posed(canvas: Canvas, light: Light, person: Person) -> Pose:
    """Draw a portrait and return where the head is."""
    rng = canvas.rng
    behind = int(rng.integers(4))
    (landscape.park, landscape.coast, landscape.skyline)[behind](
        canvas, light
    ) if behind < 3 else indoors.room(canvas, light, person)  # noqa: PLR2004
    canvas.blur(0.016)
    size = float(rng.uniform(0.17, 0.29))
    pose = Pose(
        x=float(rng.uniform(0.36, 0.64)),
        y=float(rng.uniform(0.4, 0.5)),
        size=size,
        yaw=float(rng.uniform(-0.8, 0.8)),
        roll=float(rng.uniform(-0.14, 0.14)),
        smile=float(rng.uniform(0.15, 1.0)),
        lamp=1 if canvas.chance(0.5) else -1,
    )
    head = Head(canvas, person.look, pose)
    _hair_behind(head)
    _shoulders(head, vary(rng, person.look.clothes, 50))
    _skull(head)
    _eyes(head)
    _nose(head)
    _mouth(head)
    if person.look.beard:
        _beard(head)
    _hair_front(head)
    canvas.glow(0.5 + 0.45 * pose.lamp, 0.2, 0.6, light.lit((255, 236, 208)), 0.22)
    return pose


def _skull(head: Head) -> None:
    look, lamp = head.look, head.pose.lamp
    for side in (-1, 1):
        head.fill(oval(side * 0.73, 0.06, 0.1, 0.2), mix(look.skin, head.shade, 0.35), -0.25)
        head.soft(oval(side * 0.73, 0.06, 0.05, 0.12), head.shade, 0.6, 0.04, -0.25)
    face = [(0.73 * c * (1 - 0.2 * max(0.0, s) ** 2), s) for c, s in _circle(72)]
    head.fill(face, mix(look.skin, head.bright, 0.12), 0.0, mix(look.skin, head.shade, 0.18))
    dark_side = [
        (-lamp * u, v)
        for u, v in ((0.78, -0.7), (0.4, -0.5), (0.48, 0.2), (0.3, 0.9), (0.6, 0.95), (0.9, 0.3))
    ]
    head.soft(dark_side, head.shade, 0.5, 0.16)
    head.soft(oval(0.22 * lamp, -0.56, 0.34, 0.2), head.bright, 0.65, 0.14)
    for side in (-1, 1):
        head.soft(
            oval(side * 0.4, 0.28, 0.17, 0.13), mix(look.skin, (206, 84, 70), 0.4), 0.5, 0.1, 0.4
        )
        head.soft(
            oval(side * 0.37, 0.14, 0.13, 0.07),
            head.bright,
            0.5 if side == lamp else 0.25,
            0.07,
            0.4,
        )
        head.soft(oval(side * 0.31, -0.13, 0.2, 0.1), head.shade, 0.5, 0.06, 0.5)
    head.soft(oval(0.0, 0.8, 0.2, 0.1), head.bright, 0.35, 0.09, 0.3)
    head.soft(oval(0.0, 0.7, 0.2, 0.03), head.shade, 0.4, 0.05, 0.4)


def _eyes(head: Head) -> None:
    look, gaze = head.look, head.pose.yaw * 0.02
    brow = mix(look.hair, _DARK, 0.35)
    for side in (-1, 1):
        x, y = side * 0.3, -0.1
        top = [
            (x - 0.15, y + 0.02),
            (x - 0.07, y - 0.065),
            (x + 0.03, y - 0.078),
            (x + 0.1, y - 0.05),
            (x + 0.15, y + 0.01),
        ]
        low = [(x + 0.09, y + 0.052), (x, y + 0.068), (x - 0.09, y + 0.052)]
        head.fill([*top, *low], (238, 234, 228), 0.6)
        head.soft(top, _DARK, 0.35, 0.025, 0.6)
        head.fill(oval(x + gaze, y - 0.005, 0.068, 0.068), mix(look.eyes, _DARK, 0.35), 0.6)
        head.fill(oval(x + gaze, y + 0.004, 0.054, 0.054), look.eyes, 0.6)
        head.fill(oval(x + gaze, y - 0.003, 0.03, 0.03), (12, 10, 12), 0.6)
        head.fill(
            oval(x + gaze + 0.022 * head.pose.lamp, y - 0.028, 0.014, 0.014, 12),
            (252, 252, 250),
            0.6,
        )
        head.fill(
            [(x - 0.15, y - 0.07), (x, y - 0.15), (x + 0.15, y - 0.08), *reversed(top)],
            mix(look.skin, head.shade, 0.3),
            0.6,
        )
        head.stroke(top, mix(_DARK, look.hair, 0.15), 0.03, 0.6)
        head.stroke([top[-1], *low, top[0]], mix(head.shade, _DARK, 0.25), 0.012, 0.6)
        head.stroke(
            [(x - 0.15, y - 0.07), (x, y - 0.135), (x + 0.15, y - 0.075)], head.shade, 0.012, 0.6
        )
        inner, outer = x - side * 0.16, x + side * 0.2
        arch = [
            (inner, -0.27),
            (x, -0.345),
            (outer, -0.29),
            (x + side * 0.05, -0.305),
            (x, -0.3),
            (inner, -0.22),
        ]
        head.soft(arch, brow, 0.95, 0.012, 0.6)
        head.fill(arch, brow, 0.6)


def _nose(head: Head) -> None:
    lamp = head.pose.lamp
    head.soft(
        [(-lamp * 0.04, -0.15), (-lamp * 0.1, -0.05), (-lamp * 0.15, 0.3), (-lamp * 0.04, 0.32)],
        head.shade,
        0.6,
        0.045,
        0.8,
    )
    head.soft(
        [(-0.025, -0.1), (0.025, -0.1), (0.035, 0.18), (-0.035, 0.18)], head.bright, 0.55, 0.03, 0.8
    )
    head.soft(oval(0.0, 0.36, 0.15, 0.035), head.shade, 0.75, 0.03, 0.9)
    head.soft(oval(0.01 * lamp, 0.24, 0.06, 0.05), head.bright, 0.7, 0.035, 1.0)
    for side in (-1, 1):
        head.soft(oval(side * 0.13, 0.29, 0.035, 0.05), head.shade, 0.6, 0.022, 0.85)
        head.fill(oval(side * 0.065, 0.34, 0.034, 0.017), mix(head.shade, _DARK, 0.55), 0.95)


def _mouth(head: Head) -> None:
    smile = head.pose.smile
    wide, lift = 0.2 + 0.09 * smile, 0.06 * smile
    lip = mix(head.look.skin, (168, 48, 54), 0.5)
    y = 0.56
    left, right = (-wide, y - lift), (wide, y - lift)
    upper = [
        left,
        (-0.09, y - 0.05 + lift * 0.1),
        (-0.03, y - 0.065),
        (0.0, y - 0.05),
        (0.03, y - 0.065),
        (0.09, y - 0.05 + lift * 0.1),
        right,
    ]
    line = [(wide * 0.5, y + 0.012), (0.0, y + 0.02), (-wide * 0.5, y + 0.012)]
    open_by = 0.07 * max(0.0, smile - 0.45) / 0.55
    lower_top = [
        (-wide * 0.5, y + 0.014 + open_by),
        (0.0, y + 0.02 + open_by * 1.2),
        (wide * 0.5, y + 0.014 + open_by),
    ]
    if open_by:
        head.fill([left, *reversed(line), right, *reversed(lower_top)], (92, 24, 28), 0.8)
        head.fill(
            [
                (-wide * 0.8, y - lift * 0.5),
                *reversed(line),
                (wide * 0.8, y - lift * 0.5),
                (0.0, y + 0.022 + open_by * 0.75),
            ],
            (244, 240, 232),
            0.8,
        )
    head.fill([*upper, *line], mix(lip, _DARK, 0.14), 0.8)
    bottom = [
        (wide * 0.6, y + 0.075 + open_by),
        (0.0, y + 0.105 + open_by),
        (-wide * 0.6, y + 0.075 + open_by),
    ]
    head.fill([left, *lower_top, right, *bottom], lip, 0.8)
    head.soft(
        oval(0.03 * head.pose.lamp, y + 0.06 + open_by, 0.07, 0.016),
        mix(lip, (255, 255, 255), 0.5),
        0.6,
        0.015,
        0.8,
    )
    if not open_by:
        head.stroke(
            [left, (-wide * 0.5, y + 0.012), (0.0, y + 0.018), (wide * 0.5, y + 0.012), right],
            mix(lip, _DARK, 0.7),
            0.016,
            0.8,
        )
    for side, corner in ((-1, left), (1, right)):
        head.soft(
            oval(corner[0] + side * 0.02, corner[1], 0.025, 0.03), head.shade, 0.7, 0.02, 0.75
        )
        fold = [(side * 0.2, 0.3), (side * 0.31, 0.47), (side * 0.33, 0.55), (side * 0.29, 0.47)]
        head.soft(fold, head.shade, 0.6 * smile, 0.022, 0.6)


def _beard(head: Head) -> None:
    hair = mix(head.look.hair, head.look.skin, 0.12)
    jaw = [
        (-0.72, 0.12),
        (-0.56, 0.36),
        (-0.34, 0.47),
        (0.0, 0.43),
        (0.34, 0.47),
        (0.56, 0.36),
        (0.72, 0.12),
    ]
    chin = [(0.6 * c, 0.34 + 0.74 * s) for c, s in _circle(40) if s > 0]
    rim = [
        (-0.3, 0.55),
        (-0.22, 0.7),
        (0.0, 0.74),
        (0.22, 0.7),
        (0.3, 0.55),
        (0.2, 0.44),
        (-0.2, 0.44),
    ]
    outline = [*jaw, *chin]
    head.soft(outline, hair, 0.5, 0.06, 0.2)
    rng = head.canvas.rng
    for _each in range(620):
        angle, reach = float(rng.uniform(0.0, np.pi)), float(rng.uniform(0.62, 1.0))
        u, v = 0.66 * reach * float(np.cos(angle)), 0.3 + 0.72 * reach * float(np.sin(angle))
        if v < rim[0][1] - 0.02 and abs(u) < 0.36:  # noqa: PLR2004 - the lips stay free
            continue
        tone = mix(hair, (150, 110, 84), float(rng.uniform(0.0, 0.3)))
        head.stroke(
            [(u, v), (u * 1.02 + float(rng.uniform(-0.02, 0.02)), v + 0.055)], tone, 0.012, 0.2
        )
    for side in (-1, 1):
        head.soft(
            [(0.0, 0.44), (side * 0.2, 0.43), (side * 0.3, 0.54), (side * 0.2, 0.49), (0.0, 0.48)],
            hair,
            0.9,
            0.014,
            0.8,
        )


def _shoulders(head: Head, clothes: Colour) -> None:
    skin, shade = head.look.skin, head.shade
    head.fill(
        [(-0.36, 0.5), (0.36, 0.5), (0.42, 1.55), (-0.42, 1.55)],
        mix(skin, shade, 0.45),
        0.0,
        mix(skin, shade, 0.15),
    )
    head.soft(oval(-0.1 * head.pose.lamp, 0.98, 0.42, 0.2), mix(shade, _DARK, 0.2), 0.65, 0.1)
    body = [
        (-0.4, 1.3),
        (-0.78, 1.46),
        (-1.42, 1.66),
        (-1.78, 2.1),
        (-1.95, 4.6),
        (1.95, 4.6),
        (1.78, 2.1),
        (1.42, 1.66),
        (0.78, 1.46),
        (0.4, 1.3),
        (0.0, 1.62),
    ]
    head.fill(rounded(body), mix(clothes, (255, 255, 255), 0.1), 0.0, mix(clothes, _DARK, 0.5))
    side = -head.pose.lamp
    head.soft(
        [(side * 0.9, 1.6), (side * 1.8, 2.0), (side * 1.9, 4.0), (side * 1.1, 4.0)],
        _DARK,
        0.4,
        0.2,
    )
    head.stroke([(-0.42, 1.3), (0.0, 1.66), (0.42, 1.3)], mix(clothes, _DARK, 0.45), 0.05)


def _hair_behind(head: Head) -> None:
    hair = mix(head.look.hair, _DARK, 0.3)
    rng = head.canvas.rng
    if head.look.hair_style == "long":
        shape = [
            (-0.55, -0.95),
            (-0.92, -0.5),
            (-0.98, 0.2),
            (-1.06, 1.0),
            (-0.92, 1.75),
            (-0.4, 1.5),
            (0.4, 1.5),
            (0.92, 1.75),
            (1.06, 1.0),
            (0.98, 0.2),
            (0.92, -0.5),
            (0.55, -0.95),
        ]
        head.fill(rounded(shape), hair, -0.3, mix(hair, _DARK, 0.3))
    elif head.look.hair_style == "curls":
        for _each in range(150):
            angle = float(rng.uniform(-1.25 * np.pi, 0.25 * np.pi))
            reach = float(rng.uniform(0.75, 1.12))
            head.fill(
                oval(
                    0.98 * reach * float(np.cos(angle)),
                    -0.12 + 1.06 * reach * float(np.sin(angle)),
                    0.15,
                    0.15,
                    16,
                ),
                vary(rng, hair, 9),
                -0.3,
            )


def _hair_front(head: Head) -> None:
    look, rng = head.look, head.canvas.rng
    hair, shine = look.hair, mix(look.hair, (255, 240, 220), 0.25)
    if look.hair_style == "curls":
        for step in range(64):
            angle = float(np.pi * (-0.98 + 0.96 * step / 63))
            reach = float(rng.uniform(0.84, 1.0))
            colour = mix(hair, shine, float(rng.uniform(0.0, 0.5)))
            head.fill(
                oval(
                    0.82 * reach * float(np.cos(angle)),
                    -0.22 + 0.82 * reach * float(np.sin(angle)),
                    0.11,
                    0.1,
                    16,
                ),
                colour,
                -0.1,
            )
        return
    long = look.hair_style == "long"
    part, low = (0.22, 1.3) if long else (-0.3, -0.05)
    crown = [(0.84 * c, -0.1 + 1.02 * s) for c, s in _circle(60) if s < 0.02]  # noqa: PLR2004 - the upper half
    crown.sort()
    line = [
        (0.76, 0.1),
        (0.66, -0.42),
        (part + 0.16, -0.72),
        (part, -0.76),
        (part - 0.2, -0.7),
        (-0.64, -0.4),
        (-0.76, 0.1),
    ]
    ends = [(0.84, low), (1.0, low)] if long else [(0.72, low), (0.8, low)]
    shape = [
        (-ends[1][0], low),
        (-0.86, 0.0),
        *crown,
        (0.86, 0.0),
        (ends[1][0], low),
        (ends[0][0], low),
        *line,
        (-ends[0][0], low),
    ]
    head.fill(shape, mix(hair, shine, 0.25), -0.05, hair)
    for _each in range(60):
        side = 1 if rng.random() < 0.5 else -1  # noqa: PLR2004 - either side of the parting
        rank = float(rng.random())
        edge = (side * (0.68 + 0.14 * rank), -0.36 - 0.12 * rank)
        top = (part + side * 0.1 + 0.3 * side * rank, -0.78 - 0.22 * rank * float(rng.random()))
        bend = ((top[0] + edge[0]) / 2 + side * 0.03, (top[1] + edge[1]) / 2 - 0.05)
        tail = (
            (side * (0.83 + 0.12 * rank), low - 0.1 * rank)
            if long
            else (side * (0.74 + 0.05 * rank), low - 0.06)
        )
        tone = mix(mix(hair, _DARK, 0.3), shine, float(rng.random()))
        head.stroke([top, bend, edge, tail], tone, 0.014, -0.05)


def _circle(points: int) -> list[Point]:
    return [
        (float(np.cos(turn)), float(np.sin(turn)))
        for turn in np.linspace(0, 2 * np.pi, points, endpoint=False)
    ]
