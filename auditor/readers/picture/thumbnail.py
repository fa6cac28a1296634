"""The one small picture that the vault keeps of a photo."""

from __future__ import annotations

import io

from PIL import Image

SIDE = 256
_QUALITY = 70
# EXIF 3.0, tag 274: what turns a stored picture upright
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def thumbnail(small: Image.Image, orientation: int) -> bytes:
    """Return WebP of at most 256 x 256 px, upright, without metadata."""
    turn = TURNS.get(orientation)
    upright = small.transpose(turn) if turn is not None else small.copy()
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    # A fresh image carries no EXIF, XMP or colour profile along.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(
        out, "WEBP", quality=_QUALITY, method=3
    )
    return out.getvalue()
