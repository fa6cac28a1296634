"""A picture keeps its shape, and what the terminal is sent is that picture."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from rich.console import Console
from textual.geometry import Size
from textual_image._terminal import CellSize
from textual_image.renderable import sixel, tgp

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


def painted() -> Image.Image:
    """Return a picture whose four quarters have colours of their own."""
    picture = Image.new("RGB", (480, 320), "red")
    for corner, colour in (((240, 0), "lime"), ((0, 160), "blue"), ((240, 160), "white")):
        picture.paste(Image.new("RGB", (240, 160), colour), corner)
    return picture


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


@pytest.fixture
def cell(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    for module in (sixel, tgp):
        monkeypatch.setattr(module, "get_cell_size", lambda: CellSize(10, 20))
    return 10, 20


def test_kitty_gets_the_picture_in_its_shape(
    cell: tuple[int, int], capfd: pytest.CaptureFixture[str]
) -> None:
    for room in ROOMS:
        size = fitted((480, 320), Size(*room), cell)
        told = sent(tgp.Image(painted(), width=size.width, height=size.height), size)
        told += capfd.readouterr().out  # the picture itself goes past the console
        placed = re.search(r"a=p,i=\d+,c=(\d+),r=(\d+)", told)
        assert placed is not None
        assert (int(placed[1]), int(placed[2])) == (size.width, size.height)
        chunks = [chunk for chunk in _CHUNK.findall(told) if chunk[1]]
        assert chunks
        data = base64.standard_b64decode("".join(body for _keys, body in chunks))
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        assert picture.width / picture.height == pytest.approx(1.5, rel=0.05)
        across, down = picture.size
        corners = [(across // 4, down // 4), (across * 3 // 4, down * 3 // 4)]
        assert [picture.getpixel(corner) for corner in corners] == [(255, 0, 0), (255, 255, 255)]


def test_sixel_decodes_to_the_picture(
    cell: tuple[int, int],
) -> None:
    for room in ROOMS[:6]:
        size = fitted((480, 320), Size(*room), cell)
        told = sent(sixel.Image(painted(), width=size.width, height=size.height), size)
        found = decoded_sixel(told)
        assert found.size == (size.width * cell[0], size.height * cell[1])
        assert found.width / found.height == pytest.approx(1.5, rel=0.05)
        wanted = np.asarray(painted().resize(found.size)).astype(int)
        off = np.abs(np.asarray(found).astype(int) - wanted).max(axis=2)
        assert (off > 20).mean() < 0.02, "only where two quarters meet"


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
