"""All evidence from outside the accounts, of every kind of record that the vault keeps."""

from __future__ import annotations

from auditor.domain.outside.evidence import Outside
from auditor.ports import Vault


async def outside(vault: Vault) -> Outside:
    """Return what all records of the vault give, kind by kind in the order in which it is told."""
    if not await vault.has_outside():
        return Outside()
    # loaded only here: it is much, and few vaults have such records
    from auditor.engine.outside import breaches, look_alikes, reported, training_sets, web_copies

    books = (reported, breaches, look_alikes, web_copies, training_sets)
    several = [await book.found(vault) for book in books]
    return Outside(
        tuple(line for each in several for line in each.evidence),
        sum(each.lookups for each in several),
        tuple(note for each in several for note in each.notes),
    )
