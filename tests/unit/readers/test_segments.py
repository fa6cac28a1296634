from __future__ import annotations

import struct

from auditor.domain.photos.facts import Metadata
from auditor.readers.metadata.makers.gpmf import GpmfContents, read_gpmf
from auditor.readers.metadata.makers.segments import read_segments
from tests.rows import each_row
from tests.unit.readers.maker_notes import directory, read, segment


def with_segment(marker: int, body: bytes) -> Metadata:
    return read(b"\xff\xd8" + segment(marker, body) + b"\xff\xd9")


def gpmf(key: bytes, kind: bytes, value: bytes) -> bytes:
    """One item of GoPro's metadata: github.com/gopro/gpmf-parser."""
    return key + kind + struct.pack(">BH", 1, len(value)) + value + bytes(-len(value) % 4)


def test_gopro_tells_its_serial_number_and_the_film_it_belongs_to() -> None:
    items = gpmf(b"CASN", b"c", b"C3210000000777\0") + gpmf(b"MUID", b"L", bytes(range(32)))
    found = with_segment(0xE6, b"GoPro\0" + gpmf(b"DEVC", b"\0", items))
    assert found.serial_numbers == ("C3210000000777",)
    assert [trace.value for trace in found.identifiers] == [bytes(range(32)).hex()]


def told_by_gpmf(data: bytes) -> GpmfContents:
    found = GpmfContents()
    read_gpmf(data, found)
    return found


def test_gpmf_that_goes_round_ends_and_says_so() -> None:
    deep = b""
    for _level in range(300):
        deep = gpmf(b"DEVC", b"\0", deep)[:60_000]
    assert told_by_gpmf(deep).capped
    assert told_by_gpmf(gpmf(b"AAAA", b"c", b"") * 30_000).capped
    said = read_segments([(0xE6, b"GoPro\0" + deep)])
    assert said.gaps == ["It has more parts than are looked at."]


def test_a_number_that_is_cut_off_is_none() -> None:
    assert told_by_gpmf(b"CASNc\1\xff\xffshort").serials == []


def test_words_that_photoshop_saves_for_the_web() -> None:
    def block(kind: int, text: str) -> bytes:
        value = struct.pack(">I", len(text)) + text.encode("utf-16-be")
        return struct.pack(">HH", kind, len(value)) + value

    ducky = b"Ducky" + struct.pack(">HHI", 1, 4, 60)
    ducky += block(2, "Anna Sample in her kitchen") + block(3, "© Ben Sample") + bytes(2)
    found = with_segment(0xEC, ducky)
    assert found.description == "Anna Sample in her kitchen"
    assert found.owner == ("© Ben Sample",)


def test_lines_of_old_cameras() -> None:
    lines = b"[picture info]\r\nType=X\r\nSerial#=#00012345\r\nComment=at home\r\n"
    found = with_segment(0xEC, lines)
    assert found.serial_numbers == ("#00012345",)
    assert found.description == "at home"


def test_thermal_cameras_spread_their_number_over_segments() -> None:
    camera = bytearray(0x400)
    camera[0x104 : 0x104 + 9] = b"T06L1T001"
    camera[0x1A0 : 0x1A0 + 7] = b"No Lens"
    header = b"FFF\0".ljust(0x14, b"\0") + struct.pack(">III", 100, 64, 1)
    entry = struct.pack(">HHIIII", 0x20, 1, 0x64, 1, 96, len(camera)).ljust(32, b"\0")
    whole = header.ljust(64, b"\0") + entry + bytes(camera)
    parts = [whole[:200], whole[200:]]
    segments = [
        (0xE1, b"FLIR\0\1" + bytes([number, 1]) + part) for number, part in enumerate(parts)
    ]
    assert read_segments(segments[::-1]).serials == ["T06L1T001"]


def test_serial_numbers_of_other_makers_segments() -> None:
    meta = b"II*\0" + struct.pack("<I", 8)
    kodak = {0xC353: b"ASCII\0\0\0Anna Sample", 0xC354: b"ASCII\0\0\0KC-0042"}
    found = with_segment(0xE3, b"Meta\0\0" + meta + directory(kodak, 8))
    assert (found.owner, found.serial_numbers) == (("Anna Sample",), ("KC-0042",))
    hp = b"TDHD\1\0\1\0" + struct.pack("<4sII", b"CMSN", 1, 12) + b"CN6123456\0\0\0"
    assert with_segment(0xE6, hp).serial_numbers == ("CN6123456",)
    samsung = bytes(9) + b"ssuniqueid\0" + bytes(range(32))
    assert [trace.where for trace in with_segment(0xE5, samsung).identifiers] == [
        "Samsung UniqueID"
    ]
    infiray = bytearray(0x300)
    infiray[0xC0 : 0xC0 + 16] = b"P200019B15656148"
    both = [(0xE2, bytes(4) + b"IJPEG\0"), (0xE9, bytes(infiray))]
    assert read_segments(both).serials == ["P200019B15656148"]
    assert read_segments(both[1:]).serials == []


def test_owner_in_the_heap_of_canons_first_cameras() -> None:
    owner, name = b"Anna Sample\0", b"C:\\DC97\\CTG_0000\\AUT_0045.JPG\0"
    heap = owner + name
    entries = struct.pack("<H", 2) + struct.pack("<HII", 0x0810, len(owner), 14)
    entries += struct.pack("<HII", 0x0816, len(name), 14 + len(owner))
    body = b"II" + struct.pack("<I", 14) + b"HEAPJPGM" + heap
    place = len(heap)
    entries = struct.pack("<H", 2) + struct.pack("<HII", 0x0810, len(owner), 0)
    entries += struct.pack("<HII", 0x0816, len(name), len(owner))
    found = with_segment(0xE0, body + entries + struct.pack("<I", place))
    assert found.owner == ("Anna Sample",)
    assert [trace.value for trace in found.paths] == ["C:\\DC97\\CTG_0000\\AUT_0045.JPG"]


@each_row("marker", range(0xE0, 0xF0))
@each_row("body", [b"", b"\xff" * 3000, b"GoPro\0" * 900, b"Ducky\0\2\0\0" * 700])
def test_no_segment_stops_the_reader(marker: int, body: bytes) -> None:
    for head in (b"", b"FLIR\0\1\0\1FFF\0", b"Meta\0\0II*\0", b"IIxxxxHEAPJPGM", b"TDHD\1\0\1\0"):
        read_segments([(marker, head + body)])
