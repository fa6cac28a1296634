"""Likeness exposure of everything in the vault, on request."""

from __future__ import annotations

import asyncio

from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase
from auditor.domain.likeness.judge import blunt, candidates, judge
from auditor.domain.likeness.likeness import Likeness
from auditor.domain.views import PhotoQuery
from auditor.engine.judge.inventory import inventory
from auditor.hashing.match.copies import copies
from auditor.ports import Vault


async def likeness(vault: Vault) -> Likeness:
    """Judge the photos of all proven accounts; photos that could not be fetched or read count as not looked at."""
    case = await inventory(vault)
    judged = await asyncio.to_thread(_judged, case)
    accounts = [one for one in await vault.accounts() if one.claim is Claim.MINE and one.supported]
    unmeasured = [
        await vault.count_photos(PhotoQuery(account=one.id, measured=False))
        for one in accounts
        if one.proof.holds
    ]
    return blunt(judged, sum(unmeasured), unproven=any(not one.proof.holds for one in accounts))


def _judged(case: InventoryCase) -> Likeness:
    prints = candidates(case)
    return judge(case, prints, copies(prints))
