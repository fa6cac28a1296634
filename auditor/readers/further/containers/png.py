"""Further pictures in a PNG: frames, chunks that nobody knows, and what stands behind its end.

Chunks as in PNG, third edition (W3C 2025), with those of programs that are seen often.
"""

from __future__ import annotations

import struct

from auditor.dataclass import dataclass
from auditor.domain.photos.file_contents import FurtherKind
from auditor.messages import _
from auditor.readers.further.begin import find_begun
from auditor.readers.further.containers.behind import add_begun, walk_behind
from auditor.readers.further.containers.chunks import add_unknown, is_name
from auditor.readers.further.pieces import Walk, frames_piece

__all__ = ["walk_png"]

_MOST_CHUNKS = 200_000
_KNOWN = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"}
    | {b"cICP", b"mDCV", b"cLLI", b"mDCv", b"cLLi", b"tEXt", b"zTXt", b"iTXt", b"bKGD", b"hIST"}
    | {b"pHYs", b"sPLT", b"eXIf", b"tIME", b"acTL", b"fcTL", b"fdAT", b"oFFs", b"pCAL", b"sCAL"}
    | {b"gIFg", b"gIFx", b"gIFt", b"sTER", b"dSIG", b"zXIf", b"iDOT", b"CgBI", b"vpAg", b"orNT"}
    | {b"caNv", b"npTc", b"npOl", b"npLb", b"meTa", b"gmAP"}
)
_CREDENTIALS, _GAIN_MAP = b"caBX", b"gdAT"
_CHUNK = struct.Struct(">I4s")


@dataclass(slots=True)
class _Frames:
    """The frames of an animated PNG; `hidden` if the picture itself is none of them."""

    count: int = 0
    stored: int = 0
    hidden: bool = True

    def take(self, kind: bytes, size: int) -> None:
        self.count += kind == b"fcTL"
        self.stored += size if kind == b"fdAT" else 0
        if kind == b"IDAT" and self.count:
            self.hidden = False


def walk_png(data: bytes, walk: Walk) -> None:
    """Note what stands in chunks and behind IEND."""
    place, frames = 8, _Frames()
    for _step in range(_MOST_CHUNKS):
        if place + 8 > len(data):
            break
        size, kind = _CHUNK.unpack_from(data, place)
        if not is_name(kind):
            walk.tell_unread(_("The chunks of the file break off; what follows was not walked."))
            return
        frames.take(kind, size)
        if kind not in _KNOWN:
            _add_chunk(data, kind, place + 8, min(len(data), place + 8 + size), walk)
        place = min(len(data), place + 12 + size)
        if kind == b"IEND":
            break
    else:
        walk.tell_unread(_("The file has more chunks than are walked over."))
        return
    further = frames.count if frames.hidden else frames.count - 1
    if further > 0:
        walk.add(frames_piece(data, "PNG", further, frames.stored))
    walk_behind(data, place, walk)


def _add_chunk(data: bytes, kind: bytes, start: int, end: int, walk: Walk) -> None:
    if kind == _GAIN_MAP:
        add_begun(data, start, end, walk, "PNG chunk gdAT (gain map)")
        return
    if kind == _CREDENTIALS:
        for begun in find_begun(data, start, end, pictures=True):
            add_begun(data, begun.start, begun.end, walk, "C2PA", FurtherKind.THUMBNAIL)
        return
    add_unknown(data, start, end, walk, f"PNG chunk {kind.decode('ascii')}")
