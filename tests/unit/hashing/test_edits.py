"""Edits change a picture as their names say, pixel by pixel where no mixing is needed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from auditor.hashing.pdq.reduced import reduce, resample
from auditor.hashing.private.edits import ImageEdit, apply, inscribed
from tests.examples import examples
from tests.rows import each_row
from tests.unit.hashing.scenery import scene

share = st.floats(-0.15, 0.15)


@examples(30)
@given(share, share, share, share, st.floats(-3, 3), st.booleans())
def test_sizes_are_those_asked_for(
    left: float, top: float, right: float, bottom: float, tilt: float, mirror: bool
) -> None:
    rgb = scene(1, 100, 80)
    made = apply(ImageEdit(left, top, right, bottom, tilt, mirror, 255), rgb)
    assert made.dtype == np.uint8
    assert made.shape == (round(80 * (1 - top - bottom)), round(100 * (1 - left - right)), 3)


def test_cut_widened_and_mirrored() -> None:
    rgb = scene(2, 100, 80)
    assert np.array_equal(apply(ImageEdit(), rgb), rgb)
    assert np.array_equal(apply(ImageEdit(mirror=True), rgb), rgb[:, ::-1])
    assert np.array_equal(apply(ImageEdit(left=0.1, bottom=0.25), rgb), rgb[:60, 10:])
    framed = apply(ImageEdit(top=-0.1, right=-0.2, shade=255), rgb)
    assert np.array_equal(framed[8:, :100], rgb)
    assert (framed[:8] == 255).all()
    assert (framed[:, 100:] == 255).all()
    assert np.array_equal(apply(ImageEdit(0.1, mirror=True), rgb), rgb[:, 10:][:, ::-1])


def test_a_tilt_leaves_corners_unless_they_are_cut() -> None:
    white = np.full((120, 200, 3), 255, np.uint8)
    assert apply(ImageEdit(tilt=3.0), white)[0, 0].tolist() == [0, 0, 0]
    across, down = inscribed(3.0, 200 / 120)
    assert (
        apply(ImageEdit(across + 0.01, down + 0.01, across + 0.01, down + 0.01, 3.0), white) == 255
    ).all()


def test_pixels_stand_where_the_places_say() -> None:
    rgb = scene(3, 512, 384)
    edit = ImageEdit(0.05, 0.02, 0.0, 0.08, 2.0, mirror=True)
    inside = slice(40, 216)  # a tilt leaves corners
    expected = resample(reduce(rgb).rgb, edit.places(512 / 384), 256)[inside, inside]
    assert np.abs(reduce(apply(edit, rgb)).rgb[inside, inside] - expected).mean() < 2


@each_row(
    ("edit", "name"),
    [
        (ImageEdit(), "as it is"),
        (ImageEdit(mirror=True, left=0.04), "mirrored, crop left 4 %"),
        (ImageEdit(top=-0.1, bottom=-0.1), "black bars top 10 % bottom 10 %"),
        (ImageEdit(tilt=-1.5, top=-0.05, shade=255), "tilt -1.5°, white bars top 5 %"),
    ],
)
def test_names(edit: ImageEdit, name: str) -> None:
    assert edit.name == name
