"""Feeds and sitemaps."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.markup.embedded.json_ld import LinkedImage, linked_images
from auditor.markup.feeds import parse_feed
from auditor.markup.sitemap import ListedImage, parse_sitemap
from auditor.markup.xml import parse_xml
from tests.recorded import FIXTURES

URL = "https://e.org/feed"


def test_a_recorded_wordpress_feed() -> None:
    feed = parse_feed((FIXTURES / "website/feed.xml").read_bytes(), "https://site.example/feed/")
    assert feed.pages == tuple(
        f"https://site.example/2026/{slug}/" for slug in ("roof", "hello", "hello-world")
    )
    assert [
        (image.url.rpartition("/")[2], image.page_url, image.caption) for image in feed.images
    ] == [
        ("photo-2048x1365.jpg", "https://site.example/2026/roof/", "alt 0"),
        ("photo_small.jpg", "https://site.example/2026/roof/", "alt 1"),
    ]


def test_rss_with_enclosure_and_media() -> None:
    body = b"""<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>Roof</title>
    <link>/p</link>
    <enclosure url="/a.jpg" type="image/jpeg" length="123"/>
    <enclosure url="/a.mp3" type="audio/mpeg"/>
    <media:group>
    <media:content url="b.jpg" medium="image" width="800" height="600" fileSize="9"/>
    </media:group></item></channel></rss>"""
    feed = parse_feed(body, URL)
    assert feed.images == (
        ListedImage("https://e.org/a.jpg", "https://e.org/p", "Roof", bytes=123),
        ListedImage("https://e.org/b.jpg", "https://e.org/p", "Roof", 800, 600, 9),
    )


def test_atom_with_enclosure_and_next_page() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?page=2"/>
    <entry><title>x</title>
    <link rel="enclosure" href="a.png"/><link href="/p"/>
    <content type="html">&lt;img src="c.jpg" alt="cat"&gt;</content></entry></feed>"""
    feed = parse_feed(body, URL)
    assert feed.next_url == "https://e.org/feed?page=2"
    assert [(image.url, image.page_url, image.caption) for image in feed.images] == [
        ("https://e.org/a.png", "https://e.org/p", "x"),
        ("https://e.org/c.jpg", "https://e.org/p", "cat"),
    ]


def test_json_feed() -> None:
    body = b"""{"version":"https://jsonfeed.org/version/1.1","next_url":"/2",
    "items":[{"url":"/p","title":"t","image":"/a.jpg",
    "content_html":"<img src=/d.jpg>","attachments":[
    {"url":"/b.jpg","mime_type":"image/jpeg","size_in_bytes":7},
    {"url":"/c.mp3","mime_type":"audio/mpeg"},3]}, 4]}"""
    feed = parse_feed(body, URL)
    assert (feed.pages, feed.next_url) == (("https://e.org/p",), "https://e.org/2")
    assert [(image.url, image.bytes) for image in feed.images] == [
        ("https://e.org/a.jpg", None),
        ("https://e.org/d.jpg", None),
        ("https://e.org/b.jpg", 7),
    ]


def test_recorded_sitemaps() -> None:
    index = parse_sitemap(
        (FIXTURES / "website/sitemap.xml").read_bytes(), "https://site.example/wp-sitemap.xml"
    )
    assert index.sitemaps[0] == "https://site.example/wp-sitemap-posts-post-1.xml"
    assert len(index.sitemaps) == 4
    posts = parse_sitemap(
        (FIXTURES / "website/sitemap_posts.xml").read_bytes(), "https://site.example/"
    )
    assert posts.pages == tuple(
        f"https://site.example/2026/{slug}/" for slug in ("hello-world", "hello", "roof")
    )


SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://e.org/p</loc><image:image><image:loc>https://e.org/a.jpg</image:loc><image:caption>Roof</image:caption></image:image>
<image:image><image:loc>file:///etc/passwd</image:loc></image:image></url></urlset>"""


@pytest.mark.parametrize("body", [SITEMAP, gzip.compress(SITEMAP, mtime=0)])
def test_sitemap_with_pictures(body: bytes) -> None:
    found = parse_sitemap(body, URL)
    assert found.pages == ("https://e.org/p",)
    assert found.images == (ListedImage("https://e.org/a.jpg", "https://e.org/p", "Roof"),)


