"""Makes auditor/report/charts/coast.txt anew.

python -m tests.coast PATH/world-atlas/land-110m.json

The file is the land of Natural Earth 4.1.0 at 1:110 million (public domain,
https://www.naturalearthdata.com) as TopoJSON, as world-atlas 2.0.2 packs it. Coasts are cut down to
what a terminal can show: half a degree.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "auditor" / "report" / "charts" / "coast.txt"
HEAD = (
    "# Coasts: Natural Earth 4.1.0, 1:110m land, public domain (https://www.naturalearthdata.com).\n"
    "# Cut down to half a degree by python -m tests.coast. A line is a coast: longitude latitude…\n"
)
_NEAR = 0.5
_SOUTHERNMOST = -60.0
_FEWEST = 4
_HALF_WAY, _EDGE = 180, 179.9
_Point = tuple[float, float]


def make(source: Path, target: Path) -> int:
    """Write the coasts of `source` to `target`; return how many."""
    arcs = _arcs(json.loads(source.read_bytes()))
    coasts = [_thinned(part) for arc in arcs for part in _parts(arc)]
    kept = [coast for coast in coasts if len(coast) >= _FEWEST and _inhabited(coast)]
    lines = [" ".join(f"{east:g},{north:g}" for east, north in coast) for coast in kept]
    target.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return len(kept)


def _inhabited(coast: Sequence[_Point]) -> bool:
    return any(north > _SOUTHERNMOST for _east, north in coast)


def _arcs(topology: Any) -> list[list[_Point]]:
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        east = north = 0
        arc = []
        for right, up in steps:
            east, north = east + right, north + up
            arc.append((east * scale[0] + offset[0], north * scale[1] + offset[1]))
        arcs.append(arc)
    return arcs


def _parts(arc: Sequence[_Point]) -> list[list[_Point]]:
    """Cut a coast where the map ends: the edge of the map is no coast."""
    parts: list[list[_Point]] = [[]]
    for point in arc:
        if parts[-1] and _along_the_edge(parts[-1][-1], point):
            parts.append([])
        parts[-1].append(point)
    return [part for part in parts if len(part) > 1]


def _along_the_edge(start: _Point, end: _Point) -> bool:
    jumps = abs(end[0] - start[0]) > _HALF_WAY
    return jumps or min(abs(start[0]), abs(end[0])) > _EDGE


def _thinned(arc: Sequence[_Point]) -> list[_Point]:
    """Leave out points that lie within `_NEAR` of the line between those kept (Douglas-Peucker)."""
    if len(arc) < 3:
        return [_rounded(point) for point in arc]
    far, distance = max(
        ((index, _off(arc[index], arc[0], arc[-1])) for index in range(1, len(arc) - 1)),
        key=lambda found: found[1],
    )
    if distance <= _NEAR:
        return [_rounded(arc[0]), _rounded(arc[-1])]
    return [*_thinned(arc[: far + 1])[:-1], *_thinned(arc[far:])]


def _rounded(point: _Point) -> _Point:
    return round(point[0] * 2) / 2, round(point[1] * 2) / 2


def _off(point: _Point, start: _Point, end: _Point) -> float:
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    across = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (
        end[1] - start[1]
    )
    return abs(across) / length


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), TARGET), "coasts")
