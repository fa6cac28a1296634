"""Links and folders in the place of a vault's files lead nowhere, and a lost half is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.domain.secret import Secret
from auditor.errors import VaultDamaged, VaultError
from auditor.vault.storage import keys, location
from auditor.vault.storage.lock import FileLock
from auditor.vault.storage.wipe import wipe
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import HeldClock

SECRET = Secret("x")
LETTER = "somebody else's words"


def symlink(path: Path, target: Path) -> None:
    path.symlink_to(target)


def hard_link(path: Path, target: Path) -> None:
    path.hardlink_to(target)


def dangling(path: Path, target: Path) -> None:
    path.symlink_to(target.with_name("nowhere"))


def folder_in_place(path: Path, _target: Path) -> None:
    path.mkdir()


def pipe(path: Path, _target: Path) -> None:
    os.mkfifo(path)


KINDS = [symlink, hard_link, dangling, folder_in_place, pipe]
Plant = Callable[[Path, Path], None]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and pipes of Unix")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """Return a file that is none of the vault's, with a mode of its own."""
    file = tmp_path / "letter.txt"
    file.write_text(LETTER, "utf-8")
    file.chmod(0o644)
    return file


@pytest.fixture
def untouched(tmp_path: Path, letter: Path) -> Callable[[], None]:
    def look() -> None:
        assert letter.read_text("utf-8") == LETTER
        assert letter.stat().st_mode & 0o777 == 0o644
        assert not (tmp_path / "nowhere").exists()

    return look


async def made(folder: Path) -> keys.VaultKey:
    key = keys.create(folder, SECRET)
    vault = await EncryptedVault.open(folder, key, HeldClock())
    await vault.close()
    return key


@pytest.mark.parametrize("plant", KINDS)
@pytest.mark.parametrize("name", [location.SCAN_LOCK, location.USE_LOCK])
def test_a_lock_follows_nothing(
    tmp_path: Path, letter: Path, untouched: Callable[[], None], name: str, plant: Plant
) -> None:
    plant(tmp_path / name, letter)
    with pytest.raises(VaultError, match="cannot be written"):
        FileLock(tmp_path / name).take()
    untouched()


@pytest.mark.parametrize("plant", KINDS)
async def test_a_key_file_follows_nothing(
    tmp_path: Path, letter: Path, untouched: Callable[[], None], plant: Plant
) -> None:
    folder = tmp_path / "home"
    await made(folder)
    (folder / location.KEY_FILE).replace(tmp_path / "kept.key")
    plant(folder / location.KEY_FILE, letter)
    with pytest.raises(VaultError, match="cannot be read"):
        keys.open(folder, SECRET)
    with pytest.raises(VaultError, match="a vault already"):
        keys.create(folder, SECRET)
    untouched()


@pytest.mark.parametrize("plant", KINDS)
async def test_a_wipe_writes_over_nothing_else(
    tmp_path: Path, letter: Path, untouched: Callable[[], None], plant: Plant
) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    for name in location.FILES:
        plant(folder / name, letter)
    done = await wipe(folder)
    untouched()
    if plant is folder_in_place:
        assert len(done.failed) == len(location.FILES)
    else:
        assert not folder.exists()
    if plant in {symlink, hard_link, dangling, folder_in_place}:
        assert not done.key_destroyed
    if plant in {symlink, hard_link, dangling}:
        assert "was a link" in done.remains[0]


@pytest.mark.parametrize("plant", KINDS)
async def test_a_database_follows_nothing(
    tmp_path: Path, letter: Path, untouched: Callable[[], None], plant: Plant
) -> None:
    folder = tmp_path / "home"
    key = await made(folder)
    (folder / location.DATABASE).unlink()
    plant(folder / location.DATABASE, letter)
    with pytest.raises(VaultError, match="cannot be written"):
        await EncryptedVault.open(folder, key, HeldClock())
    untouched()


async def test_a_database_that_is_gone_is_told_and_never_made_anew(tmp_path: Path) -> None:
    key = await made(tmp_path)
    (tmp_path / location.DATABASE).unlink()
    for _time in range(2):
        with pytest.raises(VaultDamaged, match="its database is missing") as raised:
            await EncryptedVault.open(tmp_path, key, HeldClock())
        assert "backup" in raised.value.hint
        assert not (tmp_path / location.DATABASE).exists()
    with pytest.raises(VaultError, match="a vault already"):
        keys.create(tmp_path, SECRET)


async def test_a_key_that_is_gone_is_told(tmp_path: Path) -> None:
    await made(tmp_path)
    (tmp_path / location.KEY_FILE).unlink()
    with pytest.raises(VaultDamaged, match="key file of this vault is missing"):
        keys.open(tmp_path, SECRET)
    with pytest.raises(VaultError, match="a vault already"):
        keys.create(tmp_path, SECRET)


async def test_a_vault_that_was_killed_while_it_was_made_is_made_to_its_end(tmp_path: Path) -> None:
    keys.create(tmp_path, SECRET)  # and killed here
    vault = await EncryptedVault.open(tmp_path, keys.open(tmp_path, SECRET), HeldClock())
    await vault.close()
    assert (tmp_path / location.DATABASE).exists()
    assert not (tmp_path / location.MAKING).exists()
