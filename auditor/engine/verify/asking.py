"""Looks again at everything that the chosen findings name: pictures, lists, profiles.

One account after the other, each picture once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import AccountCheck
from auditor.domain.findings.finding import Finding
from auditor.domain.remedies import SettledBy, row_of
from auditor.domain.views import StoredPhoto
from auditor.engine.counted_http import CountedHttp
from auditor.engine.dependencies import Rooms
from auditor.engine.verify.look import Look, Looking
from auditor.engine.verify.relist import Relisting, relist
from auditor.messages import _

_AT_ONCE = 3
"""Pictures of one account asked for at a time, as in a scan."""


@dataclass
class LookCollector:
    """Collects what stands there now. Only accounts claimed as mine are asked."""

    rooms: Rooms
    accounts: Mapping[str, Account]
    before: dict[str, StoredPhoto] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)
    listed: dict[str, Relisting] = field(default_factory=dict)
    _doors: dict[str, CountedHttp] = field(default_factory=dict)

    async def ask(self, findings: Sequence[Finding], profiles: Sequence[str] = ()) -> None:
        """Look at all that `findings` name, and at the profiles of the accounts `profiles`."""
        of_account = {check.id for check in self.rooms.checks if isinstance(check, AccountCheck)}
        flags = {
            finding.observation.account for finding in findings if finding.check in of_account
        } | set(profiles)
        lists = {finding.observation.account for finding in findings if _is_listed(finding)}
        for account in sorted(flags | lists):
            await self._list(account, profile_only=account not in lists)
        photos = {photo: finding for finding in findings for photo in finding.observation.photos}
        for photo in photos:
            stored = await self.rooms.vault.photo(photo)
            if stored is not None:
                self.before[photo] = stored
        gate = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(
            *(
                self._look(photo, stored, gate)
                for photo, stored in photos.items()
                if photo in self.before
            )
        )

    async def _list(self, account_id: str, *, profile_only: bool) -> Relisting | None:
        account = self.accounts.get(account_id)
        source = self.rooms.source(account.platform) if account else None
        if account is None or account.claim is not Claim.MINE or source is None:
            return None
        known = self.listed.get(account_id)
        if known is None or (not profile_only and not known.whole):
            self.listed[account_id] = await relist(
                account, source, self._door(account_id), profile_only=profile_only
            )
        return self.listed[account_id]

    def _door(self, account: str) -> CountedHttp:
        return self._doors.setdefault(account, CountedHttp(self.rooms.http, account))

    async def _look(self, photo: str, finding: Finding, gate: asyncio.Semaphore) -> None:
        before = self.before[photo]
        account = self.accounts.get(before.photo.account)
        if account is None or account.claim is not Claim.MINE:
            return
        async with gate:
            if _is_listed(finding):
                self.looks[photo] = _as_listed(before, self.listed.get(account.id))
                return
            traits = self.rooms.traits(before.photo.platform)
            looking = Looking(
                self._door(account.id), self.rooms.readers, self.rooms.max_image_bytes, traits
            )
            look = await looking.look(before)
            nothing_there = look.stored is None and not look.reason
            if nothing_there and row_of(finding.remedy.key).changes_look:
                look = await self._replaced(before, looking)
            if look.stored is not None and before.photo.published is not None:
                look = await self._published(look.stored)
            self.looks[photo] = look

    async def _published(self, now: StoredPhoto) -> Look:
        """Take over what the platform publishes beside the picture now."""
        listed = await self._list(now.photo.account, profile_only=False)
        if listed is None:
            return Look(reason=_no_source())
        photo = listed.photos.get(now.photo.id)
        if photo is None and listed.left_out:
            return Look(reason=listed.left_out)
        return Look(
            replace(now, photo=replace(now.photo, published=photo.published if photo else None))
        )

    async def _replaced(self, before: StoredPhoto, looking: Looking) -> Look:
        """Look at what the same posting shows now under another address.

        Nothing if the platform lists it no more. A page may show other pictures too: those are not
        what took this one's place.
        """
        listed = await self._list(before.photo.account, profile_only=False)
        if listed is None or listed.missing:
            return Look()
        of_posting = [
            photo
            for photo in listed.photos.values()
            if photo.id == before.photo.id or photo.page_url == before.photo.page_url
        ]
        known = {rendition.url for rendition in before.photo.renditions}
        for photo in of_posting:
            if photo.kind is before.photo.kind and not known & {
                rendition.url for rendition in photo.renditions
            }:
                look = await looking.look(StoredPhoto(photo, before.facts))
                if not look.another:
                    return look
        return Look(reason=listed.reason)


def _is_listed(finding: Finding) -> bool:
    return row_of(finding.remedy.key).settled_by is SettledBy.LIST


def _no_source() -> str:
    return _("no source reads it")


def _as_listed(before: StoredPhoto, listed: Relisting | None) -> Look:
    """Return the photo with what the list says of it now.

    Where the whole list was read and it is not in it, it is gone.
    """
    if listed is None:
        return Look(reason=_no_source())
    now = listed.photos.get(before.photo.id)
    if now is not None:
        facts = before.facts
        if facts is not None:
            facts = replace(facts, metadata=replace(facts.metadata, file_name=now.file_name))
        return Look(StoredPhoto(now, facts))
    return Look(reason=listed.left_out)
