"""Guesses what was put around a picture: borders, letterbox bars and captions, each side on its own, also where all is tilted."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.hashing import geometry
from auditor.hashing.reduced import EDGE, Plane, Reduced, resample
from auditor.hashing.windows import Span
from auditor.messages import _

__all__ = ["Trim", "trims"]

_DEEPEST = 0.34  # share of a side that is searched
_TOLERANCES = (8.0, 24.0)  # grey values by which a plain strip may vary after JPEG
_PLAIN = 0.97  # share of a line that must be plain
_LINE_SHARE = 30  # per cent of a line that may lie across an edge without a step
_LEAST_STEP = 6.0  # grey values
_MAX_CUTS = 4  # a side, none among them
_MAX_TRIMS = 64
_SAME = 1.2  # lines: closer cuts are one
_ANGLES = (-3.0, -2.25, -1.5, -0.75, 0.75, 1.5, 2.25, 3.0)


@dataclass(frozen=True, slots=True)
class Trim:
    """What of a candidate is taken as the picture: turned back by `tilt` degrees, then these spans of rows and columns."""

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
        parts += [_("turned back {degrees}°").format(degrees=f"{self.tilt:.3g}")] if self.tilt else []
        return ", ".join(parts) or _("nothing trimmed")


def trims(picture: Reduced) -> tuple[Trim, ...]:
    """Return guesses, no trim first."""
    level, strength = _cuts(picture.rgb)
    found = _combined(0.0, level)
    best, best_angle = strength, 0.0
    best_cuts = level
    for angle in _ANGLES:
        cuts, strong = _cuts(resample(picture.rgb, geometry.tilted(angle, picture.aspect), EDGE))
        if strong > best:
            best, best_angle, best_cuts = strong, angle, cuts
    if best_angle and best > strength * 1.15:
        found += _combined(best_angle, best_cuts)
    return tuple(found)


def _combined(angle: float, cuts: list[list[float]]) -> list[Trim]:
    found = [Trim(angle, (top, 1 - bottom), (left, 1 - right)) for top, bottom, left, right in itertools.product(*cuts)]
    return found[:_MAX_TRIMS]


def _cuts(rgb: Plane) -> tuple[list[list[float]], float]:
    """Return for top, bottom, left and right the shares at which may be cut, 0 first, and the strength of the edges there."""
    across = np.ascontiguousarray(rgb.transpose(1, 0, 2))
    sides, total = [], 0.0
    for lines in (rgb, rgb[::-1], across, across[::-1]):
        steps, strength = _steps(lines)
        total += strength
        cuts = [0.0]
        for cut in [*(_plain(lines, tolerance) for tolerance in _TOLERANCES), *steps]:
            if all(abs(cut - other) > _SAME / EDGE for other in cuts) and len(cuts) < _MAX_CUTS:
                cuts.append(cut)
        sides.append(cuts)
    return sides, total


def _plain(lines: Plane, tolerance: float) -> float:
    """Return how deep the strip of one colour is that begins at the first line."""
    depth = int(_DEEPEST * EDGE)
    colour = np.median(lines[:2].reshape(-1, 3), axis=0)
    away = np.abs(lines[: depth + 2] - colour).max(axis=2)
    other = np.nonzero((away <= tolerance).mean(axis=1) < _PLAIN)[0]
    end = int(other[0]) if other.size else depth
    if end in (0, depth):
        return 0.0
    mixed, whole = float(away[end].mean()), float(away[end + 1].mean())
    return (end + 1 - min(1.0, mixed / max(whole, 1.0))) / EDGE


def _steps(lines: Plane) -> tuple[list[float], float]:
    """Return the places of the strongest steps that run along whole lines, strongest first, and the strength of the strongest."""
    depth = int(_DEEPEST * EDGE)
    size: npt.NDArray[np.float32] = np.abs(lines[2 : depth + 2] - lines[:depth]).max(axis=2)
    strength = np.percentile(size, _LINE_SHARE, axis=1)
    peaks = [
        line for line in range(depth) if strength[line] >= _LEAST_STEP and strength[line] == strength[max(0, line - 2) : line + 3].max()
    ]
    peaks.sort(key=lambda line: -float(strength[line]))
    return [(line + 1.5) / EDGE for line in peaks], float(strength[peaks[0]]) if peaks else 0.0
