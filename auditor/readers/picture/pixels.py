"""Decodes a picture once and prepares it.

The array that is hashed, and a small picture for everything else.

"The same RGB array" of docs/design.md: first frame, no turn by EXIF, no colour management, alpha
dropped and not composited, 16 bits cut to 8 by a shift, everything else as Pillow converts it.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pi_heif  # type: ignore[import-untyped]  # ships no types
from PIL import (
    AvifImagePlugin,
    Image,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from auditor.dataclass import dataclass
from auditor.messages import N_, _
from auditor.readers.isobmff.heif import heif_codec
from auditor.readers.picture.header import Header, is_tangled

__all__ = [
    "MAX_PIXELS",
    "MIDDLE_SIDE",
    "SMALL_SIDE",
    "JpegLook",
    "Pixels",
    "UnreadableError",
    "array_of",
    "decode",
    "look",
    "make_middle",
    "middle_of",
    "open_bytes",
    "picture",
]

MAX_PIXELS = 150_000_000
_LEAST_HOLLOW = 32_000_000
_MOST_IN_A_BYTE = 10_000
"""Pixels; a blank page of one bit a pixel has 8,000 in a PNG."""
SMALL_SIDE = 512  # what the python variant of PDQ and the second opinions look at
# what is looked at for faces, words and barcodes is at most so large, but for single places
MIDDLE_SIDE = 1600
_HALF = 2
_ORIENTATION = 0x0112
_NO_PICTURE = N_("damaged: the start of the file promises a picture, the rest is none")
_LONGEST_EXIF = 1024 * 1024
"""Bytes of EXIF that Pillow is asked about: it copies the value of each entry, and thousands can
point at the same one."""
_WHOLE_NUMBERS = {1: "B", 3: "H", 4: "I"}  # types of TIFF
_BAND = 64  # rows copied at a time: what is in between stays in the cache, 17 instead of 24 ms
_PI_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_CODECS = {"HEIF": frozenset({b"hvc1", b"hev1", b"mski"}), "AVIF": frozenset({b"av01"})}

_DECODERS = (AvifImagePlugin, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Named, so that Pillow does not load its forty decoders of other formats to find these.

BMP, GIF, JPEG and PNG it loads at the first picture.
"""

pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 1024 * 1024
"""Bytes of one compressed text for which Pillow does not refuse a PNG: it would at one MiB."""


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


@dataclass(frozen=True, slots=True)
class JpegLook:
    """What a JPEG says of its picture: size and `mode` as stored, the turn that is not applied.

    `profile` is its ICC profile, empty for none.
    """

    width: int
    height: int
    mode: str
    turn: int
    profile: bytes


def _refuse_large(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadableError(
            _("too many pixels: {width}×{height}").format(width=width, height=height)
        )


def _refuse_hollow(image: Image.Image, size: int) -> None:
    """Refuse a few bytes that promise so many pixels that no picture is in them."""
    pixels = image.width * image.height
    if pixels > max(_LEAST_HOLLOW, size * _MOST_IN_A_BYTE):
        raise UnreadableError(_(_NO_PICTURE))


def _refuse_another(image: Image.Image) -> None:
    """Refuse what is not the first picture: pi_heif leaves out one that it cannot read."""
    if image.format == "HEIF" and image.info.get("primary") is False:
        raise UnreadableError(_("the first of its pictures cannot be decoded"))


def decode(data: bytes, header: Header, *, middle: bool = False, side: int | None = None) -> Pixels:
    """Decode `data` as the format of its header and as no other.

    With `side`, a JPEG is decoded at a half, a quarter or an eighth, its longer side still that
    long.

    Raises UnreadableError, MemoryError.
    """
    plain, orientation = picture(data, header, side=side)
    rgb = array_of(plain)
    half = make_middle(plain, rgb) if middle else None
    plain.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Pixels(rgb, plain, orientation, half)


def middle_of(image: Image.Image) -> Image.Image | None:
    """Return the picture at a half, a third and so on of its size, still `MIDDLE_SIDE` or more.

    None for a smaller one.
    """
    times = max(image.size) // MIDDLE_SIDE
    return image.reduce(times) if times > 1 else None


def make_middle(plain: Image.Image, rgb: npt.NDArray[np.uint8]) -> Image.Image | None:
    """Return what `middle_of` gives; at half the size by OpenCV where it loads, in half the time.

    The averages are the same for sides that can be halved.
    """
    if max(plain.size) // MIDDLE_SIDE == _HALF and not (
        plain.width % _HALF or plain.height % _HALF
    ):
        try:
            import cv2
        except (ImportError, OSError):  # the extra `vision` is not installed, or does not load
            return middle_of(plain)
        cv2.setNumThreads(1)
        size = plain.width // _HALF, plain.height // _HALF
        return Image.fromarray(np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)))
    return middle_of(plain)


