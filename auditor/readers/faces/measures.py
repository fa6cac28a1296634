"""What is measured on one face.

Where it looks, how sharp and how bright it is, whether much of it is covered.

All of it is rough and meant for telling apart easy from hard pictures of a person, not people.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from auditor.readers.faces.detector import Point

__all__ = ["brightness", "covered", "pitch", "sharpness", "yaw"]

Grey = npt.NDArray[np.float32]

_NOSE_STANDS_OUT = 0.5
"""How far the tip of the nose stands before eyes and mouth, in distances of the eyes. Our estimate:
about 32 of 63 mm."""

_NOSE_DOWN = 0.495
_FACE_TALL = 1.156
"""Where the nose is between the eyes (0) and the mouth (1), and how far these are apart in
distances of the eyes, on a face that looks into the camera: from the mean face that ArcFace aligns
to (deepinsight/insightface, face_align.py: arcface_dst)."""

_STEEPEST = 75.0  # degrees; beyond that two of the points are hidden and guessed


def yaw(points: tuple[Point, ...]) -> float:
    """Return how far a face is turned, in degrees, roughly.

    Positive towards the right of the picture.

    Ours: a nose that stands out by p (in distances of the eyes e) moves sideways by p·sin(yaw)
    while the eyes close up to cos(yaw): offset / e = p·tan(yaw).
    """
    across, _down, nose = _measure_frame(points)
    return _to_degrees(nose[0] / across / _NOSE_STANDS_OUT)


def pitch(points: tuple[Point, ...]) -> float:
    """Return how far a face is raised, in degrees, roughly; looking up is positive.

    The same thought as for `yaw`, up and down.
    """
    _across, down, nose = _measure_frame(points)
    return _to_degrees((_NOSE_DOWN - nose[1] / down) * _FACE_TALL / _NOSE_STANDS_OUT)


def _to_degrees(tangent: float) -> float:
    return max(-_STEEPEST, min(_STEEPEST, math.degrees(math.atan(tangent))))


def _measure_frame(points: tuple[Point, ...]) -> tuple[float, float, Point]:
    """Return the distance of the eyes, that from eyes to mouth, and where the nose is.

    The nose is measured from between the eyes, along the face.
    """
    left, right, nose, low_left, low_right = (np.asarray(point) for point in points)
    eyes, mouth = (left + right) / 2, (low_left + low_right) / 2
    across = max(1e-6, float(np.hypot(*(right - left))))
    axis = mouth - eyes
    down = max(1e-6, float(np.hypot(*axis)))
    axis = axis / down
    from_eyes = nose - eyes
    return across, down, (float(from_eyes @ np.array([axis[1], -axis[0]])), float(from_eyes @ axis))


def brightness(grey: Grey) -> float:
    """Return the mean of a face, 0-255."""
    return float(grey.mean()) if grey.size else 0.0


_BLURRED_BY = 9  # px of the filter, as in the paper
_BLURRIEST, _SHARPEST = 0.75, 0.25
"""Blur of a face enlarged eight times, and of the sharpest: between them lies the scale."""


def sharpness(grey: Grey) -> float:
    """Return how sharp a face is, 0 (nothing fine in it) to 1.

    It is measured where the face is about 130 px tall, whatever its size in the file.

    A picture that was sharp loses much by being blurred once more, a blurred one little:
    Crété-Roffet and others, The Blur Effect, 2007 (without its last scaling). The scale from 0 to 1
    is ours. Noise looks sharp to it.
    """
    if min(grey.shape, default=0) <= _BLURRED_BY:
        return 0.0
    blur = max(_measure_blur(grey), _measure_blur(grey.T))
    return float(np.clip((_BLURRIEST - blur) / (_BLURRIEST - _SHARPEST), 0.0, 1.0))


def _measure_blur(grey: Grey) -> float:
    """Return the share (0-1) of the steps from row to row that a blur down the column leaves."""
    kernel = np.ones(_BLURRED_BY, np.float32) / _BLURRED_BY
    softer = np.apply_along_axis(np.convolve, 0, grey, kernel, "valid")
    cut = _BLURRED_BY // 2
    before, after = (
        np.abs(np.diff(grey[cut : len(grey) - cut], axis=0)),
        np.abs(np.diff(softer, axis=0)),
    )
    total = float(before.sum())
    return 1.0 - float(np.maximum(0, before - after).sum()) / total if total > 0 else 1.0


# half the side of the squares that are looked at, in distances of the eyes
_EYE, _MOUTH = (0.2, 0.24)
# the brightest tenth round an eye as a share of the cheeks; with nothing before the eye, skin is
# part of it
_GLASS_DARK = 0.62
_EYE_CONTRAST = 0.35  # from the darkest tenth to the brightest round an uncovered eye
# of red against skin (Cr, ITU-R BT.601, 0-255): a cloth; a beard, dark or grey, is told by its
# brightness
_OTHER_COLOUR = 14.0
_CLOTH_BRIGHT = 0.75
_LIPS = 4.0  # Cr of the mouth above the cheeks


def covered(rgb: npt.NDArray[np.uint8], points: tuple[Point, ...]) -> bool | None:
    """Return whether dark glasses hide the eyes or a light cloth the mouth.

    None where it cannot be told.

    Ours, tried on drawn glasses and masks. A dark mask looks like a beard, a hand like a cheek:
    both are None, not True.
    """
    red, green, blue = (rgb[..., part].astype(np.float32) for part in range(3))
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    redness = 0.713 * (red - light)
    left, right, _nose, low_left, low_right = (np.asarray(point) for point in points)
    across = float(np.hypot(*(right - left)))
    cheeks = [
        left * 0.45 + low_left * 0.55 + (left - right) * 0.1,
        right * 0.45 + low_right * 0.55 + (right - left) * 0.1,
    ]
    skin = max(
        1.0, float(np.mean([_cut_patch(light, place, 0.1 * across).mean() for place in cheeks]))
    )
    eyes = [
        np.percentile(_cut_patch(light, place, _EYE * across), (10, 90)) for place in (left, right)
    ]
    if all(bright < _GLASS_DARK * skin for _dark, bright in eyes):
        return True
    above = (left + right) / 2 - ((low_left + low_right) / 2 - (left + right) / 2) * 0.35
    mouth = (low_left + low_right) / 2
    forehead_red, forehead = (
        float(_cut_patch(part, above, 0.15 * across).mean()) for part in (redness, light)
    )
    mouth_red = _cut_patch(redness, mouth, _MOUTH * across)
    if (
        forehead_red - float(np.percentile(mouth_red, 90)) > _OTHER_COLOUR
        and _cut_patch(light, mouth, _MOUTH * across).mean() > _CLOTH_BRIGHT * forehead
    ):
        return True
    seen = all(bright - dark > _EYE_CONTRAST * bright for dark, bright in eyes)
    lips = float(np.percentile(mouth_red, 90)) - float(
        np.mean([_cut_patch(redness, place, 0.1 * across).mean() for place in cheeks])
    )
    return False if seen and lips > _LIPS else None


def _cut_patch(values: Grey, middle: npt.NDArray[np.float64], reach: float) -> Grey:
    """Return a square round a place.

    What lies outside of the picture is left out, one pixel is always there.
    """
    rows, columns = values.shape
    x, y = (
        int(min(max(part, 0), most - 1)) for part, most in zip(middle, (columns, rows), strict=True)
    )
    half = max(1, round(reach))
    return values[max(0, y - half) : y + half + 1, max(0, x - half) : x + half + 1]
