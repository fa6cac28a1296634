"""What the memory of the terminal UI holds once it is locked: nothing of what it knew."""

from __future__ import annotations

import asyncio
import re
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from auditor.config import load
from auditor.domain.account import Claim, Profile
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.secret import Secret
from auditor.domain.views import StoredPhoto
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from auditor.wiring import Opening, open_session
from tests.cli.ranges import Range
from tests.contract.vault_making import HeldClock, account, at, facts, finding, photo

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

from tests.hostile.memory import Program, can_be_read, family, found_in, spelled
from tests.hostile.watched_range import Watch, watched

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
LOCK, QUICK_EXIT, BACKSPACE = b"\x0c", b"\x18", b"\x7f"
DOTS = re.compile("(?<!•)•+(?!•)")
Sought = Mapping[str, Sequence[bytes]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_be_read(), reason="memory of other processes cannot be read here"),
]


class Held:
    """A practice range that answers from a request on only when it is let go."""

    def __init__(self, made: Range, answers: threading.Event, watch: Watch) -> None:
        self.site = made.account("tomas-site")
        self.settings = made.settings
        self.answers = answers
        self.watch = watch


@pytest.fixture
def held() -> Iterator[Held]:
    answers = threading.Event()
    with watched(24, seed=3, wait=answers.wait) as (made, watch):
        yield Held(made, answers, watch)
        answers.set()


IDLE = 0.4
"""Minutes: long beside what lies between two keys, also on a machine that is busy."""


async def claimed(tmp_path: Path, held: Held) -> Sought:
    """Make a vault with an account of the range; return what must not be in memory later."""
    settings = tmp_path / "settings.toml"
    settings.write_text(held.settings + f"workers = 1\n[vault]\nidle_minutes = {IDLE}\n", "utf-8")
    opening = Opening(load(settings), str(tmp_path / "home"))
    session = await open_session(opening, Secret(PASSPHRASE))
    site = held.site
    held.answers.set()  # the look at a new account is not what is held
    await session.accounts.add(
        site["text"],
        claim=Claim.MINE,
        platform=site["platform"],
        handle=site["handle"],
        again=site["handle"],
    )
    await session.close()
    held.answers.clear()
    held.watch.forget()
    key = keys.open(tmp_path / "home", Secret(PASSPHRASE)).reveal()
    return {
        "passphrase": spelled(PASSPHRASE),
        "key": (*spelled(key), bytes.fromhex(key)),
        "handle": spelled(site["handle"]),
        "address": spelled(site["text"]),
    }


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
    return Program(arguments, tmp_path)


def dots(running: Program, after: int) -> int:
    """Return how many letters the field showed last behind a place."""
    shown = DOTS.findall(running.seen[after:].decode(errors="ignore"))
    return len(shown[-1]) if shown else 0


def unlock(running: Program, after: int = 0) -> int:
    """Type the passphrase; return the place behind the lock's title.

    Return is pressed once as many dots stand in the field as were typed: a test that pressed it
    blindly could not tell a key that was lost from a passphrase that is refused.
    """
    place = running.wait_for(LOCKED, after)
    running.press(b"x" + BACKSPACE + PASSPHRASE.encode())
    running.read_until(lambda: dots(running, place) == len(PASSPHRASE))
    running.press(b"\r")
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
        for key, shown in SCREENS:
            place = running.show(key, shown, place)
        open_now = found_in(running.pid, sought)
        assert all(open_now.values()), f"what is sought can be found: {open_now}"
        running.press(LOCK)
        locked_anew(running)
        is_clean(running, sought)


def test_a_passphrase_typed_before_the_lock_is_drawn_opens_it(
    tmp_path: Path, sought: Sought
) -> None:
    with program(tmp_path) as running:
        running.press(PASSPHRASE.encode() + b"\r")
        place = running.wait_for("wilhelmina")
        running.press(LOCK)
        place = running.wait_for("Locked…", place)
        running.press(PASSPHRASE.encode() + b"\r")
        running.wait_for("wilhelmina", place)
        assert sought


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


def scan(running: Program, held: Held) -> int:
    """Unlock and begin a scan, which waits for its first page."""
    place = running.wait_for("1 yours", unlock(running))
    place = running.show(b"6", "will be read", place)
    running.press(b"s")
    running.read_until(lambda: held.watch.asked)
    return place


async def test_a_covered_scan_goes_on_and_its_end_locks(tmp_path: Path, held: Held) -> None:
    sought = await claimed(tmp_path, held)
    with program(tmp_path, "--settings", str(tmp_path / "settings.toml")) as running:
        place = await asyncio.to_thread(scan, running, held)
        await asyncio.to_thread(running.wait_for, "This screen is locked", place)
        held.answers.set()
        await asyncio.to_thread(locked_anew, running)
        is_clean(running, sought)
    session = await open_session(Opening(home=str(tmp_path / "home")), Secret(PASSPHRASE))
    (record,) = await session.scans()
    await session.close()
    assert record.ended_at is not None, "the scan was not cut off"


async def test_the_lock_key_interrupts_a_scan_that_goes_on_later(
    tmp_path: Path, held: Held
) -> None:
    sought = await claimed(tmp_path, held)
    with program(tmp_path, "--settings", str(tmp_path / "settings.toml")) as running:
        await asyncio.to_thread(scan, running, held)
        before = len(running.seen)
        running.press(LOCK)
        await asyncio.to_thread(locked_anew, running)
        is_clean(running, sought)
        held.watch.forget()
        await asyncio.to_thread(unlock, running, before)
        await asyncio.to_thread(running.read_until, lambda: held.watch.asked)
