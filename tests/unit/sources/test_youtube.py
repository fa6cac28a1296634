from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from auditor.domain.photos.photo import PhotoKind, Role
from auditor.errors import AccountMissing, HandleTaken, PayloadBroken, SourceError
from auditor.sources.youtube.source import YouTube
from tests.contract.source_cases import CASES, TUBE
from tests.recorded import Reply, Web, photos, read, recorded
from tests.rows import each_row

WHO = CASES["youtube"]().account
KEY = "UCwandawandawandawanda12"
PLACE = "https://yt3.googleusercontent.com"


@each_row(
    ("text", "handle", "url"),
    [
        (f"{TUBE}/about", "wandasgarden", TUBE),
        ("https://m.youtube.com/@WandasGarden", "WandasGarden", "https://www.youtube.com/@WandasGarden"),
        (f"https://youtube.com/channel/{KEY}", KEY, f"https://www.youtube.com/channel/{KEY}"),
        ("https://www.youtube.com/user/wanda", "wanda", "https://www.youtube.com/user/wanda"),
        ("https://www.youtube.com/c/Wanda", "Wanda", "https://www.youtube.com/c/Wanda"),
        ("https://www.youtube.com/channel/wanda", None, ""),
        ("https://www.youtube.com/watch?v=abc", None, ""),
        ("https://www.youtube.com/", None, ""),
        ("https://youtu.be/abc", None, ""),
        ("https://youtube.example/@wanda", None, ""),
    ],
)  # fmt: skip
def test_what_is_recognised(text: str, handle: str | None, url: str) -> None:
    found = YouTube().recognise(text)
    assert (found.handle if found else None) == handle
    assert found is None or found.url == url


async def test_portrait_banner_and_link_are_read_and_the_rest_is_told() -> None:
    async with Web(CASES["youtube"]().routes).door() as http:
        (batch,) = await read(YouTube(), WHO, http)
    found = {photo.kind: photo for photo in batch.photos}
    avatar, banner = found[PhotoKind.AVATAR], found[PhotoKind.BANNER]
    assert avatar.media_url == f"{PLACE}/wanda=s900-c-k-c0x00ffffff-no-rj"
    assert [each.width for each in avatar.renditions] == [900, 160, 120, 72]
    assert (banner.renditions[0].width, banner.renditions[0].height) == (2560, 424)
    assert {each.role for each in banner.renditions[1:]} == {Role.SMALLER}
    assert batch.profile is not None
    assert batch.profile.display_name == "Wanda's garden"
    assert [link.url for link in batch.profile.links] == ["https://wanda.example/garden"]
    assert batch.stable_id == KEY
    assert not batch.complete
    assert any("Films" in note for note in batch.notes)
    assert any("first link alone" in note for note in batch.notes)


async def test_a_wall_of_consent_is_never_an_empty_channel() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "www.youtube.com":
            place = f"https://consent.youtube.com/m?continue={TUBE}&gl=DE"
            return httpx.Response(302, headers={"location": place})
        return httpx.Response(200, content=b"<html>Before you continue to YouTube</html>")

    web = Web({})
    web.answer = answer  # type: ignore[method-assign]
    async with web.door() as http:
        with pytest.raises(SourceError, match="could not be told"):
            await read(YouTube(), WHO, http)


async def test_youtubes_own_words_tell_why_there_is_no_channel() -> None:
    async with Web({TUBE: recorded("youtube/terminated.html")}).door() as http:
        with pytest.raises(SourceError, match="has been terminated") as caught:
            await read(YouTube(), WHO, http)
    assert not isinstance(caught.value, AccountMissing), "a ban is not a deletion"


@each_row(
    ("reply", "error"),
    [
        (Reply(b"", 404), AccountMissing),
        (Reply(b"<html>nothing here</html>"), PayloadBroken),
        (Reply(b'<script>var ytInitialData = {"metadata": 1};</script>'), PayloadBroken),
    ],
)
async def test_no_page_of_a_channel_is_told(reply: Reply, error: type[Exception]) -> None:
    async with Web({TUBE: reply}).door() as http:
        with pytest.raises(error):
            await read(YouTube(), WHO, http)


async def test_a_name_that_went_to_another_channel_is_not_read() -> None:
    seen = replace(WHO, stable_id="UCother")
    async with Web(CASES["youtube"]().routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(YouTube(), seen, http)


async def test_a_channel_without_pictures_has_none() -> None:
    body = recorded("youtube/channel.html").body.replace(PLACE.encode(), b"javascript:")
    async with Web({TUBE: Reply(body)}).door() as http:
        batches = await read(YouTube(), WHO, http)
    assert photos(batches) == []
    assert any("left out" in note for note in batches[0].notes)
