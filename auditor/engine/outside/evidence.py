"""All evidence from outside the accounts, of every kind of record that the vault keeps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from auditor.domain.outside.evidence import Outside
from auditor.engine.outside import breaches, look_alikes, reported, training_sets, web_copies
from auditor.ports import Vault

_BOOKS: Sequence[Callable[[Vault], Awaitable[Outside]]] = (
    reported.found,
    breaches.found,
    look_alikes.found,
    web_copies.found,
    training_sets.found,
)
"""What each kind of record gives, in the order in which it is told."""


async def outside(vault: Vault) -> Outside:
    """Return what all records of the vault give."""
    several = [await found(vault) for found in _BOOKS]
    return Outside(
        tuple(line for each in several for line in each.evidence),
        sum(each.lookups for each in several),
        tuple(note for each in several for note in each.notes),
    )
