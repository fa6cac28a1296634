"""PDQ of many windows of one picture at once.

A window is a span of rows and a span of columns, and each side is one matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from auditor.hashing.match.match import Hashes
from auditor.hashing.pdq.reduced import Plane
from auditor.hashing.pdq.reference import DCT, SIDE

__all__ = ["FORMS", "Span", "coefficients", "cosines_of", "forms", "hashes", "samples"]

Span = tuple[float, float]
"""Where a window starts and stops along one side, in shares of that side."""

_KEPT = 16
_LOWER_MEDIAN = 127  # torben.cpp: the 128th smallest of 256
_DCT = DCT.astype(np.float32)
_ODD = np.arange(_KEPT) % 2 == 1
_ACROSS = np.where(_ODD, 1.0, -1.0).astype(np.float32)[None, :]
_DOWN = np.where(_ODD, 1.0, -1.0).astype(np.float32)[:, None]
_BOTH = np.where(_ODD[:, None] ^ _ODD[None, :], -1.0, 1.0).astype(np.float32)

FORMS = 8
"""Turned and mirrored forms in the order of Pdq.dihedral: as it is, turned 90, 180, 270, flipped in
x, in y, along both diagonals."""


def samples(plane: Plane, rows: Span, columns: Span) -> Plane:
    """Return the 64 x 64 samples that PDQ takes of one window of `plane`."""
    found: Plane = np.linalg.multi_dot(
        [_make_blend(rows, plane.shape[0]), plane, _make_blend(columns, plane.shape[1]).T]
    )
    return found


def coefficients(plane: Plane, rows: Sequence[Span], columns: Sequence[Span]) -> Plane:
    """Return len(rows) x len(columns) x 16 x 16 cosine coefficients.

    Those of every window made of one of each.
    """
    down = np.concatenate([_make_cosines(span, plane.shape[0]) for span in rows])
    across = np.concatenate([_make_cosines(span, plane.shape[1]) for span in columns])
    both = (down @ plane @ across.T).reshape(len(rows), _KEPT, len(columns), _KEPT)
    return np.ascontiguousarray(both.transpose(0, 2, 1, 3))


def cosines_of(sampled: Plane) -> Plane:
    """Return n x 16 x 16 cosine coefficients of n x 64 x 64 samples."""
    found: Plane = np.matmul(np.matmul(_DCT, sampled), _DCT.T)
    return found


def forms(found: Plane) -> Plane:
    """Return n x 8 x 16 x 16 coefficients of the turned and mirrored forms of n x 16 x 16.

    The table of signs is that of pdqhashing.cpp.
    """
    across, down, both = found * _ACROSS, found * _DOWN, found * _BOTH
    turned = (
        found,
        _transpose(across),
        both,
        _transpose(down),
        down,
        across,
        _transpose(found),
        _transpose(both),
    )
    return np.stack(turned, axis=1)


def hashes(found: Plane) -> Hashes:
    """Return n x 4 words for n x 16 x 16 coefficients.

    Bit i*16+j is set where a coefficient is above the median.
    """
    flat = found.reshape(-1, _KEPT * _KEPT)
    medians = np.partition(flat, _LOWER_MEDIAN, axis=1)[:, _LOWER_MEDIAN, None]
    packed: npt.NDArray[np.uint8] = np.packbits((flat > medians)[:, ::-1], axis=1)
    return packed.view(">u8").astype(np.uint64)


def _transpose(found: Plane) -> Plane:
    return found.swapaxes(-1, -2)


@lru_cache(maxsize=512)  # 16 KB each
def _make_cosines(span: Span, length: int) -> Plane:
    result: Plane = _DCT @ _make_blend(span, length)
    return result


def _make_blend(span: Span, length: int) -> Plane:
    """Return 64 x length weights: a tent around each sample.

    It is as wide as PDQ's two box filters together.
    """
    start, stop = span[0] * length, span[1] * length
    step = (stop - start) / SIDE
    centres = start + (np.arange(SIDE) + 0.5) * step - 0.5
    reach = max(step / 2, 1.0)
    tent = np.maximum(
        0.0, reach - np.abs(np.clip(centres, 0, length - 1)[:, None] - np.arange(length)[None, :])
    )
    shares: Plane = (tent / tent.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
