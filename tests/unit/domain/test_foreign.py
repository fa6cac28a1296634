from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.text.foreign_text import ELLIPSIS, clean

ANY = st.text(st.characters(exclude_categories=()))  # surrogates too
NASTY = st.text(
    st.sampled_from("a \t\r\n\x1b\x07\x9b\x85\u202e\u2066\u200b\u2028\u0301\ud800\ufeff\U000e0041")
)
VISIBLE_FORMAT = {
    *range(0x600, 0x606),
    0x6DD,
    0x70F,
    0x890,
    0x891,
    0x8E2,
    0x110BD,
    0x110CD,
    *range(0x13430, 0x13440),
}  # Arabic, Syriac, Kaithi signs and Egyptian joiners: they show something


@given(ANY | NASTY, st.integers(1, 400), st.booleans())
def test_nothing_that_steers_is_left(text: str, limit: int, newlines: bool) -> None:
    shown = clean(text, limit, newlines=newlines)
    for character in shown:
        if newlines and character == "\n":
            continue
        category = unicodedata.category(character)
        assert category not in {"Cc", "Cs", "Zl", "Zp"}
        assert category != "Cf" or ord(character) in VISIBLE_FORMAT, hex(ord(character))


@given(ANY | NASTY, st.integers(1, 400), st.booleans())
def test_cleaning_is_idempotent_and_bounded(text: str, limit: int, newlines: bool) -> None:
    shown = clean(text, limit, newlines=newlines)
    assert len(shown) <= limit
    assert clean(shown, limit, newlines=newlines) == shown
    shown.encode("utf-8")


@given(
    st.text(
        st.characters(
            categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u3164\uffa0"
        ),
        max_size=300,
    )
)
def test_ordinary_text_stays(text: str) -> None:
    assert clean(text) == text


def test_every_control_and_format_character_is_met() -> None:
    for point in range(0x110000):
        character = chr(point)
        if unicodedata.category(character) in {"Cc", "Cf"} and point not in VISIBLE_FORMAT:
            assert clean(character).strip(" ") == "", hex(point)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("\x1b]52;c;aGk=\x07", "]52;c;aGk="),
        ("\x9b31mred", "31mred"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        ("\ud83d alone", "\ufffd alone"),
        ("👩\ufe0f ok", "👩\ufe0f ok"),
        ("z" + "\u0301" * 50 + "a", "z" + "\u0301" * 4 + "a"),
    ],
)
def test_known_tricks(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_newlines_are_kept_only_when_asked() -> None:
    assert clean("a\r\nb\u2029c", newlines=True) == "a\nb\nc"
    assert clean("a\nb") == "a b"


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert clean("x" * 10_000, 20) == "x" * 19 + ELLIPSIS
