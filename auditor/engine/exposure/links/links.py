"""Links between accounts.

One graph over all that are proven.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.domain.account import Account, Claim, Profile
from auditor.domain.findings.check import Print
from auditor.domain.findings.collecting import uncollected
from auditor.domain.links import AccountLink, Cut, CutFor, LinkEvidence, Links, Tie
from auditor.domain.traits import TraitsOf
from auditor.engine.exposure.links.marks import KeptOfPictures, Marked, marked
from auditor.engine.exposure.links.photo_ties import fewest_photos, photo_ties
from auditor.engine.exposure.links.profile_ties import one_way, profile_ties
from auditor.engine.judge.inventory import inventory
from auditor.ports import Vault

_ORDER = {tie: index for index, tie in enumerate(Tie)}
_BY_HAND = frozenset({Tie.SAME_HANDLE, Tie.MUTUAL_LINK})


async def links(vault: Vault, traits: TraitsOf, named: Sequence[str] = ()) -> Links:
    """Return what ties the proven accounts in `vault`, and the cuts.

    Cuts are for `named`, else for those kept apart, else for all linked.
    """
    case = await inventory(vault)
    states = await vault.account_states()
    profiles = {state.account.id: state.profile for state in states if state.profile is not None}
    proven = case.tied
    left_out = {state.account.id for state in states if state.account.claim is Claim.MINE} - {
        account.id for account in proven
    }
    closed = {
        state.account.id
        for state in states
        if not state.account.supported or state.account.archive is not None
    }
    found = await asyncio.to_thread(
        uncollected,
        links_among,
        proven,
        profiles,
        case.prints,
        traits,
        named,
        sorted(left_out),
        kept=case.compared,
    )
    return replace(found, closed=frozenset(left_out & closed))


def links_among(
    accounts: Sequence[Account],
    profiles: Mapping[str, Profile],
    prints: Sequence[Print],
    traits: TraitsOf,
    named: Sequence[str] = (),
    left_out: Sequence[str] = (),
    *,
    kept: KeptOfPictures = None,
) -> Links:
    """Return the links among `accounts`, whose ids `named` must be.

    Prints of other accounts are left out. `kept` is as in `InventoryCase`.
    """
    shown = _marked(accounts, prints, kept)
    linked = _linked(shown, accounts, profiles, traits)
    chosen, cuts_for = _chosen(accounts, linked, named)
    cuts = tuple(
        Cut(
            account,
            _tied_to(account, linked),
            fewest_photos(shown, account),
            tuple(_by_hand(account, linked)),
        )
        for account in chosen
    )
    return Links(
        linked, cuts, tuple(left_out), cuts_for, tuple(sorted(one_way(accounts, profiles, traits)))
    )


def ties_among(
    accounts: Sequence[Account],
    profiles: Mapping[str, Profile],
    prints: Sequence[Print],
    traits: TraitsOf,
    *,
    kept: KeptOfPictures = None,
) -> tuple[AccountLink, ...]:
    """Return what ties each two of `accounts`, without any cut.

    Prints of other accounts are left out. `kept` is as in `InventoryCase`.
    """
    return _linked(_marked(accounts, prints, kept), accounts, profiles, traits)


def _marked(accounts: Sequence[Account], prints: Sequence[Print], kept: KeptOfPictures) -> Marked:
    known = {account.id for account in accounts}
    return marked([photo for photo in prints if photo.account in known], kept)


def _linked(
    shown: Marked,
    accounts: Sequence[Account],
    profiles: Mapping[str, Profile],
    traits: TraitsOf,
) -> tuple[AccountLink, ...]:
    evidence: dict[tuple[str, str], list[LinkEvidence]] = defaultdict(list)
    for ties in (photo_ties(shown), profile_ties(accounts, profiles, traits)):
        for pair, found in ties.items():
            evidence[pair] += found
    return tuple(
        AccountLink(*pair, tuple(sorted(evidence[pair], key=_rank))) for pair in sorted(evidence)
    )


def _rank(evidence: LinkEvidence) -> tuple[int, int, tuple[str, ...], str]:
    return (
        _ORDER[evidence.tie],
        -len(evidence.photos_a) - len(evidence.photos_b),
        evidence.photos_a,
        evidence.value,
    )


def _chosen(
    accounts: Sequence[Account], linked: Sequence[AccountLink], named: Sequence[str]
) -> tuple[Sequence[str], CutFor]:
    if named:
        return tuple(dict.fromkeys(named)), CutFor.NAMED
    if apart := [account.id for account in accounts if account.keep_apart]:
        return apart, CutFor.KEPT_APART
    ends = {end for link in linked for end in (link.a, link.b)}
    return [account.id for account in accounts if account.id in ends], CutFor.LINKED


def _tied_to(account: str, linked: Sequence[AccountLink]) -> tuple[str, ...]:
    """Return all accounts that `account` can be tied to, also by way of others."""
    beside: dict[str, set[str]] = defaultdict(set)
    for link in linked:
        beside[link.a].add(link.b)
        beside[link.b].add(link.a)
    found, waiting = {account}, [account]
    while waiting:
        new = beside[waiting.pop()] - found
        found |= new
        waiting += new
    return tuple(sorted(found - {account}))


def _by_hand(account: str, linked: Sequence[AccountLink]) -> list[AccountLink]:
    """Return the ties of the profile of `account`, without those by photos."""
    own = [link for link in linked if account in {link.a, link.b}]
    kept = [
        AccountLink(
            link.a,
            link.b,
            tuple(evidence for evidence in link.evidence if evidence.tie in _BY_HAND),
        )
        for link in own
    ]
    return [link for link in kept if link.evidence]
