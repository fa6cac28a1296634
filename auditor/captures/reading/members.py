"""A file packed with gzip in many members, each unpacked in small pieces into memory of others."""

from __future__ import annotations

import ctypes
import sys
import zlib
from typing import Any, BinaryIO

from auditor.captures.reading.pane import CUT, blank
from auditor.errors import ReaderError
from auditor.messages import N_, _

MAGIC = b"\x1f\x8b"
_READ = 4 * 1024
_PIECE = 448
"""Bytes that are unpacked at once. zlib's module copies out of its own memory what is shorter than
asked for, and lets that memory go as it is. Memory of up to 512 bytes comes from Python's own pools
(Objects/obmalloc.c), where the next of its size is the one that was let go.
"""
_LET_GO = 8
"""How many of them are overwritten: another thread may have come between."""
_WINDOW, _WINDOWS = 32 * 1024, 128
"""Bytes that unpacking looks back at (RFC 1951), and how many such places are overwritten."""
_FRAGMENTS = tuple(24 << step for step in range(11, -1, -1))
"""Sizes of what may be left of a place of which something else took a part, the largest first: a
place of 24 bytes is the smallest that malloc of glibc hands out.
"""
_OF_EACH = 1024 * 1024
"""Bytes that are overwritten in places of each of these sizes."""
_POOLED, _POOLED_STEP, _OF_POOL = 512, 16, 1024
"""What is smaller comes from Python's own pools, by size, and how many places of each size are
overwritten.
"""
_RATIO, _SMALL = 200, 64 * 1024 * 1024
"""Times that a member may be longer than packed once it is large. A judgement."""
_BOMB = N_("unpacks to far more than such a file holds: not opened")


def overwrite_windows() -> None:
    """Fill the places that what unpacked let go with zeros: nobody can reach into zlib's own.

    Something else may have taken a part of such a place since. So all that is free is taken, from
    large to small, and held until the smallest was.
    """
    windows = [bytearray(_WINDOW) for _each in range(_WINDOWS)]
    empty = sys.getsizeof(b"")
    pooled = [
        bytes(size - empty)
        for size in range(_POOLED, empty, -_POOLED_STEP)
        for _each in range(_OF_POOL)
    ]
    _overwrite_fragments()
    del windows, pooled


def _overwrite_fragments() -> None:
    """Take what malloc has free, in the order of `_FRAGMENTS`, and fill it with zeros."""
    if sys.implementation.name != "cpython":
        return
    take, give = ctypes.pythonapi.PyMem_RawMalloc, ctypes.pythonapi.PyMem_RawFree
    take.restype, take.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
    give.restype, give.argtypes = None, (ctypes.c_void_p,)
    taken: list[int] = []
    try:
        for size in _FRAGMENTS:
            for _each in range(_OF_EACH // size):
                place = take(size)
                if place is None:
                    return
                ctypes.memset(place, 0, size)
                taken.append(place)
    finally:
        for place in taken:
            give(place)


def begins_with(packed: bytes | bytearray, lead: bytes) -> bool:
    """Whether what is packed begins with `lead`."""
    try:
        unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, len(lead))
    except zlib.error:
        return False
    return unpacked == lead


def require_no_bomb(unpacked: int, packed: int) -> None:
    """Raise ReaderError where so much comes of so little that it was made to fill a machine."""
    if unpacked > max(_SMALL, _RATIO * packed):
        raise ReaderError(_(_BOMB))


class Member:
    """One gzip member, from `start` of a file on, as a raw file that is read to its end once.

    `ends_at` is where the next begins, None until this one was read to its end; `unpacked` is how
    much came out so far.
    """

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file: Any = getattr(file, "raw", file)
        self._at = self._start = start
        self._unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._waiting = b""
        self.unpacked = 0
        self.ends_at: int | None = None

    def close(self) -> None:
        """Let go of what unpacked, though an error may still hold this."""
        del self._unpacking

    def seek(self, place: int) -> int:
        """Do nothing where it stands there already. Raises ReaderError for any other place."""
        if place != self.unpacked:
            raise ReaderError(_(CUT))
        return place

    def readinto(self, view: memoryview) -> int:
        """Unpack into `view`; 0 at the end of the member."""
        filled = 0
        try:
            room = min(_PIECE, len(view))
            while filled + room <= len(view) and not self._unpacking.eof:
                if not self._waiting:
                    self._file.seek(self._at)
                    self._waiting = self._file.read(_READ)
                    self._at += len(self._waiting)
                piece = self._unpacking.decompress(self._waiting, room)
                if not piece and not self._waiting and not self._unpacking.eof:
                    raise ReaderError(_(CUT))
                view[filled : filled + len(piece)] = piece
                self._waiting = self._unpacking.unconsumed_tail
                filled += len(piece)
                blank(piece)
                if len(piece) < room:
                    del piece
                    let_go = [bytes(room) for _each in range(_LET_GO)]
                    del let_go
        except zlib.error:
            raise ReaderError(_(CUT)) from None
        self.unpacked += filled
        require_no_bomb(self.unpacked, self._at - self._start)
        if self._unpacking.eof:
            self.ends_at = self._at - len(self._unpacking.unused_data)
        return filled
