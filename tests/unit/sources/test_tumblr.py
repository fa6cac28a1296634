from __future__ import annotations

import copy
import json
from dataclasses import replace

import httpx
import pytest

from auditor.domain.photos.photo import PhotoKind, Role
from auditor.domain.secret import Secret
from auditor.errors import (
    AccountMissing,
    HandleTaken,
    LoginNeeded,
    PayloadBroken,
    SecretsUnavailable,
    SourceError,
    UsageError,
)
from auditor.sources.tumblr.payloads import read_json
from auditor.sources.tumblr.source import Tumblr
from tests.contract.source_cases import BLOG, BLOG_POSTS, CASES, tumblr_with_key
from tests.fakes.own_keys import ONE_WORD, any_key, own_key
from tests.recorded import Reply, Web, photos, read, recorded
from tests.rows import each_row


@each_row(
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
    found = Tumblr(own_key).recognise(text)
    assert (found.handle if found else None) == name


async def test_own_posts_are_read_and_those_of_others_counted() -> None:
    case = CASES["tumblr"]()
    async with Web(case.routes).door() as http:
        batches = await read(Tumblr(own_key), case.account, http)
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
        batches = await read(Tumblr(own_key), case.account, http)
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
            await read(Tumblr(own_key), replace(case.account), http)


WITH_KEY = tumblr_with_key()


async def test_with_a_key_the_same_photos_are_listed_as_without() -> None:
    async with Web(WITH_KEY.routes).door() as http:
        without = await read(Tumblr(own_key), WITH_KEY.account, http)
        given = await read(Tumblr(any_key), WITH_KEY.account, http)
    assert [photo.id for photo in photos(given)] == [photo.id for photo in photos(without)]
    for mine, theirs in zip(photos(given), photos(without), strict=True):
        same = ("media_url", "page_url", "posted_at", "caption", "alt", "kind")
        assert [getattr(mine, name) for name in same] == [getattr(theirs, name) for name in same]
    assert given[0].profile == without[0].profile
    assert given[-1].notes == without[-1].notes
    assert given[-1].complete
    sizes = photos(given)[1].renditions
    assert [(each.role, each.width) for each in sizes] == [
        (Role.SERVED, 1280),
        (Role.SMALLER, 500),
        (Role.SMALLER, 75),
    ]


async def test_a_list_begun_without_a_key_goes_on_with_one() -> None:
    async with Web(WITH_KEY.routes).door() as http:
        first = (await read(Tumblr(own_key), WITH_KEY.account, http))[0]
        rest = await read(Tumblr(any_key), WITH_KEY.account, http, first.cursor)
    assert [photo.media_url for photo in photos(rest)] == [
        "https://64.media.tumblr.com/rain/s1280.jpg"
    ]
    assert "1 post was passed on" in rest[-1].notes[0]


async def test_the_key_goes_to_the_interface_alone() -> None:
    web = Web(WITH_KEY.routes)
    async with web.door() as http:
        await read(Tumblr(any_key), WITH_KEY.account, http)
    assert [each.partition("?")[0] for each in web.asked] == [BLOG_POSTS, BLOG_POSTS]
    assert all(ONE_WORD in each for each in web.asked)


async def test_where_no_keyring_answers_it_is_read_without_a_key() -> None:
    async def no_keyring(_name: str) -> Secret:
        raise SecretsUnavailable("no keyring")

    async def no_file(_name: str) -> Secret:
        raise UsageError("The file cannot be read.")

    async with Web(CASES["tumblr"]().routes).door() as http:
        assert len(photos(await read(Tumblr(no_keyring), WITH_KEY.account, http))) == 5
        with pytest.raises(LoginNeeded, match="The file cannot be read"):
            await read(Tumblr(no_file), WITH_KEY.account, http)


def _changed(**response: object) -> Reply:
    told = json.loads(recorded("tumblr/interface_0.json").body)
    return Reply(json.dumps({**told, "response": {**told["response"], **response}}).encode())


@each_row(
    ("reply", "error", "words"),
    [
        (recorded("tumblr/wrong_key.json", 401), LoginNeeded, "does not take your key: Unauth"),
        (Reply(b'{"meta":{"status":404,"msg":"Not Found"}}', 404), AccountMissing, "no such"),
        (recorded("tumblr/for_members.json", 404), LoginNeeded, "only to people who are logged in"),
        (Reply(b"no", 400), SourceError, "Tumblr answered 400: 400"),
        (Reply(b"<html>log in</html>"), PayloadBroken, "posts"),
        (_changed(total_posts=None), PayloadBroken, "response.total_posts"),
        (_changed(posts={}), PayloadBroken, "response.posts"),
        (_changed(blog={"name": "other"}), HandleTaken, "another account"),
        (Reply(b"", 302, {"location": "https://other.example/"}), Exception, "not followed"),
    ],
)
async def test_no_answer_of_the_interface_is_an_empty_blog(
    reply: Reply, error: type[Exception], words: str
) -> None:
    async with Web({BLOG_POSTS: reply}).door() as http:
        with pytest.raises(error, match=words) as raised:
            await read(Tumblr(any_key), WITH_KEY.account, http)
    assert ONE_WORD not in f"{raised.value} {getattr(raised.value, 'hint', '')}"


async def test_a_post_of_the_interface_without_pictures_it_should_have_is_told() -> None:
    posts = copy.deepcopy(json.loads(recorded("tumblr/interface_0.json").body)["response"]["posts"])
    posts[0]["photos"] = []
    posts[2]["photos"][1] = {"original_size": {"url": 7}}
    reply = _changed(posts=posts, total_posts=3)
    async with Web({BLOG_POSTS: reply}).door() as http:
        batches = await read(Tumblr(any_key), WITH_KEY.account, http)
    assert not batches[-1].complete
    assert any("2 entries" in note for note in batches[-1].notes)


@each_row("total", [None, [], "x"])
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
        known = photos(await read(Tumblr(own_key), case.account, http))
    async with Web({**case.routes, f"{BLOG}/api/read/json": posts}).door() as http:
        batches = await read(Tumblr(own_key), case.account, http)
    assert {photo.id for photo in photos(batches)} == {photo.id for photo in known}
