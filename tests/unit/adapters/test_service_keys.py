"""Keys of services: from a file or the keyring, never shown, never kept by mistake."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from auditor.adapters.keys import known_services as rows
from auditor.adapters.keys.known_services import ServiceKey
from auditor.adapters.keys.secrets import KeyringBackend, KeyringSecrets, MemorySecrets
from auditor.adapters.keys.service_keys import KeyPlace, ServiceKeys, checked
from auditor.domain.secret import Secret
from auditor.errors import SecretsUnavailable, UsageError
from tests.hurried import hurried

KEY = "0123456789abcdef" * 2


@pytest.fixture
def row() -> ServiceKey:
    found = rows.named(" HIBP ")
    assert found is not None
    return found


def test_the_list_of_names_is_whole() -> None:
    for each in rows.ALL:
        assert rows.named(each.name) is each
        assert each.variable.startswith("AUDITOR_")
        assert each.variable.endswith("_KEY_FILE")
        assert "https://" in each.hint
    assert len({each.name for each in rows.ALL}) == len(rows.ALL)
    assert rows.named("nothing") is None


async def test_a_key_is_kept_and_taken_away(row: ServiceKey) -> None:
    keys = ServiceKeys(MemorySecrets(), {})
    with pytest.raises(UsageError) as missing:
        await keys.get(row)
    assert "https://haveibeenpwned.com/API/Key" in missing.value.hint
    assert "auditor keys set hibp" in missing.value.hint
    assert (await keys.places())[row.name] is KeyPlace.NOWHERE
    await keys.put(row, Secret(KEY))
    assert (await keys.get(row)).reveal() == KEY
    assert (await keys.places())[row.name] is KeyPlace.KEYRING
    assert await keys.remove(row)
    assert not await keys.remove(row)
    await keys.put(row, Secret(KEY))
    await keys.forget()
    assert (await keys.places())[row.name] is KeyPlace.NOWHERE


async def test_a_named_file_goes_first(row: ServiceKey, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\nmore\n", "utf-8")
    keys = ServiceKeys(MemorySecrets(), {row.variable: str(file)})
    await keys.put(row, Secret("f" * 32))
    assert (await keys.get(row)).reveal() == KEY
    assert (await keys.places())[row.name] is KeyPlace.FILE


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"not a key", b"\n" + KEY.encode()])
async def test_a_file_without_a_key_is_told(
    row: ServiceKey, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        await ServiceKeys(MemorySecrets(), {row.variable: str(file)}).get(row)
    assert "not a key" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize("text", ["", "short", "g" * 32, KEY + "0", f"{KEY}\n", "secret " * 5])
def test_what_is_no_key_is_refused_and_not_repeated(row: ServiceKey, text: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked(row, text)
    assert not text or text not in refused.value.message + refused.value.hint


async def test_a_keyring_that_hangs_is_given_up_with_a_way_out(row: ServiceKey) -> None:
    never = threading.Event()
    asked = []

    def hang() -> KeyringBackend:
        asked.append(1)
        never.wait()
        raise RuntimeError

    keys = ServiceKeys(KeyringSecrets(backend=hang), {})
    async with hurried():
        for call in (keys.get(row), keys.put(row, Secret(KEY)), keys.remove(row)):
            with pytest.raises(SecretsUnavailable, match="does not answer") as given_up:
                await call
            assert row.variable in given_up.value.hint
            assert "passphrase" not in given_up.value.hint
        assert set((await keys.places()).values()) == {KeyPlace.COULD_NOT_TELL}
        before = len(asked)
        await keys.forget()
        assert len(asked) == before + 1
    never.set()
