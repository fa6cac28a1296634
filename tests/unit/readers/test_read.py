"""All readers on one image: every part that can be had, else one clear reason."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from auditor.domain.photos.facts import Unread
from auditor.domain.photos.reading import Reading
from auditor.hashing.pdq.pdq import pdq
from auditor.readers.jobs import Job
from auditor.readers.read_image import read_job
from tests.examples import examples
from tests.rows import each_row
from tests.unit.readers.drawn import drawn, encoded, png_of_size


def reading(data: bytes, *, thumbnail: bool = True) -> Reading:
    return read_job(
        data, Job(len(data), "IMG_1.jpg", exiftool=False, thumbnail=thumbnail, seconds=10)
    )


def test_a_good_picture() -> None:
    picture = drawn(640, 480)
    data = encoded(picture, "PNG")
    found = reading(data)
    facts = found.facts
    assert (facts.sha256, facts.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (facts.format, facts.width, facts.height) == ("PNG", 640, 480)
    assert facts.pdq == pdq(np.asarray(picture))
    assert facts.perceptual is not None
    assert (len(facts.perceptual.phash), len(facts.perceptual.dhash)) == (16, 16)
    assert facts.metadata.file_name == "IMG_1.jpg"
    assert {part.reason for part in facts.unread} == {"turned off in the settings"}
    assert found.thumbnail is not None
    assert reading(data, thumbnail=False).thumbnail is None


@pytest.mark.parametrize("turn", [1, 6])
def test_it_is_told_how_a_picture_was_turned(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    found = reading(encoded(drawn(640, 480), "JPEG", exif=exif))
    assert found.facts.turn == turn
    assert found.thumbnail is not None
    with Image.open(io.BytesIO(found.thumbnail)) as small:
        assert (small.width > small.height) is (turn == 1)


def test_a_truncated_jpeg_still_gives_size_metadata_and_a_reason() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    data = encoded(drawn(640, 480), "JPEG", exif=exif)
    facts = reading(data[: len(data) // 2]).facts
    assert (facts.format, facts.width, facts.height) == ("JPEG", 640, 480)
    assert facts.metadata.camera.make == "Maker"
    assert facts.pdq is None
    assert facts.unread == (Unread("pixels", "truncated: the file ends before the picture does"),)


@each_row(
    ("data", "reader", "words"),
    [
        (b"", "header", "empty file"),
        (b"<html>not found</html>", "header", "not an image"),
        (png_of_size(60_000, 60_000), "pixels", "too many pixels: 60000×60000"),
    ],
)
def test_one_reason(data: bytes, reader: str, words: str) -> None:
    found = reading(data)
    (unread,) = found.facts.unread
    assert unread.reader == reader
    assert unread.reason.startswith(words)
    assert found.facts.pdq is None
    assert found.thumbnail is None


def test_the_embedded_thumbnail_is_compared() -> None:
    whole = drawn(1200, 900)
    inner = encoded(whole.resize((160, 120)), "JPEG")
    data = encoded(whole.crop((300, 200, 900, 700)), "JPEG")
    found = reading(data[:2] + _app1(inner) + data[2:]).facts.metadata.embedded_thumbnail
    assert found is not None
    assert (found.width, found.height, found.differs, found.shows_more) == (160, 120, True, True)


def _entry(tag: int, kind: int, value: bytes) -> bytes:
    return tag.to_bytes(2) + kind.to_bytes(2) + (1).to_bytes(4) + value


def _app1(inner: bytes) -> bytes:
    """Return an EXIF segment whose second directory holds only a thumbnail (EXIF 3.0, 4.6.2)."""
    start = 8 + 6 + 2 + 3 * 12 + 4
    tiff = b"MM\0*\0\0\0\x08" + b"\0\0" + (14).to_bytes(4) + b"\0\x03"
    tiff += (
        _entry(0x0103, 3, b"\0\x06\0\0")
        + _entry(0x0201, 4, start.to_bytes(4))
        + _entry(0x0202, 4, len(inner).to_bytes(4))
    )
    body = b"Exif\0\0" + tiff + b"\0\0\0\0" + inner
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body


@examples(60)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "AVIF"]), st.data())
def test_no_damage_raises(kind: str, draw: st.DataObject) -> None:
    data = bytearray(encoded(drawn(48, 32), kind))
    for place, value in draw.draw(
        st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), max_size=20)
    ):
        data[place] = value
    cut = bytes(data[: draw.draw(st.integers(0, len(data)))])
    facts = reading(cut).facts
    assert facts.sha256 == hashlib.sha256(cut).hexdigest()
    assert (facts.pdq is None) == any(part.reader in {"pixels", "header"} for part in facts.unread)
