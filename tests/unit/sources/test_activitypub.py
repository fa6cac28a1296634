from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.errors import HandleTaken
from auditor.markup.protocols.activitypub.actors import Actor, parse_actor
from auditor.markup.protocols.activitypub.outbox import OutboxPage, parse_page
from auditor.ports import Answer
from auditor.sources.activitypub.source import ActivityPub
from tests.contract.source_cases import ACTORS, CASES
from tests.recorded import FIXTURES, Reply, Web, photos, read, recorded
from tests.rows import each_row

ACTOR_BODY = (FIXTURES / "activitypub/actor.json").read_bytes()


def actor() -> Actor:
    answer = Answer(f"{ACTORS}/actor/wanda", 200, {}, ACTOR_BODY)
    return parse_actor(answer, "activitypub", "a1")


def page_with(attachment: Any, **post: Any) -> OutboxPage:
    note = {
        "id": f"{ACTORS}/notes/1",
        "type": "Note",
        "attributedTo": f"{ACTORS}/actor/wanda",
        "attachment": attachment,
        **post,
    }
    body = json.dumps({"orderedItems": [{"type": "Create", "object": note}]}).encode()
    return parse_page(body, f"{ACTORS}/outbox", "activitypub", "a1", actor())


@each_row(
    ("attachment", "name"),
    [
        ({"type": "Document", "url": "http://one.example/images/001.png"}, "001.png"),
        ({"type": "Image", "url": "http://one.example/images/002.jpg"}, "002.jpg"),
        ({"url": "http://one.example/images/005.png"}, "005.png"),
        (
            {"type": "Image", "url": {"type": "Link", "href": "http://one.example/images/006.png"}},
            "006.png",
        ),
        (
            {
                "type": "Image",
                "url": [{"type": "Link", "href": "http://one.example/images/006c.png"}],
            },
            "006c.png",
        ),
        (
            {"type": "Document", "mediaType": "image/png", "url": "http://one.example/no-ending"},
            "no-ending",
        ),
    ],
)
def test_a_picture_is_read_however_its_address_is_written(attachment: Any, name: str) -> None:
    page = page_with(attachment)
    assert [photo.media_url.rpartition("/")[2] for photo in page.photos] == [name]
    assert not page.lost


@each_row(
    ("attachment", "films", "lost"),
    [
        ({"type": "Video", "url": "http://one.example/cow.mp4", "mediaType": "video/mp4"}, 1, 0),
        ({"type": "Document", "url": "http://one.example/c.mp3", "mediaType": "audio/mpeg"}, 0, 0),
        ({"href": "https://funfedi.example", "type": "Link"}, 0, 0),
        ({"type": "Image", "url": "http://one.example/logo.svg"}, 0, 0),
        ({"type": "Image", "url": "data:image/jpeg;base64,AAAA", "mediaType": "image/jpeg"}, 0, 1),
        ({"type": "Image"}, 0, 1),
        ("x", 0, 1),
        ([3], 0, 1),
        ({"type": "Note", "content": "an attached note"}, 0, 0),
    ],
)
def test_what_is_no_picture_is_told_for_what_it_is(attachment: Any, films: int, lost: int) -> None:
    page = page_with(attachment)
    assert (page.photos, page.films, page.lost) == ((), films, lost)


def test_of_several_sizes_the_largest_is_served() -> None:
    sizes = [
        {"type": "Link", "href": "http://one.example/s.jpg", "width": 256, "height": 144},
        {"type": "Link", "href": "http://one.example/l.jpg", "width": 1920, "height": 1080},
    ]
    (photo,) = page_with({"type": "Image", "url": sizes}).photos
    assert photo.media_url == "http://one.example/l.jpg"
    assert photo.renditions[0].width == 1920
    assert [each.url for each in photo.renditions[1:]] == ["http://one.example/s.jpg"]


def test_pictures_in_the_text_of_an_article_are_read() -> None:
    text = '<p>Roses</p><img src="https://one.example/rose.jpg" alt="A rose">'
    (photo,) = page_with(None, type="Article", content=text).photos
    assert (photo.media_url, photo.alt) == ("https://one.example/rose.jpg", "A rose")
    assert not page_with(None, type="Note", content=text).photos


def test_posts_of_others_are_left_out() -> None:
    theirs = {"attributedTo": "https://other.example/actor"}
    assert not page_with({"type": "Image", "url": "https://o.example/a.jpg"}, **theirs).photos


@each_row(
    ("to", "cc", "seen_by"),
    [
        ("as:Public", [], Visibility.PUBLIC),
        ([], ["https://www.w3.org/ns/activitystreams#Public"], Visibility.UNLISTED),
        ([], [], Visibility.UNKNOWN),
    ],
)
def test_whom_a_post_is_addressed_to(to: Any, cc: Any, seen_by: Visibility) -> None:
    picture = {"type": "Image", "url": "https://one.example/a.jpg"}
    (photo,) = page_with(picture, to=to, cc=cc).photos
    assert photo.visibility is seen_by


async def test_what_a_server_counts_and_does_not_list_is_told() -> None:
    case = CASES["activitypub"]()
    outbox = json.loads((FIXTURES / "activitypub/outbox.json").read_bytes())
    more = Reply(json.dumps({**outbox, "totalItems": 40}).encode())
    first = f"{ACTORS}/actor/wanda/outbox"
    listed = case.routes[first]
    assert callable(listed)
    routes = {**case.routes, first: lambda url: listed(url) if url.query else more}
    async with Web(routes).door() as http:
        batches = await read(ActivityPub(), case.account, http)
    assert not batches[-1].complete
    assert any("counts 40 posts and lists 6" in note for note in batches[-1].notes)


async def test_an_outbox_that_nobody_may_read_leaves_the_portraits() -> None:
    case = CASES["activitypub"]()
    for status in (401, 403, 404):
        closed = {**case.routes, f"{ACTORS}/actor/wanda/outbox": Reply(b"{}", status)}
        async with Web(closed).door() as http:
            batches = await read(ActivityPub(), case.account, http)
        assert {photo.kind for photo in photos(batches)} == {PhotoKind.AVATAR, PhotoKind.BANNER}
        assert not batches[-1].complete
        assert "could not be told" in batches[-1].notes[0]


async def test_a_handle_is_looked_up_and_its_actor_kept() -> None:
    case = CASES["activitypub"]()
    async with Web(case.routes).door() as http:
        found = await ActivityPub().detect(http, "@wanda@actors.example")
        assert found is not None
        assert (found.handle, found.url, found.sure) == (
            "@wanda@actors.example",
            f"{ACTORS}/actor/wanda",
            True,
        )
        taken = replace(case.account, stable_id=f"{ACTORS}/actor/other")
        routes = {**case.routes, f"{ACTORS}/actor/other": recorded("activitypub/actor.json")}
    async with Web(routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(ActivityPub(), taken, http)


@each_row("body", [b"{}", b"[]", b"<html>", b'{"type": "Note", "inbox": "x"}'])
async def test_what_is_no_actor_is_not_taken_for_one(body: bytes) -> None:
    async with Web({"https://blog.example/2026/roof": Reply(body)}).door() as http:
        assert await ActivityPub().detect(http, "https://blog.example/2026/roof") is None
