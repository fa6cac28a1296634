"""Pictures in stylesheets and in data for scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.markup.embedded.css import parse_css
from auditor.markup.embedded.json_values import (
    NamedPicture,
    pictures_in_json,
    pictures_in_script,
)
from tests.rows import each_row

URL = "https://e.org/a/s.css"


@each_row(
    ("css", "pictures"),
    [
        ("a{background:url(b.jpg)}", ("a/b.jpg",)),
        ("a{background:#fff url( '../b.jpg' ) no-repeat}", ("b.jpg",)),
        ('a{background-image:url("x.png"),url(/b.webp?v=1)}', ("a/x.png", "b.webp?v=1")),
        ("a{background:image-set('b.jpg' 1x, \"c.jpg\" 2x)}", ("a/b.jpg", "a/c.jpg")),
        ("a{background:url(b\\ c.jpg)}", ("a/b%20c.jpg",)),
        ("a{background:url(b\\20 c.jpg)}", ("a/b%20c.jpg",)),
        ("/* url(no.jpg) */ b{content:url(b.jpg)}", ("a/b.jpg",)),
        ("@font-face{src:url(f.woff2)} a{background:url(i.svg)}", ()),
        ("a{background:url(data:image/png;base64,AAAA)}", ()),
        ("a{background:url(file:///b.jpg)}", ()),
    ],
)
def test_pictures_of_a_stylesheet(css: str, pictures: tuple[str, ...]) -> None:
    found = parse_css(css, URL)
    assert found.pictures == tuple(f"https://e.org/{path}" for path in pictures)
    assert not found.cut


def test_imports_of_a_stylesheet() -> None:
    css = "@import 'a.css';@import url(b.css) screen;@import url(\"//x.example/c.css\");"
    assert parse_css(css, URL).imports == (
        "https://e.org/a/a.css",
        "https://e.org/a/b.css",
        "https://x.example/c.css",
    )


@given(st.text(max_size=200) | st.sampled_from(["url(", "@import ", "/*", "\\", "'"]).map(str))
def test_any_text_is_a_stylesheet(text: str) -> None:
    parse_css(text * 20, URL)


@each_row(
    ("text", "found"),
    [
        ('["a.jpg", "b.png", "c.txt", 3, null]', [("a.jpg",), ("b.png",)]),
        ('{"src": "a.jpg", "thumb": "t.jpg", "title": "x"}', [("a.jpg", "t.jpg")]),
        ('{"photo": {"thumb": {"url": "t.jpg"}, "full": {"url": "f.jpg"}}}', [("f.jpg", "t.jpg")]),
        ('{"images": [{"url": "a.jpg"}, {"url": "b.jpg"}]}', [("a.jpg",), ("b.jpg",)]),
        ('{"srcset": "a.jpg 1w, b.jpg 2w"}', [("b.jpg",)]),
        ("no json", []),
        ("[" * 100_000, []),
    ],
)
def test_pictures_in_json(text: str, found: list[tuple[str, ...]]) -> None:
    assert [picture.urls for picture in pictures_in_json(text)] == found


def test_pictures_in_a_script() -> None:
    text = """var g = [{"src": "a.jpg", "msrc": "at.jpg", "title": "Roof"}], h = [{thumb: 't.jpg',
    big: 'b.jpg'}, {thumb: 't2.jpg', big: 'b2.jpg'}];
    show("\\/c.jpg", 'no', `d.webp?x=1`, ".jpg")"""
    assert pictures_in_script(text)[:1] == (NamedPicture(("a.jpg", "at.jpg"), "Roof"),)
    assert [picture.urls for picture in pictures_in_script(text)][1:] == [
        ("b.jpg", "t.jpg"),
        ("b2.jpg", "t2.jpg"),
        ("/c.jpg",),
        ("d.webp?x=1",),
        (".jpg",),
    ]


@given(st.text(max_size=300))
def test_any_script_is_looked_through(text: str) -> None:
    pictures_in_script(f"{text}'a.jpg'{text}")
    pictures_in_json(text)


@pytest.mark.parametrize("piece", ['[{"a":', '{a:"', "'x", "[[", '\\/"', 'src:"a.jpg",'])
def test_broken_data_does_not_cost_its_square(piece: str) -> None:
    """There is no clock here, only an end."""
    assert pictures_in_script(piece * 100_000 + ' "a.jpg"')
