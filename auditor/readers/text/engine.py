"""Where words stand in a picture and what they are: rapidocr with the models inside its wheel.

Nothing is ever downloaded.

Its models are given by path, since rapidocr would fetch from the network what it thinks is missing;
one thread, no classifier of upside-down lines (the picture is turned as EXIF asks before).
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.readers.optional_parts import vision_missing

__all__ = ["Spot", "TextEngine", "text_engine"]

_FIND_AT_LEAST = 0.6
"""Mean of the detector's map in a box. rapidocr takes 0.5; leaves and waves lie between, print lies
above."""
_LARGEST = 0.5
"""Share of the picture that one line can fill; the detector takes even noise as a whole for one."""
_SIDE = 1e9  # rapidocr's own enlarging and shrinking are off: the pictures come in the size wanted
_UPENDED = 1.5  # a box this many times as high as it is wide is a line that runs upwards
_PADDING = 0.04  # of the height, so that a tilted line keeps its ascenders

Rgb = npt.NDArray[np.uint8]


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


class TextEngine:
    """Finds lines and reads them. Not for several threads at once."""

    def __init__(self, find: Path, read: Path) -> None:
        import cv2
        from rapidocr import RapidOCR

        cv2.setNumThreads(1)
        params: dict[str, object] = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.min_side_len": 1,
            "Global.max_side_len": _SIDE,
            "Global.text_score": 0.0,
            "Det.model_path": str(find),
            "Det.limit_type": "max",
            "Det.limit_side_len": _SIDE,
            "Det.box_thresh": _FIND_AT_LEAST,
            "Rec.model_path": str(read),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        self._ocr = RapidOCR(params=params)

    def find(self, rgb: Rgb) -> tuple[Spot, ...]:
        """Return the lines in a picture, in its own px. The models know BGR."""
        found = self._ocr(
            np.ascontiguousarray(rgb[:, :, ::-1]), use_det=True, use_cls=False, use_rec=False
        )
        boxes, scores = getattr(found, "boxes", None), getattr(found, "scores", None)
        if boxes is None or scores is None:
            return ()
        spots = (
            Spot(tuple((float(x), float(y)) for x, y in box), float(score))
            for box, score in zip(boxes, scores, strict=True)
        )
        largest = _LARGEST * rgb.shape[0] * rgb.shape[1]
        return tuple(spot for spot in spots if spot.width * spot.height < largest)

    def read(self, rgb: Rgb, spot: Spot) -> tuple[str, float]:
        """Return the words at `spot` and how sure (0-1) they are.

        An empty text where nothing could be read.
        """
        cut = _cut_line(rgb, spot)
        if min(cut.shape[:2]) < 2:  # noqa: PLR2004 - a line of one px says nothing and cannot be scaled
            return "", 0.0
        found = self._ocr(cut, use_det=False, use_cls=False, use_rec=True)
        texts: Sequence[str] = getattr(found, "txts", None) or ()
        scores: Sequence[float] = getattr(found, "scores", None) or ()
        return (texts[0], float(scores[0])) if texts and scores else ("", 0.0)


@cache
def text_engine() -> TextEngine:
    """Return the engine of this process.

    Raises MissingPartError where rapidocr or one of its models is not installed.
    """
    try:
        found = importlib.util.find_spec("rapidocr")
        models = Path(found.origin).parent / "models" if found and found.origin else None
        find = next(iter(sorted(models.glob("*_det_*.onnx"))), None) if models else None
        read = next(iter(sorted(models.glob("*_rec_*.onnx"))), None) if models else None
        if find is None or read is None:
            raise vision_missing()
        return TextEngine(find, read)
    # OpenCV needs libraries of the system that a small one lacks
    except (ImportError, OSError) as error:
        raise vision_missing(error) from error


def _cut_line(rgb: Rgb, spot: Spot) -> Rgb:
    """Return the line cut out and set straight, in BGR."""
    import cv2

    pad = spot.height * _PADDING
    width, height = max(1, round(spot.width)), max(1, round(spot.height + 2 * pad))
    left, top, wide, tall = spot.box
    x, y = max(0, int(left - pad - 2)), max(0, int(top - pad - 2))
    part = np.ascontiguousarray(
        rgb[y : int(top + tall + pad + 3), x : int(left + wide + pad + 3), ::-1]
    )
    if not part.size:
        return np.zeros((1, 1, 3), np.uint8)
    here = np.array([(px - x, py - y) for px, py in spot.corners], np.float32)
    there = np.array([(0, pad), (width, pad), (width, height - pad), (0, height - pad)], np.float32)
    straight = cv2.warpPerspective(
        part,
        cv2.getPerspectiveTransform(here, there),
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    turned = np.rot90(straight) if height >= _UPENDED * width else straight
    return np.ascontiguousarray(turned, np.uint8)
