"""Coefficients in the memory of libjpeg, and the compressed data that they give."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from auditor.dataclass import dataclass
from auditor.readers.clean_copy.jpeg.frame import BlockGrid, JpegFrame
from auditor.readers.clean_copy.jpeg.library.binding import (
    OPTIMIZE_CODING,
    READING,
    WRITING,
    Library,
    LibraryError,
)

__all__ = ["StoredPicture", "reading", "write_scan"]

_BLOCK_BYTES = 128
_ROOM = 4 << 20
"""Bytes that libjpeg takes beside the coefficients."""


@dataclass(frozen=True)
class StoredPicture:
    """A picture that libjpeg has read; `blocks` are its own memory, one array a component."""

    library: Library
    state: ctypes.Array[ctypes.c_char]
    arrays: int
    blocks: tuple[BlockGrid, ...]


@contextmanager
def reading(library: Library, plain: bytes, frame: JpegFrame) -> Iterator[StoredPicture]:
    """Read the scans of `plain` (streams.plain_stream). Raises LibraryError, MemoryError."""
    _make_sure_of_room(frame)
    state = library.start(READING)
    try:
        library.call.jpeg_mem_src(state, plain, len(plain))
        library.call.jpeg_read_header(state, 1)
        arrays = library.call.jpeg_read_coefficients(state)
        library.check()
        yield StoredPicture(library, state, arrays, _views(library, state, arrays, frame))
    finally:
        library.call.jpeg_destroy_decompress(state)


def write_scan(picture: StoredPicture, room: int) -> bytes:
    """Return a JPEG of one scan with the best Huffman tables.

    `room` is how many bytes it will hardly be longer than. Raises LibraryError. No value may be
    beyond what such a file can hold.
    """
    library, call = picture.library, picture.library.call
    state = library.start(WRITING)
    own = ctypes.create_string_buffer(room)
    buffer, size = ctypes.c_void_p(ctypes.addressof(own)), ctypes.c_ulong(room)
    try:
        call.jpeg_mem_dest(state, ctypes.byref(buffer), ctypes.byref(size))
        call.jpeg_copy_critical_parameters(picture.state, state)
        ctypes.c_int.from_buffer(state, OPTIMIZE_CODING).value = 1
        call.jpeg_write_coefficients(state, picture.arrays)
        call.jpeg_finish_compress(state)
        library.check()
        return ctypes.string_at(buffer.value or 0, size.value)
    finally:
        call.jpeg_destroy_compress(state)
        if buffer.value != ctypes.addressof(own):
            _free(buffer)


def _free(buffer: ctypes.c_void_p) -> None:
    free = ctypes.CDLL(None).free
    free.argtypes, free.restype = [ctypes.c_void_p], None
    free(buffer)


def _make_sure_of_room(frame: JpegFrame) -> None:
    """Raise MemoryError where there is none: libjpeg could only give up."""
    blocks = sum(component.wide * component.high for component in frame.components)
    np.empty(blocks * _BLOCK_BYTES + _ROOM, np.uint8)


def _views(
    library: Library, state: ctypes.Array[ctypes.c_char], arrays: int, frame: JpegFrame
) -> tuple[BlockGrid, ...]:
    """Return the blocks of each component where libjpeg holds them. Raises LibraryError."""
    count = len(frame.components)
    found = []
    pointers = (ctypes.c_void_p * count).from_address(arrays)
    for component, pointer in zip(frame.components, pointers, strict=True):
        address = library.rows(state, pointer or 0, component.v)
        rows = np.ctypeslib.as_array((ctypes.c_int64 * component.high).from_address(address))
        line = component.wide * _BLOCK_BYTES
        if (np.diff(rows) != line).any():
            raise LibraryError
        size = component.high * component.wide * 64
        held = np.ctypeslib.as_array((ctypes.c_int16 * size).from_address(int(rows[0])))
        every = held.reshape(component.high, component.wide, 64)
        found.append(every[: component.down, : component.across])
    return tuple(found)
