from __future__ import annotations

import json
import traceback
from dataclasses import replace

import pytest

from auditor.archives.formats.reddit import _key
from auditor.domain.photos.photo import PhotoKind, Role, photo_id
from auditor.errors import AccountMissing, AuditorError, HandleTaken, LoginNeeded, SourceError
from auditor.sources.reddit.source import RedditPosts
from tests.contract.source_cases import CASES, REDDIT
from tests.fakes.own_keys import ALL_PARTS, own_key
from tests.recorded import Reply, Web, photos, read, recorded
from tests.rows import each_row

WHO = CASES["reddit"]().account
TOKENS = "https://www.reddit.com/api/v1/access_token"


@each_row(
    ("text", "handle"),
    [
        ("https://old.reddit.com/u/wanda_paints/comments/", "wanda_paints"),
        ("https://reddit.com/r/u_wanda_paints/", "wanda_paints"),
        ("https://www.reddit.com/r/roses/comments/p1/post/", None),
        ("https://www.reddit.com/user/", None),
        ("https://redd.it/p1", None),
        ("https://reddit.example/user/wanda", None),
    ],
)
def test_addresses_of_people_alone_are_taken(text: str, handle: str | None) -> None:
    found = RedditPosts(own_key).recognise(text)
    assert (found.handle if found else None) == handle


async def test_own_pictures_are_read_as_they_were_uploaded_and_the_rest_is_told() -> None:
    async with Web(CASES["reddit"]().routes).door() as http:
        batches = await read(RedditPosts(own_key), WHO, http)
    found = {photo.media_url: photo for photo in photos(batches) if photo.kind is PhotoKind.POST}
    names = ("gate123abc.jpg", "second222.png", "first1111.jpg", "text444.jpg")
    assert list(found) == [f"https://i.redd.it/{name}" for name in names]
    gate = found["https://i.redd.it/gate123abc.jpg"]
    assert [(each.role, each.width) for each in gate.renditions] == [
        (Role.SERVED, 4032),
        (Role.DISPLAYED, 4032),
    ]
    assert gate.page_url == "https://www.reddit.com/r/roses/comments/p1/post/"
    assert gate.caption == "The gate"
    told = " ".join(batches[-1].notes)
    assert "1 film" in told
    assert "1 post links to a picture on another site" in told
    assert "1 post was passed on" in told
    assert batches[0].stable_id == "t2_abc12"
    assert batches[-1].complete


async def test_one_photo_has_the_id_that_an_archive_gives_it() -> None:
    async with Web(CASES["reddit"]().routes).door() as http:
        found = {photo.id for photo in photos(await read(RedditPosts(own_key), WHO, http))}
    assert photo_id(WHO.id, _key("https://i.redd.it/gate123abc.jpg")) in found


@each_row(
    ("place", "reply", "error", "words"),
    [
        (f"{REDDIT}/about", recorded("reddit/no_such_user.json", 404), AccountMissing, "knows no"),
        (f"{REDDIT}/about", recorded("reddit/suspended.json"), SourceError, "suspended"),
        (f"{REDDIT}/about", Reply(b"{}"), SourceError, "data.name"),
        (TOKENS, recorded("reddit/wrong_key.json", 401), LoginNeeded, "Unauthorized"),
        (TOKENS, Reply(b"{}"), SourceError, "access_token"),
        (f"{REDDIT}/submitted", Reply(b"", 500), SourceError, "500"),
    ],
)
async def test_refusals_are_told(
    place: str, reply: Reply, error: type[AuditorError], words: str
) -> None:
    async with Web({**CASES["reddit"]().routes, place: reply}).door() as http:
        with pytest.raises(error, match=words) as caught:
            await read(RedditPosts(own_key), WHO, http)
    told = "".join(traceback.format_exception(caught.value))
    assert not any(part in told for part in ALL_PARTS)


async def test_a_name_that_went_to_somebody_else_is_not_read() -> None:
    async with Web(CASES["reddit"]().routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(RedditPosts(own_key), replace(WHO, stable_id="t2_other"), http)


def _posts(**changed: object) -> Reply:
    told = json.loads(recorded("reddit/submitted_new.json").body)
    told["data"].update(changed)
    return Reply(json.dumps(told).encode())


@each_row("after", ["x", [], 7, "t1_p3"])
async def test_a_list_that_cannot_be_read_on_is_not_complete(after: object) -> None:
    routes = {**CASES["reddit"]().routes, f"{REDDIT}/submitted": _posts(after=after)}
    async with Web(routes).door() as http:
        batches = await read(RedditPosts(own_key), WHO, http)
    assert not batches[-1].complete
    assert batches[-1].notes


async def test_posts_of_other_people_stay_out() -> None:
    children = json.loads(recorded("reddit/submitted_new.json").body)["data"]["children"]
    children[0]["data"]["author"] = "somebody_else"
    changed = _posts(after=None, children=children)
    routes = {**CASES["reddit"]().routes, f"{REDDIT}/submitted": changed}
    async with Web(routes).door() as http:
        batches = await read(RedditPosts(own_key), WHO, http)
    assert not any("gate123abc" in photo.media_url for photo in photos(batches))
    assert not batches[-1].complete


async def test_no_posts_of_somebody_who_gained_votes_with_some_may_be_hidden_ones() -> None:
    empty = _posts(after=None, children=[])
    routes = {**CASES["reddit"]().routes, f"{REDDIT}/submitted": empty}
    async with Web(routes).door() as http:
        batches = await read(RedditPosts(own_key), WHO, http)
    assert not batches[-1].complete
    assert any("could not be told" in note for note in batches[-1].notes)
