"""The normal form of an address: what is one photo, what is not, and the same in the engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.corpus.addresses.host_rules import RULES
from auditor.corpus.addresses.normal_form import STEPS, keys_of, normal_columns, normal_key
from auditor.corpus.engines.duckdb_engine import DuckDbEngine
from auditor.corpus.queries.column_text import ColumnText
from tests.code import ROOT

SAME = [
    (
        "https://ada.example/x.jpg",
        "http://WWW.Ada.Example:80/x.jpg#top",
        "https://ada.example:443/x.jpg?",
        "https://i2.wp.com/ada.example/x.jpg?resize=300%2C200&ssl=1",
        "HTTP://ada.example/x%2ejpg",
        "https://ada.example/x\n.j\tpg",
    ),
    (
        "https://ada.example/a%20b.jpg?id=2&x=%25",
        "https://wsrv.nl/?url=https%3A%2F%2Fada.example%2Fa%2520b.jpg%3Fid%3D2%26x%3D%2525&w=3",
        "http://images.Weserv.nl/?w=3&url=WWW.ada.example%2fa%2520b.jpg%3fid%3d2%26x%3d%2525#a",
        "https://res.cloudinary.com/demo/image/fetch/https%3A%2F%2Fada.example/a%2520b.jpg%3Fid%3D2%26x%3D%2525",
    ),
    (
        "https://ada.example/sea.jpg",
        "https://ada.example/cdn-cgi/image/fit=scale-down,width=320/sea.jpg",
        "\thttps://wsrv.nl/?url=ada.example/sea.jpg",
        "https://res.cloudinary.com/demo/image/fetch/w_200,c_fill/f_auto/https://ada.example/sea.jpg?_a=1",
        "https://wsrv.nl/?url=http://i0.wp.com&url=https://ada.example:443/sea.jpg",
    ),
    ("https://ada.example", "http://ada.example/", "https://www.ada.example?"),
    (
        "https://ada.example/wp-content/uploads/2020/01/sea.jpg",
        "https://ada.example/wp-content/uploads/2020/01/sea-300x200.jpg",
        "https://i0.wp.com/ada.example/wp-content/uploads/2020/01/sea-scaled.jpg?w=600",
    ),
    (
        "https://live.staticflickr.com/65535/52000000001_ae17468aa1_k.jpg",
        "https://live.staticflickr.com/65535/52000000001_ae17468aa1.jpg",
        "http://farm6.static.flickr.com/5543/52000000001_0a1b2c3d4e_o.png",
    ),
    (
        "https://upload.wikimedia.org/wikipedia/commons/a/ab/Sea.jpg",
        "https://upload.wikimedia.org/wikipedia/commons/thumb/a/ab/Sea.jpg/300px-Sea.jpg",
    ),
    (
        "https://files.social.example/media_attachments/files/110/447/original/97232afa341c291e.jpg",
        "https://files.social.example/media_attachments/files/110/447/small/97232afa341c291e.png",
    ),
    (
        "https://64.media.tumblr.com/picture4/s100.jpg",
        "https://64.media.tumblr.com/picture4/s1280.jpg",
    ),
    ("https://i.redd.it/first1111.jpg", "https://preview.redd.it/first1111.jpg?width=108&s=1"),
    (
        "https://gravatar.com/avatar/c840836b3793c898e4aebb95fcf6e7e6?s=24&d=mm&r=g",
        "https://0.gravatar.com/avatar/c840836b3793c898e4aebb95fcf6e7e6",
        "https://www.gravatar.com/avatar/c840836b3793c898e4aebb95fcf6e7e6.jpg?s=200",
    ),
    (
        "https://static1.squarespace.com/static/1/t/2/3/?format=1500w",
        "https://static1.squarespace.com/static/1/t/2/3/",
    ),
    (
        "https://static.wixstatic.com/media/1_2~mv2.jpg",
        "https://static.wixstatic.com/media/1_2~mv2.jpg/v1/fill/w_300,h_200/sea.jpg",
    ),
    (
        "https://cdn.shopify.com/s/files/1/2/products/sea.jpg?v=159",
        "https://cdn.shopify.com/s/files/1/2/products/sea_300x.jpg?v=160",
    ),
    (
        "https://ada.myshopify.com/cdn/shop/files/sea.jpg?v=159",
        "https://ada.myshopify.com/cdn/shop/files/sea_x480.jpg",
    ),
    ("https://ada.imgix.net/sea.jpg?w=300&h=200", "https://ada.imgix.net/sea.jpg"),
    (
        "https://ada.files.wordpress.com/2020/01/sea.jpg",
        "https://ada.files.wordpress.com/2020/01/sea.jpg?w=640&h=480",
    ),
]
OTHERS = [
    ("https://ada.example/x.jpg", "https://ada.example/X.jpg"),
    ("https://ada.example/x.jpg", "https://ada.example/x.jpg?id=2"),
    ("https://ada.example/x.jpg?w=1", "https://ada.example/x.jpg?w=2"),
    ("https://ada.example/x.jpg?name=a", "https://ada.example/x.jpg?name=b"),
    ("https://ada.example/x.jpg", "https://evil-ada.example/x.jpg"),
    ("https://ada.example/x.jpg", "https://ada.example.evil.example/x.jpg"),
    ("https://ada.example/x.jpg", "https://ada.example:8080/x.jpg"),
    ("https://ada.example/sea.jpg", "https://ada.example/sea-300x200.jpg"),
    ("https://ada.imgix.net/sea.jpg?page=2&w=9", "https://ada.imgix.net/sea.jpg"),
    ("https://i.redd.it/first1111.jpg", "https://i.redd.it/first1112.jpg"),
    (
        "https://live.staticflickr.com/65535/52000000001_ae17468aa1_k.jpg",
        "https://live.staticflickr.com/65535/52000000002_ae17468aa1_k.jpg",
    ),
    ("https://1.bp.blogspot.com/a/s1600/sea.jpg", "https://1.bp.blogspot.com/a/s320/sea.jpg"),
    ("https://i.ytimg.com/vi/abcdefghijk/0.jpg", "https://i.ytimg.com/vi/abcdefghijk/1.jpg"),
    ("https://i3.wp.com/ada.example/x.jpg", "https://ada.example/x.jpg"),
    ("https://wsrv.example/?url=ada.example/x.jpg", "https://ada.example/x.jpg"),
    ("https://wsrv.nl/?uri=ada.example/x.jpg", "https://ada.example/x.jpg"),
    ("https://wsrv.nl/?url=ada.exa\tmple/x.jpg", "https://ada.example/x.jpg"),
    ("https://wsrv.nl/?url=https%3A%2F%2Fada.exa\tmple/x.jpg", "https://ada.example/x.jpg"),
    ("https://res.cloudinary.com/demo/image/upload/ada.example/x.jpg", "https://ada.example/x.jpg"),
    ("https://ada.example/cdn-cgi/image/w=1/https://b.example/x.jpg", "https://ada.example/x.jpg"),
    ("https://gravatar.com/avatar/c840?s=24", "https://gravatar.com/avatar/c840?f=y"),
    (
        "https://static.wixstatic.com/media/1_2.jpg",
        "https://static.wixstatic.com/media/1_2.jpg/v2/x",
    ),
]
NONE = [
    "", "x y", "ada.example/x.jpg", "ftp://ada.example/x.jpg", "//ada.example/x.jpg", "https://",
    "https:///x.jpg", "https://ada.example/a\x85b.jpg", "data:image/png;base64,AAAA",
    "https://ada.example/\u2028x",
]  # fmt: skip


@pytest.mark.parametrize("urls", SAME, ids=lambda urls: urls[0])
def test_spellings_of_one_photo(urls: Sequence[str]) -> None:
    assert len({normal_key(url) for url in urls}) == 1


@pytest.mark.parametrize("pair", OTHERS, ids=lambda pair: pair[1])
def test_another_photo_is_another(pair: tuple[str, str]) -> None:
    assert normal_key(pair[0]) != normal_key(pair[1])


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_address(text: str) -> None:
    assert normal_key(text) == ""
    assert list(keys_of(text)) == []


def test_escapes_may_be_spelt_in_two_ways() -> None:
    assert set(keys_of("https://ada.example/a%c3%A9.jpg")) == {
        "ada.example/a%c3%A9.jpg", "ada.example/a%C3%A9.jpg", "ada.example/a%c3%a9.jpg",
    }  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.source)
def test_each_rule_rests_on_something_and_does_something(rule: Any) -> None:
    if not rule.source.startswith("https://"):
        assert (ROOT / rule.source).is_dir()
    urls = [url for urls in SAME for url in urls]
    shown = [columns for columns in map(normal_columns, urls) if columns["key"]]
    used = any(
        (not rule.host or re.search(rule.host, columns["first_host"]))
        and (
            any(re.search(each.pattern, columns["path"]) for each in rule.paths)
            or (rule.sizes and re.search(rule.sizes, columns["asked_query"]))
        )
        for columns in shown
    )
    assert used, "no example above shows it"
    if rule.canonical:
        assert rule.spellings


@cache
def engine() -> DuckDbEngine:
    return DuckDbEngine(threads=1)


@cache
def compiled() -> str:
    table = engine().table("addresses", ("url",), [])
    for name, step in STEPS:
        columns = {column: table[column] for column in table.columns}
        table = table.mutate(**{name: step(columns, ColumnText())})
    return engine().compile(table.select("url", *(name for name, _step in STEPS)))


def in_engine(urls: Sequence[str]) -> dict[str, tuple[str, ...]]:
    query = compiled()
    engine().table("addresses", ("url",), [(url,) for url in urls])
    return {url: tuple(others) for url, *others in engine().run(query)}


def in_python(url: str) -> tuple[str, ...]:
    columns = normal_columns(url)
    return tuple(columns[name] for name, _step in STEPS)


def test_the_engine_agrees_on_every_example() -> None:
    urls = {*NONE, *(url for urls in (*SAME, *OTHERS) for url in urls)}
    assert in_engine(sorted(urls)) == {url: in_python(url) for url in urls}


_HOSTS = st.sampled_from(
    [
        "ada.example", "WWW.Ada.example", "i1.wp.com", "farm3.static.flickr.com", "i.redd.it",
        "64.media.tumblr.com", "cdn.shopify.com", "3.bp.blogspot.com", "gravatar.com", "x", "",
        "münchen.example", "ada.example:80", "ada.example:443x", "u@ada.example", "[::1]",
    ]
)  # fmt: skip
_PIECES = st.sampled_from(
    [
        "/", "?", "#", "&", "=", "%", "%2e", "%7E", "a", "Z", "é", "İ", "s1600", "-300x200", ".jpg",
        "wp-content/uploads/", "thumb/a/ab/", "1_ab", "w=3", "/v1/", " ", "\n", "\u2028", ".",
    ]
)  # fmt: skip
_URLS = st.builds(
    lambda scheme, host, rest: f"{scheme}{host}{''.join(rest)}",
    st.sampled_from(["https://", "http://", "HTTPS://", "//", "", "ftp://"]),
    _HOSTS,
    st.lists(_PIECES, max_size=9),
)
_ANY = st.text(max_size=40).filter(lambda text: "\x00" not in text)


@settings(max_examples=6, deadline=None, database=None)
@given(st.lists(_URLS | _ANY, min_size=1, max_size=60, unique=True))
def test_the_engine_agrees_on_anything(urls: list[str]) -> None:
    assert in_engine(urls) == {url: in_python(url) for url in urls}
