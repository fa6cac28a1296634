from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.account import Openness
from auditor.markup.elements import MAX_IMAGES, MAX_LINKS
from auditor.markup.page import MAX_TAGS, parse_page
from auditor.markup.pictures import Origin
from auditor.markup.urls import safe_url
from tests.recorded import FIXTURES
from tests.rows import each_row

URL = "https://e.org/blog/post"


def test_a_recorded_wordpress_post() -> None:
    page = parse_page(
        (FIXTURES / "website/post.html").read_bytes(),
        "https://site.example/2026/roof/",
        "text/html; charset=UTF-8",
    )
    assert page.title == "Roof – Test"
    assert page.canonical == "https://site.example/2026/roof/"
    assert page.feeds[0] == "https://site.example/feed/"
    assert [(signal.where, signal.open) for signal in page.signals] == [
        (Openness.META_ROBOTS, True)
    ]
    large, medium, small = (image for image in page.images if image.origin is Origin.IMG)
    assert (large.largest.rpartition("/")[2], large.largest_width, large.alt) == (
        "photo-scaled.jpg",
        2560,
        "alt 0",
    )
    assert (medium.url.rpartition("/")[2], medium.largest_width, medium.caption) == (
        "photo-300x200.jpg",
        2048,
        "From the roof 4",
    )
    assert (small.largest.rpartition("/")[2], small.width, small.height) == (
        "photo_small.jpg",
        300,
        200,
    )
    assert (
        "https://site.example/2026/hello/"
        in parse_page((FIXTURES / "website/front.html").read_bytes(), "https://site.example/").links
    )


@each_row(
    ("html", "url", "largest", "origin"),
    [
        ('<img src="a.jpg">', "a.jpg", "a.jpg", Origin.IMG),
        ('<img src="data:image/gif;base64,R0" data-src="a.jpg">', "a.jpg", "a.jpg", Origin.IMG),
        ('<img src="a.jpg" data-srcset="b.jpg 9w, c.jpg 99w">', "a.jpg", "c.jpg", Origin.IMG),
        (
            '<picture><source srcset="a.webp 1x, b.webp 2x"><img src="a.jpg"></picture>',
            "a.jpg",
            "b.webp",
            Origin.IMG,
        ),
        ('<img srcset="a.jpg 1x, b.jpg 2x">', "a.jpg", "b.jpg", Origin.IMG),
        ('<meta property="og:image" content="a.jpg">', "a.jpg", "a.jpg", Origin.PREVIEW),
        ('<meta name="twitter:image" content="a.jpg">', "a.jpg", "a.jpg", Origin.PREVIEW),
        (
            '<link rel="apple-touch-icon" href="a.png" sizes="180x180">',
            "a.png",
            "a.png",
            Origin.APPLE_ICON,
        ),
        ('<link rel="shortcut icon" href="a.ico">', "a.ico", "a.ico", Origin.ICON),
        (
            "<div style=\"color:red; background-image: url('a.jpg')\">x</div>",
            "a.jpg",
            "a.jpg",
            Origin.BACKGROUND,
        ),
        ('<a href="a.jpg">my photo</a>', "a.jpg", "a.jpg", Origin.LINK),
        ('<video poster="a.jpg"></video>', "a.jpg", "a.jpg", Origin.IMG),
        (
            '<script type="application/ld+json">{"@type":"Person","image":"a.jpg"}</script>',
            "a.jpg",
            "a.jpg",
            Origin.PERSON,
        ),
        (
            (
                '<script type="application/ld+json">'
                '{"@graph":[{"@type":"ImageObject","contentUrl":"a.jpg","width":"9px"}]}</script>'
            ),
            "a.jpg",
            "a.jpg",
            Origin.JSON_LD,
        ),
    ],
)
def test_every_place_where_a_page_names_a_picture(
    html: str, url: str, largest: str, origin: Origin
) -> None:
    (image,) = parse_page(html.encode(), URL).images
    assert (image.url, image.largest, image.origin) == (
        safe_url(URL, url),
        safe_url(URL, largest),
        origin,
    )


def test_words_and_hints_beside_a_picture() -> None:
    html = """<base href="/x/"><figure><a href="full.jpg"><img src="t.jpg" alt=" a
    dog " data-orig-file="o.jpg" width="300" height="50%"></a>
    <figcaption>In <b>Rome</b></figcaption></figure>"""
    (image,) = parse_page(html.encode(), URL).images
    assert (image.alt, image.caption, image.width, image.height) == ("a dog", "In Rome", 300, None)
    assert image.guesses == ("https://e.org/x/o.jpg", "https://e.org/x/full.jpg")


