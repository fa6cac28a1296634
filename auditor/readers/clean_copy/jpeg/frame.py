"""What a JPEG says of its picture before the compressed data (ITU T.81, annexes A and B)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.readers.clean_copy.jpeg.huffman import HuffmanTable
from auditor.readers.clean_copy.jpeg.segments import (
    APP0,
    APP14,
    HUFFMAN,
    QUANTIZERS,
    RESTART,
    Segment,
)

__all__ = [
    "BASELINE",
    "EXTENDED",
    "PROGRESSIVE",
    "BlockGrid",
    "ColourForm",
    "Component",
    "JpegFrame",
    "OnBlocks",
    "ScanHead",
    "Tables",
    "make_room",
    "read_frame",
    "read_scan",
]

BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
_MOST_COEFFICIENTS = 200_000_000
"""Two bytes each are held; a picture of 100 million pixels with coarser colour has fewer."""
_FACTORS = range(1, 5)
_KINDS = {1: 1, 3: 3, 4: 4}
_ADOBE_LENGTH, _JFIF_LENGTH = 12, 14
_YCCK = 2  # what libjpeg takes every other number for
_RGB = (82, 71, 66)  # numbers of components that say "RGB" to libjpeg

Quantizers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ColourForm:
    """How a decoder takes the components: `jfif`, or `adobe` with its number of a transform."""

    jfif: bool
    adobe: int | None


@dataclass
class Component:
    """One component with its coefficients.

    `across` x `down` blocks hold the picture, `wide` x `high` whole units; `coefficients` has a
    block a row, in zigzag order.
    """

    number: int
    h: int
    v: int
    table: int
    across: int = 0
    down: int = 0
    wide: int = 0
    high: int = 0
    quantizers: Quantizers | None = None
    coefficients: npt.NDArray[np.int16] = field(default_factory=lambda: np.zeros((0, 64), np.int16))


@dataclass(frozen=True)
class JpegFrame:
    """A picture; units are the blocks that an interleaved scan holds together."""

    width: int
    height: int
    progressive: bool
    components: tuple[Component, ...]
    units_across: int
    units_down: int


BlockGrid = npt.NDArray[np.int16]
"""Rows x columns x 64 coefficients of a component in natural order: those that hold the picture."""
OnBlocks = Callable[[JpegFrame, ColourForm, Sequence[BlockGrid]], None]
"""Is handed a frame with its quantizers, how colours are taken, and the blocks of each component,
which it may look at and change."""


@dataclass(frozen=True)
class ScanHead:
    """What one scan holds: which components, which coefficients, which bits of them."""

    components: tuple[Component, ...]
    dc: tuple[int, ...]
    ac: tuple[int, ...]
    first: int
    last: int
    high: int
    low: int


@dataclass
class Tables:
    """The tables that are in force, and what was told of colours."""

    quantizers: dict[int, Quantizers] = field(default_factory=dict)
    huffman: dict[int, HuffmanTable] = field(default_factory=dict)
    """By class (0x00 DC, 0x10 AC) and number."""
    restart: int = 0
    jfif: bool = False
    adobe: int | None = None

    def take(self, segment: Segment) -> None:
        """Take what a segment says; others are passed over. Raises ValueError."""
        body = segment.body
        if segment.marker == QUANTIZERS:
            self._take_quantizers(body)
        elif segment.marker == HUFFMAN:
            place = 0
            while place < len(body):
                kind = body[place]
                if kind & 0xEF > 3:  # noqa: PLR2004 - class 0 or 1, number 0 to 3
                    message = "no Huffman table"
                    raise ValueError(message)
                self.huffman[kind], place = HuffmanTable.read(body, place + 1)
        elif segment.marker == RESTART and len(body) == 2:  # noqa: PLR2004 - a number
            self.restart = int.from_bytes(body, "big")
        elif segment.marker == APP0 and body[:5] == b"JFIF\0" and len(body) >= _JFIF_LENGTH:
            self.jfif = True
        elif segment.marker == APP14 and body[:5] == b"Adobe" and len(body) >= _ADOBE_LENGTH:
            self.adobe = body[_ADOBE_LENGTH - 1]

    def _take_quantizers(self, body: bytes) -> None:
        place = 0
        while place < len(body):
            wide, number = body[place] >> 4, body[place] & 15
            size = 128 if wide else 64
            values = np.frombuffer(body[place + 1 : place + 1 + size], ">u2" if wide else "u1")
            if values.size < 64 or wide > 1 or number > 3:  # noqa: PLR2004 - B.2.4.1
                message = "no quantization table"
                raise ValueError(message)
            self.quantizers[number] = values.astype(np.int64)
            place += 1 + size

    def colour(self, frame: JpegFrame) -> ColourForm:
        """Return how libjpeg takes the colours (jdapimin.c, default_decompress_parms)."""
        count = len(frame.components)
        numbers = tuple(component.number for component in frame.components)
        if count == 4:  # noqa: PLR2004 - CMYK
            return ColourForm(jfif=False, adobe=self.adobe and _YCCK)
        if count == 3 and not self.jfif:  # noqa: PLR2004 - colours
            rgb = self.adobe == 0 if self.adobe is not None else numbers == _RGB
            if rgb:
                return ColourForm(jfif=False, adobe=0)
        return ColourForm(jfif=True, adobe=None)


def read_frame(segment: Segment) -> JpegFrame:
    """Return the frame, without room for its coefficients. Raises ValueError."""
    body = segment.body
    if segment.marker not in {BASELINE, EXTENDED, PROGRESSIVE} or len(body) < 6 or body[0] != 8:  # noqa: PLR2004 - eight bits a sample
        message = "a kind of JPEG that is not written here"
        raise ValueError(message)
    height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    components = [
        Component(body[place], body[place + 1] >> 4, body[place + 1] & 15, body[place + 2])
        for place in range(6, len(body) - 2, 3)
    ]
    numbers = {component.number for component in components}
    factors = {factor for component in components for factor in (component.h, component.v)}
    if (
        not (height and width)
        or len(body) != 6 + 3 * body[5]
        or len(components) not in _KINDS
        or len(numbers) != len(components)
        or not factors <= set(_FACTORS)
    ):
        message = "a picture that is not written here"
        raise ValueError(message)
    if len(components) == 1:
        components[0].h = components[0].v = 1
    h, v = max(each.h for each in components), max(each.v for each in components)
    frame = JpegFrame(
        width,
        height,
        segment.marker == PROGRESSIVE,
        tuple(components),
        _count_up(width, 8 * h),
        _count_up(height, 8 * v),
    )
    _count_blocks(frame, h, v)
    return frame


def _count_blocks(frame: JpegFrame, h: int, v: int) -> None:
    blocks = 0
    for component in frame.components:
        component.across = _count_up(_count_up(frame.width * component.h, h), 8)
        component.down = _count_up(_count_up(frame.height * component.v, v), 8)
        component.wide = frame.units_across * component.h
        component.high = frame.units_down * component.v
        blocks += component.wide * component.high
    if blocks * 64 > _MOST_COEFFICIENTS:
        message = "too many pixels"
        raise ValueError(message)


def make_room(frame: JpegFrame) -> None:
    """Give every component its coefficients, all zero."""
    for component in frame.components:
        component.coefficients = np.zeros((component.wide * component.high, 64), np.int16)


def _count_up(size: int, part: int) -> int:
    """Return how many parts hold the whole."""
    return -(-size // part)


def read_scan(segment: Segment, frame: JpegFrame) -> ScanHead:
    """Return what a scan holds. Raises ValueError."""
    body = segment.body
    count = body[0] if body else 0
    by_number = {component.number: component for component in frame.components}
    chosen = [body[place] for place in range(1, 1 + 2 * count, 2)]
    if (
        len(body) != 4 + 2 * count
        or not 0 < count <= len(frame.components)
        or len(set(chosen)) != count
        or not set(chosen) <= set(by_number)
    ):
        message = "a scan of another picture"
        raise ValueError(message)
    tables = [body[place] for place in range(2, 2 + 2 * count, 2)]
    first, last, bits = body[-3:]
    scan = ScanHead(
        tuple(by_number[number] for number in chosen),
        tuple(table >> 4 for table in tables),
        tuple(0x10 | table & 15 for table in tables),
        first,
        last,
        bits >> 4,
        bits & 15,
    )
    if not frame.progressive:
        return ScanHead(scan.components, scan.dc, scan.ac, 0, 63, 0, 0)
    if (
        not first <= last < 64  # noqa: PLR2004 - coefficients of a block
        or (first == 0 and last != 0)
        or (first > 0 and count > 1)
        or scan.low > 13  # noqa: PLR2004 - G.1.1.1.2
        or scan.high not in {0, scan.low + 1}
    ):
        message = "a scan that is not as the standard has it"
        raise ValueError(message)
    return scan
