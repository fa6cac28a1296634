"""Further pictures in a PNG: frames, chunks that nobody knows, and what stands behind its end.

Chunks as in PNG, third edition (W3C 2025), with those of programs that are seen often.
"""

from __future__ import annotations

import struct

from auditor.domain.photos.file_contents import FurtherKind
from auditor.messages import _
from auditor.readers.further.begin import find_begun
from auditor.readers.further.containers.behind import add_begun, walk_behind
from auditor.readers.further.pieces import Piece, Walk

__all__ = ["walk_png"]

_MOST_CHUNKS = 200_000
_KNOWN = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"}
    | {b"cICP", b"mDCV", b"cLLI", b"mDCv", b"cLLi", b"tEXt", b"zTXt", b"iTXt", b"bKGD", b"hIST"}
    | {b"pHYs", b"sPLT", b"eXIf", b"tIME", b"acTL", b"fcTL", b"fdAT", b"oFFs", b"pCAL", b"sCAL"}
    | {b"gIFg", b"gIFx", b"gIFt", b"sTER", b"dSIG", b"zXIf", b"iDOT", b"CgBI", b"vpAg", b"orNT"}
    | {b"caNv", b"npTc", b"npOl", b"npLb", b"meTa", b"gmAP", b"gdAT"}
)
_CREDENTIALS, _GAIN_MAP = b"caBX", b"gdAT"
_CHUNK = struct.Struct(">I4s")


def walk_png(data: bytes, walk: Walk) -> None:
    """Note what stands in chunks and behind IEND."""
    place, frames, framed = 8, 0, 0
    hidden = True  # whether the picture itself is no frame of the film
    for _step in range(_MOST_CHUNKS):
        if place + 8 > len(data):
            break
        size, kind = _CHUNK.unpack_from(data, place)
        start, stop = place + 8, min(len(data), place + 8 + size)
        if kind == b"fcTL":
            frames += 1
        elif kind == b"fdAT":
            framed += size
        elif kind == b"IDAT":
            hidden = hidden and not frames
        elif kind == _GAIN_MAP:
            add_begun(data, start, stop, walk, "PNG chunk gdAT (gain map)")
        elif kind not in _KNOWN:
            _add_chunk(data, kind, start, stop, walk)
        place = min(len(data), place + 12 + size)
        if kind == b"IEND":
            break
    else:
        walk.tell_unread(_("The file has more chunks than are walked over."))
        return
    further = frames if hidden else frames - 1
    if further > 0:
        first, last = 2, further + 1
        where = f"frames {first} to {last}" if last > first else "frame 2"
        walk.add(
            Piece(
                FurtherKind.FRAME,
                where,
                data,
                0,
                len(data),
                format="PNG",
                frames=further,
                told=framed,
            )
        )
    walk_behind(data, place, walk)


def _add_chunk(data: bytes, kind: bytes, start: int, end: int, walk: Walk) -> None:
    if kind == _CREDENTIALS:
        for begun in find_begun(data, start, end, pictures=True):
            add_begun(data, begun.start, begun.end, walk, "C2PA", FurtherKind.THUMBNAIL)
        return
    where = f"PNG chunk {kind.decode('latin-1')}"
    if end > start and not add_begun(data, start, end, walk, where):
        walk.add(Piece(FurtherKind.UNKNOWN, where, data, start, end - start))
