"""Formats that are not decoded: their metadata is read, and the picture is told as not looked at.

Files are built from the public descriptions that the readers name.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from auditor.domain.photos.facts import says_something
from auditor.domain.photos.file_contents import FurtherKind
from auditor.readers.isobmff.canon import CANON_UUID
from tests.rows import each_row
from tests.unit.readers.boxed.making import XMP_UUID, box, full, little_tiff, read, tiff
from tests.unit.readers.drawn import drawn, encoded
from tests.unit.readers.pictures import exif, picture, xmp

EXIF_UUID, IPTC_UUID = b"JpgTiffExif->JP2", bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
SIZE = (640, 480)


def resource(number: int, body: bytes) -> bytes:
    return struct.pack(">4sHHI", b"8BIM", number, 0, len(body)) + body + bytes(len(body) % 2)


def photoshop_file() -> bytes:
    name = "Passport scan"
    layer = b"8BIMluni" + struct.pack(">II", 4 + 2 * len(name), len(name))
    layer += name.encode("utf-16-be")
    resources = resource(0x0422, tiff())
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, SIZE[1], SIZE[0], 8, 3) + bytes(4)
    return head + struct.pack(">I", len(resources)) + resources + bytes(4) + layer


def jpeg_2000() -> bytes:
    return (
        b"\0\0\0\x0cjP  \r\n\x87\n"
        + box(b"ftyp", b"jp2 ", bytes(4), b"jp2 ")
        + box(b"jp2h", box(b"ihdr", struct.pack(">II", SIZE[1], SIZE[0]), bytes(6)))
        + box(b"uuid", EXIF_UUID, b"Exif\0\0", tiff())
        + box(b"jp2c", b"\xff\x4f\xff\x51", bytes(60))
    )


def jpeg_xl() -> bytes:
    # small: 0, height: 2 bits for the width of the number, then the number; ratio 3 is 4:3
    bits = 0 | 0 << 1 | (SIZE[1] - 1) << 3 | 3 << 12
    code = b"\xff\x0a" + bits.to_bytes(10, "little") + bytes(8)
    exif_box = box(b"Exif", bytes(4), tiff())
    return b"\0\0\0\x0cJXL \r\n\x87\n" + exif_box + box(b"jxlc", code)


def cr3() -> bytes:
    def part(tags: dict[int, tuple[int, bytes]]) -> bytes:
        heads, values = b"", b""
        for tag, (kind, raw) in sorted(tags.items()):
            count = {2: len(raw), 3: len(raw) // 2, 5: len(raw) // 8}[kind]
            stored = raw
            if len(raw) > 4:
                stored = struct.pack("<I", 8 + 2 + 12 * len(tags) + 4 + len(values))
                values += raw
            heads += struct.pack("<HHI", tag, kind, count) + stored.ljust(4, b"\0")
        return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + heads + bytes(4) + values

    def degrees(*parts: int) -> tuple[int, bytes]:
        return 5, b"".join(struct.pack("<II", each, 1) for each in parts)

    main = {
        0x0100: (3, struct.pack("<H", SIZE[0])),
        0x0101: (3, struct.pack("<H", SIZE[1])),
        0x010F: (2, b"ACME\0"),
        0x0110: (2, b"Cam 1\0"),
    }
    own = {0xA431: (2, b"SN12345\0"), 0xA435: (2, b"L-77\0")}
    gps = {1: (2, b"N\0"), 2: degrees(52, 31, 12), 3: (2, b"E\0"), 4: degrees(13, 24, 18)}
    held = box(
        b"uuid",
        CANON_UUID,
        box(b"CMT1", part(main)),
        box(b"CMT2", part(own)),
        box(b"CMT4", part(gps)),
        full(b"THMB", bytes(8), encoded(drawn(160, 120), "JPEG")),
    )
    return box(b"ftyp", b"crx ", bytes(4), b"crx ") + box(b"moov", held) + box(b"mdat", bytes(50))


def bigtiff(order: str = "<") -> bytes:
    """The same entries as in `tiff`, written with numbers of eight bytes."""

    def directory(entries: dict[int, tuple[int, int, bytes]], start: int) -> bytes:
        rows, values = b"", b""
        place = start + 8 + 20 * len(entries) + 8
        for tag, (kind, count, raw) in sorted(entries.items()):
            stored = raw if len(raw) <= 8 else struct.pack(order + "Q", place + len(values))
            values += raw if len(raw) > 8 else b""
            rows += struct.pack(order + "HHQ", tag, kind, count) + stored.ljust(8, b"\0")
        return struct.pack(order + "Q", len(entries)) + rows + bytes(8) + values

    def text(value: str) -> tuple[int, int, bytes]:
        raw = value.encode() + b"\0"
        return 2, len(raw), raw

    def angle(*parts: int) -> tuple[int, int, bytes]:
        return 5, 3, b"".join(struct.pack(order + "II", each, 1) for each in parts)

    gps = {1: text("N"), 2: angle(52, 31, 12), 3: text("E"), 4: angle(13, 24, 18)}
    own = {0xA431: text("SN12345"), 0xA435: text("L-77")}
    pointer = struct.pack(order + "Q", 0)
    main = {
        0x0100: (4, 1, struct.pack(order + "I", SIZE[0])),
        0x0101: (4, 1, struct.pack(order + "I", SIZE[1])),
        0x010F: text("ACME"),
        0x0110: text("Cam 1"),
        0x8769: (16, 1, pointer),
        0x8825: (16, 1, pointer),
    }
    first = len(directory(main, 16))
    places = {0x8769: 16 + first, 0x8825: 16 + first + len(directory(own, 0))}
    main |= {tag: (16, 1, struct.pack(order + "Q", place)) for tag, place in places.items()}
    head = b"II+\0\x08\0\0\0" if order == "<" else b"MM\0+\0\x08\0\0"
    return (
        head
        + struct.pack(order + "Q", 16)
        + directory(main, 16)
        + directory(own, places[0x8769])
        + directory(gps, places[0x8825])
    )


def fuji() -> bytes:
    inner = picture("JPEG", exif())
    head = b"FUJIFILMCCD-RAW 0201FF".ljust(84, b"\0")
    return head + struct.pack(">II", 120, len(inner)) + bytes(28) + inner


def olympus() -> bytes:
    return b"IIRO" + little_tiff()[4:]


def panasonic() -> bytes:
    return b"IIU\0" + little_tiff()[4:]


def minolta() -> bytes:
    parts = b"\0PRD" + struct.pack(">I", 16) + bytes(12) + struct.pack(">HH", SIZE[1], SIZE[0])
    parts += b"\0TTW" + struct.pack(">I", len(tiff())) + tiff()
    return b"\0MRM" + struct.pack(">I", len(parts)) + parts


def icon() -> bytes:
    inner = picture("PNG", exif())
    row = struct.pack("<BBBBHHII", 48, 32, 0, 0, 1, 32, len(inner), 22)
    return b"\0\0\1\0\1\0" + row + inner


def gimp() -> bytes:
    block = b"Exif\0\0" + tiff()
    name = b"exif-data\0"
    parasite = struct.pack(">I", len(name)) + name + struct.pack(">II", 1, len(block)) + block
    head = b"gimp xcf v011\0" + struct.pack(">IIII", *SIZE, 0, 150)
    return head + struct.pack(">II", 21, len(parasite)) + parasite + bytes(8)


def postscript() -> bytes:
    digits = resource(0x0422, tiff()).hex().encode()
    lines = b"\n".join(b"% " + digits[place : place + 64] for place in range(0, len(digits), 64))
    head = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 640 480\n%%For: Anna Sample\n"
    begin = b"%%BeginPhotoshop: %d\n" % (len(digits) // 2)
    return head + begin + lines + b"\n%EndPhotoshop\n"


FORMATS: dict[str, Callable[[], bytes]] = {
    "PSD": photoshop_file,
    "JPEG2000": jpeg_2000,
    "JXL": jpeg_xl,
    "CR3": cr3,
    "BigTIFF": bigtiff,
    "RAF": fuji,
    "ORF": olympus,
    "RW2": panasonic,
    "MRW": minolta,
    "ICO": icon,
    "XCF": gimp,
    "EPS": postscript,
}
SIZED = frozenset({"PSD", "JPEG2000", "JXL", "CR3", "BigTIFF", "MRW", "XCF", "EPS"})


@each_row("name", FORMATS)
def test_the_metadata_is_read_and_the_picture_told(name: str) -> None:
    facts = read(FORMATS[name]()).facts
    said = facts.metadata
    assert facts.format == name
    assert facts.pdq is None
    assert said.gps is not None
    assert said.gps.latitude == pytest.approx(52.52, abs=0.001)
    assert said.serial_numbers == ("SN12345", "L-77")
    assert (said.camera.make, said.camera.model) == ("ACME", "Cam 1")
    assert [gap.reader for gap in facts.unread] == ["pixels"]
    assert says_something(facts)
    if name in SIZED:
        assert (facts.width, facts.height) == SIZE


@each_row("name", FORMATS)
def test_a_file_that_ends_anywhere_raises_nothing(name: str) -> None:
    data = FORMATS[name]()
    for end in range(8, len(data), max(1, len(data) // 25)):
        read(data[:end])


def test_bigtiff_in_the_other_order() -> None:
    assert read(bigtiff(">")).facts.metadata.gps is not None


def test_names_of_layers_are_words() -> None:
    assert read(photoshop_file()).facts.metadata.description == "At home\nPassport scan"


def test_owner_and_hidden_file_of_postscript() -> None:
    assert "Anna Sample" in read(postscript()).facts.metadata.owner


def test_packed_metadata_of_jpeg_xl_is_told() -> None:
    data = b"\0\0\0\x0cJXL \r\n\x87\n" + box(b"brob", b"Exif", bytes(20))
    facts = read(data).facts
    assert any("Brotli" in gap.reason and "position" in gap.reason for gap in facts.unread)
    assert not says_something(facts)


def test_xmp_and_iptc_of_jpeg_2000() -> None:
    record = b"\x1c\x02\x50\0\x0bAnna Sample"
    packet = xmp("", 'tiff:Model="Example P9"')
    data = b"\0\0\0\x0cjP  \r\n\x87\n" + box(b"uuid", XMP_UUID, packet)
    said = read(data + box(b"uuid", IPTC_UUID, record)).facts.metadata
    assert said.owner == ("Anna Sample",)
    assert said.camera.model == "Example P9"


@each_row("name", ["CR3", "RAF", "ICO"])
def test_small_pictures_inside_are_told(name: str) -> None:
    told = read(FORMATS[name]()).facts.further
    assert FurtherKind.THUMBNAIL in {each.kind for each in told}


def test_a_raw_picture_in_a_tiff_is_told_as_one() -> None:
    version = bytearray(little_tiff(ImageDescription="a description"))
    place = version.index(struct.pack("<HH", 0x010E, 2))
    version[place : place + 2] = struct.pack("<H", 0xC612)  # DNGVersion
    facts = read(bytes(version)).facts
    assert facts.format == "DNG"
    assert [gap.reason for gap in facts.unread if gap.reader == "pixels"] == [
        "the raw picture is not developed: at most a small picture in it was looked at"
    ]
    assert read(little_tiff()).facts.format == "TIFF"


def test_an_unknown_file_that_says_something() -> None:
    facts = read(b"%UNKNOWN" + xmp("", 'tiff:Model="Example P9"')).facts
    assert facts.metadata.camera.model == "Example P9"
    assert facts.unread[-1].reason == "not an image of a kind that is read here"
    assert says_something(facts)
    assert not says_something(read(b"plain text, nothing else").facts)
