"""A film reduced to what finds its copies: several frames a second, each whole and cropped.

A copy that starts a part of a second later shows other frames, so there is one every eighth of a
second, of which a private film keeps every second one; a copy cut at its sides is found by cropped
forms of each frame, and one in a border by the border taken off. Both sides are reduced alike, so
it is found whichever of them was cropped.
"""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from auditor.domain.photos.hashes import FilmPrints
from auditor.hashing.pdq import windows
from auditor.hashing.pdq.reduced import Plane, quality, reduce
from auditor.hashing.pdq.windows import Span
from auditor.hashing.private.trim import trims

__all__ = ["WIDE", "Reel"]

_STEP_S = 0.125
_MOST_FRAMES = 480
_SPANS: tuple[Span, ...] = (
    (0.0, 1.0),
    (0.025, 0.975),
    (0.05, 0.95),
    (0.08, 0.92),
    (0.0, 0.95),
    (0.05, 1.0),
)
_BORDERS = 3  # guesses of a border around the whole film
_WHOLE = _SPANS[0]
_MOVING = 4.0  # levels by which a point that films move over differs in the mean; stored ones 1
_MOVING_LINE = 0.3  # the share of points of a line that move, of those of the line with the most
_LEAST_MOVING = 0.15  # of the area: less is a thing that moves, not a film
WIDE = len(_SPANS) ** 2 + _BORDERS
"""Hashes a frame: the whole one first, its crops, and without what may be a border."""

Rgb = npt.NDArray[np.uint8]


class Reel:
    """Takes the frames of a film that are worth keeping, however long it is."""

    def __init__(self) -> None:
        self._step = _STEP_S
        self._next = 0.0
        self._seconds: list[float] = []
        self._lumas: list[npt.NDArray[np.uint8]] = []
        self._aspect = 1.0

    def wants(self, second: float) -> bool:
        """Whether a frame shown at `second` is to be given to `take`."""
        return second + 1e-6 >= self._next

    def take(self, second: float, rgb: Rgb) -> None:
        """Keep a frame. A film longer than a minute keeps fewer a second."""
        picture = reduce(rgb)
        self._aspect = picture.aspect
        self._seconds.append(second)
        self._lumas.append(np.round(picture.luma).astype(np.uint8))
        if len(self._seconds) > _MOST_FRAMES:
            self._seconds, self._lumas = self._seconds[::2], self._lumas[::2]
            self._step *= 2
        self._next = (second // self._step + 1) * self._step  # films skip: not the last aim and on

    def prints(self, md5: str) -> FilmPrints:
        """Return what is kept."""
        borders = self._borders()
        found = [_forms(luma.astype(np.float32), borders) for luma in self._lumas]
        return FilmPrints(
            md5,
            tuple(round(second, 3) for second in self._seconds),
            tuple(
                quality(windows.samples(luma.astype(np.float32), _WHOLE, _WHOLE))
                for luma in self._lumas
            ),
            b"".join(words.astype(">u8").tobytes() for words in found),
            WIDE,
        )

    def _borders(self) -> list[tuple[Span, Span]]:
        """Guess the border from the mean of all frames: it stays while the film moves."""
        if not self._lumas:
            return []
        lumas = np.stack(self._lumas[:: max(1, len(self._lumas) // 32)]).astype(np.float32)
        guessed = [
            (trim.rows, trim.columns)
            for trim in trims(lumas.mean(axis=0), self._aspect)
            if not trim.tilt and (trim.rows, trim.columns) != (_WHOLE, _WHOLE)
        ]
        moving = _moving_part(lumas)
        return guessed[: _BORDERS - len(moving)] + moving


def _moving_part(lumas: npt.NDArray[np.float32]) -> list[tuple[Span, Span]]:
    """Guess where a film stands on a screen, whose signs and words stay: where it moves."""
    moves = lumas.std(axis=0) > _MOVING
    spans = [_span(moves.mean(axis=axis)) for axis in (1, 0)]
    (top, bottom), (left, right) = spans
    if (bottom - top) * (right - left) < _LEAST_MOVING or spans == [_WHOLE, _WHOLE]:
        return []
    return [((top, bottom), (left, right))]


def _span(shares: npt.NDArray[np.float64]) -> Span:
    lines = np.flatnonzero(shares > _MOVING_LINE * shares.max())
    if not len(lines):
        return (0.0, 0.0)
    return (float(lines[0] / len(shares)), float((lines[-1] + 1) / len(shares)))


def _forms(luma: Plane, borders: list[tuple[Span, Span]]) -> npt.NDArray[np.uint64]:
    every = windows.coefficients(luma, _SPANS, _SPANS).reshape(-1, 16, 16)
    trimmed = [windows.coefficients(luma, [rows], [columns])[0] for rows, columns in borders]
    # a film without a border stands there whole, so that each frame has as many hashes
    plain = itertools.repeat(every[:1], WIDE - len(every) - len(trimmed))
    return windows.hashes(np.concatenate([every, *trimmed, *plain]))
