from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.file_contents import NamedPerson
from auditor.domain.photos.position import Position
from auditor.readers.metadata.read_metadata import read_metadata
from tests.examples import examples
from tests.rows import each_row
from tests.unit.readers.further.making import first_thumbnail
from tests.unit.readers.pictures import exif, picture, xmp


def read(data: bytes) -> Metadata:
    metadata, unread = read_metadata(data, file_name="photo.jpg", exiftool=False)
    assert unread == ()
    return metadata


@each_row("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_format_gives_the_same_facts(kind: str) -> None:
    found = read(picture(kind, exif()))
    assert found.gps is not None
    assert found.gps.latitude == pytest.approx(52.52)
    assert found.gps.longitude == pytest.approx(13.405)
    assert found.gps.altitude == pytest.approx(34.1)
    assert found.captured_at == "2024-05-06T07:08:09+02:00"
    assert found.captured_at_utc == "2024-05-06T05:08:09Z"
    assert (found.camera.make, found.camera.model, found.camera.lens) == (
        "ACME",
        "Cam 1",
        "Lens 50",
    )
    assert found.serial_numbers == ("SN12345", "L-77")
    assert found.owner == ("Test Person", "Erika Muster")
    assert found.software == "Firm 1.0"
    assert found.description == "At home"
    assert found.file_name == "photo.jpg"
    assert "exif" in found.sources


def test_a_bare_picture_says_nothing() -> None:
    assert read(picture()) == Metadata(file_name="photo.jpg")
    assert read_metadata(b"", file_name=None, exiftool=False) == (Metadata(), ())


def test_south_west_and_below_the_sea() -> None:
    found = read(picture(block=exif(GPSLatitudeRef="S", GPSLongitudeRef="W", GPSAltitudeRef=b"\1")))
    assert found.gps is not None
    assert found.gps.latitude == pytest.approx(-52.52)
    assert found.gps.longitude == pytest.approx(-13.405)
    assert found.gps.altitude == pytest.approx(-34.1)


def test_no_zone_is_invented() -> None:
    found = read(picture(block=exif(OffsetTimeOriginal=None)))
    assert (found.captured_at, found.captured_at_utc) == ("2024-05-06T07:08:09", None)


def test_utc_from_gps_time_when_there_is_no_offset() -> None:
    block = exif(OffsetTimeOriginal=None, GPSDateStamp="2024:05:06", GPSTimeStamp=(5.0, 8.0, 7.0))
    assert read(picture(block=block)).captured_at_utc == "2024-05-06T05:08:07Z"


def test_the_time_of_change_counts_where_there_is_no_other() -> None:
    changed = "2024:05:06 09:08:09"
    assert read(picture(block=exif(DateTime=changed))).captured_at == "2024-05-06T07:08:09+02:00"
    alone = exif(DateTimeOriginal=None, DateTime=changed)
    assert read(picture(block=alone)).captured_at == "2024-05-06T09:08:09"


def test_xp_tags_and_user_comment() -> None:
    block = exif(
        XPAuthor="Jörg".encode("utf-16-le") + b"\0\0",
        XPComment="Küche".encode("utf-16-le"),
        UserComment=b"ASCII\0\0\0my street",
    )
    found = read(picture(block=block))
    assert "Jörg" in found.owner
    assert found.description == "At home\nmy street\nKüche"


def test_placeholders_are_dropped() -> None:
    block = exif(
        Artist="   ",
        CameraOwnerName="None",
        BodySerialNumber="0000000",
        LensSerialNumber=" ",
        DateTimeOriginal="0000:00:00 00:00:00",
    )
    found = read(picture(block=block))
    assert (found.owner, found.serial_numbers, found.captured_at) == ((), (), None)


def test_a_long_hostile_description_is_kept_raw_and_cut() -> None:
    nasty = "[/]\x1b]52;c;x\x07\u202e" + "x" * 20_000
    found = read(picture(block=exif(ImageDescription=nasty.encode())))
    assert found.description is not None
    assert len(found.description) == 10_000
    assert found.description.startswith("[/]\x1b]52;c;x\x07\u202e")


def test_xmp_in_every_form() -> None:
    packet = xmp(
        "<dc:creator><rdf:Seq><rdf:li>Ann Author</rdf:li></rdf:Seq></dc:creator>"
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Birthday</rdf:li></rdf:Alt>'
        "</dc:description>"
        "<photoshop:City>Berlin</photoshop:City><Iptc4xmpCore:Location>Back yard"
        "</Iptc4xmpCore:Location>"
        "<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Bea</rdf:li></rdf:Bag>"
        "</Iptc4xmpExt:PersonInImage>",
        'exif:GPSLatitude="52,31.2N" exif:GPSLongitude="13,24,18W" exif:GPSAltitude="341/10" '
        'exif:GPSAltitudeRef="1" '
        'aux:SerialNumber="X-99" aux:OwnerName="Olga Owner" '
        'exif:DateTimeOriginal="2024-05-06T07:08:09.12-03:00" tiff:Make="Maker"',
    )
    for data in (
        picture(xmp=packet),
        picture("WEBP", xmp=packet),
        picture("PNG", pnginfo=_png_text(packet)),
        b"GIF89a" + packet,
    ):
        found = read(data)
        assert found.gps is not None
        assert (found.gps.latitude, found.gps.longitude) == pytest.approx((52.52, -13.405))
        assert found.gps.altitude == pytest.approx(-34.1)
        assert found.serial_numbers == ("X-99",)
        assert found.owner == ("Ann Author", "Olga Owner")
        assert found.description == "Birthday\nBack yard, Berlin"
        assert found.people == (NamedPerson("Bea", "XMP Iptc4xmpExt:PersonInImage"),)
        assert found.captured_at == "2024-05-06T07:08:09-03:00"
        assert found.captured_at_utc == "2024-05-06T10:08:09Z"
        assert found.camera.make == "Maker"
        assert found.sources == ("xmp",)


def _png_text(packet: bytes) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode(), zip=True)
    return info


