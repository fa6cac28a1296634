"""The picture readers on camera files and reference pictures that nobody here made.

They run in real reader processes.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from auditor.config import ReaderSettings
from auditor.readers.process.pool import ReaderPool
from tests.rows import each_row

pytestmark = pytest.mark.usefixtures("kept_readers")


class Told(msgspec.Struct):
    width: int | None = msgspec.field(name="File:ImageWidth", default=None)
    height: int | None = msgspec.field(name="File:ImageHeight", default=None)


async def test_camera_files(shared_data: Path) -> None:
    told = msgspec.json.decode(
        (shared_data / "camera" / "exiftool.json").read_bytes(), type=dict[str, Told]
    )
    files = sorted(file for file in (shared_data / "camera").iterdir() if file.suffix != ".json")
    async with ReaderPool(
        ReaderSettings(exiftool=False, workers=1, vision=False), thumbnails=True
    ) as pool:
        for file in files:
            reading = await pool.read(file.read_bytes(), file_name=file.name)
            facts = reading.facts
            if facts.pdq is None:
                assert facts.unread, file.name
                continue
            assert reading.thumbnail, file.name
            expected = told[file.name]
            if expected.width and facts.format == "JPEG":
                assert (facts.width, facts.height) == (expected.width, expected.height), file.name
            inner = facts.metadata.embedded_thumbnail
            # as they came from the camera
            assert inner is None or inner.differs is False, file.name


@each_row("name", ["bridge-2-rotate-90.jpg", "bridge-5-flipx.jpg", "bridge-8-flip-minus-1.jpg"])
async def test_a_turned_picture_keeps_its_thumbnail(name: str, shared_data: Path) -> None:
    async with ReaderPool(
        ReaderSettings(exiftool=False, workers=1, vision=False), thumbnails=False
    ) as pool:
        facts = (await pool.read((shared_data / "pdq" / name).read_bytes())).facts
    assert facts.metadata.embedded_thumbnail is not None
    assert facts.metadata.embedded_thumbnail.differs is False
