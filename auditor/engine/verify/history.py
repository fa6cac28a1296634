"""What came of findings that were looked at again, as the vault keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from auditor.domain.findings.verify import Verification
from auditor.ports import Vault

_HISTORY = "verified:"
"""Setting of the vault with an account's id: what came of its findings, as JSON, newest first;
forgotten with the account.
"""
_KEPT = 500


async def history(vault: Vault) -> tuple[Verification, ...]:
    """Return what came of all findings that were looked at again, newest first.

    Also of those that are no longer on the list.
    """
    kept = [
        dated
        for account in await vault.accounts()
        for dated in _dated(await _of_account(vault, account.id))
    ]
    return tuple(result for _when, result in sorted(kept, key=lambda dated: dated[0])[::-1])


async def keep(vault: Vault, results: Sequence[Verification]) -> None:
    """Put what came of a look, the oldest first, before what is kept of the looks before."""
    for account in {result.account for result in results}:
        new = [result for result in results if result.account == account]
        items = [msgspec.json.encode(result).decode() for result in reversed(new)]
        await vault.prepend_setting(_HISTORY + account, items, _KEPT)


async def _of_account(vault: Vault, account: str) -> list[Verification]:
    kept = await vault.setting(_HISTORY + account)
    return msgspec.json.decode(kept, type=list[Verification]) if kept else []


def _dated(newest_first: list[Verification]) -> Iterator[tuple[datetime, Verification]]:
    """Yield what came of an account, the oldest first, with times that never go backwards.

    The order of the list is that in which it was looked; the clock may have been set back since.
    """
    latest = None
    for result in reversed(newest_first):
        latest = result.checked_at if latest is None else max(latest, result.checked_at)
        yield latest, result
