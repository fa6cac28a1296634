"""Photos that left an account's list: their addresses are asked before they count as gone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.outcome import Batch
from auditor.domain.photos.looked import of_whole_file
from auditor.domain.photos.photo import Listing, Rendition, Role
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto
from auditor.engine.verify.look import Looking, PictureAddress
from auditor.messages import ngettext
from auditor.ports import Http, Readers, Source, Vault

_MOST = 1000
"""Photos of one account asked for in one scan; the others stay, and that is told. A judgement."""
_ALL = 10**6
_AT_ONCE = 3
_ROUNDS = 2
"""Times that an address must say that there is no such picture."""


@dataclass(frozen=True)
class LeftList:
    """Asks for what a complete list names no more; of any other list nothing has left."""

    vault: Vault
    readers: Readers
    max_bytes: int
    sources: Mapping[str, Source]
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    async def ask(self, scan: int, account: Account, http: Http, now: datetime) -> None:
        """Keep the photos of `account` that still answer as unlinked, those untold as they are."""
        if account.claim is not Claim.MINE:
            return
        left, complete = await self.vault.left_list(scan, account.id, _ALL)
        if not complete or not left:
            return
        source = self.sources.get(account.platform)
        traits = source.traits if source else Traits(account.platform)
        looking = Looking(http, self.readers, self.max_bytes, traits)
        asked, rest = left[:_MOST], left[_MOST:]
        told = await asyncio.gather(*(self._listing(looking, stored) for stored in asked))
        by_answer: dict[Listing | None, list[str]] = {
            Listing.UNLINKED: [],
            None: [stored.photo.id for stored in rest],
        }
        for stored, (gone, listing) in zip(asked, told, strict=True):
            if not gone:
                by_answer[listing].append(stored.photo.id)
        for listing, photos in by_answer.items():
            await self.vault.keep_unlisted(scan, photos, listing)
        if rest:
            note = ngettext(
                "{n} photo that the list names no more was not asked for and stays",
                "{n} photos that the list names no more were not asked for and stay",
                len(rest),
            ).format(n=len(rest))
            await self.vault.save_batch(scan, account.id, Batch((), None, notes=(note,)), now)

    async def _listing(self, looking: Looking, stored: StoredPhoto) -> tuple[bool, Listing | None]:
        """Return whether a photo is gone, and else whether it is known to stand there."""
        stored = replace(stored, facts=of_whole_file(stored.facts))
        async with self._gate:
            unclear = False
            for url in _addresses(stored):
                address = PictureAddress(Rendition(url, Role.SERVED))
                for _round in range(_ROUNDS):
                    answer = await looking.ask(stored, address)
                    if answer.copy is not None:
                        return False, Listing.UNLINKED
                    if not answer.gone:
                        unclear = True
                        break
            return not unclear, None


def _addresses(stored: StoredPhoto) -> tuple[str, ...]:
    photo = stored.photo
    urls = (photo.media_url, *(each.url for each in photo.renditions), *photo.earlier)
    return tuple(dict.fromkeys(url for url in urls if url))
