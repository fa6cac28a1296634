"""The user's own certificate: made, kept, given to others, destroyed."""

from __future__ import annotations

import asyncio
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from auditor.adapters.clock import SystemClock
from auditor.adapters.keys import signing_key_file
from auditor.adapters.keys.own_certificate import fits, make, read
from auditor.adapters.keys.secrets import MemorySecrets
from auditor.adapters.keys.signing_store import SigningStore
from auditor.domain.secret import Secret
from auditor.errors import SecretsUnavailable, UsageError, VaultDamaged, VaultLocked

NOW = datetime(2026, 11, 23, 14, 5, 6, tzinfo=UTC)
PASSPHRASE = Secret("correct horse battery staple")


class NoKeyring:
    async def get(self, name: str) -> str | None:
        raise SecretsUnavailable("none")

    async def put(self, name: str, value: str) -> None:
        raise SecretsUnavailable("none")

    async def remove(self, name: str) -> None:
        raise SecretsUnavailable("none")


class Slow:
    """A keyring that lets others in before it keeps anything."""

    def __init__(self, keyring: MemorySecrets) -> None:
        self._keyring = keyring

    async def get(self, name: str) -> str | None:
        return await self._keyring.get(name)

    async def put(self, name: str, value: str) -> None:
        await asyncio.sleep(0)
        await self._keyring.put(name, value)

    async def remove(self, name: str) -> None:
        await self._keyring.remove(name)


def nobody() -> Secret | None:
    return None


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _clock: NOW)


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_certificate_says_its_name_and_no_more_of_when_than_the_day() -> None:
    made = make("Photo owner", NOW)
    signer, authority = x509.load_pem_x509_certificates(made.certificate.chain.encode())
    assert made.certificate.name == "Photo owner"
    assert made.certificate.since == datetime(2026, 11, 23, tzinfo=UTC)
    assert read(made.certificate.chain) == made.certificate
    signer.verify_directly_issued_by(authority)
    authority.verify_directly_issued_by(authority)
    assert (
        authority.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    )
    assert list(signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
        ExtendedKeyUsageOID.EMAIL_PROTECTION
    ]
    assert fits(made.certificate, made.key)
    assert not fits(made.certificate, make("Photo owner", NOW).key)
    assert not fits(made.certificate, Secret("nonsense"))
    assert made.key.reveal() not in repr(made)


async def test_kept_in_the_keyring(tmp_path: Path) -> None:
    keyring = MemorySecrets()
    store = SigningStore(tmp_path / "signing", keyring)
    made = await store.create("Me", NOW, nobody, keyring=True)
    assert not store.sealed
    assert b"PRIVATE" not in everything(tmp_path)
    identity = await store.identity(nobody)
    assert identity.certificates == made.chain
    assert fits(made, identity.key)
    with pytest.raises(UsageError, match="already"):
        await store.create("Me", NOW, nobody, keyring=True)
    await store.remove()
    assert files(tmp_path) == []
    assert await keyring.get(store._name) is None
    with pytest.raises(UsageError, match="no certificate"):
        await store.identity(nobody)


async def test_sealed_where_there_is_no_keyring(tmp_path: Path) -> None:
    store = SigningStore(tmp_path / "signing", NoKeyring())
    with pytest.raises(VaultLocked):
        await store.create("Me", NOW, nobody, keyring=True)
    assert not store.exists
    made = await store.create("Me", NOW, lambda: PASSPHRASE, keyring=True)
    assert store.sealed
    assert b"PRIVATE" not in everything(tmp_path)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "signing").iterdir()} == {
        0o600
    }
    assert fits(made, (await store.identity(lambda: PASSPHRASE)).key)
    with pytest.raises(VaultLocked):
        await store.identity(lambda: Secret("another one"))
    with pytest.raises(VaultLocked):
        await store.identity(nobody)
    await store.remove()
    assert files(tmp_path) == []


async def test_the_keyring_is_left_alone_if_wanted(tmp_path: Path) -> None:
    keyring = MemorySecrets()
    store = SigningStore(tmp_path / "signing", keyring)
    await store.create("Me", NOW, lambda: PASSPHRASE, keyring=False)
    assert store.sealed
    assert repr(keyring) == "MemorySecrets(0 held)"


async def test_the_wipe_takes_the_key(tmp_path: Path) -> None:
    keyring = MemorySecrets()
    store = SigningStore(tmp_path / "signing", keyring)
    await store.forget()
    await store.create("Me", NOW, nobody, keyring=True)
    await store.forget()
    assert files(tmp_path) == []
    assert repr(keyring) == "MemorySecrets(0 held)"


async def test_of_two_at_once_one_is_whole_and_the_other_is_told(tmp_path: Path) -> None:
    keyring = MemorySecrets()
    folder = tmp_path / "signing"
    told = await asyncio.gather(
        *(
            SigningStore(folder, Slow(keyring)).create(name, NOW, nobody, keyring=True)
            for name in ("One", "Two")
        ),
        return_exceptions=True,
    )
    assert (
        sum(isinstance(answer, UsageError) and "already" in answer.message for answer in told) == 1
    )
    store = SigningStore(folder, keyring)
    assert fits(store.certificate(), (await store.identity(nobody)).key)


async def test_a_creation_that_stops_leaves_nothing(tmp_path: Path) -> None:
    def stopped() -> Secret | None:
        raise KeyboardInterrupt

    store = SigningStore(tmp_path / "signing", NoKeyring())
    with pytest.raises(KeyboardInterrupt):
        await store.create("Me", NOW, stopped, keyring=True)
    assert not store.exists


async def test_the_key_is_found_and_destroyed_by_another_way_to_its_folder(tmp_path: Path) -> None:
    keyring = MemorySecrets()
    await SigningStore(tmp_path / "home" / "signing", keyring).create(
        "Me", NOW, nobody, keyring=True
    )
    (tmp_path / "link").symlink_to("home")
    other = SigningStore(tmp_path / "link" / "signing", keyring)
    await other.identity(nobody)
    await other.forget()
    assert repr(keyring) == "MemorySecrets(0 held)"


async def test_damage_is_told(tmp_path: Path) -> None:
    keyring = MemorySecrets()
    store = SigningStore(tmp_path / "signing", keyring)
    await store.create("Me", NOW, nobody, keyring=True)
    await keyring.put(store._name, make("Other", NOW).key.reveal())
    with pytest.raises(VaultDamaged, match="does not belong"):
        await store.identity(nobody)
    await keyring.remove(store._name)
    with pytest.raises(VaultLocked, match="no key"):
        await store.identity(nobody)
    (tmp_path / "signing" / "certificate.pem").write_text("broken")
    with pytest.raises(VaultDamaged):
        store.certificate()


@pytest.mark.parametrize(
    "data", [b"", b"{}", b'{"auditor_signing_key":2,"salt":"","nonce":"","sealed":""}']
)
def test_a_broken_key_file(data: bytes) -> None:
    with pytest.raises(VaultDamaged):
        signing_key_file.unseal(data, PASSPHRASE)


def test_no_key_without_a_passphrase() -> None:
    with pytest.raises(VaultLocked):
        signing_key_file.seal(Secret("key"), Secret(""))
