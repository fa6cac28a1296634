"""What is kept of a private picture so that cropped, tilted and framed copies are found.

Hashes of a planned set of edits.

Hashes of a private picture are to be guarded like the picture: pictures have been rebuilt from PDQ
(arXiv 2412.06056).
"""

from __future__ import annotations

import itertools
import struct

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.match.match import Hashes
from auditor.hashing.pdq import windows
from auditor.hashing.pdq.reduced import EDGE, Affine, quality, reduce, resample
from auditor.hashing.pdq.windows import Span
from auditor.hashing.private import geometry, second_stage
from auditor.hashing.private.parts import marks
from auditor.hashing.private.parts.marks import PartMarks
from auditor.messages import _

__all__ = ["PLAN", "Variant", "Variants", "of"]

_FORMAT = 2
_WITHOUT_MARKS = 1
"""The format of lists made before marks were kept: read as they are, never made better."""
# format, reserved, quality, aspect, how many variants, how many details
_HEAD = struct.Struct("<BBBdHH")
_MARKS = 400
_TILTS = (0.0, -2.0, 2.0)  # degrees
_MARGINS = (0.0, 0.035, 0.07)  # shares of a side
_WORDS_BYTES = 32
_LONGEST = 1e6  # times as wide as high, or as high as wide


@dataclass(frozen=True, slots=True)
class Variant:
    """A planned edit: tilted clockwise by `tilt` degrees in its frame, then cropped.

    Crops are shares of a side (0-1).
    """

    tilt: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def name(self) -> str:
        """Say the edit: 'crop left 3.5 % top 7 %, tilt 1.4°'."""
        sides = (
            (_("left"), self.left),
            (_("top"), self.top),
            (_("right"), self.right),
            (_("bottom"), self.bottom),
        )
        cuts = " ".join(f"{side} {100 * share:.3g} %" for side, share in sides if share)
        parts = [_("crop {sides}").format(sides=cuts)] if cuts else []
        parts += [_("tilt {degrees}°").format(degrees=f"{self.tilt:.3g}")] if self.tilt else []
        return ", ".join(parts) or _("as it is")

    @property
    def rows(self) -> Span:
        """Return what of the height is left."""
        return self.top, 1 - self.bottom

    @property
    def columns(self) -> Span:
        """Return what of the width is left."""
        return self.left, 1 - self.right

    def places(self, aspect: float) -> Affine:
        """Return the map from places in the edited picture to places in that of `aspect`."""
        return geometry.after(
            geometry.tilted(self.tilt, aspect), geometry.window(self.rows, self.columns)
        )


PLAN: tuple[Variant, ...] = tuple(
    Variant(tilt, left, top, right, bottom)
    for tilt in _TILTS
    for top, bottom, left, right in itertools.product(_MARGINS, repeat=4)
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Variants:
    """All that is kept of a private picture. Treat it as the picture.

    `hashes` is n x 4 words, one for each of `codes` (n, places in PLAN); `details` are hashes of
    parts, for the second stage, with their qualities; `quality` (0-100) is that of the whole
    picture, `aspect` its width divided by its height. `marks` are for what is left of it under
    stickers, in collages and screenshots; lists of older versions have none.
    """

    hashes: Hashes
    codes: npt.NDArray[np.uint16]
    details: Hashes
    detail_qualities: npt.NDArray[np.uint8]
    quality: int
    aspect: float
    marks: PartMarks = marks.NO_MARKS

    def to_bytes(self) -> bytes:
        """Return it packed, about 18 kB, to be encrypted and stored."""
        head = _HEAD.pack(
            _FORMAT, 0, self.quality, self.aspect, len(self.hashes), len(self.details)
        )
        arrays = (
            self.hashes.astype("<u8"),
            self.codes.astype("<u2"),
            self.details.astype("<u8"),
            self.detail_qualities,
        )
        return head + b"".join(array.tobytes() for array in arrays) + self.marks.to_bytes()

    @staticmethod
    def is_older(data: bytes) -> bool:
        """Whether an older version packed it, which kept less. Raises ValueError."""
        Variants.from_bytes(data)
        return data[0] != _FORMAT

    @classmethod
    def from_bytes(cls, data: bytes) -> Variants:
        """Return what `to_bytes` packed.

        Raises ValueError on anything else and on another format.
        """
        try:
            form, _reserved, graded, aspect, count, parts = _HEAD.unpack_from(data)
        except struct.error as error:
            raise ValueError("no packed variants") from error
        sizes = (count * _WORDS_BYTES, count * 2, parts * _WORDS_BYTES, parts)
        end = _HEAD.size + sum(sizes)
        if form not in {_WITHOUT_MARKS, _FORMAT} or len(data) < end:
            raise ValueError("no packed variants of this format")
        if form == _WITHOUT_MARKS and len(data) != end:
            raise ValueError("no packed variants of this format")
        if not count or not 1 / _LONGEST <= aspect <= _LONGEST:
            raise ValueError("packed variants of no picture")
        ends = list(itertools.accumulate(sizes, initial=_HEAD.size))
        hashes, codes, details, grades = (
            data[start:stop] for start, stop in itertools.pairwise(ends)
        )
        named = np.frombuffer(codes, "<u2").astype(np.uint16)
        if count and int(named.max()) >= len(PLAN):
            raise ValueError("variants that no plan of this version has")
        return cls(
            np.frombuffer(hashes, "<u8").astype(np.uint64).reshape(-1, 4),
            named,
            np.frombuffer(details, "<u8").astype(np.uint64).reshape(-1, 4),
            np.frombuffer(grades, np.uint8).copy(),
            graded,
            aspect,
            PartMarks.from_bytes(data[end:]),
        )


def of(rgb: npt.NDArray[np.uint8]) -> Variants:
    """Hash all planned variants of `rgb` (height x width x 3, uint8; any size, 512 px are enough).

    Well under a second.
    """
    picture = reduce(rgb)
    luma = picture.luma
    found = np.empty((len(PLAN), 16, 16), np.float32)
    for tilt, members in itertools.groupby(range(len(PLAN)), key=lambda code: PLAN[code].tilt):
        codes = list(members)
        plane = resample(luma, geometry.tilted(tilt, picture.aspect), EDGE) if tilt else luma
        rows = sorted({PLAN[code].rows for code in codes})
        columns = sorted({PLAN[code].columns for code in codes})
        every = windows.coefficients(plane, rows, columns)
        found[codes] = every[
            [rows.index(PLAN[code].rows) for code in codes],
            [columns.index(PLAN[code].columns) for code in codes],
        ]
    details, grades = second_stage.details(luma)
    whole = quality(windows.samples(luma, (0.0, 1.0), (0.0, 1.0)))
    return Variants(
        windows.hashes(found),
        np.arange(len(PLAN), dtype=np.uint16),
        details,
        grades,
        whole,
        picture.aspect,
        marks.find(marks.shrink(rgb), _MARKS),
    )
