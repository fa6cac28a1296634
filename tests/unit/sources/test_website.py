from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.config import WebsiteSettings
from auditor.domain.account import Openness, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import PhotoKind, Role
from auditor.errors import (
    AccountMissing,
    LoginNeeded,
    PayloadBroken,
    RobotsRefused,
    SourceError,
    Throttled,
)
from auditor.sources.website.frontier import MAX_LISTS, Frontier, ListKind, resumed
from auditor.sources.website.scope import scope_of
from auditor.sources.website.source import Website
from tests.fakes.quiet_server import QuietServer
from tests.recorded import Reply, Route, Web, account, jpeg, jpeg_head, photos, read, recorded
from tests.rows import each_row

SITE = "https://site.example"
ME = account("website", "site.example", f"{SITE}/")
HTML = {"content-type": "text/html; charset=utf-8"}
JPEG = jpeg()
SOURCE = Website(WebsiteSettings())
UPLOADS = f"{SITE}/wp-content/uploads/2026/11"


def html(text: str, **headers: str) -> Reply:
    return Reply(
        text.encode(),
        headers=HTML | {key.replace("_", "-"): value for key, value in headers.items()},
    )


def wordpress() -> dict[str, Route]:
    return {
        f"{SITE}/": recorded("website/front.html", content_type="text/html; charset=UTF-8"),
        f"{SITE}/robots.txt": recorded("website/robots.txt", content_type="text/plain"),
        f"{SITE}/wp-sitemap.xml": recorded("website/sitemap.xml", content_type="application/xml"),
        f"{SITE}/wp-sitemap-posts-post-1.xml": recorded(
            "website/sitemap_posts.xml", content_type="application/xml"
        ),
        f"{SITE}/feed/": recorded("website/feed.xml", content_type="application/rss+xml"),
        f"{SITE}/2026/roof/": recorded(
            "website/post.html", content_type="text/html; charset=UTF-8"
        ),
        f"{UPLOADS}/photo.jpg": jpeg(6000, 4000, telling=True),
        f"{UPLOADS}/photo-scaled.jpg": jpeg(2560, 1707),
        f"{UPLOADS}/photo_small.jpg": jpeg(1200, 800),
    }


async def test_a_recorded_site_gives_each_picture_once_as_its_original() -> None:
    web = Web(wordpress())
    async with web.door() as http:
        batches = await read(SOURCE, ME, http)
    large, small = photos(batches)
    assert large.media_url == f"{UPLOADS}/photo.jpg"
    served, shown = large.renditions[:2]
    assert (served.role, served.url, served.width, served.height, served.etag) == (
        Role.SERVED,
        large.media_url,
        6000,
        4000,
        None,  # the scan keeps that of what it measured
    )
    assert {rendition.role for rendition in large.renditions[2:]} == {Role.SMALLER}
    assert (shown.role, shown.url, shown.width) == (
        Role.DISPLAYED,
        f"{UPLOADS}/photo-scaled.jpg",
        2560,
    )
    assert (small.media_url, small.page_url, small.alt) == (
        f"{UPLOADS}/photo_small.jpg",
        f"{SITE}/2026/roof/",
        "alt 1",
    )
    assert (small.caption, small.file_name) == ("From the roof 5", "photo_small.jpg")
    profile = batches[0].profile
    assert profile is not None
    assert profile.display_name == "Test"
    assert {(signal.where, signal.open) for signal in profile.signals} == {
        (Openness.META_ROBOTS, True),
        (Openness.ROBOTS_TXT, True),
    }
    assert not [
        url for url in web.asked if "wp-admin" in url or url.startswith("https://wordpress.org")
    ]
    assert batches[-1].notes == ("4 pages could not be read.",)


async def test_a_guess_that_is_not_confirmed_is_not_taken() -> None:
    routes = wordpress() | {f"{UPLOADS}/photo.jpg": html("<p>not found, politely</p>")}
    async with Web(routes).door() as http:
        found = photos(await read(SOURCE, ME, http))
    assert found[0].media_url == f"{UPLOADS}/photo-scaled.jpg"
    assert found[0].rendition(Role.DISPLAYED) is None
    assert len(found) == 2


