"""Copies are found whatever was done to them, and strangers are not."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from auditor.hashing.private import candidate as candidates
from auditor.hashing.private import compare as watch
from auditor.hashing.private import second_stage, variants
from auditor.hashing.private.geometry import FORM_PLACES
from auditor.hashing.private.variants import Variants
from tests.unit.hashing.scenery import Rgb, scene

Make = Callable[[Image.Image], Image.Image]


def _barred(picture: Image.Image) -> Image.Image:
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, picture.height * 0.91, picture.width, picture.height), "white")
    draw.text((30, picture.height * 0.92), "who is this", "black", font_size=24)
    return picture


EDITS: dict[str, Make] = {
    "nothing": lambda picture: picture,
    "crop": lambda picture: picture.crop((30, 8, picture.width - 12, picture.height - 26)),
    "crop of a tenth": lambda picture: picture.crop((48, 0, picture.width, picture.height - 36)),
    "border": lambda picture: ImageOps.expand(picture, 17, "white"),
    "letterbox": lambda picture: ImageOps.expand(picture, (0, 50), "black"),
    "mirror": ImageOps.mirror,
    "quarter turn": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "tilt": lambda picture: picture.rotate(2.9, Image.Resampling.BICUBIC),
    "bar": _barred,
    "mirror and crop": lambda picture: ImageOps.mirror(
        picture.crop((20, 5, picture.width - 30, picture.height - 20))
    ),
    "border and tilt": lambda picture: ImageOps.expand(picture, 20, "black").rotate(
        -2.2, Image.Resampling.BICUBIC, fillcolor="white"
    ),
    "tilt and letterbox": lambda picture: ImageOps.expand(
        picture.rotate(1.3, Image.Resampling.BICUBIC), (0, 30), "black"
    ),
    "letterbox and bar": lambda picture: _barred(ImageOps.expand(picture, (0, 40), "black")),
}


@pytest.fixture(scope="module")
def known() -> list[Variants]:
    return [variants.of(scene(seed)) for seed in range(6)]


def _posted(rgb: Rgb, edit: Make, scale: float = 0.6, quality: int = 55) -> Rgb:
    picture = edit(Image.fromarray(rgb))
    out = io.BytesIO()
    picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    ).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out).convert("RGB"))


@pytest.mark.parametrize("edit", list(EDITS))
def test_a_copy_is_confirmed_and_no_stranger_is(known: list[Variants], edit: str) -> None:
    candidate = candidates.of(_posted(scene(2), EDITS[edit]))
    found = [watch.match(entry, candidate) for entry in known]
    assert [match is not None and match.confirmed for match in found] == [
        index == 2 for index in range(6)
    ]


def test_a_match_explains_itself(known: list[Variants]) -> None:
    found = watch.match(
        known[1],
        candidates.of(
            _posted(
                scene(1),
                lambda picture: ImageOps.mirror(
                    picture.crop((34, 0, picture.width, picture.height))
                ),
            )
        ),
    )
    assert found is not None
    assert (found.variant.name, found.trim.name, found.form) == (
        "crop left 7 %",
        "nothing trimmed",
        5,
    )
    assert found.distance <= 20
    assert found.detail_distance is not None
    assert found.detail_distance <= 30
    assert min(found.private_quality, found.candidate_quality) >= 50


def test_unrelated_pictures_are_not_even_near(known: list[Variants]) -> None:
    strangers = [candidates.of(scene(seed, 300, 300)) for seed in range(100, 115)]
    found = [watch.match(entry, candidate) for entry in known for candidate in strangers]
    assert not any(match is not None and match.confirmed for match in found)
    assert sum(match is not None for match in found) <= 1


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (40, 40, 3)])
def test_plain_and_tiny_pictures_match_nothing(
    known: list[Variants], shape: tuple[int, int, int]
) -> None:
    plain = np.full(shape, 90, np.uint8)
    own = watch.match(variants.of(plain), candidates.of(plain))
    assert own is None or not own.confirmed
    assert all(
        (found := watch.match(entry, candidates.of(plain))) is None or not found.confirmed
        for entry in known
    )


def test_the_second_stage_says_no_where_only_the_whole_is_near() -> None:
    assert second_stage.agrees(60, 20.0, 100)
    assert not second_stage.agrees(60, 50.0, 100)
    assert second_stage.agrees(28, 50.0, 100)
    assert not second_stage.agrees(28, None, 100)
    assert second_stage.agrees(20, None, 100)
    assert not second_stage.agrees(20, None, 30)


def test_the_second_stage_finds_the_parts_however_the_picture_is_turned() -> None:
    luma = candidates.of(scene(1)).luma
    best = []
    for turns in range(4):
        for turned in (np.rot90(luma, turns), np.rot90(luma, turns).T):
            kept = second_stage.details(np.ascontiguousarray(turned))
            found = [second_stage.agreement(*kept, luma, places) for places in FORM_PLACES]
            distances = [256.0 if distance is None else distance for distance in found]
            best.append(int(np.argmin(distances)))
            low, *others = sorted(distances)
            assert low <= 12
            assert min(others) > 40
    assert sorted(best) == list(range(len(FORM_PLACES)))
