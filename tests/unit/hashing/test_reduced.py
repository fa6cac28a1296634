"""Squashing and resampling: averages stay averages, and an untouched frame stays what it was."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq import reduced, windows
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.private import geometry
from tests.examples import examples
from tests.rows import each_row
from tests.unit.hashing.scenery import scene

WHOLE = (0.0, 1.0)


@examples(40)
@given(st.integers(1, 700), st.integers(1, 700), st.integers(0, 255))
def test_one_colour_stays_that_colour_whatever_the_size(
    width: int, height: int, shade: int
) -> None:
    picture = reduced.reduce(np.full((height, width, 3), shade, np.uint8))
    assert picture.rgb.shape == (256, 256, 3)
    assert picture.aspect == width / height
    assert np.allclose(picture.rgb, shade, atol=1e-3)


@each_row("size", [(512, 768), (700, 300), (257, 1000)])
def test_the_mean_of_a_picture_is_kept(size: tuple[int, int]) -> None:
    rgb = scene(1, *size)
    assert np.allclose(reduced.reduce(rgb).rgb.mean(axis=(0, 1)), rgb.mean(axis=(0, 1)), atol=0.05)


def test_resampling_its_own_places_changes_nothing() -> None:
    luma = reduced.reduce(scene(2)).luma
    assert np.allclose(reduced.resample(luma, geometry.window(WHOLE, WHOLE), 256), luma, atol=1e-3)


@each_row("seed", range(4))
def test_a_whole_window_is_pdq_but_for_some_bits_in_all_eight_forms(seed: int) -> None:
    rgb = scene(seed)
    plain = windows.coefficients(reduced.reduce(rgb).luma, [WHOLE], [WHOLE]).reshape(1, 16, 16)
    eight = windows.hashes(windows.forms(plain)[0])
    for expected, found in zip(from_hex(pdq(rgb).dihedral), eight, strict=True):
        assert int(distances(expected, found[None])[0]) <= 16


@each_row("form", range(8))
def test_forms_and_their_places_tell_the_same(form: int) -> None:
    luma = reduced.reduce(scene(5, 300, 300)).luma
    plain = windows.coefficients(luma, [WHOLE], [WHOLE]).reshape(1, 16, 16)
    turned = reduced.resample(luma, geometry.FORM_PLACES[form], 256)
    again = windows.hashes(windows.coefficients(turned, [WHOLE], [WHOLE]).reshape(1, 16, 16))
    assert int(distances(windows.hashes(windows.forms(plain)[0])[form], again)[0]) <= 4


@given(st.floats(-10, 10), st.floats(0.3, 3), st.floats(0, 0.4), st.floats(0.6, 1))
def test_there_and_back_again(degrees: float, aspect: float, start: float, stop: float) -> None:
    places = geometry.after(
        geometry.tilted(degrees, aspect), geometry.window((start, stop), (0.0, stop))
    )
    same = geometry.after(geometry.inverse(places), places)
    assert np.allclose(same, [[1, 0, 0], [0, 1, 0]], atol=1e-9)


def test_windows_of_one_picture_are_those_of_the_cut_picture() -> None:
    rgb = scene(6, 640, 640)
    inside = windows.coefficients(reduced.reduce(rgb).luma, [(0.1, 0.9)], [(0.05, 1.0)]).reshape(
        1, 16, 16
    )
    cut = windows.coefficients(reduced.reduce(rgb[64:576, 32:]).luma, [WHOLE], [WHOLE]).reshape(
        1, 16, 16
    )
    assert int(distances(windows.hashes(inside)[0], windows.hashes(cut))[0]) <= 16
