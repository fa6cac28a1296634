"""Likeness exposure of everything in the vault, on request."""

from __future__ import annotations

import asyncio

from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase
from auditor.domain.likeness.judge import blunt, candidates, judge
from auditor.domain.likeness.likeness import Likeness
from auditor.domain.views import PhotoQuery
from auditor.engine.judge.inventory import inventory
from auditor.ports import Vault


async def likeness(vault: Vault) -> Likeness:
    """Judge the photos of all proven accounts.

    Photos that could not be fetched or read count as not looked at.
    """
    case = await inventory(vault)
    judged = await asyncio.to_thread(_judged, case)
    accounts = [
        account
        for account in await vault.accounts()
        if account.claim is Claim.MINE and account.supported
    ]
    unmeasured = [
        await vault.count_photos(PhotoQuery(account=account.id, measured=False))
        for account in accounts
        if account.proof.holds
    ]
    return blunt(
        judged, sum(unmeasured), unproven=any(not account.proof.holds for account in accounts)
    )


def _judged(case: InventoryCase) -> Likeness:
    from auditor.hashing.match.copies import copies

    prints = candidates(case)
    return judge(case, prints, copies(prints))
