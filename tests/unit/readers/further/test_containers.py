"""Pages, frames, unknown chunks, and what MPF, FlashPix, XMP and C2PA bring along."""

from __future__ import annotations

import base64
import hashlib
import struct

import numpy as np
import pytest
from PIL import Image

from auditor.domain.photos.file_contents import FurtherKind
from tests.rows import each_row
from tests.unit.readers.drawn import chunk, drawn, encoded
from tests.unit.readers.further.making import (
    OTHER,
    PICTURE,
    facts_of,
    film,
    jpeg,
    long,
    only,
    segment,
    short,
    small,
    tiff,
    with_segments,
)
from tests.unit.readers.pictures import exif

FRAMES = [drawn(480, 320, seed) for seed in (5, 6, 7)]


def mpf(*pictures: tuple[int, bytes]) -> bytes:
    """A multi-picture file (CIPA DC-007): its first picture is PICTURE, then (type, JPEG)."""
    main = jpeg()
    size = 8 + 2 + 12 * 3 + 4 + 16 * (len(pictures) + 1)
    header = 2 + 4 + 4  # where the offsets count from
    behind = len(main) + 4 + 4 + size - header
    entries = struct.pack("<IIIHH", 0x030000, 0, 0, 0, 0)
    for kind, image in pictures:
        entries += struct.pack("<IIIHH", kind, len(image), behind, 0, 0)
        behind += len(image)
    directory = struct.pack("<HHHI4sHHIIHHIII", 3, 0xB000, 7, 4, b"0100", 0xB001, 4, 1,
                            len(pictures) + 1, 0xB002, 7, len(entries), 50, 0)  # fmt: skip
    index = b"MPF\0II*\0" + long(8) + directory + entries
    images = b"".join(image for _kind, image in pictures)
    return with_segments(segment(0xE2, index), data=main) + images


def test_the_pictures_of_a_multi_picture_file() -> None:
    large = jpeg(PICTURE.resize((240, 160)))
    facts = facts_of(mpf((0x010001, large), (0x020002, jpeg(OTHER)), (0x050000, jpeg(FRAMES[0]))))
    assert [(each.kind.value, each.where, each.differs) for each in facts.further] == [
        ("thumbnail", "MPF picture 2 (large thumbnail)", False),
        ("picture", "MPF picture 3 (disparity)", True),
        ("picture", "MPF picture 4 (gain map)", None),
    ]
    assert [each.derived for each in facts.further] == [False, False, True]


def about(text: bytes) -> bytes:
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a ' + text + b"/></x:xmpmeta>"


@each_row(
    ("text", "kind"),
    [
        (b'hdrgm:Version="1.0" hdrgm:GainMapMax="2.5"', "gain map"),
        (b'HDRGainMap:HDRGainMapVersion="65536"', "gain map"),
        (
            b'apdi:AuxiliaryImageType="urn:com:apple:photo:2018:aux:portraiteffectsmatte"',
            "portraiteffectsmatte",
        ),
        (b'a:T="tag:apple.com,2023:photo:aux:styledeltamap"', "styledeltamap"),
        (b'apdi:AuxiliaryImageType="disparity"', "disparity"),
    ],
)
def test_a_map_is_known_by_its_metadata(text: bytes, kind: str) -> None:
    told = only(jpeg() + jpeg(FRAMES[0], xmp=about(text)))
    assert (told.where, told.differs, told.derived) == (f"behind the end ({kind})", None, True)


def test_a_gain_map_is_known_by_the_standard() -> None:
    name = b"urn:iso:std:iso:ts:21496:-1\0"
    told = only(jpeg() + with_segments(segment(0xE2, name + bytes(40)), data=jpeg(FRAMES[0])))
    assert (told.where, told.derived) == ("behind the end (gain map)", True)
    whole = with_segments(segment(0xE2, name + bytes(4)), data=jpeg(OTHER))
    told = only(jpeg() + whole)
    assert (told.where, told.derived, told.differs) == ("behind the end", False, True)


