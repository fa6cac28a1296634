"""The picture inside the metadata: the same, padded, turned, wider, or of something else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from auditor.domain.photos.facts import EmbeddedThumbnail
from auditor.readers.picture.embedded import compare
from auditor.readers.picture.find_crop import shown_share
from auditor.readers.picture.pixels import Pixels
from tests.unit.readers.drawn import drawn, encoded


def pixels(image: Image.Image) -> Pixels:
    small = image.copy()
    small.thumbnail((512, 512))
    return Pixels(np.asarray(image), small, 1)


def found(inner: Image.Image, picture: Image.Image) -> EmbeddedThumbnail:
    result = compare(encoded(inner, "JPEG", quality=75), pixels(picture))
    assert result is not None
    return result


def test_the_same_picture() -> None:
    picture = drawn(1200, 900)
    thumbnail = found(picture.resize((160, 120)), picture)
    assert (thumbnail.width, thumbnail.height, thumbnail.differs, thumbnail.shows_more) == (
        160,
        120,
        False,
        False,
    )
    assert thumbnail.distance is not None
    assert thumbnail.distance <= 40


@pytest.mark.parametrize("size", [(1200, 675), (1200, 800), (900, 1200), (1000, 1000)])
def test_black_bars_to_four_to_three_are_no_difference(size: tuple[int, int]) -> None:
    picture = drawn(*size)
    small = picture.copy()
    small.thumbnail((160, 120))
    padded = Image.new("RGB", (160, 120))
    padded.paste(small, ((160 - small.width) // 2, (120 - small.height) // 2))
    thumbnail = found(padded, picture)
    assert (thumbnail.differs, thumbnail.shows_more) == (False, False)


def test_a_thumbnail_cut_to_four_to_three_is_no_difference() -> None:
    picture = drawn(1600, 900)
    thumbnail = found(picture.crop((200, 0, 1400, 900)).resize((160, 120)), picture)
    assert (thumbnail.differs, thumbnail.shows_more) == (False, False)


def test_a_picture_turned_after_its_thumbnail_was_made() -> None:
    picture = drawn(1200, 900)
    thumbnail = found(picture.resize((160, 120)), picture.transpose(Image.Transpose.ROTATE_90))
    assert thumbnail.differs is False


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_part_painted_over_after_the_thumbnail_was_made(turn: int) -> None:
    speckled = np.random.default_rng(5).integers(60, 256, (24, 32, 3), np.uint8)
    picture = Image.fromarray(speckled).resize((1200, 900), Image.Resampling.BICUBIC)
    inner = picture.resize((160, 120))
    picture.paste((0, 0, 0), (500, 300, 680, 450))
    thumbnail = found(inner, Image.fromarray(np.rot90(np.asarray(picture), turn)))
    assert thumbnail.distance is not None
    assert thumbnail.distance <= 60
    assert (thumbnail.differs, thumbnail.shows_more) == (True, False)


@pytest.mark.parametrize(
    "box", [(300, 200, 900, 700), (0, 0, 600, 450), (500, 100, 1200, 880), (100, 100, 1000, 800)]
)
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_picture_cropped_after_its_thumbnail_was_made(
    box: tuple[int, int, int, int], seed: int
) -> None:
    whole = drawn(1200, 900, seed)
    thumbnail = found(whole.resize((160, 120)), whole.crop(box))
    assert thumbnail.differs is True
    assert thumbnail.shows_more is True


@pytest.mark.parametrize("seed", range(2, 12))
def test_another_picture_differs_and_its_framing_cannot_be_told(seed: int) -> None:
    thumbnail = found(drawn(160, 120, seed), drawn(1200, 900, 1))
    assert thumbnail.differs is True
    assert thumbnail.shows_more is None


def test_nothing_can_be_told_of_a_grey_one_and_of_a_broken_one() -> None:
    picture = drawn(1200, 900)
    assert found(Image.new("RGB", (160, 120), (90, 90, 90)), picture) == EmbeddedThumbnail(160, 120)
    broken = compare(encoded(picture.resize((160, 120)), "JPEG")[:700], pixels(picture))
    assert broken == EmbeddedThumbnail(160, 120)
    assert compare(b"no picture", pixels(picture)) is None


@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_the_share_that_a_crop_shows(share: float) -> None:
    whole = drawn(800, 600, 5)
    side = share**0.5
    part = whole.crop((40, 30, 40 + round(800 * side * 0.95), 30 + round(600 * side * 0.95)))
    measured = shown_share(np.asarray(part), np.asarray(whole))
    assert measured == pytest.approx(share * 0.9, abs=0.06)
