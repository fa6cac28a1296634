"""A public picture made ready to be compared with private ones.

Trimmed in every likely way, each turned and mirrored.
"""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.match.match import Hashes
from auditor.hashing.pdq import windows
from auditor.hashing.pdq.reduced import EDGE, Plane, quality, reduce, resample
from auditor.hashing.private import geometry
from auditor.hashing.private.parts import marks
from auditor.hashing.private.parts.marks import PartMarks
from auditor.hashing.private.trim import Trim, trims

__all__ = ["Candidate", "of"]

_WHOLE = (0.0, 1.0)
_MARKS = 900  # a collage of nine has to have enough of each


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Candidate:
    """`hashes` is 8k x 4 words: for each of k `trims` the eight turned and mirrored forms.

    The forms are in the order of windows.forms.

    `luma` (256 x 256) is what the second stage looks at; it lives only in memory.
    """

    hashes: Hashes
    trims: tuple[Trim, ...]
    luma: Plane
    aspect: float
    quality: int
    marks: PartMarks


def of(rgb: npt.NDArray[np.uint8]) -> Candidate:
    """Trim and hash `rgb` (height x width x 3, uint8; any size, 512 px are enough)."""
    picture = reduce(rgb)
    luma = picture.luma
    guesses = trims(luma, picture.aspect)
    found = np.empty((len(guesses), 16, 16), np.float32)
    for tilt, members in itertools.groupby(
        range(len(guesses)), key=lambda place: guesses[place].tilt
    ):
        places = list(members)
        plane = resample(luma, geometry.tilted(tilt, picture.aspect), EDGE) if tilt else luma
        rows = sorted({guesses[place].rows for place in places})
        columns = sorted({guesses[place].columns for place in places})
        every = windows.coefficients(plane, rows, columns)
        found[places] = every[
            [rows.index(guesses[place].rows) for place in places],
            [columns.index(guesses[place].columns) for place in places],
        ]
    hashes = windows.hashes(windows.forms(found))
    return Candidate(
        hashes,
        guesses,
        luma,
        picture.aspect,
        quality(windows.samples(luma, _WHOLE, _WHOLE)),
        marks.find(marks.shrink(rgb), _MARKS),
    )
