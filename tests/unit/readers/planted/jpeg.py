"""Places of a JPEG (ITU T.81, T.871)."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image, ImageCms

from tests.unit.readers.pictures import exif, xmp
from tests.unit.readers.planted.base import MARK, SHORT, Maker, saved, scene

QUANTIZERS, HUFFMAN, SCAN, FRAME = 0xDB, 0xC4, 0xDA, 0xC0


@cache
def plain(kind: str = "") -> bytes:
    kinds: dict[str, dict[str, Any]] = {
        "": {},
        "progressive": {"progressive": True},
        "restarts": {"restart_marker_blocks": 4},
        "fine": {"subsampling": 0},
        "best tables": {"optimize": True},
    }
    return saved(scene(), "JPEG", quality=85, **kinds[kind])


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def in_front(marker: int, body: bytes) -> Maker:
    """A segment at the beginning."""
    return lambda: plain()[:2] + segment(marker, body) + plain()[2:]


def before(marker: int, added: bytes, kind: str = "") -> Maker:
    """Bytes in front of the first segment of a kind."""

    def make() -> bytes:
        data = plain(kind)
        place = data.index(bytes((0xFF, marker)))
        return data[:place] + added + data[place:]

    return make


def at_end(added: bytes, kind: str = "", *, behind: bool = False) -> Maker:
    """Bytes in front of the mark of the end, or behind it."""
    return lambda: plain(kind)[: None if behind else -2] + added + (b"" if behind else b"\xff\xd9")


def changed(marker: int, place: int, value: bytes, kind: str = "") -> Maker:
    """Other bytes in the first segment of a kind, counted behind its length."""

    def make() -> bytes:
        data = plain(kind)
        start = data.index(bytes((0xFF, marker))) + 4 + place
        return data[:start] + value + data[start + len(value) :]

    return make


def between_restarts() -> bytes:
    data = plain("restarts")
    place = data.index(b"\xff\xd1")
    return data[:place] + MARK + data[place:]


def behind_first_scan() -> bytes:
    """In the compressed data of the first of several scans."""
    data = plain("progressive")
    first = data.index(bytes((0xFF, SCAN)))
    place = data.index(bytes((0xFF, HUFFMAN)), first)
    return data[:place] + MARK + data[place:]


def between_scans() -> bytes:
    data = plain("progressive")
    first = data.index(bytes((0xFF, SCAN)))
    place = data.index(bytes((0xFF, HUFFMAN)), first)
    return data[:place] + segment(0xFE, MARK) + data[place:]


def behind_restart() -> bytes:
    """A segment within the compressed data, between two restart intervals."""
    data = plain("restarts")
    place = data.rindex(b"\xff\xd2")
    return data[:place] + b"\xff" * 9 + data[place:] + segment(0xFE, MARK)


def longer_huffman() -> bytes:
    """Codes of sixteen bits that the picture never uses, in a table that it does use."""
    data = plain("best tables")
    start = data.index(bytes((0xFF, HUFFMAN, 0x00)))
    while data[start + 4] != 0x10:
        start = data.index(bytes((0xFF, HUFFMAN)), start + 2)
    size = int.from_bytes(data[start + 2 : start + 4], "big")
    body = data[start + 4 : start + 2 + size]
    counts = bytearray(body[1:17])
    counts[15] += len(MARK)
    again = segment(HUFFMAN, body[:1] + bytes(counts) + body[17:] + MARK)
    return data[:start] + again + data[start + 2 + size :]


def unused_quantizers() -> bytes:
    """The values of a used table that multiply nothing but zeros: a picture of one colour."""
    data = saved(Image.new("RGB", (64, 64), (90, 140, 40)), "JPEG", quality=85)
    start = data.index(bytes((0xFF, QUANTIZERS))) + 5
    return data[: start + 40] + MARK + data[start + 48 :]


def wide_quantizers() -> bytes:
    """A table of sixteen bits that is not used."""
    body = b"\x13" + b"\0\1" * 60 + MARK
    return before(FRAME, segment(QUANTIZERS, body))()


def profile() -> bytes:
    whole = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return whole + MARK


def thumbnail() -> bytes:
    small = saved(scene().resize((32, 24)), "JPEG", comment=MARK)
    block = exif().tobytes()
    return saved(scene(), "JPEG", exif=block + small)


def thumbnail_jfif() -> bytes:
    data = plain()
    body = b"JFIF\0\1\1\0\0\1\0\1\2\2" + MARK + b"\0" * 4
    return data[:2] + segment(0xE0, body) + data[20:]


def second_picture() -> bytes:
    return plain() + saved(scene().rotate(180), "JPEG", comment=MARK)


def in_quantizers() -> bytes:
    """The first of two tables of one number: the second is in force."""
    return before(QUANTIZERS, segment(QUANTIZERS, b"\0" + MARK * 8))()


def in_huffman() -> bytes:
    return before(HUFFMAN, segment(HUFFMAN, b"\x11" + b"\0" * 7 + b"\x08" + b"\0" * 8 + MARK))()


def unknown_adobe(length: int) -> bytes:
    body = b"Adobe" + b"\0\x64\0\0\0\0\1" + MARK
    return in_front(0xEE, body[:length])()


def adobe_flags() -> bytes:
    return in_front(0xEE, b"Adobe\0\x64" + SHORT + b"\1")()


def second_profile() -> bytes:
    return in_front(0xE2, b"ICC_PROFILE\0\1\1" + profile())()


def of_xmp(body: bytes) -> bytes:
    return saved(scene(), "JPEG", xmp=xmp(f"<dc:title>{body.decode()}</dc:title>"))


def uncoded_rows() -> bytes:
    """More rows than the frame has: the compressed data goes on."""
    data = bytearray(plain())
    frame = data.index(bytes((0xFF, FRAME)))
    data[frame + 5 : frame + 7] = (32).to_bytes(2, "big")
    return bytes(data[:-2]) + MARK + b"\xff\xd9"


def cmyk() -> bytes:
    return saved(scene("CMYK"), "JPEG", quality=85)[:-2] + MARK + b"\xff\xd9"


def numbers() -> bytes:
    """Other numbers of the three components, in the frame and in the scan."""
    data = bytearray(changed(0xE0, 0, b"JFIF")())
    frame = data.index(bytes((0xFF, FRAME))) + 10
    scan = data.index(bytes((0xFF, SCAN))) + 5
    for place, number in enumerate(SHORT[:3]):
        data[frame + 3 * place] = number
        data[scan + 2 * place] = number
    return bytes(data)


def noise(image: Image.Image) -> Image.Image:
    chance = np.random.default_rng(7)
    values = np.asarray(image).astype(np.int16)
    return Image.fromarray(
        np.clip(values + chance.integers(-40, 40, values.shape), 0, 255).astype(np.uint8)
    )


def mpf() -> bytes:
    out = io.BytesIO()
    scene().save(out, "MPO", save_all=True, append_images=[noise(scene())], comment=MARK)
    return out.getvalue() + MARK


PLACES: dict[str, tuple[Maker, bytes]] = {
    "comment": (in_front(0xFE, MARK), MARK),
    "comment before the frame": (before(FRAME, segment(0xFE, MARK)), MARK),
    "comment before the scan": (before(SCAN, segment(0xFE, MARK)), MARK),
    "JFIF density": (changed(0xE0, 8, SHORT), SHORT),
    "JFIF thumbnail": (thumbnail_jfif, MARK),
    "JFXX": (in_front(0xE0, b"JFXX\0\x13" + b"\1\1" + MARK), MARK),
    "EXIF": (lambda: saved(scene(), "JPEG", exif=exif(Make=MARK.decode()).tobytes()), MARK),
    "EXIF behind its directories": (
        lambda: saved(scene(), "JPEG", exif=exif().tobytes() + MARK),
        MARK,
    ),
    "EXIF thumbnail": (thumbnail, MARK),
    "XMP": (lambda: of_xmp(MARK), MARK),
    "further XMP": (
        in_front(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + bytes(8) + MARK),
        MARK,
    ),
    "profile": (second_profile, MARK),
    "Photoshop block": (
        in_front(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x08" + MARK),
        MARK,
    ),
    "Ducky": (in_front(0xEC, b"Ducky\0\2\0\x08" + MARK), MARK),
    "credentials": (in_front(0xEB, b"JP\0\1\0\0\0\1" + MARK), MARK),
    "Adobe, longer": (lambda: unknown_adobe(20), MARK),
    "Adobe, flags": (adobe_flags, SHORT),
    **{
        f"APP{number}": (in_front(0xE0 + number, MARK), MARK)
        for number in (3, 4, 5, 6, 7, 8, 9, 10, 15)
    },
    "number of lines": (before(SCAN, segment(0xDC, MARK)), MARK),
    "restart interval, twice": (in_front(0xDD, SHORT[:2]), b"\xff\xdd\0\4" + SHORT[:2]),
    "quantizers of no component": (
        before(FRAME, segment(QUANTIZERS, b"\3" + MARK * 8)),
        MARK,
    ),
    "wide quantizers": (wide_quantizers, MARK),
    "quantizers that are replaced": (in_quantizers, MARK),
    "quantizers of zeros": (unused_quantizers, MARK),
    "Huffman table of no component": (
        before(SCAN, segment(HUFFMAN, b"\x13" + b"\0" * 7 + b"\x08" + b"\0" * 8 + MARK)),
        MARK,
    ),
    "Huffman table that is replaced": (in_huffman, MARK),
    "codes that are not used": (longer_huffman, MARK),
    "between segments": (before(QUANTIZERS, MARK), MARK),
    "between segments, before the scan": (before(SCAN, MARK), MARK),
    "numbers of the components": (numbers, b"Z\x22\0"),
    "spectrum of the scan": (changed(SCAN, 7, b"ZQ7"), b"ZQ7"),
    "between restart markers": (between_restarts, MARK),
    "behind the restart intervals": (behind_restart, MARK),
    "in the first of several scans": (behind_first_scan, MARK),
    "between scans": (between_scans, MARK),
    "behind the last scan": (at_end(MARK), MARK),
    "behind the last progressive scan": (at_end(MARK, "progressive"), MARK),
    "behind the last restart interval": (at_end(MARK, "restarts"), MARK),
    "a segment behind the scan": (at_end(segment(0xFE, MARK)), MARK),
    "behind the end": (at_end(MARK, behind=True), MARK),
    "a second picture": (second_picture, MARK),
    "more rows than the frame": (uncoded_rows, MARK),
    "behind a scan in CMYK": (cmyk, MARK),
    "MPF": (mpf, MARK),
}
