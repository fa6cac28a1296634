"""Faces on reference pictures that nobody here made.

Those that scikit-image carries, where it is installed.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from auditor.readers.faces.read_faces import read_faces
from auditor.readers.picture.pixels import Pixels
from tests.rows import each_row


def picture(name: str) -> Image.Image:
    pytest.importorskip(
        "skimage.data",
        reason="scikit-image is not installed: its reference pictures are not at hand",
    )
    load: Callable[[], npt.NDArray[Any]] = getattr(importlib.import_module("skimage.data"), name)
    return Image.fromarray(load()).convert("RGB")


@pytest.mark.parametrize("scale", [0.25, 0.5, 1, 2, 6])
def test_the_astronaut(scale: float) -> None:
    image = picture("astronaut")
    image = image.resize(
        (round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS
    )
    (face,) = read_faces(Pixels(np.asarray(image), image, 1))
    assert abs(face.box.width / scale - 95) < 10
    assert abs(face.box.height / scale - 120) < 10
    assert face.covered is not True


@each_row("name", ["cat", "coffee", "rocket", "coins"])
def test_nobody(name: str) -> None:
    image = picture(name)
    assert read_faces(Pixels(np.asarray(image), image, 1)) == ()
