"""What was put around a picture is found to within a per cent.

So is the tilt of a framed picture.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageOps

from auditor.hashing.pdq.reduced import reduce
from auditor.hashing.private.trim import Trim, trims
from tests.rows import each_row
from tests.unit.hashing.scenery import Rgb, scene


def _saved(picture: Image.Image, scale: float = 0.7) -> Rgb:
    out = io.BytesIO()
    picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    ).save(out, "JPEG", quality=50)
    return np.asarray(Image.open(out).convert("RGB"))


def _guesses(picture: Image.Image) -> tuple[Trim, ...]:
    found = reduce(_saved(picture))
    return trims(found.luma, found.aspect)


def _nearest(
    guesses: tuple[Trim, ...], rows: tuple[float, float], columns: tuple[float, float]
) -> float:
    wanted = np.array([*rows, *columns])
    return min(
        float(np.abs(np.array([*guess.rows, *guess.columns]) - wanted).max()) for guess in guesses
    )


@each_row("colour", ["black", "white", "#7a7a7a"])
@each_row("width", [6, 14, 22])
def test_borders(colour: str, width: int) -> None:
    framed = ImageOps.expand(Image.fromarray(scene(3)), width, colour)
    rows, columns = width / framed.height, width / framed.width
    assert _nearest(_guesses(framed), (rows, 1 - rows), (columns, 1 - columns)) < 0.008


@each_row("bars", [(0, 9), (0, 54), (60, 0)])
def test_letterboxes(bars: tuple[int, int]) -> None:
    framed = ImageOps.expand(Image.fromarray(scene(4)), bars, "black")
    rows, columns = bars[1] / framed.height, bars[0] / framed.width
    assert _nearest(_guesses(framed), (rows, 1 - rows), (columns, 1 - columns)) < 0.008


def test_a_letterbox_within_a_border() -> None:
    framed = ImageOps.expand(
        ImageOps.expand(Image.fromarray(scene(5)), (0, 40), "black"), 15, "white"
    )
    rows, columns = 55 / framed.height, 15 / framed.width
    assert _nearest(_guesses(framed), (rows, 1 - rows), (columns, 1 - columns)) < 0.008


@each_row("degrees", [-2.5, -1.0, 1.5, 3.0])
def test_a_tilted_letterbox(degrees: float) -> None:
    framed = ImageOps.expand(Image.fromarray(scene(6)), (0, 50), "black").rotate(
        -degrees, Image.Resampling.BICUBIC
    )
    guesses = [guess for guess in _guesses(framed) if guess.tilt]
    assert guesses
    assert {abs(guess.tilt + degrees) <= 0.5 for guess in guesses} == {True}
    assert _nearest(tuple(guesses), (50 / framed.height, 1 - 50 / framed.height), (0.0, 1.0)) < 0.02


@each_row("seed", range(5))
def test_nothing_trimmed_is_always_the_first_guess(seed: int) -> None:
    first, *others = _guesses(Image.fromarray(scene(seed)))
    assert first == Trim(0.0, (0.0, 1.0), (0.0, 1.0))
    assert len({first, *others}) == 1 + len(others)


@each_row("shade", [0, 128, 255])
def test_plain_pictures_are_no_stumbling_block(shade: int) -> None:
    found = reduce(np.full((90, 120, 3), shade, np.uint8))
    guesses = trims(found.luma, found.aspect)
    assert all(
        guess.rows[0] < guess.rows[1] and guess.columns[0] < guess.columns[1] for guess in guesses
    )


def test_names_say_what_was_taken_away() -> None:
    assert Trim(0.0, (0.0, 1.0), (0.0, 1.0)).name == "nothing trimmed"
    assert (
        Trim(-1.5, (0.1, 0.9), (0.0, 1.0)).name == "trimmed top 10.0 % bottom 10.0 %, turned -1.5°"
    )


@each_row("last", range(84, 94))
def test_a_strip_may_end_where_the_search_does(last: int) -> None:
    """Wherever a plain strip ends, also on the last lines that are looked at."""
    luma = np.full((256, 256), 40, np.float32)
    luma[last:] = np.random.default_rng(last).integers(90, 250, (256 - last, 256))
    assert trims(luma, 1.0)[0] == Trim(0.0, (0.0, 1.0), (0.0, 1.0))
