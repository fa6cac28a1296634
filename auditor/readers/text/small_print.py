"""Small print: looked for at a larger size, only where the smaller one leaves it open.

Where the first look has found a line whose letters are large enough, a larger picture shows the
same line. What is left are short lines and whatever looks like words, however faintly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from auditor.readers.picture.upright import Upright
from auditor.readers.text.engine import TextEngine
from auditor.readers.text.lines import FoundLines, Map, Spot

__all__ = ["HINT", "add_small_print", "look_round"]

HINT = 0.1
"""Of the map, 0-1. Print too small to be found gives more than this somewhere in it, plain surfaces
less than 0.05."""
_CLEAR = 14.0
"""Px of a line in the first look from which it is taken as it is."""
_BESIDE = 0.35  # of the height of such a line: what looks like words so near to it belongs to it
_MARGIN = 64
"""Px of the larger picture round what is looked at: what the network sees around a line decides
with it."""
_WORTH_CUTTING = 0.8  # of a picture; larger parts are looked at with the rest
_COARSE = 4  # px: places to look round are told as exactly as this
_SAME = 0.5  # of a line: with more of it under a line that is taken already it is that one

Mask = npt.NDArray[np.uint8]
Part = tuple[int, int, int, int]
"""Left, top, right and bottom in px of the larger picture."""


def add_small_print(
    engine: TextEngine, fine: Upright, seen: FoundLines, scale: float, hint: float = HINT
) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """Return the lines of the first look that stay, and what the larger picture shows beside them.

    Each in px of its own picture; the larger one is `scale` times as large. Where its parts give
    fewer lines than they are looked at for, all of it is looked at.
    """
    clear = tuple(spot for spot in seen.spots if min(spot.width, spot.height) >= _CLEAR)
    kept = tuple(spot.times(scale) for spot in clear)
    tall, wide = fine.rgb.shape[:2]
    parts = [] if seen.seen is None else _open_parts(seen.seen, kept, (tall, wide), hint)
    if _share_of(parts, (tall, wide)) <= _WORTH_CUTTING:
        found = tuple(spot for part in parts for spot in _look_at(engine, fine, part))
        if len(found) >= len(seen.spots) - len(clear):
            return clear, _beside(found, kept, (tall, wide))
    return (), engine.look(fine.rgb).spots


def look_round(
    engine: TextEngine, fine: Upright, places: Iterable[tuple[float, float, float, float]]
) -> tuple[Spot, ...]:
    """Return the lines at and round some places (left, top, right and bottom in its own px)."""
    tall, wide = fine.rgb.shape[:2]
    marked: Mask = np.zeros((-(-tall // _COARSE), -(-wide // _COARSE)), np.uint8)
    for left, top, right, bottom in places:
        rows = slice(max(0, int(top / _COARSE)), int(bottom / _COARSE) + 1)
        marked[rows, max(0, int(left / _COARSE)) : int(right / _COARSE) + 1] = 1
    parts = _parts_of(marked, (tall, wide))
    if _share_of(parts, (tall, wide)) > _WORTH_CUTTING:
        return engine.look(fine.rgb).spots
    return tuple(spot for part in parts for spot in _look_at(engine, fine, part))


def _look_at(engine: TextEngine, fine: Upright, part: Part) -> list[Spot]:
    left, top, right, bottom = part
    share = (right - left) * (bottom - top) / (fine.rgb.shape[0] * fine.rgb.shape[1])
    return [
        spot.moved(left, top) for spot in engine.look(fine.rgb[top:bottom, left:right], share).spots
    ]


def _open_parts(seen: Map, kept: Sequence[Spot], size: tuple[int, int], hint: float) -> list[Part]:
    """Return the parts in which something looks like words and no line is taken yet."""
    import cv2

    tall, wide = seen.shape
    down, across = size[0] / tall, size[1] / wide
    left_open: Mask = (seen > hint).astype(np.uint8)
    for spot in kept:
        cv2.fillPoly(left_open, [_grown(spot, across, down)], 0)
    return _parts_of(left_open, size)


def _parts_of(marked: Mask, size: tuple[int, int]) -> list[Part]:
    """Return the parts round what is marked; `size` is that of the larger picture."""
    import cv2

    if not marked.any():
        return []
    down, across = size[0] / marked.shape[0], size[1] / marked.shape[1]
    reach = (2 * round(_MARGIN / across) + 1, 2 * round(_MARGIN / down) + 1)
    near = cv2.dilate(marked, cv2.getStructuringElement(cv2.MORPH_RECT, reach))
    _count, _labels, measures, _middles = cv2.connectedComponentsWithStats(near)
    return [
        (
            int(x * across),
            int(y * down),
            min(size[1], round((x + width) * across)),
            min(size[0], round((y + height) * down)),
        )
        for x, y, width, height in (row[:4] for row in measures[1:])
    ]


def _share_of(parts: Sequence[Part], size: tuple[int, int]) -> float:
    return sum((part[2] - part[0]) * (part[3] - part[1]) for part in parts) / (size[0] * size[1])


def _grown(spot: Spot, across: float, down: float) -> npt.NDArray[np.int32]:
    """Return the corners of a line with what belongs to it, in px of a map."""
    corners = np.array(spot.corners)
    away = corners - corners.mean(axis=0)
    away /= np.maximum(1.0, np.linalg.norm(away, axis=1, keepdims=True))
    larger = corners + away * _BESIDE * min(spot.width, spot.height)
    grown: npt.NDArray[np.int32] = np.rint(larger / (across, down)).astype(np.int32)
    return grown


def _beside(found: Sequence[Spot], kept: Sequence[Spot], size: tuple[int, int]) -> tuple[Spot, ...]:
    """Return the lines found that are not among those kept, nor found twice where parts overlap."""
    import cv2

    taken: Mask = np.zeros(size, np.uint8)
    for spot in kept:
        cv2.fillPoly(taken, [np.rint(spot.corners).astype(np.int32)], 1)
    fresh: list[Spot] = []
    for spot in found:
        x, y, width, height = (max(0, int(value)) for value in spot.box)
        corners = np.rint(np.array(spot.corners) - (x, y)).astype(np.int32)
        own: Mask = np.zeros((height + 1, width + 1), np.uint8)
        cv2.fillPoly(own, [corners], 1)
        under = taken[y : y + height + 1, x : x + width + 1]
        own = own[: under.shape[0], : under.shape[1]]
        if own.any() and float(under[own > 0].mean()) > _SAME:
            continue
        under |= own
        fresh.append(spot)
    return tuple(fresh)
