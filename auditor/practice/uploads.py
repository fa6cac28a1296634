"""Files that the people of the range put up in the place of their photos."""

from __future__ import annotations

import hashlib
import io
import re
import threading
import warnings
from dataclasses import field
from datetime import datetime

from PIL import Image
from PIL.ExifTags import Base

from auditor.dataclass import dataclass

MOST_BYTES = 16 * 1024 * 1024
"""What Mastodon takes at most for a picture (docs.joinmastodon.org/user/posting)."""
_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_LONGEST_NAME = 80
_ON_ITS_SIDE = 5  # Exif orientations from here on swap width and height
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


_DECODING = threading.Lock()
"""Pictures of others are decoded one after the other: each takes some ten MB."""


@dataclass(frozen=True, slots=True)
class UploadBounds:
    """What may be put up: bytes and pixels of a file, and bytes of all that stand at one seat."""

    file: int = MOST_BYTES
    pixels: int = 64_000_000
    kept: int = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """One file as it was put up.

    `form` is Pillow's name of its format, `size` width and height in px as shown, `turn` counts
    the uploads to this place from 1, `digest` is SHA-256 in hex.
    """

    data: bytes = field(repr=False)
    name: str
    form: str
    size: tuple[int, int]
    at: datetime
    turn: int
    digest: str


def read_upload(
    data: bytes, name: str, at: datetime, turn: int, bounds: UploadBounds | None = None
) -> UploadedFile:
    """Return a file that the platforms of the range take.

    `name` keeps only letters, digits, dots, dashes and underscores, and gets the ending of the
    format that the file really has. Raises ValueError where it is no whole JPEG, PNG or WebP, or
    too large.
    """
    bounds = bounds or UploadBounds()
    if len(data) > bounds.file:
        raise ValueError("too large")
    try:
        with _DECODING, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(_ENDINGS)) as picture:
                form, size = str(picture.format), picture.size
                if picture.getexif().get(Base.Orientation, 1) >= _ON_ITS_SIDE:
                    size = (size[1], size[0])
                if size[0] * size[1] > bounds.pixels:
                    raise ValueError("too many pixels")
                picture.load()
    except (OSError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise ValueError("no picture") from error
    stem = _UNSAFE.sub("-", name.rpartition("/")[2].rpartition("\\")[2])
    stem = (stem.rpartition(".")[0] or stem).strip(".-")[:_LONGEST_NAME] or "picture"
    ending = _ENDINGS[form]
    given = name.rpartition(".")[2].lower()
    kept = given if form == "JPEG" and given == "jpeg" else ending
    return UploadedFile(
        data, f"{stem}.{kept}", form, size, at, turn, hashlib.sha256(data).hexdigest()
    )
