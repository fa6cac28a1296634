from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.photos.photo import PhotoKind
from auditor.errors import HandleTaken, LoginNeeded, Throttled
from auditor.sources.github.source import GitHub
from tests.contract.source_cases import CASES
from tests.recorded import Reply, Web, photos, read, recorded
from tests.rows import each_row

API = "https://api.github.com"
SHA = "8a9af1462c3f4e3358315c2d2e6ef1e7334c5914"


@each_row(
    "text",
    [
        "https://github.com/",
        "https://github.com/features",
        "https://github.com/settings/profile",
        "https://gist.github.com/wanda-example",
        "https://github.com.example/wanda-example",
        "@wanda-example",
    ],
)
def test_what_is_no_account_is_not_taken_for_it(text: str) -> None:
    assert GitHub().recognise(text) is None


async def test_pictures_of_own_repositories_are_listed_and_copies_are_told() -> None:
    case = CASES["github"]()
    async with Web(case.routes).door() as http:
        batches = await read(GitHub(), case.account, http)
    found = {photo.media_url: photo for photo in photos(batches)}
    raw = "https://raw.githubusercontent.com/wanda-example/garden/HEAD/photos/"
    assert set(found) == {
        "https://avatars.githubusercontent.com/u/583?v=4",
        f"{raw}IMG_0001.jpg",
        f"{raw}%C3%BCber%20uns.JPG",
    }
    picture = found[f"{raw}IMG_0001.jpg"]
    assert picture.kind is PhotoKind.FILE
    assert picture.page_url == (
        "https://github.com/wanda-example/garden/blob/HEAD/photos/IMG_0001.jpg"
    )
    assert (picture.licence, picture.file_name, picture.renditions[0].bytes) == (
        "CC-BY-4.0",
        "IMG_0001.jpg",
        1003,
    )
    notes = " ".join(note for batch in batches for note in batch.notes)
    assert "older states" in notes
    assert "1 repository is a copy" in notes
    assert batches[0].stable_id == "583"
    profile = batches[0].profile
    assert profile is not None
    assert [(link.url, link.verified) for link in profile.links] == [
        ("https://wanda.example/", False),
        ("https://social.example/@wanda", False),
        ("https://bsky.app/profile/wanda.example", False),
    ]


@each_row("reply", [Reply(b"", 404), Reply(b"{}"), Reply(b"[[]")])
async def test_a_list_of_accounts_that_cannot_be_read_is_told(reply: Reply) -> None:
    case = CASES["github"]()
    listed = f"{API}/users/wanda-example/social_accounts"
    async with Web({**case.routes, listed: reply}).door() as http:
        batches = await read(GitHub(), case.account, http)
    assert any("accounts that the profile lists" in note for note in batches[0].notes)
    assert not batches[0].complete
    assert len(photos(batches)) == 3


async def test_a_list_that_the_host_cut_is_told_and_not_whole() -> None:
    case = CASES["github"]()
    tree = f"{API}/repos/wanda-example/garden/git/trees/main"
    cut = recorded("github/tree.json")
    cut = replace(cut, body=cut.body.replace(b'"truncated": false', b'"truncated": true'))
    async with Web({**case.routes, tree: cut}).door() as http:
        batches = await read(GitHub(), case.account, http)
    assert not batches[-1].complete
    assert any("more files than could be read" in note for note in batches[-1].notes)


@each_row(
    ("headers", "error"),
    [
        ({"x-ratelimit-remaining": "0"}, Throttled),
        ({"retry-after": "60"}, Throttled),
        ({"x-ratelimit-remaining": "12"}, LoginNeeded),
    ],
)
async def test_an_hour_used_up_is_no_closed_account(
    headers: dict[str, str], error: type[Exception]
) -> None:
    case = CASES["github"]()
    refused = Reply(b'{"message": "API rate limit exceeded"}', 403, headers)
    async with Web({**case.routes, f"{API}/users/wanda-example/repos": refused}).door() as http:
        with pytest.raises(error):
            await read(GitHub(), case.account, http)


async def test_a_new_name_is_followed_by_its_number_and_a_stranger_is_not() -> None:
    case = CASES["github"]()
    user = recorded("github/user.json")
    moved = replace(case.account, handle="old-name", stable_id="583")
    routes = {**case.routes, f"{API}/user/583": user}
    async with Web(routes).door() as http:
        batches = await read(GitHub(), moved, http)
    assert batches[0].now_called == ("wanda-example", "https://github.com/wanda-example")
    stranger = replace(case.account, stable_id="999")
    async with Web(case.routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(GitHub(), stranger, http)


async def test_older_states_of_a_picture_are_named() -> None:
    case = CASES["github"]()
    commits = f"{API}/repos/wanda-example/garden/commits"
    async with Web({**case.routes, commits: recorded("github/commits.json")}).door() as http:
        listed = photos(await read(GitHub(), case.account, http))
        picture = next(photo for photo in listed if photo.kind is PhotoKind.FILE)
        older = await GitHub().older_versions(picture, http)
        avatar = next(photo for photo in listed if photo.kind is PhotoKind.AVATAR)
        odd = (
            avatar,
            replace(avatar, media_url=picture.media_url),
            replace(picture, media_url=avatar.media_url),
        )
        for other in odd:
            assert list(await GitHub().older_versions(other, http)) == []
    raw = "https://raw.githubusercontent.com/wanda-example/garden"
    assert older[0] == f"{raw}/{SHA}/photos/IMG_0001.jpg"
    assert len(older) == 2
