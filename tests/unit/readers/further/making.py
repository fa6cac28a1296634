"""Files with something beside their picture, built from the public descriptions of the formats."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from PIL import Image

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.file_contents import Further
from auditor.readers.jobs import Job
from auditor.readers.read_image import read_job
from tests.unit.readers.drawn import drawn, encoded

PICTURE = drawn(480, 320)
OTHER = drawn(640, 480, seed=9)


def facts_of(data: bytes) -> Facts:
    """What all readers but vision say of a file."""
    job = Job(size=len(data), file_name=None, exiftool=False, thumbnail=False, seconds=0)
    return read_job(data, job).facts


def only(data: bytes) -> Further:
    """The only thing that is told beyond the picture."""
    facts = facts_of(data)
    assert len(facts.further) == 1, facts.further
    return facts.further[0]


def jpeg(image: Image.Image = PICTURE, **options: object) -> bytes:
    return encoded(image, "JPEG", quality=85, **options)


def small(image: Image.Image = OTHER, side: int = 96) -> bytes:
    shrunk = image.copy()
    shrunk.thumbnail((side, side))
    return jpeg(shrunk)


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segments(*segments: bytes, data: bytes | None = None) -> bytes:
    """A JPEG with these segments in front of its own."""
    picture = jpeg() if data is None else data
    return picture[:2] + b"".join(segments) + picture[2:]


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def track(handler: bytes, width: int = 0, height: int = 0) -> bytes:
    header = bytes(4 + 20 + 8 + 8 + 36) + struct.pack(">II", width << 16, height << 16)
    return box(
        b"trak",
        box(b"tkhd", header),
        box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12) + b"\0")),
    )


def film(*, sound: bool = True, place: bytes = b"", brand: bytes = b"mp42") -> bytes:
    """An MP4 of 1440 x 1080 px (ISO 14496-12); its samples are noise."""
    tracks = [track(b"vide", 1440, 1080), *([track(b"soun")] if sound else [])]
    where = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place))
    return (
        box(b"ftyp", brand + bytes(4) + b"isom")
        + box(b"mdat", b"\x11" * 4000)
        + box(b"moov", box(b"mvhd", bytes(100)), *tracks, *([where] if place else []))
    )


def tiff(
    directories: Sequence[Sequence[tuple[int, int, bytes]]], *, tail: bytes = b"", order: str = "<"
) -> bytes:
    """A TIFF of linked directories of (tag, type, value); `tail` stands behind them.

    The value b"@N" is the place of byte N of the tail.
    """
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    heads = [2 + 12 * len(entries) + 4 for entries in directories]
    long = [
        sum(len(value) + len(value) % 2 for _tag, _kind, value in entries if _is_long(value))
        for entries in directories
    ]
    begin = 8 + sum(heads) + sum(long)
    out = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    place = 8
    for index, entries in enumerate(directories):
        beyond = place + heads[index]
        table, values = struct.pack(order + "H", len(entries)), b""
        for tag, kind, told in entries:
            value = (
                struct.pack(order + "I", begin + int(told[1:]))
                if told[:1] == b"@" and told[1:].isdigit()
                else told
            )
            count = len(value) // sizes[kind]
            table += struct.pack(order + "HHI", tag, kind, count)
            if len(value) <= 4:
                table += value.ljust(4, b"\0")
                continue
            table += struct.pack(order + "I", beyond + len(values))
            values += value + b"\0" * (len(value) % 2)
        place = beyond + len(values)
        following = place if index + 1 < len(directories) else 0
        out += table + struct.pack(order + "I", following) + values
    return out + tail


def _is_long(value: bytes) -> bool:
    return len(value) > 4 and not (value[:1] == b"@" and value[1:].isdigit())


def short(number: int, order: str = "<") -> bytes:
    return struct.pack(order + "H", number)


def long(number: int, order: str = "<") -> bytes:
    return struct.pack(order + "I", number)


def app1(block: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + block)


def samsung(*entries: tuple[int, bytes, bytes]) -> bytes:
    """The block that Samsung phones append, of (type, name, value), as ExifTool describes it."""
    bodies = [
        struct.pack("<HHI", 0, kind, len(name)) + name + value for kind, name, value in entries
    ]
    rest = sum(map(len, bodies))
    directory = b"SEFH" + struct.pack("<II", 106, len(entries))
    for (kind, _name, _value), body in zip(entries, bodies, strict=True):
        directory += struct.pack("<HHII", 0, kind, rest, len(body))
        rest -= len(body)
    return b"".join(bodies) + directory + struct.pack("<I", len(directory)) + b"SEFT"
