"""One decoding, by the rules of the design.

First frame, no turn, no colour management, alpha dropped, 16 bits shifted.
"""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import (
    MAX_PIXELS,
    Pixels,
    UnreadableError,
    decode,
    middle_of,
)
from tests.rows import each_row
from tests.unit.readers.drawn import chunk, drawn, encoded, png_of_size


def decoded(data: bytes) -> Pixels:
    header = read_header(data)
    assert header is not None
    return decode(data, header)


@each_row("kind", ["PNG", "TIFF", "BMP"])
def test_lossless_formats_give_the_same_array(kind: str) -> None:
    picture = drawn(70, 50)
    assert np.array_equal(decoded(encoded(picture, kind)).rgb, np.asarray(picture))


@each_row("kind", ["JPEG", "WEBP", "AVIF", "GIF"])
def test_other_formats_come_close(kind: str) -> None:
    picture = drawn(70, 50)
    found = decoded(encoded(picture, kind)).rgb
    assert np.abs(found.astype(int) - np.asarray(picture).astype(int)).mean() < 12


def test_alpha_is_dropped_and_not_composited() -> None:
    picture = drawn(70, 50)
    hidden = picture.convert("RGBA")
    hidden.putalpha(0)
    assert np.array_equal(decoded(encoded(hidden, "PNG")).rgb, np.asarray(picture))


def test_sixteen_bits_are_shifted() -> None:
    values = np.arange(0, 65536, 13, dtype=np.uint16)[:5000].reshape(50, 100)
    found = decoded(encoded(Image.fromarray(values), "PNG")).rgb
    assert np.array_equal(found, np.repeat((values >> 8).astype(np.uint8)[:, :, None], 3, 2))


def test_a_long_compressed_text_does_not_cost_the_picture() -> None:
    text = chunk(b"zTXt", b"workflow\0\0" + zlib.compress(b"x y " * 1_000_000))
    picture = drawn(70, 50)
    data = encoded(picture, "PNG")
    assert np.array_equal(decoded(data[:33] + text + data[33:]).rgb, np.asarray(picture))


def strips(count: int) -> bytes:
    """A TIFF of one grey pixel that lists so many strips."""
    tags = [(256, 4, 1, 1), (257, 4, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    tags += [(273, 4, count, 200), (278, 4, 1, 1), (279, 4, count, 200 + 4 * count)]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    head = b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(4)
    return head.ljust(200, b"\0") + struct.pack("<II", 8, 1)[:4] * count + b"\1\0\0\0" * count


def test_a_turn_in_very_long_exif_is_read_without_the_rest() -> None:
    """Pillow copies the value of each entry: here 60 times the same two megabytes."""
    value = 2_000_000
    entries = struct.pack("<HHII", 0x112, 3, 1, 6)
    entries += b"".join(struct.pack("<HHII", 0x9000 + tag, 7, value, 800) for tag in range(60))
    block = b"II*\0\x08\0\0\0" + struct.pack("<H", 61) + entries + bytes(value + 800)
    data = encoded(drawn(70, 50), "PNG")
    assert decoded(data[:33] + chunk(b"eXIf", block) + data[33:]).orientation == 6


def laden(count: int) -> dict[str, bytes]:
    """Pictures with so many segments or chunks in front of their pixels."""
    picture = drawn(70, 50)
    jpeg, png = encoded(picture, "JPEG"), encoded(picture, "PNG")
    exif = b"\xff\xe1" + struct.pack(">H", 22) + b"Exif\0\0II*\0\x08\0\0\0" + bytes(6)
    shop = b"\xff\xed" + struct.pack(">H", 16) + b"Photoshop 3.0\0"
    return {
        "exif": jpeg[:2] + exif * count + jpeg[2:],
        "photoshop": jpeg[:2] + shop * count + jpeg[2:],
        "tiff": strips(count * 2000),
        "png": png[:33] + chunk(b"tEXt", b"a\0b") * (count * 1000) + png[33:],
    }


@each_row("kind", laden(1))
def test_what_a_decoder_takes_long_for_is_refused(kind: str) -> None:
    decoded(laden(20)[kind])
    with pytest.raises(UnreadableError):
        decoded(laden(101)[kind])


def test_the_first_frame_counts() -> None:
    first, second = drawn(70, 50, 1), drawn(70, 50, 2)
    found = decoded(encoded(first, "TIFF", save_all=True, append_images=[second])).rgb
    assert np.array_equal(found, np.asarray(first))


def test_the_turn_is_told_and_not_made() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = decoded(encoded(drawn(70, 50), "JPEG", exif=exif))
    assert found.orientation == 6
    assert found.rgb.shape == (50, 70, 3)


def test_the_colour_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert np.array_equal(
        decoded(encoded(drawn(70, 50), "PNG", icc_profile=profile)).rgb, np.asarray(drawn(70, 50))
    )


@each_row("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_modes_of_png(mode: str) -> None:
    picture = (
        drawn(70, 50).convert("L").convert(mode) if mode == "I;16" else drawn(70, 50).convert(mode)
    )
    assert decoded(encoded(picture, "PNG")).rgb.shape == (50, 70, 3)


@each_row("mode", ["CMYK", "YCbCr", "LAB", "F", "I"])
def test_modes_of_tiff(mode: str) -> None:
    picture = (
        drawn(70, 50).convert("L").convert(mode)
        if mode in {"F", "I"}
        else Image.new(mode, (70, 50))
    )
    assert decoded(encoded(picture, "TIFF")).rgb.shape == (50, 70, 3)


def test_the_small_picture_fits() -> None:
    assert decoded(encoded(drawn(2000, 500), "JPEG")).small.size == (512, 128)


@each_row(
    ("data", "words"),
    [
        (png_of_size(60_000, 60_000), "too many pixels: 60000×60000"),
        (png_of_size(MAX_PIXELS + 1, 1), f"too many pixels: {MAX_PIXELS + 1}×1"),
        (
            encoded(drawn(300, 200), "JPEG")[:3000],
            "truncated: the file ends before the picture does",
        ),
        (
            encoded(drawn(300, 200), "PNG")[:5000],
            "truncated: the file ends before the picture does",
        ),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "damaged"),
        (b"GIF89a\x05\0\x05\0", "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "damaged"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50, "damaged"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\0" * 50, "damaged"),
    ],
    ids=["bomb", "just-over", "jpeg", "png", "no-header", "gif", "jpeg-zeros", "heic", "avif"],
)
def test_one_clear_reason(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decoded(data)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("size", [(3200, 2400), (4798, 1202), (3202, 900), (3201, 901), (4801, 32)])
def test_the_half_size_picture_is_the_average_of_the_pixels(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.effect_noise(size, 120).convert("RGB").save(out, "JPEG", quality=95)
    header = read_header(out.getvalue())
    assert header is not None
    found = decode(out.getvalue(), header, middle=True)
    expected = middle_of(Image.fromarray(found.rgb))
    assert found.middle is not None
    assert expected is not None
    assert found.middle.size == expected.size
    assert (np.asarray(found.middle) == np.asarray(expected)).all()
