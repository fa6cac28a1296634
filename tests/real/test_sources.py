"""Every connector against the software it is for.

The real PDS, WordPress, MediaWiki, and a Mastodon server with gallery-dl as judge.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from auditor.adapters.network.http import HttpDoor
from auditor.config import AtprotoSettings, ReaderSettings, SourceSettings
from auditor.domain.account import Account, Claim, account_id
from auditor.domain.photos.photo import Photo, PhotoKind, Role
from auditor.domain.photos.reading import Reading
from auditor.ports import Source
from auditor.readers.process.pool import ReaderPool
from auditor.sources import build
from auditor.sources.atproto.source import Atproto
from tests.real.conftest import SCRIPTS
from tests.recorded import photos, read

pytestmark = pytest.mark.real

PLACE = (52.52, 13.405)
SERIAL = "SN12345"


def _source(name: str) -> Source:
    settings = SourceSettings(
        atproto=AtprotoSettings(plc_url="http://127.0.0.1:2582", appview_url="")
    )
    return next(source for source in build(settings) if source.name == name)


async def _added(name: str, text: str, http: HttpDoor) -> Account:
    """Return the account that a user who types `text` and says `mine` gets."""
    found = await _source(name).detect(http, text)
    assert found is not None
    assert found.sure
    return Account(
        account_id(name, found.handle, found.url), name, found.handle, found.url, Claim.MINE
    )


async def _measured(photo: Photo, http: HttpDoor) -> Reading:
    answer = await http.get(photo.media_url, purpose="picture")
    assert answer.status == 200
    async with ReaderPool(ReaderSettings(exiftool=False, workers=1), thumbnails=False) as pool:
        return await pool.read(answer.body, file_name=photo.file_name)


def _shows_place_and_serial(reading: Reading) -> None:
    metadata = reading.facts.metadata
    assert metadata.gps is not None
    assert (metadata.gps.latitude, metadata.gps.longitude) == pytest.approx(PLACE, abs=1e-6)
    assert metadata.serial_numbers == (SERIAL,)


@pytest.mark.parametrize("text", ["at://{did}", "http://127.0.0.1:2583/@alice.test"])
async def test_the_seeded_account_gives_six_photos_with_place_and_serial(
    pds: str, http: HttpDoor, real_servers: Path, text: str
) -> None:
    source = _source("atproto")
    account = await _added("atproto", text.format(did=pds), http)
    found = photos(await read(source, account, http))
    kinds = [photo.kind for photo in found]
    assert (
        kinds.count(PhotoKind.POST),
        kinds.count(PhotoKind.FILE),
        kinds.count(PhotoKind.AVATAR),
    ) == (4, 1, 1)
    assert len({photo.id for photo in found}) == 6
    uploaded = hashlib.sha256((real_servers / "photo_small.jpg").read_bytes()).hexdigest()
    for photo in found:
        reading = await _measured(photo, http)
        assert reading.facts.sha256 == uploaded
        assert (reading.facts.width, reading.facts.height) == (1200, 800)
        _shows_place_and_serial(reading)
    assert {photo.alt for photo in found if photo.kind is PhotoKind.POST} == {"me at the lake"}
    texts = await source.proof_texts(account, http)
    assert [text.text for text in texts] == ["tests"]
    assert await http.local(texts[0].url)


async def test_ids_are_the_same_however_the_account_was_found(pds: str, http: HttpDoor) -> None:
    source = _source("atproto")
    account = await _added("atproto", f"at://{pds}", http)
    other = Account(account.id, "atproto", "alice.test", "http://127.0.0.1:2583", Claim.MINE)
    first = {photo.id for photo in photos(await read(source, account, http))}
    assert first == {photo.id for photo in photos(await read(source, other, http))}


async def test_the_appview_shows_less_than_the_server_gives(appview: str, http: HttpDoor) -> None:
    """What bsky.app shows is small and clean.

    The original behind it keeps place and serial number.
    """
    source = Atproto(
        AtprotoSettings(plc_url="http://127.0.0.1:2782", appview_url="http://127.0.0.1:2784")
    )
    account = Account("a0", "atproto", appview, f"at://{appview}", Claim.MINE)
    (photo,) = [
        shown for shown in photos(await read(source, account, http)) if shown.kind is PhotoKind.POST
    ]
    _shows_place_and_serial(await _measured(photo, http))
    shown = photo.rendition(Role.DISPLAYED)
    assert shown is not None
    # the development network calls its picture host by an invented name and serves it itself
    here = "http://127.0.0.1:2784" + urlsplit(shown.url).path
    copy = (await _measured(replace(photo, media_url=here), http)).facts
    assert copy.width is not None
    assert copy.width < 1200
    assert copy.metadata.gps is None
    assert copy.metadata.serial_numbers == ()


async def test_wordpress_gives_the_untouched_upload(
    wordpress: str, http: HttpDoor, real_servers: Path
) -> None:
    source = _source("wordpress")
    account = await _added("wordpress", wordpress, http)
    batches = await read(source, account, http)
    large, small = photos(batches)
    for photo, name, width, height in (
        (large, "photo.jpg", 3000, 2000),
        (small, "photo_small.jpg", 1200, 800),
    ):
        reading = await _measured(photo, http)
        assert (
            reading.facts.sha256 == hashlib.sha256((real_servers / name).read_bytes()).hexdigest()
        )
        assert (reading.facts.width, reading.facts.height) == (width, height)
        assert photo.file_name == name
        _shows_place_and_serial(reading)
    shown = large.rendition(Role.DISPLAYED)
    assert shown is not None
    assert shown.width == 1024
    assert large.published is not None
    assert (large.published.camera.model, large.published.owner) == ("Cam 1", ("Test Person",))
    profile = batches[0].profile
    assert profile is not None
    assert any("gravatar" in link.url for link in profile.links)
    assert not [photo for photo in photos(batches) if "gravatar" in photo.media_url]


async def test_one_author_of_a_wordpress_site(wordpress: str, http: HttpDoor) -> None:
    account = await _added("wordpress", f"{wordpress}author/alice/", http)
    assert account.handle == "alice"
    assert len(photos(await read(_source("wordpress"), account, http))) == 2


async def test_mediawiki_publishes_the_place_twice(
    mediawiki: str, http: HttpDoor, real_servers: Path
) -> None:
    account = await _added("mediawiki", mediawiki, http)
    (photo,) = photos(await read(_source("mediawiki"), account, http))
    reading = await _measured(photo, http)
    assert (
        reading.facts.sha256
        == hashlib.sha256((real_servers / "photo.jpg").read_bytes()).hexdigest()
    )
    _shows_place_and_serial(reading)
    assert photo.published is not None
    assert photo.published.gps is not None
    assert (photo.published.gps.latitude, photo.published.gps.longitude) == pytest.approx(
        PLACE, abs=1e-6
    )
    assert photo.file_name == "Holiday.jpg"


async def _post(base: str, count: int, picture: Path) -> None:
    """Put `count` posts with one picture each on the Mastodon server.

    And one post of text alone.
    """
    headers = {"Authorization": "Bearer mock_token"}
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=30) as client:
        for index in range(count):
            with picture.open("rb") as file:
                sent = await client.post(
                    "/api/v2/media", files={"file": file}, data={"description": f"picture {index}"}
                )
            media = sent.raise_for_status().json()["id"]
            told = await client.post(
                "/api/v1/statuses", data={"status": f"post {index}", "media_ids[]": media}
            )
            told.raise_for_status()
        (await client.post("/api/v1/statuses", data={"status": "words alone"})).raise_for_status()


def _gallery_dl(real_servers: Path, text: str) -> list[list[Any]]:
    """Return what gallery-dl lists; a process of its own, because of its licence."""
    command = [
        str(real_servers / "venv/bin/gallery-dl"),
        "--config-ignore",
        "-c",
        str(SCRIPTS / "gallery-dl.json"),
        "-j",
        text,
    ]
    told: list[list[Any]] = json.loads(
        subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    )
    return told


async def test_the_post_list_equals_that_of_gallery_dl(
    mastodon_mock: str, http: HttpDoor, real_servers: Path
) -> None:
    """45 posts: more than one page of 40."""
    await _post(mastodon_mock, 45, real_servers / "photo_small.jpg")
    text = f"{mastodon_mock}/@testuser"
    account = await _added("mastodon", text, http)
    found = photos(await read(_source("mastodon"), account, http))
    told = await asyncio.to_thread(_gallery_dl, real_servers, text)
    theirs = [
        (entry[1], entry[2]["id"], entry[2]["media"]["description"])
        for entry in told
        if entry[0] == 3
    ]
    ours = [
        (photo.media_url, urlsplit(photo.page_url).path.rpartition("/")[2], photo.alt)
        for photo in found
    ]
    assert len(ours) == 45
    assert ours == theirs
