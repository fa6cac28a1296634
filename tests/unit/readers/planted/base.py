"""What is planted, and where one has to look for it."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from PIL import Image

from tests.fakes.pictures import drawn

MARK = b"ZQ7PLANT"
SHORT = MARK[:4]
"""For places that hold no more."""

Maker = Callable[[], bytes]


def scene(mode: str = "RGB") -> Image.Image:
    return Image.fromarray(drawn(b"planted")).convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def streams(data: bytes) -> Iterator[bytes]:
    """Yield all that stands in a file: its bytes, what is compressed in it, its pixels."""
    yield data
    yield data.replace(b"\xff\x00", b"\xff")  # scans of a JPEG
    for found in re.finditer(rb"[\x08\x18\x28\x38\x48\x58\x68\x78]", data):
        head = data[found.start() : found.start() + 2]
        if len(head) == 2 and int.from_bytes(head, "big") % 31 == 0:
            stream = zlib.decompressobj()
            try:
                yield stream.decompress(data[found.start() :], 1 << 20)
            except zlib.error:
                continue
    if data.startswith(b"\x89PNG"):
        yield from _inflated(data)
    yield from _pixels(data)


def _inflated(data: bytes) -> Iterator[bytes]:
    """Yield the compressed picture of a PNG, which may stand in many chunks, and its rest."""
    place, pieces = 8, []
    while place + 12 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        if data[place + 4 : place + 8] == b"IDAT":
            pieces.append(data[place + 8 : place + 8 + size])
        place += 12 + size
    stream = zlib.decompressobj()
    try:
        yield stream.decompress(b"".join(pieces))
    except zlib.error:
        return
    yield stream.unused_data


def _pixels(data: bytes) -> Iterator[bytes]:
    with warnings.catch_warnings(action="ignore"):
        try:
            opened = Image.open(io.BytesIO(data))
            opened.load()
        except (OSError, SyntaxError, ValueError):
            return
    pixels = np.asarray(opened)
    yield pixels.tobytes()
    if pixels.ndim == 3:
        for channel in range(pixels.shape[2]):
            yield pixels[..., channel].tobytes()
        yield pixels[..., :3].tobytes()
    if opened.palette is not None:
        yield bytes(opened.palette.palette)
    for frame in range(1, getattr(opened, "n_frames", 1)):
        opened.seek(frame)
        yield opened.convert("RGB").tobytes()


def holds(data: bytes, mark: bytes) -> bool:
    """Whether a mark stands anywhere in a file, in either order of bytes."""
    return any(mark in stream or mark[::-1] in stream for stream in streams(data))


def written(image: Image.Image, mark: bytes = MARK) -> Image.Image:
    """Put the mark into the first pixels of an image, colour after colour."""
    values = np.array(image)
    values.reshape(-1, values.shape[-1])[: len(mark), :3] = np.frombuffer(
        mark * 3, np.uint8
    ).reshape(-1, 3)
    return Image.fromarray(values)
