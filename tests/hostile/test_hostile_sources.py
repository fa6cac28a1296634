"""Feeds, sitemaps, JSON-LD and DID documents of servers that mean harm, read over real connections.

Each ends in what a source may tell, after few requests, and nothing inside is ever asked.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable, Mapping

import pytest

from auditor.adapters.network.http import HttpDoor
from auditor.adapters.network.rules.limits import DoorLimits
from auditor.config import AtprotoSettings, NetworkSettings, WebsiteSettings
from auditor.errors import AuditorError
from auditor.ports import Source
from auditor.sources.atproto.source import Atproto
from auditor.sources.website import frontier
from auditor.sources.website.source import Website
from tests.hostile.loopback import Behaviour, Loopback, loopback, moved, response
from tests.recorded import account, jpeg_head, read

LIMITS = DoorLimits(wait_s=0.0, deadline_s=60.0)
MOST_REQUESTS = 120
DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
Pages = Mapping[str, bytes]


def html(text: str, *, kind: str = "text/html") -> bytes:
    return response(text.encode(), "200 OK", f"Content-Type: {kind}")


def xml(text: str) -> bytes:
    return html('<?xml version="1.0"?>' + text, kind="application/xml")


def data(value: object) -> bytes:
    return html(json.dumps(value), kind="application/json")


FRONT = html(
    "<link rel=alternate type=application/rss+xml href=/feed>"
    "<link rel=alternate type=application/feed+json href=/feed.json><p>hello"
    "<img src=/a.jpg width=800 height=600><a href=/next>next</a>"
)
PICTURE = response(jpeg_head(800, 600), "200 OK", "Content-Type: image/jpeg")
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(10))


def ld(value: str) -> bytes:
    return html(f'<script type="application/ld+json">{value}</script><img src=/a.jpg>')


def urlset(*places: str) -> bytes:
    return xml("<urlset>" + "".join(f"<url><loc>{place}</loc></url>" for place in places))


def index(*places: str) -> bytes:
    return xml(
        "<sitemapindex>" + "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
    )


def rss(inside: str) -> bytes:
    return xml(
        f"<rss><channel><item><link>{inside}</link><enclosure url='{inside}a.jpg'/>"
        f"<description>&lt;img src='{inside}b.jpg'&gt;</description></item></channel></rss>"
    )


SITES: dict[str, Callable[[str, str], Pages]] = {
    "a feed of a thousand million laughs": lambda here, _inside: {
        "/feed": xml(f"<!DOCTYPE rss [{LAUGHS}]><rss><channel><title>&l9;</title></channel></rss>")
    },
    "a feed that reads files and pages": lambda here, inside: {
        "/feed": xml(
            f"<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY h SYSTEM '{inside}x'>"
            f"<!ENTITY % p SYSTEM '{inside}dtd'> %p;]><rss><channel><item><link>{here}p</link>"
            "<title>&f;&h;</title></item></channel></rss>"
        )
    },
    "a feed a hundred thousand deep": lambda here, _inside: {
        "/feed": xml("<rss><channel>" + "<item>" * 100_000)
    },
    "a feed of thirty million characters": lambda here, _inside: {
        "/feed": xml("<rss><channel><item><title>" + "x" * 30_000_000)
    },
    "a feed that names what is inside": lambda here, inside: {"/feed": rss(inside)},
    "a feed that is sent on inside": lambda here, inside: {"/feed": moved(inside + "feed")},
    "a feed that is a picture": lambda here, _inside: {"/feed": PICTURE, "/feed.json": PICTURE},
    "a feed of JSON a hundred thousand deep": lambda here, _inside: {
        "/feed.json": html("[" * 100_000, kind="application/feed+json")
    },
    "a feed of JSON that goes round": lambda here, inside: {
        "/feed.json": data(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [{"url": here + "p", "image": inside + "a.jpg", "content_html": 5}],
                "next_url": here + "feed.json",
            }
        )
    },
    "JSON-LD a hundred thousand deep": lambda here, _inside: {
        "/": ld('{"image":' * 100_000),
        "/next": ld("[" * 100_000 + "]" * 100_000),
    },
    "JSON-LD that goes round and inside": lambda here, inside: {
        "/": ld(
            json.dumps(
                {
                    "@id": "#a",
                    "@type": "ImageObject",
                    "contentUrl": inside + "a.jpg",
                    "image": [{"@id": "#a", "image": {"@id": "#a"}}, inside, 5, None, {}],
                    "url": ["file:///etc/passwd", "javascript:alert(1)", inside],
                }
            )
        )
    },
    "JSON-LD of numbers without end": lambda here, _inside: {
        "/": ld('{"width":1e999999,"height":' + "9" * 100_000 + ',"image":NaN}')
    },
    "a sitemap that names itself": lambda here, _inside: {
        "/sitemap.xml": index(*[here + "sitemap.xml"] * 50)
    },
    "sitemaps that name each other": lambda here, _inside: {
        "/sitemap.xml": index(here + "b.xml", here + "c.xml"),
        "/b.xml": index(here + "c.xml", here + "sitemap.xml"),
        "/c.xml": index(here + "b.xml"),
    },
    "a sitemap of sixty thousand sitemaps": lambda here, _inside: {
        "/sitemap.xml": index(*(f"{here}s{number}.xml" for number in range(60_000)))
    },
    "a sitemap that is a bomb": lambda here, _inside: {
        "/robots.txt": html(f"Sitemap: {here}s.xml.gz", kind="text/plain"),
        "/s.xml.gz": response(
            gzip.compress(b"<urlset>" + b" " * 60_000_000, 9), "200 OK", "Content-Type: text/xml"
        ),
    },
    "a sitemap that names what is inside": lambda here, inside: {
        "/robots.txt": html(f"Sitemap: {inside}s.xml\nSitemap: {here}s.xml", kind="text/plain"),
        "/s.xml": urlset(inside, inside + "a", "file:///etc/passwd", "http://[::1]/", "//x"),
        "/sitemap.xml": moved(inside + "s.xml"),
    },
    "pages that are sent on inside and round": lambda here, inside: {
        "/": html(
            f"<a href=/x>x</a><a href=/y>y</a><meta http-equiv=refresh content='0;{inside}'>"
        ),
        "/x": moved(inside),
        "/y": moved("/z"),
        "/z": moved("/y"),
        "/robots.txt": moved(inside + "robots.txt"),
    },
    "kinds that are mixed up": lambda here, _inside: {
        "/": html("<a href=/next>n</a><img src=/a.jpg>", kind="application/xhtml+xml"),
        "/next": response(b"\x00\xff" * 5000, "200 OK", "Content-Type: text/html; charset=utf-7"),
        "/sitemap.xml": html("<html>not a sitemap"),
        "/feed": html("{}", kind="application/rss+xml"),
        "/a.jpg": html("<html>no picture"),
    },
}


def answering(pages: Callable[[], Pages]) -> Behaviour:
    async def behave(path: str, writer: asyncio.StreamWriter) -> None:
        place = path.partition("?")[0]
        found = pages().get(place)
        if found is None and place.startswith("/page-"):  # a calendar without end
            found = html(f"<a href={place}1>on</a><a href={place}2>on</a><img src=/a.jpg>")
        writer.write(found or response(b"none", "404 Not Found", "Content-Type: text/plain"))

    return behave


async def read_all(source: Source, handle: str, server: Loopback) -> tuple[int, str]:
    """Return how many photos were told, or what was told in their place."""
    door = HttpDoor(NetworkSettings(allow_hosts=(server.host,)), lambda _entry: None, limits=LIMITS)
    async with door as http:
        try:
            batches = await read(source, account(source.name, handle, server.url()), http)
        except AuditorError as error:
            return 0, error.message
    return sum(len(batch.photos) for batch in batches), ""


@pytest.mark.parametrize("name", sorted(SITES))
async def test_a_site_that_means_harm_is_read_to_an_end(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(frontier, "MAX_LISTS", 20)
    pages: dict[str, bytes] = {}
    async with (
        loopback(answering(dict)) as inside,
        loopback(answering(lambda: pages)) as server,
    ):
        pages |= {"/": FRONT, "/next": FRONT, "/p": FRONT, "/a.jpg": PICTURE}
        pages |= SITES[name](server.url(), inside.url())
        await read_all(Website(WebsiteSettings(max_pages=10)), server.host, server)
        assert inside.connections == 0
        assert 0 < len(server.heads) <= MOST_REQUESTS


async def test_pages_without_end_are_left_at_the_limit() -> None:
    pages = {"/": html("<a href=/page-1>on</a><img src=/a.jpg>"), "/a.jpg": PICTURE}
    async with loopback(answering(lambda: pages)) as server:
        photos, told = await read_all(Website(WebsiteSettings(max_pages=10)), server.host, server)
        assert (photos, told) == (1, "")
        assert len(server.heads) <= MOST_REQUESTS


def service(endpoint: object) -> dict[str, object]:
    kind = "AtprotoPersonalDataServer"
    return {"id": "#atproto_pds", "type": kind, "serviceEndpoint": endpoint}


DOCUMENTS: dict[str, Callable[[str], bytes]] = {
    "a hundred thousand deep": lambda _inside: html("[" * 100_000, kind="application/json"),
    "objects a hundred thousand deep": lambda _inside: html(
        '{"service":' * 100_000, kind="application/json"
    ),
    "of another DID": lambda _inside: data({"id": "did:plc:z72i7hdynmk6r22z27h6tvur"}),
    "without anything": lambda _inside: data({}),
    "of numbers": lambda _inside: data({"id": 5, "alsoKnownAs": 5, "service": 5}),
    "no JSON": lambda _inside: html("<html>no"),
    "thirty million characters": lambda _inside: data({"id": DID, "x": "x" * 30_000_000}),
    "a server inside": lambda inside: data({"id": DID, "service": [service(inside)]}),
    "a server that is a file": lambda _inside: data(
        {"id": DID, "service": [service("file:///etc/passwd")]}
    ),
    "a server that is an object": lambda inside: data(
        {"id": DID, "service": [service({"uri": inside})]}
    ),
    "a hundred thousand servers": lambda inside: data(
        {"id": DID, "service": [service(inside)] * 100_000}
    ),
    "sent on inside": lambda inside: moved(inside + DID),
    "sent round": lambda _inside: moved(f"/{DID}"),
    "a name inside": lambda inside: data(
        {"id": DID, "alsoKnownAs": [f"at://{inside.split('/')[2]}", "at://\x1b[31m", "x" * 9999]}
    ),
}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
async def test_a_did_document_that_means_harm_is_refused(name: str) -> None:
    pages: dict[str, bytes] = {}
    async with (
        loopback(answering(dict)) as inside,
        loopback(answering(lambda: pages)) as server,
    ):
        pages[f"/{DID}"] = DOCUMENTS[name](inside.url())
        source = Atproto(AtprotoSettings(plc_url=server.url(), appview_url=""))
        photos, told = await read_all(source, DID, server)
        assert inside.connections == 0
        assert photos == 0
        assert told
        assert "\x1b" not in told
        assert 0 < len(server.heads) <= MOST_REQUESTS
