from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from auditor.markup.originals.grammar import (
    unfold_size_variant,
)
from auditor.markup.urls import (
    MAX_LENGTH,
    file_name,
    names_picture,
    safe_url,
    same_host,
)
from tests.rows import each_row

BASE = "https://example.org/blog/post.html"


@each_row(
    ("url", "safe"),
    [
        ("a.jpg", "https://example.org/blog/a.jpg"),
        ("/a.jpg#top", "https://example.org/a.jpg"),
        ("//CDN.Example.org:443/a b.jpg", "https://cdn.example.org/a%20b.jpg"),
        ("http://bücher.example/ü?q=ä", "http://xn--bcher-kva.example/%C3%BC?q=%C3%A4"),
        ("https://example.org:8443", "https://example.org:8443/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("a%20b.jpg?x=1&y=%2F", "https://example.org/blog/a%20b.jpg?x=1&y=%2F"),
        ("  a\n.jpg ", "https://example.org/blog/a.jpg"),
    ],
)
def test_makes_urls_absolute_and_plain(url: str, safe: str) -> None:
    assert safe_url(BASE, url) == safe


@each_row(
    "url",
    [
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "mailto:a@example.org",
        "ftp://example.org/a.jpg",
        "https://user@example.org/",
        "https://user:pw@example.org/",
        "https://@example.org/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://exa mple.org/",
        "https://-/",
        "https://exam\ud800ple.org/",
        "/\ud800.jpg",
        "/" + "a" * MAX_LENGTH,
        "/" + "ä" * (MAX_LENGTH // 2),
        "https://" + "a" * 254 + "/",
    ],
)
def test_refuses_what_must_not_be_asked_for(url: str) -> None:
    assert safe_url(BASE, url) is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_a_safe_url_or_none(base: str, url: str) -> None:
    for start in (base, BASE):
        safe = safe_url(start, url)
        if safe is None:
            continue
        parts = urlsplit(safe)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert "@" not in parts.netloc
        assert not parts.fragment
        assert safe.isascii()
        assert safe.isprintable()
        assert safe_url(BASE, safe) == safe
        assert same_host(safe, safe)
        unfold_size_variant(safe)
        file_name(safe)


def test_one_host_with_and_without_www() -> None:
    assert same_host("https://example.org/a", "http://www.example.org/b")
    assert same_host("https://example.org:443/a", "https://example.org/")
    assert not same_host("https://example.org/", "https://example.org:8443/")
    assert not same_host("https://did:plc:abc/", "https://example.org/")
    assert not same_host("https://example.org/", "https://blog.example.org/")


@each_row(
    ("variant", "originals"),
    [
        (
            "https://e.org/up/IMG_1-300x200.jpg",
            ("https://e.org/up/IMG_1.jpg", "https://e.org/up/IMG_1-scaled.jpg"),
        ),
        ("https://e.org/up/IMG_1-scaled.jpg", ("https://e.org/up/IMG_1.jpg",)),
        (
            "https://e.org/content/images/size/w600/2024/01/x.jpg",
            ("https://e.org/content/images/2024/01/x.jpg",),
        ),
        (
            "https://e.org/content/images/size/w600h400/format/webp/x.jpg",
            ("https://e.org/content/images/x.jpg",),
        ),
        ("https://x.imgix.net/p.jpg?w=400&auto=format&fit=max", ("https://x.imgix.net/p.jpg",)),
        ("https://x.imgix.net/p.jpg?v=3&w=400", ("https://x.imgix.net/p.jpg?v=3",)),
        (
            "https://i0.wp.com/e.org/up/p.jpg?w=400&ssl=1",
            ("https://e.org/up/p.jpg", "https://i0.wp.com/e.org/up/p.jpg"),
        ),
        ("https://e.org/cdn-cgi/image/width=80,quality=75/up/p.jpg", ("https://e.org/up/p.jpg",)),
        (
            "https://e.org/cdn-cgi/image/width=80/https://img.e.org/p.jpg",
            ("https://img.e.org/p.jpg",),
        ),
        ("https://e.org/_next/image?url=%2Fme.jpg&w=640&q=75", ("https://e.org/me.jpg",)),
        (
            "https://e.org/_next/image?url=https%3A%2F%2Fi.e.org%2Fme.jpg&w=640",
            ("https://i.e.org/me.jpg",),
        ),
        ("https://e.org/photo.jpg", ()),
        ("https://e.org/list?w=3", ()),
        ("https://e.org/1920x1080.jpg", ()),
    ],
)
def test_traces_sizes_back_to_their_original(variant: str, originals: tuple[str, ...]) -> None:
    assert unfold_size_variant(variant) == originals


def test_unfolding_never_leads_to_an_unsafe_address() -> None:
    assert unfold_size_variant("https://e.org/_next/image?url=javascript:alert(1)") == ()
    assert unfold_size_variant("https://e.org/_next/image?url=http://u:p@e.org/a.jpg") == ()


def test_names() -> None:
    assert names_picture("https://e.org/a.JPG?x=1")
    assert not names_picture("https://e.org/a.svg")
    assert file_name("https://e.org/up/IMG%201.jpg?x") == "IMG 1.jpg"
    assert file_name("https://e.org/") is None
