"""Faces, text and barcodes in a real reader process.

Under its limits, without network, and without the libraries.
"""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from PIL import Image

from auditor.config import ReaderSettings
from auditor.domain.photos.facts import EDITION
from auditor.practice.drawing.light import Light
from auditor.practice.drawing.scenes import draw
from auditor.practice.personas import PEOPLE
from auditor.readers import optional_parts as missing
from auditor.readers.process.pool import ReaderPool
from tests.unit.readers.drawn import drawn, encoded

HIDDEN = ("retinaface", "onnxruntime", "rapidocr", "cv2", "zxingcpp", "c2pa")
WITHOUT = f"""
import sys
for name in {HIDDEN!r}:
    sys.modules[name] = None
sys.argv = ["worker", "512"]
from auditor.readers.process import worker
worker.main()
"""


def portrait(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    draw(
        "portrait", Light("summer", "day"), PEOPLE[0], np.random.default_rng(5), (1024, 768)
    ).resize(size).save(out, "JPEG")
    return out.getvalue()


async def test_a_face_is_found_in_a_process_that_has_no_network() -> None:
    async with ReaderPool(ReaderSettings(workers=1, exiftool=False), thumbnails=False) as pool:
        facts = (await pool.read(portrait((640, 480)))).facts
        assert [reader.network_denied for reader in pool._idle] == [sys.platform == "linux"]
    assert (len(facts.faces), facts.unread, facts.edition) == (1, (), EDITION)


async def test_what_is_turned_off_says_so() -> None:
    async with ReaderPool(
        ReaderSettings(workers=1, exiftool=False, vision=False), thumbnails=False
    ) as pool:
        assert pool.parts == {"provenance"}
        facts = (await pool.read(portrait((640, 480)))).facts
    assert {unread.reader: unread.reason for unread in facts.unread} == dict.fromkeys(
        ("faces", "text", "barcodes"), "turned off in the settings"
    )
    assert facts.provenance is not None
    assert facts.pdq is not None


async def test_without_the_libraries_everything_else_works_and_says_what_is_missing() -> None:
    command = (sys.executable, "-P", "-B", "-c", WITHOUT)
    async with ReaderPool(
        ReaderSettings(workers=1, exiftool=False), thumbnails=True, command=command
    ) as pool:
        reading = await pool.read(portrait((640, 480)), file_name="IMG_1.jpg")
        other = (await pool.read(encoded(drawn(64, 48), "PNG"))).facts
    facts = reading.facts
    assert {unread.reader for unread in facts.unread} == missing.VISION
    assert all("pip install" in unread.reason for unread in facts.unread)
    assert facts.provenance is not None  # a file without credentials needs no library to say so
    assert facts.pdq is not None
    assert facts.perceptual is not None
    assert facts.metadata.file_name == "IMG_1.jpg"
    assert reading.thumbnail is not None
    assert other.pdq is not None


def test_a_library_that_is_not_installed_is_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing.available_parts(vision=True) == missing.PARTS
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == "onnxruntime" else object()
    )
    missing._find_installed.cache_clear()
    try:
        assert missing.available_parts(vision=True) == {"barcodes", "provenance"}
    finally:
        missing._find_installed.cache_clear()


@pytest.mark.slow
async def test_the_largest_picture_is_looked_at_within_the_memory_of_a_process() -> None:
    out = io.BytesIO()
    Image.new("RGB", (12_200, 12_200), (10, 90, 40)).save(out, "JPEG")
    async with ReaderPool(
        ReaderSettings(workers=1, exiftool=False, deadline_s=300), thumbnails=False
    ) as pool:
        assert len((await pool.read(portrait((4000, 3000)))).facts.faces) == 1
        facts = (await pool.read(out.getvalue())).facts
    assert (facts.width, facts.faces, facts.unread) == (12_200, (), ())
