from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest

from auditor.domain.photos.photo import PhotoKind, Role
from auditor.errors import AccountMissing, PayloadBroken
from auditor.sources.tumblr import Tumblr
from auditor.sources.tumblr.payloads import read_json
from tests.contract.source_cases import BLOG, CASES
from tests.recorded import Reply, Web, photos, read, recorded


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://wandasgarden.tumblr.com/post/61006/roses", "wandasgarden"),
        ("https://www.tumblr.com/wandasgarden/61006", "wandasgarden"),
        ("https://www.tumblr.com/blog/view/wandasgarden", "wandasgarden"),
        ("https://at.tumblr.com/wandasgarden/abc/xyz", "wandasgarden"),
        ("https://www.tumblr.com/dashboard", None),
        ("https://www.tumblr.com/", None),
        ("https://assets.tumblr.com/a.png", None),
    ],
)
def test_what_is_recognised(text: str, name: str | None) -> None:
    found = Tumblr().recognise(text)
    assert (found.handle if found else None) == name


async def test_own_posts_are_read_and_those_of_others_counted() -> None:
    case = CASES["tumblr"]()
    async with Web(case.routes).door() as http:
        batches = await read(Tumblr(), case.account, http)
    posts = [photo for photo in photos(batches) if photo.kind is PhotoKind.POST]
    media = "https://64.media.tumblr.com"
    assert [photo.media_url for photo in posts] == [
        f"{media}/picture6/s1280.jpg",
        f"{media}/set1/s1280.jpg",
        f"{media}/set2/s1280.jpg",
        f"{media}/rain/s1280.jpg",
    ]
    assert [each.role for each in posts[0].renditions[:2]] == [Role.SERVED, Role.SMALLER]
    assert posts[0].caption == "Post 6"
    assert posts[3].alt == "A roof"
    assert "1 post was passed on" in batches[-1].notes[0]
    assert batches[-1].complete


async def test_what_the_blog_counts_and_does_not_list_is_told() -> None:
    case = CASES["tumblr"]()
    told = json.loads(recorded("tumblr/posts_0.json").body)
    empty = Reply(json.dumps({**told, "posts": [], "posts-total": 9}).encode())
    async with Web({f"{BLOG}/api/read/json": empty}).door() as http:
        batches = await read(Tumblr(), case.account, http)
    assert not batches[-1].complete
    assert any("could not be told" in note for note in batches[-1].notes)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(b"", 404), AccountMissing),
        (Reply(b"<html>log in</html>"), PayloadBroken),
    ],
)
async def test_no_blog_is_never_an_empty_one(reply: Reply, error: type[Exception]) -> None:
    case = CASES["tumblr"]()
    async with Web({f"{BLOG}/api/read/json": reply}).door() as http:
        with pytest.raises(error):
            await read(Tumblr(), replace(case.account), http)


@pytest.mark.parametrize("total", [None, [], "x"])
async def test_a_count_that_cannot_be_read_does_not_end_the_list(total: object) -> None:
    case = CASES["tumblr"]()
    usual = case.routes[f"{BLOG}/api/read/json"]
    count = read_json(recorded("tumblr/posts_0.json").body)["posts-total"]

    def posts(url: httpx.URL) -> Reply:
        if int(url.params["start"]) >= count:
            return Reply(b'{"posts": []}')
        reply = usual if isinstance(usual, Reply) else usual(url)
        return Reply(json.dumps({**read_json(reply.body), "posts-total": total}).encode())

    async with Web(case.routes).door() as http:
        known = photos(await read(Tumblr(), case.account, http))
    async with Web({**case.routes, f"{BLOG}/api/read/json": posts}).door() as http:
        batches = await read(Tumblr(), case.account, http)
    assert {photo.id for photo in photos(batches)} == {photo.id for photo in known}
