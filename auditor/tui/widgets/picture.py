"""One picture at a time, decoded beside the event loop. Never shown while a class looks on.

What draws it (Pillow, textual-image and numpy) is loaded when the first picture is shown. Only what
this terminal can do is asked before: once the app runs, it owns all answers.
"""

from __future__ import annotations

import asyncio
import io
import logging
import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from textual.geometry import Size
from textual.widget import Widget

from auditor.errors import ReaderError
from auditor.messages import _
from auditor.tui.base.context import Draw

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 4_000_000
"""A thumbnail has at most 512 x 512 px; more means that the vault's file is not what we wrote."""
_BOX = (480, 480)
_ASKS_KIND = "\x1b[c"
"""What kind of terminal this is: nearly every one answers, and `ignore_late_answers` sees to those
that come too late."""
_ASKS_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\" + _ASKS_KIND
"""Whether kitty's pictures are understood; asked only where a terminal answers in time, for this
answer would be letters to the app, in a passphrase too.

The second question is for those that do not answer the first (kitty's graphics protocol, "Querying
support and available transmission mediums").
"""
_KIND = re.compile(r"\x1b\[\?([\d;]+)c")
_KITTY = re.compile(r"\x1b_Gi=31[^;\x1b]*;OK\x1b\\")
_BEGUN = re.compile(r"\x1b(?:\[[\d;?]*|_[^\x1b]*\x1b?)$")
"""An answer of which the end is still to come."""
_SIXEL = "4"
"""Of the attributes of a terminal (xterm, Primary Device Attributes)."""
_LONGEST = 4096
_MOST_OFF = 0.05
"""How far the shape of a picture may be off, as a share of its width."""
_PATIENCE_S = 0.1
_REST_S = 2.0
"""How long what a terminal surely says is waited for: the end of an answer, or a second one."""
_EDGE, _COVER = (255, 210, 0), (20, 20, 20)
"""Of boxes: they are told apart by being filled or not, so nobody has to see the colour."""


class _Way(Enum):
    """How pictures get onto this terminal, by the name that textual-image has for it."""

    SIXEL = "SixelImage"
    KITTY = "TGPImage"
    HALF_CELL = "HalfcellImage"
    LETTERS = "UnicodeImage"


_CHOSEN = {"kitty": _Way.KITTY, "sixel": _Way.SIXEL, "half-cell": _Way.HALF_CELL}


def _its_terminal() -> Any:
    return import_module("textual_image._terminal")


def _take_what_waits(read: Callable[[int, int, float], str]) -> None:
    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        with suppress(TimeoutError), _its_terminal().capture_mode():
            while read(sys.__stdin__.fileno(), 1, 0.0):
                pass


@contextmanager
def _reading(typed: Callable[[str], None]) -> Iterator[None]:
    """Give `typed` what is read of the terminal meanwhile.

    What waits is taken first: textual-image would drop one key of it, and miss its answer.
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

    Must be called before the app runs, for it asks the terminal what it can do. Keys that were
    pressed meanwhile go to `typed`.
    """
    if projector or images == "off":
        return None
    # it tells a terminal that does not answer by a traceback, where nobody listens to its log
    logging.getLogger("textual_image").addHandler(logging.NullHandler())
    try:
        with _reading(typed):
            _its_terminal().get_cell_size()  # kept: it cannot be asked once the app runs
            way = _CHOSEN[images] if images in _CHOSEN else _asked()
    except (ArithmeticError, LookupError, ValueError, OSError):  # of 0 columns, or answers nonsense
        return None

    def draw(picture: Image.Image) -> Widget:
        drawn: Widget = _widgets(way)(picture, classes="picture")
        return drawn

    return draw


def _asked() -> _Way:
    if sys.__stdout__ is None or not sys.__stdout__.isatty():
        return _Way.LETTERS
    kind = _KIND.search(_answer(_ASKS_KIND, _PATIENCE_S))
    if kind is None:
        return _Way.HALF_CELL
    if _SIXEL in kind[1].split(";"):
        return _Way.SIXEL
    return _Way.KITTY if _KITTY.search(_answer(_ASKS_KITTY, _REST_S)) else _Way.HALF_CELL


