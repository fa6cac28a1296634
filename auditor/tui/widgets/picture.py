"""One picture at a time, decoded beside the event loop. Never shown while a class looks on."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from textual.geometry import Size
from textual.widget import Widget

from auditor.errors import ReaderError
from auditor.messages import _
from auditor.tui.base.context import Draw

MOST_PIXELS = 4_000_000
"""A thumbnail has at most 512 x 512 px; more means that the vault's file is not what we wrote."""
_BOX = (480, 480)


def _its_terminal() -> Any:
    return import_module("textual_image._terminal")


def _take_what_waits(read: Callable[[int, int, float], str]) -> None:
    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        with suppress(TimeoutError), _its_terminal().capture_mode():
            while read(sys.__stdin__.fileno(), 1, 0.0):
                pass


@contextmanager
def _reading(typed: Callable[[str], None]) -> Iterator[None]:
    """Give `typed` what textual-image reads.

    What waits is taken first: each question would drop one key of it, and miss its answer.
    """
    terminal = _its_terminal()
    read, taken = terminal.read, bytearray()

    def noting(fd: int, length: int, timeout: float | None = None) -> str:
        try:
            found: str = read(fd, length, timeout)
        except UnicodeDecodeError as error:  # the first byte of a letter that has more
            taken.extend(error.object)
            return "?"  # no answer begins like this
        taken.extend(found.encode())
        return found

    terminal.read = noting
    try:
        _take_what_waits(noting)
        yield
    finally:
        terminal.read = read
        typed(taken.decode(errors="ignore"))


def painter(
    images: str, *, projector: bool, typed: Callable[[str], None] = lambda _keys: None
) -> Draw | None:
    """Return what draws pictures, None if there is to be none or the terminal tells no size.

    Must be called before the app runs: textual-image asks the terminal at import what it can do,
    and the app then owns the answer. Keys that were pressed meanwhile go to `typed`.
    """
    if projector or images == "off":
        return None
    # it tells a terminal that does not answer by a traceback, where nobody listens to its log
    logging.getLogger("textual_image").addHandler(logging.NullHandler())
    try:
        with _reading(typed):
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
