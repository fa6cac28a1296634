from __future__ import annotations

import json
import traceback
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from auditor.domain.photos.photo import PhotoKind, Role
from auditor.errors import AccountMissing, AuditorError, HandleTaken, LoginNeeded, SourceError
from auditor.sources.flickr.source import FlickrStream
from tests.contract.source_cases import CASES, FLICKR
from tests.fakes.own_keys import KEYS, own_key
from tests.recorded import FIXTURES, Reply, Route, Web, photos, read, recorded
from tests.rows import each_row

WHO = CASES["flickr"]().account
NUMBER = "39000000@N00"


@each_row(
    ("text", "handle"),
    [
        ("https://www.flickr.com/photos/wanda-lens/52/in/album-7/", "wanda-lens"),
        (f"https://m.flickr.com/people/{NUMBER}/", NUMBER),
        ("https://www.flickr.com/photos/tags/roses", None),
        ("https://www.flickr.com/groups/roses", None),
        ("https://www.flickr.com/", None),
        ("https://flic.kr/p/abc", None),
        ("https://flickr.example/people/wanda", None),
    ],
)
def test_addresses_of_people_alone_are_taken(text: str, handle: str | None) -> None:
    found = FlickrStream(own_key).recognise(text)
    assert (found.handle if found else None) == handle
    assert found is None or found.url == f"https://www.flickr.com/people/{handle}/"


async def test_the_photostream_is_read_with_its_sizes_and_what_flickr_tells_of_it() -> None:
    async with Web(CASES["flickr"]().routes).door() as http:
        batches = await read(FlickrStream(own_key), WHO, http)
    found = {photo.caption: photo for photo in photos(batches) if photo.kind is PhotoKind.POST}
    assert set(found) == {"The gate\nFrom the front garden", "The bench", "Roses", "Rain"}
    gate = found["The gate\nFrom the front garden"]
    sizes = [(each.role, each.width) for each in gate.renditions]
    assert sizes[0] == (Role.SERVED, 4032)
    assert {role for role, _width in sizes[1:]} == {Role.SMALLER}
    assert gate.media_url.endswith("_o.jpg")
    assert gate.page_url == "https://www.flickr.com/photos/wanda-lens/52000000001/"
    assert gate.posted_at == datetime.fromtimestamp(1767000000, UTC)
    assert gate.licence == "CC BY 2.0"
    assert gate.published is not None
    assert gate.published.gps is not None
    assert (gate.published.gps.latitude, gate.published.gps.longitude) == (52.52, 13.405)
    assert gate.published.captured_at == "2026-01-01T10:00:00"
    assert found["The bench"].media_url.endswith("_k.jpg")
    assert found["The bench"].published is None, "Flickr does not know when it was taken"
    assert found["Roses"].renditions[0].width == 1024
    assert found["Rain"].published is not None
    assert found["Rain"].published.gps is None, "0, 0 is no place"
    assert batches[0].stable_id == NUMBER
    assert "1 film was not looked at" in " ".join(batches[-1].notes)
    assert batches[-1].complete


async def test_one_photo_has_the_id_that_an_archive_gives_it() -> None:
    """Archives of Flickr name photos by the same number."""
    from auditor.archives.formats.flickr import _ABOUT
    from auditor.domain.photos.photo import photo_id

    number = _ABOUT.fullmatch("photo_52000000001.json")
    assert number is not None
    async with Web(CASES["flickr"]().routes).door() as http:
        found = photos(await read(FlickrStream(own_key), WHO, http))
    assert photo_id(WHO.id, number["id"]) in {photo.id for photo in found}


async def test_what_the_profile_counts_and_the_stream_does_not_list_is_told() -> None:
    person = json.loads((FIXTURES / "flickr/getInfo.json").read_bytes())
    person["person"]["photos"]["count"]["_content"] = "12"
    usual = CASES["flickr"]().routes[FLICKR]

    def answer(url: httpx.URL) -> Reply:
        if url.params["method"].endswith("getInfo"):
            return Reply(json.dumps(person).encode())
        return usual if isinstance(usual, Reply) else usual(url)

    async with Web({FLICKR: answer}).door() as http:
        batches = await read(FlickrStream(own_key), WHO, http)
    assert not batches[-1].complete
    assert any("counts more posts than it lists" in note for note in batches[-1].notes)


@each_row(
    ("reply", "error", "words"),
    [
        (recorded("flickr/no_such_user.json"), AccountMissing, "Flickr knows no wanda-lens"),
        (recorded("flickr/wrong_key.json"), LoginNeeded, "Key has invalid format"),
        (Reply(b'{"stat":"fail","code":105,"message":"Away"}'), SourceError, "105: Away"),
        (Reply(b"", 403), LoginNeeded, "403"),
        (Reply(b"", 500), SourceError, "500"),
        (Reply(b'{"photos": {}}'), SourceError, "stat"),
    ],
)
async def test_refusals_are_told_in_flickrs_words(
    reply: Reply, error: type[AuditorError], words: str
) -> None:
    async with Web({FLICKR: reply}).door() as http:
        with pytest.raises(error, match=words) as caught:
            await read(FlickrStream(own_key), WHO, http)
    assert KEYS["flickr"].text not in "".join(traceback.format_exception(caught.value))


async def test_no_address_holds_the_key() -> None:
    web = Web(CASES["flickr"]().routes)
    async with web.door() as http:
        await read(FlickrStream(own_key), WHO, http)
    assert web.asked
    assert not any(KEYS["flickr"].text in address for address in web.asked)


async def test_a_name_that_went_to_somebody_else_is_not_read() -> None:
    routes: dict[str, Route] = CASES["flickr"]().routes
    async with Web(routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(FlickrStream(own_key), replace(WHO, stable_id="1@N01"), http)


async def test_a_stream_that_gives_the_same_page_again_is_left_and_not_complete() -> None:
    usual = CASES["flickr"]().routes[FLICKR]

    def answer(url: httpx.URL) -> Reply:
        if "page" in url.params:
            url = url.copy_set_param("page", "1")
        return usual if isinstance(usual, Reply) else usual(url)

    async with Web({FLICKR: answer}).door() as http:
        batches = await read(FlickrStream(own_key), WHO, http)
    assert not batches[-1].complete
    assert any("does not end" in note for note in batches[-1].notes)


async def test_entries_of_other_people_are_left_out_and_told() -> None:
    told = json.loads((FIXTURES / "flickr/getPublicPhotos_1.json").read_bytes())
    told["photos"]["photo"][0]["owner"] = "1@N01"
    usual = CASES["flickr"]().routes[FLICKR]

    def answer(url: httpx.URL) -> Reply:
        if url.params.get("page") == "1":
            return Reply(json.dumps(told).encode())
        return usual if isinstance(usual, Reply) else usual(url)

    async with Web({FLICKR: answer}).door() as http:
        batches = await read(FlickrStream(own_key), WHO, http)
    assert not batches[-1].complete
    assert any("1 entry" in note for note in batches[-1].notes)
