"""What has to be made worthless although its photo may be gone, until the person ticks it.

Kept in a setting of the vault for each account, so that it is forgotten with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.findings.finding import Finding, State
from auditor.ports import Vault

_SETTING = "aftercare:"


@dataclass(frozen=True, slots=True)
class OpenAftercare:
    """One thing that was seen: its key in guidance/aftercare.toml, and the photos that showed it.

    `state` is open, or done once the person ticked it; a further photo of such a thing opens it
    again.
    """

    key: str
    account: str
    photos: tuple[str, ...]
    state: State = State.OPEN


_Kept = list[OpenAftercare]


async def kept_aftercare(vault: Vault) -> list[OpenAftercare]:
    """Return all that was seen on the user's own accounts, in order of key.

    The same on several accounts is one thing, told on the first of them.
    """
    found: dict[str, OpenAftercare] = {}
    for account in sorted(await vault.accounts(), key=lambda account: account.id):
        if account.claim is Claim.MINE:
            for entry in await _of(vault, account.id):
                before = found.get(entry.key)
                found[entry.key] = entry if before is None else _both(before, entry)
    return [found[key] for key in sorted(found)]


def _both(entry: OpenAftercare, other: OpenAftercare) -> OpenAftercare:
    state = entry.state if entry.state is State.OPEN else other.state
    return replace(entry, photos=(*entry.photos, *other.photos), state=state)


async def tick(vault: Vault, key: str, state: State) -> None:
    """Record what the person says of one thing, on whatever accounts it was seen."""
    for account in await vault.accounts():
        before = await _of(vault, account.id)
        after = [replace(entry, state=state) if entry.key == key else entry for entry in before]
        if after != before:
            await _put(vault, account.id, after)


class SeenAftercare:
    """Gathers, while photos are judged, what has to be made worthless."""

    def __init__(self) -> None:
        self._photos: dict[tuple[str, str], list[str]] = {}

    def take(self, findings: Iterable[Finding]) -> None:
        """Note what findings ask for."""
        for finding in findings:
            seen = finding.observation
            for key in seen.aftercare:
                self._photos.setdefault((seen.account, key), []).extend(seen.photos)

    async def settings(self, vault: Vault) -> dict[str, str]:
        """Return the settings of the vault that keep it, together with what was kept before."""
        found: dict[str, str] = {}
        for account in sorted({account for account, _key in self._photos}):
            before = {entry.key: entry for entry in await _of(vault, account)}
            for (owner, key), photos in self._photos.items():
                if owner == account:
                    before[key] = _joined(before.get(key), account, key, photos)
            entries = [before[key] for key in sorted(before)]
            found[_SETTING + account] = msgspec.json.encode(entries).decode()
        return found


def _joined(
    before: OpenAftercare | None, account: str, key: str, photos: Sequence[str]
) -> OpenAftercare:
    seen = tuple(dict.fromkeys(photos))
    if before is None:
        return OpenAftercare(key, account, seen)
    new = tuple(photo for photo in seen if photo not in before.photos)
    if not new:
        return before
    return replace(before, photos=(*before.photos, *new), state=State.OPEN)


async def _of(vault: Vault, account: str) -> list[OpenAftercare]:
    kept = await vault.setting(_SETTING + account)
    return msgspec.json.decode(kept, type=_Kept) if kept else []


async def _put(vault: Vault, account: str, entries: Sequence[OpenAftercare]) -> None:
    await vault.put_setting(_SETTING + account, msgspec.json.encode(list(entries)).decode())
