"""Accounts for every byte of a clean copy that is a JPEG."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.readers.clean_copy.jpeg.frame import BASELINE, EXTENDED
from auditor.readers.clean_copy.jpeg.rewrite import rewritten
from auditor.readers.clean_copy.jpeg.segments import (
    ADOBE,
    APP0,
    APP1,
    APP11,
    APP14,
    HUFFMAN,
    JFIF,
    QUANTIZERS,
    SCAN,
    XMP_HEAD,
    Segment,
    segments,
)

__all__ = ["read_jpeg"]

_OF_PICTURE = frozenset({BASELINE, EXTENDED, HUFFMAN, QUANTIZERS, SCAN})
_HEADS = frozenset({(APP0, JFIF), *((APP14, ADOBE + bytes((number,))) for number in range(3))})
_CREDENTIALS = b"JP"  # ISO/IEC 19566-5, D.2


def read_jpeg(copy: bytes, packet: bytes, *, signed: bool, proven: bytes = b"") -> Iterator[str]:
    """Yield what is neither the picture nor `packet` (XMP) nor, if `signed`, credentials.

    The segments are the whole file; and those of the picture are what its coefficients, read from
    them, give when they are written anew, byte for byte. So nothing else can stand in them: not in
    tables, nor between markers, nor in the last bits. `proven` is a file of which that is known:
    it was just written so, and read back.
    """
    try:
        found = list(segments(copy))
    except ValueError:
        yield "JPEG"
        return
    if _joined(found) != copy:
        yield "trailer"
    kept: list[Segment] = []
    packets = 0
    for segment in found:
        if packet and segment.marker == APP1 and segment.body == XMP_HEAD + packet:
            packets += 1
        elif not (signed and segment.marker == APP11 and segment.body.startswith(_CREDENTIALS)):
            kept.append(segment)
    if packets != bool(packet):
        yield "XMP"
    yield from dict.fromkeys(_name(segment.marker) for segment in kept if not _is_known(segment))
    rest = _joined(kept)
    try:
        same = rest == proven or rewritten(rest, b"") == rest
    except ValueError:
        same = False
    if not same:
        yield from dict.fromkeys(_name(segment.marker) for segment in kept)


def _is_known(segment: Segment) -> bool:
    """Whether a segment is one of those that a picture is written in."""
    return segment.marker in _OF_PICTURE or (segment.marker, segment.body) in _HEADS


def _joined(found: list[Segment]) -> bytes:
    parts = (part for segment in found for part in (segment.head, segment.scan))
    return b"".join((b"\xff\xd8", *parts, b"\xff\xd9"))


def _name(marker: int) -> str:
    return f"APP{marker - APP0}" if APP0 <= marker < APP0 + 16 else f"{marker:02X}"