def test_what_a_page_says_of_itself() -> None:
    html = """<head><title> Me </title><meta name="robots" content="noindex, noimageindex">
    <meta name="otherbot" content="noindex">
    <meta name="description" content="about me"><meta name="owner" content="token">
    <link rel="me" href="https://s.example/@me">
    <meta property="article:published_time" content="2024-05-06T07:08:09+02:00">
    <link rel="sitemap" href="/s.xml">
    <meta property="og:image" content="a.jpg"><meta property="og:image:width" content="1200">
    <meta property="og:image:alt" content="b">
    <meta property="og:image" content="c.jpg">
    <link rel="alternate" type="application/rss+xml" href="/f"></head>
    <a rel="nofollow me" href="https://t.example/me">t</a><a href="next#x">n</a>
    <iframe src="/frame"></iframe>"""
    page = parse_page(html.encode(), URL)
    assert (page.title, page.description, page.proofs) == ("Me", "about me", ("token",))
    assert page.me_links == ("https://s.example/@me", "https://t.example/me")
    assert page.links == ("https://t.example/me", "https://e.org/blog/next", "https://e.org/frame")
    assert (page.feeds, page.sitemaps) == (("https://e.org/f",), ("https://e.org/s.xml",))
    assert [(signal.says, signal.open) for signal in page.signals] == [
        ("noindex, noimageindex", False)
    ]
    assert page.published is not None
    assert page.published.astimezone(UTC) == datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)
    assert [(image.url, image.width, image.alt) for image in page.images] == [
        ("https://e.org/blog/a.jpg", 1200, "b"),
        ("https://e.org/blog/c.jpg", None, None),
    ]


def test_only_addresses_of_the_web_come_out() -> None:
    html = (
        '<a href="javascript:x"><img src="file:///a.jpg"><img src="//u:p@h/a.jpg"></a>'
        '<meta property="og:image" content="data:,x">'
    )
    page = parse_page(html.encode(), URL)
    assert (page.images, page.links) == ((), ())


@each_row(
    ("body", "content_type", "title"),
    [
        ("<title>ü</title>".encode(), "", "ü"),
        ("<title>ü</title>".encode("cp1252"), "text/html; charset=ISO-8859-1", "ü"),
        ('<meta charset="windows-1251"><title>Я</title>'.encode("cp1251"), "text/html", "Я"),
        ("\ufeff<title>ü</title>".encode("utf-16-le"), "text/html; charset=utf-8", "ü"),
        (b"<title>\xff</title>", "text/html; charset=base64", "\ufffd"),
        (b'<?xml version="1.0"?><html><title>x</title></html>', "", "x"),
        (b'<?xml version="1.0"?><rss><title>x</title></rss>', "", "x"),
    ],
)
def test_the_encoding_is_found_as_browsers_do(body: bytes, content_type: str, title: str) -> None:
    assert parse_page(body, URL, content_type).title == title


_PIECES = st.sampled_from(
    [
        "<img src=a.jpg>",
        "<a href=b>",
        "</a>",
        "<picture>",
        "<source srcset='x 1w'>",
        "<figure>",
        "<figcaption>",
        "<base href='//'>",
        "[",
        "</script>",
        "<?xml",
        "<!--",
        "\x00",
        "&#x0;",
        "<script type=application/ld+json>",
        '{"@type":',
        "<meta property=og:image content=c>",
        "<![CDATA[",
        "<link rel=icon href=i>",
        "<title>",
        "<svg>",
        "<table>",
        "<div style='background:url(x)'>",
        "<template>",
    ]
)


@given(
    st.one_of(
        st.binary(max_size=400),
        st.lists(_PIECES, max_size=40).map(lambda parts: "".join(parts).encode()),
    )
)
def test_any_bytes_make_a_page(body: bytes) -> None:
    page = parse_page(b"<p>" + body, URL)
    assert all(
        safe_url(URL, image.url) == image.url and safe_url(URL, image.largest) == image.largest
        for image in page.images
    )
    parse_page(body, URL, "text/html; charset=" + body[:20].decode("latin-1"))


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b><img src=a>",
        "<figure><img src=a>",
        "<picture><source srcset='a 1w'>",
        "<a href=x.jpg><b>",
        "<div style='background:url(",
        "<video>",
        "<noscript><img>",
        "<img data-src=a><noscript>",
        "<source>",
        "<script>[{",
        "<",
    ],
)
def test_nested_markup_does_not_cost_its_square(piece: str) -> None:
    """At 2,000,000 characters anything quadratic would take hours.

    There is no clock here, only an end.
    """
    page = parse_page((piece * (60_000 // len(piece))).encode(), URL)
    assert len(page.images) <= MAX_IMAGES


def test_long_pages_are_cut_and_say_so() -> None:
    many = "".join(f"<a href=/{index}><img src={index}.jpg></a>" for index in range(MAX_LINKS + 5))
    page = parse_page((many + "<p>" * MAX_TAGS).encode(), URL)
    assert page.cut
    assert (len(page.images), len(page.links)) == (MAX_IMAGES, MAX_LINKS)
    inline = f'<img src="data:image/png;base64,{"A" * 3_000_000}"><img src=a.jpg>'
    page = parse_page(inline.encode(), URL)
    assert not page.cut
    assert [image.url for image in page.images] == ["https://e.org/blog/a.jpg"]
