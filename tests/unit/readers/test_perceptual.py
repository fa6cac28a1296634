"""The second opinions are those of imagehash, also where its transform is not loaded."""

from __future__ import annotations

import subprocess
import sys

import imagehash
import numpy as np
import pytest
from PIL import Image

from auditor.readers.hashes import perceptual
from tests.fakes.pictures import drawn


def pictures() -> list[Image.Image]:
    chance = np.random.default_rng(1)
    made = [Image.fromarray(drawn(bytes([number]))) for number in range(40)]
    made += [
        Image.fromarray(chance.integers(0, 256, (height, width, 3), dtype=np.uint8))
        for height, width in ((32, 32), (5, 300), (511, 9), (64, 48), (1, 1))
    ]
    slope = np.linspace(0, 255, 200, dtype=np.uint8)
    made += [Image.fromarray(np.tile(slope, (90, 1))), Image.fromarray(np.tile(slope, (90, 1)).T)]
    made += [Image.new("RGB", (80, 60), shade) for shade in ("black", "white", "teal")]
    half = Image.new("L", (64, 64))
    half.paste(255, (0, 0, 32, 64))
    return [*made, half]


def test_equal_to_imagehash() -> None:
    for number, picture in enumerate(pictures()):
        assert perceptual.phash(picture) == str(imagehash.phash(picture)), number


def test_imagehash_is_asked_only_where_rounding_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Image.Image] = []

    def ask(picture: Image.Image) -> str:
        asked.append(picture)
        return "0" * 16

    monkeypatch.setattr(imagehash, "phash", ask)
    for number in range(40):
        perceptual.phash(Image.fromarray(drawn(bytes([number]))))
    assert asked == []
    perceptual.phash(Image.new("RGB", (80, 60)))
    assert len(asked) == 1


def test_a_reader_process_starts_without_scipy_and_decoders_of_what_it_does_not_read() -> None:
    code = (
        "import sys; from auditor.readers.read_image import warm_up; warm_up(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "imagehash" in loaded
    assert "scipy" not in loaded
    assert {name for name in loaded if name.startswith("PIL.") and "ImagePlugin" in name} == {
        f"PIL.{kind}ImagePlugin"
        for kind in ("Avif", "Bmp", "Gif", "Jpeg", "Mpo", "Png", "Ppm", "Tiff", "WebP")
    }
