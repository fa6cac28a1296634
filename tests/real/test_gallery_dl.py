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
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.views import NetworkEntry
from auditor.errors import SourceError
from auditor.practice.range import PracticeRange
from auditor.sources.gallery_dl import NAME, GalleryDl
from auditor.sources.mastodon.source import Mastodon
from tests.real.conftest import HOSTS, SCRIPTS, STATE, run_script
from tests.real.inventories import MASTODON, USER, make_pictures, seed_mastodon
from tests.recorded import account, photos, read

pytestmark = pytest.mark.real
PROGRAM = STATE / "venv/bin/gallery-dl"


Made = tuple[GalleryDlProgram, list[NetworkEntry]]


def made(instance: Path, config: str, *hosts: str) -> Made:
    """Return the program, told which server speaks the interface of Mastodon, and its log."""
    instance.write_text(config, "utf-8")
    log: list[NetworkEntry] = []
    runner = GalleryDlProgram(
        *(NetworkSettings(allow_hosts=hosts), log.append, SystemClock()),
        program=str(PROGRAM),
        further=("-c", str(instance)),
        deadline_s=120,
    )
    return runner, log


@pytest.fixture
def program(real_servers: Path, tmp_path: Path) -> Made:
    if not PROGRAM.is_file():
        pytest.skip(f"gallery-dl could not be installed in {real_servers}")
    return made(
        tmp_path / "instance.json", (SCRIPTS / "gallery-dl.json").read_text("utf-8"), *HOSTS
    )


async def test_its_list_and_ours_are_one_inventory(
    mastodon_mock: str,
    program: Made,
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


async def test_the_practice_range_as_both_list_it(program: Made, tmp_path: Path) -> None:
    del program  # skips where it is not installed
    async with PracticeRange(photos=60, seed=1) as practice:
        hosts = practice.allow_hosts
        who = max(
            (each for each in practice.accounts if each.platform == "mastodon"),
            key=lambda each: each.photos,
        )
        root = practice.bases["social"]
        config = {"extractor": {"mastodon": {"range": {"root": root, "access-token": "none"}}}}
        runner, log = made(tmp_path / "range.json", json.dumps(config), *hosts)
        async with HttpDoor(NetworkSettings(allow_hosts=hosts), lambda _entry: None) as http:
            known = Mastodon().recognise(who.text)
            assert known is not None
            url = f"{root}/@{who.handle.lstrip('@').partition('@')[0]}"
            ours = photos(await read(Mastodon(), account("mastodon", known.handle, url), http))
            theirs = photos(await read(GalleryDl(runner), account(NAME, who.handle, url), http))
        assert len(log) == 1
    posted = {photo.media_url for photo in ours if photo.kind is PhotoKind.POST}
    assert posted
    assert posted == {photo.media_url for photo in theirs}
    assert len(theirs) == len(posted)


async def test_an_address_that_it_does_not_know_is_told_in_its_words(
    program: Made, http: HttpDoor
) -> None:
    runner, _log = program
    with pytest.raises(SourceError, match="Unsupported URL"):
        await read(GalleryDl(runner), account(NAME, "a", "http://127.0.0.1:3500/a"), http)


async def test_every_option_that_it_is_given_is_one_of_its_own(
    program: Made,
) -> None:
    runner, _log = program
    printed, told = await runner.listing("http://127.0.0.1:3500/a", purpose="a test")
    assert "usage:" not in told
    assert not printed.strip() or json.loads(printed) == []
