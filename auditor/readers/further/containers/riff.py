"""Further pictures in a WebP: frames, chunks that nobody knows, and what stands behind its end.

Chunks as in the WebP container specification (RFC 9649, 2.).
"""

from __future__ import annotations

from auditor.domain.photos.file_contents import FurtherKind
from auditor.messages import _
from auditor.readers.further.begin import find_begun
from auditor.readers.further.containers.behind import add_begun, walk_behind
from auditor.readers.further.containers.chunks import add_unknown, is_name
from auditor.readers.further.pieces import Walk, frames_piece

__all__ = ["walk_webp"]

_MOST_CHUNKS = 20_000
_KNOWN = frozenset(
    {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ICCP", b"EXIF", b"XMP ", b"XMP\0"}
)
_FRAME, _CREDENTIALS = b"ANMF", b"C2PA"


def walk_webp(data: bytes, walk: Walk) -> None:
    """Note what stands in chunks and behind the end."""
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    place, frames, framed = 12, 0, 0
    for _step in range(_MOST_CHUNKS):
        if place + 8 > end:
            break
        kind = data[place : place + 4]
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        start, stop = place + 8, min(end, place + 8 + size)
        if kind == _FRAME:
            frames += 1
            framed += size if frames > 1 else 0
        elif not is_name(kind):
            walk.tell_unread(_("The chunks of the file break off; what follows was not walked."))
            return
        elif kind not in _KNOWN:
            _add_chunk(data, kind, start, stop, walk)
        place = stop + size % 2
    else:
        walk.tell_unread(_("The file has more chunks than are walked over."))
    if frames > 1:
        walk.add(frames_piece(data, "WEBP", frames - 1, framed))
    walk_behind(data, end + end % 2 if end < len(data) else end, walk)


def _add_chunk(data: bytes, kind: bytes, start: int, end: int, walk: Walk) -> None:
    if kind == _CREDENTIALS:
        for begun in find_begun(data, start, end, pictures=True):
            add_begun(data, begun.start, begun.end, walk, "C2PA", FurtherKind.THUMBNAIL)
        return
    name = kind.rstrip(b"\0 ").decode("ascii")
    add_unknown(data, start, end, walk, f"RIFF chunk {name}")
