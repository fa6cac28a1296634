"""A picture keeps its shape, and what the terminal is sent is that picture."""

from __future__ import annotations

import base64
import io
import re
from itertools import product
from typing import Any

import numpy as np
import pytest
from PIL import Image
from rich.console import Console
from textual.geometry import Size
from textual_image._terminal import CellSize
from textual_image.renderable import halfcell, sixel, tgp

from auditor.config import IMAGES
from auditor.tui.widgets.picture import fitted, painter
from tests.rows import each_row
from tests.sixel import decoded_sixel

ROOMS = (
    *((38, 9), (60, 9), (76, 9), (76, 14), (100, 14), (118, 14)),
    *((58, 24), (80, 24), (98, 24), (120, 24), (160, 40), (196, 55)),
)
CELLS = ((8, 16), (10, 20), (9, 18), (7, 15), (12, 25))
PICTURES = ((480, 320), (320, 480), (480, 480), (480, 270), (270, 480), (480, 160))
_HALVES = re.compile(r"\x1b\[([\d;]+)m(▀+)\x1b\[0m")
_CHUNK = re.compile(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\")


@each_row("room", ROOMS)
def test_its_shape_is_off_by_a_twentieth_at_most(room: tuple[int, int]) -> None:
    for cell in CELLS:
        for picture in PICTURES:
            size = fitted(picture, Size(*room), cell)
            assert size.width <= room[0]
            assert size.height <= room[1]
            shape = size.width * cell[0] / (size.height * cell[1])
            assert shape == pytest.approx(picture[0] / picture[1], rel=0.05), (cell, picture)
            filled = max(size.width / room[0], size.height / room[1])
            assert filled > 0.6, "it is as large as fits"


def painted(pixels: tuple[int, int] = (480, 320)) -> Image.Image:
    """Return a picture whose four quarters have colours of their own."""
    across, down = pixels[0] // 2, pixels[1] // 2
    picture = Image.new("RGB", pixels, "red")
    for corner, colour in (((across, 0), "lime"), ((0, down), "blue"), ((across, down), "white")):
        picture.paste(Image.new("RGB", (across, down), colour), corner)
    return picture


def looks_like(found: Image.Image, pixels: tuple[int, int]) -> bool:
    """Whether it is `painted`, but for a line where two quarters meet."""
    wanted = np.asarray(painted(pixels).resize(found.size)).astype(int)
    off = np.abs(np.asarray(found).astype(int) - wanted).max(axis=2) > 20
    return float(off.mean()) < max(0.02, 2 / min(found.size))


def sent(drawn: Any, size: Size) -> str:
    """Return what a terminal of this kind is sent."""
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=True,
        width=size.width,
        height=size.height,
        color_system="truecolor",
    )
    console.print(drawn)
    return out.getvalue()


def decoded_halves(told: str) -> Image.Image:
    """Return the picture of half-blocks: two pixels one above the other in each cell."""
    rows: list[list[tuple[int, int, int]]] = []
    for line in told.rstrip("\n").split("\n"):
        upper, lower = list[tuple[int, int, int]](), list[tuple[int, int, int]]()
        for colours, signs in _HALVES.findall(line):
            numbers = [int(each) for each in colours.split(";")]
            assert (numbers[:2], numbers[5:7]) == ([38, 2], [48, 2])
            upper += [(numbers[2], numbers[3], numbers[4])] * len(signs)
            lower += [(numbers[7], numbers[8], numbers[9])] * len(signs)
        rows += [upper, lower]
    return Image.fromarray(np.array(rows, np.uint8))


@pytest.fixture(params=[(10, 20), (7, 15)], ids=str)
def cell(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    size: tuple[int, int] = request.param
    for module in (sixel, tgp, halfcell):
        monkeypatch.setattr(module, "get_cell_size", lambda: CellSize(*size))
    return size


SHAPES = ((480, 320), (320, 480))


def test_kitty_gets_the_picture_in_its_shape(
    cell: tuple[int, int], capfd: pytest.CaptureFixture[str]
) -> None:
    for room, pixels in product(ROOMS, SHAPES):
        size = fitted(pixels, Size(*room), cell)
        told = sent(tgp.Image(painted(pixels), width=size.width, height=size.height), size)
        told += capfd.readouterr().out  # the picture itself goes past the console
        placed = re.search(r"a=p,i=\d+,c=(\d+),r=(\d+)", told)
        assert placed is not None
        assert (int(placed[1]), int(placed[2])) == (size.width, size.height)
        chunks = [chunk for chunk in _CHUNK.findall(told) if chunk[1]]
        assert chunks
        data = base64.standard_b64decode("".join(body for _keys, body in chunks))
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        assert picture.width / picture.height == pytest.approx(pixels[0] / pixels[1], rel=0.05)
        assert looks_like(picture, pixels)


@each_row("room", ROOMS)
def test_sixel_decodes_to_the_picture(room: tuple[int, int], cell: tuple[int, int]) -> None:
    for pixels in SHAPES:
        size = fitted(pixels, Size(*room), cell)
        told = sent(sixel.Image(painted(pixels), width=size.width, height=size.height), size)
        found = decoded_sixel(told)
        assert found.size == (size.width * cell[0], size.height * cell[1])
        assert found.width / found.height == pytest.approx(pixels[0] / pixels[1], rel=0.05)
        assert looks_like(found, pixels)


@pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")
@each_row("room", ROOMS)
def test_half_blocks_are_the_picture(room: tuple[int, int], cell: tuple[int, int]) -> None:
    for pixels in SHAPES:
        size = fitted(pixels, Size(*room), cell)
        told = sent(halfcell.Image(painted(pixels), width=size.width, height=size.height), size)
        found = decoded_halves(told)
        assert found.size == (size.width, 2 * size.height)
        shape = found.width * cell[0] / (found.height * cell[1] / 2)
        assert shape == pytest.approx(pixels[0] / pixels[1], rel=0.05)
        assert looks_like(found, pixels)


@each_row(
    ("images", "kind"), [("kitty", "TGPImage"), ("sixel", "Image"), ("half-cell", "HalfcellImage")]
)
def test_the_user_may_say_how_pictures_are_drawn(images: str, kind: str) -> None:
    draw = painter(images, projector=False)
    assert draw is not None
    assert type(draw(painted())).__name__ == kind
    assert painter(images, projector=True) is None, "none where a class looks on"
    assert painter("off", projector=False) is None
    assert images in IMAGES