def test_xmp_entities_are_not_followed(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("x") / "secret.txt"
    secret.write_text("do not read me")
    bomb = (
        f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY a "aaaaaaaaaa"><!ENTITY b '
        '"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    ).encode() + xmp("<dc:rights>&s;&b;</dc:rights><dc:creator>Ann</dc:creator>")
    metadata, _unread = read_metadata(b"GIF89a" + bomb, file_name=None, exiftool=False)
    assert "do not read me" not in str(metadata)
    assert "aaaa" not in str(metadata)
    assert "Ann" in metadata.owner


def test_an_xmp_offset_completes_the_exif_time() -> None:
    packet = xmp("", 'exif:DateTimeOriginal="2024-05-06T07:08:09+01:00"')
    found = read(picture(block=exif(OffsetTimeOriginal=None), xmp=packet))
    assert found.captured_at == "2024-05-06T07:08:09+01:00"


def test_png_texts() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ann Author")
    info.add_text("Comment", "my desk", zip=True)
    found = read(picture("PNG", pnginfo=info))
    assert (found.owner, found.description, found.sources) == (("Ann Author",), "my desk", ("png",))


def test_iptc_in_a_jpeg() -> None:
    records = b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
        for record, number, value in (
            (1, 90, b"\x1b%G"),
            (2, 80, "Jörg".encode()),
            (2, 90, b"Berlin"),
            (2, 120, b"Caption"),
        )
    )
    block = (
        b"8BIM"
        + struct.pack(">HHI", 0x0404, 0, len(records))
        + records
        + b"\0" * (len(records) % 2)
    )
    body = b"Photoshop 3.0\0" + block
    data = picture()
    found = read(data[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + data[2:])
    assert (found.owner, found.description, found.sources) == (
        ("Jörg",),
        "Caption\nBerlin",
        ("iptc",),
    )


def test_thumbnail_from_exif_and_from_photoshop() -> None:
    small = picture()
    body = (
        b"8BIM"
        + struct.pack(">HHI", 0x040C, 0, 28 + len(small))
        + bytes(28)
        + small
        + b"\0" * (len(small) % 2)
    )
    segment = b"Photoshop 3.0\0" + body
    data = picture()
    with_photoshop = (
        data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]
    )
    assert first_thumbnail(with_photoshop) == small
    assert first_thumbnail(data) is None
    # IFD0 without entries, then IFD1 with the place and length of a JPEG.
    tiff = b"II*\0" + struct.pack("<IHI", 8, 0, 14) + struct.pack("<H", 2)
    tiff += (
        struct.pack("<HHII", 0x0201, 4, 1, 44)
        + struct.pack("<HHII", 0x0202, 4, 1, len(small))
        + struct.pack("<I", 0)
    )
    assert len(tiff) == 44
    app1 = b"Exif\0\0" + tiff + small
    with_exif = data[:2] + b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 + data[2:]
    assert first_thumbnail(with_exif) == small


def test_a_broken_block_gives_a_reason() -> None:
    data = picture()
    app1 = b"Exif\0\0II*\0\xff\xff\xff\x7f"
    broken = data[:2] + b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 + data[2:]
    _metadata, unread = read_metadata(broken, file_name=None, exiftool=False)
    assert [part.reader for part in unread] == ["exif"]
    assert all(part.reason for part in unread)


def test_broken_heic_gives_a_reason_and_what_can_be_found() -> None:
    tiff = picture(block=exif()).split(b"Exif\0\0", 1)[1]
    metadata, unread = read_metadata(
        b"\0\0\0\x18ftypheic" + bytes(12) + b"Exif\0\0" + tiff, file_name=None, exiftool=False
    )
    assert metadata.serial_numbers == ("SN12345", "L-77")
    assert unread[0].reader == "container"


def test_many_entries_pointing_at_one_place_cost_little() -> None:
    count = 5000
    entries = b"".join(struct.pack("<HHII", number, 7, 60_000, 8) for number in range(count))
    tiff = b"II*\0" + struct.pack("<IH", 8, count) + entries + bytes(4)
    metadata, _unread = read_metadata(tiff, file_name=None, exiftool=False)
    assert metadata.gps is None


def test_a_maker_note_with_an_endless_count_is_cut_off() -> None:
    maker = b"Canon\0"
    ifd0 = (
        struct.pack("<H", 2)
        + struct.pack("<HHII", 0x010F, 2, 6, 38)
        + struct.pack("<HHII", 0x8769, 4, 1, 44)
        + bytes(4)
    )
    sub = struct.pack("<H", 1) + struct.pack("<HHII", 0x927C, 7, 0xFFFFFFFF, 8) + bytes(4)
    tiff = b"II*\0" + struct.pack("<I", 8) + ifd0 + maker + sub
    metadata, unread = read_metadata(tiff, file_name=None, exiftool=False)
    assert metadata.camera.make == "Canon"
    assert "exif" in {part.reader for part in unread}


SEED = picture(
    block=exif(),
    xmp=xmp(
        "<dc:creator>Ann</dc:creator>", 'exif:GPSLatitude="52,31.2N" exif:GPSLongitude="13,24.3E"'
    ),
)


@examples(300)
@given(
    flips=st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 255)), max_size=12),
    keep=st.integers(0, len(SEED)),
)
def test_flipped_and_cut_bytes_never_raise(flips: list[tuple[int, int]], keep: int) -> None:
    data = bytearray(SEED)
    for place, value in flips:
        data[place] = value
    metadata, unread = read_metadata(bytes(data[:keep]), file_name="x", exiftool=False)
    first_thumbnail(bytes(data[:keep]))
    assert all(part.reason for part in unread)
    if isinstance(metadata.gps, Position):
        assert abs(metadata.gps.latitude) <= 90
        assert abs(metadata.gps.longitude) <= 180


HEADS = [
    b"\xff\xd8\xff\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\0\0\0\0WEBP",
    b"II*\0",
    b"MM\0*",
    b"\0\0\0\x18ftypheic",
    b"GIF89a",
    b"",
]


@examples(200)
@given(
    head=st.sampled_from(
        [
            b"\xff\xd8\xff\xe1",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\0\0\0\0WEBP",
            b"II*\0",
            b"MM\0*",
            b"\0\0\0\x18ftypheic",
            b"GIF89a",
            b"",
        ]
    ),
    rest=st.binary(max_size=400),
)
def test_any_bytes_never_raise(head: bytes, rest: bytes) -> None:
    read_metadata(head + rest, file_name=None, exiftool=False)
    first_thumbnail(head + rest)


def test_pillow_reads_what_we_read() -> None:
    """A second opinion on our walk over the directories."""
    data = picture(block=exif())
    theirs = Image.open(io.BytesIO(data)).getexif()
    ours = read(data)
    assert ours.camera.make == theirs[0x010F]
    assert ours.serial_numbers[0] == theirs.get_ifd(0x8769)[0xA431]
