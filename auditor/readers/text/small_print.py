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

__all__ = ["add_small_print", "look_round"]

_HINT = 0.05
"""Of the map, 0-1. Print too small to be found gives more than this somewhere in it, plain surfaces
less."""
_CLEAR = 14.0
"""Px of a line in the first look from which it is taken as it is."""
_BESIDE = 0.35  # of the height of such a line: what looks like words so near to it belongs to it
_MARGIN = 96
"""Px of the larger picture round what is looked at: what the network sees around a line decides
with it."""
_WORTH_CUTTING = 0.8  # of a picture; larger parts are looked at with the rest
_MOST_OF_PART = 0.7
"""Of a part that one line can fill, as there is a margin round it: even noise is taken for one."""
_BEYOND = 32  # px: by less than this a part round a line does not go beyond what was looked at
_COARSE = 4  # px: places to look round are told as exactly as this
_SAME = 0.5  # of a line: with more of it under a line that is taken already it is that one

Mask = npt.NDArray[np.uint8]
Part = tuple[int, int, int, int]
"""Left, top, right and bottom in px of the larger picture."""


def add_small_print(
    engine: TextEngine, fine: Upright, seen: FoundLines, scale: float
) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """Return the lines of the first look that stay, and what the larger picture shows beside them.

    Each in px of its own picture; the larger one is `scale` times as large. Where its parts give
    fewer lines than they are looked at for, all of it is looked at.
    """
    clear = tuple(spot for spot in seen.spots if min(spot.width, spot.height) >= _CLEAR)
    kept = tuple(spot.times(scale) for spot in clear)
    size = fine.rgb.shape[0], fine.rgb.shape[1]
    parts = [] if seen.seen is None else _open_parts(seen.seen, kept, size)
    if _share_of(parts, size) <= _WORTH_CUTTING:
        found = [spot for part in parts for spot in _look_at(engine, fine, part)]
        if len(found) >= len(seen.spots) - len(clear):
            fresh = _beside(found, kept, size)
            wider = _wider(parts, _marks([_ends(spot) for spot in fresh], size), size)
            if _share_of([*parts, *wider], size) <= _WORTH_CUTTING:
                more = [spot for part in wider for spot in _look_at(engine, fine, part)]
                return clear, _beside([*more, *fresh], kept, size)
    return (), engine.look(fine.rgb).spots


def _wider(parts: Sequence[Part], marked: Mask, size: tuple[int, int]) -> list[Part]:
    """Return the parts round the lines that were found where they reach beyond those looked at.

    Print stands beside print: a line without any hint of it is found by its neighbours.
    """
    return [
        new
        for new in _parts_of(marked, size)
        if not any(
            old[0] - new[0] <= _BEYOND
            and old[1] - new[1] <= _BEYOND
            and new[2] - old[2] <= _BEYOND
            and new[3] - old[3] <= _BEYOND
            for old in parts
        )
    ]


def _ends(spot: Spot) -> tuple[float, float, float, float]:
    left, top, width, height = spot.box
    return left, top, left + width, top + height


def look_round(
    engine: TextEngine, fine: Upright, places: Iterable[tuple[float, float, float, float]]
) -> tuple[Spot, ...]:
    """Return the lines at and round some places (left, top, right and bottom in its own px)."""
    size = fine.rgb.shape[0], fine.rgb.shape[1]
    parts = _parts_of(_marks(places, size), size)
    if _share_of(parts, size) > _WORTH_CUTTING:
        return engine.look(fine.rgb).spots
    return tuple(spot for part in parts for spot in _look_at(engine, fine, part))


def _marks(places: Iterable[tuple[float, float, float, float]], size: tuple[int, int]) -> Mask:
    """Return a small map of the larger picture with these places marked."""
    marked: Mask = np.zeros((-(-size[0] // _COARSE), -(-size[1] // _COARSE)), np.uint8)
    for left, top, right, bottom in places:
        rows = slice(max(0, int(top / _COARSE)), int(bottom / _COARSE) + 1)
        marked[rows, max(0, int(left / _COARSE)) : int(right / _COARSE) + 1] = 1
    return marked


def _look_at(engine: TextEngine, fine: Upright, part: Part) -> list[Spot]:
    left, top, right, bottom = part
    area = (right - left) * (bottom - top)
    share = area / (fine.rgb.shape[0] * fine.rgb.shape[1])
    return [
        spot.moved(left, top)
        for spot in engine.look(fine.rgb[top:bottom, left:right], share).spots
        if spot.width * spot.height <= _MOST_OF_PART * area
    ]


def _open_parts(seen: Map, kept: Sequence[Spot], size: tuple[int, int]) -> list[Part]:
    """Return the parts in which something looks like words and no line is taken yet."""
    import cv2

    tall, wide = seen.shape
    down, across = size[0] / tall, size[1] / wide
    left_open: Mask = (seen > _HINT).astype(np.uint8)
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
