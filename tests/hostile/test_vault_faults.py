"""A vault under bad luck.

Kill -9, broken files, a full disk, a place that cannot be written, two runs at once.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from auditor.domain.account import Claim
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo
from auditor.domain.secret import Secret
from auditor.domain.views import PhotoQuery
from auditor.errors import VaultBusy, VaultDamaged, VaultError
from auditor.vault.storage import keys, location
from auditor.vault.storage.connection import Connection, connect
from auditor.vault.storage.keys import VaultKey
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import HeldClock, account, at, photo
from tests.hostile.vault_scanning import ADA, KEY, scan

PHOTOS = 60
REPOSITORY = Path(__file__).parents[2]


@contextmanager
def scanning(
    folder: Path, photos: int = PHOTOS, *before: str
) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """A process that scans into `folder`; it is killed when the block is left."""
    command = [
        *before,
        sys.executable,
        "-m",
        "tests.hostile.vault_scanning",
        str(folder),
        str(photos),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        yield process, process.stdout
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


async def contents(folder: Path) -> object:
    vault = await EncryptedVault.open(folder, KEY, HeldClock())
    found = (
        await vault.accounts(),
        await vault.photos(None, 1000),
        await vault.prints(),
        await vault.findings(),
        await vault.photo_rows(PhotoQuery(include_gone=True), 0, 1000),
        [await vault.thumbnail(photo(ADA, index).id) for index in range(PHOTOS)],
        await vault.differences(1, 1),
        [replace(record, accounts=()) for record in await vault.scans()],
    )
    await vault.close()
    return found


async def has_ended(folder: Path) -> bool:
    vault = await EncryptedVault.open(folder, KEY, HeldClock())
    ended = any(record.ended_at is not None for record in await vault.scans())
    await vault.close()
    return ended


@pytest.mark.slow
async def test_killed_at_random_moments_and_resumed_nothing_is_lost_or_twice(
    tmp_path: Path,
) -> None:
    await scan(tmp_path / "calm", PHOTOS)
    expected = await contents(tmp_path / "calm")
    chance = random.Random(6)
    for moment in range(6):
        folder = tmp_path / f"killed-{moment}"
        for again in (False, True):
            stop_after = chance.randrange(1, 35)
            if not again or not await has_ended(folder):  # it may be too late to kill it
                with scanning(folder) as (_process, lines):
                    for _line in range(stop_after):
                        lines.readline()
        vault = await EncryptedVault.open(folder, KEY, HeldClock())
        ended = [record.ended_at for record in await vault.scans()]
        assert len(ended) == 1
        for stored in await vault.photos(None, 1000):
            assert (await vault.thumbnail(stored.photo.id) is not None) == (
                stored.facts is not None
            )
        await vault.close()
        if ended == [None]:
            await scan(folder, PHOTOS)
        assert await contents(folder) == expected


async def test_one_scan_a_vault_but_others_may_look_and_mark(tmp_path: Path) -> None:
    with scanning(tmp_path, 5000) as (process, lines):
        assert lines.readline() == "open\n"
        assert lines.readline() == "batch\n"
        vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
        assert await vault.count_photos(PhotoQuery()) > 0
        await vault.set_claim(ADA.id, Claim.MINE)
        with pytest.raises(VaultBusy):
            await vault.begin_scan([ADA.id], at(0))
        process.kill()
        process.wait()
        _scan, resumed = await vault.begin_scan([ADA.id], at(0))  # the lock ended with the process
        assert resumed
        await vault.close()


async def test_two_vaults_in_one_process_do_not_scan_at_once(tmp_path: Path) -> None:
    first = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    second = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await first.put_account(ADA)
    await first.begin_scan([ADA.id], at(0))
    with pytest.raises(VaultBusy):
        await second.begin_scan([ADA.id], at(0))
    first.release_scan()
    await second.begin_scan([ADA.id], at(0))
    await second.close()
    await first.close()


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def first_page_only(data: bytes) -> bytes:
    return data[:4096]


def garbage(data: bytes) -> bytes:
    return random.Random(1).randbytes(len(data))


def plain_sqlite(data: bytes) -> bytes:
    return b"SQLite format 3\x00" + bytes(len(data) - 16)


def one_bit(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def nothing(_data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize(
    "spoil", [halved, first_page_only, garbage, plain_sqlite, one_bit, nothing]
)
async def test_a_broken_database_is_said_to_be_broken(tmp_path: Path, spoil: type) -> None:
    await scan(tmp_path, 30)
    path = tmp_path / location.DATABASE
    path.write_bytes(spoil(path.read_bytes()))

    async def use() -> None:
        vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
        try:
            await vault.photos(None, 1000)
            await vault.findings()
        finally:
            await vault.close()

    with pytest.raises(VaultDamaged) as caught:
        await use()
    assert caught.value.hint


async def test_a_bit_that_turned_in_the_middle_is_noticed(tmp_path: Path) -> None:
    await scan(tmp_path, 30)
    path = tmp_path / location.DATABASE
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096):
        data[page * 4096 + 99] ^= 4
    path.write_bytes(data)
    with pytest.raises(VaultDamaged):
        await contents(tmp_path)


async def test_another_key_does_not_open(tmp_path: Path) -> None:
    await scan(tmp_path, 5)
    with pytest.raises(VaultDamaged):
        await EncryptedVault.open(tmp_path, VaultKey(Secret("00" * 32)), HeldClock())


@pytest.mark.skipif(sys.platform == "win32", reason="no RLIMIT_FSIZE")
async def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    program = (
        "import resource, runpy, sys; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, 3 << 20)); sys.argv = sys.argv[1:]; "
        "runpy.run_module('tests.hostile.vault_scanning', run_name='__main__', alter_sys=True)"
    )
    command = [sys.executable, "-c", program, "x", str(tmp_path), "3000"]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, cwd=REPOSITORY, check=False
    )
    assert "VaultError: The vault cannot be written" in done.stderr
    stored = done.stdout.count("facts")
    assert stored > 10
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    assert await vault.count_photos(PhotoQuery(measured=True)) == stored
    await vault.close()


async def test_a_full_disk_inside_a_transaction_stores_nothing_of_it() -> None:
    vault = await EncryptedVault.ephemeral()
    await vault.put_account(ADA)
    number, _ = await vault.begin_scan([ADA.id], at(0))

    def small(connection: Connection) -> None:
        connection.execute("PRAGMA max_page_count = 60")

    await vault._owner.run(small)
    photos: tuple[Photo, ...] = tuple(photo(ADA, index, caption="x" * 5000) for index in range(100))
    with pytest.raises(VaultError, match="full"):
        await vault.save_batch(number, ADA.id, Batch(photos, "next"), at(0))
    assert await vault.count_photos(PhotoQuery()) == 0
    assert await vault.scan_cursor(number, ADA.id) == (None, False)
    await vault.put_setting("still", "works")
    await vault.close()


async def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(VaultError, match="cannot be written"):
        keys.create(tmp_path / "file" / "home", Secret("x"))
    with pytest.raises(VaultError, match="cannot be written"):
        await EncryptedVault.open(tmp_path / "file" / "home", KEY, HeldClock())


async def test_a_read_only_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: object, flags: int, *_mode: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refused)  # the tests may run as root, whom no mode stops
    with pytest.raises(VaultError, match="Permission denied"):
        keys.create(tmp_path, Secret("x"))
    with pytest.raises(VaultError, match="Permission denied"):
        await EncryptedVault.open(tmp_path, KEY, HeldClock())


async def test_a_stored_value_of_another_shape_is_damage_not_a_crash(tmp_path: Path) -> None:
    await scan(tmp_path, 5)
    with closing(connect(tmp_path / location.DATABASE, KEY)) as connection:
        connection.execute("UPDATE photo_body SET body = x'c0'")
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    with pytest.raises(VaultDamaged):
        await vault.photos(None, 10)
    assert await vault.count_photos(PhotoQuery()) == 5
    await vault.close()


async def test_a_removed_account_is_not_in_the_decrypted_pages_of_lists(tmp_path: Path) -> None:
    await scan(tmp_path, 5)
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await vault.put_account(account("other.example"))
    await vault.remove_account(ADA.id)

    def tables(connection: Connection) -> list[str]:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        rows = [repr(row) for name in names for row in connection.execute(f"SELECT * FROM {name}")]
        return [row for row in rows if ADA.id in row or "secret" in row]

    assert await vault._owner.run(tables) == []
    await vault.close()
