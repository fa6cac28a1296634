"""Tests of many rows: each row is tried, each that fails is named, and no row sees another."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from tests.rows import each_row


def failure_of(test: Any, **fixtures: object) -> str:
    with pytest.raises(AssertionError) as caught:
        test(**fixtures)
    return str(caught.value)


def test_every_row_that_fails_is_named_with_its_words() -> None:
    tried = []

    @each_row("right", [3, pytest.param(4, id="four")])
    @each_row("left", [1, 2], ids=["one", "two"])
    def adds(left: int, right: int) -> None:
        tried.append((left, right))
        assert left + right != 5, "that is five"

    told = failure_of(adds)
    assert sorted(tried) == [(1, 3), (1, 4), (2, 3), (2, 4)]
    assert told.startswith("2 of 4 rows failed\n")
    assert "[3-two] AssertionError: that is five" in told
    assert "[four-one] AssertionError: that is five" in told


def test_an_error_a_failure_by_word_and_a_skip_are_failures() -> None:
    def end(error: type[BaseException]) -> None:
        raise error("the end")

    told = failure_of(
        each_row("error", [ValueError, pytest.fail.Exception, pytest.skip.Exception])(end)
    )
    assert "3 of 3" in told
    assert told.count(": the end") == 3


async def test_one_that_waits_is_waited_for() -> None:
    @each_row("number", range(3))
    async def waits(number: int) -> None:
        assert number == 1

    with pytest.raises(AssertionError, match="2 of 3 rows failed"):
        await waits()


def test_each_row_has_its_own_folder_and_patches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"name": "before"}

    @each_row("number", range(3))
    def writes(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert list(tmp_path.iterdir()) == []
        assert place["name"] == "before"
        monkeypatch.setitem(place, "name", str(number))
        (tmp_path / "made").touch()

    writes(tmp_path=tmp_path, monkeypatch=monkeypatch)
    assert place["name"] == "before"
    assert len(list(tmp_path.iterdir())) == 3


def test_pytest_sees_only_what_is_no_column() -> None:
    @each_row("a, b", [(1, 2)])
    def looks(a: int, b: int, tmp_path: Path) -> None:
        assert (a, b) == (1, 2), tmp_path

    assert list(inspect.signature(looks).parameters) == ["tmp_path"]


def test_a_table_that_tries_nothing_or_shares_is_refused() -> None:
    def test(left: int, capsys: object) -> None:
        raise AssertionError((left, capsys))

    with pytest.raises(AssertionError, match="see each other"):
        each_row("left", [1])(test)
    with pytest.raises(AssertionError, match="no row"):
        each_row("left", [])(lambda left: left)
    with pytest.raises(AssertionError, match="does not take"):
        each_row("right", [1])(lambda left: left)
    with pytest.raises(AssertionError, match="no marks"):
        each_row("left", [pytest.param(1, marks=pytest.mark.slow)])
