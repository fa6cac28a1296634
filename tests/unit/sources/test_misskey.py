from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.errors import AccountMissing, HandleTaken
from auditor.sources.misskey.source import Misskey
from tests.contract.source_cases import CASES, NOTES
from tests.recorded import Reply, Web, photos, read, recorded
from tests.rows import each_row


@each_row(
    ("text", "known"),
    [
        ("@wanda@misskey.io", True),
        ("https://misskey.io/@wanda", True),
        ("https://misskey.io/notes/9f", False),
        ("https://misskey.io/@", False),
        ("https://misskey.io/@wanda%2Fnotes", False),
        ("https://misskey.io/@wanda%3Fa=b", False),
        ("@wanda@notes.example", False),
    ],
)
def test_only_known_servers_are_taken_without_asking(text: str, known: bool) -> None:
    assert (Misskey().recognise(text) is not None) is known


@pytest.mark.parametrize(("name", "is_one"), [("sharkey", True), ("mastodon", False)])
async def test_another_server_is_asked_what_it_runs(name: str, is_one: bool) -> None:
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.1"
    links = f'{{"links": [{{"rel": "{rel}", "href": "{NOTES}/nodeinfo/2.1"}}]}}'
    routes = {
        f"{NOTES}/.well-known/nodeinfo": Reply(links.encode()),
        f"{NOTES}/nodeinfo/2.1": Reply(f'{{"software": {{"name": "{name}"}}}}'.encode()),
    }
    async with Web(routes).door() as http:
        found = await Misskey().detect(http, "@wanda@notes.example")
    assert (found is not None and found.sure) is is_one


async def test_notes_and_gallery_are_read_with_the_names_of_files() -> None:
    case = CASES["misskey"]()
    async with Web(case.routes).door() as http:
        batches = await read(Misskey(), case.account, http)
    found = {photo.file_name: photo for photo in photos(batches) if photo.file_name}
    assert set(found) == {"IMG_0007.jpg", "IMG_0006.jpg", "IMG_0004.jpg", "IMG_0003.jpg"}
    assert found["IMG_0007.jpg"].alt == "A rose"
    assert found["IMG_0007.jpg"].caption == "Post 7"
    assert found["IMG_0006.jpg"].visibility is Visibility.UNLISTED
    assert found["IMG_0003.jpg"].kind is PhotoKind.FILE
    assert found["IMG_0003.jpg"].caption == "Roses"
    assert found["IMG_0003.jpg"].page_url == f"{NOTES}/gallery/9fg01"
    assert batches[-1].notes == ("1 film was not looked at.",)


async def test_who_is_gone_is_missing_and_a_stranger_is_not_read() -> None:
    case = CASES["misskey"]()
    show = f"{NOTES}/api/users/show"
    gone = recorded("misskey/no_such_user.json", 400)
    async with Web({**case.routes, show: gone}).door() as http:
        with pytest.raises(AccountMissing):
            await read(Misskey(), case.account, http)
    named: Reply = recorded("misskey/user.json")
    routes = {**case.routes, show: lambda url: named if "username" in url.params else gone}
    async with Web(routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(Misskey(), replace(case.account, stable_id="9other"), http)


async def test_the_whole_avatar_behind_the_small_one_is_found() -> None:
    case = CASES["misskey"]()
    async with Web(case.routes).door() as http:
        listed = photos(await read(Misskey(), case.account, http))
    avatar = next(photo for photo in listed if photo.kind is PhotoKind.AVATAR)
    assert avatar.media_url == f"{NOTES}/files/webpublic-2f1b"
    assert avatar.renditions[1].url.startswith(f"{NOTES}/proxy/avatar.webp?url=")