PAGE = """<title>Me</title><meta name="robots" content="noindex">\
<link rel="icon" href="/favicon.ico">
<link rel="me" href="https://social.example/@me">\
<meta name="owner" content="owner-proof-1">
<script type="application/ld+json">{"@type":"Person","image":"/me.jpg"}</script>\
<meta property="og:image" content="/og.jpg">
<img src="/me.jpg" alt="me"><img src="/tiny.png" width="16" height="16"><img src="/logo.svg">\
<img src="data:image/gif;base64,R0">
<img src="https://cdn.example/a.jpg">
<img src="https://i0.wp.com/site.example/p.jpg?w=300"><a href="/File:Cat.jpg">Cat</a>\
<a href="/dog.jpg">dog</a>
<a href="/b">b</a><a href="/a">a</a><a href="https://else.example/">e</a>\
<a href="/wp-login.php">l</a><a href="/x.pdf">p</a>"""


def small() -> dict[str, Route]:
    return {
        f"{SITE}/": html(PAGE, x_robots_tag="noimageindex"),
        f"{SITE}/a": html("<title>A</title><img src=/me.jpg><img src=/in-a.jpg><a href=/>home</a>"),
        f"{SITE}/b": html("<title>B</title><img src=/in-b.jpg><a href=/a>a</a>"),
        f"{SITE}/p.jpg": JPEG,
        f"{SITE}/dog.jpg": JPEG,
        f"{SITE}/File:Cat.jpg": html("<img src=/cat.jpg>"),
        f"{SITE}/sitemap.xml": Reply(
            b"""<urlset xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://site.example/a</loc>
            <i:image><i:loc>https://site.example/in-a.jpg</i:loc></i:image><i:image><i:loc>https://site.example/only-listed.jpg</i:loc>
            <i:caption>Roof</i:caption></i:image></url></urlset>""",
            headers={"content-type": "application/xml"},
        ),
        f"{SITE}/only-listed.jpg": JPEG,
    }


async def test_what_is_a_photo_and_what_is_not() -> None:
    async with Web(small()).door() as http:
        batches = await read(SOURCE, ME, http)
    found = photos(batches)
    assert [
        (photo.media_url.removeprefix(SITE), photo.page_url.removeprefix(SITE), photo.kind)
        for photo in found
    ] == [
        ("/me.jpg", "/", PhotoKind.AVATAR),
        ("/p.jpg", "/", PhotoKind.FILE),
        ("/dog.jpg", "/", PhotoKind.FILE),
        ("/og.jpg", "/", PhotoKind.FILE),
        ("/in-b.jpg", "/b", PhotoKind.FILE),
        ("/in-a.jpg", "/a", PhotoKind.FILE),
        ("/only-listed.jpg", "/a", PhotoKind.FILE),
    ]
    assert (found[0].alt, found[-1].caption) == ("me", "Roof")
    assert batches[-1].notes == ("1 picture on another host was not read.",)
    profile = batches[0].profile
    assert profile is not None
    assert [(signal.where, signal.open) for signal in profile.signals] == [
        (Openness.META_ROBOTS, False),
        (Openness.X_ROBOTS_TAG, False),
        (Openness.ROBOTS_TXT, True),
    ]


async def test_the_order_and_the_cursors_are_the_same_each_time() -> None:
    async with Web(small()).door() as http:
        first, second = await read(SOURCE, ME, http), await read(SOURCE, ME, http)
    assert first == second


async def test_robots_txt_is_obeyed_and_said() -> None:
    routes = small() | {
        f"{SITE}/robots.txt": Reply(
            b"User-agent: *\nDisallow: /b\nUser-agent: Googlebot-Image\nDisallow: /"
        )
    }
    web = Web(routes)
    async with web.door() as http:
        batches = await read(SOURCE, ME, http)
    assert f"{SITE}/b" not in web.asked
    assert "1 page was not read: the site's robots.txt asks so." in batches[-1].notes
    assert not batches[-1].complete
    profile = batches[0].profile
    assert profile is not None
    assert profile.signals[-1].open is False
    closed = Web(small() | {f"{SITE}/robots.txt": Reply(b"User-agent: *\nDisallow: /")})
    async with closed.door() as http:
        with pytest.raises(RobotsRefused):
            await read(SOURCE, ME, http)
    assert closed.asked == [f"{SITE}/robots.txt"]


