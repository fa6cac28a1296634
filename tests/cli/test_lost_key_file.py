"""The key file of a vault is gone, and the keyring still opens it: that is told each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor import wiring
from auditor.cli import running
from auditor.domain.secret import Secret
from auditor.vault.storage import keys, location
from auditor.wiring import Opening, open_session

SECRET = Secret("violet-anchor-9-Quixote")


class Keyring:
    """A keyring that has the key of the one vault there is."""

    key = ""

    async def get(self, _name: str) -> str:
        """Return it."""
        return self.key


async def test_a_lost_key_file_is_told_where_the_keyring_opens_the_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Opening(home=str(tmp_path / "home"))
    await (await open_session(opening, SECRET)).close()
    monkeypatch.setattr(Keyring, "key", keys.open(opening.folder, SECRET).reveal())
    monkeypatch.setattr(wiring, "KeyringSecrets", Keyring)
    assert opening.loss == ""
    (opening.folder / location.KEY_FILE).unlink()
    assert "vault.key, is missing" in opening.loss
    assert "backup" in opening.loss
    await (await open_session(opening, None)).close()


def test_a_command_tells_it_before_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = Opening(home=str(tmp_path))
    key = keys.create(tmp_path, SECRET)
    monkeypatch.setattr(Keyring, "key", key.reveal())
    monkeypatch.setattr(wiring, "KeyringSecrets", Keyring)
    monkeypatch.delenv("AUDITOR_PASSPHRASE_FILE", raising=False)
    (tmp_path / location.DATABASE).touch()
    assert running.passphrase_for(opening) is None
    assert "missing" not in capsys.readouterr().err
    (tmp_path / location.KEY_FILE).unlink()
    assert running.passphrase_for(opening) is None
    told = " ".join(capsys.readouterr().err.split())
    assert "vault.key, is missing" in told


def test_without_a_vault_nothing_is_lost(tmp_path: Path) -> None:
    assert Opening(home=str(tmp_path / "none")).loss == ""
    assert Opening(ephemeral=True).loss == ""
