"""Times as files write them, of what they are, and which of several is told."""

from __future__ import annotations

import struct
from datetime import timedelta

from auditor.readers.metadata.times import Trust, choose, gps_utc, parse_offset, parse_stamp
from tests.rows import each_row
from tests.unit.readers.block_files import (
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
)
from tests.unit.readers.pictures import xmp

WHOLE = "2024-03-05T14:03:22"


@each_row(
    ("text", "written", "hours"),
    [
        ("2024:03:05 14:03:22", WHOLE, None),
        ("2024:03:05 14:03:22.123", WHOLE, None),
        ("2024-03-05T14:03:22.5+02:00", WHOLE, 2),
        ("2024-03-05T14:03:22+0200", WHOLE, 2),
        ("2024-03-05T14:03:22-07", WHOLE, -7),
        ("2024:03:05 14:03:22Z", WHOLE, 0),
        ("2024:03:05 14:03:22 UTC+2", WHOLE, 2),
        ("2024:03:05 14:03:22 (UTC+08:00)", WHOLE, 8),
        ("2024/03/05 14:03:22", WHOLE, None),
        ("2024: 3: 5 14:03:22", WHOLE, None),
        ("2024.03.05.14.03.22", WHOLE, None),
        ("2024:03:05 02:03:22 PM", WHOLE, None),
        ("2024:03:05 12:03:22 am", "2024-03-05T00:03:22", None),
        ("20240305T140322+0100", WHOLE, 1),
        ("20240305140322", WHOLE, None),
        ("Tue, 05 Mar 2024 14:03:22 +0100", WHOLE, 1),
        ("5 Mar 2024 14:03:22 GMT", WHOLE, 0),
        ("Tue, 5 March 24 14:03:22 EST", WHOLE, -5),
        ("Tue Mar  5 14:03:22 2024", WHOLE, None),
        ("Tue Mar  5 14:03:22 PST 2024", WHOLE, -8),
        ("2019:01:01 24:15:30", "2019-01-02T00:15:30", None),
        ("2024:12:31 24:00:00", "2025-01-01T00:00:00", None),
        ("2024:03:05 14:03:60", "2024-03-05T14:03:59", None),
        ("٢٠٢٤:٠٣:٠٥ ١٤:٠٣:٢٢", WHOLE, None),
        ("2024-03-05T14:03", "2024-03-05T14:03:00", None),
        ("2024-03-05", "2024-03-05", None),
        ("20240305", "2024-03-05", None),
        ("5 Mar 2024", "2024-03-05", None),
        ("2024:03:05   :  :  ", "2024-03-05", None),
        ("2024-03", "2024-03", None),
        ("2024", "2024", None),
        ("2024:00:00 00:00:00", "2024", None),
    ],
)
def test_every_form(text: str, written: str, hours: int | None) -> None:
    stamp = parse_stamp(text)
    assert stamp is not None
    assert stamp.written == written
    offset = None if stamp.offset is None else stamp.offset.utcoffset(None)
    assert offset == (None if hours is None else timedelta(hours=hours))