def test_the_picture_that_has_a_gain_map_is_none_itself() -> None:
    told = only(jpeg() + jpeg(OTHER, xmp=about(b'hdrgm:Version="1.0"')))
    assert (told.where, told.derived, told.differs) == ("behind the end", False, True)


def extended(packet: bytes, size: int = 20_000) -> list[bytes]:
    """Segments of extended XMP (XMP part 3, 1.1.3.1), in another order than they are read."""
    digest = hashlib.md5(packet, usedforsecurity=False).hexdigest().upper().encode()
    return [
        segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\0"
            + digest
            + struct.pack(">II", len(packet), place)
            + packet[place : place + size],
        )
        for place in range(0, len(packet), size)
    ][::-1]


def test_the_original_a_depth_map_and_a_sound_in_xmp() -> None:
    def text(data: bytes) -> bytes:
        return base64.b64encode(data)

    sound = film()
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:GImage="http://ns.google.com/photos/1.0/image/" '
        b'xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/" '
        b'xmlns:GAudio="http://ns.google.com/photos/1.0/audio/" '
        b'GImage:Mime="image/jpeg" GImage:Data="' + text(jpeg(OTHER)) + b'" GDepth:Data="'
        + text(encoded(FRAMES[0], "PNG")) + b'"><GAudio:Data>' + text(sound)
        + b"</GAudio:Data></rdf:Description></rdf:RDF></x:xmpmeta>"
    )  # fmt: skip
    facts = facts_of(with_segments(*extended(packet)))
    assert [(each.kind.value, each.where, each.differs) for each in facts.further] == [
        ("picture", "XMP GImage:Data", True),
        ("picture", "XMP GDepth:Data", None),
        ("audio", "XMP GAudio:Data", None),
    ]
    assert facts.further[0].bytes == len(jpeg(OTHER))
    assert [each.derived for each in facts.further] == [False, True, False]


def flashpix(*bodies: tuple[int, bytes]) -> list[bytes]:
    return [segment(0xE2, b"FPXR\0\0" + bytes((kind,)) + body) for kind, body in bodies]


def test_a_sound_in_the_flashpix_extension() -> None:
    name = "/Audio_bd0100609719a180/Audio Stream 000".encode("utf-16-le") + b"\0\0"
    contents = struct.pack(">H", 1) + struct.pack(">IB", 300, 0) + name
    stream = struct.pack(">HI", 0, 0) + b"RIFF" + long(292) + b"WAVE" + b"\x7f\x80" * 144
    facts = facts_of(with_segments(*flashpix((1, contents), (2, stream))))
    (told,) = facts.further
    assert (told.kind, told.bytes) == (FurtherKind.AUDIO, 300)
    assert told.where == "FlashPix Audio_bd0100609719a180/Audio Stream 000"


def test_a_picture_in_content_credentials() -> None:
    """JUMBF over two segments; each repeats the head of the box (ISO 19566-5, annex D)."""
    inner = jpeg(OTHER.resize((1600, 1200)))
    whole = b"\0\0\0\x20jumdbidb" + bytes(20) + inner
    head = struct.pack(">I4s", len(whole) + 8, b"jumb")
    parts = [whole[:60_000], whole[60_000:]]
    segments = [
        segment(0xEB, b"JP" + struct.pack(">HI", 1, number + 1) + head + part)
        for number, part in enumerate(parts)
    ]
    told = only(with_segments(*segments))
    assert (told.kind, told.where, told.width) == (FurtherKind.THUMBNAIL, "C2PA", 1600)
    assert told.bytes == len(inner)


def test_a_segment_that_nobody_knows() -> None:
    told = only(with_segments(segment(0xE9, b"OddMaker\0" + b"Anna Sample " * 20)))
    assert (told.kind, told.where, told.bytes) == (FurtherKind.UNKNOWN, "APP9", 249)


@each_row(
    "known",
    [b"ICC_PROFILE\0\x01\x01" + bytes(200), b"Adobe\0\x64\0\0\0\0\x01", b"Ducky\0\x01" + b"a" * 90],
)
def test_segments_of_every_picture_are_nothing_further(known: bytes) -> None:
    assert facts_of(with_segments(segment(0xEE, known))).further == ()


