"""Which file of a picture a website is found to serve, and what is told of the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest

from auditor.config import WebsiteSettings
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, Role
from auditor.errors import LoginNeeded, SourceError
from auditor.ports import Answer
from auditor.sources.website.probe import Probe
from auditor.sources.website.scope import Scope
from auditor.sources.website.source import Website
from tests.fakes.engine import FakeHttp
from tests.recorded import Reply, Route, Web, account, jpeg, jpeg_head, photos, read
from tests.rows import each_row

SITE = "https://site.example"
ME = account("website", "site.example", f"{SITE}/")
HTML = {"content-type": "text/html; charset=utf-8"}
SOURCE = Website(WebsiteSettings())
Site = Mapping[str, Route]


def html(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status, HTML)


async def crawled(site: Site) -> tuple[list[Batch], Web]:
    web = Web({path if "://" in path else f"{SITE}{path}": reply for path, reply in site.items()})
    async with web.door() as http:
        return await read(SOURCE, ME, http), web


async def largest(site: Site) -> dict[str, Photo]:
    """Return the photos by the path of their largest file, as they were listed last."""
    batches, _web = await crawled(site)
    last = {photo.id: photo for photo in photos(batches)}
    return {photo.media_url.removeprefix(SITE): photo for photo in last.values()}


SMALL, FULL = jpeg(300, 200), jpeg(3000, 2000, telling=True)
TWO: Site = {"/s.jpg": SMALL, "/l.jpg": FULL}


@each_row(
    "markup",
    [
        "<img src=/s.jpg data-src=/l.jpg>",
        "<img src=/s.jpg data-lazy-src=/l.jpg>",
        "<img src=/s.jpg data-original=/l.jpg>",
        "<img src=/s.jpg data-lazy=/l.jpg>",
        "<img src=/s.jpg data-full=/l.jpg>",
        "<img src=/s.jpg data-large_image=/l.jpg>",
        "<img src=/s.jpg data-orig-file=/l.jpg>",
        "<img src=/s.jpg data-highres=/l.jpg>",
        "<img src=/s.jpg data-zoom-image=/l.jpg>",
        '<img src=/s.jpg data-srcset="/s.jpg 300w, /l.jpg 3000w">',
        '<img src=/s.jpg data-lazy-srcset="/l.jpg 2x">',
        "<img src=/l.jpg srcset='/s.jpg 2x'>",
        "<picture><source srcset=/s.jpg media='(max-width: 9px)'><img src=/l.jpg></picture>",
        "<picture><source srcset=/s.jpg><source srcset=/l.jpg><img src=/s.jpg></picture>",
        "<picture><source data-srcset=/l.jpg><img src=/s.jpg></picture>",
        "<img class=lazy src=/s.jpg><noscript><img src=/l.jpg></noscript>",
        "<noscript><img src=/l.jpg></noscript><img data-src=/s.jpg>",
        "<a href=/l.jpg><img src=/s.jpg></a>",
        "<a href=/l.jpg><picture><source srcset=/s.jpg><img></picture></a>",
        "<a data-src=/l.jpg href=/><img src=/s.jpg></a>",
        "<a data-pswp-src=/l.jpg href=#><img src=/s.jpg></a>",
        "<amp-img src=/s.jpg srcset='/l.jpg 2x'></amp-img>",
        '<script type="application/json">{"a": [{"thumb": "/s.jpg", "full": "/l.jpg"}]}</script>',
        '<script>var g = [{"msrc": "\\/s.jpg", "src": "\\/l.jpg"}]; start(g)</script>',
        "<script>Galleria.run('#g', {dataSource: [{thumb: '/s.jpg', big: '/l.jpg'}]})</script>",
        """<div data-items='[{"src": "/l.jpg", "thumb": "/s.jpg"}]'>x</div>""",
        "<img src=/s.jpg>text<a href=/more>m</a>",
    ],
)
async def test_the_largest_file_of_one_picture_is_one_photo(markup: str) -> None:
    more = html("<a href=/l.jpg><img src=/s.jpg></a>")
    found = await largest({**TWO, "/": html(markup), "/more": more})
    assert list(found) == ["/l.jpg"]
    urls = {each.url: each.role for each in found["/l.jpg"].renditions}
    assert urls[f"{SITE}/l.jpg"] is Role.SERVED
    assert len(urls) == 2 or "/more" in markup


@each_row(
    "markup",
    [
        "<svg><image href=/l.jpg /></svg>",
        "<svg><image xlink:href=/l.jpg /></svg>",
        "<input type=image src=/l.jpg>",
        "<object data=/l.jpg type=image/jpeg></object>",
        "<embed src=/l.jpg>",
        "<table background=/l.jpg><tr><td>x</table>",
        "<video poster=/l.jpg></video>",
        "<div data-bg=/l.jpg></div>",
        "<div data-background-image='url(/l.jpg)'></div>",
        "<div data-bgset='/l.jpg 2x'></div>",
        "<div style=\"background: red url('/l.jpg')\"></div>",
        "<section style='--hero: url(/l.jpg)'></section>",
        "<style>.a { background-image: image-set('/l.jpg' 2x) }</style>",
        "<link rel=preload as=image href=/l.jpg imagesrcset='/l.jpg 3000w'>",
        "<meta itemprop=image content=/l.jpg>",
        "<link rel=image_src href=/l.jpg>",
        "<script>show(['/l.jpg'])</script>",
        '<script type="application/ld+json">{"@type": "Thing", "thumbnailUrl": "/l.jpg"}</script>',
        "<img src='\\l.jpg'>",
        "<img src=/l.jpg width=20 height=20>",
    ],
)
async def test_every_element_that_shows_a_picture(markup: str) -> None:
    assert list(await largest({**TWO, "/": html(markup)})) == ["/l.jpg"]


ICON = jpeg(20, 20)


async def test_icons_are_no_photos_and_words_in_scripts_are_no_addresses() -> None:
    page = (
        "<img src=/icon.png width=20 height=20><style>a { background: url(icon.png) }</style>"
        "<script>load(base + 'part.jpg')</script>text"
    )
    batches, _web = await crawled({"/": html(page), "/icon.png": ICON})
    assert photos(batches) == []
    assert batches[-1].complete


async def test_one_stand_in_for_many_pictures_does_not_make_them_one() -> None:
    page = "<img src=/blank.gif data-src=/a.jpg><img src=/blank.gif data-src=/b.jpg>"
    other = "<img src=/blank.gif data-src=/c.jpg>"
    pictures = {f"/{name}.jpg": jpeg(900, 600 + index) for index, name in enumerate("abc")}
    found = await largest(
        {
            **pictures,
            "/": html(f"{page}<a href=/o>o</a>"),
            "/o": html(other),
            "/blank.gif": jpeg(10, 10),
        }
    )
    assert set(found) == set(pictures)


@each_row(
    ("shown", "original"),
    [
        ("/u/a-300x200.jpg", "/u/a.jpg"),
        ("/u/a-scaled.jpg", "/u/a.jpg"),
        ("/u/a-e1612345678901-300x200.jpg", "/u/a.jpg"),
        ("/u/a.jpg.webp", "/u/a.jpg"),
        ("/content/images/size/w600/2024/a.jpg", "/content/images/2024/a_o.jpg"),
        ("/posts/a_hu_8a21cc3de11f99aa.webp", "/posts/a.jpg"),
        (
            "/posts/a_hu59e56ffff1bc1d8d122b1403d34e039f_90587_300x200_resize_q75.jpg",
            "/posts/a.jpg",
        ),
        ("/files/styles/large/public/2024/a.jpg?itok=x", "/files/2024/a.jpg"),
        ("/_data/i/upload/2024/a-me.jpg", "/upload/2024/a.jpg"),
        ("/i.php?/upload/2024/a-me.jpg", "/upload/2024/a.jpg"),
        ("/images/thumb/a/ab/a.jpg/300px-a.jpg", "/images/a/ab/a.jpg"),
        ("/cdn/shop/files/a_300x.jpg?v=1", "/cdn/shop/files/a.jpg?v=1"),
        ("/_next/image?url=%2Fa.jpg&w=640&q=75", "/a.jpg"),
        ("/_ipx/w_300/a.jpg", "/a.jpg"),
        ("/image/upload/w_300,c_fill/v1/a.jpg", "/image/upload/v1/a.jpg"),
        ("/media/x~mv2.jpg/v1/fill/w_300,h_200/x.jpg", "/media/x~mv2.jpg"),
        ("/a.jpg?format=500w", "/a.jpg?format=original"),
        ("/img/s320/a.jpg", "/img/s0/a.jpg"),
        ("/media/thumbs/a.jpg", "/media/original/a.jpg"),
        ("/a.thumbnail.jpg", "/a.jpg"),
        ("/media/images/a.width-600.jpg", "/media/original_images/a.jpg"),
    ],
)
async def test_originals_that_stand_beside_sizes(shown: str, original: str) -> None:
    def by_query(url: httpx.URL) -> Reply:
        target = url.raw_path.decode()
        return FULL if target == original else SMALL if target == shown else Reply(b"no", 404)

    site = {shown.partition("?")[0]: by_query, original.partition("?")[0]: by_query}
    found = await largest({"/": html(f'<img src="{shown}">'), **site})
    assert list(found) == [original]
    assert found[original].rendition(Role.DISPLAYED) is not None


@each_row(
    "placeholder",
    [
        jpeg(1, 1),
        jpeg(3000, 2000),
        jpeg(1000, 1000),
        html("<h1>not found</h1>"),
        Reply(b"", 200, {"content-type": "image/jpeg"}),
    ],
)
async def test_a_server_that_answers_anything_proves_no_original(placeholder: Reply) -> None:
    class Anything(Web):
        def answer(self, request: httpx.Request) -> httpx.Response:
            found = super().answer(request)
            if found.status_code != 404 or not re.search(r"\.jpg$", request.url.path):
                return found
            return httpx.Response(200, headers=dict(placeholder.headers), content=placeholder.body)

    web = Anything(
        {f"{SITE}/": html("<img src=/p-300x200.jpg>"), f"{SITE}/p-300x200.jpg": jpeg(300, 200)}
    )
    async with web.door() as http:
        (photo,) = photos(await read(SOURCE, ME, http))
    assert photo.media_url == f"{SITE}/p-300x200.jpg"


async def test_a_guess_of_another_shape_is_only_taken_where_the_name_says_crop() -> None:
    found = await largest(
        {
            "/": html("<img src=/a-150x150.jpg><img src=/thumbs/b.jpg>"),
            "/a-150x150.jpg": jpeg(150, 150),
            "/a.jpg": jpeg(3000, 2000),
            "/thumbs/b.jpg": jpeg(150, 150),
            "/b.jpg": jpeg(3000, 2000),
        }
    )
    assert set(found) == {"/a.jpg", "/thumbs/b.jpg"}


async def test_a_head_that_is_refused_and_a_type_that_says_nothing() -> None:
    octets = Reply(jpeg_head(3000, 2000), headers={"content-type": "application/octet-stream"})
    batches, web = await crawled(
        {"/": html("<a href=/l.jpg><img src=/s.jpg></a>"), "/s.jpg": SMALL, "/l.jpg": octets}
    )
    (photo,) = photos(batches)
    assert photo.media_url == f"{SITE}/l.jpg"
    assert web.asked.count(f"{SITE}/l.jpg") == 1


async def test_each_file_that_may_tell_more_is_marked_to_be_measured() -> None:
    page = "<picture><source type=image/webp srcset=/x.webp><img src=/x.jpg></picture>"
    webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x00\0\0\0" + b"\x3f\x06\x00" + b"\xaf\x04\x00"
    found = await largest(
        {
            "/": html(page),
            "/x.webp": Reply(webp, headers={"content-type": "image/webp"}),
            "/x.jpg": jpeg(800, 600, telling=True),
        }
    )
    (photo,) = found.values()
    assert photo.media_url.endswith("/x.webp")
    assert [(each.url[-5:], each.role) for each in photo.renditions] == [
        (".webp", Role.SERVED),
        ("x.jpg", Role.DISPLAYED),
        ("x.jpg", Role.ALIKE),
    ]


async def test_a_link_that_looks_like_a_page_and_leads_to_a_picture() -> None:
    octets = Reply(jpeg_head(3000, 2000), headers={"content-type": "application/octet-stream"})
    assert list(await largest({"/": html("<a href=/photo/5>full</a>"), "/photo/5": octets})) == [
        "/photo/5"
    ]


async def test_films_are_told() -> None:
    page = "<video><source src=/a.webm><source src=/a.mp4></video><video src=/b.mp4></video>"
    batches, web = await crawled({"/": html(f"{page}<a href=/in>in</a>"), "/in": html(page)})
    assert batches[-1].notes == ("2 films were not looked at.",)
    assert not [url for url in web.asked if "/a." in url or "/b." in url]


CSS = {"content-type": "text/css"}


async def test_stylesheets_of_the_site_are_read_and_those_of_others_are_not() -> None:
    site: Site = {
        "/": html(
            "<link rel=stylesheet href=/a/s.css><link rel=stylesheet href=//x.example/t.css>"
        ),
        "/a/s.css": Reply(b"@import 'more.css'; b{background:url( \"../l.jpg\" )}", headers=CSS),
        "/a/more.css": Reply(b"@import url(s.css); i{background:url(in.jpg)}", headers=CSS),
        "/a/in.jpg": jpeg(),
        "/l.jpg": FULL,
    }
    batches, web = await crawled(site)
    assert {photo.media_url.removeprefix(SITE) for photo in photos(batches)} == {
        "/l.jpg",
        "/a/in.jpg",
    }
    assert not [url for url in web.asked if "x.example" in url]


@each_row(
    ("shown", "original"),
    [
        (
            "https://static.wixstatic.com/media/a~mv2.jpg/v1/fill/w_300,h_200/a.jpg",
            "https://static.wixstatic.com/media/a~mv2.jpg",
        ),
        (
            "https://images.squarespace-cdn.com/content/a.jpg?format=300w",
            "https://images.squarespace-cdn.com/content/a.jpg?format=original",
        ),
        (
            "https://blogger.googleusercontent.com/img/b/R2/AV/s320/a.jpg",
            "https://blogger.googleusercontent.com/img/b/R2/AV/s0/a.jpg",
        ),
        (
            "https://lh3.googleusercontent.com/abc=w300-h200",
            "https://lh3.googleusercontent.com/abc=s0",
        ),
        (
            (
                "https://substackcdn.com/image/fetch/$s_!a!,w_300/"
                "https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fa.jpeg"
            ),
            "https://substack-post-media.s3.amazonaws.com/public/a.jpeg",
        ),
        (
            "https://miro.medium.com/v2/resize:fit:700/1*a.jpeg",
            "https://miro.medium.com/v2/1*a.jpeg",
        ),
        (
            "https://me.files.wordpress.com/2024/a.jpg?w=300",
            "https://me.files.wordpress.com/2024/a.jpg",
        ),
        ("https://i0.wp.com/site.example/a.jpg?w=300", f"{SITE}/a.jpg"),
        (
            "https://64.media.tumblr.com/a/b/s640x960/c.jpg",
            "https://64.media.tumblr.com/a/b/s99999x99999/c.jpg",
        ),
        (
            "https://res.cloudinary.com/me/image/upload/w_300,c_fill/v1/a.jpg",
            "https://res.cloudinary.com/me/image/upload/v1/a.jpg",
        ),
        ("https://me.imgix.net/a.jpg?w=300&auto=format", "https://me.imgix.net/a.jpg"),
        (
            "https://cdn.shopify.com/s/files/1/a_300x.jpg?v=1",
            "https://cdn.shopify.com/s/files/1/a.jpg?v=1",
        ),
    ],
)
async def test_builders_keep_pictures_on_hosts_of_their_own(shown: str, original: str) -> None:
    def by_query(url: httpx.URL) -> Reply:
        return FULL if str(url) == original else SMALL if str(url) == shown else Reply(b"", 404)

    keys = {str(httpx.URL(url).copy_with(query=None)): by_query for url in (shown, original)}
    batches, web = await crawled({"/": html(f'<img src="{shown}">'), **keys})
    assert [photo.media_url for photo in photos(batches)] == [original]
    assert not [url for url in web.asked if "robots.txt" in url and not url.startswith(SITE)]


async def test_what_builders_only_pass_on_for_others_is_not_read() -> None:
    page = (
        "<img src=https://i0.wp.com/else.example/a.jpg?w=300>"
        "<img src=https://res.cloudinary.com/x/image/fetch/w_9/https://else.example/b.jpg>"
        "<img src=https://cdn.example/c.jpg>"
    )
    batches, web = await crawled({"/": html(page)})
    assert photos(batches) == []
    assert batches[-1].notes == ("3 pictures on other hosts were not read.",)
    assert all(url.startswith(SITE) for url in web.asked)


@each_row("usual", ["/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml"])
@each_row("robots", [b"", b"Sitemap: /gone.xml\n"])
async def test_a_sitemap_is_found_where_they_usually_are(usual: str, robots: bytes) -> None:
    listed = b"<urlset><url><loc>https://site.example/hidden</loc></url></urlset>"
    batches, _web = await crawled(
        {
            "/": html("words"),
            "/robots.txt": Reply(robots),
            usual: Reply(listed, headers={"content-type": "application/xml"}),
            "/hidden": html("<img src=/l.jpg>"),
            "/l.jpg": FULL,
        }
    )
    assert len(photos(batches)) == 1
    assert (batches[-1].complete, batches[-1].notes) == (True, ())


async def test_a_named_sitemap_that_is_gone_is_told() -> None:
    batches, _web = await crawled({"/": html("x"), "/robots.txt": Reply(b"Sitemap: /gone.xml\n")})
    assert not batches[-1].complete
    assert "sitemap" in batches[-1].notes[0]


SHELL = "<div id=root></div><script src=/a.js></script>"
LOGIN = "<title>Log in</title><form><input type=password></form>"


@each_row(
    "page",
    [
        SHELL,
        "<app-root></app-root><script src=/a.js></script>",
        "<noscript>Please enable JavaScript.</noscript><script src=/a.js></script>",
        "<script>location.href='/x'</script>",
        LOGIN,
        "<p>read me</p><form class='post-password-form'><input type=password></form>",
        "<title>404 Not Found</title><h1>Not Found</h1>",
        "<frameset><frame src=https://else.example/></frameset>",
        "<meta http-equiv=refresh content='0; url=https://else.example/'>",
    ],
)
async def test_what_stands_in_place_of_a_page_is_told(page: str) -> None:
    for site in ({"/": html(page)}, {"/": html("<a href=/in>in</a> words"), "/in": html(page)}):
        batches, _web = await crawled(site)
        assert photos(batches) == []
        assert not batches[-1].complete or ("404" in page and "/in" in site)  # a dead link
        assert len(batches[-1].notes) == 1


async def test_a_challenge_is_told_and_its_pictures_are_not_the_users() -> None:
    anubis = (
        "<title>Making sure you&#39;re not a bot!</title><img src=/.within.website/x/cmd/anubis/"
        "static/img/pensive.webp><script id='anubis_challenge'></script>"
    )
    batches, web = await crawled({"/": html(anubis)})
    assert photos(batches) == []
    assert not batches[-1].complete
    assert not [url for url in web.asked if "within" in url]
    cloudflare = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    with pytest.raises(LoginNeeded, match="person"):
        await crawled({"/": html(cloudflare, 403)})


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Notes</h1><p>Nothing but words.</p><script>var seen = 1</script>",
        "<p>Short.</p><script src=/analytics.js></script>",
        "<p>Words <a href=/a>a</a><a href=/b>b</a><form><input type=password></form></p>" * 400,
        "<h1>Contact</h1>"
        + "<p>Write to me.</p>" * 200
        + "<script src=//google.com/recaptcha/api.js>"
        "</script>",
    ],
)
async def test_a_page_of_words_is_read_to_the_end(page: str) -> None:
    site = {"/": html(page), "/a": html("words"), "/b": html("words")}
    batches, _web = await crawled(site)
    assert (photos(batches), batches[-1].notes, batches[-1].complete) == ([], (), True)


async def test_a_page_with_pictures_behind_such_a_service_is_a_page() -> None:
    marks = "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"
    batches, _web = await crawled({"/": html(f"<img src=/l.jpg>{marks}"), "/l.jpg": FULL})
    assert len(photos(batches)) == 1
    assert batches[-1].complete


@each_row("target", ["/bob/", "/", "/alice-too/"])
async def test_a_start_that_leads_into_another_folder_is_told_and_not_read(target: str) -> None:
    web = Web(
        {
            f"{SITE}/alice": Reply(b"", 302, {"location": target}),
            f"{SITE}{target}": html("<img src=/l.jpg>"),
        }
    )
    async with web.door() as http:
        with pytest.raises(SourceError, match="sends visitors on"):
            await read(SOURCE, account("website", "a", f"{SITE}/alice"), http)


@each_row("target", ["/alice/", "/alice/index.html", "/alice.html"])
async def test_a_start_that_stays_in_its_folder_is_followed(target: str) -> None:
    web = Web(
        {
            f"{SITE}/alice": Reply(b"", 302, {"location": target}),
            f"{SITE}{target}": html("<img src=/l.jpg>"),
            f"{SITE}/l.jpg": FULL,
        }
    )
    async with web.door() as http:
        assert len(photos(await read(SOURCE, account("website", "a", f"{SITE}/alice"), http))) == 1


@each_row(
    ("answer", "size"),
    [
        (Answer("a", 206, {"content-range": "bytes 0-1/700"}, b"ab", truncated=True), 700),
        (Answer("a", 206, {"content-range": "bytes 0-1/*"}, b"ab", truncated=True), None),
        (Answer("a", 206, {"content-range": f"bytes 0-1/{10**15}"}, b"", truncated=True), None),
        (Answer("a", 200, {}, b"ab"), 2),
        (Answer("a", 200, {}, b"ab", truncated=True), None),
    ],
)
async def test_the_size_of_a_file_is_what_its_server_says_of_the_whole(
    answer: Answer, size: int | None
) -> None:
    url = f"{SITE}/a.jpg"
    http = FakeHttp({url: replace(answer, url=url)})
    assert (await Probe(Scope(f"{SITE}/", "/"), http).look(url)).bytes == size
