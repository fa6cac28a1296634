"""Where lines of words stand in a picture: the detector of rapidocr, on one thread.

The network and what makes lines of its map are rapidocr's; the way in is ours: the picture goes in
as it is, without enlarging and shrinking, and the map tells where nothing at all looks like words.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass

__all__ = ["FoundLines", "Map", "Spot", "WordFinder"]

_FIND_AT_LEAST = 0.6
"""Mean of the map in a box. rapidocr takes 0.5; leaves and waves lie between, print lies above."""
_LARGEST = 0.5
"""Share of the picture that one line can fill; the detector takes even noise as a whole for one."""
_STEP = 32  # px: sides of what the network takes are multiples
Rgb = npt.NDArray[np.uint8]
Map = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spot:
    """One line of words: four corners as (x, y), and the detector's 0-1.

    The corners go clockwise from the start of its first letter.
    """

    corners: tuple[tuple[float, float], ...]
    score: float

    @property
    def height(self) -> float:
        """Px from the top to the foot of the line."""
        return math.dist(self.corners[0], self.corners[3])

    @property
    def width(self) -> float:
        """Px along the line."""
        return math.dist(self.corners[0], self.corners[1])

    @property
    def tilt(self) -> float:
        """Degrees, clockwise positive."""
        (left, top), (right, down) = self.corners[:2]
        return math.degrees(math.atan2(down - top, right - left))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The upright rectangle around it: x, y, width, height."""
        xs, ys = [x for x, _y in self.corners], [y for _x, y in self.corners]
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)

    def times(self, scale: float) -> Spot:
        """Return the same spot in a picture that is `scale` times as large."""
        return Spot(tuple((x * scale, y * scale) for x, y in self.corners), self.score)

    def moved(self, x: float, y: float) -> Spot:
        """Return the same spot in a picture of which this one is a part beginning at `x`, `y`."""
        return Spot(tuple((u + x, v + y) for u, v in self.corners), self.score)


@dataclass(frozen=True, slots=True)
class FoundLines:
    """The lines found in a picture, and how much each place of it looks like words, 0-1.

    The map covers all of the picture with pixels of its own; None for a picture that is too small.
    """

    spots: tuple[Spot, ...]
    seen: Map | None


class WordFinder:
    """Finds lines. Not for several threads at once. Raises ImportError, OSError when it is made."""

    def __init__(self, model: Path) -> None:
        import cv2
        import onnxruntime  # type: ignore[import-untyped]  # ships no types
        from rapidocr.ch_ppocr_det.utils import DBPostProcess

        cv2.setNumThreads(1)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        # as in rapidocr's config.yaml, but for the score
        self._lines = DBPostProcess(
            thresh=0.3,
            box_thresh=_FIND_AT_LEAST,
            max_candidates=1000,
            unclip_ratio=1.6,
            score_mode="fast",
            use_dilation=True,
        )

    def look(self, rgb: Rgb, share: float = 1.0) -> FoundLines:
        """Return the lines in a picture, in its own px, and where anything looks like words.

        `rgb` is `share` of the whole picture: a line may fill much of a part.
        """
        seen = self._map(rgb)
        if seen is None:
            return FoundLines((), None)
        boxes, scores = self._lines(seen, rgb.shape[:2])
        spots = (
            Spot(tuple((float(x), float(y)) for x, y in box), float(score))
            for box, score in zip(boxes, scores, strict=True)
        )
        largest = _LARGEST / share * rgb.shape[0] * rgb.shape[1]
        return FoundLines(
            tuple(spot for spot in spots if spot.width * spot.height < largest),
            seen[0, 0],
        )

    def _map(self, rgb: Rgb) -> Map | None:
        """Return how much each px looks like words, 0-1; None for a picture that is too small."""
        planes = _prepare(rgb)
        if planes is None:
            return None
        seen: Map = self._session.run(None, {self._input: planes})[0]
        return seen


def _prepare(rgb: Rgb) -> Map | None:
    """Return the picture as the network takes it, None where nothing of it would be left.

    Planes of B, G and R from -1 to 1.
    """
    import cv2

    tall, wide = (round(side / _STEP) * _STEP for side in rgb.shape[:2])
    if not tall or not wide:
        return None
    fitting = cv2.resize(np.ascontiguousarray(rgb), (wide, tall))
    planes = np.empty((1, 3, tall, wide), np.float32)
    for number in range(3):
        np.multiply(fitting[..., 2 - number], 1 / 127.5, out=planes[0, number], dtype=np.float32)
    planes -= 1
    return planes
