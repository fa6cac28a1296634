"""Everything that may be compared across accounts.

What proven accounts show, loaded once for judging and for questions.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import AvatarMatch, InventoryCase
from auditor.domain.private import PrivateMatch
from auditor.domain.routine.routine import hours_of, most_of_hours, parsed
from auditor.engine import impostor
from auditor.ports import Vault
from auditor.ports.vault import PrintRows

_NOT_ME = "not-me"
"""Setting of the vault: photos that the user said show somebody else, as a JSON list of ids."""
_HOURS = "hours-public"
"""Setting of the vault: by account the most photos that were public at once, for each hour of the
camera's clock, as JSON. Counts only: what quiet hours are a share of.
"""
COMPARED = "compared"
"""The name under which is kept what comparing pictures leaves for the next time."""


async def inventory(vault: Vault) -> InventoryCase:
    """Return accounts, prints and matches, with what was left of comparing the pictures last.

    Accounts without proof are left out, but for their matches with the private hash list.
    """
    return await asyncio.to_thread((await gather(vault)).case)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What an inventory is made of. `accounts` are all that there are, proven or not."""

    accounts: Sequence[Account]
    rows: PrintRows
    impostors: Sequence[AvatarMatch]
    private: Sequence[PrivateMatch]
    not_me: frozenset[str]
    hours: Mapping[str, Sequence[int]]  # by account
    compared: bytes | None

    def case(self) -> InventoryCase:
        """Return the inventory, which takes long with many photos."""
        proven = [
            account
            for account in self.accounts
            if account.claim is Claim.IMPOSTOR
            or (account.claim is Claim.MINE and account.proof.holds)
        ]
        known = {account.id for account in proven}
        blunt = _of_captures(proven)
        return InventoryCase(
            proven,
            [
                photo
                for photo in self.rows.prints()
                if photo.account in known and photo.photo not in blunt
            ],
            self.impostors,
            self.private,
            self.not_me,
            hours=_together(hours for name, hours in self.hours.items() if name in known),
            compared=decode_compared(self.compared),
        )


async def gather(vault: Vault) -> Gathered:
    """Return what an inventory is made of, as it is stored."""
    accounts = await vault.accounts()
    own = {
        account.id: account for account in accounts if account.claim in {Claim.MINE, Claim.IMPOSTOR}
    }
    return Gathered(
        accounts,
        await vault.print_rows(),
        await impostor.matches(own.values(), vault),
        [match for match in await vault.private_matches() if match.account in own],
        await _pruned(vault),
        await hours_kept(vault),
        await vault.made(COMPARED),
    )


def decode_compared(packed: bytes | None) -> dict[str, bytes] | None:
    """Return what comparing pictures left; None where nothing is kept."""
    return msgspec.msgpack.decode(packed, type=dict[str, bytes]) if packed else None


def _of_captures(accounts: Iterable[Account]) -> frozenset[str]:
    """Return the photos that only kept pages tell of: these prove nothing of an account."""
    marks = (account.archive.capture for account in accounts if account.archive is not None)
    return frozenset(photo for mark in marks if mark is not None for photo in mark.alone)


async def keep_hours(vault: Vault, case: InventoryCase) -> InventoryCase:
    """Count the hours of what is public now, and keep the most that were ever public of each.

    Of accounts that are no longer the user's own nothing is kept.
    """
    before = await hours_kept(vault)
    times: dict[str, list[datetime]] = defaultdict(list)
    for photo in case.prints:
        if photo.captured_at and (moment := parsed(photo.captured_at)) is not None:
            times[photo.account].append(moment)
    own = {account.id for account in await vault.accounts() if account.claim is Claim.MINE}
    after = {
        name: most_of_hours(hours_of(times[name]), before.get(name, ()))
        for name in sorted(own & {*times, *before})
    }
    if after != before:
        await vault.put_setting(_HOURS, json.dumps(after))
    known = {account.id for account in case.accounts}
    return replace(case, hours=_together(after[name] for name in after if name in known))


async def hours_kept(vault: Vault) -> dict[str, tuple[int, ...]]:
    """Return by account the most photos that were public at once, for each hour."""
    kept = await vault.setting(_HOURS)
    return {name: tuple(hours) for name, hours in json.loads(kept or "{}").items()}


def _together(several: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*several, strict=True)))


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
