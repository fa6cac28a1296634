"""The planned variants: each is found by its own edit, and they survive being packed."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.pdq.reduced import reduce, resample
from auditor.hashing.private import candidate as candidates
from auditor.hashing.private import variants
from auditor.hashing.private.parts.marks import NO_MARKS
from auditor.hashing.private.variants import PLAN, Variant, Variants
from tests.unit.hashing.scenery import scene

EXPECTED = {
    0: "9b64e863422ef3cab582e7361604babe9bd53f89c0d950f26651e4650bf303b3",
    80: "278c4de7829b3a9810803cb42c6db8c9c9d9b621c7f96fe2b40786253de33f3b",
    140: "04e3ba819b9cddc80d312d3d98497ddbdba9f68161798e62f60582251df30b9b",
    242: "3ffccc679558ba189ac99cb20c35b0c9c9513629c7f96b62860796251de31f1b",
}


@pytest.fixture(scope="module")
def known() -> Variants:
    return variants.of(scene(1))


def test_the_picture_itself_comes_first(known: Variants) -> None:
    assert PLAN[0] == Variant(0.0, 0.0, 0.0, 0.0, 0.0)
    assert PLAN[0].name == "as it is"
    own = np.array([int(word, 16) for word in _words(pdq(scene(1)).hash)], np.uint64)
    assert int(distances(own, known.hashes[:1])[0]) <= 10
    assert len(PLAN) == len(set(PLAN)) == len(known.hashes)


def test_what_is_kept_is_small(known: Variants) -> None:
    assert len(known.to_bytes()) < 20_000


@pytest.mark.parametrize("code", [0, 40, 80, 81, 120, 161, 162, 200, 242])
def test_a_variant_is_the_hash_of_its_edit(known: Variants, code: int) -> None:
    picture = reduce(scene(1, 800, 600))
    edited = resample(picture.rgb, PLAN[code].places(picture.aspect), 400)
    again = variants.of(np.clip(edited, 0, 255).astype(np.uint8))
    assert int(distances(known.hashes[code], again.hashes[:1])[0]) <= 20


def test_packed_and_unpacked(known: Variants) -> None:
    again = Variants.from_bytes(known.to_bytes())
    assert again.to_bytes() == known.to_bytes()
    assert np.array_equal(again.hashes, known.hashes)
    assert np.array_equal(again.codes, known.codes)
    assert np.array_equal(again.details, known.details)
    assert (again.quality, again.aspect) == (known.quality, known.aspect)
    assert len(again.marks) == len(known.marks) > 20
    assert np.array_equal(again.marks.hashes, known.marks.hashes)
    assert np.allclose(again.marks.places, known.marks.places, rtol=0.002)


def test_what_older_versions_kept_is_still_read(known: Variants) -> None:
    """Format 1 ended after the qualities of the parts: it has no marks."""
    packed = dataclasses.replace(known, marks=NO_MARKS).to_bytes()
    again = Variants.from_bytes(b"\x01" + packed[1:])
    assert np.array_equal(again.hashes, known.hashes)
    assert len(again.marks) == 0
    with pytest.raises(ValueError, match="variants"):
        Variants.from_bytes(b"\x01" + known.to_bytes()[1:])


def test_marks_of_no_picture_are_refused(known: Variants) -> None:
    packed = known.to_bytes()
    with pytest.raises(ValueError, match="marks"):
        Variants.from_bytes(packed[:-1])
    with pytest.raises(ValueError, match="marks"):
        Variants.from_bytes(packed[:-2] + b"\x00\x7e")  # no number


@given(st.binary(max_size=200))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="variants"):
        Variants.from_bytes(data)


def test_a_variant_that_no_plan_has_is_refused(known: Variants) -> None:
    strange = dataclasses.replace(known, codes=known.codes + np.uint16(1))
    with pytest.raises(ValueError, match="plan"):
        Variants.from_bytes(strange.to_bytes())


@pytest.mark.parametrize("aspect", [0.0, -1.0, float("nan"), float("inf"), 1e300])
def test_shapes_that_no_picture_has_are_refused(known: Variants, aspect: float) -> None:
    with pytest.raises(ValueError, match="variants"):
        Variants.from_bytes(dataclasses.replace(known, aspect=aspect).to_bytes())


def test_no_variants_are_no_picture(known: Variants) -> None:
    with pytest.raises(ValueError, match="variants"):
        Variants.from_bytes(
            dataclasses.replace(known, hashes=known.hashes[:0], codes=known.codes[:0]).to_bytes()
        )


def test_names_say_the_edit() -> None:
    assert Variant(2.0, 0.035, 0.0, 0.0, 0.07).name == "crop left 3.5 % bottom 7 %, tilt 2°"


@pytest.mark.parametrize("code", EXPECTED)
def test_hashes_stay_what_they_were_in_vaults(known: Variants, code: int) -> None:
    # what rounding may decide
    assert int(distances(from_hex([EXPECTED[code]])[0], known.hashes[code : code + 1])[0]) <= 4


def test_nothing_private_is_in_a_traceback(known: Variants) -> None:
    assert str(int(known.hashes[0, 0])) not in repr(known)
    assert "array" not in repr(known) + repr(candidates.of(scene(1)))


def _words(hexadecimal: str) -> list[str]:
    return [hexadecimal[start : start + 16] for start in range(0, 64, 16)]
