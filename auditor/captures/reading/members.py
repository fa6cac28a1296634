"""A file packed with gzip in many members, each unpacked in small pieces into memory of others."""

from __future__ import annotations

import zlib
from typing import Any, BinaryIO

from auditor.captures.reading.pane import CUT
from auditor.errors import ReaderError
from auditor.messages import N_, _

MAGIC = b"\x1f\x8b"
_READ = 16 * 1024
_PIECE = 2 * 1024
"""Bytes that are unpacked at once: pieces so small are overwritten by the next ones."""
_RATIO, _SMALL = 200, 64 * 1024 * 1024
"""Times that a member may be longer than packed once it is large. A judgement."""
_BOMB = N_("unpacks to far more than such a file holds: not opened")


class Member:
    """One gzip member, from `start` of a file on, as a raw file that is read to its end once.

    `ends_at` is where the next begins, None until this one was read to its end.
    """

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file: Any = getattr(file, "raw", file)
        self._at = self._start = start
        self._unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._waiting = b""
        self._unpacked = 0
        self.ends_at: int | None = None

    def seek(self, place: int) -> int:
        """Do nothing where it stands there already. Raises ReaderError for any other place."""
        if place != self._unpacked:
            raise ReaderError(_(CUT))
        return place

    def readinto(self, view: memoryview) -> int:
        """Unpack into `view`; 0 at the end of the member."""
        filled = 0
        try:
            while filled < len(view) and not self._unpacking.eof:
                if not self._waiting:
                    self._file.seek(self._at)
                    self._waiting = self._file.read(_READ)
                    self._at += len(self._waiting)
                    if not self._waiting:
                        raise ReaderError(_(CUT))
                piece = self._unpacking.decompress(self._waiting, min(_PIECE, len(view) - filled))
                self._waiting = self._unpacking.unconsumed_tail
                view[filled : filled + len(piece)] = piece
                filled += len(piece)
        except zlib.error:
            raise ReaderError(_(CUT)) from None
        self._unpacked += filled
        if self._unpacked > max(_SMALL, _RATIO * (self._at - self._start)):
            raise ReaderError(_(_BOMB))
        if self._unpacking.eof:
            self.ends_at = self._at - len(self._unpacking.unused_data)
        return filled