async def test_a_crawl_is_bounded_and_says_so() -> None:
    endless: dict[str, Route] = {f"{SITE}/": html("<a href=/1>1</a>")}
    endless |= {
        f"{SITE}/{index}": html(f"<img src=/{index}.jpg><a href=/{index + 1}>next</a>")
        for index in range(1, 50)
    }
    web = Web(endless)
    async with web.door() as http:
        batches = await read(Website(WebsiteSettings(max_pages=5)), ME, http)
    assert [photo.file_name for photo in photos(batches)] == ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]
    assert batches[-1].notes == (
        "The site has more pages; the first 5 were read (sources.website.max_pages).",
    )
    assert not batches[-1].complete


@pytest.mark.parametrize(
    ("path", "status", "complete"),
    [
        ("/b", 404, True),
        ("/b", 500, False),
        ("/sitemap.xml", 404, True),
        ("/sitemap.xml", 500, False),
    ],
)
async def test_what_could_not_be_read_is_not_taken_for_missing(
    path: str, status: int, complete: bool
) -> None:
    async with Web(small()).door() as http:
        assert (await read(SOURCE, ME, http))[-1].complete
    async with Web(small() | {f"{SITE}{path}": Reply(b"", status)}).door() as http:
        assert (await read(SOURCE, ME, http))[-1].complete is complete


def test_lists_that_are_cut_off_are_told() -> None:
    scope = scope_of(f"{SITE}/")
    assert scope is not None
    many = Frontier([scope.start])
    many.add_lists(ListKind.SITEMAP, [f"{SITE}/{number}.xml" for number in range(MAX_LISTS)], scope)
    assert many.complete
    many.add_lists(ListKind.SITEMAP, [f"{SITE}/1.xml"], scope)
    assert many.complete, "that one is known"
    many.add_lists(ListKind.SITEMAP, [f"{SITE}/more.xml"], scope)
    assert not many.complete
    assert len(many.lists) == MAX_LISTS


async def test_other_people_on_the_same_host_are_left_alone() -> None:
    routes: dict[str, Route] = {
        f"{SITE}/~alice/": html(
            "<img src=/pub/a.jpg><a href=/~alice/more>m</a><a href=/~bob/>bob</a><a "
            "href=/~alicia/>alicia</a>"
        ),
        f"{SITE}/~alice/more": html("<img src=b.jpg>"),
        f"{SITE}/~bob/": html("<img src=bob.jpg>"),
        f"{SITE}/sitemap.xml": Reply(
            b"https://site.example/~bob/\nhttps://site.example/~alice/more\n"
        ),
        f"{SITE}/~alice/owner.txt": Reply(b"owner-proof-9"),
    }
    who = replace(ME, url=f"{SITE}/~alice/")
    web = Web(routes)
    async with web.door() as http:
        assert [photo.file_name for photo in photos(await read(SOURCE, who, http))] == [
            "a.jpg",
            "b.jpg",
        ]
        texts = await SOURCE.proof_texts(who, http)
    assert [(text.kind, text.text) for text in texts] == [
        (ProofMethod.SITE_FILE.value, "owner-proof-9")
    ]
    assert not [url for url in web.asked if "bob" in url or "alicia" in url]


@each_row(
    ("address", "folder"),
    [
        ("/~anna.b", "/~anna.b"),
        ("/users/anna.b", "/users/anna.b"),
        ("/~anna.b/me.html", "/~anna.b/"),
        ("/index.php", "/"),
        ("/INDEX.HTM", "/"),
    ],
)
def test_a_dot_in_a_name_does_not_open_the_whole_host(address: str, folder: str) -> None:
    found = scope_of(SITE + address)
    assert found is not None
    assert found.folder == folder


