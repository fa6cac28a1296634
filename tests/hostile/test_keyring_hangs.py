"""A keyring that never answers: nothing waits for it that matters, and nothing is lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.adapters.keys.secrets import KeyringBackend, KeyringSecrets
from auditor.adapters.keys.signing_store import SigningStore
from auditor.domain.secret import Secret
from auditor.errors import SecretsUnavailable
from auditor.vault.storage import keys, location, wipe
from tests.contract.vault_making import T0
from tests.hurried import hurried


class Hanging:
    """Hands out a backend only when the test is over, and tells when it was asked."""

    def __init__(self) -> None:
        self.over, self.asked = threading.Event(), threading.Event()

    def __call__(self) -> KeyringBackend:
        self.asked.set()
        self.over.wait()
        raise RuntimeError("the test is over")


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    made = Hanging()
    yield made
    made.over.set()


async def test_the_files_of_a_wiped_vault_are_gone_before_the_keyring_is_asked(
    tmp_path: Path, hanging: Hanging
) -> None:
    folder = tmp_path / "vault"
    keys.create(folder, Secret("x"))
    wiping = asyncio.create_task(wipe.wipe(folder, KeyringSecrets(backend=hanging)))
    await asyncio.to_thread(hanging.asked.wait)
    assert not location.exists(folder)
    async with hurried():
        done = await wiping
    assert done.key_destroyed
    assert "keyring" in done.remains[0]


async def test_a_key_for_signing_is_gone_before_the_keyring_is_asked(
    tmp_path: Path, hanging: Hanging
) -> None:
    folder = tmp_path / "signing"
    made = SigningStore(folder, KeyringSecrets(backend=hanging))
    await made.create("Me", T0 + timedelta(days=1), lambda: Secret("correct horse"), keyring=False)
    forgetting = asyncio.create_task(made.forget())
    await asyncio.to_thread(hanging.asked.wait)
    assert list(folder.iterdir()) == []
    async with hurried():
        await forgetting
    assert not folder.exists()


async def test_a_vault_still_opens_with_its_passphrase(tmp_path: Path, hanging: Hanging) -> None:
    key = keys.create(tmp_path, Secret("x"))
    secrets = KeyringSecrets(backend=hanging)
    async with hurried():
        with pytest.raises(SecretsUnavailable, match="does not answer") as caught:
            await keys.kept(tmp_path, secrets)
        with pytest.raises(SecretsUnavailable):
            await keys.keep(tmp_path, key, secrets)
        with pytest.raises(SecretsUnavailable):
            await keys.forget(tmp_path, secrets)
    assert "passphrase" in caught.value.hint
    assert keys.open(tmp_path, Secret("x")) == key
