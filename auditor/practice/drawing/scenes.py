"""All scenes by name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from auditor.practice.drawing import indoors, landscape, papers, pets, portrait, street
from auditor.practice.drawing.canvas import Canvas
from auditor.practice.drawing.light import Light
from auditor.practice.stories.rows import Person

SCENES: dict[str, Callable[[Canvas, Light, Person], None]] = {
    "mountains": lambda canvas, light, _person: landscape.mountains(canvas, light),
    "coast": lambda canvas, light, _person: landscape.coast(canvas, light),
    "park": lambda canvas, light, _person: landscape.park(canvas, light),
    "skyline": lambda canvas, light, _person: landscape.skyline(canvas, light),
    "street": street.street,
    "room": indoors.room,
    "desk": indoors.desk,
    "plate": indoors.plate,
    "badge": papers.badge,
    "document": papers.document,
    "pet": pets.pet,
    "portrait": portrait.portrait,
}


def draw(
    scene: str, light: Light, person: Person, rng: np.random.Generator, size: tuple[int, int]
) -> Image.Image:
    """Return the scene as an RGB picture of `size` (width, height) px.

    The same generator state gives the same pixels.
    """
    canvas = Canvas(rng, size)
    SCENES[scene](canvas, light, person)
    return canvas.developed()
