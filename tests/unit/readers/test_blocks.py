"""Where metadata blocks stand in files, and what is said where there are more than are read."""

from __future__ import annotations

import struct
import zlib

from tests.rows import each_row
from tests.unit.readers.block_files import (
    PLACE,
    chunk,
    jpeg,
    jpeg_with_exif,
    jpeg_with_xmp,
    png,
    read,
    record,
    resource,
    segment,
    tiff,
    where,
)
from tests.unit.readers.pictures import picture, xmp

HERE = (47.4979, 19.0402)
BLOCK = tiff({}, PLACE)
PACKET = xmp("", 'exif:GPSLatitude="47,29.874N" exif:GPSLongitude="19,2.412E"')
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
PHOTOSHOP = b"Photoshop 3.0\0"


@each_row(
    "head",
    [b"Exif\0\0", b"EXIF\0\0", b"exif\0\0", b"Exif\0", b"\0\0\0\0Exif\0\0", b"Exif\0\0Exif\0\0"],
)
def test_the_head_of_an_exif_segment_varies(head: bytes) -> None:
    assert where(jpeg(segment(0xE1, head + BLOCK))) == HERE


def test_exif_that_is_spread_over_segments() -> None:
    long = tiff({0x010E: "x" * 70_000}, PLACE)
    parts = [long[start : start + 40_000] for start in range(0, len(long), 40_000)]
    data = jpeg(*(segment(0xE1, b"Exif\0\0" + part) for part in parts))
    assert where(data) == HERE
    assert read(data)[1] == ()


def test_exif_and_xmp_in_photoshops_blocks() -> None:
    for number, body in ((0x0422, BLOCK), (0x0422, b"Exif\0\0" + BLOCK), (0x0424, PACKET)):
        blocks = resource(0x03ED, b"abc") + resource(number, body)
        assert where(jpeg(segment(0xED, PHOTOSHOP + blocks))) == HERE


