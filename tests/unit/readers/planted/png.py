"""Places of a PNG (W3C PNG, third edition)."""

from __future__ import annotations

import struct
import zlib
from functools import cache

import numpy as np
from PIL import Image

from tests.unit.readers.planted.base import MARK, SHORT, Maker, saved, scene, written


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


@cache
def plain(mode: str = "RGB") -> bytes:
    return saved(scene(mode), "PNG")


def before(kind: bytes, added: bytes, mode: str = "RGB") -> Maker:
    def make() -> bytes:
        data = plain(mode)
        place = data.index(kind) - 4
        return data[:place] + added + data[place:]

    return make


def added(kind: bytes, body: bytes, mode: str = "RGB") -> Maker:
    """A chunk in front of the picture."""
    return before(b"IDAT", chunk(kind, body), mode)


def put(colour: int, depth: int, rows: bytes, extra: bytes = b"", *, tail: bytes = b"") -> bytes:
    """A PNG of 32 x 24 px; `tail` stands in the chunk behind the compressed data."""
    head = struct.pack(">IIBBBBB", 32, 24, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + extra
        + chunk(b"IDAT", zlib.compress(rows) + tail)
        + chunk(b"IEND", b"")
    )


def rows(width: int, value: int = 0) -> bytes:
    return (b"\0" + bytes((value,)) * width) * 24


def transparent(mode: str) -> bytes:
    image = written(scene().convert("RGBA"))
    alpha = Image.new("L", image.size, 255)
    alpha.paste(0, (0, 0, image.width, 2))
    image.putalpha(alpha)
    return saved(image if mode == "RGBA" else image.convert(mode), "PNG")


def palette(*, hidden: bool) -> bytes:
    colours = bytearray(np.arange(256).repeat(3).astype(np.uint8).tobytes())
    colours[600 : 600 + len(MARK)] = MARK
    extra = chunk(b"PLTE", bytes(colours))
    if hidden:
        extra += chunk(b"tRNS", b"\xff" * 200 + b"\0" * 3)
    return put(3, 8, rows(32, 7), extra)


def deep() -> bytes:
    """The lower eight of sixteen bits, in colours one after the other."""
    line = b"".join(bytes((10, value)) for value in MARK * 12)
    return put(2, 16, (b"\0" + line) * 24)


def profile() -> bytes:
    return b"x" + MARK + b"\0\0" + zlib.compress(MARK)


def frames() -> bytes:
    return saved(
        scene(),
        "PNG",
        save_all=True,
        append_images=[written(scene().rotate(180))],
        duration=100,
    )


PLACES: dict[str, tuple[Maker, bytes]] = {
    "tEXt": (added(b"tEXt", b"Title\0" + MARK), MARK),
    "zTXt": (added(b"zTXt", b"Title\0\0" + zlib.compress(MARK)), MARK),
    "iTXt": (added(b"iTXt", b"Title\0\0\0\0\0" + MARK), MARK),
    "XMP": (added(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>" + MARK + b"</x>"), MARK),
    "tEXt behind the picture": (before(b"IEND", chunk(b"tEXt", b"Title\0" + MARK)), MARK),
    "eXIf": (added(b"eXIf", b"II*\0\x08\0\0\0\0\0\0\0\0\0" + MARK), MARK),
    "profile": (added(b"iCCP", profile()), MARK),
    "tIME": (added(b"tIME", b"\x07\xe8\5\6" + SHORT[:3]), b"\x07\xe8\5\6" + SHORT[:3]),
    "pHYs": (added(b"pHYs", MARK + b"\1"), MARK),
    "oFFs": (added(b"oFFs", MARK + b"\1"), MARK),
    "sPLT": (added(b"sPLT", b"name\0\x08" + MARK + b"\0\0"), MARK),
    "gAMA": (added(b"gAMA", SHORT), SHORT),
    "cHRM": (added(b"cHRM", MARK * 4), MARK),
    "bKGD": (added(b"bKGD", MARK[:6]), MARK[:6]),
    "sBIT": (added(b"sBIT", b"\5\6\5"), b"sBIT\5\6\5"),
    "tRNS of a colour": (added(b"tRNS", MARK[:6]), MARK[:6]),
    "suggested palette": (added(b"PLTE", MARK * 3), MARK),
    "credentials": (added(b"caBX", MARK), MARK),
    "private chunk": (added(b"zqXx", MARK), MARK),
    "private chunk behind the picture": (before(b"IEND", chunk(b"zqXx", MARK)), MARK),
    "in the last chunk": (
        lambda: plain()[:-12] + chunk(b"IEND", MARK),
        MARK,
    ),
    "behind the last chunk": (lambda: plain() + MARK, MARK),
    "a picture behind the last chunk": (
        lambda: plain() + put(0, 8, (b"\0" + MARK * 4) * 24),
        MARK,
    ),
    "behind the compressed data": (lambda: put(0, 8, rows(32), tail=MARK), MARK),
    "in another chunk of compressed data": (before(b"IEND", chunk(b"IDAT", MARK)), MARK),
    "rows below the picture": (lambda: put(0, 8, rows(32) + b"\0" + MARK * 4), MARK),
    "colours that are not used": (lambda: palette(hidden=False), MARK),
    "transparent colours of a palette": (lambda: palette(hidden=True), MARK),
    "under transparency": (lambda: transparent("RGBA"), MARK),
    "the lower eight of sixteen bits": (deep, b"".join(bytes((10, value)) for value in MARK)),
    "frames": (frames, MARK),
}
