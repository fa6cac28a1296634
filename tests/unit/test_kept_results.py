"""Long benchmarks go on where they were cut, and forget what rests on other code."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.kept import Kept, state_of
from tests.code import ROOT


def test_a_run_that_was_cut_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "results.jsonl"
    Kept(file, "a").put(("small", 1), {"wrong": []})
    with file.open("a") as cut:
        cut.write('{"key": ["small", 2], "to')
    again = Kept(file, "a")
    assert again.get(("small", 1)) == {"wrong": []}
    assert again.get(("small", 2)) is None
    again.put(("small", 2), {"wrong": ["x"]})
    assert Kept(file, "a").get(("small", 2)) == {"wrong": ["x"]}


def test_what_was_found_with_other_code_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    Kept(file, "a").put(("small", 1), 1)
    other = Kept(file, "b")
    assert other.get(("small", 1)) is None
    other.put(("small", 1), 2)
    assert [Kept(file, state).get(("small", 1)) for state in "ab"] == [1, 2]


def test_the_state_is_that_of_the_code_and_of_what_is_added() -> None:
    state = state_of(("benchmarks/kept.py",))
    assert state == state_of(("benchmarks/kept.py",))
    assert len({state, state_of(("benchmarks",)), state_of(("benchmarks/kept.py",), b"x")}) == 3


def test_copies_that_were_compared_are_not_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    bykind = importlib.import_module("bykind")
    rng = np.random.default_rng(3)
    pictures = {
        name: Image.fromarray(rng.integers(0, 256, (9, 12, 3), np.uint8)).resize((240, 180))
        for name in ("left", "right")
    }
    made = []

    def make(kind: str, picture: Image.Image, _hand: object) -> np.ndarray:
        made.append(kind)
        return np.asarray(picture)

    monkeypatch.setattr(bykind, "made", make)
    file = tmp_path / "results.jsonl"
    for kinds in (["grey"], ["grey", "noise"], ["grey", "noise"]):
        found = bykind.measure_kinds(pictures, [], Kept(file, "a"), kinds)
    assert made == ["grey", "grey", "noise", "noise"]
    assert (found.pairs, found.false, found.alike) == (4, [], 0)
    assert {kind: sum(tally.found) for kind, tally in found.kinds.items()} == dict.fromkeys(
        ["grey", "noise"], 2
    )
    assert "| noise | 100 % | 100 % |" in capsys.readouterr().out
