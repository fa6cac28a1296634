"""Where a face looks, from its landmarks: against a head in space that is turned.

And how sharp it is.
"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from auditor.readers.faces.detector import Point
from auditor.readers.faces.measures import brightness, covered, pitch, sharpness, yaw
from tests.rows import each_row

# Eyes, nose and corners of the mouth of a head that looks into the camera: right, down and towards
# it, in distances of the eyes.
HEAD = np.array([(-0.5, 0, 0), (0.5, 0, 0), (0, 0.57, 0.5), (-0.42, 1.156, 0), (0.42, 1.156, 0)])


def turned(right: float, up: float, roll: float = 0.0, size: float = 60.0) -> tuple[Point, ...]:
    """The landmarks as a camera far away sees them; angles in degrees."""
    a, b, c = np.radians([right, up, roll])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    seen = (about_z @ about_x @ about_y @ HEAD.T).T
    return tuple((float(x) * size + 128, float(y) * size + 128) for x, y, _depth in seen)


@each_row("right", [-60, -30, 0, 30, 60])
@each_row("roll", [-25, 0, 40])
@each_row("size", [8, 300])
def test_yaw(right: float, roll: float, size: float) -> None:
    assert abs(yaw(turned(right, 0, roll, size)) - right) < 4


@each_row("up", [-30, -15, 0, 15, 30])
@each_row("roll", [-25, 0, 40])
def test_pitch(up: float, roll: float) -> None:
    assert abs(pitch(turned(0, up, roll)) - up) < 12


@given(st.lists(st.tuples(st.floats(-50, 300), st.floats(-50, 300)), min_size=5, max_size=5))
def test_any_five_points_have_an_answer(points: list[Point]) -> None:
    assert -75 <= yaw(tuple(points)) <= 75
    assert -75 <= pitch(tuple(points)) <= 75
    assert covered(np.full((256, 256, 3), 120, np.uint8), tuple(points)) in {None, True, False}


def test_nothing_fine_is_not_sharp_and_noise_is() -> None:
    flat = np.full((128, 100), 90.0, np.float32)
    noise = np.random.default_rng(1).uniform(0, 255, (128, 100)).astype(np.float32)
    assert sharpness(flat) == 0
    assert sharpness(noise) == 1
    assert sharpness(noise[:4]) == 0
    assert brightness(flat) == 90
    assert brightness(flat[:0]) == 0
