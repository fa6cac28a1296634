"""Covers places of a JPEG in its coefficients, so that all other blocks stay what they are.

A place becomes whole units of the picture: 8 or 16 pixels wide and high. Decoders take part of the
colour of the pixels that touch it from it, as they do everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from auditor.domain.photos.picture_contents import Box
from auditor.readers.clean_copy.cover import CoveredBoxes, coarse_of, spread
from auditor.readers.clean_copy.edges import COSINES
from auditor.readers.clean_copy.jpeg.frame import BlockGrid, Component, JpegFrame
from auditor.readers.clean_copy.jpeg.zigzag import NATURAL

__all__ = ["cover_blocks", "whole_units"]

_BLOCK = 8
_MIDDLE = 128.0
_TO_YCC = np.array(
    [[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]]
)
"""ITU T.871, 7."""
_GREY = 1

Rgb = npt.NDArray[np.uint8]


def whole_units(box: Box, frame: JpegFrame) -> Box:
    """Return the units of a picture that a box touches, in pixels."""
    wide = _BLOCK * max(component.h for component in frame.components)
    high = _BLOCK * max(component.v for component in frame.components)
    x, y = box.x // wide * wide, box.y // high * high
    right = -(-(box.x + box.width) // wide) * wide
    below = -(-(box.y + box.height) // high) * high
    return Box(x, y, right - x, below - y)


def cover_blocks(
    frame: JpegFrame, blocks: Sequence[BlockGrid], rgb: Rgb, where: CoveredBoxes
) -> None:
    """Cover places of a picture that decoders take for Y, Cb and Cr, or for grey.

    `blocks` are rows x columns x 64 coefficients in natural order for each component; they are
    changed. `rgb` is the picture.
    """
    high = max(component.v for component in frame.components)
    wide = max(component.h for component in frame.components)
    for box, cells in where.with_cells():
        units = whole_units(box, frame)
        colours = spread(coarse_of(rgb, box, cells), units.width, units.height)
        planes = (colours @ _TO_YCC.T).transpose(2, 0, 1)
        if len(frame.components) == _GREY:
            planes = planes[:1]
        for plane, component, held in zip(planes, frame.components, blocks, strict=True):
            across, down = wide // component.h, high // component.v
            smaller = plane.reshape(units.height // down, down, units.width // across, across).mean(
                axis=(1, 3)
            )
            made = _coefficients(
                smaller - (_MIDDLE if component is frame.components[0] else 0), component
            )
            top, left = units.y // down // _BLOCK, units.x // across // _BLOCK
            part = held[top : top + made.shape[0], left : left + made.shape[1]]
            part[:] = made[: part.shape[0], : part.shape[1]]


def _coefficients(plane: npt.NDArray[np.float64], component: Component) -> BlockGrid:
    """Return the blocks of a plane of whole blocks, as its component multiplies them."""
    down, across = plane.shape[0] // _BLOCK, plane.shape[1] // _BLOCK
    values = plane.reshape(down, _BLOCK, across, _BLOCK).transpose(0, 2, 1, 3)
    found = (COSINES @ values @ COSINES.T).reshape(down, across, _BLOCK * _BLOCK)
    assert component.quantizers is not None
    made: BlockGrid = np.rint(found / component.quantizers[NATURAL]).astype(np.int16)
    return made
