"""Positions as files write them: in numbers and letters, whole and in part, of whom they are."""

from __future__ import annotations

import struct

import pytest

from auditor.readers.metadata.gps import EAST_WEST, NORTH_SOUTH, angle_in
from tests.rows import each_row
from tests.unit.readers.block_files import (
    PLACE,
    Value,
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
from tests.unit.readers.pictures import xmp

HERE = (47.4979, 19.0402)
NOTHING = ((0, 0), (0, 0), (0, 0))


def gps(**changes: Value | None) -> bytes:
    """A picture whose GPS directory is changed: `tag_2` is tag 2, None takes it out."""
    entries = {int(name[4:]): value for name, value in changes.items()}
    kept = {tag: value for tag, value in {**PLACE, **entries}.items() if value is not None}
    return jpeg_with_exif(tiff({}, kept))


@each_row(
    ("text", "degrees"),
    [
        ("52,31.2N", 52.52),
        ("52,31,12N", 52.52),
        ("52.52", 52.52),
        ("-13.405", -13.405),
        ("+13.405", 13.405),
        ("-0,30", -0.5),
        ("52 deg 31' 12.00\" N", 52.52),
        ("33°26′56.04″S", -33.4489),
        ("52/1, 31/1, 12/1", 52.52),
        ("S 33.4489", -33.4489),
        ("33.4489 south", -33.4489),
        ("52,520000", 52.52),
        ("52,31,3456/100S", -52.5262667),
    ],
)
def test_a_latitude_in_every_spelling(text: str, degrees: float) -> None:
    found = angle_in(text, "", NORTH_SOUTH)
    assert found is not None
    assert found.degrees == pytest.approx(degrees)


@each_row("text", ["", "nan", "inf", "95x", "5e5", "0/0,0/0,0/0", "N", "1,2,3,4,5"])
def test_what_is_no_angle(text: str) -> None:
    assert angle_in(text, "", EAST_WEST) is None


def test_the_half_of_the_earth_is_needed_to_be_sure() -> None:
    assert read(gps())[0].gps.sure is True  # type: ignore[union-attr]
    for missing in ({"tag_1": None}, {"tag_3": None}, {"tag_1": "\0"}, {"tag_1": "E"}):
        found = read(gps(**missing))[0].gps
        assert found is not None
        assert found.sure is False
        assert (found.latitude, found.longitude) == pytest.approx(HERE)


def test_a_sign_tells_the_half_too() -> None:
    signed = gps(tag_1=None, tag_3=None, tag_2=((-38, 1), (1, 1), (30, 1)))
    found = read(signed)[0].gps
    assert found is not None
    assert found.latitude == pytest.approx(-38.025)
    assert found.sure is True
    both = read(gps(tag_1="S", tag_2=((-38, 1), (1, 1), (30, 1))))[0].gps
    assert both is not None
    assert both.latitude == pytest.approx(-38.025)


def test_minutes_that_are_none_leave_a_part_out() -> None:
    found = read(gps(tag_2=((48, 1), (0, 0), (30, 1))))[0].gps
    assert found is not None
    assert found.latitude == pytest.approx(48.00833, abs=1e-5)
    assert found.sure is False
    seconds = read(gps(tag_2=((48, 1), (31, 1), (0, 0))))[0].gps
    assert seconds is not None
    assert seconds.latitude == pytest.approx(48.516667, abs=1e-5)
    assert seconds.sure is True


@each_row(
    "changes",
    [
        {"tag_2": ((95, 1), (0, 1), (0, 1))},
        {"tag_4": ((181, 1), (0, 1), (0, 1))},
        {"tag_2": NOTHING, "tag_4": NOTHING},
        {"tag_2": ((0, 1), (0, 1), (0, 1)), "tag_4": ((0, 1), (0, 1), (0, 1))},
        {"tag_4": None},
    ],
)
def test_what_cannot_be_true_is_told(changes: dict[str, Value | None]) -> None:
    metadata, unread = read(gps(**changes))
    assert metadata.gps is None
    assert [part.reader for part in unread] == ["exif"]
    assert "position" in unread[0].reason.lower()


def test_an_xmp_position_that_cannot_be_true_is_told() -> None:
    for written in ("95,0N", "nan", "0,0N"):
        packet = xmp("", f'exif:GPSLatitude="{written}" exif:GPSLongitude="0,0E"')
        metadata, unread = read(jpeg_with_xmp(packet))
        assert metadata.gps is None
        assert [part.reader for part in unread] == ["xmp"]


def test_a_cut_off_number_makes_no_position() -> None:
    block = tiff({}, PLACE)
    assert read(jpeg_with_exif(block[:-10]))[0].gps is None


def test_where_somebody_is_bound_for_is_not_where_they_are() -> None:
    bound = {tag + 0x12: value for tag, value in PLACE.items()}
    metadata, _unread = read(jpeg_with_exif(tiff({}, bound)))
    assert metadata.gps is None
    (other,) = metadata.gps_others
    assert (other.latitude, other.longitude) == pytest.approx(HERE)
    assert other.where == "EXIF GPSDest"


def test_the_directory_may_hang_on_the_exif_directory() -> None:
    assert where(jpeg_with_exif(tiff({}, PLACE, {}, gps_on_exif=True))) == HERE


def test_area_and_means_are_told() -> None:
    more: dict[int, Value] = {
        0x1B: b"ASCII\0\0\0CELLID",
        0x1C: b"UNICODE\0" + "Exampletown".encode("utf-16-le"),
    }
    metadata, _unread = read(jpeg_with_exif(tiff({}, {**PLACE, **more})))
    assert metadata.gps is not None
    assert metadata.gps.where == "EXIF GPS (CELLID)"
    assert metadata.description == "Exampletown"


REF_APART = (
    "<exif:GPSLatitude>33.4489</exif:GPSLatitude><exif:GPSLatitudeRef>S</exif:GPSLatitudeRef>"
    "<exif:GPSLongitude>70.6693</exif:GPSLongitude><exif:GPSLongitudeRef>W</exif:GPSLongitudeRef>"
)


def test_xmp_with_the_letter_apart_and_without() -> None:
    assert where(jpeg_with_xmp(xmp(REF_APART))) == (-33.4489, -70.6693)
    bare = xmp("", 'exif:GPSLatitude="33.4489" exif:GPSLongitude="70.6693"')
    found = read(jpeg_with_xmp(bare))[0].gps
    assert found is not None
    assert found.sure is False


SHOWN = (
    "<Iptc4xmpExt:LocationShown><rdf:Bag>"
    '<rdf:li rdf:parseType="Resource"><exif:GPSLatitude>60,10N</exif:GPSLatitude>{}</rdf:li>'
    "</rdf:Bag></Iptc4xmpExt:LocationShown>"
)
CREATED = SHOWN.replace("Shown", "Created").replace("60,10N", "48,30N")
EAST = "<exif:GPSLongitude>25,0E</exif:GPSLongitude>"
TOP = "<exif:GPSLatitude>47,30N</exif:GPSLatitude><exif:GPSLongitude>19,3E</exif:GPSLongitude>"


def test_two_structures_are_never_joined() -> None:
    half = SHOWN.format("")
    assert where(jpeg_with_xmp(xmp(half + TOP))) == (47.5, 19.05)
    assert {part.reader for part in read(jpeg_with_xmp(xmp(half)))[1]} == {"xmp"}
    metadata, unread = read(jpeg_with_xmp(xmp(half + EAST)))
    assert (metadata.gps, metadata.gps_others) == (None, ())
    assert {part.reader for part in unread} == {"xmp"}


def test_where_it_was_made_goes_before_what_is_shown() -> None:
    both = xmp(SHOWN.format(EAST) + CREATED.format(EAST))
    metadata, _unread = read(jpeg_with_xmp(both))
    assert metadata.gps is not None
    assert (metadata.gps.latitude, metadata.gps.where) == (
        48.5,
        "XMP Iptc4xmpExt:LocationCreated",
    )
    (shown,) = metadata.gps_others
    assert (round(shown.latitude, 4), shown.where) == (60.1667, "XMP Iptc4xmpExt:LocationShown")
    only = read(jpeg_with_xmp(xmp(SHOWN.format(EAST))))[0]
    assert only.gps is None
    assert len(only.gps_others) == 1


def rdf(inner: str, spaces: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


DJI = 'xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"'
DWC = 'xmlns:dwc="http://rs.tdwg.org/dwc/{}"'
NATURE = (
    "<dwc:decimalLatitude>-41.5</dwc:decimalLatitude>"
    "<dwc:decimalLongitude>-121.25</dwc:decimalLongitude>"
)


@pytest.mark.parametrize("spelled", ["GpsLongtitude", "GpsLongitude"])
def test_drones_write_signed_degrees(spelled: str) -> None:
    inner = (
        "<drone-dji:GpsLatitude>+44.5</drone-dji:GpsLatitude>"
        f"<drone-dji:{spelled}>-64.25</drone-dji:{spelled}>"
        "<drone-dji:AbsoluteAltitude>+46.00</drone-dji:AbsoluteAltitude>"
        "<drone-dji:RtkStdLat>0.5</drone-dji:RtkStdLat><drone-dji:RtkStdLon>0.5</drone-dji:RtkStdLon>"
        "<drone-dji:LRFTargetLat>44.75</drone-dji:LRFTargetLat>"
        "<drone-dji:LRFTargetLon>-64.5</drone-dji:LRFTargetLon>"
    )
    metadata, _unread = read(jpeg_with_xmp(rdf(inner, DJI)))
    assert metadata.gps is not None
    assert (metadata.gps.latitude, metadata.gps.longitude, metadata.gps.altitude) == (
        44.5,
        -64.25,
        46.0,
    )
    assert (metadata.gps.sure, metadata.gps.where) == (True, "XMP drone-dji")
    assert [(each.latitude, each.where) for each in metadata.gps_others] == [
        (44.75, "XMP drone-dji:LRFTarget")
    ]


@pytest.mark.parametrize("version", ["index.htm", "terms/"])
def test_nature_observers_write_darwin_core(version: str) -> None:
    inner = f'<dwc:Location rdf:parseType="Resource">{NATURE}</dwc:Location>'
    for written in (inner, NATURE):
        packet = rdf(written, DWC.format(version))
        assert where(jpeg_with_xmp(packet)) == (-41.5, -121.25)


def test_machine_tags_among_keywords() -> None:
    words = ("geotagged", "geo:lat=50.0755", "geo:lon=-14.4378", "holiday")
    bag = "".join(f"<rdf:li>{word}</rdf:li>" for word in words)
    subject = xmp(f"<dc:subject><rdf:Bag>{bag}</rdf:Bag></dc:subject>")
    records = b"".join(record(25, word.encode()) for word in words)
    photoshop = segment(0xED, b"Photoshop 3.0\0" + resource(0x0404, records))
    keywords = ";".join(words).encode("utf-16-le")
    for data in (
        jpeg_with_xmp(subject),
        jpeg(photoshop),
        jpeg_with_exif(tiff({0x9C9E: keywords})),
        jpeg(
            segment(
                0xED, b"Photoshop 3.0\0" + resource(0x0404, record(25, b"geo:50.0755,-14.4378"))
            )
        ),
    ):
        assert where(data) == (50.0755, -14.4378)
        assert not any("50.07" in word for word in read(data)[0].keywords)


def test_pictures_that_were_pasted_in_are_elsewhere() -> None:
    inner = (
        "<xmpMM:Pantry><rdf:Bag><rdf:li><rdf:Description>"
        "<exif:GPSLatitude>1,30N</exif:GPSLatitude><exif:GPSLongitude>2,30E</exif:GPSLongitude>"
        "<exif:DateTimeOriginal>2001-02-03T04:05:06</exif:DateTimeOriginal>"
        "</rdf:Description></rdf:li></rdf:Bag></xmpMM:Pantry>"
    )
    spaces = (
        'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
    )
    metadata, _unread = read(jpeg_with_xmp(rdf(inner, spaces)))
    assert (metadata.gps, metadata.captured_at) == (None, None)
    assert [each.where for each in metadata.gps_others] == ["XMP xmpMM:Pantry"]


@each_row(
    "uri",
    [
        "http://ns.adobe.com/exif/1.0",
        "HTTP://ns.adobe.com/exif/1.0/",
        "http://ns.adobe.com/exif/1.1/",
    ],
)
def test_a_namespace_that_is_misspelled(uri: str) -> None:
    inner = TOP.replace("exif:", "e:")
    assert where(jpeg_with_xmp(rdf(inner, f'xmlns:e="{uri}"'))) == (47.5, 19.05)


def test_a_prefix_that_is_not_declared() -> None:
    assert where(jpeg_with_xmp(rdf(TOP, ""))) == (47.5, 19.05)


def flir(order: str, north: bytes, degrees: tuple[float, float]) -> bytes:
    """FLIR's format with one record, GPS, as exiftool's FLIR.pm describes it."""
    body = struct.pack(order + "I4s2s2sIddf", 1, b"\2\2\0\0", north, b"W\0", 0, *degrees, 139.5)
    body = body.ljust(0x60, b"\0")
    head = b"FFF\0".ljust(20, b"\0") + struct.pack(order + "III", 101, 64, 1)
    entry = struct.pack(order + "HHIIII", 0x2B, 0, 0, 0, 96, len(body)).ljust(32, b"\0")
    whole = head.ljust(64, b"\0") + entry + body
    cut = len(whole) // 2
    return jpeg(
        segment(0xE1, b"FLIR\0\1\0\1" + whole[:cut]), segment(0xE1, b"FLIR\0\1\1\1" + whole[cut:])
    )


@pytest.mark.parametrize("order", ["<", ">"])
def test_thermal_cameras_have_a_segment_of_their_own(order: str) -> None:
    assert where(flir(order, b"N\0", (34.075, 118.254))) == (34.075, -118.254)
    assert where(flir(order, b"S\0", (-34.075, -118.254))) == (-34.075, -118.254)


def test_imagemagick_spells_exif_out_in_texts() -> None:
    texts = {
        "exif:GPSLatitude": "47/1, 30/1, 0/1",
        "exif:GPSLatitudeRef": "N",
        "exif:GPSLongitude": "19/1, 3/1, 0/1",
        "exif:GPSLongitudeRef": "W",
        "exif:DateTimeOriginal": "2019:05:19 10:11:12",
    }
    data = png(*(chunk(b"tEXt", f"{key}\0{text}".encode()) for key, text in texts.items()))
    assert where(data) == (47.5, -19.05)
    assert read(data)[0].captured_at == "2019-05-19T10:11:12"


def test_the_surer_of_two_positions_is_taken() -> None:
    unsure = segment(0xE1, b"Exif\0\0" + tiff({}, {2: PLACE[2], 4: PLACE[4]}))
    sure = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(TOP))
    assert where(jpeg(unsure, sure)) == (47.5, 19.05)
