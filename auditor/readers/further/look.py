"""What a piece of a file shows: its pixels, whether they differ from the picture, faces and texts.

Decoding is bounded, by piece and in all. A large JPEG is decoded at a part of its size.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageSequence

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import EmbeddedThumbnail
from auditor.domain.photos.picture_contents import Box, Face, TextFound
from auditor.readers.further.pieces import Piece, Raster
from auditor.readers.optional_parts import MissingPartError
from auditor.readers.picture.embedded import LARGEST, compare_pixels
from auditor.readers.picture.header import Header, read_header
from auditor.readers.picture.pixels import (
    MIDDLE_SIDE,
    SMALL_SIDE,
    Pixels,
    UnreadableError,
    decode,
    middle_of,
)

__all__ = ["SHARED", "Budget", "Inner", "compare_frames", "header_of", "look_at", "open_piece"]

_MOST_PIXELS = 60_000_000
_MOST_IN_ALL = 150_000_000
_MOST_PICTURES = 24
"""Comparing takes 0.05 s of processor time."""
SHARED = frozenset({"TIFF", "HEIF", "AVIF"})
"""Formats of which a further picture is the whole file with another one made its first."""
_SLOW = {"HEIF": 3, "AVIF": 3}
"""How many times longer than a JPEG a format takes to decode."""
_MOST_FRAMES = 6
"""Frames that are compared, evenly over a film."""
_MOST_FRAME_PIXELS = 60_000_000

Rgb = npt.NDArray[np.uint8]


@dataclass(slots=True)
class Budget:
    """How much may still be decoded and compared; `ran_out` once something was left out for it."""

    pixels: int = _MOST_IN_ALL
    pictures: int = _MOST_PICTURES
    ran_out: bool = False

    def take(self, width: int, height: int) -> bool:
        """Take what a picture of this size costs; return whether there was enough."""
        cost = max(1, width * height)
        if cost > min(self.pixels, _MOST_PIXELS) or self.pictures <= 0:
            self.ran_out = True
            return False
        self.pixels -= cost
        self.pictures -= 1
        return True


@dataclass(frozen=True, slots=True)
class Inner:
    """A decoded piece: its pixels, and its size in px as stored."""

    pixels: Pixels
    width: int
    height: int


def header_of(piece: Piece) -> Header | None:
    """Return format and size of a piece, as far as its bytes or its place tell."""
    if piece.raster is not None:
        return Header(piece.format or "raw", piece.raster.width, piece.raster.height)
    if piece.frames or (piece.head and piece.format in SHARED):
        return Header(piece.format or "TIFF", piece.width, piece.height)
    return read_header(piece.data)


def open_piece(piece: Piece, header: Header, budget: Budget) -> Inner | None:
    """Decode a piece; None where it is no picture, is broken, or the budget is used up."""
    slowness = _SLOW.get(header.format, 1)
    if not budget.take((header.width or 0) * slowness, header.height or 0):
        return None
    if piece.raster is not None:
        rgb = _read_raster(piece.raster, piece.data)
        return rgb if rgb is None else Inner(_make_pixels(rgb), rgb.shape[1], rgb.shape[0])
    try:
        pixels = decode(piece.data, header, middle=True, side=MIDDLE_SIDE)
    except UnreadableError:
        return None
    height, width = pixels.rgb.shape[:2]
    drafted = header.format == "JPEG"
    return Inner(
        pixels,
        (drafted and header.width) or width,
        (drafted and header.height) or height,
    )


def look_at(inner: Inner) -> tuple[tuple[Face, ...], tuple[TextFound, ...]]:
    """Return faces and telling texts in a piece, in px as it is stored.

    Nothing where the libraries are missing: the reader of the picture itself says so.
    """
    from auditor.readers.faces.read_faces import read_faces
    from auditor.readers.text.read_text import read_text

    try:
        faces, text = read_faces(inner.pixels), read_text(inner.pixels)
    except (MissingPartError, ImportError):
        return (), ()
    times = inner.width / inner.pixels.rgb.shape[1]
    return (
        tuple(_enlarge_face(face, times) for face in faces),
        tuple(replace(found, box=_enlarge(found.box, times)) for found in text),
    )


def compare_frames(piece: Piece, pixels: Pixels, budget: Budget) -> EmbeddedThumbnail | None:
    """Return how the most different frame of a film differs from its first; None for no answer.

    At most six frames are looked at, as far as the budget goes.
    """
    found: list[EmbeddedThumbnail] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(piece.data), formats=[piece.format or ""]) as film:
                cost = max(1, film.width * film.height)
                within = min(_MOST_FRAME_PIXELS, budget.pixels) // cost
                step = max(1, piece.frames // _MOST_FRAMES)
                for index, frame in enumerate(ImageSequence.Iterator(film)):
                    if index > min(within, piece.frames):
                        budget.ran_out = budget.ran_out or index <= piece.frames
                        break
                    if index and (index % step == 0 or index == piece.frames):
                        image = frame.convert("RGB")
                        if max(image.size) > LARGEST:  # compared at this size anyway
                            image.thumbnail((SMALL_SIDE, SMALL_SIDE))
                        inner = _make_pixels(np.asarray(image))
                        found.append(compare_pixels(inner, pixels, frame.size, framing=False))
                        budget.pictures -= 1
                    budget.pixels -= cost
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - Pillow's plugins raise anything on broken files; the frames until then count
            budget.ran_out = budget.ran_out or not found
    telling = [each for each in found if each.distance is not None]
    return max(telling, key=lambda each: each.distance or 0, default=None)


def _make_pixels(rgb: Rgb) -> Pixels:
    image = Image.fromarray(rgb)
    small = image.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Pixels(rgb, small, 1, middle_of(image))


def _read_raster(raster: Raster, data: bytes) -> Rgb | None:
    """Return the pixels of an uncompressed picture, None if there are too few bytes."""
    width, height = raster.width, raster.height
    if raster.layout == "YCbCr":
        return _read_ycbcr(raster, data)
    samples = 3 if raster.layout in {"RGB", "BGR"} else 1
    row = raster.row or width * samples
    if len(data) < row * height or (raster.layout == "P" and len(raster.palette) < 768):  # noqa: PLR2004 - 256 colours
        return None
    rows = np.frombuffer(data, np.uint8, row * height).reshape(height, row)[:, : width * samples]
    values = rows.reshape(height, width, samples)
    if raster.layout == "BGR":
        return np.ascontiguousarray(values[..., ::-1])
    if raster.layout == "P":
        palette = np.frombuffer(raster.palette, np.uint8, 768).reshape(256, 3)
        return palette[values[..., 0]]
    return np.ascontiguousarray(np.broadcast_to(values, (height, width, 3)))


def _read_ycbcr(raster: Raster, data: bytes) -> Rgb | None:
    """Return RGB of the units of TIFF 6.0, section 21: all Y of a block, then its Cb and Cr."""
    across, down = raster.subsampling
    wide, high = -(-raster.width // across), -(-raster.height // down)
    unit = across * down + 2
    if len(data) < wide * high * unit:
        return None
    units = np.frombuffer(data, np.uint8, wide * high * unit).reshape(high, wide, unit)
    blocks = units[..., :-2].reshape(high, wide, down, across).transpose(0, 2, 1, 3)
    light = blocks.reshape(high * down, wide * across)
    blue, red = (
        units[..., place].repeat(down, axis=0).repeat(across, axis=1) for place in (-2, -1)
    )
    stacked = np.ascontiguousarray(np.stack([light, blue, red], axis=-1))
    image = Image.fromarray(stacked, "YCbCr").convert("RGB")
    return np.asarray(image)[: raster.height, : raster.width]


def _enlarge(box: Box, times: float) -> Box:
    if times == 1:
        return box
    left, top, width, height = (
        round(value * times) for value in (box.x, box.y, box.width, box.height)
    )
    return Box(left, top, max(1, width), max(1, height))


def _enlarge_face(face: Face, times: float) -> Face:
    points = tuple((round(x * times), round(y * times)) for x, y in face.landmarks)
    return replace(face, box=_enlarge(face.box, times), landmarks=points)
