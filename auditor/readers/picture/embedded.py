"""Whether the small picture inside the metadata shows the same as the picture.

It may also show something else, or more of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import EmbeddedThumbnail, Pdq
from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.readers.picture.find_crop import shown_share
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import Pixels, UnreadableError, decode

__all__ = ["LARGEST", "compare", "compare_pixels"]

# unrelated pictures are at least about 110 of 256 bits apart, re-encoded and rescaled ones at most
# about 40
_SAME = 60
_BLACK = 24  # bars that a camera pads with, after JPEG
_LEAST_QUALITY = 10  # nearly nothing to see: no distance means anything
_WIDER = 0.94  # the picture covers less than this share of the thumbnail
_RATIO_STEP = 0.02
_BLOCKS = 16  # a side, for finding what was painted over
# Grey values by which one block may differ. Measured on thumbnails of 14 cameras: at most 44, with
# a black bar or box 46 to 226.
_PAINTED = 50
# The same where each fine block may stand one beside its place, as sharpened thumbnails of early
# cameras do: at most 29 of those, 38 and more with a box.
_FINE, _FINE_A_BLOCK = 48, 3
_PAINTED_FINE = 32
_LAST_TURN = 3  # the first four of the eight forms are turns, the others mirrored
LARGEST = 1024  # px a side; a larger one is shrunk first

Grey = npt.NDArray[np.float64]
Rgb = npt.NDArray[np.uint8]


def compare(data: bytes, pixels: Pixels) -> EmbeddedThumbnail | None:
    """Compare the thumbnail `data` with the picture; None if it is no picture at all."""
    header = read_header(data)
    if header is None:
        return None
    try:
        inner = decode(data, header)
    except UnreadableError:
        return EmbeddedThumbnail(header.width or 0, header.height or 0)
    height, width = inner.rgb.shape[:2]
    return compare_pixels(inner, pixels, (width, height))


def compare_pixels(
    inner: Pixels, pixels: Pixels, size: tuple[int, int], *, framing: bool = True
) -> EmbeddedThumbnail:
    """Compare a small picture, of `size` px as stored, with the picture.

    `framing` asks whether one that differs shows more, which takes most of the time.
    """
    width, height = size
    small = inner.rgb if max(inner.rgb.shape[:2]) <= LARGEST else np.asarray(inner.small)
    picture = np.asarray(pixels.small)
    trimmed = _cut_bars(small)
    fit = _find_best_fit((small, trimmed), picture)
    if fit is None:
        return EmbeddedThumbnail(width, height)
    if fit.distance <= _SAME:
        return EmbeddedThumbnail(
            width, height, fit.distance, differs=_is_covered(fit), shows_more=False
        )
    share = shown_share(picture, trimmed) if framing else None
    more = None if share is None else share < _WIDER
    return EmbeddedThumbnail(width, height, fit.distance, differs=True, shows_more=more)


@dataclass(frozen=True, slots=True)
class _Fit:
    """The closest of the ways in which cameras fit a picture into a thumbnail.

    `form` is its place among the eight hashes.
    """

    distance: int
    form: int
    thumbnail: Rgb
    picture: Rgb


def _find_best_fit(thumbnails: tuple[Rgb, ...], picture: Rgb) -> _Fit | None:
    """Return the closest fit, None if there is nothing to be seen on either side."""
    found: list[_Fit] = []
    whole, trimmed = thumbnails
    hashed: dict[int, tuple[Rgb, Pdq]] = {}  # most of the ways end at the same pixels

    def hash_once(rgb: Rgb) -> Pdq:
        if id(rgb) not in hashed:
            hashed[id(rgb)] = rgb, pdq(np.ascontiguousarray(rgb))
        return hashed[id(rgb)][1]

    for thumbnail in (whole,) if trimmed.shape == whole.shape else thumbnails:
        ratio = thumbnail.shape[1] / thumbnail.shape[0]
        for left, right in (
            (thumbnail, picture),
            (_crop(thumbnail, picture.shape[1] / picture.shape[0]), picture),
            (thumbnail, _crop(picture, ratio)),
            # the picture was turned later, its thumbnail was not
            (thumbnail, _crop(picture, 1 / ratio)),
        ):
            first, second = hash_once(left), hash_once(right)
            if _is_telling(first) and _is_telling(second):
                near = distances(from_hex([first.hash])[0], from_hex(second.dihedral))
                found.append(_Fit(int(near.min()), int(near.argmin()), left, right))
    return min(found, key=lambda fit: fit.distance, default=None)


def _is_covered(fit: _Fit) -> bool:
    """Whether a part of the picture was painted over after its thumbnail was made.

    A blurred part is not noticed.
    """
    if fit.form > _LAST_TURN:
        return False
    picture = np.rot90(fit.picture, fit.form)
    there, here = _match_brightness(fit.thumbnail, picture, _BLOCKS)
    if np.abs(there - here).max() <= _PAINTED:
        return False
    there, here = _match_brightness(fit.thumbnail, picture, _FINE)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(here, 1, mode="edge"), (3, 3))
    low, high = around.min(axis=(2, 3)), around.max(axis=(2, 3))
    beyond = np.maximum(np.maximum(low - there, there - high), 0)
    side = _FINE // _FINE_A_BLOCK
    blocks = beyond.reshape(side, _FINE_A_BLOCK, side, _FINE_A_BLOCK).mean(axis=(1, 3))
    return bool(blocks.max() > _PAINTED_FINE)


def _match_brightness(thumbnail: Rgb, picture: Rgb, side: int) -> tuple[Grey, Grey]:
    """Return both in `side` x `side` grey blocks, with one gain and one offset for the picture."""
    there, here = _average_blocks(thumbnail, side), _average_blocks(picture, side)
    both = np.stack([here.ravel(), np.ones(here.size)], axis=1)
    brightness = np.linalg.lstsq(both, there.ravel(), rcond=None)[0]
    return there, (both @ brightness).reshape(side, side)


def _average_blocks(rgb: Rgb, side: int) -> Grey:
    grey = (
        Image.fromarray(np.ascontiguousarray(rgb))
        .convert("L")
        .resize((side, side), Image.Resampling.BOX)
    )
    return np.asarray(grey, np.float64)


def _is_telling(hashed: Pdq) -> bool:
    return hashed.quality >= _LEAST_QUALITY and not hashed.unstable


def _crop(rgb: Rgb, ratio: float) -> Rgb:
    """Cut `rgb` around its middle to a width of `ratio` heights."""
    height, width = rgb.shape[:2]
    if abs(width / height - ratio) <= _RATIO_STEP:
        return rgb
    new_width, new_height = (
        min(width, max(1, round(height * ratio))),
        min(height, max(1, round(width / ratio))),
    )
    left, top = (width - new_width) // 2, (height - new_height) // 2
    return rgb[top : top + new_height, left : left + new_width]


def _cut_bars(rgb: Rgb) -> Rgb:
    """Cut black bars off all four sides, unless that leaves next to nothing."""
    bright = rgb.max(axis=2)
    rows = np.flatnonzero(np.percentile(bright, 95, axis=1) > _BLACK)
    columns = np.flatnonzero(np.percentile(bright, 95, axis=0) > _BLACK)
    if not rows.size or not columns.size:
        return rgb
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    if (bottom - top) * (right - left) * 4 < bright.size:
        return rgb
    return rgb[top:bottom, left:right]
