from __future__ import annotations

import pytest

from auditor.domain.photos.photo import PhotoKind
from auditor.sources.pixelfed.source import Pixelfed
from tests.contract.source_cases import CASES, PICS
from tests.recorded import Reply, Web, photos, read
from tests.rows import each_row

NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/2.0"


@each_row(
    ("text", "sure"),
    [
        ("https://pixelfed.social/wanda", True),
        ("@wanda@pixelfed.social", True),
        ("https://pixelfed.social/p/wanda/123", True),
        ("https://pics.example/wanda", None),
        ("@wanda@pics.example", None),
        ("https://pixelfed.social/settings", None),
        ("https://pixelfed.social/", None),
    ],
)
def test_only_known_servers_are_taken_without_asking(text: str, sure: bool | None) -> None:
    found = Pixelfed().recognise(text)
    assert (found.sure if found else None) is sure


@pytest.mark.parametrize(("name", "is_one"), [("pixelfed", True), ("mastodon", False)])
async def test_another_server_is_asked_what_it_runs(name: str, is_one: bool) -> None:
    links = f'{{"links": [{{"rel": "{NODEINFO}", "href": "{PICS}/api/nodeinfo/2.0.json"}}]}}'
    routes = {
        f"{PICS}/.well-known/nodeinfo": Reply(links.encode()),
        f"{PICS}/api/nodeinfo/2.0.json": Reply(f'{{"software": {{"name": "{name}"}}}}'.encode()),
    }
    async with Web(routes).door() as http:
        found = await Pixelfed().detect(http, f"{PICS}/wanda")
    assert (found is not None and found.sure) is is_one


async def test_a_server_is_not_asked_elsewhere_what_it_runs() -> None:
    links = f'{{"links": [{{"rel": "{NODEINFO}", "href": "https://other.example/n"}}]}}'
    web = Web({f"{PICS}/.well-known/nodeinfo": Reply(links.encode())})
    async with web.door() as http:
        assert await Pixelfed().detect(http, f"{PICS}/wanda") is None
    assert not any("other.example" in url for url in web.asked)


async def test_the_feed_is_read_and_the_rest_could_not_be_told() -> None:
    case = CASES["pixelfed"]()
    async with Web(case.routes).door() as http:
        batches = await read(Pixelfed(), case.account, http)
    posts = [photo for photo in photos(batches) if photo.kind is PhotoKind.POST]
    assert [photo.page_url for photo in posts] == [f"{PICS}/p/wanda/3", f"{PICS}/p/wanda/2"]
    assert not batches[-1].complete
    assert "could not be told" in batches[-1].notes[0]


async def test_a_profile_without_a_feed_is_no_empty_one() -> None:
    case = CASES["pixelfed"]()
    async with Web({**case.routes, f"{PICS}/users/wanda.atom": Reply(b"", 404)}).door() as http:
        batches = await read(Pixelfed(), case.account, http)
    assert len(photos(batches)) == 1
    assert not batches[-1].complete
    assert "could not be told" in batches[-1].notes[0]
