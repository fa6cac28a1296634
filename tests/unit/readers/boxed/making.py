"""Files made of boxes, built from the public descriptions of their formats.

ISO 14496-12 (boxes, items, tracks), ISO 23008-12 (HEIF), Apple's QuickTime File Format.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from PIL import Image

from auditor.domain.photos.reading import Reading
from auditor.readers.isobmff.boxes import BoxWalk
from auditor.readers.isobmff.items import read_items
from auditor.readers.jobs import Job
from auditor.readers.read_image import read_job
from tests.unit.readers.drawn import encoded
from tests.unit.readers.pictures import exif

XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
PLACE = "+47.4979+019.0402+110.000/"
MDTA = "com.apple.quicktime."


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def tiff(**changes: object) -> bytes:
    """A TIFF structure with a position, a device and serial numbers."""
    return exif(**changes).tobytes().removeprefix(b"Exif\0\0")


def little_tiff(**changes: object) -> bytes:
    """The same, least significant byte first."""
    block = exif(**changes)
    block.endian = "<"
    return block.tobytes().removeprefix(b"Exif\0\0")


def read(data: bytes) -> Reading:
    job = Job(len(data), None, exiftool=False, thumbnail=False, seconds=60, whole=True)
    return read_job(data, job)


@dataclass
class Item:
    """One item of a HEIF file; `extra` are properties beside its size, `inline` is for idat."""

    kind: bytes
    data: bytes = b""
    size: tuple[int, int] | None = None
    extra: list[bytes] = field(default_factory=list)
    refers: dict[bytes, list[int]] = field(default_factory=dict)
    content: bytes = b""
    inline: bool = False
    hidden: bool = False


def heif(
    items: list[Item], *, primary: int = 1, brand: bytes = b"heic", tail: bytes = b""
) -> bytes:
    """A HEIF file of `items`, numbered from 1."""
    properties: list[bytes] = []
    associated: list[bytes] = []
    for number, item in enumerate(items, 1):
        held = [] if item.size is None else [full(b"ispe", struct.pack(">II", *item.size))]
        held += item.extra
        places = [
            number | (0x80 if each[4:8] == b"av1C" else 0)  # what a decoder must understand
            for number, each in enumerate(held, len(properties) + 1)
        ]
        properties += held
        associated.append(struct.pack(">HB", number, len(held)) + bytes(places))
    infos = b"".join(
        full(
            b"infe",
            struct.pack(">HH4s", number, 0, item.kind),
            b"\0" + item.content,
            version=2,
            flags=int(item.hidden),
        )
        for number, item in enumerate(items, 1)
    )
    references = b"".join(
        box(kind, struct.pack(f">HH{len(to)}H", number, len(to), *to))
        for number, item in enumerate(items, 1)
        for kind, to in item.refers.items()
    )
    inner = b"".join(item.data for item in items if item.inline)
    head = box(b"ftyp", brand, bytes(4), brand, b"mif1")

    def meta(start: int) -> bytes:
        rows = []
        place, inside = start, 0
        for number, item in enumerate(items, 1):
            offset = inside if item.inline else place
            rows.append(
                struct.pack(">HHHHII", number, int(item.inline), 0, 1, offset, len(item.data))
            )
            if item.inline:
                inside += len(item.data)
            else:
                place += len(item.data)
        return full(
            b"meta",
            full(b"hdlr", bytes(4), b"pict", bytes(13)),
            full(b"pitm", struct.pack(">H", primary)),
            full(b"iinf", struct.pack(">H", len(items)), infos),
            full(b"iloc", b"\x44\0", struct.pack(">H", len(items)), *rows, version=1),
            full(b"iref", references) if references else b"",
            box(
                b"iprp",
                box(b"ipco", *properties),
                full(b"ipma", struct.pack(">I", len(items)), *associated),
            ),
            box(b"idat", inner) if inner else b"",
        )

    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + box(b"mdat", *(i.data for i in items if not i.inline)) + tail


def avif_item(image: Image.Image) -> Item:
    """A picture coded as AV1, taken out of a file that Pillow writes."""
    data = encoded(image, "AVIF", quality=90, subsampling="4:4:4")
    walk = BoxWalk(data)
    meta = next(each for each in walk.top() if each.kind == b"meta")
    found = read_items(walk, meta)
    kept = [
        data[each.start : each.stop]
        for properties in walk.inside(meta, 4)
        if properties.kind == b"iprp"
        for held in walk.inside(properties)
        if held.kind == b"ipco"
        for each in walk.inside(held)
        if each.kind in {b"av1C", b"pixi", b"colr"}
    ]
    coded = found.bytes_of(found.items[found.primary], len(data))
    assert coded
    return Item(b"av01", coded, image.size, kept)


def avif(items: list[Item], **options: object) -> bytes:
    return heif(items, brand=b"avif", **options)  # type: ignore[arg-type]


def text_box(kind: bytes, text: str) -> bytes:
    raw = text.encode()
    return box(kind, struct.pack(">HH", len(raw), 0x55C4), raw)


def keys(values: dict[str, str]) -> bytes:
    """Apple's keys and their values, as a `meta` box."""
    named = [box(b"mdta", name.encode()) for name in values]
    told = [
        box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0), text.encode()))
        for number, text in enumerate(values.values(), 1)
    ]
    return box(
        b"meta",
        full(b"hdlr", bytes(4), b"mdta", bytes(13)),
        full(b"keys", struct.pack(">I", len(named)), *named),
        box(b"ilst", *told),
    )


def track(
    handler: bytes,
    codec: bytes,
    size: tuple[int, int] = (0, 0),
    samples: tuple[int, tuple[int, ...]] = (0, ()),
) -> bytes:
    """A track whose samples stand one after the other, in one chunk that begins at samples[0]."""
    start, sizes = samples
    return box(
        b"trak",
        full(b"tkhd", bytes(72), struct.pack(">II", size[0] << 16, size[1] << 16)),
        box(
            b"mdia",
            full(b"hdlr", bytes(4), handler, bytes(13)),
            box(
                b"minf",
                box(
                    b"stbl",
                    full(b"stsd", struct.pack(">I", 1), box(codec, bytes(28))),
                    full(b"stsz", struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
                    full(b"stco", struct.pack(">II", 1, start)),
                    full(b"stsc", struct.pack(">IIII", 1, 1, max(len(sizes), 1), 1)),
                ),
            ),
        ),
    )


VIDEO = track(b"vide", b"avc1", (1920, 1080))
SOUND = track(b"soun", b"mp4a")


def movie(
    *parts: bytes, created: int = 3_600_000_000, brand: bytes = b"mp42", tail: bytes = b""
) -> bytes:
    """A film with a head made at `created`, in seconds since 1904."""
    return (
        box(b"ftyp", brand, bytes(4), brand)
        + box(b"moov", full(b"mvhd", struct.pack(">II", created, created), bytes(88)), *parts)
        + tail
        + box(b"mdat", bytes(64))
    )


def user_data(*parts: bytes) -> bytes:
    return box(b"udta", *parts)


def klv(key: bytes, kind: str, size: int, *values: bytes) -> bytes:
    """One value of GoPro's metadata, padded to four bytes."""
    body = b"".join(values)
    code = ord(kind) if kind else 0
    return struct.pack(">4sBBH", key, code, size, len(body) // size) + body + bytes(-len(body) % 4)
