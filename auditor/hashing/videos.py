"""Whether one video shows what another shows: by the share of its frames that have a match (facebook/ThreatExchange, vpdq)."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.domain.hashes import Frame
from auditor.hashing.match import from_hex, pairs

__all__ = ["FRAME_LIMIT", "shares"]

FRAME_LIMIT = 31
"""Bits two frames may differ in (vpdq/README.md)."""


def shares(one: Sequence[Frame], other: Sequence[Frame], limit: int = FRAME_LIMIT) -> tuple[float, float]:
    """Return which share (0-1) of the frames of `one` is found in `other`, and of `other` in `one`.

    Frames of quality under 50 are left out, and of equal frames one counts, so that black ends and stills decide nothing. A part
    cut out of a long video gives nearly 1 for the part and little for the whole. Without a reliable frame a share is 0.
    """
    left = sorted({frame.hash for frame in one if frame.reliable})
    right = sorted({frame.hash for frame in other if frame.reliable})
    if not left or not right:
        return 0.0, 0.0
    i, j, _bits = pairs(from_hex(left), from_hex(right), limit)
    return len(set(i.tolist())) / len(left), len(set(j.tolist())) / len(right)
