from __future__ import annotations

import threading

import pytest

from auditor.adapters.keys.secrets import (
    KeyringBackend,
    KeyringSecrets,
    MemorySecrets,
    system_backend,
)
from auditor.errors import SecretsUnavailable
from auditor.ports import Secrets
from tests.hurried import hurried


class FakeBackend:
    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture(params=["keyring", "memory"])
def secrets(request: pytest.FixtureRequest) -> Secrets:
    if request.param == "memory":
        return MemorySecrets()
    backend = FakeBackend()
    return KeyringSecrets(backend=lambda: backend)


async def test_a_secret_is_kept_replaced_and_forgotten(secrets: Secrets) -> None:
    assert await secrets.get("key") is None
    await secrets.put("key", "planted")
    await secrets.put("key", "planted again")
    assert await secrets.get("key") == "planted again"
    assert "planted" not in repr(secrets)
    await secrets.remove("key")
    await secrets.remove("key")
    assert await secrets.get("key") is None


async def test_a_keyring_that_hangs_is_given_up() -> None:
    never = threading.Event()

    def hang() -> KeyringBackend:
        never.wait()
        return FakeBackend()

    with pytest.raises(SecretsUnavailable, match="answer"):
        await KeyringSecrets(backend=hang, patience_s=0.01).get("key")
    never.set()


async def test_a_person_has_a_minute_for_the_keyrings_question_and_no_hours() -> None:
    never = threading.Event()

    def hang() -> KeyringBackend:
        never.wait()
        return FakeBackend()

    try:
        async with hurried() as passed:
            with pytest.raises(SecretsUnavailable, match="answer"):
                await KeyringSecrets(backend=hang).get("key")
    finally:
        never.set()
    assert 20 <= passed.seconds <= 300


async def test_whatever_a_backend_throws_becomes_our_own() -> None:
    def broken() -> KeyringBackend:
        raise RuntimeError("planted secret in a message")

    with pytest.raises(SecretsUnavailable) as caught:
        await KeyringSecrets(backend=broken).put("key", "value")
    assert "planted" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_a_keyring_that_is_not_the_systems_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring
    from keyring.core import load_keyring

    monkeypatch.setattr(keyring, "get_keyring", lambda: load_keyring(name))
    with pytest.raises(SecretsUnavailable):
        system_backend()
