"""Looking for anchors in the bytes of many rows at once, as Arrow keeps them: one behind another.

A call looks at ten thousand rows, with instructions that compare 32 bytes at once. DuckDB asks each
row by itself, which costs six times as much (benchmarks/corpus.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, MatchKind

from auditor.corpus.addresses.anchors import CASE_BIT, SHORTEST

_AT_ONCE = 28
"""Anchors of one pass; with twice as many a pass takes three times as long."""
_IN_NO_TEXT = tuple(bytes((byte,)) * SHORTEST for byte in b"\xff\xfe\xfd\xfc")
"""No UTF-8 has these. With texts of fewer than four first bytes the matcher would look for single
bytes, which every address has."""

Texts = np.ndarray[tuple[int], np.dtype[np.uint8]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


class AnchorScan:
    """Anchors to look for. One such object belongs to one thread."""

    def __init__(self, anchors: Sequence[bytes]) -> None:
        self._passes = [
            BytesAhoCorasick(
                [*anchors[start : start + _AT_ONCE], *_IN_NO_TEXT],
                matchkind=MatchKind.LeftmostFirst,
            )
            for start in range(0, len(anchors), _AT_ONCE)
        ]
        self._room = np.empty(0, np.uint8)

    def rows(self, text: Texts, ends: Numbers) -> Numbers:
        """Return which rows have an anchor, ascending, and perhaps a few beside these.

        `text`: the bytes of all rows, one behind another. `ends`: where row n begins in it, and at
        n + 1 where it ends.
        """
        begin = int(ends[0])
        text = text[begin : ends[-1]]
        if self._room.size < text.size:
            self._room = np.empty(text.size, np.uint8)
        plain = np.bitwise_or(text, CASE_BIT, out=self._room[: text.size])
        found = [each for one_pass in self._passes for each in _spans(one_pass, plain)]
        if not found:
            return np.empty(0, np.int64)
        spans = np.array(found, np.int64) + begin
        first = np.searchsorted(ends, spans[:, 0], "right") - 1
        last = np.searchsorted(ends, spans[:, 1] - 1, "right") - 1
        # What reaches over the end of a row is in no row, but may hide what begins inside of it.
        between = [np.arange(a, z) for a, z in zip(first, last, strict=True) if z - a > 1]
        return np.unique(np.concatenate([first, last, *between]))


def _spans(matcher: Any, text: Texts) -> list[tuple[int, int]]:
    return [(start, end) for _number, start, end in matcher.find_matches_as_indexes(text)]
