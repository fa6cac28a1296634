"""All scenes by name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from auditor.practice.drawing import landscape
from auditor.practice.drawing.canvas import Canvas
from auditor.practice.drawing.light import Light

SCENES: dict[str, Callable[[Canvas, Light], None]] = {
    "mountains": landscape.mountains,
    "coast": landscape.coast,
    "park": landscape.park,
    "skyline": landscape.skyline,
    "street": landscape.skyline,
    "room": landscape.park,
    "desk": landscape.park,
    "badge": landscape.coast,
    "document": landscape.coast,
    "pet": landscape.park,
    "portrait": landscape.mountains,
    "plate": landscape.park,
}


def draw(scene: str, light: Light, rng: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """Return the scene as an RGB picture of `size` (width, height) px. The same generator state gives the same pixels."""
    canvas = Canvas(rng, size)
    SCENES[scene](canvas, light)
    return canvas.developed()