def _answer(question: str, patience_s: float) -> str:
    """Return what the terminal answers, with keys between; what came before it fell silent."""
    terminal, said = _its_terminal(), ""
    if sys.__stdin__ is None or sys.__stdout__ is None:
        return said
    with suppress(TimeoutError), terminal.capture_mode():
        sys.__stdout__.write(question)
        sys.__stdout__.flush()
        while len(said) < _LONGEST and _KIND.search(said) is None:
            wait_s = _REST_S if _BEGUN.search(said) else patience_s
            said += terminal.read(sys.__stdin__.fileno(), 1, wait_s)
    return said


def _widgets(way: _Way) -> Any:
    """Return the widget that draws in this way.

    textual-image asks the terminal when it is loaded; by then its answer would be a key to the app.
    """
    terminal = _its_terminal()
    asks = terminal.capture_terminal_response

    def asks_nothing(*_markers: object, **_timeout: object) -> NoReturn:
        raise terminal.TerminalError

    terminal.capture_terminal_response = asks_nothing
    try:
        return getattr(import_module("textual_image.widget"), way.value)
    finally:
        terminal.capture_terminal_response = asks


def cell_size() -> tuple[int, int]:
    """Return how wide and high a cell of this terminal is, in pixels or a guess at them."""
    from textual_image._terminal import get_cell_size  # it has no public name

    found = get_cell_size()
    return found.width, found.height


def fitted(picture: tuple[int, int], room: Size, cell: tuple[int, int]) -> Size:
    """Return the cells that a picture of so many pixels fills in `room`, its shape kept.

    Cells are large: of the sizes that fit, the largest whose shape is off by `_MOST_OFF` at most,
    else the one that is off least.
    """
    wanted = picture[0] / picture[1] * cell[1] / cell[0]  # cells across for each down
    by_rows = ((round(rows * wanted), rows) for rows in range(1, room.height + 1))
    by_columns = ((columns, round(columns / wanted)) for columns in range(1, room.width + 1))
    sizes = {
        (max(1, across), max(1, down))
        for across, down in (*by_rows, *by_columns)
        if across <= room.width and down <= room.height
    }
    off = {size: abs(size[0] / size[1] / wanted - 1) for size in sizes}
    good = [size for size in sizes if off[size] <= _MOST_OFF]
    best = (
        max(good, key=lambda size: size[0] * size[1]) if good else min(sizes, key=off.__getitem__)
    )
    return Size(*best)


Corners = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of a picture."""


def boxed(
    picture: Image.Image, outlined: Sequence[Corners], covered: Sequence[Corners]
) -> Image.Image:
    """Return a copy with boxes around some parts; what is in those of `covered` is painted over."""
    from PIL import ImageDraw

    copy = picture.copy()
    pen = ImageDraw.Draw(copy)
    for corners in covered:
        pen.rectangle(_px(corners, copy.size), fill=_COVER, outline=_EDGE)
    thick = max(1, max(copy.size) // 120)
    for corners in outlined:
        pen.rectangle(_px(corners, copy.size), outline=_EDGE, width=thick)
    return copy


def _px(corners: Corners, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return whole px of which the box fills any part."""
    left, top = (math.floor(share * side) for share, side in zip(corners, size, strict=False))
    right, bottom = (
        min(side - 1, math.ceil(share * side) - 1)
        for share, side in zip(corners[2:], size, strict=True)
    )
    return left, top, max(left, right), max(top, bottom)


async def decode(data: bytes) -> Image.Image:
    """Return a small picture. Raises ReaderError if `data` holds none."""
    return await asyncio.to_thread(_decode_and_load, data)


def _decode_and_load(data: bytes) -> Image.Image:
    """Decode it, and load what draws it while the event loop is free."""
    _widgets(_Way.HALF_CELL)
    return _decode(data)


def _decode(data: bytes) -> Image.Image:
    from PIL import Image, ImageOps, UnidentifiedImageError

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