def picture(data: bytes, header: Header, *, side: int | None = None) -> tuple[Image.Image, int]:
    """Return the picture in RGB, and the turn that is not applied to it. `side` as for `decode`.

    Raises UnreadableError, MemoryError.
    """
    with _opened(data, header) as image:
        if side is not None:
            share = side / max(image.size)
            image.draft("RGB", (int(image.width * share) or 1, int(image.height * share) or 1))
        plain = _make_plain(image)
        return plain, _read_orientation(image)


def look(data: bytes, header: Header) -> JpegLook:
    """Return what a JPEG says of its picture, which is not decoded: not what may be damaged in it.

    Raises UnreadableError, MemoryError.
    """
    with _opened(data, header) as image:
        profile = image.info.get("icc_profile")
        return JpegLook(
            image.width,
            image.height,
            image.mode,
            _read_orientation(image),
            profile if isinstance(profile, bytes) else b"",
        )


@contextmanager
def _opened(data: bytes, header: Header) -> Iterator[Image.Image]:
    """Open a picture that may be decoded. Whatever is raised becomes UnreadableError."""
    _refuse_large(header.width or 0, header.height or 0)
    if header.format in {"JPEG", "GIF", "PNG", "TIFF"} and is_tangled(data):
        raise UnreadableError(
            _("damaged: the start of the file promises a picture, the rest is none")
        )
    with warnings.catch_warnings():
        # Pillow warns of odd metadata, which another reader looks at
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(open_bytes(data, header), formats=[header.format]) as image:
                _refuse_large(*image.size)
                _refuse_hollow(image, len(data))
                _refuse_another(image)
                yield image
        except (MemoryError, UnreadableError):
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise UnreadableError(_("too many pixels")) from error
        except Exception as error:
            # Pillow's plugins raise OSError, SyntaxError, ValueError, struct.error, EOFError and
            # more on broken files.
            raise UnreadableError(_name_codec(data, header) or _word_reason(error)) from error


def open_bytes(data: bytes, header: Header) -> io.BytesIO:
    """Return the bytes for the decoder: pi_heif goes by the first brand, and knows some only."""
    if header.format == "HEIF" and data[8:12] not in _PI_HEIF_BRANDS:
        return io.BytesIO(data[:8] + b"heic" + data[12:])
    return io.BytesIO(data)


def _name_codec(data: bytes, header: Header) -> str:
    """Name the coding of a HEIF or AVIF that is not decoded here; empty if it is."""
    codec = heif_codec(data) if header.format in _CODECS else b""
    if not codec.isalnum() or codec in _CODECS[header.format]:
        return ""
    return _("pictures of this kind are not decoded here ({kind})").format(
        kind=codec.decode("ascii")
    )


def _make_plain(image: Image.Image) -> Image.Image:
    """Return the first frame in RGB."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    image.load()
    if image.mode != "RGB":
        return image.convert("RGB")
    # pi_heif's picture of a file with several decodes itself again whenever it is asked for, at its
    # first size; elsewhere a copy would be one too many
    return image.copy() if image.format == "HEIF" and _has_frames(image) else image


def _has_frames(image: Image.Image) -> bool:
    frames: int = getattr(image, "n_frames", 1)
    return frames > 1


def array_of(plain: Image.Image) -> npt.NDArray[np.uint8]:
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
    if isinstance(block, bytes) and len(block) > _LONGEST_EXIF:
        return _in_range(_find_orientation(block))
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
    return _in_range(value)


def _in_range(value: object) -> int:
    """Return a turn, 1 for anything else (EXIF 3.0, tag 274)."""
    return value if isinstance(value, int) and 1 <= value <= 8 else 1  # noqa: PLR2004


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
        return _(_NO_PICTURE)
    return _("damaged: the picture cannot be decoded ({kind})").format(kind=type(error).__name__)
