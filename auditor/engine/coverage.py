"""How much of the user's accounts was read: what every "nothing" rests on."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.domain.account import Claim
from auditor.domain.traits import TraitsOf
from auditor.domain.views import AccountState, Coverage, PhotoQuery, WhyUnread
from auditor.messages import _
from auditor.ports import Vault

_TRIED = frozenset({"failed", "blocked"})


def platform_name(platform: str, title: str, *, read: bool) -> str:
    """Return the name that people know a platform by.

    `title` is that of its source if it is `read`; else a playbook may know the name.
    """
    if read:
        return _(title)
    from auditor.guidance.playbooks import playbook

    known = playbook(platform)
    return known.name if known is not None else title


async def _was_read(vault: Vault, state: AccountState) -> bool:
    """Whether an account was looked into: its list read to the end, or one photo of a list."""
    if _unsaid(state):
        return False
    return state.outcome == "fetched" or (
        state.photos > 0
        and await vault.count_photos(PhotoQuery(account=state.account.id, measured=True)) > 0
    )


def _unsaid(state: AccountState) -> bool:
    """Whether nobody said yet which photos of an archive are public, so that none was read."""
    return state.account.archive is not None and not state.account.archive.tells


async def coverage(vault: Vault, states: Sequence[AccountState], traits: TraitsOf) -> Coverage:
    """Return what was read of the accounts that the user claims."""
    mine = [state for state in states if state.account.claim is Claim.MINE]
    readable = [state for state in mine if state.account.supported]
    read = [state for state in readable if await _was_read(vault, state)]
    whole = [state for state in read if _is_whole(state)]
    closed = [state.account for state in mine if not state.account.supported]
    return Coverage(
        why_unread=None if read else await _why_unread(vault, states, mine, readable),
        accounts=len(read),
        whole=len(whole),
        waiting=len(readable) - len(read),
        proven=sum(state.account.proof.holds for state in read),
        closed=tuple(
            dict.fromkeys(
                platform_name(account.platform, traits(account.platform).title, read=False)
                for account in closed
            )
        ),
    )


def _is_whole(state: AccountState) -> bool:
    said = state.account.archive is None or not state.account.archive.unknown
    return state.outcome == "fetched" and state.complete and said


async def _why_unread(
    vault: Vault,
    states: Sequence[AccountState],
    mine: Sequence[AccountState],
    readable: Sequence[AccountState],
) -> WhyUnread:
    for why, holds in (
        (WhyUnread.NO_ACCOUNT, not states),
        (WhyUnread.NONE_YOURS, not mine),
        (WhyUnread.NO_READER, not readable),
        (WhyUnread.UNSAID, all(map(_unsaid, readable))),
        (WhyUnread.FAILED, all(state.outcome in _TRIED for state in readable)),
    ):
        if holds:
            return why
    newest = await vault.scans(1)
    if newest and newest[0].ended_at is None:
        return WhyUnread.INTERRUPTED
    tried = any(state.outcome in _TRIED for state in readable)
    return WhyUnread.FAILED if tried else WhyUnread.NOT_SCANNED
