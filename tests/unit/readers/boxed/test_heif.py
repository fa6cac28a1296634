"""Items of HEIC and AVIF: metadata without a decoder, and every further picture."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from auditor.domain.photos.file_contents import FurtherKind
from auditor.hashing.pdq.pdq import pdq
from auditor.readers.hashes.hash_file import hash_job
from auditor.readers.isobmff.heif import heif_codec, heif_size, read_heif
from auditor.readers.jobs import HashJob, PrivateAct, PrivateJob
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import decode
from auditor.readers.private_image import act_on
from tests.rows import each_row
from tests.unit.readers.boxed.making import (
    PLACE,
    SOUND,
    VIDEO,
    Item,
    avif,
    avif_item,
    box,
    full,
    heif,
    movie,
    read,
    text_box,
    tiff,
    track,
    user_data,
)
from tests.unit.readers.drawn import drawn
from tests.unit.readers.pictures import xmp

PICTURE = Item(b"hvc1", b"no picture", (640, 480))
PACKET = xmp("", 'tiff:Model="Example P9"')


def exif_item(block: bytes, *of: int, inline: bool = False) -> Item:
    return Item(b"Exif", bytes(4) + block, refers={b"cdsc": list(of)} if of else {}, inline=inline)


@pytest.mark.parametrize("inline", [False, True], ids=["in the file", "in idat"])
def test_exif_is_read_without_a_decoder(inline: bool) -> None:
    data = heif([PICTURE, exif_item(tiff(), 1, inline=inline)])
    facts = read(data).facts
    assert facts.pdq is None
    assert facts.metadata.gps is not None
    assert facts.metadata.serial_numbers == ("SN12345", "L-77")
    assert [gap.reader for gap in facts.unread] == ["pixels"]
    assert (facts.width, facts.height) == (640, 480)


@each_row("head", [b"\0\0\0\6Exif\0\0", b"", b"\0\0\0\0", b"\xff\xff\xff\xff"])
def test_exif_begins_where_writers_put_it(head: bytes) -> None:
    item = Item(b"Exif", head + tiff(), refers={b"cdsc": [1]})
    assert read_heif(heif([PICTURE, item])).exif[0].data == tiff()


@each_row(
    ("content", "packed"),
    [
        (b"application/rdf+xml\0", PACKET),
        (b"application/rdf+xml\0deflate\0", zlib.compress(PACKET)),
        (b"application/rdf+xml\0deflate\0", zlib.compress(PACKET, wbits=-15)),
        (b"application/rdf+xml\0gzip\0", zlib.compress(PACKET, wbits=31)),
    ],
    ids=["plain", "zlib", "deflate", "gzip"],
)
def test_xmp_is_unpacked(content: bytes, packed: bytes) -> None:
    data = heif([PICTURE, Item(b"mime", packed, content=content, refers={b"cdsc": [1]})])
    assert read(data).facts.metadata.camera.model == "Example P9"


def test_xmp_that_is_packed_otherwise_is_told() -> None:
    item = Item(b"mime", b"\x1b\x03", content=b"application/rdf+xml\0br\0")
    assert "container" in {gap.reader for gap in read(heif([PICTURE, item])).facts.unread}


def test_the_first_picture_comes_before_the_others() -> None:
    other = exif_item(tiff(Model="Other"), 2)
    data = heif([PICTURE, PICTURE, other, exif_item(tiff(Model="First"), 1)])
    assert read(data).facts.metadata.camera.model == "First"
    assert read(heif([PICTURE, PICTURE, other])).facts.metadata.camera.model == "Other"


def test_several_pictures() -> None:
    first, second = drawn(320, 240, 3), drawn(200, 160, 9)
    south = exif_item(tiff(GPSLatitudeRef="S", GPSLatitude=(33.0, 52.0, 0.0)), 2)
    data = avif([avif_item(first), avif_item(second), exif_item(tiff(), 1), south])
    alone = avif([avif_item(first)])
    facts = read(data).facts
    assert facts.pdq == read(alone).facts.pdq
    assert facts.pdq is not None
    assert facts.metadata.gps is not None
    assert facts.metadata.gps.latitude > 0
    (further,) = facts.further
    assert (further.kind, further.format) == (FurtherKind.PICTURE, "AVIF")
    assert (further.width, further.height, further.differs) == (200, 160, True)
    assert further.gps is not None
    assert round(further.gps.latitude) == -34
    hashed = [hash_job(each, HashJob(len(each), "full", 60)).pdq for each in (data, alone)]
    assert hashed[0] == hashed[1]
    variants = [
        act_on(each, PrivateJob(len(each), PrivateAct.VARIANTS, 60)) for each in (data, alone)
    ]
    assert variants[0] == variants[1]
    assert variants[0][0]


def test_the_first_picture_is_the_one_that_the_file_names() -> None:
    first, second = drawn(320, 240, 3), drawn(200, 160, 9)
    data = avif([avif_item(second), avif_item(first)], primary=2)
    header = read_header(data)
    assert header is not None
    assert (header.width, header.height) == first.size
    own = decode(avif([avif_item(first)]), header)
    assert pdq(decode(data, header).rgb).hash == pdq(own.rgb).hash
    assert heif_size(data) == first.size


def test_thumbnails_and_what_is_none_of_its_own() -> None:
    same, other = drawn(320, 240, 3), drawn(96, 72, 5)
    thumbnail = avif_item(other)
    thumbnail.refers = {b"thmb": [1]}
    alpha, depth = avif_item(drawn(320, 240, 7)), avif_item(drawn(160, 120, 7))
    alpha.extra.append(full(b"auxC", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"))
    depth.extra.append(full(b"auxC", b"urn:mpeg:mpegB:cicp:systems:auxiliary:depth\0"))
    alpha.refers = depth.refers = {b"auxl": [1]}
    tone = Item(b"tmap", b"\0", (320, 240), refers={b"dimg": [1, 6]})
    data = avif([avif_item(same), thumbnail, alpha, depth, tone, avif_item(drawn(80, 60, 8))])
    facts = read(data).facts
    told = {each.where: each for each in facts.further}
    assert set(told) == {"HEIF item 2", "HEIF item 4 (depth)", "HEIF item 6 (gain map)"}
    assert told["HEIF item 2"].kind is FurtherKind.THUMBNAIL
    assert told["HEIF item 2"].differs is True
    assert told["HEIF item 4 (depth)"].differs is None
    inner = facts.metadata.embedded_thumbnail
    assert inner is not None
    assert (inner.width, inner.height, inner.differs) == (96, 72, True)


@each_row(
    ("use", "told"),
    [
        (b"tag:apple.com,2023:photo:aux:styledeltamap", ("styledeltamap", True, None)),
        (b"urn:com:apple:photo:2024:aux:somethingnew", ("somethingnew", True, None)),
        (b"urn:example:mine", ("auxiliary", False, True)),
    ],
)
def test_an_auxiliary_picture_of_an_unknown_kind_is_compared(
    use: bytes, told: tuple[str, bool, bool | None]
) -> None:
    other = avif_item(drawn(160, 120, 7))
    other.extra.append(full(b"auxC", use + b"\0"))
    other.refers = {b"auxl": [1]}
    (further,) = read(avif([avif_item(drawn(320, 240, 3)), other])).facts.further
    name, derived, differs = told
    assert further.where == f"HEIF item 2 ({name})"
    assert (further.derived, further.differs) == (derived, differs)


def test_a_sequence_tells_when_it_was_made() -> None:
    frames = track(b"pict", b"av01", (64, 48), (0, (10, 10, 10)))
    data = avif([avif_item(drawn(64, 48))], tail=movie(frames)[20:])
    facts = read(data).facts
    assert facts.metadata.captured_at_utc == "2018-01-28T16:00:00Z"
    assert [each.kind for each in facts.further] == [FurtherKind.FRAME]


def test_tiles_are_parts_of_the_picture() -> None:
    tiles = [Item(b"hvc1", b"tile", (512, 512), hidden=True) for _number in range(4)]
    grid = Item(b"grid", b"\0\0\1\1\4\0\4\0", (1024, 1024), refers={b"dimg": [2, 3, 4, 5]})
    found = read_heif(heif([grid, *tiles]))
    assert found.pictures == []
    assert found.size == (1024, 1024)
    assert heif_codec(heif([grid, *tiles])) == b"hvc1"


def test_a_motion_photo_is_told() -> None:
    film = movie(user_data(text_box(b"\xa9xyz", PLACE)), VIDEO, SOUND)
    data = avif([avif_item(drawn(64, 48))], tail=box(b"mpvd", film))
    (further,) = read(data).facts.further
    assert (further.kind, further.where, further.sound) == (FurtherKind.VIDEO, "mpvd", True)
    assert (further.width, further.height) == (1920, 1080)
    assert further.gps is not None
    assert round(further.gps.longitude, 4) == 19.0402


def test_what_stands_behind_the_last_box_is_told() -> None:
    data = avif([avif_item(drawn(64, 48))], tail=b"\xff\xd8\xff" + b"hidden" * 100)
    assert read(data).facts.further


@each_row("brand", [b"heic", b"miaf", b"avci", b"vvic"])
def test_a_coding_that_is_not_decoded_is_named(brand: bytes) -> None:
    data = heif([Item(b"vvc1", b"no picture", (64, 64)), exif_item(tiff(), 1)], brand=brand)
    facts = read(data).facts
    assert [gap.reason for gap in facts.unread] == [
        "pictures of this kind are not decoded here (vvc1)"
    ]
    assert facts.metadata.gps is not None


def test_more_boxes_than_are_walked_over_are_told() -> None:
    head = box(b"ftyp", b"heic", bytes(4), b"heic")
    found = read_heif(head + box(b"free") * 30_000 + heif([PICTURE]))
    assert found.capped


def test_items_that_lie_about_their_place_cost_nothing_else() -> None:
    far = Item(b"Exif", b"", refers={b"cdsc": [1]})
    data = bytearray(heif([PICTURE, exif_item(tiff(), 1), far]))
    row = struct.pack(">HHHH", 3, 0, 0, 1)
    place = data.index(row) + len(row)
    data[place : place + 8] = struct.pack(">II", 0xFFFFFFF0, 100)
    facts = read(bytes(data)).facts
    assert facts.metadata.gps is not None
    assert {"container", "pixels"} <= {gap.reader for gap in facts.unread}


@each_row("end", range(16, 700, 37))
def test_a_file_that_ends_anywhere_is_walked(end: int) -> None:
    data = heif([PICTURE, exif_item(tiff(), 1), Item(b"hvc1", b"x", (8, 8))])[:end]
    read_heif(data)
    assert read(data).facts.unread


def test_damage_anywhere_raises_nothing() -> None:
    data = avif([avif_item(drawn(32, 24)), exif_item(tiff(), 1), avif_item(drawn(16, 12))])
    random = np.random.default_rng(11)
    for _round in range(150):
        broken = bytearray(data)
        for place in random.integers(0, min(len(data), 900), 6):
            broken[place] = int(random.integers(0, 256))
        read_heif(bytes(broken))
        heif_size(bytes(broken))
