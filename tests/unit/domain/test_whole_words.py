"""A name in a title: as whole words, however it is written, and in no other word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.text.whole_words import in_latin, same_words, stands_in
from tests.rows import each_row


@each_row(
    "text",
    [
        "Mara Lind",
        "mara_lind-v2",
        "MaraLind",
        "maralind",
        "MARALIND (SDXL)",
        "maraLind3",
        "[LoRA] Mara  Lind | actress",
        "Ma\u0301ra Lind",
        "ＭＡＲＡ ＬＩＮＤ",
    ],
)
def test_a_full_name_is_found_however_it_is_written(text: str) -> None:
    assert stands_in(text, "Mara Lind")


@each_row(
    "text",
    ["Tamara Linden", "Mara", "Lind", "Lind Mara", "Mara von Lind", "maralinden", "tamaralind", ""],
)
def test_parts_and_longer_words_are_not_it(text: str) -> None:
    assert not stands_in(text, "Mara Lind")


@each_row(
    ("text", "handle", "held"),
    [
        ("mara_86 flux", "mara_86", True),
        ("mara86", "mara_86", True),
        ("Mara 86", "mara.86", True),
        ("mara 861", "mara_86", False),
        ("tamara86", "mara86", False),
        ("sunnyside", "sunny", False),
        ("SunnySide", "sunny", False),
        ("sunny-v3", "sunny", True),
        ("Mara Lind (flux)", "maralind", True),
        ("MaraLindLora", "maralind", True),
        ("mara  linde", "maralind", False),
        ("", "sunny", False),
        ("sunny", "", False),
        ("sunny", "--", False),
    ],
)
def test_handles(text: str, handle: str, held: bool) -> None:
    assert stands_in(text, handle) is held


@each_row(
    ("name", "latin"),
    [
        ("Jörg Müller", "jorg muller"),
        ("Søren Łukasz Weiß", "soren lukasz weiss"),
        ("mara_86", "mara 86"),
        ("Мара Линд", ""),
        ("山田太郎", ""),
        ("Mara Линд", ""),
        ("--", ""),
    ],
)
def test_names_in_latin_letters(name: str, latin: str) -> None:
    assert in_latin(name) == latin


def test_the_same_words() -> None:
    assert same_words("@Mara.Lind", "mara lind")
    assert not same_words("", "--")


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_answered(text: str, name: str) -> None:
    assert isinstance(stands_in(text, name), bool)


@given(st.from_regex(r"[a-z]{3,8} [a-z]{3,8}", fullmatch=True))
def test_a_name_stands_in_itself(name: str) -> None:
    assert stands_in(f"{name}", name)
    assert stands_in(f"x {name.title().replace(' ', '')} y", name)