@each_row("prefixes", [("x", "rdf"), ("xm", "r"), ("a.b", "_")])
@each_row("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@each_row("mark", ["", "\ufeff"])
def test_xmp_in_every_prefix_and_encoding(
    prefixes: tuple[str, str], encoding: str, mark: str
) -> None:
    outer, inner = prefixes
    text = (
        PACKET.decode()
        .replace("x:xmpmeta", f"{outer}:xmpmeta")
        .replace("xmlns:x=", f"xmlns:{outer}=")
    )
    text = text.replace("rdf:", f"{inner}:").replace("xmlns:rdf=", f"xmlns:{inner}=")
    text = text.replace("</", "<!-- Ünïcödé 日本 --></", 1)
    packet = f'{mark}<?xpacket begin="{mark}"?>{text}<?xpacket end="w"?>'.encode(encoding)
    assert where(jpeg_with_xmp(packet)) == HERE
    assert where(b"no format at all" + packet) == HERE
    assert where(picture() + b"behind" + packet) == HERE


def test_xmp_that_is_latin_1() -> None:
    packet = xmp("<dc:creator><rdf:Seq><rdf:li>Jörg</rdf:li></rdf:Seq></dc:creator>")
    assert read(jpeg_with_xmp(packet.decode().encode("latin-1")))[0].owner == ("Jörg",)


def profile(kind: str, raw: bytes, *, name_line: str | None = None) -> bytes:
    digits = raw.hex()
    lines = "\n".join(digits[start : start + 72] for start in range(0, len(digits), 72))
    return f"\n{name_line or kind}\n{len(raw):8}\n{lines}".encode()


RAW = {
    "exif": (b"Exif\0\0" + BLOCK, "exif"),
    "exif without head": (BLOCK, "exif"),
    "APP1": (b"Exif\0\0" + BLOCK, "APP1"),
    "APP1 with XMP": (XMP_HEAD + PACKET, "APP1"),
    "xmp": (PACKET, "xmp"),
    "8bim": (resource(0x0404, record(25, b"geo:lat=47.4979;geo:lon=19.0402")), "8bim"),
    "iptc": (record(25, b"geo:lat=47.4979;geo:lon=19.0402"), "iptc"),
    "generic": (PHOTOSHOP + resource(0x0424, PACKET), "generic"),
}


@each_row("kind", RAW)
@each_row("behind", [b"", b"\n", b"\0", b"\0\0\n"])
def test_raw_profiles_of_a_png(kind: str, behind: bytes) -> None:
    raw, name = RAW[kind]
    text = profile(name, raw) + behind
    keyword = f"Raw profile type {name}".encode() + b"\0"
    for body in (
        chunk(b"tEXt", keyword + text),
        chunk(b"zTXt", keyword + b"\0" + zlib.compress(text)),
        chunk(b"iTXt", keyword + b"\1\0\0\0" + zlib.compress(text)),
    ):
        assert where(png(body)) == HERE
        assert read(png(body))[1] == ()


def test_a_damaged_profile_is_told() -> None:
    keyword = b"Raw profile type exif\0"
    cut = profile("exif", BLOCK)[:-20]
    for body in (chunk(b"tEXt", keyword + cut), chunk(b"zTXt", keyword + b"\0" + b"no zlib")):
        assert "png" in {part.reader for part in read(png(body))[1]}


def test_exif_and_xmp_chunks_of_a_png() -> None:
    assert where(png(chunk(b"eXIf", BLOCK))) == HERE
    assert where(png(chunk(b"eXIf", b"Exif\0\0" + BLOCK))) == HERE
    packed = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(PACKET)
    assert where(png(chunk(b"iTXt", packed))) == HERE


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = picture("WEBP")[12:]
    for kind, data in chunks:
        body += kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def test_chunks_of_a_webp() -> None:
    for block in (BLOCK, b"Exif\0\0" + BLOCK):
        assert where(webp((b"EXIF", block))) == HERE
    assert where(webp((b"XMP ", PACKET.decode().encode("utf-16")))) == HERE


def sub_blocks(data: bytes) -> bytes:
    pieces = (data[start : start + 255] for start in range(0, len(data), 255))
    return b"".join(bytes((len(piece),)) + piece for piece in pieces) + b"\0"


def test_extensions_of_a_gif() -> None:
    plain = picture("GIF")
    magic = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    application = b"!\xff\x0bXMP DataXMP"
    comment = "Anna Sample, Köln".encode("latin-1") + b"\0"
    for extension in (application + PACKET + magic, application + sub_blocks(PACKET)):
        data = plain[:-1] + extension + b"!\xfe" + sub_blocks(comment) + b";"
        assert where(data) == HERE
        assert read(data)[0].description == "Anna Sample, Köln"


def test_tags_of_a_tiff() -> None:
    for tag, raw in (
        (0x02BC, PACKET),
        (0x83BB, record(25, b"geo:lat=47.4979;geo:lon=19.0402")),
        (0x8649, resource(0x0424, PACKET)),
    ):
        assert where(tiff({tag: raw})) == HERE
    records = record(25, b"geo:lat=47.4979;geo:lon=19.0402")
    padded = records + bytes(-len(records) % 4)
    swapped = b"".join(padded[at : at + 4][::-1] for at in range(0, len(padded), 4))
    assert where(tiff({0x83BB: swapped})) == HERE


NAME = record(80, b"Anna Sample")
TITLE = record(5, b"title")


@each_row(
    "blocks",
    [
        resource(0x0404, TITLE + b"\0" + NAME),
        resource(0x0404, TITLE + b"\x1c\0\xff" + NAME),
        resource(0x0404, TITLE) + resource(0x0404, NAME),
        resource(0x03ED, b"odd") + b"8BIM\x04\x0b\x03url\0\0\0\3abc\0" + resource(0x0404, NAME),
        b"8BIM\x03\xed\0\0\0\0\0\3odd" + resource(0x0404, NAME),  # not padded
        b"MeSa\x03\xed\0\0\0\0\0\4even" + resource(0x0404, NAME),
        resource(0x0404, struct.pack(">BBBHI", 0x1C, 2, 202, 0x8004, 3) + b"abc" + NAME),
    ],
)
def test_iptc_among_other_blocks(blocks: bytes) -> None:
    assert read(jpeg(segment(0xED, PHOTOSHOP + blocks)))[0].owner == ("Anna Sample",)


def test_iptc_in_two_segments_and_bare() -> None:
    whole = resource(0x0404, TITLE + NAME)
    parts = (segment(0xED, PHOTOSHOP + whole[:15]), segment(0xED, PHOTOSHOP + whole[15:]))
    old = b"Adobe_Photoshop2.5:".ljust(27, b"\0") + resource(0x0404, NAME)
    for data in (jpeg(*parts), jpeg(segment(0xED, NAME)), jpeg(segment(0xED, old))):
        assert read(data)[0].owner == ("Anna Sample",)


def test_iptc_behind_the_end() -> None:
    data = picture()
    start = len(data)
    entry = b"IPTC" + struct.pack(">II", len(NAME), start + 24)
    trailer = b"AXS!" + struct.pack(">HHI", 1, 1, 0) + entry + NAME
    trailer += b"AXS!" + struct.pack(">II", start, 0)
    assert read(data + trailer)[0].owner == ("Anna Sample",)


def test_iptc_that_says_utf8_and_is_none() -> None:
    records = record(90, b"\x1b%G", 1) + record(80, "Jörg".encode("latin-1"))
    data = jpeg(segment(0xED, PHOTOSHOP + resource(0x0404, records)))
    assert read(data)[0].owner == ("Jörg",)


def segments_of_exif(count: int) -> bytes:
    blocks = (tiff({0x0131: f"Firm {number}"}) for number in range(count))
    return jpeg(*(segment(0xE1, b"Exif\0\0" + block) for block in blocks))


def packets_of_xmp(count: int) -> bytes:
    made = (xmp(f"<dc:rights>{number}</dc:rights>") for number in range(count))
    return jpeg(*(segment(0xE1, XMP_HEAD + packet) for packet in made))


def comments(count: int) -> bytes:
    return jpeg(*(segment(0xFE, b"%d" % number) for number in range(count)))


def iptc_records(count: int) -> bytes:
    records = record(25, b"word") * count
    return jpeg(segment(0xED, PHOTOSHOP + resource(0x0404, records)))


def texts(count: int) -> bytes:
    return png(*(chunk(b"tEXt", b"key%d\0x" % number) for number in range(count)))


@each_row(
    ("made", "most", "reader"),
    [
        (segments_of_exif, 4, "exif"),
        (packets_of_xmp, 8, "xmp"),
        (comments, 20, "comment"),
        (iptc_records, 500, "iptc"),
        (texts, 50, "png"),
    ],
)
def test_what_stands_behind_a_cap_is_told(made: object, most: int, reader: str) -> None:
    assert callable(made)
    assert read(made(most))[1] == ()
    (told,) = read(made(most + 1))[1]
    assert told.reader == reader
    assert told.reason


def test_the_same_block_twice_is_one() -> None:
    assert read(jpeg(*[segment(0xE1, b"Exif\0\0" + BLOCK)] * 9))[1] == ()
    assert read(jpeg(*[segment(0xE1, XMP_HEAD + PACKET)] * 20) + PACKET)[1] == ()


def test_segments_without_end_are_told() -> None:
    many = jpeg(*[segment(0xE2, b"")] * 4001)
    assert [part.reader for part in read(many)[1]] == ["container"]


def test_an_xmp_block_without_end_is_told() -> None:
    assert {part.reader for part in read(b"X" + PACKET[:-60])[1]} == {"xmp"}


def test_extended_xmp_of_two_pictures_is_not_mixed() -> None:
    head = b"http://ns.adobe.com/xmp/extension/\0"
    other = xmp("<dc:rights>Ann</dc:rights>")
    parts = []
    for digest, whole in ((b"1" * 32, PACKET), (b"2" * 32, other)):
        for start in (100, 0):
            piece = whole[start : start + 100] if start == 0 else whole[start:]
            parts.append(
                segment(0xE1, head + digest + struct.pack(">II", len(whole), start) + piece)
            )
    data = jpeg(parts[0], parts[2], parts[1], parts[3])
    assert where(data) == HERE
    assert read(data)[0].owner == ("Ann",)


def test_fill_bytes_before_a_marker() -> None:
    assert where(jpeg(b"\xff" * 1000 + segment(0xE1, b"Exif\0\0" + BLOCK))) == HERE
    assert where(jpeg_with_exif(BLOCK)) == HERE
