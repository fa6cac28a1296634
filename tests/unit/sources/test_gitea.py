from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.account import Proof, ProofMethod
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import HandleTaken
from auditor.sources.gitea.source import Gitea
from tests.contract.source_cases import CASES, FORGE
from tests.recorded import Reply, Web, photos, read, recorded
from tests.rows import each_row

API = f"{FORGE}/api/v1"


@each_row(
    ("text", "sure"),
    [
        ("https://codeberg.org/wanda", True),
        ("https://codeberg.org/wanda/garden", True),
        ("https://git.example/wanda", None),
        ("https://git.example/wanda/garden", None),
        ("https://git.example/", None),
        ("https://git.example/@wanda", None),
    ],
)
def test_only_known_hosts_are_taken_without_asking(text: str, sure: bool | None) -> None:
    found = Gitea().recognise(text)
    assert (found.sure if found else None) is sure


@each_row(
    ("body", "is_one"),
    [
        (b'{"version": "1.22.3"}', True),
        (b'{"version": "9.0.0+gitea-1.22.0"}', True),
        (b'{"version": "unknown"}', False),
        (b"[]", False),
        (b"<html>", False),
    ],
)
async def test_another_host_is_asked_what_it_runs(body: bytes, is_one: bool) -> None:
    async with Web({f"{API}/version": Reply(body)}).door() as http:
        found = await Gitea().detect(http, f"{FORGE}/wanda")
    assert (found is not None and found.sure) is is_one


async def test_files_are_read_over_pages_and_mirrors_are_told() -> None:
    case = CASES["gitea"]()
    async with Web(case.routes).door() as http:
        batches = await read(Gitea(), case.account, http)
    media = f"{API}/repos/wanda/garden/media/photos/"
    found = [photo for photo in photos(batches) if photo.kind is PhotoKind.FILE]
    assert [photo.media_url for photo in found] == [f"{media}IMG_0001.jpg", f"{media}IMG_0002.png"]
    assert found[0].page_url == f"{FORGE}/wanda/garden/src/branch/main/photos/IMG_0001.jpg"
    assert any("1 repository is a copy" in note for note in batches[-1].notes)
    assert batches[-1].complete


async def test_a_proven_account_is_not_read_where_its_server_names_another_home() -> None:
    case = CASES["gitea"]()
    user = recorded("gitea/user.json")
    elsewhere = replace(user, body=user.body.replace(b"git.example", b"git.elsewhere.org"))
    proof = Proof(ProofMethod.BIO, f"{FORGE}/wanda")
    async with Web({**case.routes, f"{API}/users/wanda": elsewhere}).door() as http:
        with pytest.raises(HandleTaken):
            await read(Gitea(), replace(case.account, proof=proof), http)


async def test_a_new_name_is_found_by_its_number() -> None:
    case = CASES["gitea"]()
    routes = {**case.routes, f"{API}/users/search": recorded("gitea/found.json")}
    moved = replace(case.account, handle="old", url=f"{FORGE}/old", stable_id="7")
    async with Web(routes).door() as http:
        batches = await read(Gitea(), moved, http)
    assert batches[0].now_called == ("wanda", f"{FORGE}/wanda")


async def test_older_states_of_a_picture_are_named() -> None:
    case = CASES["gitea"]()
    commits = f"{API}/repos/wanda/garden/commits"
    async with Web({**case.routes, commits: recorded("gitea/commits.json")}).door() as http:
        listed = photos(await read(Gitea(), case.account, http))
        picture = next(photo for photo in listed if photo.kind is PhotoKind.FILE)
        older = await Gitea().older_versions(picture, http)
    assert len(older) == 2
    assert older[0].startswith(f"{picture.media_url}?ref=8a9af1462c3f4e33")
