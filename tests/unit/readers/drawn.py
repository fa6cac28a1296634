"""Pictures for the tests of the readers, drawn by formula and the same in every run."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import numpy as np
from PIL import Image


def drawn(width: int, height: int, seed: int = 1) -> Image.Image:
    """Draw soft shapes: enough to see for every hash, smooth enough to survive JPEG."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:48, 0:64]
    layers = [
        sum(np.sin(x * a + y * b + c) for a, b, c in rng.uniform(-0.4, 0.4, (9, 3)) * (1, 1, 9))
        for _ in range(3)
    ]
    small = (
        np.stack([128 + 40 * np.asarray(layer) for layer in layers], 2)
        .clip(0, 255)
        .astype(np.uint8)
    )
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


_ENCODED: dict[tuple[object, ...], bytes] = {}
"""What came of the same pixels and options before: many tests begin with the same picture."""


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return the bytes of `image` in a format of Pillow."""
    plain = image.mode in {"RGB", "L"} and not image.info
    if not plain or not all(isinstance(value, str | bytes | int) for value in options.values()):
        return _encode(image, kind, options)
    pixels = hashlib.sha256(image.tobytes()).digest()
    key = (image.mode, image.size, pixels, kind, *sorted(options.items()))
    if key not in _ENCODED:
        _ENCODED[key] = _encode(image, kind, options)
    return _ENCODED[key]


def _encode(image: Image.Image, kind: str, options: dict[str, object]) -> bytes:
    out = io.BytesIO()
    image.copy().save(out, kind, **options)  # saving as JPEG leaves a trace in the image
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_size(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG that says it is so large, whatever stands in it."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
