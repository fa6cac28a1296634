"""A JPEG written anew from its coefficients, as write.py does it, by the libjpeg of Pillow.

The bytes are those that write.py gives, and are read back: the copy has the same coefficients, what
multiplies them and how colours are taken, so that every decoder shows the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from auditor.readers.clean_copy.jpeg.frame import BlockGrid, Component, OnBlocks
from auditor.readers.clean_copy.jpeg.huffman import HuffmanTable
from auditor.readers.clean_copy.jpeg.library.binding import Library, LibraryError, guarded
from auditor.readers.clean_copy.jpeg.library.coefficients import (
    StoredPicture,
    reading,
    write_scan,
)
from auditor.readers.clean_copy.jpeg.read import JpegPicture
from auditor.readers.clean_copy.jpeg.segments import HUFFMAN, SCAN, segments
from auditor.readers.clean_copy.jpeg.streams import PlainStream, plain_stream
from auditor.readers.clean_copy.jpeg.write import (
    MOST_AC,
    MOST_DC,
    MOST_IN_UNIT,
    assembled,
    choose_quantizers,
)
from auditor.readers.clean_copy.jpeg.zigzag import ZIGZAG

__all__ = ["transcode"]


def transcode(data: bytes, act: OnBlocks | None = None) -> bytes:
    """Return the picture in the one way that it can be written, after what `act` does to it.

    It was read back, and is the same picture. Raises ValueError where it cannot be done so, or the
    copy is not the same; MemoryError.
    """
    stream = plain_stream(data)
    if sum(each.h * each.v for each in stream.frame.components) > MOST_IN_UNIT:
        raise LibraryError
    return guarded(lambda library: _transcode(library, stream, act))


def _transcode(library: Library, stream: PlainStream, act: OnBlocks | None) -> bytes:
    with reading(library, stream.data, stream.frame) as picture:
        if act is not None:
            act(stream.frame, stream.colour, picture.blocks)
        used = [_look(blocks, any_size=stream.any_size) for blocks in picture.blocks]
        quantizers = choose_quantizers(stream.frame, used)
        copy = _assemble(stream, quantizers, write_scan(picture, len(stream.data)))
        again = plain_stream(copy)
        with reading(library, again.data, again.frame) as found:
            if not _is_same(stream, picture, again, found, used):
                raise LibraryError
    return copy


def _look(blocks: BlockGrid, *, any_size: bool) -> npt.NDArray[np.bool_]:
    """Return which coefficients are not zero everywhere, in zigzag order.

    With `any_size` they were in no code that says how large they are at most.

    Raises LibraryError where a value is none that such a file can hold: libjpeg would only give up.
    """
    light = blocks[:, :, 0]
    if max(0, int(light.max())) - min(0, int(light.min())) > MOST_DC:
        raise LibraryError
    if any_size:
        largest, smallest = blocks.max(axis=(0, 1)), blocks.min(axis=(0, 1))
        if max(int(largest[1:].max()), -int(smallest[1:].min())) > MOST_AC:
            raise LibraryError
    bits = np.bitwise_or.reduce(blocks.view(np.int64), axis=(0, 1))
    found: npt.NDArray[np.bool_] = (bits.view(np.int16) != 0)[ZIGZAG]
    return found


def _assemble(stream: PlainStream, quantizers: list[tuple[int, ...]], written: bytes) -> bytes:
    """Put our own heads before a scan that libjpeg wrote, with its Huffman tables."""
    tables: dict[tuple[int, int], HuffmanTable] = {}
    scan = b""
    for segment in segments(written):
        if segment.marker == HUFFMAN:
            tables[segment.body[0] >> 4, segment.body[0] & 15] = HuffmanTable.read(segment.body, 1)[
                0
            ]
        elif segment.marker == SCAN:
            scan = segment.scan
    picture = JpegPicture(stream.frame, stream.colour)
    return assembled(picture, quantizers, tables, scan)


def _is_same(
    stream: PlainStream,
    picture: StoredPicture,
    again: PlainStream,
    found: StoredPicture,
    used: Sequence[npt.NDArray[np.bool_]],
) -> bool:
    """Whether two pictures are one by definition, whatever decodes them.

    The same size, sampling and colours, the same coefficients, and the same numbers that multiply
    those that are not zero.
    """
    return (
        _form(stream) == _form(again)
        and all(
            np.array_equal(_quantizers(mine)[matters], _quantizers(other)[matters])
            for mine, other, matters in zip(
                stream.frame.components, again.frame.components, used, strict=True
            )
        )
        and all(
            np.array_equal(mine.view(np.int64), other.view(np.int64))
            for mine, other in zip(picture.blocks, found.blocks, strict=True)
        )
    )


def _form(stream: PlainStream) -> tuple[object, ...]:
    frame = stream.frame
    return (
        frame.width,
        frame.height,
        stream.colour,
        [(component.h, component.v) for component in frame.components],
    )


def _quantizers(component: Component) -> npt.NDArray[np.int64]:
    if component.quantizers is None:
        raise LibraryError
    return component.quantizers