async def test_no_path_leads_out_of_the_folder_to_other_people() -> None:
    """A server may take dots and escapes of a path away: what it gives is somebody else's."""
    ways = ("../~bob/", "%2e%2e/~bob/", "..%2f~bob/", "%252e%252e/~bob/", "..;/~bob/", "..%5c~bob/")
    start, list_of = f"{SITE}/~alice/", f"{SITE}/~alice/sitemap.txt"
    links = "".join(f"<a href={start}{way}>b</a>" for way in ways)
    listed = "\n".join(f"{start}{way}" for way in ways).encode()
    routes: dict[str, Route] = {
        start: html(links + "<a href=/~alice/..and/>own</a>"),
        f"{SITE}/robots.txt": Reply(f"Sitemap: {list_of}".encode()),
        list_of: Reply(listed),
        **{f"{start}{way}": html("<img src=/bob.jpg>") for way in ways},
    }
    web = Web(routes)
    async with web.door() as http:
        await read(SOURCE, replace(ME, url=start), http)
    assert list_of in web.asked
    assert f"{start}..and/" in web.asked
    assert not [url for url in web.asked if "bob" in url]


async def test_proof_and_avatar() -> None:
    routes = small() | {f"{SITE}/.well-known/owner.txt": Reply(b"owner-proof-2\n")}
    async with Web(routes).door() as http:
        texts = await SOURCE.proof_texts(ME, http)
        assert await SOURCE.avatar(ME, http) == f"{SITE}/me.jpg"
    assert [(text.kind, text.text.strip()) for text in texts] == [
        ("site-file", "owner-proof-1"),
        ("rel-me", "https://social.example/@me"),
        ("site-file", "owner-proof-2"),
    ]


META = '<meta name="owner" content="token-5">'


@each_row(
    ("path", "counts"),
    [
        ("/", True),
        ("/index.html", True),
        ("/~alice/", True),
        ("/~alice", True),
        ("/~alice/index.php", True),
        ("/alice.html", False),
        ("/?user=alice", False),
        ("/~alice/page.html", False),
    ],
)
async def test_a_page_among_others_does_not_prove_its_folder(path: str, counts: bool) -> None:
    who = replace(ME, url=f"{SITE}{path}")
    async with Web({f"{SITE}{path.partition('?')[0]}": html(META)}).door() as http:
        texts = await SOURCE.proof_texts(who, http)
    assert [text.text for text in texts] == (["token-5"] if counts else [])


async def test_a_proof_file_is_not_followed_to_somebody_elses_folder() -> None:
    routes: dict[str, Route] = {
        f"{SITE}/": html("words"),
        f"{SITE}/.well-known/owner.txt": Reply(
            b"", 302, headers={"location": "/uploads/bob/x.txt"}
        ),
        f"{SITE}/uploads/bob/x.txt": Reply(b"token-5"),
    }
    async with Web(routes).door() as http:
        assert await SOURCE.proof_texts(ME, http) == []


async def test_flags_of_a_page_in_place_of_the_site_are_not_its_own() -> None:
    noindex = '<meta name="robots" content="noindex,nofollow">'
    challenge = f"{noindex}<title>Just a moment...</title><script>window._cf_chl_opt={{}}</script>"
    for page in (challenge, f"{noindex}<title>Wartungsarbeiten</title>", ""):
        async with Web({f"{SITE}/": html(page)}).door() as http:
            batches = await read(SOURCE, ME, http)
        assert all(batch.profile is None for batch in batches)


@each_row(
    ("reply", "error"),
    [
        (Reply(b"no", 404), AccountMissing),
        (Reply(b"no", 403), LoginNeeded),
        (Reply(b"{}", headers={"content-type": "application/json"}), PayloadBroken),
        (Reply(b"", headers={"content-type": "image/jpeg"}), PayloadBroken),
        (Reply(b"", 302, {"location": "https://else.example/"}), SourceError),
        (Reply(b"wait", 429, {"retry-after": "3600"}), Throttled),
    ],
)
async def test_a_site_that_shows_nothing_is_said_and_never_empty(
    reply: Reply, error: type[Exception]
) -> None:
    routes: dict[str, Route] = {f"{SITE}/": reply, "https://else.example/": html("<p>other</p>")}
    async with Web(routes).door() as http:
        with pytest.raises(error):
            await read(SOURCE, ME, http)


async def test_an_empty_page_is_read_and_has_no_photos() -> None:
    async with Web({f"{SITE}/": html("")}).door() as http:
        batches = await read(SOURCE, ME, http)
    assert photos(batches) == []
    assert [batch.cursor is None for batch in batches] == [
        False,
        True,
    ]  # the sitemap was looked for


