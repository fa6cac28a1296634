"""Makes the fixture of the newest format: python -m tests.unit.vault.make_fixture.

Run once, when a format is new.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from auditor.domain.findings.finding import State
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.secret import Secret
from auditor.domain.views import NetworkEntry, StoredPhoto
from auditor.vault.storage import keys, location
from auditor.vault.storage.schema import LATEST
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import (
    HeldClock,
    account,
    at,
    facts,
    finding,
    photo,
    private_hit,
    private_image,
)


async def make(folder: Path) -> None:
    vault = await EncryptedVault.open(folder, keys.create(folder, Secret("fixture")), HeldClock())
    ada = account()
    await vault.put_account(ada)
    scan, _ = await vault.begin_scan([ada.id], at(0))
    await vault.save_batch(scan, ada.id, Batch((photo(ada, 1), photo(ada, 2)), None), at(0))
    for number in (1, 2):
        await vault.save_facts(
            scan, photo(ada, number).id, StoredPhoto(photo(ada, number), facts(number)), b"webp"
        )
    await vault.end_account(scan, ada.id, Fetched(), 3, at(1))
    await vault.begin_findings()
    await vault.add_findings([finding(ada, photo(ada, 1))])
    await vault.finish_findings()
    await vault.mark(finding(ada, photo(ada, 1)).id, State.ACCEPTED, at(2))
    await vault.log_requests(
        [NetworkEntry(at(0), "GET", "ada.example", "/", f"{ada.id}: list", 200, 1, 2)]
    )
    await vault.add_private([private_image()])
    await vault.save_private_hits(
        photo(ada, 2).id, await vault.private_version(), [private_hit()], at(2)
    )
    await vault.end_scan(scan, at(1))
    await vault.close()
    for name in (location.SCAN_LOCK, location.USE_LOCK):
        (folder / name).unlink()


if __name__ == "__main__":
    asyncio.run(make(Path(__file__).parent / "fixtures" / f"format-{LATEST}"))
