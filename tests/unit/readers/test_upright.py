"""The picture as a person sees it, and the way back to the pixels of the file.

For every turn and at several scales.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from auditor.domain.photos.picture_contents import Box
from auditor.readers.picture.pixels import Pixels, middle_of
from auditor.readers.picture.thumbnail import TURNS
from auditor.readers.picture.upright import upright
from tests.rows import each_row

TURN = st.integers(1, 8)
MARK = (60, 200, 90, 50)  # left, top, width, height in the stored picture


def stored(orientation: int, size: tuple[int, int] = (640, 480)) -> Pixels:
    """A dark picture with one bright rectangle."""
    rgb = np.zeros((size[1], size[0], 3), np.uint8)
    left, top, width, height = MARK
    rgb[top : top + height, left : left + width] = 255
    return Pixels(rgb, Image.fromarray(rgb), orientation)


def bright(
    rgb: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
) -> tuple[float, float, float, float]:
    rows, columns = np.nonzero(rgb[..., 0] > 127)
    left, top = int(columns.min()), int(rows.min())
    return left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top


@each_row("orientation", range(1, 9))
def test_it_is_turned_as_exif_asks(orientation: int) -> None:
    pixels = stored(orientation)
    image = Image.fromarray(pixels.rgb)
    image.getexif()[0x0112] = orientation
    assert (upright(pixels, 640).rgb == np.asarray(ImageOps.exif_transpose(image))).all()


@each_row("side", [640, 500, 320, 161, 64])
@each_row("orientation", range(1, 9))
def test_a_box_comes_back_to_the_stored_picture(orientation: int, side: int) -> None:
    seen = upright(stored(orientation), side)
    assert max(seen.rgb.shape[:2]) == side
    box = seen.stored(*bright(seen.rgb))
    off = 640 / side
    found = (box.x, box.y, box.width, box.height)
    assert all(abs(length - true) <= off for length, true in zip(found, MARK, strict=True)), found
    middle = seen.point(
        *(
            start + length / 2
            for start, length in zip(bright(seen.rgb)[:2], bright(seen.rgb)[2:], strict=True)
        )
    )
    assert abs(middle[0] - (MARK[0] + MARK[2] / 2)) <= off
    assert abs(middle[1] - (MARK[1] + MARK[3] / 2)) <= off


def test_it_is_never_enlarged() -> None:
    assert upright(stored(1), 4000).rgb.shape == (480, 640, 3)


@given(
    TURN,
    st.tuples(st.integers(1, 300), st.integers(1, 300)),
    st.integers(1, 64),
    st.tuples(*[st.floats(-100, 400) for _each in range(4)]),
)
def test_whatever_the_box_it_lies_in_the_picture(
    orientation: int, size: tuple[int, int], side: int, box: tuple[float, ...]
) -> None:
    rgb = np.zeros((size[1], size[0], 3), np.uint8)
    seen = upright(Pixels(rgb, Image.fromarray(rgb), orientation), side)
    found = seen.stored(*box)
    assert found.width >= 1
    assert found.height >= 1
    assert 0 <= found.x <= found.x + found.width <= size[0]
    assert 0 <= found.y <= found.y + found.height <= size[1]
    x, y = seen.point(box[0], box[1])
    assert 0 <= x < size[0]
    assert 0 <= y < size[1]


def test_the_whole_stays_the_whole() -> None:
    for orientation in (1, *TURNS):
        seen = upright(stored(orientation), 100)
        tall, wide = seen.rgb.shape[:2]
        assert seen.stored(0, 0, wide, tall) == Box(0, 0, 640, 480)


@given(
    TURN,
    st.tuples(st.integers(40, 300), st.integers(40, 300)),
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20), st.integers(1, 20)),
)
def test_a_box_of_the_file_is_found_and_leads_back(
    orientation: int, size: tuple[int, int], box: tuple[int, int, int, int]
) -> None:
    rgb = np.zeros((size[1], size[0], 3), np.uint8)
    seen = upright(Pixels(rgb, Image.fromarray(rgb), orientation), 64)
    left, top, right, bottom = seen.shown(Box(*box))
    assert seen.stored(left, top, right - left, bottom - top) == Box(*box)


def test_two_readers_see_the_same_picture_and_the_next_photo_is_another() -> None:
    first, second = stored(1, (4000, 3000)), stored(6, (4000, 3000))
    second.rgb[:] = 255 - second.rgb
    for pixels in (first, second, first):
        for side in (960, 740, 1600, 2400):
            seen = upright(pixels, side)
            image = Image.fromarray(pixels.rgb).resize((side, side * 3 // 4), Image.Resampling.BOX)
            whole = image if pixels.orientation == 1 else image.transpose(TURNS[6])
            assert seen.rgb.shape[:2] == np.asarray(whole).shape[:2]
            assert np.abs(seen.rgb.astype(int) - np.asarray(whole)).mean() < 0.5


@pytest.mark.parametrize("size", [(3300, 900), (1700, 1200), (900, 4900)])
def test_what_decoding_kept_gives_the_same_picture(size: tuple[int, int]) -> None:
    image = Image.effect_noise(size, 90).convert("RGB")
    alone = Pixels(np.asarray(image), image, 6)
    kept = Pixels(alone.rgb, image, 6, middle_of(image))
    assert (kept.middle is None) is (max(size) < 3200)
    for side in (320, 736, 1600, 2000):
        assert (upright(kept, side).rgb == upright(alone, side).rgb).all()


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("size", [(3300, 900), (1200, 1700), (90, 49)])
def test_in_grey_it_is_the_same_picture(size: tuple[int, int], orientation: int) -> None:
    image = Image.effect_noise(size, 90).convert("RGB")
    image.paste((200, 40, 10), (0, 0, size[0] // 3, size[1]))
    pixels = Pixels(np.asarray(image), image, orientation, middle_of(image))
    grey, colour = upright(pixels, 640, grey=True).rgb, upright(pixels, 640).rgb
    apart = np.abs(grey - np.asarray(Image.fromarray(colour).convert("L")).astype(int))
    assert grey.shape == colour.shape[:2]
    assert apart.max() <= 1  # rounded before the averages instead of behind them
