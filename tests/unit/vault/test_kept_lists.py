"""Two runs that put into the same kept list at once lose nothing of each other."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import HeldClock

ROUNDS = 40


async def test_both_are_kept(tmp_path: Path) -> None:
    key = keys.create(tmp_path, Secret("two at once"))
    vaults = [await EncryptedVault.open(tmp_path, key, HeldClock()) for _vault in "ab"]

    async def put(vault: EncryptedVault, name: str) -> None:
        for number in range(ROUNDS):
            await vault.prepend_setting("list", [json.dumps(f"{name}{number}")], 1000)

    try:
        await asyncio.gather(*(put(vault, name) for vault, name in zip(vaults, "ab", strict=True)))
        kept = json.loads(await vaults[0].setting("list") or "[]")
    finally:
        for vault in vaults:
            await vault.close()
    assert sorted(kept) == sorted(f"{name}{number}" for name in "ab" for number in range(ROUNDS))
    assert next(item for item in kept if item[0] == "a") == f"a{ROUNDS - 1}"


async def test_the_oldest_are_dropped(tmp_path: Path) -> None:
    key = keys.create(tmp_path, Secret("kept"))
    vault = await EncryptedVault.open(tmp_path, key, HeldClock())
    try:
        await vault.prepend_setting("list", ["1", "2"], 3)
        await vault.prepend_setting("list", ["3", "4"], 3)
        assert json.loads(await vault.setting("list") or "") == [3, 4, 1]
    finally:
        await vault.close()
