"""The host with pictures: what it answers at each hour of its own clock."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from PIL import Image

from auditor.practice.hosting import HOSTED, WEEK_H, HostAnswer, hosted
from auditor.practice.serving.outside.host import PictureHost
from auditor.practice.serving.world import World
from tests.unit.practice.asking import Told, ask
from tests.unit.practice.conftest import TOKEN


@pytest.fixture
def host(world: World) -> Iterator[str]:
    world.hosting.silent_s = 0.0
    world.hosting.asked.clear()
    yield world.bases["host"]
    world.hosting.hour = 0.0


def size(told: Told) -> tuple[int, int]:
    with Image.open(io.BytesIO(told.body)) as picture:
        return picture.size


def at(world: World, hour: float, path: str) -> Told:
    world.hosting.hour = hour
    return ask(world.bases["host"] + path)


def test_every_link_has_a_name_of_its_own_and_begins_by_being_shown() -> None:
    assert len({link.key for link in HOSTED}) == len(HOSTED)
    assert {answer for link in HOSTED for answer in (link.answer(0), link.answer(WEEK_H))} | {
        HostAnswer.NOT_FOUND
    } == set(HostAnswer)
    for link in HOSTED:
        assert link.answer(0) is HostAnswer.SHOWS
        assert [turn.hour for turn in link.turns] == sorted(turn.hour for turn in link.turns)
        assert hosted(link.key) is link
    assert hosted("none") is None


@pytest.mark.parametrize(
    ("key", "status", "file"),
    [
        ("stays", 200, "image/jpeg"),
        ("in-time", 404, "text/html"),
        ("late", 410, "text/html"),
        ("words", 200, "text/html"),
        ("own-words", 200, "text/html"),
        ("sign", 302, "text/plain"),
        ("redirects", 302, "text/plain"),
        ("new-address", 404, "text/html"),
        ("encoded-anew", 200, "image/jpeg"),
        ("smaller", 200, "image/jpeg"),
        ("another", 200, "image/jpeg"),
        ("log-in-form", 200, "text/html"),
        ("log-in", 302, "text/plain"),
        ("unauthorised", 401, "text/html"),
        ("forbidden", 403, "text/html"),
        ("too-many", 429, "text/html"),
        ("law", 451, "text/html"),
        ("country", 200, "text/html"),
        ("challenge", 403, "text/html"),
        ("silent", 503, "text/html"),
        ("comes-back", 200, "image/jpeg"),
        ("flickers", 200, "image/jpeg"),
    ],
)
def test_what_each_link_ends_as(world: World, host: str, key: str, status: int, file: str) -> None:
    before = at(world, 0, f"/i/{key}.jpg")
    assert (before.status, before.headers["content-type"]) == (200, "image/jpeg")
    assert f"/i/{key}.jpg" in at(world, 0, f"/v/{key}").body.decode()
    after = at(world, WEEK_H, f"/i/{key}.jpg")
    assert (after.status, after.headers["content-type"].partition(";")[0]) == (status, file)


def test_removal_begins_at_its_hour(world: World, host: str) -> None:
    for path in ("/i/{}.jpg", "/v/{}"):
        assert at(world, 46.99, path.format("in-time")).status == 200
        assert at(world, 47, path.format("in-time")).status == 404
        assert at(world, 48.99, path.format("late")).status == 200
        assert at(world, 49, path.format("late")).status == 410
        seen = [at(world, hour, path.format("comes-back")).status for hour in (23, 24, 71, 72)]
        assert seen == [200, 404, 404, 200]


def test_the_copies_are_copies(world: World, host: str) -> None:
    first = at(world, 0, "/i/smaller.jpg")
    assert first.body == PictureHost(world).picture()
    assert size(first) == (1024, 768)
    anew = at(world, 24, "/i/encoded-anew.jpg")
    assert size(anew) == (1024, 768)
    assert anew.body != first.body
    assert size(at(world, 24, "/i/smaller.jpg")) == (480, 360)
    assert PictureHost(world).picture(longest=480) == at(world, 24, "/i/smaller.jpg").body
    assert at(world, 24, "/m/redirects.jpg").body == first.body
    assert size(at(world, 24, "/i/another.jpg")) == (640, 640)
    assert hashlib.sha256(first.body).digest() != hashlib.sha256(anew.body).digest()


def test_pages_name_where_the_file_stands(world: World, host: str) -> None:
    assert at(world, 24, "/v/redirects").headers["location"] == "/w/redirects"
    assert "/m/redirects.jpg" in at(world, 24, "/w/redirects").body.decode()
    moved = at(world, 24, "/v/new-address").body.decode()
    assert "/n/new-address.jpg" in moved
    assert "/i/new-address.jpg" not in moved
    assert at(world, 24, "/n/new-address.jpg").headers["content-type"] == "image/jpeg"
    assert at(world, 24, "/i/sign.jpg").headers["location"] == "/sign.svg"
    assert "/sign.svg" in at(world, 24, "/v/sign").body.decode()
    assert at(world, 24, "/v/log-in").headers["location"] == "/login"
    assert 'type="password"' in at(world, 24, "/v/log-in-form").body.decode()
    assert at(world, 24, "/v/challenge").headers["cf-mitigated"] == "challenge"
    assert "your country" in at(world, 24, "/v/country").body.decode()


def test_the_clock_is_set_and_requests_are_told_with_the_token_only(
    world: World, host: str
) -> None:
    ask(f"{host}/i/stays.jpg")
    ask(f"{host}/v/stays")
    ask(f"{host}/v/stays")
    token = {"Authorization": f"Bearer {TOKEN}"}
    assert ask(f"{host}/control", "POST", b"{}").status == 403
    told = ask(f"{host}/control", "POST", json.dumps({"hour": 47.5}).encode(), **token).json
    assert told == {"hour": 47.5, "asked": {"/i/stays.jpg": 1, "/v/stays": 2}}
    assert world.hosting.hour == 47.5
    for wrong in (b"[]", b'{"hour": "1"}', b'{"hour": true}', b'{"hour": -1}', b'{"hour": NaN}'):
        assert ask(f"{host}/control", "POST", wrong, **token).status == 400
    assert ask(f"{host}/control", "POST", b"{}", **token).json["hour"] == 47.5


def test_the_clock_is_set_by_the_form_of_its_own_page_only(world: World, host: str) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    form = urlencode({"token": world.form_token, "hour": "48.5"}).encode()
    assert ask(f"{host}/clock", "POST", form, Origin="https://evil.example", **kind).status == 403
    assert ask(f"{host}/clock", "POST", b"token=x&hour=3", **kind).status == 403
    assert world.hosting.hour == 0
    assert ask(f"{host}/clock", "POST", form, **kind).status == 303
    assert world.hosting.hour == 48.5
    home = ask(f"{host}/").body.decode()
    assert 'value="48.5"' in home
    assert all(f"/v/{link.key}" in home for link in HOSTED)
    assert "removed after 47 hours (now)" in home
    assert "removed after 49 hours (from hour 49)" in home


def test_what_does_not_stand_there(world: World, host: str) -> None:
    for path in ("/i/none.jpg", "/v/none", "/x", "/n/none.jpg", "/favicon.ico"):
        assert ask(host + path).status == 404
