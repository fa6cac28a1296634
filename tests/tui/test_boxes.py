"""Boxes over faces and text on the photo screen: where they belong, or none at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.picture_contents import Barcode, Box, Face, TextFound, TextKind
from auditor.readers.picture.thumbnail import TURNS
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.text.photo import parts_in
from auditor.tui.widgets.picture import boxed
from tests.fakes import people
from tests.fakes.session import FakeSession
from tests.tui.conftest import OpenStage

FACE, CARD = Box(100, 40, 200, 120), Box(640, 480, 96, 64)
FACTS = Facts(
    "0" * 64,
    1,
    800,
    600,
    faces=(Face(FACE, 0.9),),
    text=(TextFound(TextKind.EMAIL, "a•••", 0.9, CARD),),
    turn=1,
)
HALF = UiOptions(vault_exists=True, practice=True, images="half-cell")


def upright(turn: int) -> Image.Image:
    """Return the small copy of a stored picture: its face is red, its text white."""
    stored = Image.new("RGB", (800, 600), "blue")
    for box, colour in ((FACE, "red"), (CARD, "white")):
        stored.paste(colour, (box.x, box.y, box.x + box.width, box.y + box.height))
    turned = stored.transpose(TURNS[turn]) if turn in TURNS else stored
    turned.thumbnail((256, 256))
    return turned


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_box_lies_where_the_small_copy_shows_it(turn: int) -> None:
    small = upright(turn)
    found = parts_in(replace(FACTS, turn=turn), small.size)
    assert found is not None
    marked = np.asarray(boxed(small, found.faces, found.texts).convert("RGB")).astype(int)
    assert marked.min(axis=2).max() < 200, "no px of the text is left"
    before = np.asarray(small.convert("RGB")).astype(int)
    red = before[:, :, 0] - before[:, :, 2] > 200
    (left, top, right, bottom), *_none = found.faces
    rows, columns = np.nonzero(red)
    wide, tall = small.size
    assert (left * wide, right * wide) == pytest.approx((columns.min(), columns.max()), abs=2)
    assert (top * tall, bottom * tall) == pytest.approx((rows.min(), rows.max()), abs=2)
    edge = marked[:, :, 1] > 150
    near = red[edge].sum() / (len(rows) ** 0.5)
    assert near > 1, "a box is drawn around the face"
    assert (marked[red][:, 1] < 50).any(), "the face is seen"


@pytest.mark.parametrize(
    "facts",
    [replace(FACTS, turn=None), replace(FACTS, turn=6), replace(FACTS, turn=0)],
    ids=["not kept", "another shape", "no turn"],
)
def test_where_the_turn_is_not_known_nothing_is_drawn(facts: Facts) -> None:
    assert parts_in(facts, upright(1).size) is None


@pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")
@pytest.mark.parametrize("turn", [1, None])
async def test_a_key_draws_boxes_and_takes_them_away(
    stage: OpenStage, turn: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = people.stored

    def stored(index: int, word: str | None = None) -> Any:
        made = usual(index, word)
        assert made.facts is not None
        codes = (Barcode("QRCode", TextKind.WIFI, "•••", Box(5, 6, 70, 70)),)
        return replace(made, facts=replace(made.facts, barcodes=codes, turn=turn))

    monkeypatch.setattr(people, "stored", stored)
    async with stage(FakeSession(), options=HALF) as s:
        await s.go(Route.PHOTO, f"p{1:016x}")
        assert isinstance(s.app.screen, PhotoPage)
        said = (
            "2 faces in boxes; 2 texts painted over" if turn else "Could not tell where: no box is"
        )
        assert said not in s.flat()
        await s.press("U")
        assert said in s.flat()
        await s.press("U")
        assert said not in s.flat()
