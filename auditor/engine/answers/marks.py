"""What the person says may be known: two accounts together, and names that an account shows.

Settings of the vault under an account's id, so that they are forgotten with it. The profiles
propose them; only the person changes them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.links import AccountLink, Tie
from auditor.domain.text.names import is_full_name, shows
from auditor.domain.views import AccountState
from auditor.engine.accounts.book import AccountBook
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Vault

_TOGETHER = "known-together:"
_NAMES = "shown-names:"
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the profiles suggest to mark: pairs of account ids, and (account id, name)."""

    together: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of the person."""

    vault: Vault
    book: AccountBook

    async def set_together(self, account_id: str, other_id: str, *, on: bool) -> tuple[str, str]:
        """Record whether two accounts may be known together. Return their ids in order.

        Raises UsageError if there is no such account, or both are the same.
        """
        first, second = await self._mine(account_id), await self._mine(other_id)
        if first.id == second.id:
            raise UsageError(
                _("An account is known together with itself."), _("Name two accounts.")
            )
        first_id, second_id = sorted((first.id, second.id))
        kept = await _list(self.vault, _TOGETHER + first_id)
        await _keep(self.vault, _TOGETHER + first_id, kept, second_id, on=on)
        return first_id, second_id

    async def set_shown_name(self, account_id: str, name: str, *, on: bool) -> Account:
        """Record whether an account shows a name on purpose.

        Raises UsageError if there is no such account, or the name is empty.
        """
        account = await self._mine(account_id)
        said = " ".join(name.split())[:_LONGEST]
        if not said:
            raise UsageError(_("The name is empty."), _("Type the name as photos tell it."))
        kept = await shown_names(self.vault, account.id)
        await _keep(self.vault, _NAMES + account.id, kept, said, on=on)
        return account

    async def _mine(self, account_id: str) -> Account:
        account = await self.book.get(account_id)
        if account.claim is not Claim.MINE:
            raise UsageError(
                _("Only an account that you say is yours can have such a mark."),
                _("auditor accounts list"),
            )
        return account


async def shown_names(vault: Vault, account_id: str) -> tuple[str, ...]:
    """Return the names that the person marked with "I show this name" on an account."""
    return await _list(vault, _NAMES + account_id)


async def together(vault: Vault, accounts: Sequence[Account]) -> frozenset[tuple[str, str]]:
    """Return the pairs of account ids, in order, that may be known together."""
    known = {account.id for account in accounts if account.claim is Claim.MINE}
    return frozenset(
        [
            (account, other)
            for account in sorted(known)
            for other in await _list(vault, _TOGETHER + account)
            if other in known
        ]
    )


async def _list(vault: Vault, name: str) -> tuple[str, ...]:
    kept = await vault.setting(name)
    return tuple(json.loads(kept)) if kept else ()


async def _keep(vault: Vault, name: str, kept: Sequence[str], item: str, *, on: bool) -> None:
    rest = [each for each in kept if each != item]
    await vault.put_setting(name, json.dumps([*rest, item] if on else rest))


def proposals(
    states: Sequence[AccountState],
    ties: Sequence[AccountLink],
    pairs: frozenset[tuple[str, str]],
    names: Sequence[tuple[str, str]],
) -> Proposals:
    """Return what the profiles suggest and the person did not mark yet.

    Two accounts that name each other, and a display name that is a full name. `names` are the marks
    as (account id, name).
    """
    mutual = {
        (min(link.a, link.b), max(link.a, link.b))
        for link in ties
        if any(evidence.tie is Tie.MUTUAL_LINK for evidence in link.evidence)
    }
    mine = [state for state in states if state.account.claim is Claim.MINE]
    pairs_of = combinations(sorted(state.account.id for state in mine), 2)
    shown = [
        (state.account.id, " ".join(state.profile.display_name.split()))
        for state in mine
        if state.profile is not None and is_full_name(state.profile.display_name)
    ]
    return Proposals(
        tuple(pair for pair in pairs_of if pair in mutual and pair not in pairs),
        tuple(
            (account, name)
            for account, name in shown
            if not any(owner == account and shows(mark, name) for owner, mark in names)
        ),
    )
