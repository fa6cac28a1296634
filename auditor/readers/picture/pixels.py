"""Decodes a picture once and prepares it.

The array that is hashed, and a small picture for everything else.

"The same RGB array" of docs/design.md: first frame, no turn by EXIF, no colour management, alpha
dropped and not composited, 16 bits cut to 8 by a shift, everything else as Pillow converts it.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pi_heif  # type: ignore[import-untyped]  # ships no types
from PIL import Image, UnidentifiedImageError

from auditor.messages import _
from auditor.readers.picture.header import Header

__all__ = [
    "MAX_PIXELS",
    "MIDDLE_SIDE",
    "Pixels",
    "UnreadableError",
    "decode",
    "middle_of",
    "picture",
]

MAX_PIXELS = 150_000_000
SMALL_SIDE = 512  # what the python variant of PDQ and the second opinions look at
# what is looked at for faces, words and barcodes is at most so large, but for single places
MIDDLE_SIDE = 1600
_ORIENTATION = 0x0112
_WHOLE_NUMBERS = {1: "B", 3: "H", 4: "I"}  # types of TIFF
_BAND = 256  # rows copied at a time

pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class UnreadableError(Exception):
    """The picture could not be decoded; the text is a reason for a person."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """`rgb` is height x width x 3 in uint8; `small` fits 512 x 512.

    `orientation` is the EXIF turn (1-8) not applied to any of them.

    `middle` is what `middle_of` gives, None where it was not asked for.
    """

    rgb: npt.NDArray[np.uint8]
    small: Image.Image
    orientation: int
    middle: Image.Image | None = None


def _refuse_large(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadableError(
            _("too many pixels: {width}×{height}").format(width=width, height=height)
        )


def decode(data: bytes, header: Header, *, middle: bool = False) -> Pixels:
    """Decode `data` as the format of its header and as no other.

    Raises UnreadableError, MemoryError.
    """
    plain, orientation = picture(data, header)
    rgb = _make_array(plain)
    half = middle_of(plain) if middle else None  # from the array it would take twice as long
    plain.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Pixels(rgb, plain, orientation, half)


def middle_of(image: Image.Image) -> Image.Image | None:
    """Return the picture at a half, a third and so on of its size, still `MIDDLE_SIDE` or more.

    None for a smaller one.
    """
    times = max(image.size) // MIDDLE_SIDE
    return image.reduce(times) if times > 1 else None


def picture(data: bytes, header: Header) -> tuple[Image.Image, int]:
    """Return the picture in RGB, and the turn that is not applied to it.

    Raises UnreadableError, MemoryError.
    """
    _refuse_large(header.width or 0, header.height or 0)
    with warnings.catch_warnings():
        # Pillow warns of odd metadata, which another reader looks at
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=[header.format]) as image:
                _refuse_large(*image.size)
                plain = _make_plain(image)
                return plain, _read_orientation(image)
        except (MemoryError, UnreadableError):
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise UnreadableError(_("too many pixels")) from error
        except Exception as error:
            # Pillow's plugins raise OSError, SyntaxError, ValueError, struct.error, EOFError and
            # more on broken files.
            raise UnreadableError(_word_reason(error)) from error


def _make_plain(image: Image.Image) -> Image.Image:
    """Return the first frame in RGB."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    image.load()
    # converting RGB to RGB would be a second copy
    return image if image.mode == "RGB" else image.convert("RGB")


def _make_array(plain: Image.Image) -> npt.NDArray[np.uint8]:
    """Return the pixels.

    Band by band: Pillow writes a picture into bytes piece by piece and joins them, a third as fast
    at 12 MP.
    """
    rgb = np.empty((plain.height, plain.width, 3), np.uint8)
    for top in range(0, plain.height, _BAND):
        rgb[top : top + _BAND] = np.asarray(
            plain.crop((0, top, plain.width, min(top + _BAND, plain.height)))
        )
    return rgb


def _read_orientation(image: Image.Image) -> int:
    """Return the turn that is asked for and not applied; 1 (none) if it is missing or nonsense.

    Call it on a loaded picture: Pillow turns a TIFF while it loads it, and then forgets the turn;
    a PNG may have its EXIF behind the picture. pi_heif turns while it loads, too. In HEIC and AVIF
    nothing but `irot` and `imir` counts (ISO/IEC 23000-22, 7.3.6.7), which Pillow gives as EXIF.
    """
    if image.format == "HEIF":
        return 1
    block = image.info.get("exif")
    try:
        if image.format == "AVIF":
            exif = Image.Exif()
            exif.load(block or b"")
        else:
            exif = image.getexif()  # of XMP where EXIF says nothing
        value = exif.get(_ORIENTATION)
    except Exception:  # noqa: BLE001 - of broken EXIF the first values may still be there
        value = None
    if value is None:
        value = _find_orientation(block)
    if isinstance(value, tuple) and value:
        value = value[0]
    return value if isinstance(value, int) and 1 <= value <= 8 else 1  # noqa: PLR2004 - EXIF 3.0, tag 274


def _find_orientation(block: object) -> int | None:
    """Return the turn of a block of EXIF that Pillow cannot read, from its first directory."""
    tiff = block.removeprefix(b"Exif\0\0") if isinstance(block, bytes) else b""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        place = struct.unpack_from(order + "I", tiff, 4)[0]
        for index in range(struct.unpack_from(order + "H", tiff, place)[0]):
            tag, kind = struct.unpack_from(order + "HH", tiff, place + 2 + 12 * index)
            if tag == _ORIENTATION and kind in _WHOLE_NUMBERS:
                found: int = struct.unpack_from(
                    order + _WHOLE_NUMBERS[kind], tiff, place + 10 + 12 * index
                )[0]
                return found
    except struct.error:
        pass
    return None


def _word_reason(error: Exception) -> str:
    text = str(error)
    if "truncated" in text.casefold() or isinstance(error, EOFError):
        return _("truncated: the file ends before the picture does")
    if isinstance(error, UnidentifiedImageError):
        return _("damaged: the start of the file promises a picture, the rest is none")
    return _("damaged: the picture cannot be decoded ({kind})").format(kind=type(error).__name__)
