"""Short questions to a vault do not wait for long ones, which see all that was stored before."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.findings.finding import State
from auditor.domain.secret import Secret
from auditor.domain.views import FindingQuery
from auditor.errors import VaultError
from auditor.vault.storage.keys import VaultKey
from auditor.vault.storage.location import DATABASE
from auditor.vault.store import EncryptedVault
from auditor.vault.tables import findings
from tests.contract.test_finding_pages import ADA, FINDINGS, fill
from tests.contract.vault_making import HeldClock, at

KEY = VaultKey(Secret("5a" * 32))


class Held:
    """A long read that waits until it may go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.may_go_on = threading.Event(), threading.Event()
        read = findings.signs

        def held(connection: Any) -> Any:
            self.begun.set()
            assert self.may_go_on.wait(30.0)
            return read(connection)

        monkeypatch.setattr(findings, "signs", held)

    async def until_begun(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, 30.0)


async def test_a_short_question_does_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await fill(vault)
    held = Held(monkeypatch)
    long = asyncio.create_task(vault.signs())
    await held.until_begun()
    assert await vault.count_findings() == len(FINDINGS)
    assert await vault.mark(FINDINGS[0].id, State.ACCEPTED, at(2))
    held.may_go_on.set()
    await long
    await vault.close()
    with pytest.raises(VaultError):
        await vault.signs()


async def test_what_is_forgotten_is_overwritten_where_it_is_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await fill(vault)
    held = Held(monkeypatch)
    long = asyncio.create_task(vault.signs())
    await held.until_begun()
    removing = asyncio.create_task(vault.remove_account(ADA.id))
    await asyncio.sleep(0)
    held.may_go_on.set()
    await long
    await removing
    journal = tmp_path / f"{DATABASE}-wal"
    assert journal.stat().st_size == 0, "nobody reads of it, so that it was emptied"
    assert await vault.count_findings(FindingQuery(account=ADA.id)) == 0
    await vault.close()


async def test_a_vault_in_memory_has_one_connection() -> None:
    vault = await EncryptedVault.ephemeral()
    await fill(vault)
    assert await vault.signs() == ()
    assert await vault.prints() == ()
    await vault.close()
    with pytest.raises(VaultError):
        await vault.signs()


async def test_findings_are_counted_again_once_something_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    other = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await fill(vault)
    counted = []
    tallies = findings.tallies

    def noted(connection: Any) -> Any:
        counted.append(1)
        return tallies(connection)

    monkeypatch.setattr(findings, "tallies", noted)
    before = await vault.tallies()
    assert await vault.tallies() == before
    assert len(counted) == 1
    name = next(each.id for each in await vault.findings(FindingQuery(state=State.OPEN)))
    for writer, state in ((vault, State.DONE), (other, State.ACCEPTED)):
        await writer.mark(name, state, at(3))
        after = await vault.tallies()
        assert after != before
        assert sum(each.count for each in after) == len(FINDINGS)
        before = after
    assert len(counted) == 3
    await other.close()
    await vault.close()


async def test_names_of_what_is_kept_are_compared_without_its_body(tmp_path: Path) -> None:
    """SQLite reads a whole row of a table without row ids to compare its key, here megabytes."""
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())

    def plan(connection: Any) -> str:
        asked = "EXPLAIN QUERY PLAN DELETE FROM made WHERE name >= 'all:' AND name < 'all;'"
        return str(connection.execute(asked).fetchone()[3])

    assert "USING INDEX sqlite_autoindex_made_1" in await vault._owner.run(plan)
    await vault.close()
