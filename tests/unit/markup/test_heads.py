"""Sizes and kinds from the first bytes of files."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from auditor.markup.originals.heads import PictureHead, read_head
from tests.recorded import jpeg_head
from tests.rows import each_row


def saved(form: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 120), (9, 99, 200)).save(out, form, **options)
    return out.getvalue()


def exif() -> Image.Exif:
    block = Image.Exif()
    block[0x010F] = "TestMake"
    return block


@each_row(
    ("form", "kind", "telling"),
    [
        ("JPEG", "jpeg", False),
        ("PNG", "png", None),
        ("GIF", "gif", None),
        ("WEBP", "webp", False),
        ("AVIF", "avif", None),
        ("TIFF", "tiff", True),
        ("BMP", "bmp", False),
    ],
)
def test_a_file_of_each_kind(form: str, kind: str, telling: bool | None) -> None:
    assert read_head(saved(form)) == PictureHead(kind, 200, 120, telling)


@each_row("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_metadata_are_seen(form: str) -> None:
    head = read_head(saved(form, exif=exif()))
    assert head is not None
    assert (head.width, head.height, head.telling) == (200, 120, True)


def test_lossless_webp_and_progressive_jpeg() -> None:
    for body in (saved("WEBP", lossless=True), saved("JPEG", progressive=True)):
        head = read_head(body)
        assert head is not None
        assert (head.width, head.height) == (200, 120)


@each_row(
    "body", [b"", b"<svg>", b"<html>", b"\0\0\1\0", b"%PDF", b"RIFF....WAVE", b"\0\0\0\x18ftypisom"]
)
def test_what_is_no_picture(body: bytes) -> None:
    assert read_head(body) is None


def test_a_start_that_ends_before_the_size() -> None:
    assert read_head(b"\xff\xd8\xff\xe1\xff\xff") == PictureHead("jpeg", telling=True)
    assert read_head(jpeg_head(0, 0)) == PictureHead("jpeg", telling=False)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_none(rest: bytes) -> None:
    starts = (
        b"",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBPVP8X",
        b"II*\0",
        b"BM\0\0\0\0\0\0\0\0",
        b"\0\0\0\x18ftypavif",
    )
    for start in starts:
        head = read_head(start + rest)
        assert head is None or head.area >= 0
