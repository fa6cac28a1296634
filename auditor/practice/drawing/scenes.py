"""All scenes by name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from auditor.practice.drawing import (
    indoors,
    landscape,
    notices,
    papers,
    pets,
    portrait,
    signs,
    street,
    views,
)
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

READABLE: dict[str, Callable[[Canvas, Light, Person, tuple[str, ...]], None]] = {
    "window-view": views.window_view,
    "reflection": views.reflection,
    "cafe-table": views.cafe_table,
    "street-sign": signs.street_sign,
    "bus-stop": signs.bus_stop,
    "playground": signs.playground,
    "car": signs.car,
    "door-plate": signs.door_plate,
    "shop-front": signs.shop_front,
    "pet-tag": signs.pet_tag,
    "pass": notices.pass_card,
    "timetable": notices.timetable,
    "parcel": notices.parcel,
    "staff": notices.staff,
}
"""Scenes in which something is to be read or recognised: a row of a story says what."""


def draw(
    scene: str,
    light: Light,
    person: Person,
    rng: np.random.Generator,
    size: tuple[int, int],
    says: tuple[str, ...] = (),
) -> Image.Image:
    """Return the scene as an RGB picture of `size` (width, height) px.

    The same generator state gives the same pixels. `says` is what a readable scene tells.
    """
    canvas = Canvas(rng, size)
    if scene in READABLE:
        READABLE[scene](canvas, light, person, says)
    else:
        SCENES[scene](canvas, light, person)
    return canvas.developed()
