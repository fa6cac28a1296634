"""Faces, on drawn people: how many, where, and what is measured on them.

Places are in the pixels of the file, whatever its size and turn.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from auditor.domain.photos.picture_contents import Face
from auditor.practice.drawing.light import Light
from auditor.practice.drawing.scenes import draw
from auditor.practice.personas import PEOPLE
from auditor.readers.faces.read_faces import SIDES, _find_candidates, read_faces
from auditor.readers.picture.pixels import Pixels, middle_of
from auditor.readers.picture.upright import upright
from tests.rows import each_row

# What turns a picture that is upright into the one that is stored with this EXIF orientation
UNTURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@cache
def scene(name: str, seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    hours = ("day", "dusk", "night", "dawn")
    light = Light(("spring", "summer", "autumn", "winter")[seed // 3 % 4], hours[seed // 2 % 4])
    return draw(name, light, PEOPLE[seed % len(PEOPLE)], np.random.default_rng([seed, 7]), size)


def faces(image: Image.Image, orientation: int = 1) -> tuple[Face, ...]:
    return read_faces(Pixels(np.asarray(image), image, orientation))


@pytest.mark.parametrize("seed", range(12))
def test_a_portrait_shows_one_person(seed: int) -> None:
    (face,) = faces(scene("portrait", seed))
    assert face.score > 0.9
    assert 0.2 * 600 < face.box.height < 0.7 * 600


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12, 120))
def test_every_portrait_shows_one_person(seed: int) -> None:
    assert (
        len(
            faces(
                draw(
                    "portrait",
                    Light("summer", "day"),
                    PEOPLE[seed % 3],
                    np.random.default_rng([seed, 11]),
                    (1024, 768),
                )
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    "name",
    [
        "mountains",
        "coast",
        "park",
        "skyline",
        "street",
        "room",
        "desk",
        "plate",
        "badge",
        "document",
    ],
)
def test_no_person_is_seen_where_there_is_none(name: str) -> None:
    assert faces(scene(name, 3)) == ()


@pytest.mark.parametrize("seed", range(8))
def test_a_pet_is_no_person(seed: int) -> None:
    assert faces(scene("pet", seed)) == ()


@pytest.mark.parametrize("scale", [0.25, 0.5, 1.5, 2.5, 5.0])
def test_a_box_is_in_pixels_of_the_file_at_any_scale(scale: float) -> None:
    picture = scene("portrait", 1)
    (true,) = faces(picture)
    (found,) = faces(
        picture.resize((round(800 * scale), round(600 * scale)), Image.Resampling.LANCZOS)
    )
    off = 0.06 * true.box.height
    for measured, expected in (
        (found.box.x, true.box.x),
        (found.box.y, true.box.y),
        (found.box.width, true.box.width),
        (found.box.height, true.box.height),
    ):
        assert abs(measured / scale - expected) < off
    for mark, other in zip(found.landmarks, true.landmarks, strict=True):
        assert abs(mark[0] / scale - other[0]) < off
        assert abs(mark[1] / scale - other[1]) < off


def test_what_is_seen_in_the_small_copy_has_its_place_in_the_large_one() -> None:
    picture = scene("portrait", 1)
    first, second = _find_candidates(upright(Pixels(np.asarray(picture), picture, 1), SIDES[0]))
    for name in ("x", "y", "width", "height"):
        assert abs(getattr(first, name) - getattr(second, name)) < 0.15 * first.height, name


@pytest.mark.parametrize("orientation", [1, *UNTURNED])
def test_a_box_is_in_pixels_of_the_file_whatever_its_turn(orientation: int) -> None:
    picture = scene("portrait", 2)
    (true,) = faces(picture)
    stored = picture.transpose(UNTURNED[orientation]) if orientation in UNTURNED else picture
    (found,) = faces(stored, orientation)
    box = Image.new("L", stored.size)
    ImageDraw.Draw(box).rectangle(
        (
            found.box.x,
            found.box.y,
            found.box.x + found.box.width - 1,
            found.box.y + found.box.height - 1,
        ),
        fill=255,
    )
    turned = (
        box
        if orientation == 1
        else box.transpose({6: UNTURNED[8], 8: UNTURNED[6]}.get(orientation, UNTURNED[orientation]))
    )
    left, top, right, bottom = turned.getbbox() or (0, 0, 0, 0)
    assert abs(left - true.box.x) <= 3
    assert abs(top - true.box.y) <= 3
    assert abs(right - left - true.box.width) <= 3
    assert abs(bottom - top - true.box.height) <= 3


def test_each_of_a_group_is_found_small_beside_large_the_largest_first() -> None:
    face = scene("portrait", 0, (1600, 1200))
    (true,) = faces(face)
    group = Image.new("RGB", (4000, 3000), (96, 120, 96))
    sizes = [1600, 800, 500]
    for index, width in enumerate(sizes):
        group.paste(
            face.resize((width, width * 3 // 4), Image.Resampling.LANCZOS),
            (100, 50 + sum(sizes[:index]) * 3 // 4 + 40 * index),
        )
    found = faces(group)
    assert [round(face.box.width / true.box.width * 1600, -2) for face in found] == sizes
    assert found[2].size > 67


def test_a_face_that_fills_the_picture_is_found_once() -> None:
    picture = scene("portrait", 1)
    (true,) = faces(picture)
    box = true.box
    close = picture.crop(
        (box.x - 20, box.y - 40, box.x + box.width + 20, box.y + box.height + 20)
    ).resize((1500, 2000))
    (found,) = faces(close)
    assert found.size > 1000


def test_blur_lowers_sharpness_and_light_raises_brightness() -> None:
    picture = scene("portrait", 4)
    (sharp,) = faces(picture)
    blurred = [
        faces(picture.filter(ImageFilter.GaussianBlur(radius)))[0].sharpness for radius in (2, 5, 9)
    ]
    assert 1 >= sharp.sharpness > blurred[0] > blurred[1] >= blurred[2] >= 0
    assert blurred[2] < 0.1
    (dark,) = faces(picture.point(lambda value: value // 2))
    assert dark.brightness < 0.6 * sharp.brightness


@pytest.mark.parametrize("colour", [(15, 15, 18), (40, 30, 25)])
def test_dark_glasses_cover_the_eyes(colour: tuple[int, int, int]) -> None:
    picture = scene("portrait", 0).copy()
    (face,) = faces(picture)
    assert face.covered is False
    (left, y), (right, low) = face.landmarks[:2]
    apart = right - left
    drawing = ImageDraw.Draw(picture)
    for across, down in ((left, y), (right, low)):
        drawing.ellipse(
            (
                across - 0.42 * apart,
                down - 0.33 * apart,
                across + 0.42 * apart,
                down + 0.33 * apart,
            ),
            fill=colour,
        )
    (covered,) = faces(picture)
    assert covered.covered is True


def test_a_mask_covers_the_mouth_and_a_black_one_may_be_a_beard() -> None:
    for colour, expected in (((150, 200, 220), True), ((25, 25, 28), None)):
        picture = scene("portrait", 0).copy()
        (face,) = faces(picture)
        x, y = face.landmarks[2]
        wide, low = face.box.width / 2, face.box.y + face.box.height
        outline = [
            (x - wide, y - 8),
            (x, y - 20),
            (x + wide, y - 8),
            (x + 0.8 * wide, low - 10),
            (x, low + 8),
            (x - 0.8 * wide, low - 10),
        ]
        ImageDraw.Draw(picture).polygon(outline, fill=colour)
        assert [face.covered for face in faces(picture)] == [expected]


@each_row("size", [(1, 1), (7, 3), (3000, 2), (31, 32)])
def test_pictures_of_any_size_are_looked_at(size: tuple[int, int]) -> None:
    assert faces(Image.new("RGB", size, (200, 180, 160))) == ()


def test_a_large_face_is_measured_alike_from_the_half_size_picture() -> None:
    image = scene("portrait", 1).resize((3600, 2700))
    rgb = np.asarray(image)
    (whole,) = read_faces(Pixels(rgb, image, 1))
    (half,) = read_faces(Pixels(rgb, image, 1, middle_of(image)))
    for length, expected in zip(
        (whole.box.x, whole.box.y, whole.box.width),
        (half.box.x, half.box.y, half.box.width),
        strict=True,
    ):
        assert abs(length - expected) <= 0.02 * whole.box.width
    assert abs(whole.sharpness - half.sharpness) < 0.05
    assert abs(whole.yaw - half.yaw) < 5
