"""What stands behind the end of a picture: pictures, films, rests, blocks of makers, padding."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache

import pytest
from PIL import Image

from auditor.domain.photos.file_contents import FurtherKind
from tests.rows import each_row
from tests.unit.readers.drawn import drawn, encoded
from tests.unit.readers.further.making import (
    OTHER,
    PICTURE,
    facts_of,
    film,
    jpeg,
    only,
    samsung,
    segment,
    small,
    with_segments,
)
from tests.unit.readers.pictures import exif, picture, xmp

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


def bare(kind: str) -> bytes:
    return encoded(PICTURE, kind)


@each_row("kind", [*KINDS, "TIFF"])
def test_a_plain_picture_holds_nothing_further(kind: str) -> None:
    facts = facts_of(bare(kind))
    assert facts.further == ()
    assert "further" not in {gap.reader for gap in facts.unread}


@each_row("padding", [bytes(5000), b"\xff" * 700, b"\r\n", b"\n \t\n", b"\0\0abc\0"])
@each_row("kind", KINDS)
def test_padding_is_nothing(kind: str, padding: bytes) -> None:
    assert facts_of(bare(kind) + padding).further == ()


@each_row("kind", [*KINDS, "TIFF"])
def test_another_picture_behind_the_end(kind: str) -> None:
    told = only(bare(kind) + jpeg(OTHER))
    assert (told.kind, told.format, told.width, told.height) == (
        FurtherKind.PICTURE,
        "JPEG",
        640,
        480,
    )
    assert told.differs is True
    assert told.where == "behind the end"
    assert told.bytes == len(jpeg(OTHER))


@pytest.mark.parametrize("inner", ["PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_picture_of_any_kind_is_found(inner: str) -> None:
    told = only(jpeg() + encoded(OTHER, inner))
    assert (told.kind, told.format, told.width) == (FurtherKind.PICTURE, inner, 640)
    assert told.differs is True


def test_the_same_picture_again_does_not_differ() -> None:
    assert only(jpeg() + bytes(100) + jpeg(PICTURE.resize((240, 160)))).differs is False


def test_position_and_people_of_the_picture_behind_are_read() -> None:
    packet = xmp(
        '<mwg-rs:Name xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/">'
        "Anna Sample</mwg-rs:Name>"
    )
    facts = facts_of(jpeg() + jpeg(OTHER, exif=exif().tobytes(), xmp=packet))
    told = facts.further[0]
    assert told.gps is not None
    assert (round(told.gps.latitude, 3), round(told.gps.longitude, 3)) == (52.52, 13.405)
    assert facts.metadata.gps is None
    assert "SN12345" in facts.metadata.serial_numbers
    assert "Erika Muster" in facts.metadata.owner


def test_a_picture_behind_a_picture_behind_a_picture() -> None:
    inner = jpeg(OTHER) + b""
    facts = facts_of(jpeg() + inner + encoded(drawn(200, 300, 4), "PNG"))
    assert [(each.format, each.differs) for each in facts.further] == [
        ("JPEG", True),
        ("PNG", True),
    ]


def test_a_film_is_found_without_any_word_of_it() -> None:
    facts = facts_of(jpeg() + film(place=b"+47.4979+019.0402+101.0/"))
    (told,) = facts.further
    assert (told.kind, told.format, told.width, told.height) == (
        FurtherKind.VIDEO,
        "mov",
        1440,
        1080,
    )
    assert told.sound is True
    assert told.gps is not None
    assert (told.gps.latitude, told.gps.longitude) == (47.4979, 19.0402)
    assert facts.metadata.gps is None


@each_row("kind", KINDS)
def test_a_silent_film_behind_every_format(kind: str) -> None:
    told = only(bare(kind) + film(sound=False))
    assert (told.kind, told.sound, told.bytes) == (
        FurtherKind.VIDEO,
        False,
        len(film(sound=False)),
    )


def test_whether_a_film_has_sound_is_not_known_without_its_tracks() -> None:
    silent = film()
    told = only(jpeg() + silent[: silent.index(b"moov") - 4] + b"\0\0\0\x08moov")
    assert (told.kind, told.sound) == (FurtherKind.VIDEO, None)


def test_a_google_container_names_its_parts() -> None:
    items = (
        "<Container:Directory xmlns:Container='http://ns.google.com/photos/1.0/container/' "
        "xmlns:Item='http://ns.google.com/photos/1.0/container/item/'><rdf:Seq>"
        "<rdf:li><Container:Item Item:Mime='image/jpeg' Item:Semantic='Primary'/></rdf:li>"
        f"<rdf:li><Container:Item Item:Mime='image/jpeg' Item:Semantic='GainMap' "
        f"Item:Length='{len(jpeg(OTHER))}'/></rdf:li>"
        f"<rdf:li><Container:Item Item:Mime='video/mp4' Item:Semantic='MotionPhoto' "
        f"Item:Length='{len(film())}'/></rdf:li></rdf:Seq></Container:Directory>"
    )
    facts = facts_of(jpeg(PICTURE, xmp=xmp(items)) + jpeg(OTHER) + film())
    assert [(each.kind.value, each.where, each.differs) for each in facts.further] == [
        ("picture", "behind the end (GainMap)", None),
        ("video", "behind the end (MotionPhoto)", None),
    ]


def test_a_samsung_block() -> None:
    block = samsung(
        (0x0A01, b"Image_UTC_Data", b"1587660823000"),
        (0x0BA1, b"Original_Path_Hash_Key", b"/storage/emulated/0/DCIM/anna/1.jpg/1234"),
        (0x0001, b"DualShot_1", jpeg(OTHER)),
        (0x0100, b"SoundShot_000", b"#!AMR\n" + bytes(range(256)) * 4),
        (0x0A30, b"MotionPhoto_Data", film()),
    )
    facts = facts_of(jpeg() + block)
    assert [(each.kind.value, each.where) for each in facts.further] == [
        ("picture", "Samsung trailer DualShot_1"),
        ("audio", "Samsung trailer SoundShot_000"),
        ("video", "Samsung trailer MotionPhoto_Data"),
    ]
    assert facts.further[0].differs is True
    assert facts.further[2].sound is True
    assert facts.metadata.captured_at_utc == "2020-04-23T16:53:43Z"
    assert [path.value for path in facts.metadata.paths] == [
        "/storage/emulated/0/DCIM/anna/1.jpg/1234"
    ]


def test_pictures_in_front_of_a_samsung_block_are_found_too() -> None:
    block = samsung((0x0A01, b"Image_UTC_Data", b"1587660823000"))
    assert only(jpeg() + jpeg(OTHER) + block).where == "behind the end"


def test_the_rest_of_a_larger_png() -> None:
    """An editor wrote a smaller picture over a larger one and did not cut the file."""
    noise = Image.frombytes("RGB", (300, 300), random.Random(3).randbytes(270_000))
    before = encoded(noise, "PNG")
    after = encoded(PICTURE.crop((0, 0, 100, 100)), "PNG")
    told = only(after + before[len(after) :])
    assert (told.kind, told.format) == (FurtherKind.PICTURE, "PNG")
    assert told.where == "rest of an earlier picture behind the end"
    assert told.bytes == len(before) - len(after)


def test_the_rest_of_a_larger_jpeg() -> None:
    noise = Image.frombytes("RGB", (400, 400), random.Random(3).randbytes(480_000))
    before = jpeg(noise)
    after = jpeg(PICTURE.resize((90, 60)))
    told = only(after + before[len(after) :])
    assert (told.kind, told.format) == (FurtherKind.PICTURE, "JPEG")
    assert told.bytes == len(before) - len(after)


def test_the_rest_of_a_larger_webp_is_told() -> None:
    noise = Image.frombytes("RGB", (300, 300), random.Random(3).randbytes(270_000))
    before, after = encoded(noise, "WEBP"), encoded(PICTURE, "WEBP")
    assert len(before) > len(after)
    told = only(after + before[len(after) :])
    assert told.kind in {FurtherKind.UNKNOWN, FurtherKind.PICTURE}
    assert abs(told.bytes - (len(before) - len(after))) < 16


@each_row("kind", KINDS)
def test_what_is_not_understood_is_told_with_its_size(kind: str) -> None:
    told = only(bare(kind) + b"Anna Sample lives at 12 Example Street. " * 10)
    assert (told.kind, told.where) == (FurtherKind.UNKNOWN, "behind the end")
    assert 380 <= told.bytes <= 400


@each_row(
    ("tail", "where", "form"),
    [
        (b"x" * 100 + b"cbipcbbl", "Photo Mechanic block behind the end", None),
        (b"x" * 100 + b"AXS!" + bytes(range(1, 9)), "AFCP block behind the end", None),
        (b"PK\x03\x04" + b"x" * 100, "behind the end", "ZIP"),
    ],
)
def test_blocks_of_programs_are_named(tail: bytes, where: str, form: str | None) -> None:
    told = only(jpeg() + tail)
    assert (told.kind, told.where, told.format) == (FurtherKind.UNKNOWN, where, form)


def test_a_preview_with_a_spoiled_first_byte() -> None:
    """Minolta and Sony cameras write another byte in place of the first 0xFF."""
    quantised = jpeg(OTHER)
    bare_tables = quantised[:2] + quantised[quantised.index(b"\xff\xdb") :]
    told = only(jpeg() + b"\x02" + bare_tables[1:])
    assert (told.kind, told.format, told.differs) == (FurtherKind.THUMBNAIL, "JPEG", True)


def test_a_heic_behind_the_end_is_a_picture() -> None:
    body = b"ftypheic" + bytes(4) + b"mif1heic"
    heic = (len(body) + 4).to_bytes(4, "big") + body + b"\0\0\0\x40mdat" + b"\x22" * 56
    assert only(jpeg() + heic).kind is FurtherKind.PICTURE


def test_a_picture_that_cannot_be_decoded_does_not_cost_the_rest() -> None:
    broken = bytearray(jpeg())
    place = broken.index(b"\xff\xc0")
    broken[place + 9] = 77  # a number of components that no JPEG has
    facts = facts_of(bytes(broken) + film() + jpeg(OTHER))
    assert facts.pdq is None
    assert [each.kind.value for each in facts.further] == ["video", "picture"]
    assert [each.differs for each in facts.further] == [None, None]


def test_more_things_than_are_told() -> None:
    tiny = encoded(OTHER.resize((16, 16)), "GIF")
    facts = facts_of(jpeg() + tiny * 100)
    assert len(facts.further) == 64
    assert "further" in {gap.reader for gap in facts.unread}


def test_a_jpeg_of_more_segments_than_are_walked_over() -> None:
    data = jpeg()
    place = data.index(b"\xff\xda")
    endless = data[:place] + segment(0xFE, b"") * 30_000 + data[place:]
    assert "further" in {gap.reader for gap in facts_of(endless + film()).unread}


def test_segments_between_scans_do_not_end_a_picture() -> None:
    """A progressive JPEG has tables between its scans."""
    progressive = jpeg(PICTURE, progressive=True)
    assert facts_of(progressive).further == ()
    assert only(progressive + film()).kind is FurtherKind.VIDEO


def test_a_thumbnail_within_a_segment_does_not_end_a_picture() -> None:
    data = with_segments(segment(0xEF, b"\xff\xd9" * 8), data=jpeg())
    assert facts_of(data).further == ()


def samsung_behind() -> bytes:
    block = samsung((0x0A30, b"MotionPhoto_Data", film()), (0x0001, b"DualShot_1", small()))
    return jpeg() + jpeg(OTHER) + block


def several(kind: str, other: Image.Image) -> bytes:
    return encoded(PICTURE, kind, save_all=True, append_images=[other])


BASES: tuple[Callable[[], bytes], ...] = (
    samsung_behind,
    lambda: picture(block=exif()) + film(place=b"+47.4979+019.0402/"),
    lambda: encoded(PICTURE, "PNG") + small(),
    lambda: several("TIFF", OTHER),
    lambda: several("GIF", OTHER.resize((480, 320))),
    lambda: encoded(PICTURE, "WEBP") + film(),
)


@cache
def base(index: int) -> bytes:
    return BASES[index]()


@each_row("seed", range(40))
def test_hostile_bytes_never_raise(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(base(rng.choice(range(len(BASES)))))
    for _change in range(rng.randint(1, 60)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    facts_of(bytes(data[: rng.randint(len(data) // 2, len(data))]))


def test_io_is_left_alone() -> None:
    """The pieces are copies: what is told survives the bytes."""
    data = io.BytesIO(jpeg() + jpeg(OTHER)).getvalue()
    assert only(data).bytes == len(jpeg(OTHER))
