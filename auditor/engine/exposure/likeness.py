"""Likeness exposure of everything in the vault."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase
from auditor.domain.findings.collecting import uncollected
from auditor.domain.likeness.best import best, faces_from, original_of
from auditor.domain.likeness.judge import blunt, candidates, judge, own
from auditor.domain.likeness.likeness import Best, Likeness, Shrink
from auditor.domain.likeness.rules import SHRINK_TARGETS
from auditor.domain.remedies import RemedyKey
from auditor.engine.judge.inventory import inventory
from auditor.engine.judge.unread_counts import unread_photos
from auditor.guidance.remedies import remedy
from auditor.ports import Vault


async def likeness(vault: Vault) -> Likeness:
    """Judge the photos of all proven accounts.

    Photos that could not be fetched or read count as not looked at.
    """
    case = await inventory(vault)
    judged = await asyncio.to_thread(uncollected, _judged, case)
    if judged.best is not None:
        judged = replace(judged, best=await _with_original(vault, judged.best))
    accounts = [
        account
        for account in await vault.accounts()
        if account.claim is Claim.MINE and account.supported
    ]
    unmeasured = await unread_photos(
        vault, (account for account in accounts if account.proof.holds)
    )
    return blunt(judged, unmeasured, unproven=any(not account.proof.holds for account in accounts))


def _judged(case: InventoryCase) -> Likeness:
    from auditor.hashing.match.copies import COPIES, several_copies

    prints = candidates(case)
    judged = judge(case, prints, several_copies(prints, kept=case.compared, name=COPIES))
    if not judged.known:
        return judged
    return replace(judged, best=best(own(case), case.not_me), shrink=tuple(_shrink(case)))


async def _with_original(vault: Vault, found: Best) -> Best:
    stored = await vault.photo(found.photo)
    if stored is None:
        return found
    return replace(found, original=original_of(found, stored.photo, stored.facts))


def _shrink(case: InventoryCase) -> Iterator[Shrink]:
    faces = faces_from(own(case), case.not_me, min(SHRINK_TARGETS))
    shown = {photo for photo, _face in faces}
    account_of = {photo.photo: photo.account for photo in case.prints if photo.photo in shown}
    platforms = {account.id: account.platform for account in case.accounts}
    for below in SHRINK_TARGETS:
        photos = tuple(photo for photo, face in faces if face >= below)
        many = Counter(account_of[photo] for photo in photos)
        yield Shrink(
            below, photos, _minutes((platforms[account], many[account]) for account in many)
        )


def _minutes(photos: Iterable[tuple[str, int]]) -> float:
    """Return what it takes to replace so many photos on each account, by its platform."""
    return sum(
        (remedy(RemedyKey.CLEAR_FACE, platform).price(count) for platform, count in photos),
        start=0.0,
    )
