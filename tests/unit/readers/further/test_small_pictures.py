"""Thumbnails and previews: in EXIF, JFIF, maker's notes, Photoshop, IPTC and XMP."""

from __future__ import annotations

import base64
import struct

import numpy as np
import pytest
from PIL import Image

from auditor.domain.photos.file_contents import FurtherKind
from tests.rows import each_row
from tests.unit.readers.drawn import chunk, encoded
from tests.unit.readers.further.making import (
    OTHER,
    PICTURE,
    app1,
    facts_of,
    jpeg,
    long,
    only,
    segment,
    short,
    small,
    tiff,
    with_segments,
)
from tests.unit.readers.pictures import xmp

RGB = np.asarray(OTHER.resize((96, 64)))


def uncompressed(photometric: int, pixels: bytes, *more: tuple[int, int, bytes]) -> bytes:
    """EXIF whose second directory is an uncompressed thumbnail of 96 x 64 px."""
    thumbnail = [
        (0x0100, 3, short(96)),
        (0x0101, 3, short(64)),
        (0x0102, 3, short(8) * 3),
        (0x0103, 3, short(1)),
        (0x0106, 3, short(photometric)),
        (0x0111, 4, b"@0"),
        (0x0115, 3, short(3)),
        (0x0116, 3, short(64)),
        (0x0117, 4, long(len(pixels))),
        *more,
    ]
    return tiff([[(0x010F, 2, b"Example\0")], sorted(thumbnail)], tail=pixels)


def jpeg_thumbnail(image: bytes) -> bytes:
    return tiff([[], [(0x0201, 4, b"@0"), (0x0202, 4, long(len(image)))]], tail=image)


def ycbcr(across: int, down: int) -> bytes:
    """The thumbnail in data units of TIFF 6.0, section 21."""
    planes = np.asarray(Image.fromarray(RGB).convert("YCbCr"))
    units = []
    for top in range(0, 64, down):
        for left in range(0, 96, across):
            block = planes[top : top + down, left : left + across]
            units.append(block[..., 0].tobytes() + bytes(block[0, 0, 1:]))
    return b"".join(units)


def test_a_thumbnail_of_the_same_picture() -> None:
    facts = facts_of(with_segments(app1(jpeg_thumbnail(small(PICTURE, 160)))))
    (told,) = facts.further
    assert (told.kind, told.where, told.differs) == (
        FurtherKind.THUMBNAIL,
        "EXIF thumbnail",
        False,
    )
    thumbnail = facts.metadata.embedded_thumbnail
    assert thumbnail is not None
    assert (thumbnail.width, thumbnail.differs) == (160, False)


def test_a_thumbnail_in_a_png_differs() -> None:
    block = jpeg_thumbnail(small())
    plain = encoded(PICTURE, "PNG")
    facts = facts_of(plain[:33] + chunk(b"eXIf", block) + plain[33:])
    assert facts.metadata.embedded_thumbnail is not None
    assert facts.metadata.embedded_thumbnail.differs is True
    assert [each.differs for each in facts.further] == [True]


@pytest.mark.parametrize(
    ("photometric", "pixels", "more"),
    [
        (2, RGB.tobytes(), []),
        (6, ycbcr(1, 1), [(0x0212, 3, short(1) * 2)]),
        (6, ycbcr(2, 1), [(0x0212, 3, short(2) + short(1))]),
        (6, ycbcr(2, 2), []),
    ],
)
@pytest.mark.parametrize("shown", ["other", "same"])
def test_an_uncompressed_thumbnail(
    photometric: int, pixels: bytes, more: list[tuple[int, int, bytes]], shown: str
) -> None:
    main = jpeg(PICTURE if shown == "other" else OTHER)
    block = uncompressed(photometric, pixels, *more)
    told = only(with_segments(app1(block), data=main))
    assert (told.kind, told.format, told.width, told.height) == (
        FurtherKind.THUMBNAIL,
        "TIFF",
        96,
        64,
    )
    assert told.bytes == len(pixels)
    assert told.differs is (shown == "other")


def maker_note(body: bytes) -> bytes:
    exif_at = 8 + 2 + 12 * 1 + 4
    note_at = exif_at + 2 + 12 * 1 + 4
    ifd0 = struct.pack("<HHHII", 1, 0x8769, 4, 1, exif_at) + bytes(4)
    exif = struct.pack("<HHHII", 1, 0x927C, 7, len(body), note_at) + bytes(4)
    return b"II*\0" + long(8) + ifd0 + exif + body


@pytest.mark.parametrize("spoiled", [False, True])
def test_a_preview_in_a_maker_note(spoiled: bool) -> None:
    """Whoever the maker is; Minolta spoils the first byte."""
    preview = small(OTHER, 320)
    if spoiled:
        preview = b"\0" + preview[1:2] + preview[preview.index(b"\xff\xdb") :]
    told = only(with_segments(app1(maker_note(b"Maker\0\x01\0" + bytes(64) + preview))))
    assert (told.kind, told.where, told.width, told.differs) == (
        FurtherKind.THUMBNAIL,
        "maker note preview",
        320,
        True,
    )


