"""Format and size from the first bytes, for every format, however broken."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from auditor.readers.picture.header import Header, read_header
from tests.rows import each_row
from tests.unit.readers.drawn import drawn, encoded, png_of_size

KINDS = ["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "AVIF"]
MOVIE = b"\0\0\0\x10ftypqt  \0\0\0\0"
STARTS = [
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"BM",
    b"RIFF\0\0\0\0WEBPVP8L",
    b"\0\0\0\x18ftypavif",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(37, 21), (300, 500)])
def test_every_format_tells_its_size(kind: str, size: tuple[int, int]) -> None:
    assert read_header(encoded(drawn(*size), kind)) == Header(kind, *size)


def test_other_forms_of_webp_tiff_and_bmp() -> None:
    picture = drawn(37, 21)
    assert read_header(encoded(picture, "WEBP", lossless=True)) == Header("WEBP", 37, 21)
    assert read_header(
        encoded(picture.convert("RGBA"), "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0")
    ) == Header("WEBP", 37, 21)
    big_endian = Image.fromarray(np.zeros((21, 37), ">u2"))
    assert read_header(encoded(big_endian, "TIFF")) == Header("TIFF", 37, 21)
    upside_down = bytearray(encoded(picture, "BMP"))
    upside_down[22:26] = (-21).to_bytes(4, "little", signed=True)
    assert read_header(bytes(upside_down)) == Header("BMP", 37, 21)


@each_row("kind", KINDS)
def test_a_cut_file_still_tells_its_size(kind: str) -> None:
    data = encoded(drawn(300, 500), kind)
    cut = data[: len(data) // 2] if kind != "TIFF" else data
    assert read_header(cut) == Header(kind, 300, 500)


def test_progressive_jpeg_and_one_with_a_thumbnail_before_its_frame() -> None:
    inner = encoded(drawn(16, 12), "JPEG")
    comment = b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner
    outer = encoded(drawn(300, 500), "JPEG", progressive=True)
    assert read_header(outer[:2] + comment + outer[2:]) == Header("JPEG", 300, 500)


def test_a_bomb_is_known_before_it_is_decoded() -> None:
    assert read_header(png_of_size(60_000, 60_000)) == Header("PNG", 60_000, 60_000)


@each_row(
    "data",
    [
        b"",
        b"\xff",
        b"GIF",
        b"<svg/>",
        b"%PDF-1.7",
        b"SIMPLE  =",
        b"\0" * 40,
        b"RIFF\0\0\0\0WAVE",
        MOVIE,
    ],
)
def test_anything_else_is_no_picture(data: bytes) -> None:
    assert read_header(data) is None


@given(st.sampled_from(KINDS), st.data())
def test_no_damage_raises(kind: str, draw: st.DataObject) -> None:
    data = bytearray(encoded(drawn(20, 20), kind))
    for place, value in draw.draw(
        st.lists(
            st.tuples(st.integers(0, min(400, len(data) - 1)), st.integers(0, 255)), max_size=12
        )
    ):
        data[place] = value
    read_header(bytes(data[: draw.draw(st.integers(0, len(data)))]))


@given(
    st.sampled_from(
        [
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"II*\0",
            b"MM\0*",
            b"BM",
            b"RIFF\0\0\0\0WEBPVP8L",
            b"\0\0\0\x18ftypavif",
        ]
    ),
    st.binary(max_size=200),
)
def test_no_nonsense_raises(start: bytes, rest: bytes) -> None:
    found = read_header(start + rest)
    assert found is not None


def test_sizes_agree_with_pillow() -> None:
    data = encoded(drawn(123, 45), "PNG")
    with Image.open(io.BytesIO(data)) as image:
        assert read_header(data) == Header("PNG", *image.size)
