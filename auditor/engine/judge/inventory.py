"""Everything that may be compared across accounts.

What proven accounts show, loaded once for judging and for questions.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import InventoryCase
from auditor.engine import impostor
from auditor.ports import Vault

_NOT_ME = "not-me"
"""Setting of the vault: photos that the user said show somebody else, as a JSON list of ids."""


async def inventory(vault: Vault) -> InventoryCase:
    """Return accounts, prints and matches.

    Accounts without proof are left out, but for their matches with the private hash list.
    """
    accounts = {
        account.id: account
        for account in await vault.accounts()
        if account.claim in {Claim.MINE, Claim.IMPOSTOR}
    }
    proven: list[Account] = [
        account
        for account in accounts.values()
        if account.proof.holds or account.claim is Claim.IMPOSTOR
    ]
    known = {account.id for account in proven}
    prints = [photo for photo in await vault.prints() if photo.account in known]
    private = [match for match in await vault.private_matches() if match.account in accounts]
    return InventoryCase(
        proven,
        prints,
        await impostor.matches(accounts.values(), vault),
        private,
        await _pruned(vault),
    )


async def not_me(vault: Vault) -> frozenset[str]:
    """Return the photos that the user said show somebody else."""
    kept = await vault.setting(_NOT_ME)
    return frozenset(json.loads(kept)) if kept else frozenset()


async def _pruned(vault: Vault) -> frozenset[str]:
    """Return the marked photos that there still are, and forget the others.

    They went with their account.
    """
    marked = await not_me(vault)
    known = marked and frozenset(row.id for row in await vault.rows_of(sorted(marked)))
    if known != marked:
        await put_not_me(vault, known)
    return known


async def put_not_me(vault: Vault, photos: Collection[str]) -> None:
    """Keep which photos show somebody else."""
    await vault.put_setting(_NOT_ME, json.dumps(sorted(photos)))
