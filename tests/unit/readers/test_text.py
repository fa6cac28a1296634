"""Words and barcodes in pictures: sixty photographed cards and sixty scenes without a card.

A few of them in every run.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import asdict

import numpy as np
import pytest
from PIL import Image

from auditor.domain.photos.picture_contents import Barcode, Box, TextFound, TextKind
from auditor.readers.optional_parts import MissingPartError
from auditor.readers.picture.pixels import Pixels
from auditor.readers.text import engine as text_engine
from auditor.readers.text.barcodes import read_barcodes
from auditor.readers.text.lines import FoundLines, Spot
from auditor.readers.text.read_text import _FIND_SIDE, _FINE_SIDE, read_text, text_boxes
from tests.cards.contents import CARDS, Card
from tests.cards.other_layouts import OTHER_CARDS
from tests.cards.photographed import flat, photographed, pixels_of, without_words
from tests.rows import each_row

FEW = (5, 12, 54)
vision = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra vision is not installed"
)


def seen(data: bytes) -> tuple[tuple[TextFound, ...], tuple[Barcode, ...]]:
    pixels = pixels_of(data)
    return read_text(pixels), read_barcodes(pixels)


def found(number: int, cards: tuple[Card, ...] = CARDS, scene: int = 0) -> bool:
    """Whether the kind of a card is found; nothing of its secrets may be in what is."""
    card = cards[number]
    texts, codes = seen(photographed(card, number + scene))
    told = json.dumps(
        [[asdict(text) for text in texts], [asdict(code) for code in codes]], ensure_ascii=False
    )
    assert not [secret for secret in card.secrets if secret in told]
    return card.kind in {text.kind for text in texts} | {code.kind for code in codes}


@vision
@pytest.mark.parametrize("number", FEW, ids=lambda number: CARDS[number].kind.value)
def test_a_card(number: int) -> None:
    assert found(number)


@vision
def test_a_scene_without_words() -> None:
    assert seen(without_words(2)) == ((), ())


@vision
@pytest.mark.slow
def test_nine_of_ten_cards() -> None:
    missed = [(index, card.kind.value) for index, card in enumerate(CARDS) if not found(index)]
    assert len(CARDS) == 60
    assert len(missed) <= 6, missed


@vision
@pytest.mark.slow
def test_eighteen_of_twenty_cards_of_other_layouts() -> None:
    missed = [
        (index, card.kind.value)
        for index, card in enumerate(OTHER_CARDS)
        if not found(index, OTHER_CARDS, 100)
    ]
    assert len(OTHER_CARDS) == 20
    assert len(missed) <= 2, missed


@vision
@pytest.mark.slow
def test_at_most_two_of_sixty_scenes() -> None:
    wrong = [(number, told) for number in range(60) if any(told := seen(without_words(number)))]
    assert len(wrong) <= 2, wrong


def turned(card: int, orientation: int) -> Pixels:
    """A card as a camera held on its side stores it: EXIF asks for the turn back."""
    image = Image.new("RGB", (1600, 1200), (90, 100, 96))
    sheet = flat(CARDS[card], card).resize((1120, 700))
    image.paste(sheet, (80, 60))
    back = {
        1: None,
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = image.transpose(back) if back is not None else image
    small = stored.copy()
    small.thumbnail((512, 512))
    return Pixels(np.asarray(stored), small, orientation)


@vision
@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (6, (60, 400)),
        pytest.param(1, (80, 60), marks=pytest.mark.slow),
        pytest.param(3, (400, 440), marks=pytest.mark.slow),
        pytest.param(8, (440, 80), marks=pytest.mark.slow),
    ],
)
def test_boxes_are_in_stored_pixels(orientation: int, corner: tuple[int, int]) -> None:
    (card,) = [
        told for told in read_text(turned(0, orientation)) if told.kind is TextKind.PAYMENT_CARD
    ]
    left, top = corner
    wide, tall = (1120, 700) if orientation in {1, 3} else (700, 1120)
    assert left <= card.box.x < card.box.x + card.box.width <= left + wide
    assert top <= card.box.y < card.box.y + card.box.height <= top + tall
    assert (card.box.width > card.box.height) is (orientation in {1, 3})


@vision
def test_all_places_with_words_for_blurring() -> None:
    boxes = text_boxes(turned(0, 1))
    assert len(boxes) >= 4
    assert all(
        80 <= box.x + box.width / 2 <= 1200 and 60 <= box.y + box.height / 2 <= 760 for box in boxes
    )


def test_barcodes_have_their_place_at_every_size() -> None:
    image = flat(CARDS[46], 0)
    for share in (0.5, 1.0, 2.5):
        large = image.resize((round(image.width * share), round(image.height * share)))
        (code,) = read_barcodes(Pixels(np.asarray(large), large, 1))
        assert code.kind is TextKind.WIFI
        assert code.format == "QRCode"
        near = Box(
            *(
                round(value / share)
                for value in (code.box.x, code.box.y, code.box.width, code.box.height)
            )
        )
        assert abs(near.x - 0.3 * image.width) < 60
        assert abs(near.width - 0.42 * image.width) < 90


class Unsure:
    """An engine that takes windows for print, as it does on facades and coins.

    It is `sure` of what it reads there, its lines are `tall` px, and `faint` is where else anything
    looks like words: left, top, right and bottom as shares.
    """

    def __init__(
        self,
        sure: float,
        *faint: tuple[float, float, float, float],
        tall: int = 20,
        more: tuple[float, ...] = (),
    ) -> None:
        self.sure, self.faint, self.tall, self.more = sure, faint, tall, more
        self.words = "a@b.org"
        self.looked: list[int] = []
        self.reads = 0

    def look(self, rgb: np.ndarray, _share: float = 1.0) -> FoundLines:
        self.looked.append(max(rgb.shape))
        tops = (40.0, 90.0, 140.0, 190.0) if len(self.looked) == 1 else self.more
        spots = tuple(
            Spot(((40.0, y), (140.0, y), (140.0, y + self.tall), (40.0, y + self.tall)), 0.7)
            for y in tops
        )
        seen = np.zeros(rgb.shape[:2], np.float32)
        for spot in spots:
            x, y, width, height = (int(value) for value in spot.box)
            seen[y : y + height, x : x + width] = 0.7
        for left, top, right, bottom in self.faint:
            tall, wide = rgb.shape[:2]
            seen[int(top * tall) : int(bottom * tall), int(left * wide) : int(right * wide)] = 0.2
        return FoundLines(spots, seen)

    def read(self, _rgb: np.ndarray, _spot: Spot) -> tuple[str, float]:
        self.reads += 1
        return self.words, self.sure


def told_by(engine: Unsure, monkeypatch: pytest.MonkeyPatch) -> tuple[TextFound, ...]:
    monkeypatch.setattr("auditor.readers.text.read_text.text_engine", lambda: engine)
    image = Image.new("RGB", (2000, 1500))
    return read_text(Pixels(np.asarray(image), image, 1))


EVERYWHERE = (0.0, 0.0, 1.0, 1.0)


@each_row(("sure", "looks", "reads"), [(0.3, 1, 3), (0.8, 1, 4), (0.95, 2, 4)])
def test_only_words_are_worth_a_finer_look(
    sure: float, looks: int, reads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Unsure(sure, EVERYWHERE, more=(40.0, 90.0, 140.0))
    told = told_by(engine, monkeypatch)
    assert engine.looked == [_FIND_SIDE, _FINE_SIDE][:looks]
    assert engine.reads == reads
    assert {text.kind for text in told} == ({TextKind.EMAIL} if sure > 0.5 else set())


def test_clear_lines_are_looked_at_and_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Unsure(0.95)
    assert told_by(engine, monkeypatch)
    assert (engine.looked, engine.reads) == ([_FIND_SIDE], 4)


@each_row(
    ("words", "found"),
    [("a@b\u202e.org", True), (" " * 193 + "a@b.org", True), (" " * 196 + "a@b.org", False)],
)
def test_words_are_cleaned_and_cut_before_they_are_told_by_kind(
    words: str, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Unsure(0.95)
    engine.words = words
    assert {text.kind for text in told_by(engine, monkeypatch)} == (
        {TextKind.EMAIL} if found else set()
    )


@each_row(
    ("faint", "sides"),
    [
        ([(0.5, 0.5, 0.6, 0.55)], [round(0.1 * _FINE_SIDE) + 2 * 96]),
        ([(0.5, 0.5, 0.6, 0.55), (0.9, 0.9, 1.0, 1.0)], [339, 243]),
        ([(0.1, 0.4, 1.0, 1.0), (0.3, 0.0, 1.0, 1.0)], [_FINE_SIDE]),
    ],
)
def test_small_print_is_looked_for_where_anything_else_looks_like_words(
    faint: list[tuple[float, float, float, float]],
    sides: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = Unsure(0.95, *faint)
    told_by(engine, monkeypatch)
    assert engine.looked[0] == _FIND_SIDE
    assert len(engine.looked) == 1 + len(sides)
    for looked, side in zip(engine.looked[1:], sides, strict=True):
        assert abs(looked - side) <= 6


def test_a_line_as_large_as_a_part_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Unsure(0.95, (0.5, 0.5, 0.6, 0.55), more=(10.0,))
    monkeypatch.setattr("auditor.readers.text.small_print._MOST_OF_PART", 0.01)
    told_by(engine, monkeypatch)
    assert (len(engine.looked), engine.reads) == (2, 4)


def test_what_stands_beside_small_print_is_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Unsure(0.95, (0.5, 0.5, 0.6, 0.55), more=(10.0,))
    told_by(engine, monkeypatch)
    assert len(engine.looked) == 3  # the line that was found lies at an edge of what was looked at
    engine = Unsure(0.95, (0.5, 0.5, 0.6, 0.65), more=(110.0,))
    monkeypatch.setattr("auditor.readers.text.small_print._BEYOND", 200)
    told_by(engine, monkeypatch)
    assert len(engine.looked) == 2


@pytest.mark.parametrize(("again", "looks"), [((20.0, 60.0, 100.0, 140.0), 2), ((20.0, 60.0), 3)])
def test_short_lines_are_looked_for_again(
    again: tuple[float, ...], looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Unsure(0.95, tall=10, more=again)
    told_by(engine, monkeypatch)
    assert len(engine.looked) == looks
    assert engine.looked[1] < 0.5 * _FINE_SIDE
    assert engine.looked[2:] == [_FINE_SIDE] * (looks - 2)


@vision
@pytest.mark.parametrize(
    "number", [FEW[0], *(pytest.param(number, marks=pytest.mark.slow) for number in FEW[1:])]
)
def test_the_parts_tell_what_the_whole_tells(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = pixels_of(photographed(CARDS[number], number))
    part = read_text(pixels)
    monkeypatch.setattr("auditor.readers.text.small_print._WORTH_CUTTING", -1.0)
    assert {text.kind for text in part} == {text.kind for text in read_text(pixels)}
    assert part


@vision
def test_a_line_may_fill_a_part_but_not_the_picture() -> None:
    image = Image.new("RGB", (600, 140), (240, 240, 240))
    image.paste(flat(CARDS[54], 54).resize((560, 120)), (20, 10))
    engine = text_engine.text_engine()
    (spot,) = engine.look(np.asarray(image), 0.2).spots
    assert spot.width * spot.height > 0.5 * 600 * 140
    assert engine.look(np.asarray(image)).spots == ()


@each_row("size", [(1, 1), (3, 2000), (2000, 2), (33, 31)])
def test_pictures_of_odd_shapes(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, (128, 128, 128))
    pixels = Pixels(np.asarray(image), image, 6)
    assert read_barcodes(pixels) == ()
    if importlib.util.find_spec("rapidocr") is not None:
        assert read_text(pixels) == ()
        assert text_boxes(pixels) == ()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    text_engine.text_engine.cache_clear()
    with pytest.raises(MissingPartError, match=r"auditor\[vision\]"):
        read_text(Pixels(np.zeros((40, 40, 3), np.uint8), Image.new("RGB", (40, 40)), 1))
    text_engine.text_engine.cache_clear()
