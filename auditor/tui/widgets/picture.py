"""One picture at a time, decoded beside the event loop. Never shown while a class looks on."""

from __future__ import annotations

import asyncio
import io
import logging

from PIL import Image, ImageOps, UnidentifiedImageError
from textual.geometry import Size
from textual.widget import Widget

from auditor.errors import ReaderError
from auditor.messages import _
from auditor.tui.base.context import Draw

MOST_PIXELS = 4_000_000
"""A thumbnail has at most 512 x 512 px; more means that the vault's file is not what we wrote."""
_BOX = (480, 480)


def painter(images: str, *, projector: bool) -> Draw | None:
    """Return what draws pictures, None if there is to be none or the terminal tells no size.

    Must be called before the app runs: textual-image asks the terminal at import what it can do,
    and the app then owns the answer.
    """
    if projector or images == "off":
        return None
    # it tells a terminal that does not answer by a traceback, where nobody listens to its log
    logging.getLogger("textual_image").addHandler(logging.NullHandler())
    try:
        from textual_image import widget
    except (ArithmeticError, LookupError, ValueError, OSError):  # of 0 columns, or answers nonsense
        return None
    kind = widget.HalfcellImage if images == "half-cell" else widget.Image

    def draw(picture: Image.Image) -> Widget:
        return kind(picture, classes="picture")

    return draw


def cell_size() -> tuple[int, int]:
    """Return how wide and high a cell of this terminal is, in pixels or a guess at them."""
    from textual_image._terminal import get_cell_size  # it has no public name

    found = get_cell_size()
    return found.width, found.height


def fitted(picture: tuple[int, int], room: Size, cell: tuple[int, int]) -> Size:
    """Return the cells that a picture of so many pixels fills in `room`, its shape kept."""
    width, height = picture
    across, down = cell
    scale = min(room.width * across / width, room.height * down / height)
    return Size(
        max(1, min(room.width, round(width * scale / across))),
        max(1, min(room.height, round(height * scale / down))),
    )


async def decode(data: bytes) -> Image.Image:
    """Return a small picture. Raises ReaderError if `data` holds none."""
    return await asyncio.to_thread(_decode, data)


def _decode(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=("WEBP", "PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ReaderError(
                    _("The small picture is larger than it may be, so it is not shown.")
                )
            turned = ImageOps.exif_transpose(opened)
            picture = turned.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ReaderError(_("The small picture cannot be read.")) from error
    picture.thumbnail(_BOX)
    return picture