def test_a_preview_in_a_sub_directory() -> None:
    preview = small()
    ifd = struct.pack("<HHHII", 1, 0x014A, 4, 1, 26) + bytes(4)
    sub = struct.pack("<HHHIIHHII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(preview)) + bytes(4)
    told = only(with_segments(app1(b"II*\0" + long(8) + ifd + sub + preview)))
    assert (told.where, told.differs) == ("EXIF SubIFD", True)


def test_the_thumbnail_of_jfif() -> None:
    head = b"JFIF\0\x01\x02\0\0\x01\0\x01" + bytes((96, 64)) + RGB.tobytes()
    told = only(with_segments(segment(0xE0, head)))
    assert (told.where, told.width, told.height, told.differs) == (
        "JFIF thumbnail",
        96,
        64,
        True,
    )


def test_the_thumbnails_of_the_jfif_extension() -> None:
    paletted = Image.fromarray(RGB).quantize(256)
    palette = bytes(paletted.getpalette() or []).ljust(768, b"\0")
    size = bytes((96, 64))
    facts = facts_of(
        with_segments(
            segment(0xE0, b"JFXX\0\x10" + small()),
            segment(0xE0, b"JFXX\0\x11" + size + palette + paletted.tobytes()),
            segment(0xE0, b"JFXX\0\x13" + size + RGB.tobytes()),
        )
    )
    assert [(each.where, each.width, each.differs) for each in facts.further] == [
        ("JFXX thumbnail", 96, True)
    ] * 3


def resource(number: int, body: bytes) -> bytes:
    padded = body + b"\0" * (len(body) % 2)
    return b"8BIM" + struct.pack(">HHI", number, 0, len(body)) + padded


def photoshop(*resources: bytes) -> bytes:
    return with_segments(segment(0xED, b"Photoshop 3.0\0" + b"".join(resources)))


def thumbnail_header(form: int, row: int) -> bytes:
    return struct.pack(">IIIIIIHH", form, 96, 64, row, row * 64, row * 64, 24, 1)


@pytest.mark.parametrize("number", [0x0409, 0x040C])
@pytest.mark.parametrize("form", [0, 1])
def test_the_thumbnails_of_photoshop(number: int, form: int) -> None:
    raw = (RGB[..., ::-1] if number == 0x0409 else RGB).tobytes()
    body = thumbnail_header(form, 288) + (small() if form else raw)
    for main, differs in ((PICTURE, True), (OTHER, False)):
        data = with_segments(
            segment(0xED, b"Photoshop 3.0\0" + resource(number, body)), data=jpeg(main)
        )
        told = only(data)
        assert (told.kind, told.where, told.width) == (
            FurtherKind.THUMBNAIL,
            "Photoshop thumbnail",
            96,
        )
        assert told.differs is differs


@pytest.mark.parametrize("extended", [False, True])
def test_the_preview_of_a_news_program(extended: bool) -> None:
    preview = small()
    size = struct.pack(">HI", 0x8004, len(preview)) if extended else struct.pack(">H", len(preview))
    records = b"\x1c\x02\x05\0\x05Title" + b"\x1c\x02\xca" + size + preview
    told = only(photoshop(resource(0x0404, records)))
    assert (told.kind, told.where, told.differs) == (
        FurtherKind.THUMBNAIL,
        "IPTC ObjectPreviewData",
        True,
    )


@each_row("form", ["<g:image>{}</g:image>", "<rdf:li g:image='{}'/>"])
@each_row("line", ["", "\n", "&#xA;"])
def test_the_thumbnail_of_xmp(form: str, line: str) -> None:
    text = base64.b64encode(small()).decode()
    broken = line.join(text[place : place + 76] for place in range(0, len(text), 76))
    name = "xmlns:g='http://ns.adobe.com/xap/1.0/g/img/'"
    told = facts_of(jpeg(PICTURE, xmp=xmp(f"<x {name}>{form.format(broken)}</x>"))).further
    assert [(each.where, each.differs, each.bytes) for each in told] == [
        ("XMP g:image", True, len(small()))
    ]


def test_the_preview_in_segments_of_its_own() -> None:
    preview = jpeg(OTHER.resize((3000, 2250)))
    assert len(preview) > 65_533
    parts = [preview[place : place + 65_533] for place in range(0, len(preview), 65_533)]
    segments = [segment(0xE3 + index, part) for index, part in enumerate(parts)]
    told = only(with_segments(*segments))
    assert (told.kind, told.where, told.width, told.differs) == (
        FurtherKind.THUMBNAIL,
        "APP3 preview",
        3000,
        True,
    )


def test_many_thumbnails_are_not_told_as_the_first() -> None:
    body = thumbnail_header(1, 288) + small()
    data = with_segments(
        app1(jpeg_thumbnail(small(PICTURE))),
        segment(0xED, b"Photoshop 3.0\0" + resource(0x040C, body)),
    )
    facts = facts_of(data)
    assert facts.metadata.embedded_thumbnail is not None
    assert facts.metadata.embedded_thumbnail.differs is False
    assert sorted((each.where, each.differs) for each in facts.further) == [
        ("EXIF thumbnail", False),
        ("Photoshop thumbnail", True),
    ]


def test_a_thumbnail_cut_short_is_still_told() -> None:
    facts = facts_of(with_segments(app1(jpeg_thumbnail(small())[:-1200])))
    assert [each.where for each in facts.further] == ["EXIF thumbnail"]
