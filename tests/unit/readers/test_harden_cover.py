"""Faces, words and codes in clean copies.

What was found is covered, upright and turned, and cannot be found again.
"""

from __future__ import annotations

import importlib.util
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor.domain.hardening import CleanCopy, Wishes
from auditor.domain.photos.picture_contents import Box, Face
from auditor.readers.clean_copy.cover import CoveredBoxes, _pad_box
from auditor.readers.clean_copy.harden import harden
from auditor.readers.faces.read_faces import read_faces
from auditor.readers.jobs import HardenJob
from auditor.readers.optional_parts import MissingPartError, vision_missing
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import Pixels, decode
from auditor.readers.picture.upright import upright
from auditor.readers.text.barcodes import read_barcodes
from auditor.readers.text.engine import text_engine
from auditor.readers.text.lines import FoundLines, WordFinder
from auditor.readers.text.read_text import _FINE_SIDE, read_text, text_boxes
from tests.cards.contents import CARDS, Card
from tests.cards.other_layouts import OTHER_CARDS
from tests.cards.photographed import photographed
from tests.unit.readers import laden
from tests.unit.readers.test_faces import UNTURNED, scene

vision = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra vision is not installed"
)


def hardened(data: bytes, wishes: Wishes) -> CleanCopy:
    copy, reason = harden(data, HardenJob(len(data), wishes, exiftool=False, seconds=60))
    assert copy is not None, reason
    return copy


def pixels(data: bytes) -> Pixels:
    header = read_header(data)
    assert header is not None
    return decode(data, header)


def jpeg(image: Image.Image, turn: int = 1) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92, exif=laden.exif(turn))
    return out.getvalue()


