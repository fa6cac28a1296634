"""Places of a TIFF (TIFF 6.0)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from PIL import Image

from tests.unit.readers.planted.base import MARK, SHORT, Maker, saved, scene, written

WIDTH, HEIGHT = 32, 24
Entry = tuple[int, int, bytes]  # type, count, value as it stands in the file
_LONG, _SHORT_TYPE, _UNDEFINED, _BYTE, _ASCII = 4, 3, 7, 1, 2


def number(value: int) -> Entry:
    return _LONG, 1, value.to_bytes(4, "little")


def undefined(value: bytes) -> Entry:
    return _UNDEFINED, len(value), value


def directory(place: int, entries: Mapping[int, Entry], following: int = 0) -> bytes:
    """A directory that stands at `place`, its longer values behind it."""
    body, behind = b"", b""
    values = place + 2 + 12 * len(entries) + 4
    for tag, (kind, count, value) in sorted(entries.items()):
        body += struct.pack("<HHI", tag, kind, count)
        if len(value) <= 4:
            body += value.ljust(4, b"\0")
        else:
            body += struct.pack("<I", values + len(behind))
            behind += value + b"\0" * (len(value) % 2)
    return struct.pack("<H", len(entries)) + body + struct.pack("<I", following) + behind


def tiff(
    more: Mapping[int, Entry] | None = None,
    *,
    gap: bytes = b"",
    tail: bytes = b"",
    strips: int = 1,
    between: bytes = b"",
    deflate: bool = False,
    behind_strip: bytes = b"",
    sub: Mapping[int, Entry] | None = None,
) -> bytes:
    """A grey picture; `gap` stands before its strips, `between` them, `tail` at the end."""
    lines = HEIGHT // strips
    data, offsets, counts = b"", [], []
    for strip in range(strips):
        pixels = bytes((strip * 40 + 20,)) * (WIDTH * lines)
        packed = (zlib.compress(pixels) if deflate else pixels) + behind_strip
        offsets.append(8 + len(gap) + len(data))
        counts.append(len(packed))
        data += packed + between
    data += b"\0" * ((len(gap) + len(data)) % 2)
    place = 8 + len(gap) + len(data)
    entries: dict[int, Entry] = {
        256: number(WIDTH),
        257: number(HEIGHT),
        258: number(8),
        259: number(8 if deflate else 1),
        262: number(1),
        273: (_LONG, strips, struct.pack(f"<{strips}I", *offsets)),
        277: number(1),
        278: number(lines),
        279: (_LONG, strips, struct.pack(f"<{strips}I", *counts)),
        **(more or {}),
    }
    first = directory(place, entries)
    if sub is not None:
        tag, inner = next(iter(sub.items()))
        del inner
        entries[tag] = number(place + len(first))
        first = directory(place, entries)
        first += directory(place + len(first), {0x9286: undefined(MARK * 2), 1: undefined(MARK)})
    return struct.pack("<2sHI", b"II", 42, place) + gap + data + first + tail


def pages() -> bytes:
    return saved(scene(), "TIFF", save_all=True, append_images=[written(scene().rotate(180))])


def transparent() -> bytes:
    image = written(scene().convert("RGBA"))
    alpha = Image.new("L", image.size, 255)
    alpha.paste(0, (0, 0, image.width, 2))
    image.putalpha(alpha)
    return saved(image, "TIFF")


def colours() -> bytes:
    """A table of colours with some that no pixel has."""
    image = Image.new("P", (WIDTH, HEIGHT), 3)
    image.putpalette([*range(30), *MARK, 0])
    return saved(image, "TIFF")


def padded() -> bytes:
    """A value of two bytes in a place for four."""
    return tiff({262: (_SHORT_TYPE, 1, b"\1\0" + SHORT[:2])})


def tag(number_of_tag: int, kind: int = _UNDEFINED) -> Maker:
    return lambda: tiff({number_of_tag: (kind, len(MARK), MARK)})


PLACES: dict[str, tuple[Maker, bytes]] = {
    "before the strips": (lambda: tiff(gap=MARK), MARK),
    "between the strips": (lambda: tiff(strips=4, between=MARK), MARK),
    "behind the end": (lambda: tiff(tail=MARK), MARK),
    "in a strip, behind its pixels": (lambda: tiff(behind_strip=MARK), MARK),
    "in a strip, behind what is compressed": (
        lambda: tiff(deflate=True, behind_strip=MARK),
        MARK,
    ),
    "private tag": (tag(65001), MARK),
    "description": (tag(270, _ASCII), MARK),
    "software": (tag(305, _ASCII), MARK),
    "computer": (tag(316, _ASCII), MARK),
    "XMP": (tag(700, _BYTE), MARK),
    "IPTC": (tag(33723), MARK),
    "Photoshop": (tag(34377, _BYTE), MARK),
    "profile": (tag(34675), MARK),
    "resolution": (tag(282, 5), MARK),
    "EXIF directory": (lambda: tiff(sub={0x8769: number(0)}), MARK),
    "GPS directory": (lambda: tiff(sub={0x8825: number(0)}), MARK),
    "further pages": (pages, MARK),
    "under transparency": (transparent, MARK),
    "filling of a value": (padded, b"\1\0" + SHORT[:2]),
}
PLACES["resolution"] = (lambda: tiff({282: (5, 1, MARK)}), MARK)