@each_row(
    "text",
    [
        "",
        "hello",
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2024:13:05 00:00:00",
        "2024:02:30 10:00:00",
        "2024:03:05 25:00:00",
        "2024:03:05 10:61:00",
        "1700:01:01 00:00:00",
        "2024:03:05 14:03:22 and more",
        "9" * 1000,
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert parse_stamp(text) is None


def test_offsets() -> None:
    assert parse_offset("+15:00") is None
    assert parse_offset("+02:75") is None
    assert parse_offset("somewhere") is None
    assert parse_offset("\u221203:30") is not None


def test_gps_gives_utc() -> None:
    found = gps_utc("2008:10:23", (14, 27, 7.24))
    assert found is not None
    assert found.isoformat() == "2008-10-23T14:27:07+00:00"
    assert gps_utc("2008:10", (14, 27, 7)) is None
    assert gps_utc("2008:10:23", (24, 27, 7)) is None


def exif(entries: dict[int, Value], main: dict[int, Value] | None = None) -> str | None:
    return read(jpeg_with_exif(tiff(main or {}, exif=entries)))[0].captured_at


ORIGINAL, DIGITISED, CHANGED = "2024:03:05 14:03:22", "2024:03:06 10:00:00", "2024:03:07 11:00:00"


def test_the_most_trusted_of_exif() -> None:
    main: dict[int, Value] = {0x0132: CHANGED}
    assert exif({0x9003: ORIGINAL, 0x9004: DIGITISED}, main) == WHOLE
    assert exif({0x9004: DIGITISED}, main) == "2024-03-06T10:00:00"
    assert exif({}, main) == "2024-03-07T11:00:00"
    assert exif({0x9010: "+02:00"}, main) == "2024-03-07T11:00:00+02:00"
    assert exif({0x9003: ORIGINAL, 0x9010: "+02:00"}, main) == WHOLE
    assert exif({0x9003: ORIGINAL, 0x9011: "-03:30"}, main) == WHOLE + "-03:30"


def test_the_time_zone_of_tiff_ep() -> None:
    def zone(*hours: int) -> bytes:
        """An EXIF block with TimeZoneOffset in signed short numbers."""
        block = tiff({}, exif={0x9003: ORIGINAL, 0x882A: b"\0" * 2 * len(hours)})
        raw = struct.pack(f"<{len(hours)}h", *hours).ljust(4, b"\0")
        entry = struct.pack("<HHI", 0x882A, 7, 2 * len(hours))
        place = block.index(entry)
        return (
            block[:place] + struct.pack("<HHI", 0x882A, 8, len(hours)) + raw + block[place + 12 :]
        )

    for hours in ((2,), (2, -5)):
        found = read(jpeg_with_exif(zone(*hours)))[0]
        assert (found.captured_at, found.captured_at_utc) == (
            WHOLE + "+02:00",
            "2024-03-05T12:03:22Z",
        )


@each_row("day", ["2024-03-05", "2024-03", "2024"])
def test_xmp_of_less_than_a_time(day: str) -> None:
    found = read(jpeg_with_xmp(xmp("", f'photoshop:DateCreated="{day}"')))[0]
    assert (found.captured_at, found.captured_at_utc) == (day, None)


def test_a_day_is_completed_by_a_time_of_that_day() -> None:
    packet = 'photoshop:DateCreated="2024-03-05" xmp:CreateDate="2024-03-05T14:03:22"'
    assert read(jpeg_with_xmp(xmp("", packet)))[0].captured_at == WHOLE
    day = parse_stamp("2024-03-05")
    later = parse_stamp("2024-03-06 10:00:00", trust=Trust.DIGITISED)
    changed = parse_stamp(CHANGED, trust=Trust.CHANGED)
    assert day is not None
    assert later is not None
    assert changed is not None
    assert choose([day, later, changed], None) == ("2024-03-05", None)


def test_iptc_with_and_without_a_time() -> None:
    for records, told in (
        (record(55, b"20240305"), "2024-03-05"),
        (record(55, b"20240305") + record(60, b"140322+0100"), WHOLE + "+01:00"),
        (record(55, b"20240305") + record(60, b"14:03:22"), WHOLE),
        (record(55, b"20240000"), "2024"),
        (record(55, b"00000000"), None),
        (record(62, b"20240305") + record(63, b"140322"), WHOLE),
    ):
        data = jpeg(segment(0xED, b"Photoshop 3.0\0" + resource(0x0404, records)))
        assert read(data)[0].captured_at == told


@each_row("keyword", ["Creation Time", "creation time", "create-date"])
def test_png_texts(keyword: str) -> None:
    body = chunk(b"tEXt", f"{keyword}\0Tue, 05 Mar 2024 14:03:22 +0100".encode())
    found = read(png(body))[0]
    assert (found.captured_at, found.captured_at_utc) == (WHOLE + "+01:00", "2024-03-05T13:03:22Z")


def test_a_time_in_words_is_told_as_words() -> None:
    body = chunk(b"tEXt", b"Creation Time\0on a Tuesday in March")
    assert read(png(body))[0].description == "on a Tuesday in March"


def test_the_last_change_of_a_png_is_in_utc() -> None:
    """The camera's clock is not known from it, so no hour of the day is told."""
    change = chunk(b"tIME", struct.pack(">HBBBBB", 2024, 3, 5, 14, 3, 22))
    found = read(png(change))[0]
    assert (found.captured_at, found.captured_at_utc) == (None, WHOLE + "Z")
    taken = chunk(b"tEXt", b"Creation Time\x002020-01-01T10:00:00")
    found = read(png(change, taken))[0]
    assert (found.captured_at, found.captured_at_utc) == ("2020-01-01T10:00:00", None)
    assert read(png(chunk(b"tIME", b"\xff" * 7)))[0].captured_at_utc is None


def test_clocks_in_makers_own_segments() -> None:
    casio = b"QVCI\0".ljust(0x4D, b"\0") + b"1998.10.24.12.08.57\0"
    picture_info = b"[picture info]\rResolution=1\rTimeDate=909698819\r"
    assert read(jpeg(segment(0xE1, casio)))[0].captured_at == "1998-10-24T12:08:57"
    assert read(jpeg(segment(0xEC, picture_info)))[0].captured_at == "1998-10-29T22:06:59"


def test_trail_cameras_write_the_time_into_their_note() -> None:
    numbers = (22, 3, 14, 3, 5, 2024)  # second, minute, hour, month, day, year
    for order in "<>":
        note = b"\x01\xf1".ljust(0x16, b"\0") + struct.pack(f"{order}6H", *numbers)
        block = tiff({0x010F: "RECONYX"}, exif={0x927C: note.ljust(0x100, b"\0")})
        assert read(jpeg_with_exif(block))[0].captured_at == WHOLE
