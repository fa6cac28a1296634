"""HEIC files of several pictures that nobody here made: the first one is read, hashed and kept."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pi_heif  # type: ignore[import-untyped]  # ships no types
import pytest

from auditor.config import ReaderSettings
from auditor.domain.photos.file_contents import FurtherKind
from auditor.hashing.pdq.pdq import pdq
from auditor.readers.process.pool import ReaderPool

pytestmark = pytest.mark.usefixtures("kept_readers")


@pytest.mark.parametrize(
    ("name", "further"),
    [("heic-two-pictures-with-position.heic", 1), ("heic-one-picture-with-position.heic", 0)],
)
async def test_the_first_picture_is_the_one_that_is_told(
    name: str, further: int, shared_data: Path
) -> None:
    data = (shared_data / "cases" / "files" / name).read_bytes()
    opened = pi_heif.open_heif(io.BytesIO(data))
    first = opened[opened.primary_index].to_pillow().convert("RGB")
    settings = ReaderSettings(exiftool=False, vision=False, workers=1)
    async with ReaderPool(settings, thumbnails=True) as pool:
        reading = await pool.read(data, file_name=name)
        hashes = await pool.hashes(data, "full")
        kept = await pool.variants(data)
    right = pdq(np.asarray(first)).hash
    facts = reading.facts
    assert facts.pdq is not None
    assert hashes.pdq is not None
    assert facts.pdq.hash == hashes.pdq.hash == right
    assert kept
    assert reading.thumbnail
    assert facts.metadata.gps is not None
    pictures = [each for each in facts.further if each.kind is FurtherKind.PICTURE]
    assert len(pictures) == further
    assert all(each.differs and each.width == 800 for each in pictures)


async def test_an_avif_that_is_refused_keeps_its_position(shared_data: Path) -> None:
    data = (shared_data / "cases" / "files" / "gps-avif-picture-refused.avif").read_bytes()
    settings = ReaderSettings(exiftool=False, vision=False, workers=1)
    async with ReaderPool(settings, thumbnails=False) as pool:
        facts = (await pool.read(data)).facts
    assert facts.metadata.gps is not None
    assert "pixels" in {gap.reader for gap in facts.unread}