async def test_a_site_that_slows_down_is_gone_on_with_later() -> None:
    routes = small()
    slow = routes | {f"{SITE}/a": Reply(b"wait", 429, {"retry-after": "3600"})}
    got: list[Batch] = []
    async with Web(slow).door() as http:

        async def take() -> None:
            async for batch in SOURCE.fetch(ME, http, None):
                got.append(batch)  # noqa: PERF401 - what came before the error is what counts

        with pytest.raises(Throttled):
            await take()
    async with Web(routes).door() as http:
        rest = await read(SOURCE, ME, http, got[-1].cursor)
        whole = await read(SOURCE, ME, http)
    assert photos([*got, *rest]) == photos(whole)


@each_row(
    ("text", "handle"),
    [
        ("https://Example.org", "example.org"),
        ("http://example.org:8080/~me/index.html", "example.org:8080/~me"),
        ("https://example.org/me?x=1", "example.org/me?x=1"),
        ("example.org", None),
        ("@me@example.org", None),
        ("https://user:pw@example.org/", None),
        ("ftp://example.org/", None),
    ],
)
def test_recognises_addresses_and_is_never_sure(text: str, handle: str | None) -> None:
    found = SOURCE.recognise(text)
    assert (found.handle if found else None) == handle
    assert found is None or not found.sure


async def test_detects_a_page_and_nothing_else() -> None:
    routes: dict[str, Route] = {
        f"{SITE}/": html("<p>hi</p>"),
        f"{SITE}/api": Reply(b"{}", headers={"content-type": "application/json"}),
    }
    async with Web(routes).door() as http:
        found = await SOURCE.detect(http, f"{SITE}/")
        assert found is not None
        assert found.sure
        for text in (f"{SITE}/api", f"{SITE}/gone", "nothing"):
            assert await SOURCE.detect(http, text) is None


@given(
    st.text(max_size=200)
    | st.builds(
        lambda **kw: msgspec.json.encode(kw).decode(),
        pages=st.lists(st.text(max_size=9)),
        at=st.integers(),
    )
)
def test_any_cursor_goes_on_or_starts_again(cursor: str) -> None:
    found = resumed(cursor)
    if found is not None:
        found.next_page()
        found.next_list()
    scope = scope_of(SITE)
    assert scope is not None
    assert resumed(Frontier([SITE], at=1).text()) == Frontier([SITE], at=1)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A real server on loopback with three pages and two pictures."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path))  # type: ignore[arg-type]  # what the server hands over

        def log_message(self, *args: object) -> None:  # no output in tests
            pass

    (tmp_path / "index.html").write_text(
        "<title>Home</title><img src=a-300x200.jpg alt=roof><a href=sub/>s</a>"
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/index.html").write_text(
        "<img src=../a-768x512.jpg><img src=b.jpg><a href=/>home</a>"
    )
    sizes = {"a.jpg": 3000, "a-300x200.jpg": 300, "a-768x512.jpg": 768, "sub/b.jpg": 900}
    for name, width in sizes.items():
        (tmp_path / name).write_bytes(jpeg_head(width, width * 2 // 3))
    server = QuietServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_crawl_over_a_real_connection(served: str) -> None:
    from auditor.adapters.network.http import HttpDoor
    from auditor.config import NetworkSettings

    who = account("website", "me", served)
    async with HttpDoor(
        NetworkSettings(allow_hosts=(served.split("/")[2],)), lambda _entry: None
    ) as http:
        batches = await read(SOURCE, who, http)
        again = [await read(SOURCE, who, http, batch.cursor) for batch in batches[:-1]]
    first, again_first, second = photos(batches)  # the second page shows another size of the first
    assert [first.media_url, second.media_url] == [f"{served}a.jpg", f"{served}sub/b.jpg"]
    assert (again_first.id, again_first.media_url) == (first.id, first.media_url)
    assert again_first.renditions[1].url == f"{served}a-768x512.jpg"
    for index, rest in enumerate(again):
        assert photos(rest) == photos(batches[index + 1 :])
