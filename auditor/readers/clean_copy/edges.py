"""What a JPEG holds beyond the right and lower edge of its picture.

Blocks are eight samples wide and high, so that up to seven rows and columns are stored that nobody
is shown. Encoders fill them with the last that is; a picture that was cut without loss keeps what
was cut off. (Whole blocks beyond the edge hold nothing in a copy: jpeg/write.py.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from auditor.readers.clean_copy.jpeg.frame import BlockGrid, Component, JpegFrame
from auditor.readers.clean_copy.jpeg.zigzag import NATURAL

__all__ = ["holds_more"]

_BLOCK = 8
_MOST_APART = 27.0
"""Mean difference, in grey levels of eight rows or columns, between what is hidden and the edge.

Of 392 pictures two in a hundred encoded at quality 20 to 30 had 27 to 34, all others less; seven of
ten that were cut had more: the rest lost a strip much like their edge. (November 2026.)"""
_OF_COLOUR = 0.7
"""What a step of Cb or Cr makes in the mean of R, G and B (ITU T.871)."""
_MIDDLE = 128
_LEVELS = 255

_Samples = npt.NDArray[np.float64]


def holds_more(frame: JpegFrame, blocks: Sequence[BlockGrid]) -> bool:
    """Return whether something else than the edge stands beyond it.

    `blocks` are rows x columns x 64 coefficients in natural order for each component.
    """
    wide = max(component.h for component in frame.components)
    high = max(component.v for component in frame.components)
    for number, (component, held) in enumerate(zip(frame.components, blocks, strict=True)):
        share = _OF_COLOUR if number else 1.0
        across = -(-frame.width * component.h // wide) % _BLOCK
        down = -(-frame.height * component.v // high) % _BLOCK
        right = _samples(held[:, -1], component)
        below = _samples(held[-1], component).transpose(0, 2, 1)
        if any(
            seen and share * _apart(strip[:, :, seen - 1 :]) > _MOST_APART
            for strip, seen in ((right, across), (below, down))
        ):
            return True
    return False


def _samples(blocks: BlockGrid, component: Component) -> _Samples:
    """Return what blocks show: block, line and place in it."""
    if component.quantizers is None:
        return np.zeros((len(blocks), _BLOCK, _BLOCK))
    values = (blocks * component.quantizers[NATURAL]).reshape(-1, _BLOCK, _BLOCK)
    return np.clip(COSINES.T @ values @ COSINES + _MIDDLE, 0, _LEVELS)


def _apart(strip: _Samples) -> float:
    """Return how far lines are from their first sample, the most of eight lines together."""
    return float(np.abs(strip[:, :, 1:] - strip[:, :, :1]).mean(axis=(1, 2)).max())


def _make_cosines() -> _Samples:
    """Return the matrix of the transform: frequencies x samples (ITU T.81, A.3.3)."""
    frequency, place = np.mgrid[0:_BLOCK, 0:_BLOCK]
    cosines = np.cos((2 * place + 1) * frequency * np.pi / (2 * _BLOCK)) / 2
    cosines[0] /= np.sqrt(2)
    found: _Samples = cosines
    return found


COSINES = _make_cosines()
"""Frequencies x samples of the transform that blocks go through."""
