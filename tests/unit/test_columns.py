"""Tables that wrap at words: no word broken, no column lost, nothing wider than the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.cli.lines.columns import GAP, hanging, shorten, table, wide, wrapped
from tests.rows import each_row

WORDS = st.text(alphabet="abcø写 é", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
CELLS = st.lists(WORDS, min_size=4, max_size=4)
HEADS = ("id", "what it is", "where", "why")


def widest_word(texts: list[str]) -> int:
    return max((wide(word) for text in texts for word in text.split(" ")), default=0)


@given(st.lists(CELLS, max_size=6), st.integers(40, 90))
def test_no_word_is_broken_lost_or_beyond_the_edge(rows: list[list[str]], width: int) -> None:
    lines = list(table(HEADS, rows, width))
    shown = " ".join(lines)
    words = [word for row in (HEADS, *rows) for cell in row for word in cell.split()]
    for word in words:
        assert f" {word} " in f" {' '.join(shown.split())} "
    assert len([part for part in shown.split() if not part.startswith("─")]) == len(words)
    assert max(map(wide, lines)) <= max(width, widest_word([*HEADS, *(c for r in rows for c in r)]))


def test_columns_stand_beside_each_other_where_they_fit_and_below_where_not() -> None:
    row = ("a" * 10, "b" * 10, "one two three", "c" * 10)
    assert list(table(("a", "b", "c", "d"), [row], None))[2] == GAP.join(row)
    narrow = list(table(("a", "b", "c", "d"), [row], 30))
    assert [line.split() for line in narrow] == [
        ["a", "b", "c"],
        ["d"],
        ["─" * 10, "─" * 10, "─" * 6],
        ["a" * 10, "b" * 10, "one"],
        ["two"],
        ["three"],
        ["c" * 10],
    ]
    assert narrow[-1].startswith("    c")


@each_row(
    ("text", "lines"),
    [
        ("one two three", ["one two three"]),
        ("12. aaaaaaaaaa bbbbbbbbbb cccc", ["12. aaaaaaaaaa", "    bbbbbbbbbb cccc"]),
        ("  • aaaaaaaaaa bbbbbbbbbb cccc", ["  • aaaaaaaaaa", "    bbbbbbbbbb cccc"]),
        ("https://example.org/" + "x" * 30, ["https://example.org/" + "x" * 30]),
        ("", [""]),
    ],
)
def test_a_paragraph_wraps_under_its_first_word(text: str, lines: list[str]) -> None:
    assert list(hanging(text, 20)) == lines


@given(WORDS, st.integers(4, 20))
def test_what_is_shortened_says_so(text: str, most: int) -> None:
    cut = shorten(text, most)
    assert len(cut) <= most
    assert cut == text or cut.endswith("…")


def test_what_is_shortened_ends_with_a_word() -> None:
    assert shorten("one two three", 10) == "one two…"
    assert wrapped("a b", 1) == ["a", "b"]
