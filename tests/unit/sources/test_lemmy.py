from __future__ import annotations

import json
from dataclasses import replace

import pytest

from auditor.adapters.clock import SystemClock
from auditor.domain.account import Proof, ProofMethod
from auditor.domain.photos.photo import PhotoKind, Role
from auditor.errors import AccountMissing, HandleTaken, LoginNeeded
from auditor.sources.lemmy.source import Lemmy
from tests.contract.source_cases import CASES, LINKS
from tests.recorded import FIXTURES, Reply, Web, photos, read, recorded
from tests.rows import each_row

USER = f"{LINKS}/api/v3/user"


def first_page() -> dict[str, object]:
    told: dict[str, object] = json.loads((FIXTURES / "lemmy/page_1.json").read_bytes())
    return told


@each_row(
    ("text", "known"),
    [
        ("@wanda@lemmy.world", True),
        ("https://lemmy.world/u/wanda", True),
        ("https://lemmy.world/c/roses", False),
        ("https://lemmy.world/post/12", False),
        ("@wanda@links.example", False),
    ],
)
def test_only_known_servers_are_taken_without_asking(text: str, known: bool) -> None:
    assert (Lemmy().recognise(text) is not None) is known


def test_a_person_seen_elsewhere_is_asked_for_at_home() -> None:
    found = Lemmy().recognise("https://lemmy.ml/u/wanda@lemmy.ca")
    assert found is not None
    assert (found.handle, found.url) == ("@wanda@lemmy.ca", "https://lemmy.ca/u/wanda")


@pytest.mark.parametrize(("name", "is_one"), [("lemmy", True), ("piefed", False)])
async def test_another_server_is_asked_what_it_runs(name: str, is_one: bool) -> None:
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
    links = f'{{"links": [{{"rel": "{rel}", "href": "{LINKS}/nodeinfo/2.0.json"}}]}}'
    routes = {
        f"{LINKS}/.well-known/nodeinfo": Reply(links.encode()),
        f"{LINKS}/nodeinfo/2.0.json": Reply(f'{{"software": {{"name": "{name}"}}}}'.encode()),
    }
    async with Web(routes).door() as http:
        found = await Lemmy().detect(http, f"{LINKS}/u/wanda")
    assert (found is not None and found.sure) is is_one


async def test_posts_and_comments_are_read_and_pages_elsewhere_told() -> None:
    case = CASES["lemmy"]()
    async with Web(case.routes).door() as http:
        batches = await read(Lemmy(), case.account, http)
    found = {photo.page_url: photo for photo in photos(batches) if photo.kind is PhotoKind.POST}
    rose = found[f"{LINKS}/post/905"]
    assert (rose.alt, rose.caption) == ("A red rose", "Post 905\nFrom the front garden")
    assert [each.role for each in rose.renditions] == [Role.SERVED, Role.DISPLAYED]
    assert [each.width for each in rose.renditions] == [None, 512]
    assert found[f"{LINKS}/comment/951"].alt == "the [old] hedge"
    assert sum(photo.page_url == f"{LINKS}/post/902" for photo in photos(batches)) == 2
    assert all("emoji" not in photo.media_url for photo in photos(batches))
    assert batches[-1].notes == (
        "1 film was not looked at.",
        "1 post leads to a page elsewhere; the preview picture of that page was left out.",
    )
    profile = batches[0].profile
    assert profile is not None
    assert [link.url for link in profile.links] == ["https://garden.example/wanda"]
    assert "@wanda:matrix.example" in profile.description


async def test_where_the_lists_stop_short_the_rest_could_not_be_told() -> None:
    case = CASES["lemmy"]()
    told = first_page() | {"posts": [], "comments": []}
    async with Web({USER: Reply(json.dumps(told).encode())}).door() as http:
        batches = await read(Lemmy(), case.account, http)
    assert batches[-1].notes == (
        "The server counts more posts than it lists: the rest could not be told.",
        "The server counts more comments than it lists: the rest could not be told.",
    )
    assert not batches[-1].complete


async def test_a_list_that_repeats_itself_is_left() -> None:
    case = CASES["lemmy"]()
    async with Web({USER: recorded("lemmy/page_1.json")}).door() as http:
        batches = await read(Lemmy(), case.account, http)
    assert "left there" in batches[-1].notes[0]
    assert not batches[-1].complete


async def test_posts_of_others_are_not_read() -> None:
    case = CASES["lemmy"]()
    body = (FIXTURES / "lemmy/page_1.json").read_bytes()
    others = body.replace(b'"creator_id": 77', b'"creator_id": 78')

    web = Web({**case.routes, USER: Reply(others)})
    async with web.door() as http:
        found = photos(await read(Lemmy(), case.account, http))
    assert {photo.kind for photo in found} == {PhotoKind.AVATAR, PhotoKind.BANNER}


@each_row(
    ("body", "status", "error"),
    [
        (b'{"error": "couldnt_find_that_username_or_email"}', 400, AccountMissing),
        (b'{"error": "not_found"}', 404, AccountMissing),
        (b'{"error": "instance_is_private"}', 400, LoginNeeded),
    ],
)
async def test_who_is_gone_is_missing_and_a_private_server_closed(
    body: bytes, status: int, error: type[Exception]
) -> None:
    case = CASES["lemmy"]()
    async with Web({USER: Reply(body, status)}).door() as http:
        with pytest.raises(error):
            await read(Lemmy(), case.account, http)


async def test_another_person_of_the_name_or_on_a_relay_is_not_read() -> None:
    case = CASES["lemmy"]()
    other = replace(case.account, stable_id="5")
    proof = Proof(ProofMethod.BIO, f"{LINKS}/u/wanda", SystemClock().now())
    proven = replace(case.account, proof=proof)
    body = (FIXTURES / "lemmy/page_1.json").read_bytes()
    relayed = body.replace(b"https://links.example/u/", b"https://victim.test/u/")
    async with Web(case.routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(Lemmy(), other, http)
    async with Web({USER: Reply(relayed)}).door() as http:
        for asking in (read(Lemmy(), proven, http), Lemmy().proof_texts(case.account, http)):
            with pytest.raises(HandleTaken):
                await asking


async def test_pictures_whose_form_is_odd_are_told() -> None:
    case = CASES["lemmy"]()
    told = first_page()
    odd = {"comment": {"id": 1, "creator_id": 77, "content": "![a](https://x y) ![b](<>)"}}
    told |= {"posts": [], "comments": [odd]}
    empty = {**told, "comments": []}

    def page(number: str) -> Reply:
        return Reply(json.dumps(told if number == "1" else empty).encode())

    async with Web({USER: lambda url: page(url.params["page"])}).door() as http:
        batches = await read(Lemmy(), case.account, http)
    assert any("2 entries of the list" in note for note in batches[-1].notes)
