"""Places of a HEIC and of an AVIF (ISO/IEC 14496-12, 23008-12, 23000-22)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.unit.readers.planted.base import MARK, Maker, saved, scene

FIXTURE = Path(__file__).resolve().parents[3] / "fixtures" / "picture.heic"
"""The scene as libx265 compresses it, in a file of `file`: nobody here can write HEVC."""
WIDTH, HEIGHT = 128, 96


def box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def full(kind: bytes, body: bytes, version: int = 0) -> bytes:
    return box(kind, bytes((version, 0, 0, 0)) + body)


def found(data: bytes, kind: bytes) -> bytes:
    """The first box of a kind, whole."""
    place = data.index(kind) - 4
    return data[place : place + int.from_bytes(data[place : place + 4], "big")]


@cache
def coded(kind: str) -> tuple[bytes, bytes]:
    """The settings of the decoder as a box, and the picture compressed."""
    if kind == "AVIF":
        whole = saved(scene(), "AVIF", quality=80)
        return found(whole, b"av1C"), found(whole, b"mdat")[8:]
    whole = FIXTURE.read_bytes()
    return found(whole, b"hvcC"), found(whole, b"mdat")[8:]


def file(
    kind: str,
    *,
    behind_type: bytes = b"",
    brand: bytes = b"",
    handler: bytes = b"",
    name: bytes = b"",
    in_meta: bytes = b"",
    properties: bytes = b"",
    items: Mapping[bytes, bytes] | None = None,
    references: bytes = b"cdsc",
    in_front: bytes = b"",
    behind: bytes = b"",
    tail: bytes = b"",
    own: Callable[[bytes], bytes] = bytes,
) -> bytes:
    """A file of one picture. `items` are further ones by their kind, `in_front` and `behind` stand
    in `mdat` around the picture, `own` changes it.
    """
    settings, picture = coded(kind)
    picture = own(picture)
    main = b"av01" if kind == "AVIF" else b"hvc1"
    more = list((items or {}).items())
    brands = b"avif" if kind == "AVIF" else b"heic"
    head = box(b"ftyp", brands + bytes(4) + b"mif1" + brands + brand) + behind_type
    entries = full(b"infe", b"\0\1\0\0" + main + name + b"\0", 2)
    for number, (item, _body) in enumerate(more, 2):
        extra = b"application/rdf+xml\0" if item == b"mime" else b""
        entries += full(b"infe", number.to_bytes(2, "big") + b"\0\0" + item + b"\0" + extra, 2)
    size = full(b"ispe", WIDTH.to_bytes(4, "big") + HEIGHT.to_bytes(4, "big"))
    kept = box(b"ipco", settings + size + properties)
    count = bytes((3 if properties else 2,))
    linked = full(b"ipma", b"\0\0\0\1\0\1" + count + (b"\x81\2\3" if properties else b"\x81\2"))
    refs = b"".join(
        box(references, number.to_bytes(2, "big") + b"\0\1\0\1")
        for number in range(2, 2 + len(more))
    )

    def meta(start: int) -> bytes:
        places = b"\0\1\0\0\0\1" + (start + len(in_front)).to_bytes(4, "big")
        places += len(picture).to_bytes(4, "big")
        at = start + len(in_front) + len(picture)
        for number, (_item, body) in enumerate(more, 2):
            places += number.to_bytes(2, "big") + b"\0\0\0\1" + at.to_bytes(4, "big")
            places += len(body).to_bytes(4, "big")
            at += len(body)
        return full(
            b"meta",
            full(b"hdlr", b"\0\0\0\0pict" + bytes(12) + handler + b"\0")
            + full(b"pitm", b"\0\1")
            + full(b"iloc", b"\x44\0" + (1 + len(more)).to_bytes(2, "big") + places)
            + full(b"iinf", (1 + len(more)).to_bytes(2, "big") + entries)
            + (full(b"iref", refs) if more else b"")
            + box(b"iprp", kept + linked)
            + in_meta,
        )

    start = len(head) + len(meta(0)) + 8
    media = in_front + picture + b"".join(body for _item, body in more) + behind
    return head + meta(start) + box(b"mdat", media) + tail


def enhancement(picture: bytes) -> bytes:
    """A note of the encoder (user data) within the compressed picture, behind its parts."""
    body = b"\x4e\1\5" + bytes((16 + len(MARK),)) + bytes(range(1, 17)) + MARK + b"\x80"
    return len(body).to_bytes(4, "big") + body + picture


def of(kind: str) -> dict[str, tuple[Maker, bytes]]:
    def made(**options: Any) -> tuple[Maker, bytes]:
        return (lambda: file(kind, **options)), MARK

    exif = bytes(4) + b"II*\0\x08\0\0\0\0\0\0\0\0\0" + MARK
    places = {
        "free box": made(behind_type=box(b"free", MARK)),
        "skip box": made(behind_type=box(b"skip", MARK)),
        "uuid box": made(behind_type=box(b"uuid", bytes(16) + MARK)),
        "unknown box": made(tail=box(b"ZqXx", MARK)),
        "free box at the end": made(tail=box(b"free", MARK)),
        "behind the last box": made(tail=MARK),
        "brands": made(brand=MARK),
        "name of the handler": made(handler=MARK),
        "name of the picture": made(name=MARK),
        "idat": made(in_meta=box(b"idat", MARK)),
        "box in the metadata": made(in_meta=box(b"uuid", bytes(16) + MARK)),
        "description": made(properties=full(b"udes", b"\0" + MARK + b"\0\0\0")),
        "profile": made(properties=box(b"colr", b"prof" + bytes(128) + MARK)),
        "unknown property": made(properties=box(b"ZqXx", MARK)),
        "EXIF": made(items={b"Exif": exif}),
        "XMP": made(items={b"mime": b"<x>" + MARK + b"</x>"}),
        "unknown item": made(items={b"ZqXx": MARK}),
        "before the picture": made(in_front=MARK),
        "behind the picture": made(behind=MARK),
    }
    if kind == "HEIC":
        places["note of the encoder"] = made(own=enhancement)
    return places


HEIC, AVIF = of("HEIC"), of("AVIF")
