"""The small picture: upright, small, and with nothing in it but pixels."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageOps

from auditor.readers.picture.thumbnail import thumbnail
from tests.rows import each_row
from tests.unit.readers.drawn import drawn


@each_row("orientation", range(1, 9))
def test_it_stands_upright_as_pillow_would_turn_it(orientation: int) -> None:
    picture = drawn(240, 120)
    picture.getexif()[0x0112] = orientation
    with Image.open(io.BytesIO(thumbnail(drawn(240, 120), orientation))) as found:
        expected = ImageOps.exif_transpose(picture)
        assert found.size == expected.size
        assert (
            np.abs(
                np.asarray(found.convert("RGB")).astype(int) - np.asarray(expected).astype(int)
            ).mean()
            < 8
        )


def test_it_is_small_and_carries_nothing_along() -> None:
    picture = drawn(512, 384)
    picture.info.update(
        exif=b"Exif\0\0secret", icc_profile=b"secret", xmp=b"secret", comment=b"secret"
    )
    data = thumbnail(picture, 1)
    with Image.open(io.BytesIO(data)) as found:
        assert (found.format, found.size) == ("WEBP", (256, 192))
        assert not {"exif", "icc_profile", "xmp"} & set(found.info)
    assert b"secret" not in data


def test_a_picture_smaller_than_that_stays_as_it_is() -> None:
    with Image.open(io.BytesIO(thumbnail(drawn(10, 7), 1))) as found:
        assert found.size == (10, 7)
