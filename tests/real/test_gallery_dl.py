"""gallery-dl itself, in a process of its own, and our source of the same server: one inventory."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from auditor.adapters.clock import SystemClock
from auditor.adapters.gallery_dl import GalleryDlProgram
from auditor.adapters.network.http import HttpDoor
from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.errors import SourceError
from auditor.sources.gallery_dl import NAME, GalleryDl
from auditor.sources.mastodon import Mastodon
from tests.real.conftest import HOSTS, SCRIPTS, STATE, run_script
from tests.real.inventories import MASTODON, USER, make_pictures, seed_mastodon
from tests.recorded import account, photos, read

pytestmark = pytest.mark.real
PROGRAM = STATE / "venv/bin/gallery-dl"


@pytest.fixture
def program(real_servers: Path, tmp_path: Path) -> tuple[GalleryDlProgram, list[NetworkEntry]]:
    if not PROGRAM.is_file():
        pytest.skip(f"gallery-dl could not be installed in {real_servers}")
    instance = tmp_path / "instance.json"  # which server speaks Mastodon's interface
    instance.write_text((SCRIPTS / "gallery-dl.json").read_text("utf-8"), "utf-8")
    log: list[NetworkEntry] = []
    made = GalleryDlProgram(
        *(NetworkSettings(allow_hosts=HOSTS), log.append, SystemClock()),
        program=str(PROGRAM),
        further=("-c", str(instance)),
        deadline_s=120,
    )
    return made, log


async def test_its_list_and_ours_are_one_inventory(
    mastodon_mock: str,
    program: tuple[GalleryDlProgram, list[NetworkEntry]],
    http: HttpDoor,
    tmp_path: Path,
) -> None:
    assert mastodon_mock.endswith(MASTODON)
    await asyncio.to_thread(seed_mastodon, make_pictures(tmp_path / "pictures", 45))
    runner, log = program
    url = f"{mastodon_mock}{USER['mastodon']}"
    theirs = photos(await read(GalleryDl(runner), account(NAME, "testuser", url), http))
    ours = photos(await read(Mastodon(), account("mastodon", "testuser", url), http))
    assert len(theirs) >= 45
    assert len({photo.id for photo in theirs}) == len(theirs)
    listed = [photo.media_url for photo in theirs]
    assert len(set(listed)) == len(listed)
    assert set(listed) <= {photo.media_url for photo in ours}
    assert all(photo.posted_at is not None for photo in theirs)
    assert [entry.host for entry in log] == [MASTODON]
    reads = Mastodon().recognise(url)
    assert reads is not None
    refusing = GalleryDl(runner, ours=lambda _url: "Mastodon")
    with pytest.raises(SourceError, match="Mastodon is read without"):
        await read(refusing, account(NAME, "testuser", url), http)
    assert len(log) == 1
    run_script("stop.sh", "mastodon_mock")  # other tests expect what a fresh one holds
    run_script("mastodon_mock.sh")


async def test_an_address_that_it_does_not_know_is_told_in_its_words(
    program: tuple[GalleryDlProgram, list[NetworkEntry]], http: HttpDoor
) -> None:
    runner, _log = program
    with pytest.raises(SourceError, match="Unsupported URL"):
        await read(GalleryDl(runner), account(NAME, "a", "http://127.0.0.1:3500/a"), http)


async def test_every_option_that_it_is_given_is_one_of_its_own(
    program: tuple[GalleryDlProgram, list[NetworkEntry]],
) -> None:
    runner, _log = program
    printed, told = await runner.listing("http://127.0.0.1:3500/a", purpose="a test")
    assert "usage:" not in told
    assert not printed.strip() or json.loads(printed) == []
