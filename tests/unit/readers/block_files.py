"""Files built byte by byte around metadata blocks, from the public descriptions of the formats."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence

from auditor.domain.photos.facts import Metadata, Unread
from auditor.readers.metadata.read_metadata import read_metadata
from tests.unit.readers.pictures import picture

Value = bytes | str | int | Sequence[tuple[int, int]]
"""UNDEFINED, ASCII, LONG, rationals (signed where a number is negative)."""

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
PLACE: dict[int, Value] = {
    1: "N",
    2: ((47, 1), (29, 1), (5244, 100)),
    3: "E",
    4: ((19, 1), (2, 1), (2472, 100)),
}
"""A GPS directory: 47.4979, 19.0402."""


def tiff(
    main: Mapping[int, Value],
    gps: Mapping[int, Value] | None = None,
    exif: Mapping[int, Value] | None = None,
    *,
    order: str = "<",
    gps_on_exif: bool = False,
) -> bytes:
    """An EXIF block; the GPS directory hangs on the first directory or on the Exif directory."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    out = bytearray(head)
    first, second = dict(main), dict(exif or {})
    pointers = [(second if gps_on_exif else first, GPS_IFD, gps)]
    if exif is not None or gps_on_exif:
        pointers.append((first, EXIF_IFD, second))
    tail_start = 8 + _size({**first, **{tag: 0 for holder, tag, _ in pointers if holder is first}})
    tail = bytearray()
    for holder, tag, directory in pointers:
        if directory is not None:
            holder[tag] = tail_start + len(tail)
            tail += _directory(directory, tail_start + len(tail), order)
    out += _directory(first, 8, order)
    assert len(out) <= tail_start
    return bytes(out).ljust(tail_start, b"\0") + bytes(tail)


def _packed(value: Value, order: str) -> tuple[int, int, bytes]:
    if isinstance(value, int):
        return 4, 1, struct.pack(order + "I", value)
    if isinstance(value, str):
        text = value.encode() + b"\0"
        return 2, len(text), text
    if isinstance(value, bytes):
        return 7, len(value), value
    signed = any(number < 0 for pair in value for number in pair)
    form = order + ("ii" if signed else "II")
    return (10 if signed else 5), len(value), b"".join(struct.pack(form, *pair) for pair in value)


def _size(directory: Mapping[int, Value]) -> int:
    sizes = (len(_packed(value, "<")[2]) for value in directory.values())
    return 6 + 12 * len(directory) + sum(size + size % 2 for size in sizes if size > 4)


def _directory(directory: Mapping[int, Value], start: int, order: str) -> bytes:
    entries, values = bytearray(), bytearray()
    behind = start + 6 + 12 * len(directory)
    for tag, value in sorted(directory.items()):
        kind, count, raw = _packed(value, order)
        place = raw.ljust(4, b"\0")
        if len(raw) > 4:
            place = struct.pack(order + "I", behind + len(values))
            values += raw + b"\0" * (len(raw) % 2)
        entries += struct.pack(order + "HHI", tag, kind, count) + place
    count_of_all = struct.pack(order + "H", len(directory))
    return count_of_all + bytes(entries) + bytes(4) + bytes(values)


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes) -> bytes:
    data = picture()
    return data[:2] + b"".join(segments) + data[2:]


def jpeg_with_exif(block: bytes) -> bytes:
    return jpeg(segment(0xE1, b"Exif\0\0" + block))


def jpeg_with_xmp(packet: bytes) -> bytes:
    return jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet))


def resource(number: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)


def record(number: int, data: bytes, record_number: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record_number, number, len(data)) + data


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    data = picture("PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def read(data: bytes) -> tuple[Metadata, tuple[Unread, ...]]:
    return read_metadata(data, file_name=None, exiftool=False)


def where(data: bytes) -> tuple[float, float] | None:
    """The position that is read, to five decimals."""
    gps = read(data)[0].gps
    return None if gps is None else (round(gps.latitude, 5), round(gps.longitude, 5))
