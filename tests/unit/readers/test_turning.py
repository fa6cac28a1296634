"""A clean copy is upright: the turn that a file asks for is applied once, and it is asked once."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, PngImagePlugin

from auditor.domain.hardening import Wishes
from auditor.readers.clean_copy.harden import harden
from auditor.readers.jobs import HardenJob
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import picture
from tests.rows import each_row
from tests.unit.readers.pictures import xmp
from tests.unit.readers.planted import boxes

Rgb = npt.NDArray[np.uint8]

# what a camera stores of an upright scene when it writes this turn (EXIF 3.0, tag 274): the
# inverse of what makes it upright again
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
TURNS = range(1, 9)
COLOURS = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30))


def scene() -> Image.Image:
    """Four squares: red and green above blue and yellow."""
    made = Image.new("RGB", (96, 64))
    for number, colour in enumerate(COLOURS):
        made.paste(colour, (48 * (number % 2), 32 * (number // 2), 96, 64))
    return made


def stored(turn: int) -> Image.Image:
    turned = STORED[turn]
    return scene() if turned is None else scene().transpose(turned)


def block(turn: int, order: str = "II", kind: int = 3) -> bytes:
    """EXIF with nothing but a turn, in a type of TIFF."""
    mark = "<" if order == "II" else ">"
    value = struct.pack(mark + ("I" if kind == 4 else "B" if kind == 1 else "H"), turn)
    return (
        order.encode()
        + struct.pack(mark + "HIHHHI", 42, 8, 1, 0x0112, kind, 1)
        + value.ljust(4, b"\0")
        + bytes(4)
    )


def broken(turn: int) -> bytes:
    """EXIF that promises more directories and values than it has."""
    whole = block(turn)
    return (
        whole[:8]
        + struct.pack("<H", 40)
        + struct.pack("<HHII", 0x010E, 2, 900, 5000)
        + whole[10:22]
        + b"\x87\x69"
    )


def said(turn: int) -> bytes:
    return xmp("", f'tiff:Orientation="{turn}"')


def saved(turn: int, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    stored(turn).save(out, kind, **options)
    return out.getvalue()


def jpeg(turn: int, exif: bytes) -> bytes:
    """Written by hand: Pillow reads the EXIF that it is given."""
    plain = saved(turn, "JPEG", quality=95)
    body = b"Exif\0\0" + exif
    return plain[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + plain[2:]


def png(turn: int, *, behind: bool) -> bytes:
    plain = saved(turn, "PNG")
    body = b"eXIf" + block(turn)
    chunk = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    place = plain.index(b"IEND") - 4 if behind else plain.index(b"IDAT") - 4
    return plain[:place] + chunk + plain[place:]


def raw_profile(turn: int) -> bytes:
    data = b"Exif\0\0" + block(turn)
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Raw profile type exif", f"\nexif\n{len(data):8}\n{data.hex()}\n", zip=True)
    return saved(turn, "PNG", pnginfo=texts)


def tiff(turn: int, **options: Any) -> bytes:
    return saved(turn, "TIFF", tiffinfo={0x0112: turn}, **options)


def grey_tiff(turn: int) -> bytes:
    """Sixteen bits a sample take another way."""
    deep = (np.asarray(stored(turn).convert("L")).astype(np.uint16) << 8) | 0x80
    out = io.BytesIO()
    Image.fromarray(deep).save(out, "TIFF", tiffinfo={0x0112: turn})
    return out.getvalue()


MAKERS: dict[str, Callable[[int], bytes]] = {
    "jpeg": lambda turn: jpeg(turn, block(turn)),
    "jpeg, most significant byte first": lambda turn: jpeg(turn, block(turn, "MM")),
    "jpeg, long": lambda turn: jpeg(turn, block(turn, "MM", 4)),
    "jpeg, broken exif": lambda turn: jpeg(turn, broken(turn)),
    "jpeg, cut exif": lambda turn: jpeg(turn, block(turn)[:20]),
    "jpeg, xmp only": lambda turn: saved(turn, "JPEG", quality=95, xmp=said(turn)),
    "jpeg, xmp says other": lambda turn: saved(
        turn, "JPEG", quality=95, exif=b"Exif\0\0" + block(turn), xmp=said(turn % 8 + 1)
    ),
    "png": lambda turn: png(turn, behind=False),
    "png, behind the picture": lambda turn: png(turn, behind=True),
    "png, raw profile": raw_profile,
    "webp": lambda turn: saved(turn, "WEBP", lossless=True, exif=block(turn)),
    "webp, xmp only": lambda turn: saved(turn, "WEBP", lossless=True, xmp=said(turn)),
    "tiff": tiff,
    "tiff, deflate": lambda turn: tiff(turn, compression="tiff_adobe_deflate"),
    "tiff, lzw": lambda turn: tiff(turn, compression="tiff_lzw"),
    "tiff, jpeg": lambda turn: tiff(turn, compression="jpeg", quality=95),
    "avif": lambda turn: saved(turn, "AVIF", quality=95, exif=b"Exif\0\0" + block(turn)),
}


def copied(data: bytes) -> Image.Image:
    job = HardenJob(len(data), Wishes(), exiftool=False, seconds=60)
    copy, reason = harden(data, job)
    assert copy is not None, reason
    with Image.open(io.BytesIO(copy.data)) as opened:
        assert opened.size == (copy.width, copy.height)
        assert not opened.getexif()
        return opened.convert("RGB")


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    wide, high = image.size
    places = ((8, 8), (wide - 9, 8), (8, high - 9), (wide - 9, high - 9))
    found = [image.getpixel(place) for place in places]
    return [pixel for pixel in found if isinstance(pixel, tuple)]


def assert_upright(image: Image.Image) -> None:
    assert image.size == scene().size
    apart = np.abs(np.array(corners(image)) - np.array(COLOURS)).max()
    assert apart < 14, corners(image)


@each_row("turn", TURNS)
@each_row("name", MAKERS)
def test_a_copy_is_upright(name: str, turn: int) -> None:
    assert_upright(copied(MAKERS[name](turn)))


@each_row("turn", TURNS)
def test_deep_grey_is_upright(turn: int) -> None:
    copy = copied(grey_tiff(turn))
    wanted = scene().convert("L").convert("RGB")
    assert copy.size == wanted.size
    assert np.abs(np.array(corners(copy)) - np.array(corners(wanted))).max() <= 1


@each_row("turn", TURNS)
def test_only_boxes_turn_an_avif(turn: int) -> None:
    """ISO/IEC 23000-22, 7.3.6.7: what EXIF or XMP say beside it is for nobody."""
    plain = scene()
    out = io.BytesIO()
    plain.save(out, "AVIF", quality=95, xmp=said(turn))
    assert_upright(copied(out.getvalue()))


@each_row("value", [0, 9, 700])
def test_a_turn_that_is_none_turns_nothing(value: int) -> None:
    plain = saved(1, "JPEG", quality=95)
    body = b"Exif\0\0" + block(value)
    marked = plain[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + plain[2:]
    assert_upright(copied(marked))


def test_a_gif_has_no_turn() -> None:
    out = io.BytesIO()
    scene().quantize().save(out, "GIF", xmp=said(6))
    assert_upright(copied(out.getvalue()))


@each_row("name", MAKERS)
def test_what_is_hashed_is_what_the_decoder_gives(name: str) -> None:
    """The array that is hashed is never turned here, whatever is asked for."""
    data = MAKERS[name](6)
    header = read_header(data)
    assert header is not None
    plain, _turn = picture(data, header)
    with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as opened:
        opened.load()
        assert np.array_equal(np.asarray(plain), np.asarray(opened.convert("RGB")))


@each_row("quarters", range(4))
def test_a_heic_is_turned_once(quarters: int) -> None:
    before = np.asarray(copied(boxes.file("HEIC")))
    turned = copied(boxes.file("HEIC", properties=boxes.box(b"irot", bytes((quarters,)))))
    assert np.array_equal(np.asarray(turned), np.rot90(before, quarters))


@pytest.mark.parametrize("axis", range(2))
def test_a_heic_is_mirrored_once(axis: int) -> None:
    mirrored = boxes.file("HEIC", properties=boxes.box(b"imir", bytes((axis,))))
    with Image.open(io.BytesIO(mirrored)) as opened:  # libheif mirrors while it decodes
        peer = np.asarray(opened.convert("RGB"))
    copy = np.asarray(copied(mirrored))
    assert np.array_equal(copy, peer)
    assert not np.array_equal(copy, np.asarray(copied(boxes.file("HEIC"))))


def test_exif_does_not_turn_a_heic() -> None:
    exif = bytes(4) + block(6)
    told = boxes.file("HEIC", items={b"Exif": exif})
    assert np.array_equal(np.asarray(copied(told)), np.asarray(copied(boxes.file("HEIC"))))
