"""The compressed data of a JPEG beside nothing but what is needed to read it.

Whoever reads it need not look at the file any more: every table, frame and scan was looked at here,
so that only the compressed data can be damaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.dataclass import dataclass
from auditor.readers.clean_copy.jpeg.frame import (
    PROGRESSIVE,
    ColourForm,
    JpegFrame,
    ScanHead,
    Tables,
    read_frame,
    read_scan,
)
from auditor.readers.clean_copy.jpeg.huffman import HuffmanTable
from auditor.readers.clean_copy.jpeg.segments import (
    APP0,
    COMMENT,
    FRAMES,
    HUFFMAN,
    QUANTIZERS,
    RESTART,
    SCAN,
    Segment,
    segments,
)

__all__ = ["PlainStream", "plain_stream"]

_KNOWN = frozenset({QUANTIZERS, HUFFMAN, RESTART, COMMENT, *range(APP0, APP0 + 16)})
_MOST_COMPONENTS = 3
_MOST_IN_SCAN = 10
_MOST_SCANS = 200
_LARGEST_DC, _LARGEST_AC = 15, 10
"""Sizes in bits: of any DC value that is decoded, and of any AC value that is written."""
_COEFFICIENTS = 64
_FLAT = b"\0" + b"\1" * _COEFFICIENTS
"""A quantization table; coefficients are read without one, but there must be one."""
_START, _END = b"\xff\xd8", b"\xff\xd9"


@dataclass(frozen=True)
class PlainStream:
    """A picture whose components have their quantizers, but no coefficients yet.

    `data` is a JPEG of the same scans, with its components numbered from 1. `any_size` says that
    AC values may be larger than a sequential JPEG can hold.
    """

    frame: JpegFrame
    colour: ColourForm
    data: bytes
    any_size: bool


class _OddError(ValueError):
    def __init__(self) -> None:
        super().__init__("a JPEG that is not made as most are")


def plain_stream(data: bytes) -> PlainStream:
    """Return the compressed data of a JPEG of up to three components, complete to its last bit.

    Raises ValueError where the file is another, or not in the order that the standard has.
    """
    tables, frame, colour = Tables(), None, None
    pieces, scans = [_START, Segment(QUANTIZERS, _FLAT, b"", 0).whole], _Scans()
    for segment in _every_segment(data):
        if segment.marker in FRAMES:
            if frame is not None:
                raise _OddError
            frame = read_frame(segment)
            if len(frame.components) > _MOST_COMPONENTS:
                raise _OddError
            pieces.append(_frame_segment(frame))
        elif segment.marker == SCAN:
            if frame is None:
                raise _OddError
            colour = colour or tables.colour(frame)  # what comes later changes nothing any more
            scan = read_scan(segment, frame)
            scans.take(scan, tables)
            pieces += _scan_segments(scan, segment, frame, tables)
        elif segment.marker in _KNOWN and (segment.marker != RESTART or len(segment.body) == 2):  # noqa: PLR2004 - a number
            tables.take(segment)
        else:
            raise _OddError
    if frame is None or colour is None or not scans.complete(frame):
        raise _OddError
    return PlainStream(frame, colour, b"".join((*pieces, _END)), frame.progressive or scans.large)


def _every_segment(data: bytes) -> Iterator[Segment]:
    """Yield the segments of a picture that holds nothing between them, and ends as it should."""
    end = len(_START)
    if not data.startswith(_START):
        raise _OddError
    for segment in segments(data):
        if segment.end - len(segment.body) - len(segment.scan) - 4 != end:
            raise _OddError
        yield segment
        end = segment.end
    if data[end : end + 2] != _END:
        raise _OddError


class _Scans:
    """Which bits of which coefficients were in the scans so far."""

    def __init__(self) -> None:
        self._count = 0
        self.large = False
        self._left: dict[int, list[int]] = {}
        """By component, the bits that are still to come of each coefficient; none: all."""

    def take(self, scan: ScanHead, tables: Tables) -> None:
        """Note a scan. Raises ValueError where it says something that was said already."""
        self.large |= any(
            symbol & 15 > _LARGEST_AC
            for number in scan.ac
            if number in tables.huffman
            for symbol in tables.huffman[number].symbols
        )
        self._count += 1
        together = sum(component.h * component.v for component in scan.components)
        if self._count > _MOST_SCANS or (len(scan.components) > 1 and together > _MOST_IN_SCAN):
            raise _OddError
        for component in scan.components:
            left = self._left.setdefault(component.number, [-1] * _COEFFICIENTS)
            for at in range(scan.first, scan.last + 1):
                if left[at] != (scan.high or -1):
                    raise _OddError
                left[at] = scan.low

    def complete(self, frame: JpegFrame) -> bool:
        """Whether there is nothing to come: decoders smooth what is not complete."""
        return len(self._left) == len(frame.components) and not any(
            any(left) for left in self._left.values()
        )


def _frame_segment(frame: JpegFrame) -> bytes:
    body = b"".join(
        bytes((number, component.h << 4 | component.v, 0))
        for number, component in enumerate(frame.components, 1)
    )
    size = frame.height.to_bytes(2, "big") + frame.width.to_bytes(2, "big")
    # a frame that may have four tables of each class reads what one with two does
    marker = PROGRESSIVE if frame.progressive else PROGRESSIVE - 1
    return Segment(marker, b"\x08" + size + bytes((len(frame.components),)) + body, b"", 0).whole


def _scan_segments(
    scan: ScanHead, segment: Segment, frame: JpegFrame, tables: Tables
) -> Iterator[bytes]:
    """Yield a scan with the tables that are in force. Raises ValueError."""
    for component in scan.components:
        if component.quantizers is None:  # the one at its first scan (libjpeg, jdinput.c)
            component.quantizers = tables.quantizers.get(component.table)
        if component.quantizers is None:
            raise _OddError
    for number in sorted(set(_needed(scan, frame))):
        table = tables.huffman.get(number)
        if table is None or not _is_sound(table, dc=number < 0x10):  # noqa: PLR2004 - class 1
            raise _OddError
        yield Segment(HUFFMAN, bytes((number,)) + table.whole, b"", 0).whole
    yield Segment(RESTART, tables.restart.to_bytes(2, "big"), b"", 0).whole
    places = {component.number: place for place, component in enumerate(frame.components, 1)}
    chosen = b"".join(
        bytes((places[component.number], dc << 4 | ac & 15))
        for component, dc, ac in zip(scan.components, scan.dc, scan.ac, strict=True)
    )
    how = bytes((scan.first, scan.last, scan.high << 4 | scan.low))
    yield Segment(SCAN, bytes((len(scan.components),)) + chosen + how, b"", 0).head
    yield segment.scan


def _needed(scan: ScanHead, frame: JpegFrame) -> Sequence[int]:
    """Return class and number of the tables that a scan is read with."""
    if not frame.progressive:
        return (*scan.dc, *scan.ac)
    if scan.first:
        return scan.ac
    return () if scan.high else scan.dc


def _is_sound(table: HuffmanTable, *, dc: bool) -> bool:
    """Whether its codes are codes, none of ones only, and its DC symbols sizes of numbers."""
    code = 0
    for length, count in enumerate(table.counts, 1):
        code += count
        if count and code >= 1 << length:
            return False
        code <<= 1
    return not dc or max(table.symbols, default=0) <= _LARGEST_DC
