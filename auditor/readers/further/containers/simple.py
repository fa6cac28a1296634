"""Further pictures in GIF (frames) and BMP, and what stands behind their ends."""

from __future__ import annotations

import struct

from auditor.readers.further.begin import gif_end
from auditor.readers.further.containers.behind import walk_behind
from auditor.readers.further.pieces import Walk, frames_piece

__all__ = ["walk_bmp", "walk_gif"]

_CORE_HEADER = 12


def walk_gif(data: bytes, walk: Walk) -> None:
    """Note the frames after the first, and what stands behind the trailer."""
    end, frames = gif_end(data, 0, len(data))
    if frames > 1:
        walk.add(frames_piece(data, "GIF", frames - 1, end * (frames - 1) // frames))
    walk_behind(data, end, walk)


def walk_bmp(data: bytes, walk: Walk) -> None:
    """Note what stands behind the pixels."""
    if len(data) < 30:  # noqa: PLR2004 - up to the compression
        return
    told, _reserved, offset, header = struct.unpack_from("<IIII", data, 2)
    if header == _CORE_HEADER:
        width, height, _planes, bits = struct.unpack_from("<HHHH", data, 18)
        packed = 0
    else:
        width, height, _planes, bits = struct.unpack_from("<iiHH", data, 18)
        packed = struct.unpack_from("<I", data, 30)[0] if len(data) >= 34 else 1  # noqa: PLR2004
    pixels = offset + (abs(width) * bits + 31) // 32 * 4 * abs(height)
    # a colour profile may stand behind the pixels, within the size that the file tells
    end = max(told, pixels if packed in {0, 3} else 0)
    if 0 < end < len(data):
        walk_behind(data, end, walk)
