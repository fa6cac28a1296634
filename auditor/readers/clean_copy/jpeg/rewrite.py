"""JPEG without metadata, and without making a picture of it.

Its coefficients are read and written anew, and nothing else is.
"""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.readers.clean_copy.jpeg.frame import OnBlocks
from auditor.readers.clean_copy.jpeg.library.transcode import transcode
from auditor.readers.clean_copy.jpeg.read import read_picture
from auditor.readers.clean_copy.jpeg.segments import with_packet
from auditor.readers.clean_copy.jpeg.write import write_picture
from auditor.readers.clean_copy.jpeg.zigzag import NATURAL, ZIGZAG

__all__ = ["Rewritten", "rewrite", "rewrite_slowly", "rewritten"]


@dataclass(frozen=True)
class Rewritten:
    """A JPEG of the same coefficients and nothing beside them.

    `read_back`: it was read again, and is the same picture for every decoder.
    """

    data: bytes
    read_back: bool


def rewrite(data: bytes, act: OnBlocks | None = None, *, slowly: bool = True) -> Rewritten:
    """Return the same picture with nothing beside it, after what `act` does to it.

    Raises ValueError; without `slowly` also where the library does not do it.
    """
    try:
        return Rewritten(transcode(data, act), read_back=True)
    except ValueError:
        if not slowly:
            raise
        return Rewritten(rewrite_slowly(data, act), read_back=False)


def rewrite_slowly(data: bytes, act: OnBlocks | None = None) -> bytes:
    """Return the same bytes without a library. Raises ValueError."""
    picture = read_picture(data)
    if act is not None:
        grids = [
            component.coefficients.reshape(component.high, component.wide, 64)
            for component in picture.frame.components
        ]
        natural = [
            grid[: component.down, : component.across, NATURAL]
            for grid, component in zip(grids, picture.frame.components, strict=True)
        ]
        act(picture.frame, picture.colour, natural)
        for grid, component, changed in zip(grids, picture.frame.components, natural, strict=True):
            grid[: component.down, : component.across] = changed[:, :, ZIGZAG]
    return write_picture(picture)


def rewritten(data: bytes, packet: bytes) -> bytes:
    """Return the same picture with nothing beside it but `packet`.

    `packet` is an XMP packet or empty. Raises ValueError.
    """
    return with_packet(rewrite(data).data, packet)
