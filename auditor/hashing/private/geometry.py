"""Where the things in one picture stand in another that was tilted, cropped, turned or mirrored.

Affine maps of shares of a side.
"""

from __future__ import annotations

import math

import numpy as np

from auditor.hashing.pdq.reduced import Affine
from auditor.hashing.pdq.windows import Span

__all__ = ["FORM_PLACES", "MIRRORED", "after", "inverse", "tilted", "window"]

_IDENTITY = ((1, 0, 0), (0, 1, 0))
_FLIP_X = ((-1, 0, 1), (0, 1, 0))
_FLIP_Y = ((1, 0, 0), (0, -1, 1))
_HALF_TURN = ((-1, 0, 1), (0, -1, 1))
_TRANSPOSED = ((0, 1, 0), (1, 0, 0))


def _make_table() -> tuple[Affine, ...]:
    plain, flip_x, flip_y, half, swap = (
        np.array(rows, np.float64)
        for rows in (_IDENTITY, _FLIP_X, _FLIP_Y, _HALF_TURN, _TRANSPOSED)
    )
    # the order of windows.forms; each takes a place of the form to the place of the picture
    return (
        plain,
        after(flip_x, swap),
        half,
        after(flip_y, swap),
        flip_y,
        flip_x,
        swap,
        after(half, swap),
    )


def after(second: Affine, first: Affine) -> Affine:
    """Return the map that applies `first` and then `second`."""
    joined: Affine = second @ np.vstack([first, (0.0, 0.0, 1.0)])
    return joined


def inverse(places: Affine) -> Affine:
    """Return the map back. Raises numpy's LinAlgError if there is none."""
    back: Affine = np.linalg.inv(np.vstack([places, (0.0, 0.0, 1.0)]))[:2]
    return back


def tilted(degrees: float, aspect: float) -> Affine:
    """Return the map from a frame of `aspect` (width / height) to the picture in it.

    The picture was turned clockwise by `degrees`.
    """
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    a, b, c, d = cosine, sine / aspect, -sine * aspect, cosine
    return np.array([[a, b, 0.5 - (a + b) / 2], [c, d, 0.5 - (c + d) / 2]])


def window(rows: Span, columns: Span) -> Affine:
    """Return the map from places in a window to places in the picture that it was cut from."""
    return np.array([[columns[1] - columns[0], 0.0, columns[0]], [0.0, rows[1] - rows[0], rows[0]]])


FORM_PLACES = _make_table()
MIRRORED = FORM_PLACES[5]
