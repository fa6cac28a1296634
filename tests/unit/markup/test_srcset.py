from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.markup.srcset import MAX_SOURCES, SizedUrl, largest, parse_srcset
from tests.rows import each_row


@each_row(
    ("text", "entries"),
    [
        ("a.jpg 300w, b.jpg 1024w", (SizedUrl("a.jpg", 300), SizedUrl("b.jpg", 1024))),
        (
            "a.jpg, b.jpg 2x,c.jpg 1.5x",
            (SizedUrl("a.jpg"), SizedUrl("b.jpg", density=2.0), SizedUrl("c.jpg", density=1.5)),
        ),
        (
            "/cdn-cgi/image/w=80,q=75/a.jpg 80w, /a,b.jpg 90w",
            (SizedUrl("/cdn-cgi/image/w=80,q=75/a.jpg", 80), SizedUrl("/a,b.jpg", 90)),
        ),
        ("a.jpg 100w 50h , b.jpg 10h", (SizedUrl("a.jpg", 100),)),
        (" \n ", ()),
        (",,,", ()),
        ("a.jpg (x, y) 3w, b.jpg 4w", (SizedUrl("a.jpg", 3), SizedUrl("b.jpg", 4))),
    ],
)
def test_reads_entries(text: str, entries: tuple[SizedUrl, ...]) -> None:
    assert parse_srcset(text) == entries


def test_largest_is_by_width_then_density() -> None:
    assert largest(parse_srcset("a 300w, b 1024w, c 640w")) == SizedUrl("b", 1024)
    assert largest(parse_srcset("a, b 3x, c 2x")) == SizedUrl("b", density=3.0)
    assert largest(()) is None


@given(st.one_of(st.text(), st.text(alphabet=" ,()ax1w\n", max_size=400)))
def test_any_text_ends(text: str) -> None:
    assert len(parse_srcset(text)) <= MAX_SOURCES


@each_row("piece", [",", "(", "()", "a ", "a (", "a 1w,", "a,", ", "])
def test_long_input_is_read_piece_by_piece(piece: str) -> None:
    assert len(parse_srcset(piece * 200_000)) <= MAX_SOURCES
