"""The published preparations, and the quick way from the bytes of a JPEG."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.readers.hashes.pdq_variants import DRAFT_BITS, PdqVariant, hashed, pdq_from_jpeg
from tests.rows import each_row
from tests.unit.readers.drawn import drawn, encoded


def bits(first: str, second: str) -> int:
    return int(distances(from_hex([first])[0], from_hex([second]))[0])


def test_full_is_the_picture_as_it_is() -> None:
    picture = drawn(1400, 900)
    assert hashed(picture.copy(), PdqVariant.FULL) == pdq(np.asarray(picture))


def test_python_is_pillows_thumbnail() -> None:
    picture, small = drawn(1400, 900), drawn(1400, 900)
    small.thumbnail((512, 512))
    assert small.size == (512, 329)
    assert hashed(picture, PdqVariant.PYTHON) == pdq(np.asarray(small), "python")


def test_browser_drops_pixels() -> None:
    picture = drawn(1400, 900)
    array = np.asarray(picture)
    squashed = np.array(
        [[array[y * 900 // 512, x * 1400 // 512] for x in range(512)] for y in range(512)]
    )
    assert hashed(picture, PdqVariant.BROWSER) == pdq(squashed, "browser")


@pytest.mark.parametrize("variant", [PdqVariant.BROWSER, PdqVariant.PYTHON])
def test_up_to_512_nothing_is_changed(variant: PdqVariant) -> None:
    picture = drawn(512, 300)
    assert hashed(picture.copy(), variant) == pdq(np.asarray(picture), variant)


@each_row("variant", list(PdqVariant))
def test_the_picture_is_small_afterwards(variant: PdqVariant) -> None:
    picture = drawn(1400, 900)
    hashed(picture, variant)
    assert picture.size == (512, 329)


@pytest.mark.parametrize("size", [(4032, 3024), (1600, 1000), (1001, 777), (600, 2000), (130, 200)])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_draft_is_near_the_full_hash(size: tuple[int, int], progressive: bool) -> None:
    data = encoded(drawn(*size), "JPEG", quality=85, progressive=progressive)
    full = pdq(np.asarray(Image.open(io.BytesIO(data))))
    draft = pdq_from_jpeg(data)
    assert draft.variant == "draft"
    assert full.quality >= 80
    assert bits(draft.hash, full.hash) <= DRAFT_BITS
    assert (
        max(bits(quick, exact) for quick, exact in zip(draft.dihedral, full.dihedral, strict=True))
        <= DRAFT_BITS + 2
    )


def test_a_grey_jpeg_has_a_draft_too() -> None:
    data = encoded(drawn(1600, 1000).convert("L"), "JPEG")
    full = pdq(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    assert bits(pdq_from_jpeg(data).hash, full.hash) <= DRAFT_BITS


def test_a_jpeg_without_luma_is_decoded_whole() -> None:
    data = encoded(drawn(800, 600).convert("CMYK"), "JPEG")
    assert pdq_from_jpeg(data) == pdq(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))


def test_a_truncated_jpeg_is_an_error() -> None:
    with pytest.raises(OSError, match="truncated"):
        pdq_from_jpeg(encoded(drawn(800, 600), "JPEG")[:3000])