@vision
@pytest.mark.parametrize("turn", [1, 6])
def test_a_face_is_gone_and_the_rest_is_not(turn: int) -> None:
    picture = scene("portrait", 2)
    data = jpeg(picture.transpose(UNTURNED[turn]) if turn > 1 else picture, turn)
    upright = pixels(jpeg(picture))
    (face,) = read_faces(upright)
    copy = hardened(data, Wishes(faces=True))
    assert (copy.faces, copy.text, copy.width, copy.height) == (1, 0, 800, 600)
    found = pixels(copy.data)
    assert read_faces(found) == ()
    box = face.box
    inside = found.rgb[box.y : box.y + box.height, box.x : box.x + box.width]
    assert len(np.unique(inside // 32)) <= 8
    far = np.ones(found.rgb.shape[:2], bool)
    far[
        max(0, box.y - box.height) : box.y + 2 * box.height,
        max(0, box.x - box.width) : box.x + 2 * box.width,
    ] = False
    assert far.any()
    kept = pixels(hardened(data, Wishes()).data)
    assert np.array_equal(found.rgb[far], kept.rgb[far])


@vision
def test_the_largest_face_can_stay() -> None:
    group = Image.new("RGB", (1600, 1000), (96, 120, 96))
    face = scene("portrait", 0, (1600, 1200))
    group.paste(face.resize((800, 600)), (50, 50))
    group.paste(face.resize((500, 375)), (1000, 500))
    before = read_faces(pixels(jpeg(group)))
    assert len(before) == 2
    copy = hardened(jpeg(group), Wishes(faces=True, keep_largest=True))
    assert copy.faces == 1
    (after,) = read_faces(pixels(copy.data))
    assert abs(after.size - before[0].size) <= 2


@vision
def test_a_crowd_is_looked_at_until_nobody_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.readers.faces.read_faces._MOST", 1)
    group = Image.new("RGB", (1600, 1000), (96, 120, 96))
    face = scene("portrait", 0, (1600, 1200))
    for place in ((50, 20), (850, 20), (50, 510), (850, 510)):
        group.paste(face.resize((640, 480)), place)
    assert len(read_faces(pixels(jpeg(group)))) < 4
    copy = hardened(jpeg(group), Wishes(faces=True))
    assert copy.faces == 4
    monkeypatch.undo()
    assert read_faces(pixels(copy.data)) == ()


@pytest.mark.slow
@vision
@pytest.mark.parametrize("number", [5, 12, 54])
def test_words_and_codes_are_gone(number: int) -> None:
    data = photographed(CARDS[number], number)
    before = pixels(data)
    assert read_text(before) or read_barcodes(before)
    copy = hardened(data, Wishes(text=True))
    assert copy.text > 0
    after = pixels(copy.data)
    assert (read_text(after), read_barcodes(after)) == ((), ())


def words_in(found: Pixels) -> set[str]:
    """What can be read in all of a picture, looked at closely at once."""
    fine = upright(found, _FINE_SIDE)
    engine = text_engine()
    read = [engine.read(fine.rgb, spot) for spot in engine.look(fine.rgb).spots]
    return {word for text, sure in read if sure >= 0.5 for word in text.split() if len(word) > 2}


@vision
@pytest.mark.parametrize(
    ("number", "cards"),
    [
        (33, CARDS),
        pytest.param(5, CARDS, marks=pytest.mark.slow),
        pytest.param(9, CARDS, marks=pytest.mark.slow),
        pytest.param(21, CARDS, marks=pytest.mark.slow),
        pytest.param(7, OTHER_CARDS, marks=pytest.mark.slow),
        pytest.param(14, OTHER_CARDS, marks=pytest.mark.slow),
        pytest.param(15, OTHER_CARDS, marks=pytest.mark.slow),
    ],
)
def test_no_word_stays_that_was_readable(number: int, cards: tuple[Card, ...]) -> None:
    data = photographed(cards[number], number)
    before = words_in(pixels(data))
    assert len(before) >= 3
    left = words_in(pixels(hardened(data, Wishes(text=True)).data))
    assert not left & before


@vision
def test_it_is_looked_again_only_round_what_was_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    faces: list[int] = []
    look = WordFinder.look

    def counted(self: WordFinder, rgb: np.ndarray, share: float = 1.0) -> FoundLines:
        looked.append(rgb.shape[0] * rgb.shape[1])
        return look(self, rgb, share)

    def no_faces(_pixels: Pixels) -> tuple[Face, ...]:
        faces.append(1)
        return ()

    monkeypatch.setattr(WordFinder, "look", counted)
    monkeypatch.setattr("auditor.readers.faces.read_faces.read_faces", no_faces)
    image = Image.new("RGB", (2944, 2208), (200, 204, 198))
    pen = ImageDraw.Draw(image)
    pen.text((200, 200), "Call 0171 5551234 Anna", (20, 20, 30), font=ImageFont.load_default(120))
    copy = hardened(jpeg(image), Wishes(faces=True, text=True))
    assert copy.text
    whole = _FINE_SIDE * _FINE_SIDE * 3 // 4
    assert sum(looked) < 0.8 * whole
    assert len(faces) == 1


def test_each_look_is_at_what_is_covered_by_then(monkeypatch: pytest.MonkeyPatch) -> None:
    word = Box(1600, 8, 160, 32)
    looked: list[Pixels] = []

    def find(pixels: Pixels, _wishes: Wishes, near: object) -> CoveredBoxes:
        looked.append(pixels)
        return CoveredBoxes() if near else CoveredBoxes(text=(word,))

    monkeypatch.setattr("auditor.readers.clean_copy.harden.places", find)
    rgb = np.random.default_rng(5).integers(0, 255, (48, 3200, 3), np.uint8)
    hardened(jpeg(Image.fromarray(rgb)), Wishes(text=True))
    first, second = looked
    assert first.middle is not None
    assert not np.array_equal(first.rgb, second.rgb)
    for pixels in looked:
        alone = Pixels(pixels.rgb, pixels.small, pixels.orientation)
        assert np.array_equal(upright(pixels, 1472).rgb, upright(alone, 1472).rgb)


def test_without_the_libraries_there_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_pixels: Pixels, _wishes: Wishes, _near: object) -> MissingPartError:
        raise vision_missing()

    monkeypatch.setattr("auditor.readers.clean_copy.harden.places", missing)
    copy, reason = harden(laden.jpeg(), HardenJob(0, Wishes(faces=True), exiftool=False, seconds=9))
    assert copy is None
    assert "auditor[vision]" in reason


def test_boxes_are_padded_inside_the_picture() -> None:
    assert _pad_box(Box(1, 2, 10, 10), 5, 14, 100) == Box(0, 0, 14, 17)


@vision
@pytest.mark.parametrize("ground", [0, 255])
def test_words_that_transparency_draws_are_gone(ground: int) -> None:
    ink = Image.new("L", (700, 160))
    ImageDraw.Draw(ink).text(
        (30, 50), "Call 0171 5551234 Anna", 255, font=ImageFont.load_default(48)
    )
    words = Image.new("RGB", ink.size, (ground, ground, ground))
    words.putalpha(ink)
    out = io.BytesIO()
    words.save(out, "PNG")
    copy = hardened(out.getvalue(), Wishes(text=True))
    assert copy.text
    with Image.open(io.BytesIO(copy.data)) as opened:
        assert (np.asarray(opened.getchannel("A"))[60:90, 40:300] == 255).all()
        seen = Image.new("RGB", opened.size, (255 - ground,) * 3)
        seen.paste(opened, mask=opened.getchannel("A"))
    out = io.BytesIO()
    seen.save(out, "PNG")
    assert text_boxes(pixels(out.getvalue())) == ()
