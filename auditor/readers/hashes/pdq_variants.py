"""The published ways to prepare a picture for PDQ.

They give different hashes of the same file, so each is named.

full     as it is (python-threatexchange, pdq_hasher.py, and whoever uses the pdqhash binding)
browser  squashed to 512 x 512 if a side is over 512, by dropping pixels (facebook/ThreatExchange,
    pdq/cpp/io/pdqio.cpp through
         CImg, whose default keeps pixel floor(i * side / 512); StopNCII's published browser code is
             built from it)
python   fitted into 512 x 512 by Pillow's thumbnail (facebook/ThreatExchange,
    pdq/python/pdqhashing/hasher/pdq_hasher.py)
draft    the luma of a JPEG, decoded at an eighth of its size or as much as its size allows: fast,
    and a few bits off
"""

from __future__ import annotations

import io
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PIL import Image

from auditor.domain.photos.facts import Pdq
from auditor.hashing.pdq.pdq import pdq, pdq_of_reduced, pdq_of_rows
from auditor.hashing.pdq.reference import window_size
from auditor.hashing.pdq.sampling import Rows, of_array

__all__ = ["DRAFT_BITS", "PdqVariant", "hashed", "pdq_from_jpeg"]

SIDE = 512
DRAFT_BITS = 10
"""How far a draft hash may differ from the `full` one where its quality is 80 or more (measured:
benchmarks/hashing.py)."""

_SCALES = (8, 4, 2, 1)  # libjpeg's


class PdqVariant(StrEnum):
    """How a picture is prepared."""

    FULL = "full"
    BROWSER = "browser"
    PYTHON = "python"


def hashed(image: Image.Image, variant: PdqVariant) -> Pdq:
    """Hash an RGB picture, which afterwards fits 512 x 512.

    It is made smaller in place, since a copy may be large.
    """
    width, height = image.size
    match variant:
        case PdqVariant.PYTHON:
            image.thumbnail((SIDE, SIDE))
            return pdq(np.asarray(image), variant)
        case PdqVariant.BROWSER if max(width, height) > SIDE:
            found = pdq_of_rows(_squash(image), SIDE, SIDE, variant)
        case _:
            found = pdq_of_rows(_make_rows(image), height, width, variant)
    image.thumbnail((SIDE, SIDE))
    return found


def pdq_from_jpeg(data: bytes) -> Pdq:
    """Hash the bytes of a JPEG without decoding more of it than the hash needs: variant "draft".

    Only the luma is decoded, and at an eighth of the size as long as a pixel then is no larger than
    PDQ's own blur. It is at most `DRAFT_BITS` from the hash of the whole picture where its quality
    is 80 or more; mostly 0 to 2. A JPEG without a luma channel (CMYK, RGB) is decoded whole:
    variant "full". Raises what Pillow raises for broken files.
    """
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        width, height = image.size
        smallest = min(window_size(width), window_size(height))
        scale = next((scale for scale in _SCALES if scale <= smallest), 1)
        if image.mode in {"L", "YCbCr", "RGB"}:
            # Pillow takes the smallest scale that is no smaller
            image.draft("L", (width // scale, height // scale))
        if image.mode != "L" or image.size != (-(-width // scale), -(-height // scale)):
            return pdq(np.asarray(image.convert("RGB")))
        return pdq_of_reduced(of_array(np.asarray(image)), height, width, scale)


def _make_rows(image: Image.Image) -> Rows:
    """Return strips of the picture: an array of all of it would be a second copy."""
    return lambda start, stop: np.asarray(image.crop((0, start, image.size[0], stop)))


def _squash(image: Image.Image) -> Rows:
    width, height = image.size
    columns = np.arange(SIDE) * width // SIDE

    def rows(start: int, stop: int) -> npt.NDArray[np.uint8]:
        lines = [
            np.asarray(image.crop((0, y, width, y + 1)))[0, columns]
            for y in (row * height // SIDE for row in range(start, stop))
        ]
        return np.stack(lines)

    return rows
