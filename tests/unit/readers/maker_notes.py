"""EXIF blocks with a maker note, written entry by entry: the reader under test is another.

Structure as in TIFF 6.0, section 2; heads and tags as in exiftool's tables.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from auditor.domain.photos.facts import Metadata
from auditor.readers.metadata.read_metadata import read_metadata

BYTE, ASCII, LONG, UNDEFINED = 1, 2, 4, 7

Value = str | bytes | int | tuple[int, bytes]
"""A text (ASCII), bytes (UNDEFINED), a number (LONG), or a type with its bytes."""


def directory(entries: Mapping[int, Value], start: int, order: str = "<") -> bytes:
    """Return a directory whose values follow it, to stand `start` bytes behind its base."""
    heads, values = b"", b""
    place = start + 2 + 12 * len(entries) + 4
    for tag, value in sorted(entries.items()):
        kind, raw, count = _written(value, order)
        stored = raw
        if len(raw) > 4:
            stored = struct.pack(order + "I", place + len(values))
            values += raw + bytes(len(raw) % 2)
        heads += struct.pack(order + "HHI", tag, kind, count) + stored.ljust(4, b"\0")
    return struct.pack(order + "H", len(entries)) + heads + bytes(4) + values


def _written(value: Value, order: str) -> tuple[int, bytes, int]:
    if isinstance(value, str):
        raw = value.encode() + b"\0"
        return ASCII, raw, len(raw)
    if isinstance(value, int):
        return LONG, struct.pack(order + "I", value), 1
    if isinstance(value, bytes):
        return UNDEFINED, value, len(value)
    kind, raw = value
    return kind, raw, len(raw) // (4 if kind == LONG else 1)


def tiff(
    make: str,
    note: bytes = b"",
    *,
    model: str = "",
    order: str = "<",
    more: Mapping[int, Value] | None = None,
) -> bytes:
    """Return a TIFF structure with maker, model, and a directory of EXIF that holds the note.

    The note stands at `NOTE_PLACE`, so that its own offsets can be made before it.
    """
    mark = b"II*\0" if order == "<" else b"MM\0*"
    exif = struct.pack(order + "H", 1)
    exif += struct.pack(order + "HHII", 0x927C, UNDEFINED, len(note), NOTE_PLACE) + bytes(4)
    main = directory({0x010F: make, 0x0110: model, 0x8769: 0, **(more or {})}, 8, order)
    end = 8 + len(main) + len(main) % 2
    main = main.replace(
        struct.pack(order + "HHII", 0x8769, LONG, 1, 0),
        struct.pack(order + "HHII", 0x8769, LONG, 1, end),
    )
    whole = (mark + struct.pack(order + "I", 8) + main).ljust(end, b"\0") + exif
    assert len(whole) <= NOTE_PLACE
    return whole.ljust(NOTE_PLACE, b"\0") + note


NOTE_PLACE = 1024


def noted(make: str, entries: Mapping[int, Value], head: bytes = b"", **options: object) -> bytes:
    """Return a block whose note is `head` and a directory with offsets from the TIFF structure."""
    note = head + directory(entries, NOTE_PLACE + len(head))
    return tiff(make, note, **options)  # type: ignore[arg-type]


def alone(make: str, entries: Mapping[int, Value], head: bytes, **options: object) -> bytes:
    """Return a block whose note is `head` and a directory with offsets from the note itself."""
    return tiff(make, head + directory(entries, len(head)), **options)  # type: ignore[arg-type]


def in_jpeg(block: bytes) -> bytes:
    """Return the start of a JPEG that carries an EXIF block."""
    return b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + block) + b"\xff\xd9"


def segment(marker: int, body: bytes) -> bytes:
    """Return one segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def read(data: bytes) -> Metadata:
    """Return the metadata of a file that is read whole."""
    metadata, unread = read_metadata(data, file_name=None, exiftool=False)
    assert unread == ()
    return metadata


def read_block(block: bytes) -> Metadata:
    """Return the metadata of a JPEG with this EXIF block, read whole."""
    return read(in_jpeg(block))
