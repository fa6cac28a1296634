"""Damaged and large files through the reader processes: none is lost, none takes too much.

`make prove` does it with 20,000 (benchmarks/fuzz.py).
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from auditor.config import ReaderSettings
from auditor.domain.hardening import Wishes
from auditor.errors import ReaderError
from auditor.readers.process.pool import ReaderPool
from benchmarks import fuzz

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 4000, 3000


async def test_no_process_is_lost_over_damaged_files() -> None:
    progress = fuzz.Progress()
    await fuzz.run(100, 11, progress, lambda: None)
    assert progress.done == 100
    assert progress.wrong == []


async def test_no_process_is_lost_over_damaged_and_odd_pictures_with_people_and_text() -> None:
    progress = fuzz.Progress()
    await fuzz.run(24, 12, progress, lambda: None, vision=True)
    assert progress.done == 24
    assert progress.wrong == []


async def test_readers_of_others_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "highest_memory", lambda: {1: fuzz.MOST_BYTES + 1})
    monkeypatch.setattr(fuzz, "seeds", lambda: [b"no photo"])
    progress = fuzz.Progress()
    await fuzz.run(2, 11, progress, lambda: None)
    assert (progress.done, progress.wrong, progress.largest) == (2, [], 0)


def test_the_same_numbers_give_the_same_files() -> None:
    good = [bytes(range(256)) * 4, b"other" * 50]
    first = [fuzz.mutated(good, random.Random(number)) for number in range(20)]
    assert first == [fuzz.mutated(good, random.Random(number)) for number in range(20)]
    assert len({*first, *good}) > 15


def photo() -> Image.Image:
    """Twelve million pixels with noise, which is what takes most."""
    chance = np.random.default_rng(5)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    light = 120 + 60 * np.sin(x / 300) + 40 * np.sin(y / 50)
    values = light[..., None] + chance.normal(0, 6, (HEIGHT, WIDTH, 1)).astype(np.float32)
    return Image.fromarray(np.clip(values + np.array((0, 15, -15)), 0, 255).astype(np.uint8))


def with_hole(image: Image.Image) -> Image.Image:
    alpha = Image.new("L", image.size, 255)
    alpha.paste(0, (0, 0, WIDTH // 2, HEIGHT))
    image = image.copy()
    image.putalpha(alpha)
    return image


LARGE: dict[str, Callable[[Image.Image, io.BytesIO], None]] = {
    "jpeg": lambda image, out: image.save(out, "JPEG", quality=92),
    "jpeg, full colour": lambda image, out: image.save(out, "JPEG", quality=97, subsampling=0),
    "progressive": lambda image, out: image.save(out, "JPEG", quality=85, progressive=True),
    "png, transparent": lambda image, out: with_hole(image).save(out, "PNG", compress_level=1),
    "webp": lambda image, out: image.save(out, "WEBP", quality=80, method=0),
    "tiff": lambda image, out: image.save(out, "TIFF"),
    "avif": lambda image, out: image.save(out, "AVIF", quality=60, speed=10),
}


async def look_at(data: bytes) -> tuple[str, int]:
    """Inspect and harden it; return the ending of the copy or the reason, and the bytes held."""
    settings = ReaderSettings(exiftool=False, vision=False, workers=1)
    others = set(fuzz.highest_memory())  # kept by tests before this one
    async with ReaderPool(settings, thumbnails=True) as pool:
        await pool.read(data)
        try:
            told = (await pool.harden(data, Wishes())).ending
        except ReaderError as error:
            told = error.message
        (held,) = (each for number, each in fuzz.highest_memory().items() if number not in others)
    return told, held


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
@pytest.mark.parametrize("kind", LARGE)
async def test_twelve_megapixels_take_600_megabytes_at_most(kind: str) -> None:
    out = io.BytesIO()
    LARGE[kind](photo(), out)
    told, held = await look_at(out.getvalue())
    assert told in {"jpg", "png"}
    assert held <= fuzz.MOST_BYTES


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
async def test_half_a_file_takes_no_more() -> None:
    out = io.BytesIO()
    photo().save(out, "JPEG", quality=92)
    told, held = await look_at(out.getvalue()[: out.tell() // 2])
    assert "truncated" in told
    assert held <= fuzz.MOST_BYTES
