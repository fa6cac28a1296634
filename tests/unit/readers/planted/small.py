"""Places of a GIF (GIF89a) and of a WebP (RFC 9649)."""

from __future__ import annotations

from functools import cache
from typing import Any

from PIL import Image

from tests.unit.readers.pictures import exif
from tests.unit.readers.planted.base import MARK, SHORT, Maker, saved, scene, written


@cache
def gif() -> bytes:
    """Sixteen colours, of which the last three are not used."""
    image = Image.new("P", (40, 30))
    for column in range(40):
        image.paste(column % 13, (column, 0, column + 1, 30))
    colours = [value for number in range(13) for value in (number * 9, 255 - number * 9, 40)]
    image.putpalette([*colours, *MARK, 0])
    return saved(image, "GIF", optimize=False)


@cache
def bare_gif() -> bytes:
    return gif().replace(MARK, bytes(len(MARK)))


def extension(label: int, *blocks: bytes) -> bytes:
    body = b"".join(bytes((len(block),)) + block for block in blocks)
    return bytes((0x21, label)) + body + b"\0"


def gif_before(added: bytes, mark: bytes) -> Maker:
    """Bytes in front of the picture (its separator) or of the end."""

    def make() -> bytes:
        data = bare_gif()
        place = data.index(b"\x2c\0\0\0\0\x28\0\x1e\0") if mark == b"," else len(data) - 1
        return data[:place] + added + data[place:]

    return make


def behind_gif_codes() -> bytes:
    """A further block of compressed data behind the last code."""
    data = bare_gif()
    return data[:-2] + bytes((len(MARK),)) + MARK + b"\0;"


def frames(kind: str) -> bytes:
    return saved(
        scene(),
        kind,
        save_all=True,
        append_images=[written(scene().rotate(180))],
        duration=100,
        **({"lossless": True} if kind == "WEBP" else {}),
    )


def second_gif() -> bytes:
    first = scene().quantize(16)
    second = scene().rotate(180).quantize(16)
    return saved(first, "GIF", save_all=True, append_images=[second], comment=MARK)


def local_colours() -> bytes:
    """A second frame with a table of its own."""
    data = bare_gif()
    frame = b"\x2c\0\0\0\0\1\0\1\0\x82" + MARK * 3 + b"\2\2\x44\1\0"
    return data[:-1] + frame + b";"


GIF: dict[str, tuple[Maker, bytes]] = {
    "colours that are not used": (gif, MARK),
    "comment": (gif_before(extension(0xFE, MARK), b","), MARK),
    "comment behind the picture": (gif_before(extension(0xFE, MARK), b";"), MARK),
    "application": (gif_before(extension(0xFF, b"ZQAPPLIC1.0", MARK), b","), MARK),
    "XMP": (
        gif_before(
            b"\x21\xff\x0bXMP DataXMP<x>" + MARK + b"</x>\1" + bytes(range(255, -1, -1)) + b"\0",
            b",",
        ),
        MARK,
    ),
    "plain text": (gif_before(extension(0x01, b"\0" * 12, MARK), b","), MARK),
    "unknown extension": (gif_before(extension(0x42, MARK), b","), MARK),
    "behind the end": (lambda: bare_gif() + MARK, MARK),
    "before the end": (gif_before(MARK, b";"), MARK),
    "behind the last code": (behind_gif_codes, MARK),
    "a second frame": (second_gif, MARK),
    "colours of a second frame": (local_colours, MARK),
}


def webp(**options: Any) -> bytes:
    return saved(scene(), "WEBP", **options)


def riff(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


def whole_webp(chunks: bytes) -> bytes:
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks


def with_chunk(kind: bytes, body: bytes, *, first: bool = False) -> Maker:
    def make() -> bytes:
        picture = webp(lossless=True)[12:]
        added = riff(kind, body)
        sides = (127).to_bytes(3, "little") + (95).to_bytes(3, "little")
        head = riff(b"VP8X", b"\0\0\0\0" + sides)
        return whole_webp(head + (added + picture if first else picture + added))

    return make


def longer_picture(kind: str) -> bytes:
    """Bytes in the picture's chunk behind its last bit."""
    data = webp(lossless=kind == "VP8L", quality=80)
    size = int.from_bytes(data[16:20], "little")
    return whole_webp(riff(data[12:16], data[20 : 20 + size] + MARK))


FILLED = b"ZqXx\1\0\0\0a\x5a"


def filled() -> bytes:
    """The byte that fills up a chunk of an odd size."""
    return whole_webp(webp(lossless=True)[12:] + FILLED)


def reserved() -> bytes:
    """Bits of VP8X that mean nothing yet."""
    data = webp(lossless=True, exif=exif().tobytes())
    return data[:21] + SHORT[:3] + data[24:]


def transparent() -> bytes:
    image = written(scene().convert("RGBA"))
    alpha = Image.new("L", image.size, 255)
    alpha.paste(0, (0, 0, image.width, 2))
    image.putalpha(alpha)
    return saved(image, "WEBP", lossless=True, exact=True)


WEBP: dict[str, tuple[Maker, bytes]] = {
    "EXIF": (lambda: webp(exif=exif(Make=MARK.decode()).tobytes()), MARK),
    "XMP": (lambda: webp(xmp=b"<x>" + MARK + b"</x>"), MARK),
    "profile": (lambda: webp(icc_profile=b"\0" * 128 + MARK), MARK),
    "unknown chunk": (with_chunk(b"ZqXx", MARK), MARK),
    "unknown chunk before the picture": (with_chunk(b"ZqXx", MARK, first=True), MARK),
    "credentials": (with_chunk(b"C2PA", MARK), MARK),
    "filling": (filled, FILLED),
    "reserved bits": (reserved, SHORT[:3]),
    "behind the picture, VP8L": (lambda: longer_picture("VP8L"), MARK),
    "behind the picture, VP8": (lambda: longer_picture("VP8"), MARK),
    "behind the end": (lambda: webp(lossless=True) + MARK, MARK),
    "under transparency": (transparent, MARK),
    "frames": (lambda: frames("WEBP"), MARK),
}