def test_pages() -> None:
    pages = [OTHER, PICTURE.resize((240, 160))]
    data = encoded(PICTURE, "TIFF", save_all=True, append_images=pages, compression="tiff_lzw")
    facts = facts_of(data)
    assert [(each.kind.value, each.where, each.width, each.differs) for each in facts.further] == [
        ("page", "TIFF page 2", 640, True),
        ("page", "TIFF page 3", 240, False),
    ]


def test_a_film_between_the_pages_of_a_tiff() -> None:
    pixels = PICTURE.resize((60, 40)).tobytes()
    page = [
        (0x0100, 3, short(60)),
        (0x0101, 3, short(40)),
        (0x0102, 3, short(8) * 3),
        (0x0103, 3, short(1)),
        (0x0106, 3, short(2)),
        (0x0111, 4, f"@{len(film())}".encode()),
        (0x0115, 3, short(3)),
        (0x0117, 4, long(len(pixels))),
    ]
    told = only(tiff([page], tail=film() + pixels))
    assert (told.kind, told.where) == (FurtherKind.VIDEO, "between the pages")


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
@pytest.mark.parametrize("more", [1, 3])
def test_frames(kind: str, more: int) -> None:
    frames = FRAMES[:more]
    told = only(encoded(PICTURE, kind, save_all=True, append_images=frames, duration=100))
    assert told.kind is FurtherKind.FRAME
    assert told.format == kind
    assert told.where == ("frame 2" if more == 1 else "frames 2 to 4")
    assert told.differs is True
    assert told.bytes > 1000


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_frames_that_show_the_same(kind: str) -> None:
    lighter = PICTURE.point(lambda value: min(255, value + 24))
    told = only(encoded(PICTURE, kind, save_all=True, append_images=[lighter], duration=100))
    assert told.differs is False


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_chunks_that_nobody_knows(kind: str) -> None:
    plain = encoded(PICTURE, kind)
    if kind == "PNG":
        odd, picture = b"Anna Sample " * 10, jpeg(OTHER)
        added = chunk(b"anNa", odd) + chunk(b"anNa", odd) + chunk(b"piCt", picture)
        data = plain[:33] + added + plain[33:]
    else:
        chunks = b"".join(
            name + long(len(body)) + body + b"\0" * (len(body) % 2)
            for name, body in (
                (b"anNa", b"Anna Sample " * 10),
                (b"anNa", b"Anna Sample " * 10),
                (b"piCt", jpeg(OTHER)),
            )
        )
        data = b"RIFF" + long(len(plain) - 8 + len(chunks)) + plain[8:] + chunks
    facts = facts_of(data)
    name = "PNG" if kind == "PNG" else "RIFF"
    assert [(each.kind.value, each.where, each.bytes) for each in facts.further] == [
        ("unknown", f"{name} chunk anNa", 240),
        ("picture", f"{name} chunk piCt", len(jpeg(OTHER))),
    ]
    assert facts.further[1].differs is True


def test_what_a_further_picture_holds_itself() -> None:
    inner = jpeg(OTHER, exif=exif().tobytes()) + small(FRAMES[0])
    text = base64.b64encode(inner).decode()
    about = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><GImage:Data>{text}</GImage:Data></x:xmpmeta>'
    facts = facts_of(jpeg(PICTURE, xmp=about.encode()))
    assert [(each.where, each.gps is not None) for each in facts.further] == [
        ("XMP GImage:Data", True),
        ("XMP GImage:Data: behind the end", False),
    ]


def test_sixteen_bit_pages_do_not_raise() -> None:
    deep = np.asarray(drawn(90, 60).convert("L")).astype(np.uint16) * 257
    page = Image.fromarray(deep)
    data = encoded(page, "TIFF", save_all=True, append_images=[page])
    assert [each.where for each in facts_of(data).further] == ["TIFF page 2"]
