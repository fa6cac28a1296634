"""Bytes planted in every place of a file: none of them is in a clean copy."""

from __future__ import annotations

import io

from PIL import Image

from auditor.domain.hardening import Wishes
from auditor.readers.clean_copy.harden import harden
from auditor.readers.jobs import HardenJob
from tests.rows import each_row
from tests.unit.readers.planted import boxes, jpeg, png, small, tiff
from tests.unit.readers.planted.base import Maker, holds

FORMATS = {
    "JPEG": jpeg.PLACES,
    "PNG": png.PLACES,
    "WebP": small.WEBP,
    "TIFF": tiff.PLACES,
    "HEIC": boxes.HEIC,
    "AVIF": boxes.AVIF,
    "GIF": small.GIF,
}
PLANTED: dict[str, tuple[Maker, bytes]] = {
    f"{kind}: {place}": planted
    for kind, places in FORMATS.items()
    for place, planted in places.items()
}


def test_there_are_a_hundred_places() -> None:
    assert len(PLANTED) >= 100


@each_row("name", PLANTED)
def test_nothing_planted_is_in_a_copy(name: str) -> None:
    make, mark = PLANTED[name]
    data = make()
    assert holds(data, mark)  # else the test would show nothing
    job = HardenJob(len(data), Wishes(), exiftool=False, seconds=60)
    copy, reason = harden(data, job)
    assert copy is not None, reason
    assert not holds(copy.data, mark)
    with Image.open(io.BytesIO(copy.data)) as opened:
        assert opened.size == (copy.width, copy.height)
