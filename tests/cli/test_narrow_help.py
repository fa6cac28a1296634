"""The help of every command on a narrow terminal: nothing wider than it, and nothing left out."""

from __future__ import annotations

import re

import pytest

from tests.commands import commands, help_text

WIDTHS = (30, 40, 51)


def words_of(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


@pytest.mark.parametrize("columns", WIDTHS)
def test_no_line_of_help_is_wider_than_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    every = ((), *commands())
    assert len(every) > 100
    wide = {
        words: line
        for words in every
        for line in help_text(words, None).splitlines()
        if len(line) > columns
    }
    assert wide == {}


def test_a_narrow_help_says_all_that_a_wide_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for words in ((), *commands()):
        monkeypatch.setenv("COLUMNS", "40")
        narrow = help_text(words, None)
        said = [line for line in narrow.partition("\n\n")[2].splitlines() if "[" not in line]
        shortened = [line for line in said if line.endswith("...")]
        assert shortened == [], words
        head, _commands, _rows = help_text(words, 2000).partition("Commands:\n")
        options = head.partition("Options:\n")[2]
        for line in options.splitlines():
            assert words_of(line) in words_of(narrow), words


def test_a_terminal_that_is_wide_enough_has_its_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "52")
    assert re.search(r"^  --home DIR +\S", help_text((), None), re.MULTILINE)
