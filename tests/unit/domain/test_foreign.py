from __future__ import annotations

import re
import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.text.foreign_text import _NO_MARKS, ELLIPSIS, clean
from tests.rows import each_row

ANY = st.text(st.characters(exclude_categories=()))  # surrogates too
JAMO = [chr(point) for point in (*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC))]
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
            categories=["L", "N", "P", "S"],
            exclude_characters=["\u115f", "\u3164", "\uffa0", *JAMO],
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


@each_row(
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


WORDS = [
    "Tiếng Việt, Nguyễn, Phở", "åäö Ħ ẘ", "ά ᾧ", "й ѣ", "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים", "שָׁלוֹם",
    "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ", "اُرْدُو", "فارسی", "हिन्दी में", "कार्त्स्न्यम्", "क्ष्म्य", "संस्कृतम्",
    "বাংলা ভাষা", "ਗੁਰਮੁਖੀ", "ગુજરાતી", "ଓଡ଼ିଆ", "தமிழ்", "తెలుగు స్త్రీ", "ಕನ್ನಡ ರಾಷ್ಟ್ರ", "മലയാളം", "සිංහල ශ්රී",
    "ภาษาไทย น้ำ ที่นี่ ผู้ใหญ่", "ພາສາລາວ ທີ່ນັ້ນ", "བོད་སྐད་ བརྒྱུད་ རྒྱ", "ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ", "မြန်မာဘာသာ ကျွန်ုပ် ကြွှေး",
    "ភាសាខ្មែរ ស្ត្រី", "ᬩᬮᬶ ᬅᬓ᭄ᬱᬭ", "ꦗꦮ ꦲꦏ꧀ꦱꦫ", "አማርኛ", "ქართული", "Հայերեն", "한국어", "日本語 が ぱ",
    "汉字", "ދިވެހި", "ᏣᎳᎩ", "Yorùbá ẹ̀kọ́", "ɛ̃̀ t͡ʃ ʰ", "🇩🇪 👍🏽 ❤️ 1️⃣ ☎️ ✌🏿 ☺︎",
]  # fmt: skip


@each_row("form", ["NFC", "NFD"])
@each_row("words", WORDS)
def test_words_of_every_script_stay_whole(words: str, form: Any) -> None:
    written = unicodedata.normalize(form, words)
    assert clean(written) == written


def test_an_emoji_that_joiners_hold_together_falls_into_its_parts() -> None:
    assert clean("👩\u200d👩\u200d👧\u200d👦 ❤️\u200d🔥") == "👩👩👧👦 ❤️🔥"
    assert clean("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f") == "🏴"


STACKS = {
    "accents": "e\u0301", "class zero, Thai": "\u0e01\u0e34", "Thai tones": "\u0e01\u0e48",
    "Tibetan": "\u0f40\u0f90", "Arabic": "\u0628\u064e", "Devanagari": "\u0915\u0941",
    "spacing": "\u0915\u093e", "enclosing": "a\u20dd", "selectors": "a\ufe0f",
    "Burmese": "\u1000\u103e", "Korean": "\u1100\u1161", "Khmer": "\u1780\u17b6",
    "above in Lao": "\u0e81\u0eb5",
}  # fmt: skip


@each_row("what", STACKS)
def test_no_letter_carries_a_tower(what: str) -> None:
    letter, mark = tuple(STACKS[what])
    for tower in (letter + mark * 300, mark * 300, (letter + mark * 60) * 3):
        shown = clean(tower, 1000)
        runs = re.findall(f"{mark}+", shown)
        assert max(map(len, runs)) <= 7
        assert clean(f"{tower}z", 1000).endswith("z")


@each_row("join", ["\u0915\u094d", "\u1780\u17d2", "\u1000\u1039", "\u0c15\u0c4d"])
def test_joined_letters_end_somewhere(join: str) -> None:
    letter, virama = tuple(join)
    shown = clean(join * 100 + letter, 1000)
    assert shown.count(letter) == 101
    assert max(len(part) for part in re.findall(f"(?:{letter}{virama})+", shown)) <= 16
    crowded = clean((letter + "\u0301" * 3 + virama) * 50, 1000)
    clusters = re.split(f"(?<!{virama}){letter}", crowded)
    assert max(sum(unicodedata.combining(mark) > 0 for mark in part) for part in clusters) <= 8


@given(st.text(st.sampled_from("क्ुा\u0f90\u0301\u20dd\ufe0f\u1161ကှa \u17d2")), st.integers(1, 60))
def test_cleaning_marks_twice_changes_nothing(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert clean(shown, limit) == shown


def test_the_blocks_that_are_passed_by_hold_no_mark() -> None:
    points = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]
    passed = [point for point in points if _NO_MARKS.fullmatch(point)]
    assert len(passed) > 0x300
    assert not [p for p in passed if unicodedata.category(p).startswith("M") or p in JAMO]
