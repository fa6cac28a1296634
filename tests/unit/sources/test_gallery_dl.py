"""What gallery-dl lists becomes photos; what it may not be asked for is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from auditor.config import AT_OWN_RISK, GalleryDlSettings
from auditor.domain.outcome import Batch
from auditor.errors import PayloadBroken, SourceError
from auditor.ports import RunsProgram
from auditor.sources.gallery_dl import NAME, GalleryDl, platforms_of
from auditor.sources.gallery_dl.messages import ProgramList, read_listing
from tests.fakes.hostile import HOSTILE
from tests.recorded import Web, account, photos, recorded
from tests.rows import each_row

PROFILE = "https://pics.example/@testuser"


class FakeProgram:
    """Prints what it was given for each address."""

    def __init__(self, printed: Mapping[str, object], told: str = "") -> None:
        self.printed = printed
        self.told = told
        self.asked: list[str] = []

    def installed(self) -> bool:
        return True

    async def listing(self, url: str, *, purpose: str) -> tuple[bytes, str]:
        assert purpose
        self.asked.append(url)
        return json.dumps(self.printed.get(url, [])).encode(), self.told


def read(messages: object, told: str = "") -> ProgramList:
    return read_listing(
        json.dumps(messages).encode(), told, account="a", platform="imgur", profile=PROFILE
    )


def file(url: str = "https://cdn.example/a.jpg", **about: Any) -> list[object]:
    return [3, url, about]


async def fetched(source: GalleryDl, url: str = PROFILE) -> list[Batch]:
    who = account(source.name, "testuser", url)
    async with Web({}).door() as http:
        return [batch async for batch in source.fetch(who, http, None)]


def test_a_recorded_account() -> None:
    printed = recorded("gallery_dl/mastodon.json").body
    found = read_listing(printed, "", account="a", platform="imgur", profile=PROFILE)
    assert len(found.photos) == 3
    assert len({photo.id for photo in found.photos}) == 3
    first = found.photos[0]
    assert first.page_url.startswith("https://pics.example/@testuser/")
    assert first.caption == "p2"
    assert first.posted_at is not None
    assert (found.films, found.lost, found.errors, found.further) == (0, 0, [], [])


def test_sizes_are_taken_and_films_counted() -> None:
    found = read(
        [
            file(width=800, height=600, filesize=1234, date="2024-05-06 07:08:09", extension="jpg"),
            file("https://cdn.example/b.mp4"),
            file("ytdl:https://cdn.example/c"),
            file("https://cdn.example/d.zip"),
            file("https://cdn.example/e.jpg", retweet_id=5),
        ]
    )
    (photo,) = found.photos
    served = photo.renditions[0]
    assert (served.width, served.height, served.bytes) == (800, 600, 1234)
    assert photo.posted_at is not None
    assert photo.posted_at.isoformat() == "2024-05-06T07:08:09+00:00"
    assert (found.films, found.other_files, found.of_others) == (2, 1, 1)


def test_the_signature_of_an_address_does_not_change_who_a_photo_is() -> None:
    ids = {
        read([file(f"https://cdn.example/a.jpg?sig={sig}", id=7, num=1)]).photos[0].id
        for sig in (1, 2)
    }
    assert len(ids) == 1
    bare = {read([file(f"https://cdn.example/a.jpg?sig={sig}")]).photos[0].id for sig in (1, 2)}
    assert len(bare) == 1


@each_row("day", ["1970-01-01 00:00:00", "", None, 5, "no day", HOSTILE])
def test_a_day_that_is_none_is_not_told(day: object) -> None:
    assert read([file(date=day)]).photos[0].posted_at is None


@each_row("message", [None, 5, [], [3], [3, 5, {}], [3, "https://a.example/a.jpg"], ["x"], {}])
def test_a_broken_message_is_counted(message: object) -> None:
    found = read([message, file()])
    assert (found.lost, len(found.photos)) == (1, 1)


@each_row("url", ["javascript:alert(1)", "file:///etc/passwd", "text:hello", ""])
def test_an_address_that_must_not_be_asked_is_left_out(url: str) -> None:
    found = read([file(url, extension="jpg")])
    assert (found.lost, found.photos) == (1, [])


def test_hostile_values_are_taken_for_nothing() -> None:
    keys = ("width", "height", "filesize", "id", "num", "media", "date", "link", "title")
    about: dict[str, Any] = {key: [HOSTILE] for key in keys}
    (photo,) = read([file(**about)]).photos
    assert (photo.page_url, photo.caption, photo.posted_at) == (PROFILE, None, None)


def test_a_page_on_another_host_is_not_taken_for_the_posting() -> None:
    (photo,) = read([file(post_url="https://evil.example/login")]).photos
    assert photo.page_url == PROFILE


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(PayloadBroken):
        read_listing(b"<html>", "", account="a", platform="imgur", profile=PROFILE)


async def test_errors_are_told_in_its_own_words_cleaned() -> None:
    failed = [[-1, {"error": "AuthRequired", "message": "log\x1b[31m in\u202e"}]]
    with pytest.raises(SourceError, match="AuthRequired: log") as caught:
        await fetched(GalleryDl(FakeProgram({PROFILE: failed})))
    assert "\x1b" not in caught.value.message
    assert "\u202e" not in caught.value.message
    with pytest.raises(SourceError, match="Unsupported URL"):
        await fetched(
            GalleryDl(FakeProgram({}, "[gallery-dl][error] Unsupported URL 'https://a/'\n"))
        )


async def test_what_was_listed_before_an_error_is_kept_and_nothing_is_complete() -> None:
    printed = [file(), [-1, {"error": "HttpError", "message": "429"}]]
    (batch,) = await fetched(GalleryDl(FakeProgram({PROFILE: printed})))
    assert len(batch.photos) == 1
    assert not batch.complete
    assert any("HttpError: 429" in note for note in batch.notes)


async def test_only_addresses_below_the_profile_are_followed() -> None:
    below = f"{PROFILE}/photos"
    others = [f"https://pics.example/@{name}/photos" for name in ("testuser2", "other")]
    queue = [[6, url, {}] for url in (below, *others, "https://evil.example/@testuser/photos")]
    program = FakeProgram({PROFILE: queue, below: [file(), file()]})
    batches = await fetched(GalleryDl(program))
    assert program.asked == [PROFILE, below]
    assert len(photos(batches)) == 1  # the same address twice is one photo
    assert any("3 further addresses" in note for note in batches[-1].notes)


async def test_two_pictures_with_one_number_stay_two() -> None:
    urls = ("https://cdn.example/a.jpg", "https://cdn.example/b.jpg")
    program = FakeProgram({PROFILE: [file(url, id=1, num=1) for url in urls]})
    assert len({photo.id for photo in photos(await fetched(GalleryDl(program)))}) == 2


async def test_what_a_source_of_ours_reads_is_left_to_it() -> None:
    program = FakeProgram({PROFILE: [file()]})
    with pytest.raises(SourceError, match="Mastodon is read without"):
        await fetched(GalleryDl(program, ours=lambda _url: "Mastodon"))
    with pytest.raises(SourceError, match="Instagram by this name"):
        await fetched(GalleryDl(program, closed=lambda _url: "Instagram"))
    assert program.asked == []


async def test_the_address_is_asked_in_the_form_that_it_knows() -> None:
    program = FakeProgram({})
    await fetched(GalleryDl(program), "https://www.flickr.com/people/anna/")
    assert program.asked == ["https://www.flickr.com/photos/anna/"]


def test_four_platforms_are_off_until_they_are_named() -> None:
    assert not set(platforms_of(GalleryDlSettings())) & set(AT_OWN_RISK)
    assert "imgur" in platforms_of(GalleryDlSettings())
    told = platforms_of(GalleryDlSettings(also=("instagram",)))
    assert set(told) & set(AT_OWN_RISK) == {"instagram"}
    assert platforms_of(GalleryDlSettings(use=False, also=AT_OWN_RISK)) == ()


@each_row("platform", [*AT_OWN_RISK, "imgur", NAME])
def test_licence_and_risk_are_told(platform: str) -> None:
    source: object = GalleryDl(FakeProgram({}), platform)
    assert isinstance(source, RunsProgram)
    assert "GPL" in source.terms()
    assert ("close accounts" in source.terms()) == (platform in AT_OWN_RISK)


async def test_nothing_is_recognised_and_no_impostor_is_asked() -> None:
    program = FakeProgram({})
    source = GalleryDl(program)
    async with Web({}).door() as http:
        assert source.recognise(PROFILE) is None
        assert await source.detect(http, PROFILE) is None
        assert await source.avatar(account(NAME, "a", PROFILE), http) is None
        assert await source.proof_texts(account(NAME, "a", PROFILE), http) == []
    assert program.asked == []
