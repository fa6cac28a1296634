from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

import httpx
import pytest

from auditor.adapters.keys import known_services
from auditor.adapters.keys.secrets import MemorySecrets
from auditor.adapters.keys.service_keys import ServiceKeys
from auditor.adapters.network.http import HttpDoor
from auditor.config import NetworkSettings
from auditor.domain.photos.photo import PhotoKind, Role
from auditor.domain.secret import Secret
from auditor.domain.views import NetworkEntry
from auditor.errors import AccountMissing, AuditorError, HandleTaken, LoginNeeded, SourceError
from auditor.sources.deviantart.source import DeviantArt
from tests.contract.source_cases import ART, CASES
from tests.fakes.own_keys import NUMBER, TOKEN, WORDS, own_key
from tests.recorded import FIXTURES, Reply, Route, photos, read, recorded
from tests.rows import each_row

TOKENS = f"{ART}/oauth2/token"
GALLERY = f"{ART}/api/v1/oauth2/gallery/all"
PROFILE = f"{ART}/api/v1/oauth2/user/profile/wanda-paints"


class Platform:
    """Answers as recorded, keeps what it is sent, and what the network log says of it."""

    def __init__(self, changed: Mapping[str, Route] = {}) -> None:
        self.routes = {**CASES["deviantart"]().routes, **changed}
        self.sent: list[httpx.Request] = []
        self.log: list[NetworkEntry] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        url = request.url
        route = self.routes[f"{url.scheme}://{url.netloc.decode()}{url.path}"]
        reply = route if isinstance(route, Reply) else route(url)
        return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)

    def door(self) -> HttpDoor:
        return HttpDoor(
            NetworkSettings(), self.log.append, transport=httpx.MockTransport(self.answer)
        )


WHO = CASES["deviantart"]().account


@each_row(
    ("text", "handle"),
    [
        (f"{ART}/Wanda-Paints/gallery/all", "wanda-paints"),
        ("https://wanda-paints.deviantart.com/", "wanda-paints"),
        (f"{ART}/", None),
        (f"{ART}/settings/general", None),
        (f"{ART}/tag/roses", None),
        ("https://deviantart.example/wanda", None),
        ("https://www.notdeviantart.com/wanda", None),
    ],
)
def test_addresses_of_people_alone_are_taken(text: str, handle: str | None) -> None:
    found = DeviantArt(own_key).recognise(text)
    assert (found.handle if found else None) == handle


async def test_the_gallery_is_read_with_its_sizes_and_what_was_left_out() -> None:
    async with Platform().door() as http:
        batches = await read(DeviantArt(own_key), WHO, http)
    found = {photo.caption: photo for photo in photos(batches) if photo.kind is PhotoKind.POST}
    assert set(found) == {"The gate", "Self in a mirror", "Members only"}
    gate = found["The gate"]
    assert (gate.renditions[0].width, gate.renditions[0].height) == (2000, 1500)
    assert [each.role for each in gate.renditions] == [
        Role.SERVED,
        Role.DISPLAYED,
        Role.SMALLER,
        Role.SMALLER,
    ]
    assert gate.posted_at is not None
    assert batches[-1].notes == (
        "1 film was not looked at.",
        (
            "1 picture is offered as a download of the file that was uploaded; that file was not "
            "looked at, and may hold more."
        ),
    )
    profile = batches[0].profile
    assert profile is not None
    assert profile.display_name == "Wanda Example"
    assert profile.description.startswith("Wanda Example\npaint and roses\nIceland\nI paint.")
    assert [link.url for link in profile.links] == ["https://garden.example/wanda"]


async def test_where_more_is_counted_than_listed_the_rest_could_not_be_told() -> None:
    body = (FIXTURES / "deviantart/profile.json").read_bytes()
    more = body.replace(b'"user_deviations": 6', b'"user_deviations": 9')
    async with Platform({PROFILE: Reply(more)}).door() as http:
        batches = await read(DeviantArt(own_key), WHO, http)
    assert "the rest could not be told" in batches[-1].notes[0]
    assert not batches[-1].complete


@each_row("offset", [0, None, "x"])
async def test_a_gallery_without_end_is_left(offset: object) -> None:
    told = json.dumps({"has_more": True, "next_offset": offset, "results": []}).encode()
    async with Platform({GALLERY: Reply(told)}).door() as http:
        batches = await read(DeviantArt(own_key), WHO, http)
    assert "left there" in batches[-1].notes[0]
    assert not batches[-1].complete


async def test_who_is_gone_is_missing_and_a_stranger_is_not_read() -> None:
    gone = recorded("deviantart/no_such_user.json", 400)
    async with Platform({PROFILE: gone}).door() as http:
        with pytest.raises(AccountMissing):
            await read(DeviantArt(own_key), WHO, http)
    async with Platform().door() as http:
        with pytest.raises(HandleTaken):
            await read(DeviantArt(own_key), replace(WHO, stable_id="another"), http)