def test_plain_text_sitemap() -> None:
    assert parse_sitemap(b"https://e.org/a\r\nhttps://e.org/b\nnothing\n", URL).pages == (
        "https://e.org/a",
        "https://e.org/b",
    )


def test_xml_opens_nothing_and_unfolds_nothing() -> None:
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://e.org/&x;</loc></url></urlset>'
    assert parse_xml(entity) is None
    wide = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "yyyyyyyyyy">]><a><loc>https://e.org/&x;</loc></a>'.encode(
        "utf-16"
    )
    root = parse_xml(wide)
    assert root is None or "yyyy" not in "".join(element.text or "" for element in root.iter())
    assert parse_xml(gzip.compress(b" " * 40_000_000)) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_none(body: bytes) -> None:
    for start in (b"", b"<rss><channel><item>", b"<urlset><url><loc>", b'{"items":[', b"\x1f\x8b"):
        parse_feed(start + body, URL)
        parse_sitemap(start + body, URL)


@pytest.mark.parametrize(
    "piece",
    [
        b"<item>",
        b"<item></item>",
        b"<url><loc>https://e.org/</loc></url>",
        b"[",
        b'{"items":[',
        b"<a>",
    ],
)
def test_long_lists_end(piece: bytes) -> None:
    for start in (b"<rss>", b"<urlset>", b"{", b""):
        parse_feed(start + piece * 20_000, URL)
        parse_sitemap(start + piece * 20_000, URL)


@given(st.text(max_size=200))
def test_any_text_is_json_ld_or_not(text: str) -> None:
    linked_images(text)
    linked_images('{"@type":"Person","image":' + text + "}")


def test_json_ld_shapes() -> None:
    text = """[{"@type":["Thing","Person"],"image":[
    {"@type":"ImageObject","url":"a.jpg","height":{"value":9}},"b.jpg"]},
    {"@type":"Article","image":{"url":"c.jpg","caption":"c"},
    "author":{"@type":"Person","image":"d.jpg"}}]"""
    assert linked_images(text) == (
        LinkedImage("a.jpg", None, 9, None, of_person=True),
        LinkedImage("b.jpg", of_person=True),
        LinkedImage("c.jpg", caption="c"),
        LinkedImage("d.jpg", of_person=True),
    )
    assert linked_images("[" * 100_000) == ()


def test_a_sitemap_of_50_megabytes_is_read_piece_by_piece() -> None:
    entry = "<url><loc>https://e.org/{number}</loc><x>{rest}</x></url>"
    rest = "y" * 1_000
    body = "".join(entry.format(number=number, rest=rest) for number in range(45_000)).encode()
    assert len(body) > 40 * 1024 * 1024
    found = parse_sitemap(gzip.compress(b"<urlset>" + body + b"</urlset>", 1), URL)
    assert (len(found.pages), found.cut) == (45_000, False)


def test_what_is_left_out_of_a_list_is_told() -> None:
    pages = "".join(f"<url><loc>https://e.org/{number}</loc></url>" for number in range(50_001))
    assert parse_sitemap(f"<urlset>{pages}</urlset>".encode(), URL).cut
    broken = gzip.compress(b"<urlset><url><loc>https://e.org/a</loc></url></urlset>")[:-12]
    assert parse_sitemap(broken, URL).cut
    items = f"<rss><channel>{'<item><link>/p</link></item>' * 10_001}</channel></rss>"
    assert parse_feed(items.encode(), URL).cut


def test_pictures_in_the_xhtml_of_an_atom_entry() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:h="http://www.w3.org/1999/xhtml">
    <entry><link href="/p"/><content type="xhtml"><h:div><h:img src="a.jpg" alt="&quot;x&quot;"/>
    </h:div></content></entry></feed>"""
    (image,) = parse_feed(body, URL).images
    assert (image.url, image.caption) == ("https://e.org/a.jpg", '"x"')


def test_an_item_inside_an_element_left_open_keeps_its_own_pictures() -> None:
    feed = parse_feed((FIXTURES / "pixelfed/user.atom").read_bytes(), "https://pics.example/")
    assert [(image.page_url[-1], image.url[-5]) for image in feed.images] == [
        ("3", "3"),
        ("2", "2"),
    ]
