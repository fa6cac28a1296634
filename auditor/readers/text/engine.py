"""Where words stand in a picture and what they are: rapidocr with the models inside its wheel.

Nothing is ever downloaded.

Its models are taken by path and run without it, since rapidocr would fetch from the network what it
thinks is missing; no classifier of upside-down lines (the picture is turned as EXIF asks before).
"""

from __future__ import annotations

import importlib.util
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.readers.optional_parts import vision_missing
from auditor.readers.text.lines import FoundLines, Spot, WordFinder
from auditor.readers.text.recogniser import LineReader

__all__ = ["TextEngine", "text_engine"]

_UPENDED = 1.5  # a box this many times as high as it is wide is a line that runs upwards
_PADDING = 0.04  # of the height, so that a tilted line keeps its ascenders

Rgb = npt.NDArray[np.uint8]


class TextEngine:
    """Finds lines and reads them. Not for several threads at once.

    What reads them is loaded with the first line: it holds 40 MB, and where nothing is written, and
    where words are only covered, no line is read.
    """

    def __init__(self, find: Path, read: Path) -> None:
        self._finder = WordFinder(find)
        self._read = read

    def look(self, rgb: Rgb, share: float = 1.0) -> FoundLines:
        """Return the lines in a picture, in its own px. `share` as for `WordFinder.look`."""
        return self._finder.look(rgb, share)

    def read(self, rgb: Rgb, spot: Spot) -> tuple[str, float]:
        """Return the words at `spot` and how sure (0-1) they are.

        An empty text where nothing could be read. Raises MissingPartError.
        """
        cut = _cut_line(rgb, spot)
        if min(cut.shape[:2]) < 2:  # noqa: PLR2004 - a line of one px says nothing and cannot be scaled
            return "", 0.0
        return self.reader.read(cut)

    @cached_property
    def reader(self) -> LineReader:
        """What reads lines. Raises MissingPartError."""
        try:
            return LineReader(self._read)
        # a library of the system is missing; a model without its letters
        except (ImportError, OSError, KeyError) as error:
            raise vision_missing(error) from error


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
