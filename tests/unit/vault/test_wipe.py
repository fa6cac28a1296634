from __future__ import annotations

from pathlib import Path

import pytest

from auditor.domain.secret import Secret
from auditor.errors import SecretsUnavailable, VaultLocked
from auditor.vault.storage import keys, location, wipe
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import HeldClock


class Keyring:
    def __init__(self, *, broken: bool = False) -> None:
        self.removed: list[str] = []
        self.broken = broken

    async def get(self, name: str) -> str | None:
        return None

    async def put(self, name: str, value: str) -> None:
        raise NotImplementedError

    async def remove(self, name: str) -> None:
        if self.broken:
            raise SecretsUnavailable("no answer")
        self.removed.append(name)


async def test_the_key_goes_first_and_then_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "home"
    key = keys.create(folder, Secret("x"))
    vault = await EncryptedVault.open(folder, key, HeldClock())
    await vault.put_setting("a", "b")
    gone: list[str] = []
    unlink = Path.unlink

    def watched(self: Path, missing_ok: bool = False) -> None:
        unlink(self, missing_ok=missing_ok)
        gone.append(self.name)

    monkeypatch.setattr(Path, "unlink", watched)
    ring = Keyring()
    done = await wipe.wipe(folder, ring)  # while it is open: in need nobody waits
    await vault.close()
    assert done.key_destroyed
    assert done.failed == ()
    assert gone[0] == location.KEY_FILE
    assert location.DATABASE in gone
    assert not (folder / location.DATABASE).exists()
    assert ring.removed == [keys.keyring_name(folder)]
    assert any("Shell history" in remain for remain in done.remains)
    with pytest.raises(VaultLocked):
        keys.open(folder, Secret("x"))


async def test_other_files_stay(tmp_path: Path) -> None:
    keys.create(tmp_path, Secret("x"))
    (tmp_path / "letter.txt").write_text("mine")
    done = await wipe.wipe(tmp_path, Keyring(broken=True))
    assert (tmp_path / "letter.txt").exists()
    assert not location.exists(tmp_path)
    assert "keyring" in done.remains[0]


async def test_what_cannot_be_removed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.create(tmp_path, Secret("x"))
    before = (tmp_path / location.KEY_FILE).read_bytes()

    def refused(self: Path, missing_ok: bool = False) -> None:
        if not self.exists():
            raise FileNotFoundError
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refused)
    done = await wipe.wipe(tmp_path)
    assert done.failed == (tmp_path / location.KEY_FILE, tmp_path / location.MAKING)
    assert done.key_destroyed
    assert (tmp_path / location.KEY_FILE).read_bytes() != before


async def test_where_there_is_nothing(tmp_path: Path) -> None:
    done = await wipe.wipe(tmp_path / "none")
    assert not done.key_destroyed
    assert done.removed == ()
    assert done.remains
