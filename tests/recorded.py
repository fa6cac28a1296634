"""Recorded answers behind the real network door.

What a source asks is looked up by address, nothing is sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import httpx

from auditor.adapters.network.http import HttpDoor
from auditor.config import NetworkSettings, SourceSettings
from auditor.domain.account import Account, Claim
from auditor.domain.archives.readable import TestedOn
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo
from auditor.ports import Http, Source
from auditor.sources import ALL

SWITCHED_ON = SourceSettings(
    untested=tuple(each.name for each in ALL if each.tested_on is TestedOn.DOCUMENTATION)
)
"""Settings with which every source is asked."""
FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True, slots=True)
class Reply:
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def jpeg_head(width: int, height: int, *, telling: bool = False) -> bytes:
    """Return the start of a JPEG of that size, with an Exif block where it is `telling`."""
    exif = b"\xff\xe1\x00\x08Exif\0\0" if telling else b""
    sides = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8" + exif + b"\xff\xc0\x00\x0b\x08" + sides + b"\x01\x01\x11\x00"


def jpeg(width: int = 800, height: int = 600, *, telling: bool = False) -> Reply:
    """Return a picture as a server gives it."""
    return Reply(jpeg_head(width, height, telling=telling), headers={"content-type": "image/jpeg"})


Route = Reply | Callable[[httpx.URL], Reply]


@cache
def _fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def recorded(name: str, status: int = 200, **headers: str) -> Reply:
    """Return a file of tests/fixtures as an answer; header names are given with `_` for `-`."""
    return Reply(
        _fixture(name),
        status,
        {key.replace("_", "-"): value for key, value in headers.items()},
    )


def with_form(request: httpx.Request) -> httpx.URL:
    """Return the address, with what was posted as JSON or as a form among its parameters."""
    if not request.content:
        return request.url
    if request.headers.get("content-type") == "application/x-www-form-urlencoded":
        return request.url.copy_merge_params(dict(parse_qsl(request.content.decode())))
    try:
        posted = json.loads(request.content)
    except ValueError:
        return request.url
    return request.url.copy_merge_params({name: str(value) for name, value in posted.items()})


class Web:
    """Answers by scheme, host and path; what is not there is 404.

    `asked` keeps every URL in order.
    """

    def __init__(self, routes: Mapping[str, Route]) -> None:
        self.routes = dict(routes)
        self.asked: list[str] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        self.asked.append(str(url))
        route = self.routes.get(
            f"{url.scheme}://{url.netloc.decode()}{url.path}", Reply(b"not here", 404)
        )
        reply = route if isinstance(route, Reply) else route(with_form(request))
        return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)

    def door(self, *allow_hosts: str) -> HttpDoor:
        return HttpDoor(
            NetworkSettings(allow_hosts=allow_hosts),
            lambda _entry: None,
            transport=httpx.MockTransport(self.answer),
        )


def account(platform: str, handle: str, url: str) -> Account:
    return Account("a0123456789abcdef", platform, handle, url, Claim.MINE)


async def read(source: Source, who: Account, http: Http, cursor: str | None = None) -> list[Batch]:
    """Return every batch of a source from `cursor` on."""
    return [batch async for batch in source.fetch(who, http, cursor)]


def photos(batches: Sequence[Batch]) -> list[Photo]:
    return [photo for batch in batches for photo in batch.photos]
