"""What one line of words says: the recogniser of rapidocr's wheel, on one thread.

The network is rapidocr's, the way in is ours: a line goes in as wide as it is. Filled up to 320 px,
as rapidocr does it, short ones cost up to twice as much and say the same.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["LineReader"]

_HEIGHT = 48  # px: the network knows no other
_STEP, _BEHIND, _LEAST = 16, 8, 64
"""Px: widths are multiples, so many stay blank behind the line, and no line is narrower."""
_LETTERS = "character"  # what the model's own list of them is called

Rgb = npt.NDArray[np.uint8]
Scores = npt.NDArray[np.float32]


class LineReader:
    """Reads lines. Not for several threads at once.

    Raises ImportError, OSError when it is made, KeyError where the model brings no letters.
    """

    def __init__(self, model: Path) -> None:
        import onnxruntime  # type: ignore[import-untyped]  # ships no types

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        told = self._session.get_modelmeta().custom_metadata_map[_LETTERS]
        self._letters = ("", *told.splitlines(), " ")

    def read(self, line: Rgb) -> tuple[str, float]:
        """Return what a line in BGR says and how sure (0-1) that is; empty where it says nothing.

        A place of the answer is a letter, or blank (0) between two equal ones; a letter over
        several places is one.
        """
        seen: Scores = self._session.run(None, {self._input: _prepare(line)})[0][0]
        letters = seen.argmax(axis=1)
        starts = letters != 0
        starts[1:] &= letters[1:] != letters[:-1]
        if not starts.any():
            return "", 0.0
        text = "".join(self._letters[letter] for letter in letters[starts])
        return text, float(seen.max(axis=1)[starts].mean())


def _prepare(line: Rgb) -> Scores:
    import cv2

    along = max(1, math.ceil(_HEIGHT * line.shape[1] / line.shape[0]))
    wide = max(_LEAST, -(-(along + _BEHIND) // _STEP) * _STEP)
    filled = np.zeros((1, 3, _HEIGHT, wide), np.float32)
    small = cv2.resize(line, (along, _HEIGHT)).astype(np.float32)
    small *= 1 / 127.5
    small -= 1
    filled[0, :, :, :along] = small.transpose(2, 0, 1)
    return filled
