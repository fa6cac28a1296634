"""WebP without loss, always in the same way."""

from __future__ import annotations

import io

from PIL import Image

__all__ = ["encode_webp"]


def encode_webp(image: Image.Image, packet: bytes) -> bytes:
    """Return a WebP with `packet` (XMP, empty: none), transparent colours as they are."""
    out = io.BytesIO()
    image.save(
        out,
        "WEBP",
        lossless=True,
        exact=True,
        quality=40,
        method=2,
        xmp=packet,
        exif=b"",
        icc_profile=b"",
    )
    return out.getvalue()
