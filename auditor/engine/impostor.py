"""Of an account that the user calls an impostor.

Fetch the avatar, compare it with the user's own, keep only a match.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import msgspec

from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import AvatarMatch, Print
from auditor.domain.outcome import Failed, Fetched, Outcome, Skipped
from auditor.domain.photos.facts import Facts, Pdq
from auditor.hashing.match.alike import MATCH_LIMIT
from auditor.messages import _
from auditor.ports import Clock, Http, Readers, Source, Vault

_SETTING = "impostor:"


async def compare_avatar(
    account: Account, source: Source, http: Http, readers: Readers, vault: Vault, clock: Clock
) -> Outcome:
    """Compare the avatar of `account` with every photo on a proven account.

    The picture is dropped, only a match is kept. What was not compared was not looked at: it is
    skipped.
    """
    url = await source.avatar(account, http)
    if url is None:
        await vault.put_setting(_SETTING + account.id, "")
        return Skipped(_("it shows no avatar: nothing to compare"))
    answer = await http.get(url, purpose="avatar to compare")
    if not answer.ok:
        return Failed(
            _("the avatar could not be read: the server answered {status}").format(
                status=answer.status
            )
        )
    facts = (await readers.read(answer.body)).facts
    if facts.pdq is None:
        return Failed(_("the avatar could not be read as a picture"))
    proven = {
        account.id
        for account in await vault.accounts()
        if account.claim is Claim.MINE and account.proof.holds
    }
    prints = [photo for photo in await vault.prints() if photo.account in proven]
    best = await asyncio.to_thread(_nearest, facts, prints)
    if best is None:
        await vault.put_setting(_SETTING + account.id, "")
        return _no_match(facts.pdq, prints)
    found = AvatarMatch(account.id, best[0].photo, best[1], account.url, clock.now())
    await vault.put_setting(_SETTING + account.id, msgspec.json.encode(found).decode())
    return Fetched(_("its avatar is one of your photos"))


def _no_match(avatar: Pdq, prints: Sequence[Print]) -> Outcome:
    if not prints:
        return Skipped(_("no photo of a proven account of yours to compare its avatar with"))
    if not avatar.reliable:
        return Skipped(_("its avatar is too plain to compare: none of your photos is that file"))
    return Fetched(_("its avatar is none of the photos on your proven accounts"))


async def matches(accounts: Iterable[Account], vault: Vault) -> tuple[AvatarMatch, ...]:
    """Return the matches kept for `accounts`."""
    kept = [await vault.setting(_SETTING + account.id) for account in accounts]
    return tuple(msgspec.json.decode(text, type=AvatarMatch) for text in kept if text)


def _nearest(facts: Facts, prints: Sequence[Print]) -> tuple[Print, int] | None:
    """Return the own photo nearest to the avatar, with its distance.

    Turned and mirrored forms are included.
    """
    same = next((photo for photo in prints if photo.sha256 == facts.sha256), None)
    if same is not None:
        return same, 0
    if facts.pdq is None or not facts.pdq.reliable:
        return None
    owners = [photo for photo in prints for _turned in photo.pdq]
    if not owners:
        return None
    from auditor.hashing.match import match

    distances = match.distances(
        match.from_hex([facts.pdq.hash]),
        match.from_hex([turned for photo in prints for turned in photo.pdq]),
    )
    nearest = int(distances.argmin())
    distance = int(distances[nearest])
    return (owners[nearest], distance) if distance <= MATCH_LIMIT else None
