"""Faces in a picture: counted and measured, never identified.

The whole picture is looked at twice, small for faces that fill it and larger for those that do not.
What looks like a face is then looked at once more, closely and from the pixels of the file: coats
of pets, wheels and leaves that pass for a face at one size do not at that one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from auditor.dataclass import dataclass
from auditor.domain.photos.picture_contents import Face
from auditor.readers.faces.detector import Detection, detect
from auditor.readers.faces.measures import brightness, covered, pitch, sharpness, yaw
from auditor.readers.picture.pixels import Pixels
from auditor.readers.picture.thumbnail import TURNS
from auditor.readers.picture.upright import Upright, upright

__all__ = ["read_faces"]

SIDES = (960, 320)
"""Px of the longest side. The detector finds faces from about 16 px across: 67 px of a 12 MP photo
at 960, and a swap needs 112 (the models of roop and InstantID take 112 to 128 px). At 1280 it took
twice as long (measured)."""

_MAYBE = 0.5  # the score at which a place is worth a closer look
# the score that the closer look must give: gravel gave 0.91, drawn and photographed faces 0.97 or
# more
_SURE = 0.93
_CLOSE = 256  # px of the closer look; the face is half as tall
# the face that is found there must be the one it was made for
_OFF_CENTRE, _SMALLEST, _LARGEST = (0.15, 0.3, 0.8)
_SAME = 0.5  # boxes that share more than this part of the smaller one are one face
_MOST = 64  # faces measured in one picture; a crowd has more, and no face in it is large


@dataclass(frozen=True, slots=True)
class _Closer:
    """A square round one face, upright.

    `rgb` of `_CLOSE` px, which stands at `x`, `y` and is `side` long in px of the wide picture.
    """

    rgb: npt.NDArray[np.uint8]
    x: float
    y: float
    side: float

    def wide(self, seen: Detection) -> Detection:
        """Return a detection in here as a detection in the wide picture."""
        scale = self.side / _CLOSE
        points = tuple((self.x + x * scale, self.y + y * scale) for x, y in seen.points)
        return Detection(
            self.x + seen.x * scale,
            self.y + seen.y * scale,
            seen.width * scale,
            seen.height * scale,
            seen.score,
            points,
        )


def read_faces(pixels: Pixels) -> tuple[Face, ...]:
    """Return the faces, the largest first. Raises MissingPartError."""
    wide = upright(pixels, SIDES[0])
    faces: list[tuple[Detection, Face]] = []
    for maybe in _find_candidates(wide):
        closer = _look_closer(pixels, wide, maybe)
        found = _confirm(closer)
        if found is None or any(found[0].shared(seen) > _SAME for seen, _face in faces):
            continue
        faces.append((found[0], _measure_face(wide, closer, *found)))
    return tuple(sorted((face for _seen, face in faces), key=lambda face: -face.size))


def _find_candidates(wide: Upright) -> list[Detection]:
    """Return what may be a face, in px of the wide picture, the surest first, each once."""
    found = detect(wide.rgb, _MAYBE)
    if max(wide.rgb.shape[:2]) > SIDES[1]:
        image = Image.fromarray(wide.rgb)
        share = SIDES[1] / max(image.size)
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        small = np.asarray(image.resize(size, Image.Resampling.BOX))
        found += [
            _scale_seen(seen, image.width / size[0], image.height / size[1])
            for seen in detect(small, _MAYBE)
        ]
    return sorted(found, key=lambda seen: -seen.score)[: 2 * _MOST]


def _scale_seen(seen: Detection, across: float, down: float) -> Detection:
    points = tuple((x * across, y * down) for x, y in seen.points)
    return Detection(
        seen.x * across, seen.y * down, seen.width * across, seen.height * down, seen.score, points
    )


def _look_closer(pixels: Pixels, wide: Upright, seen: Detection) -> _Closer:
    """Cut a square twice as long as the face out of the stored pixels.

    What lies outside of the picture is black.
    """
    side = 2 * max(seen.width, seen.height)
    left, top = seen.x + seen.width / 2 - side / 2, seen.y + seen.height / 2 - side / 2
    ends = [wide.unclipped(left, top), wide.unclipped(left + side, top + side)]
    x, u = sorted(round(along) for along, _down in ends)
    y, v = sorted(round(down) for _along, down in ends)
    image = _cut_square(pixels, (x, y, u, v))
    turn = TURNS.get(pixels.orientation)
    return _Closer(
        np.asarray(image.transpose(turn) if turn is not None else image), left, top, side
    )


def _cut_square(pixels: Pixels, square: tuple[int, int, int, int]) -> Image.Image:
    """Return a square of the stored picture in `_CLOSE` px.

    A large one from the half-size picture: from all pixels it took 110 ms.
    """
    x, y, u, v = square
    middle = pixels.middle
    if middle is not None:
        times = max(pixels.rgb.shape[:2]) / max(middle.size)
        if u - x >= 2 * _CLOSE * times:
            x, y, u, v = (round(place / times) for place in square)
            return middle.crop((x, y, u, v)).resize((_CLOSE, _CLOSE), Image.Resampling.BOX)
    part = pixels.rgb[max(y, 0) : max(v, 0), max(x, 0) : max(u, 0)]
    image = Image.fromarray(np.ascontiguousarray(part)).crop(
        (min(x, 0), min(y, 0), min(x, 0) + u - x, min(y, 0) + v - y)
    )
    return image.resize(
        (_CLOSE, _CLOSE), Image.Resampling.BOX if u - x > _CLOSE else Image.Resampling.BILINEAR
    )


def _confirm(closer: _Closer) -> tuple[Detection, Detection] | None:
    """Return the face in px of the wide picture and of the closer look, None if there is none."""
    for seen in detect(closer.rgb, _SURE):
        off = max(
            abs(seen.x + seen.width / 2 - _CLOSE / 2), abs(seen.y + seen.height / 2 - _CLOSE / 2)
        )
        if (
            off <= _OFF_CENTRE * _CLOSE
            and _SMALLEST * _CLOSE <= max(seen.width, seen.height) <= _LARGEST * _CLOSE
        ):
            return closer.wide(seen), seen
    return None


def _measure_face(wide: Upright, closer: _Closer, seen: Detection, close: Detection) -> Face:
    face = Face(
        box=wide.stored(seen.x, seen.y, seen.width, seen.height),
        score=close.score,
        landmarks=tuple(wide.point(x, y) for x, y in seen.points),
        yaw=yaw(close.points),
        pitch=pitch(close.points),
    )
    grey = np.asarray(Image.fromarray(closer.rgb).convert("L")).astype(np.float32)
    left, top = max(0, round(close.x)), max(0, round(close.y))
    alone = grey[top : round(close.y + close.height), left : round(close.x + close.width)]
    return replace(
        face,
        sharpness=sharpness(alone),
        brightness=brightness(alone),
        covered=covered(closer.rgb, close.points),
    )
