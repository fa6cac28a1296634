"""What auditor.ports.Source promises, where another program asks the platform: gallery-dl."""

from __future__ import annotations

import contextlib
import json

import pytest

from auditor.errors import AuditorError, SourceError
from auditor.sources.gallery_dl import GalleryDl
from tests.contract.promises import (
    BROKEN,
    NO_ADDRESSES,
    assert_addresses_of_the_web,
    assert_read_once,
    with_hostile_addresses,
)
from tests.recorded import Web, account, photos, read, recorded
from tests.rows import each_row

PROFILE = "https://pics.example/@testuser"
WHO = account("gallery_dl", "testuser", PROFILE)
RECORDED = recorded("gallery_dl/mastodon.json").body
MANY = json.dumps(
    [[3, f"https://cdn.example/{n}.jpg", {"id": n, "post_url": PROFILE}] for n in range(1_203)]
).encode()
LISTS = {3: RECORDED, 1_203: MANY}
"""What the program prints, by how many photos are in it."""


class Prints:
    """A program that prints the same of every address."""

    def __init__(self, printed: bytes) -> None:
        self.printed = printed

    def installed(self) -> bool:
        return True

    async def listing(self, url: str, *, purpose: str) -> tuple[bytes, str]:
        assert url
        assert purpose
        return self.printed, ""


@pytest.mark.parametrize("count", LISTS)
async def test_all_photos_are_read_once_and_from_every_cursor(count: int) -> None:
    source = GalleryDl(Prints(LISTS[count]))
    async with Web({}).door() as http:
        batches = await read(source, WHO, http)
        assert_read_once(batches, WHO, source.name)
        whole = {photo.id: photo for photo in photos(batches)}
        assert len(whole) == count
        for cursor in [*(batch.cursor for batch in batches[:-1]), "\x00 no cursor of ours"]:
            again = photos(await read(source, WHO, http, cursor))
            assert {photo.id: photo for photo in again} == whole  # it lists all each time


@each_row("word", ["AuthRequired", "AuthorizationError", "HttpError"])
async def test_what_is_closed_is_said_and_never_empty(word: str) -> None:
    closed = json.dumps([[-1, {"error": word, "message": "no"}]]).encode()
    async with Web({}).door() as http:
        with pytest.raises(SourceError) as caught:
            await read(GalleryDl(Prints(closed)), WHO, http)
    assert word in caught.value.message


@each_row("body", BROKEN, ids=lambda body: repr(body[:12]))
async def test_broken_lists_are_told_in_words(body: bytes) -> None:
    async with Web({}).door() as http:
        with contextlib.suppress(AuditorError):  # anything else fails the test
            for batch in await read(GalleryDl(Prints(body)), WHO, http):
                assert not batch.complete
                assert not batch.photos


@each_row("text", NO_ADDRESSES)
async def test_only_addresses_of_the_web_come_out(text: str) -> None:
    hostile = with_hostile_addresses(text)(RECORDED)
    assert hostile != RECORDED
    async with Web({}).door() as http:
        with contextlib.suppress(SourceError):
            assert_addresses_of_the_web(await read(GalleryDl(Prints(hostile)), WHO, http))


async def test_a_program_without_end_is_left() -> None:
    """Every list names a further address below the profile: they are asked a few times only."""
    circling = json.dumps(
        [*json.loads(RECORDED), *([6, f"{PROFILE}/{n}", {}] for n in range(400))]
    ).encode()
    async with Web({}).door() as http:
        batches = await read(GalleryDl(Prints(circling)), WHO, http)
    assert_read_once(batches, WHO, "gallery_dl")
    assert len(photos(batches)) == len(photos_of(RECORDED))
    assert any("further addresses" in note for note in batches[-1].notes)


def photos_of(printed: bytes) -> list[object]:
    return [message for message in json.loads(printed) if message[0] == 3]
