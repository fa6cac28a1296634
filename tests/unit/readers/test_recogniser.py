"""The recogniser says of each line what rapidocr says of it, which fills short lines up."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from auditor.readers.text import engine as engine_module
from auditor.readers.text.engine import text_engine
from auditor.readers.text.read_text import read_text
from tests.cards.contents import CARDS
from tests.cards.photographed import photographed, pixels_of

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra vision is not installed"
)
FEW = (33, 41, 54)


@pytest.mark.parametrize(
    "number", [FEW[0], *(pytest.param(number, marks=pytest.mark.slow) for number in FEW[1:])]
)
def test_a_line_says_what_rapidocr_says(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from rapidocr import RapidOCR
    from rapidocr.ch_ppocr_rec.typings import TextRecOutput

    cuts: list[np.ndarray] = []
    cut_line = engine_module._cut_line

    def keep(*line: object) -> np.ndarray:
        cuts.append(cut_line(*line))  # type: ignore[arg-type]  # handed on as they are
        return cuts[-1]

    monkeypatch.setattr(engine_module, "_cut_line", keep)
    assert read_text(pixels_of(photographed(CARDS[number], number)))
    assert cuts
    theirs = RapidOCR(
        params={
            "Rec.model_path": str(_model()),
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
        }
    )
    for cut in cuts:
        told = theirs(cut, use_det=False, use_cls=False, use_rec=True)
        words, sure = text_engine().reader.read(cut)
        assert isinstance(told, TextRecOutput)
        assert told.txts == (words,)
        assert told.scores is not None
        assert abs(sure - told.scores[0]) < 0.05


def _model() -> Path:
    spec = importlib.util.find_spec("rapidocr")
    assert spec is not None
    assert spec.origin is not None
    return next((Path(spec.origin).parent / "models").glob("*_rec_*.onnx"))


@pytest.mark.parametrize("shape", [(2, 2), (2, 900), (900, 2), (48, 20), (3, 40)])
def test_lines_of_odd_shapes(shape: tuple[int, int]) -> None:
    words, sure = text_engine().reader.read(np.full((*shape, 3), 128, np.uint8))
    assert isinstance(words, str)
    assert 0 <= sure <= 1
