"""What the memory of the terminal UI holds once it is locked: nothing of what it knew."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from auditor.domain.account import Profile
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.secret import Secret
from auditor.domain.views import StoredPhoto
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import HeldClock, account, at, facts, finding, photo

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

from tests.hostile.memory import Program, can_be_read, family, found_in, spelled

PASSPHRASE = "violet-anchor-9-Quixote"
HANDLE = "wilhelmina-oakenfold.example"
PHOTOS = 12
LOCKED = "The vault is locked"
SCREENS = (
    (b"2", "Last scan"),
    (b"3", "Search"),
    (b"\r", "front door"),
    (b"4", "What was seen"),
)
LOCK, QUICK_EXIT = b"\x0c", b"\x18"
Sought = Mapping[str, Sequence[bytes]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_be_read(), reason="memory of other processes cannot be read here"),
]


@pytest.fixture
async def sought(tmp_path: Path) -> Sought:
    """Make a vault that was scanned; return what must not be in memory once it is locked."""
    folder = tmp_path / "home"
    key = keys.create(folder, Secret(PASSPHRASE))
    vault = await EncryptedVault.open(folder, key, HeldClock())
    owner = account(HANDLE)
    shown = tuple(photo(owner, number, alt="My front door") for number in range(PHOTOS))
    await vault.put_account(owner)
    number, _resumed = await vault.begin_scan([owner.id], at(0))
    await vault.save_batch(number, owner.id, Batch(shown, None, Profile("Wilhelmina")), at(0))
    for place, listed in enumerate(shown):
        await vault.save_facts(number, listed.id, StoredPhoto(listed, facts(place)), None)
    await vault.end_account(number, owner.id, Fetched(), 1, at(1))
    await vault.begin_findings()
    await vault.add_findings([finding(owner, listed) for listed in shown])
    await vault.finish_findings()
    await vault.end_scan(number, at(1))
    await vault.close()
    revealed = key.reveal()
    return {
        "passphrase": spelled(PASSPHRASE),
        "key": (*spelled(revealed), *spelled(revealed.upper()), bytes.fromhex(revealed)),
        "handle": spelled(HANDLE),
        "address": (*spelled("/post/1"), *spelled("IMG_0000")),
    }


def program(tmp_path: Path, *arguments: str) -> Program:
    surroundings = {
        "AUDITOR_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    return Program(arguments, surroundings)


def unlock(running: Program) -> int:
    """Type the passphrase; return the place behind the last word of the lock that was shown."""
    place = running.wait_for(LOCKED)
    running.press(PASSPHRASE.encode() + b"\r")
    return place


def locked_anew(running: Program) -> None:
    """Wait until the process that follows a lock asks for the passphrase."""
    running.wait_for(LOCKED, running.wait_for("Locked…"))


def is_clean(running: Program, sought: Sought) -> None:
    assert found_in(running.pid, sought) == dict.fromkeys(sought, 0)
    assert family(running.pid) == [running.pid], "no process but the one that asks"


def test_after_the_lock_memory_holds_nothing(tmp_path: Path, sought: Sought) -> None:
    with program(tmp_path) as running:
        place = running.wait_for("wilhelmina", unlock(running))
        for key, shown in (
            (b"2", "Last scan"),
            (b"3", "Search"),
            (b"\r", "front door"),
            (b"4", "What was seen"),
        ):
            running.press(key)
            place = running.wait_for(shown, place)
        open_now = found_in(running.pid, sought)
        assert all(open_now.values()), f"what is sought can be found: {open_now}"
        running.press(LOCK)
        locked_anew(running)
        is_clean(running, sought)


def test_after_the_automatic_lock_too(tmp_path: Path, sought: Sought) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[vault]\nidle_minutes = 0.05\n", "utf-8")
    with program(tmp_path, "--settings", str(settings)) as running:
        unlock(running)
        locked_anew(running)
        is_clean(running, sought)
        running.press(QUICK_EXIT)
        assert running.read_to_the_end() == 0
        assert running.echoes, "the shell shows again what is typed"