async def test_the_key_goes_once_in_a_body_and_the_token_in_a_header() -> None:
    platform = Platform()
    async with platform.door() as http:
        await read(DeviantArt(own_key), WHO, http)
    first, *others = platform.sent
    assert dict(parse_qsl(first.content.decode())) == {
        "grant_type": "client_credentials",
        "client_id": NUMBER,
        "client_secret": WORDS,
    }
    for request in others:
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert WORDS not in f"{request.url}{request.headers}{request.content!r}"
    assert all(TOKEN not in str(request.url) for request in platform.sent)


async def test_a_token_that_has_run_out_is_renewed_once() -> None:
    answers = [
        recorded("deviantart/gallery_0.json"),
        recorded("deviantart/token_over.json", 401),
        recorded("deviantart/gallery_24.json"),
    ]
    platform = Platform({GALLERY: lambda _url: answers.pop(0)})
    async with platform.door() as http:
        batches = await read(DeviantArt(own_key), WHO, http)
    assert len(photos(batches)) == CASES["deviantart"]().photos
    assert sum(request.url.path == "/oauth2/token" for request in platform.sent) == 2
    over = recorded("deviantart/token_over.json", 401)
    async with Platform({GALLERY: over}).door() as http:
        with pytest.raises(LoginNeeded, match="Expired oAuth2"):
            await read(DeviantArt(own_key), WHO, http)


async def test_without_a_key_one_line_says_what_it_needs_and_where_to_get_it() -> None:
    keys = ServiceKeys(MemorySecrets(), {})

    async def none_kept(name: str) -> Secret:
        row = known_services.named(name)
        assert row is not None
        return await keys.get(row)

    platform = Platform()
    async with platform.door() as http:
        with pytest.raises(LoginNeeded) as told:
            await read(DeviantArt(none_kept), WHO, http)
    for words in (
        "There is no key of DeviantArt: it needs your own.",
        "https://www.deviantart.com/developers/apps",
        "auditor keys set deviantart",
    ):
        assert words in told.value.message
    assert "\n" not in told.value.message
    assert platform.sent == []


async def test_of_a_wrong_key_the_platform_says_why() -> None:
    wrong = recorded("deviantart/wrong_key.json", 401)
    async with Platform({TOKENS: wrong}).door() as http:
        with pytest.raises(LoginNeeded) as told:
            await read(DeviantArt(own_key), WHO, http)
    assert told.value.message == (
        "DeviantArt does not take your key: The client credentials are invalid. Another one is "
        "kept by 'auditor keys set deviantart'."
    )


ECHO = f"client {NUMBER} with {WORDS.upper()} and {WORDS} for {TOKEN}\n\x1b[31m"


def echoing(status: int, error: str = "invalid_client") -> Reply:
    """Answer with everything that was sent, as a careless server does."""
    return Reply(json.dumps({"error": error, "error_description": ECHO}).encode(), status)


ODD = {
    "refused": {TOKENS: echoing(401)},
    "refused-400": {TOKENS: echoing(400)},
    "broken": {TOKENS: echoing(500)},
    "no-token": {TOKENS: Reply(json.dumps({"access_token": [ECHO]}).encode())},
    "no-json": {TOKENS: Reply(ECHO.encode())},
    "elsewhere": {
        TOKENS: Reply(b"", 302, {"location": f"https://{WORDS}.b.example/{WORDS}?k={WORDS}"})
    },
    "profile-refused": {PROFILE: echoing(403)},
    "profile-elsewhere": {
        PROFILE: Reply(b"", 302, {"location": f"https://b.example/{TOKEN}?k={TOKEN}"})
    },
    "profile-no-json": {PROFILE: Reply(ECHO.encode())},
    "gallery-refused": {GALLERY: echoing(400, "invalid_request")},
    "gallery-broken": {GALLERY: echoing(500, "server_error")},
}


@each_row("name", ODD)
async def test_no_error_and_no_log_line_holds_the_key(name: str) -> None:
    platform = Platform(ODD[name])
    async with platform.door() as http:
        with pytest.raises(AuditorError) as told:
            await read(DeviantArt(own_key), WHO, http)
    shown = "".join(traceback.format_exception(told.value)) + repr(platform.log)
    shown += told.value.message + told.value.hint
    given = () if TOKENS in ODD[name] else (TOKEN,)
    for part in (NUMBER, WORDS, *given):
        assert part.casefold() not in shown.casefold()
    assert isinstance(told.value, SourceError) or "elsewhere" in name
    assert "\x1b" not in told.value.message
    assert all(request.url.host == "www.deviantart.com" for request in platform.sent)
