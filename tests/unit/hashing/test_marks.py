"""What is left of a picture is found under stickers, in collages, screenshots and large crops."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from auditor.domain.private import PrivateEntry, PrivateImage, PrivateKind
from auditor.hashing.private import candidate as candidates
from auditor.hashing.private import compare as watch
from auditor.hashing.private import packed, variants
from auditor.hashing.private.parts import marks, votes
from auditor.hashing.private.parts.index import MarkIndex
from auditor.hashing.private.variants import Variants
from auditor.practice import personas
from auditor.practice.catalogue import Catalogue
from auditor.practice.photo_files import PhotoFiles
from tests.code import ROOT
from tests.contract.vault_making import at
from tests.rows import each_row
from tests.unit.hashing.scenery import Rgb, scene

Make = Callable[[Image.Image], Image.Image]
_MINE = 2
_PHANTOM = 19  # its place among the pictures of benchmarks/recall.py


def _covered(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    box = (0.3 * width, 0.25 * height, 0.75 * width, 0.8 * height)
    ImageDraw.Draw(picture).ellipse(box, (255, 205, 60))
    return picture


def _collage(picture: Image.Image) -> Image.Image:
    whole = Image.new("RGB", (640, 480), "white")
    for place, shown in enumerate((scene(11), scene(12), np.asarray(picture), scene(13))):
        small = Image.fromarray(shown).resize((312, 232))
        whole.paste(small, (4 + 320 * (place % 2), 4 + 240 * (place // 2)))
    return whole


def _screen(picture: Image.Image) -> Image.Image:
    screen = Image.new("RGB", (720, 1560), (18, 18, 20))
    screen.paste(ImageOps.contain(picture, (720, 1000)), (0, 220))
    draw = ImageDraw.Draw(screen)
    for line in range(12):
        draw.text((30, 860 + 50 * line), "what a day this was", "white", font_size=30)
    return screen


EDITS: dict[str, Make] = {
    "sticker": _covered,
    "collage": _collage,
    "screenshot": _screen,
    "inverted": ImageOps.invert,
    "crop of a fifth a side": lambda picture: picture.crop(
        (picture.width // 5, picture.height // 5, picture.width * 4 // 5, picture.height * 4 // 5)
    ),
    "turned by 12°": lambda picture: picture.rotate(12, Image.Resampling.BICUBIC, expand=True),
    "mirrored, and a half": lambda picture: ImageOps.mirror(
        picture.crop((0, 0, picture.width // 2, picture.height))
    ),
}


@pytest.fixture(scope="module")
def known() -> list[Variants]:
    return [variants.of(scene(seed)) for seed in range(6)]


def _posted(rgb: Rgb, edit: Make) -> Rgb:
    picture = edit(Image.fromarray(rgb))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return np.asarray(Image.open(out).convert("RGB"))


def _photos() -> list[Rgb]:
    files = PhotoFiles(Catalogue(photos=24, same_size=True))
    account = personas.ACCOUNTS[0].key
    shots = [files.catalogue.posting(account, place).shot for place in range(8)]
    pictures = [Image.open(io.BytesIO(files.upload(shot))).convert("RGB") for shot in shots]
    return [np.asarray(picture.resize((480, 480))) for picture in pictures]


@pytest.mark.parametrize("edit", list(EDITS))
def test_what_is_left_is_found_and_no_stranger_is(known: list[Variants], edit: str) -> None:
    candidate = candidates.of(_posted(scene(_MINE), EDITS[edit]))
    found = [watch.match(entry, candidate) for entry in known]
    assert [match is not None and match.confirmed for match in found] == [
        index == _MINE for index in range(6)
    ]


def test_a_list_finds_what_each_picture_alone_would(known: list[Variants]) -> None:
    photos = _photos()
    entries = known + [variants.of(photo) for photo in photos[::2]]
    entries += [replace(entries[0], marks=marks.NO_MARKS)]
    laid_out = watch.Known(entries)
    for place, edit in enumerate([*EDITS.values(), Image.Image.copy]):
        for shown in (photos[place % len(photos)], scene(place)):
            candidate = candidates.of(_posted(shown, edit))
            assert laid_out.match(candidate) == [watch.match(entry, candidate) for entry in entries]


def test_a_list_without_pictures_finds_nothing() -> None:
    assert watch.Known([]).match(candidates.of(scene(1))) == []


def test_a_pattern_that_fills_a_list_is_compared_one_by_one() -> None:
    board = np.kron(np.indices((12, 16)).sum(axis=0) % 2, np.ones((30, 30)))
    pattern = np.repeat((255 * board).astype(np.uint8)[..., None], 3, axis=2)
    entries = [variants.of(pattern)] * 20
    candidate = candidates.of(pattern)
    asked = MarkIndex([entry.marks for entry in entries]).may_match(candidate.marks)
    assert asked.all()
    assert all(found is not None for found in watch.Known(entries).match(candidate))


def test_what_only_marks_tell_is_told_as_possible_and_never_as_confirmed() -> None:
    """Shots of one series, and pictures of one template, share marks."""
    entry = PrivateEntry("1", "mine", PrivateKind.PICTURE, at(0))
    private = PrivateImage(entry, packed.variants_of(scene(_MINE)))
    (found,) = packed.compare([private], packed.candidate_of(_posted(scene(_MINE), _collage)))
    assert found is not None
    assert "another shot of a series" in found.variant
    assert not found.confirmed


def test_smooth_lines_of_two_drawings_are_not_taken_for_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Their marks are much the same everywhere: eight of them agreed by chance."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    kinds = importlib.import_module("kinds")
    number, index = list(kinds.KINDS).index("stretched 25 %"), _PHANTOM
    hand = kinds.Hand(np.random.default_rng([number, index]), [])
    candidate = candidates.of(kinds.made("stretched 25 %", _drawing("phantom.png"), hand))
    entry = variants.of(np.asarray(_drawing("logo.png")))
    vote = votes.count(entry.marks, candidate.marks)
    assert vote.strength > 6  # else the drawings say nothing
    assert watch.match(entry, candidate) is None


def _drawing(name: str) -> Image.Image:
    data = Path(str(importlib.import_module("skimage.data").__file__)).parent / name
    with Image.open(data) as image:
        return image.convert("RGB")


def test_lists_without_marks_find_what_they_found(known: list[Variants]) -> None:
    old = Variants(
        known[0].hashes,
        known[0].codes,
        known[0].details,
        known[0].detail_qualities,
        known[0].quality,
        known[0].aspect,
    )
    found = watch.match(old, candidates.of(_posted(scene(0), lambda picture: picture)))
    assert found is not None
    assert found.confirmed


@each_row("shape", [(1, 1), (5, 400), (16, 16), (300, 17)])
@each_row("shade", [0, 255])
def test_plain_and_narrow_pictures_have_no_marks(shape: tuple[int, int], shade: int) -> None:
    plain = np.full((*shape, 3), shade, np.uint8)
    found = marks.find(marks.shrink(plain), 100)
    assert len(found) == 0
    assert votes.count(found, found).marks == 0


@pytest.mark.parametrize("seed", range(3))
def test_mirrored_marks_are_those_of_the_mirrored_picture(seed: int) -> None:
    luma = marks.shrink(scene(seed))
    vote = votes.count(marks.find(luma, 200), marks.find(np.ascontiguousarray(luma[:, ::-1]), 200))
    assert vote.mirrored
    assert vote.scale == pytest.approx(1.0, abs=0.02)
    assert vote.marks > 15
