"""A program that scans into a vault until it is killed.

Run by python -m tests.hostile.vault_scanning FOLDER PHOTOS.

Prints a line when the vault is open and one after each transaction, so that whoever kills it knows
how far it got.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from auditor.domain.account import Profile
from auditor.domain.findings.finding import State
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.secret import Secret
from auditor.domain.views import NetworkEntry, StoredPhoto
from auditor.vault.storage.keys import VaultKey
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import HeldClock, account, at, facts, finding, photo

KEY = VaultKey(Secret("5a" * 32))
ADA = account("ada-secret-handle.example")
SECRET_ALT = "my-secret-front-door"
PAGE = 5


def say(what: str) -> None:
    print(what, flush=True)


async def scan(
    folder: Path, photos: int, key: VaultKey = KEY, tell: Callable[[str], None] = say
) -> None:
    """Scan into the vault in `folder`; `tell` is called after each transaction."""
    vault = await EncryptedVault.open(folder, key, HeldClock())
    await vault.put_account(ADA)
    number, _resumed = await vault.begin_scan([ADA.id], at(0))
    tell("open")
    while True:
        cursor, listed = await vault.scan_cursor(number, ADA.id)
        if listed:
            break
        start = int(cursor or 0)
        page = tuple(
            photo(ADA, index, alt=SECRET_ALT) for index in range(start, min(start + PAGE, photos))
        )
        after = str(start + PAGE) if start + PAGE < photos else None
        await vault.save_batch(number, ADA.id, Batch(page, after, Profile("Ada Secretname")), at(0))
        entry = NetworkEntry(
            at(0),
            "GET",
            "ada-secret-handle.example",
            f"/feed/{start}",
            f"{ADA.id}: list",
            200,
            1,
            2,
        )
        await vault.log_requests([entry])
        tell("batch")
        for stored in await vault.unmeasured(number, PAGE):
            await measure(vault, number, stored, tell)
    while waiting := await vault.unmeasured(number, PAGE):
        for stored in waiting:
            await measure(vault, number, stored, tell)
    await vault.end_account(number, ADA.id, Fetched(), 1, at(1))
    await vault.begin_findings()
    await vault.add_findings([finding(ADA, photo(ADA, index)) for index in range(photos)])
    await vault.finish_findings()
    await vault.mark(finding(ADA, photo(ADA, 0)).id, State.DONE, at(1))
    await vault.end_scan(number, at(1))
    tell("ended")
    await vault.close()


async def measure(
    vault: EncryptedVault, number: int, stored: StoredPhoto, tell: Callable[[str], None]
) -> None:
    index = int((stored.photo.file_name or "")[4:9])
    measured = facts(index)
    await vault.save_facts(
        number, stored.photo.id, StoredPhoto(stored.photo, measured), b"webp" * 500
    )
    tell(f"facts-{index}")


if __name__ == "__main__":
    asyncio.run(scan(Path(sys.argv[1]), int(sys.argv[2])))
