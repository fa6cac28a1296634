"""A file packed with gzip in many members, each unpacked in small pieces into memory of others."""

from __future__ import annotations

import zlib
from typing import Any, BinaryIO

from auditor.captures.reading.pane import CUT, blank
from auditor.errors import ReaderError
from auditor.messages import N_, _

MAGIC = b"\x1f\x8b"
_READ = 16 * 1024
_PIECE = 2 * 1024
"""Bytes that are unpacked at once: pieces so small are overwritten by the next ones."""
_PIECES = 1024
_WINDOW, _WINDOWS = 32 * 1024, 128
"""Bytes that unpacking looks back at (RFC 1951), and how many such places are overwritten."""
_RATIO, _SMALL = 200, 64 * 1024 * 1024
"""Times that a member may be longer than packed once it is large. A judgement."""
_BOMB = N_("unpacks to far more than such a file holds: not opened")


def overwrite_windows() -> None:
    """Fill the places that what unpacked let go with zeros: nobody can reach into zlib's own."""
    filled = [bytes(_PIECE) for _each in range(_PIECES)]
    windows = [bytearray(_WINDOW) for _each in range(_WINDOWS)]
    del filled, windows


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
        except zlib.error:
            raise ReaderError(_(CUT)) from None
        self.unpacked += filled
        require_no_bomb(self.unpacked, self._at - self._start)
        if self._unpacking.eof:
            self.ends_at = self._at - len(self._unpacking.unused_data)
        return filled
