"""PDQ against stored hashes of the C++ reference (pdqhash 0.2.8) for pictures made by formula."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq import pdq as module
from auditor.hashing.pdq import reference
from auditor.hashing.pdq.pdq import ZERO_HASH, pdq
from auditor.hashing.pdq.sampling import of_array
from tests.examples import examples
from tests.rows import each_row

Picture = npt.NDArray[np.uint8]


class Expectation(msgspec.Struct):
    kind: str
    height: int
    width: int
    hash: str
    quality: int
    turned: str
    mirrored: str


EXPECTED = msgspec.json.decode(
    (Path(__file__).parent / "expectations.json").read_bytes(), type=list[Expectation]
)


def picture(kind: str, height: int, width: int) -> Picture:
    y, x = np.mgrid[0:height, 0:width]
    match kind:
        case "flat":
            return np.full((height, width, 3), (90, 120, 33), np.uint8)
        case "gradient":
            grey = x * 255 // max(1, width - 1)
        case "halves":
            grey = np.where(x < width // 2, 0, 255)
        case "rings":
            grey = (
                ((x - width // 3) ** 2 + (y - height // 2) ** 2)
                // max(1, (height + width) // 9)
                % 256
            )
            return np.stack([grey, (grey * 3 + x) % 256, (grey + y * 2) % 256], 2).astype(np.uint8)
        case _:
            grey = (x * x * 7 + y * y * 13 + x * y * 5) // 11 % 256
    return np.repeat(grey[:, :, None], 3, 2).astype(np.uint8)


@each_row(
    "expected", EXPECTED, ids=lambda expected: f"{expected.kind}-{expected.height}x{expected.width}"
)
def test_equals_the_reference(expected: Expectation) -> None:
    found = pdq(picture(expected.kind, expected.height, expected.width))
    assert (found.hash, found.quality) == (expected.hash, expected.quality)
    assert found.dihedral[0] == found.hash
    # there the reference blurs in its dihedral path only
    if (expected.height, expected.width) != (64, 64):
        assert (found.dihedral[1], found.dihedral[7]) == (expected.turned, expected.mirrored)


@each_row("size", [(4, 100), (100, 4), (1, 1)])
def test_a_side_under_five_pixels_gives_the_zero_hash(size: tuple[int, int]) -> None:
    found = pdq(np.full((*size, 3), 200, np.uint8))
    assert (found.hash, found.quality, found.dihedral) == (ZERO_HASH, 0, (ZERO_HASH,) * 8)
    assert not found.reliable


@each_row("kind", ["flat", "gradient", "halves"])
def test_a_picture_whose_bits_are_rounding_is_unstable(kind: str) -> None:
    assert pdq(picture(kind, 300, 400)).unstable


def test_a_picture_with_content_is_stable_and_reliable() -> None:
    found = pdq(picture("rings", 300, 411))
    assert not found.unstable
    assert found.reliable


def test_too_large_for_the_second_computation_is_unstable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_EXACT_PIXELS", 1000)
    found = pdq(picture("flat", 60, 60))
    assert found.unstable
    assert found.quality == 0


@examples(40)
@given(st.integers(5, 200), st.integers(5, 200), st.integers(0, 2**32 - 1))
def test_the_fast_form_equals_the_slow_one(height: int, width: int, seed: int) -> None:
    rgb = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    exact = reference.samples(of_array(rgb), height, width)
    slow = reference.coefficients(exact).ravel()
    bits = slow > np.sort(slow)[127]
    found = pdq(rgb)
    assert found.hash == np.packbits(bits[::-1]).tobytes().hex()
    assert found.quality == min(100, reference.quality_terms(exact) // 90)


@each_row(
    ("form", "turn"),
    [
        (1, lambda rgb: np.rot90(rgb, 1)),
        (2, lambda rgb: np.rot90(rgb, 2)),
        (3, lambda rgb: np.rot90(rgb, 3)),
        (4, lambda rgb: rgb[::-1]),
        (5, lambda rgb: rgb[:, ::-1]),
        (6, lambda rgb: rgb.transpose(1, 0, 2)),
        (7, lambda rgb: np.rot90(rgb, 2).transpose(1, 0, 2)),
    ],
)
def test_the_eight_forms_are_those_of_the_turned_pictures(form: int, turn: object) -> None:
    assert callable(turn)
    rgb = picture("rings", 640, 640)
    near = distances(
        from_hex([pdq(np.ascontiguousarray(turn(rgb))).hash])[0], from_hex(pdq(rgb).dihedral)
    )
    assert int(np.argmin(near)) == form


def test_one_dark_row_changes_few_bits() -> None:
    rgb = picture("rings", 300, 411)
    marked = rgb.copy()
    marked[100] = 0
    assert 0 <= int(distances(from_hex([pdq(rgb).hash])[0], from_hex([pdq(marked).hash]))[0]) <= 31
