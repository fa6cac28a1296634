"""Matroska, WebM and AVI; every other kind of film gets a plain word."""

from __future__ import annotations

import struct

from auditor.domain.photos.facts import says_something
from auditor.domain.photos.file_contents import FurtherKind
from tests.rows import each_row
from tests.unit.readers.boxed.making import read
from tests.unit.readers.drawn import drawn, encoded


def element(number: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    name = number.to_bytes(-(-number.bit_length() // 8), "big")
    return name + struct.pack(">I", 0x10000000 | len(body)) + body


def matroska(*parts: bytes, kind: bytes = b"matroska") -> bytes:
    return element(0x1A45DFA3, element(0x4282, kind)) + element(0x18538067, *parts)


def tag(name: bytes, text: bytes) -> bytes:
    return element(0x7373, element(0x67C8, element(0x45A3, name), element(0x4487, text)))


def chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def riff_list(kind: bytes, *chunks: bytes) -> bytes:
    return chunk(b"LIST", kind + b"".join(chunks))


def avi(*chunks: bytes) -> bytes:
    head = struct.pack("<10I", 0, 0, 0, 0, 0, 0, 0, 0, 640, 480) + bytes(16)
    streams = (
        riff_list(b"strl", chunk(b"strh", b"vidsMJPG" + bytes(48))),
        riff_list(b"strl", chunk(b"strh", b"auds" + bytes(52))),
    )
    return chunk(
        b"RIFF", b"AVI " + riff_list(b"hdrl", chunk(b"avih", head), *streams) + b"".join(chunks)
    )


def test_matroska() -> None:
    picture = encoded(drawn(40, 30), "PNG")
    data = matroska(
        element(
            0x1549A966,
            element(0x7BA9, b"At home"),
            element(0x4461, struct.pack(">q", 286_621_068 * 10**9)),
            element(0x5741, b"Program 1"),
            element(0x7384, b"/home/anna/film.mkv"),
        ),
        element(
            0x1654AE6B,
            element(
                0xAE,
                element(0x83, b"\1"),
                element(0x86, b"V_VP9"),
                element(0xE0, element(0xB0, b"\5\0"), element(0xBA, b"\2\xd0")),
            ),
            element(0xAE, element(0x83, b"\2"), element(0x86, b"A_OPUS")),
        ),
        element(0x1F43B675, bytes(100)),
        element(
            0x1254C367,
            tag(b"LOCATION", b"+47.4979+019.0402/"),
            tag(b"ARTIST", b"Anna Sample"),
            tag(b"com.apple.quicktime.model", b"P9"),
        ),
        element(
            0x1941A469,
            element(
                0x61A7,
                element(0x466E, b"cover.png"),
                element(0x4660, b"image/png"),
                element(0x465C, picture),
            ),
        ),
        kind=b"webm",
    )
    facts = read(data).facts
    said = facts.metadata
    assert (facts.format, facts.width, facts.height) == ("webm", 1280, 720)
    assert said.gps is not None
    assert said.gps.latitude == 47.4979
    assert said.owner == ("Anna Sample",)
    assert said.camera.model == "P9"
    assert said.description == "At home"
    assert said.captured_at_utc == "2010-01-31T08:57:48Z"
    assert [each.value for each in said.paths] == ["/home/anna/film.mkv", "cover.png"]
    kinds = [(each.kind, each.width) for each in facts.further]
    assert kinds == [(FurtherKind.AUDIO, None), (FurtherKind.PICTURE, 40)]


def test_matroska_as_it_is_recorded_has_sizes_that_are_not_known() -> None:
    data = element(0x1A45DFA3, element(0x4282, b"matroska")) + b"\x18\x53\x80\x67\x01" + b"\xff" * 7
    info = element(0x1549A966, element(0x7BA9, b"At home"))
    cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + bytes(50)
    assert read(data + info + cluster).facts.metadata.description == "At home"


def test_avi() -> None:
    data = avi(
        riff_list(
            b"INFO",
            chunk(b"IART", b"Anna Sample\0"),
            chunk(b"ICMT", b"at home\0"),
            chunk(b"ISFT", b"Program 1\0"),
        ),
        chunk(b"IDIT", b"Mon Mar 10 15:04:43 2003\n\0"),
        riff_list(b"movi", b"00dc" * 1000),
    )
    facts = read(data).facts
    assert (facts.format, facts.width, facts.height) == ("avi", 640, 480)
    assert facts.metadata.owner == ("Anna Sample",)
    assert facts.metadata.description == "at home"
    assert facts.metadata.captured_at == "2003-03-10T15:04:43"
    assert [each.kind for each in facts.further] == [FurtherKind.AUDIO]


def test_blocks_of_a_camera_that_are_not_read_are_told() -> None:
    facts = read(avi(chunk(b"strd", b"AVIF" + bytes(range(20))))).facts
    assert any("serial number" in gap.reason for gap in facts.unread)


@each_row(
    "data",
    [
        b"FLV\x01\x05" + bytes(40),
        b"OggS" + bytes(40),
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(40),
        b"\x00\x00\x01\xba" + bytes(40),
    ],
)
def test_other_films_get_a_plain_word(data: bytes) -> None:
    facts = read(data).facts
    assert facts.format is not None
    assert facts.unread[-1].reason == "Of this kind of film nothing is read."
    assert not says_something(facts)


def test_damage_raises_nothing() -> None:
    for data in (matroska(tag(b"ARTIST", b"A") * 9), avi(riff_list(b"INFO", chunk(b"IART", b"A")))):
        for place in range(4, len(data), 3):
            for value in (0, 0x7F, 0xFF):
                read(data[:place] + bytes([value]) + data[place + 1 :])
