"""Guesses what was put around a picture.

Borders, letterbox bars and captions, each side on its own, also where all is tilted.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.pdq.reduced import EDGE, Plane, resample
from auditor.hashing.pdq.windows import Span
from auditor.hashing.private import geometry
from auditor.messages import _

__all__ = ["Trim", "trims"]

_DEEPEST = 0.34  # share of a side that is searched
_TOLERANCES = (6.0, 20.0)  # grey values by which a plain strip may vary after JPEG
_PLAIN = 0.97  # share of a line that must be plain
_LINE_SHARE = 0.3  # share of a line that may lie across an edge without a step
_LEAST_STEP = 5.0  # grey values
_EVEN_ODDS = 15.0  # grey values: a step of this height is taken for the edge of a bar half the time
_MAX_CUTS = 4  # a side, none among them
_MAX_TRIMS = 48
_SAME = 1.2  # lines: closer cuts are one
_COARSE = 128  # lines a side while the angle is sought
_ANGLES = (-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)  # degrees
_CLEARER = 1.15  # times as strong as level edges must tilted ones be

_Cuts = list[tuple[float, float]]
"""Shares of a side at which may be cut, each with how likely it is (0-1); no cut first."""


@dataclass(frozen=True, slots=True)
class Trim:
    """What of a candidate is taken as the picture.

    Turned clockwise by `tilt` degrees, then these spans of rows and columns.
    """

    tilt: float
    rows: Span
    columns: Span

    @property
    def name(self) -> str:
        """Say what was taken away."""
        sides = (
            (_("left"), self.columns[0]),
            (_("top"), self.rows[0]),
            (_("right"), 1 - self.columns[1]),
            (_("bottom"), 1 - self.rows[1]),
        )
        cuts = " ".join(f"{side} {100 * share:.1f} %" for side, share in sides if share)
        parts = [_("trimmed {sides}").format(sides=cuts)] if cuts else []
        parts += [_("turned {degrees}°").format(degrees=f"{self.tilt:.3g}")] if self.tilt else []
        return ", ".join(parts) or _("nothing trimmed")


def trims(luma: Plane, aspect: float) -> tuple[Trim, ...]:
    """Return guesses for a picture of 256 x 256 luma values; no trim first.

    The picture was `aspect` times as wide as high.
    """
    found = _combine_cuts(0.0, _find_side_cuts(luma))
    level = _measure_strength(resample(luma, geometry.tilted(0.0, aspect), _COARSE))
    turned = [
        (_measure_strength(resample(luma, geometry.tilted(angle, aspect), _COARSE)), angle)
        for angle in _ANGLES
    ]
    strength, angle = max(turned)
    if strength > max(level * _CLEARER, _EVEN_ODDS):
        found += _combine_cuts(
            angle, _find_side_cuts(resample(luma, geometry.tilted(angle, aspect), EDGE))
        )
    return tuple(found)


def _combine_cuts(angle: float, sides: list[_Cuts]) -> list[Trim]:
    """Return the likeliest combinations of one cut a side."""
    ranked = sorted(
        itertools.product(*sides), key=lambda cuts: -math.prod(odds for _share, odds in cuts)
    )
    plain = tuple(cuts[0] for cuts in sides)
    chosen = [plain, *(cuts for cuts in ranked[:_MAX_TRIMS] if cuts != plain)]
    return [
        Trim(angle, (top[0], 1 - bottom[0]), (left[0], 1 - right[0]))
        for top, bottom, left, right in chosen
    ]


def _find_side_cuts(luma: Plane) -> list[_Cuts]:
    """Return the possible cuts at top, bottom, left and right."""
    return [_find_cuts(lines) for lines in (luma, luma[::-1], luma.T, luma.T[::-1])]


def _find_cuts(lines: Plane) -> _Cuts:
    found: _Cuts = []
    plain = [
        (depth, 1.0)
        for depth in (_measure_strip(lines, tolerance) for tolerance in _TOLERANCES)
        if depth
    ]
    for cut, odds in [
        *plain,
        *((line / EDGE, step / (step + _EVEN_ODDS)) for line, step in _find_steps(lines)),
    ]:
        if (
            all(abs(cut - other) > _SAME / EDGE for other, _odds in found)
            and len(found) < _MAX_CUTS - 1
        ):
            found.append((cut, odds))
    return [(0.0, max(0.02, 1 - max((odds for _cut, odds in found), default=0.0))), *found]


def _measure_strip(lines: Plane, tolerance: float) -> float:
    """Return how deep the strip of one shade is that begins at the first line, 0 for none."""
    depth = int(_DEEPEST * len(lines))
    away = np.abs(lines[: depth + 2] - np.median(lines[:2]))
    other = np.nonzero((away <= tolerance).mean(axis=1) < _PLAIN)[0]
    end = int(other[0]) if other.size else depth
    if end == 0 or end >= depth:
        return 0.0
    mixed, whole = float(away[end].mean()), float(away[end + 1].mean())
    return (end + 1 - min(1.0, mixed / max(whole, 1.0))) / len(lines)


def _find_steps(lines: Plane) -> list[tuple[float, float]]:
    """Return the strongest steps that run along whole lines.

    After which line, and how many grey values; strongest first.
    """
    sizes = _measure_steps(lines)
    found = [
        (index + 1.5, float(size))
        for index, size in enumerate(sizes)
        if size >= _LEAST_STEP and size == sizes[max(0, index - 2) : index + 3].max()
    ]
    return sorted(found, key=lambda step: -step[1])


def _measure_strength(luma: Plane) -> float:
    """Return the mean of the strongest steps of the four sides."""
    return (
        sum(
            float(_measure_steps(lines).max()) for lines in (luma, luma[::-1], luma.T, luma.T[::-1])
        )
        / 4
    )


def _measure_steps(lines: Plane) -> npt.NDArray[np.float32]:
    """Return for each line near the edge the step, in grey values, that most of it takes.

    The step is from the line before to the line after.
    """
    depth = int(_DEEPEST * len(lines))
    steps: npt.NDArray[np.float32] = np.abs(lines[2 : depth + 2] - lines[:depth])
    place = int(_LINE_SHARE * steps.shape[1])
    ordered: npt.NDArray[np.float32] = np.partition(steps, place, axis=1)
    return ordered[:, place]
