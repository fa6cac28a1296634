"""Archives taken in: killed in the middle, once more, and a newer one after an older one."""

from __future__ import annotations

import asyncio
import random
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.adapters.clock import SystemClock
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, photo_id
from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.cli.auditor import PASSPHRASE, Auditor
from tests.hostile.large_archives import _LATEST, HANDLE, instagram, takeout

POSTS = 1_000
CLAIM = ("--claim", "mine", "--confirm", HANDLE)


def bring(auditor: Auditor, *paths: Path, code: int = 0) -> Any:
    """Take an archive in, and return what came of it."""
    told = auditor.run("import", *map(str, paths), *CLAIM, "--json", code=code)
    (only,) = told.json["imported"]
    return only


def kept(auditor: Auditor) -> list[tuple[str, str]]:
    """Return the photos of the vault, by name and state."""
    photos = auditor.run("photos", "--json").json["photos"]
    return sorted((photo["id"], photo.get("state", "")) for photo in photos)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return tuple(instagram(tmp_path_factory.mktemp("made"), range(POSTS)))


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_an_import_that_was_killed_goes_on(tmp_path: Path, archive: tuple[Path, ...]) -> None:
    calm, killed = Auditor.at(tmp_path / "calm"), Auditor.at(tmp_path / "killed")
    for auditor in (calm, killed):
        auditor.run("accounts", "list")
    began = time.monotonic()
    words = ("import", *map(str, archive), *CLAIM, "--json")
    with calm.start(*words) as process:
        process.communicate()
    took = time.monotonic() - began
    chance, hits = random.Random(1), 0
    for share in (0.5, 0.75, 0.9):
        with killed.start(*words) as process:
            time.sleep(took * share * chance.uniform(0.9, 1.1))
            hits += process.poll() is None
            process.kill()
            process.communicate()
    told = bring(killed, *archive)
    assert hits
    assert (told["photos"], told["whole"]) == (POSTS, True)
    assert kept(killed) == kept(calm)
    assert len(kept(killed)) == POSTS


def test_the_same_again_has_no_doubles(tmp_path: Path, archive: tuple[Path, ...]) -> None:
    auditor = Auditor.at(tmp_path)
    bring(auditor, *archive)
    before = kept(auditor)
    told = bring(auditor, *reversed(archive))
    assert told["compared"] == {"new": 0, "gone": 0, "changed": 0, "untold": 0}
    assert kept(auditor) == before
    assert len(before) == POSTS


def test_a_newer_archive_tells_new_gone_and_changed(tmp_path: Path) -> None:
    """Posts are numbered from the newest: 40 to 49 are older than all in the newer archive."""
    auditor = Auditor.at(tmp_path / "room")
    bring(auditor, *instagram(tmp_path / "old", range(10, 50), private=False))
    older = {photo for photo, _state in kept(auditor)}
    assert len(older) == 40
    names = [number for number in range(40) if number not in {20, 21, 22}]
    newer = instagram(tmp_path / "new", names, changed=[30, 31], private=False)
    told = bring(auditor, *_later(newer))
    assert told["compared"] == {"new": 10, "gone": 3, "changed": 2, "untold": 10}


async def name_live(folder: Path) -> str:
    """Let a live list name a photo of the account, and return its id."""
    vault = await EncryptedVault.open(folder, keys.open(folder, Secret(PASSPHRASE)), SystemClock())
    try:
        (account,) = await vault.accounts()
        url = "https://photos.example/live.jpg"
        listed = Photo(
            vault.ids.named(photo_id(account.id, "live")),
            account.id,
            account.platform,
            PhotoKind.POST,
            account.url,
            url,
            (Rendition(url, Role.SERVED),),
            posted_at=datetime.fromtimestamp(_LATEST - 1800, UTC),  # amid those of the archive
        )
        now = datetime.now(UTC)
        scan, _resumed = await vault.begin_scan([account.id], now)
        await vault.save_batch(scan, account.id, Batch((listed,), None, complete=False), now)
        await vault.end_account(scan, account.id, Fetched(), 1, now)
        await vault.end_scan(scan, now)
        return listed.id
    finally:
        await vault.close()


def test_no_archive_says_that_what_a_live_list_named_is_gone(tmp_path: Path) -> None:
    auditor = Auditor.at(tmp_path / "room")
    bring(auditor, *instagram(tmp_path / "old", range(10), private=False))
    live = asyncio.run(name_live(auditor.room / "vault"))
    told = bring(auditor, *_later(instagram(tmp_path / "new", range(10), private=False)))
    assert told["compared"]["gone"] == 0
    assert live in {photo for photo, _state in kept(auditor)}


def test_an_archive_that_is_not_whole_says_nothing_gone(tmp_path: Path) -> None:
    auditor = Auditor.at(tmp_path / "room")
    bring(auditor, *instagram(tmp_path / "old", range(40)))
    first, second, third = _later(instagram(tmp_path / "new", range(0, 40, 2)))
    third.write_bytes(third.read_bytes()[:-200])
    told = bring(auditor, first, second, third, code=3)
    assert not told["whole"]
    assert told["compared"]["gone"] == 0
    assert told["compared"]["untold"] == 20


def test_a_takeout_whose_parts_have_no_numbers_says_nothing_gone(tmp_path: Path) -> None:
    auditor = Auditor.at(tmp_path / "room")
    bring(auditor, *takeout(tmp_path / "old", 60))
    renamed = _later(takeout(tmp_path / "new", 40))
    told = bring(auditor, *renamed)
    assert (told["compared"]["gone"], told["compared"]["untold"]) == (0, 20)
    numbered = tmp_path / "takeout-2024-001.zip"
    with zipfile.ZipFile(numbered, "w") as target:
        for path in _later(_later(takeout(tmp_path / "newer", 40))):
            with zipfile.ZipFile(path) as packed:
                for info in packed.infolist():
                    if "IMG_000010" not in info.filename:
                        target.writestr(info, packed.read(info))
    told = bring(auditor, numbered)
    assert (told["compared"]["gone"], told["compared"]["untold"]) == (1, 20)


def test_a_takeout_without_one_of_its_parts_says_nothing_gone(tmp_path: Path) -> None:
    auditor = Auditor.at(tmp_path / "room")
    first, second = takeout(tmp_path / "made", 60)
    assert bring(auditor, first, second)["photos"] == 60
    assert bring(auditor, first)["compared"]["gone"] == 0
    assert len(kept(auditor)) == 60


def _later(paths: Any) -> Any:
    """Make files of a zip a year newer than they are: only the days in them count."""
    for path in paths:
        with zipfile.ZipFile(path) as packed:
            files = [(info, packed.read(info)) for info in packed.infolist()]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for info, body in files:
                info.date_time = (info.date_time[0] + 1, *info.date_time[1:])
                target.writestr(info, body)
    return paths
