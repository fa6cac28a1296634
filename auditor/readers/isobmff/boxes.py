"""The boxes of ISO base media files: HEIC, AVIF, MP4, QuickTime, JPEG 2000, JPEG XL.

Structure as in ISO 14496-12, 4.2. Walked without a decoder, in bounded steps, over bytes in memory
or over a file that is read in pieces.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from auditor.dataclass import dataclass

__all__ = ["BmffBox", "BoxWalk", "ByteSource", "FilePieces"]

_HEAD = 8
_LONG_HEAD = 16
_UUID = 16
_MOST_BOXES = 100_000
"""Boxes looked at in one file; a film of an hour in pieces of a second has some 10,000."""


class ByteSource(Protocol):
    """Bytes that can be sliced: `bytes`, or a file of which only what is asked for is read."""

    def __len__(self) -> int:
        """Return how many bytes there are."""

    def __getitem__(self, part: slice, /) -> bytes:
        """Return some of them, as far as they are there."""


class FilePieces:
    """An open file as a `ByteSource`; nothing of it is kept."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = os.fstat(file.fileno()).st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice, /) -> bytes:
        start, stop, _step = part.indices(self._size)
        if stop <= start:
            return b""
        self._file.seek(start)
        return self._file.read(stop - start)


@dataclass(frozen=True, slots=True)
class BmffBox:
    """One box: `start` and `stop` of the whole, `content` behind its head.

    `uuid` is the name of a box of kind "uuid". `whole` is False where it ends behind the bytes that
    are there.
    """

    kind: bytes
    start: int
    content: int
    stop: int
    uuid: bytes = b""
    whole: bool = True


class BoxWalk:
    """Walks the boxes of one file.

    `capped` turns true when there were more than are looked at, `damaged` when a box does not fit
    where it stands.
    """

    def __init__(self, source: ByteSource, most: int = _MOST_BOXES) -> None:
        self.source = source
        self.capped = False
        self.damaged = False
        self._left = most

    def top(self) -> Iterator[BmffBox]:
        """Yield the boxes of the file itself."""
        return self.boxes(0, len(self.source))

    def inside(self, box: BmffBox, skip: int = 0) -> Iterator[BmffBox]:
        """Yield the boxes in `box`, which begin `skip` bytes behind its head."""
        return self.boxes(box.content + skip, box.stop)

    def boxes(self, start: int, stop: int) -> Iterator[BmffBox]:
        """Yield the boxes from `start` to `stop`; what is no box ends it."""
        while start + _HEAD <= stop:
            if self._left <= 0:
                self.capped = True
                return
            self._left -= 1
            box = self._read_box(start, stop)
            if box is None:
                self.damaged = True
                return
            yield box
            start = box.stop

    def find(self, box: BmffBox, kind: bytes, skip: int = 0) -> BmffBox | None:
        """Return the first box of a kind in `box`, None if there is none."""
        return next((inner for inner in self.inside(box, skip) if inner.kind == kind), None)

    def read(self, box: BmffBox, limit: int) -> bytes:
        """Return the content of a box, at most `limit` bytes."""
        return self.source[box.content : min(box.stop, box.content + limit)]

    def _read_box(self, start: int, stop: int) -> BmffBox | None:
        head = self.source[start : start + _LONG_HEAD + _UUID]
        if len(head) < _HEAD:
            return None
        size, kind, behind = int.from_bytes(head[:4], "big"), head[4:8], _HEAD
        if size == 1:
            size, behind = int.from_bytes(head[8:16], "big"), _LONG_HEAD
        elif size == 0:  # to the end
            size = stop - start
        uuid = head[behind : behind + _UUID] if kind == b"uuid" else b""
        behind += len(uuid)
        if size < behind:
            return None
        end = start + size
        if end > stop:
            self.damaged = True
        return BmffBox(kind, start, min(start + behind, stop), min(end, stop), uuid, end <= stop)
