"""The compressed data of one scan as bits (ITU T.81, B.1.1.5 and F.1.2.3)."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass

__all__ = ["Bits", "bits_of"]

_RESTART = re.compile(rb"\xff+([\xd0-\xd7])", re.DOTALL)
_FILL = re.compile(rb"\xff{2,}(?=\x00)", re.DOTALL)
_PADDING = 16
_WORD, _HALF = 32, 16


@dataclass(frozen=True)
class Bits:
    """`words` are 32 bits from each 16th bit on; `spans` are (first, behind the last) bit.

    There is one span for each restart interval.
    """

    words: npt.NDArray[np.uint32]
    spans: tuple[tuple[int, int], ...]

    def window(self, start: int, count: int) -> memoryview[int]:
        """Return the next 16 bits at each of `count` places from `start` on, to the end."""
        first = start >> 4
        words = self.words[first : first + (count >> 4) + 1]
        peeks = np.empty((words.size, 16), np.uint16)
        for place in range(16):
            peeks[:, place] = words >> np.uint32(16 - place)
        return memoryview(peeks.reshape(-1)[start & 15 :].data)

    @cached_property
    def view(self) -> memoryview[int]:
        """The words for a loop that takes them one by one."""
        return memoryview(self.words.data)

    def peek(self, places: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
        """Return the next `count` (at most 16) bits at each place. Raises IndexError."""
        words = self.words[places >> 4].astype(np.int64)
        found: npt.NDArray[np.int64] = (words >> (_WORD - count - (places & 15))) & (
            (1 << count) - 1
        )
        return found

    def take(
        self, places: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        """Return the next bits at each place, as many (at most 16) as it says there."""
        words = self.words[places >> 4].astype(np.int64)
        found: npt.NDArray[np.int64] = (words >> (_WORD - counts - (places & 15))) & (
            (1 << counts) - 1
        )
        return found


def bits_of(scan: bytes, intervals: int) -> Bits:
    """Return the bits of a scan that has so many restart intervals. Raises ValueError."""
    if intervals == 1:
        pieces = [scan]
    else:
        pieces = []
        place = 0
        for number in range(intervals - 1):
            found = _RESTART.search(scan, place)
            if found is None or found[1][0] & 7 != number & 7:
                message = "a restart marker is missing"
                raise ValueError(message)
            pieces.append(scan[place : found.start()])
            place = found.end()
        pieces.append(scan[place:])
    plain = [_unstuff(piece) for piece in pieces]
    spans, start = [], 0
    for piece in plain:
        spans.append((start * 8, (start + len(piece)) * 8))
        start += len(piece)
    joined = np.frombuffer(b"".join(plain) + bytes(_PADDING + start % 2), np.uint8)
    halves: npt.NDArray[np.uint32] = joined.view(">u2").astype(np.uint32)
    words: npt.NDArray[np.uint32] = (halves[:-1] << np.uint32(_HALF)) | halves[1:]
    return Bits(words, tuple(spans))


def _unstuff(piece: bytes) -> bytes:
    if _RESTART.search(piece) or _FILL.search(piece):
        message = "a marker within the compressed data"
        raise ValueError(message)
    return piece.rstrip(b"\xff").replace(b"\xff\x00", b"\xff")
