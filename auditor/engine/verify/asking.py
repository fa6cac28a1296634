"""Looks again at everything that the chosen findings name: pictures, lists, profiles.

Each picture once, at every address at which it was ever seen; what is said to be gone a second
time, on new connections.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import AccountCheck
from auditor.domain.findings.finding import Finding
from auditor.domain.photos.looked import of_whole_file
from auditor.domain.photos.photo import Photo, Rendition, Role
from auditor.domain.views import StoredPhoto
from auditor.engine.counted_http import CountedHttp
from auditor.engine.dependencies import Rooms
from auditor.engine.verify.look import (
    AddressAnswer,
    Look,
    Looking,
    PictureAddress,
    StandingCopy,
    is_another,
    is_same,
)
from auditor.engine.verify.relist import Relisting, relist
from auditor.errors import NetworkError, SourceError
from auditor.messages import _
from auditor.ports import KeepsVersions

_AT_ONCE = 3
"""Pictures of one account asked for at a time, as in a scan."""
_APART_S = 10.0
"""Seconds between the last answer of the first round and the second round (issue: at least 10)."""
_MOST_NEW = 200
"""Photos of an account, listed since the last scan, that are compared with those that are gone."""


@dataclass
class _Asked:
    """One photo on its way through both rounds."""

    before: StoredPhoto
    listed: Photo | None
    looking: Looking
    answers: dict[PictureAddress, AddressAnswer] = field(default_factory=dict)
    reason: str = ""

    @property
    def missing(self) -> list[PictureAddress]:
        return [address for address, answer in self.answers.items() if answer.gone]

    @property
    def copies(self) -> tuple[StandingCopy, ...]:
        return tuple(answer.copy for answer in self.answers.values() if answer.copy is not None)

    @property
    def unclear(self) -> str:
        told = (answer.reason for answer in self.answers.values() if answer.reason)
        return next(told, self.reason)


@dataclass
class LookCollector:
    """Collects what stands there now. Only accounts claimed as mine are asked."""

    rooms: Rooms
    accounts: Mapping[str, Account]
    before: dict[str, StoredPhoto] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)
    listed: dict[str, Relisting] = field(default_factory=dict)
    _doors: dict[str, CountedHttp] = field(default_factory=dict)
    _new: dict[str, tuple[list[StoredPhoto], str]] = field(default_factory=dict)

    async def ask(self, findings: Sequence[Finding], profiles: Sequence[str] = ()) -> None:
        """Look at all that `findings` name, and at the profiles of the accounts `profiles`."""
        of_account = {check.id for check in self.rooms.checks if isinstance(check, AccountCheck)}
        flags = {
            finding.observation.account for finding in findings if finding.check in of_account
        } | set(profiles)
        for photo in {photo for finding in findings for photo in finding.observation.photos}:
            stored = await self.rooms.vault.photo(photo)
            if stored is not None and self._mine(stored.photo.account):
                # by its first bytes alone nobody can tell whether a picture is the same
                self.before[photo] = replace(stored, facts=of_whole_file(stored.facts))
        lists = {stored.photo.account for stored in self.before.values()}
        for account in sorted(flags | lists):
            await self._list(account, profile_only=account not in lists)
        await self._both_rounds()

    def knows(self, finding: Finding) -> bool:
        """Whether all photos that a finding names were looked at, and there are any."""
        named = finding.observation.photos
        return bool(named) and all(photo in self.looks for photo in named)

    def _lists(self, account: str, url: str) -> bool:
        listed = self.listed.get(account)
        return listed is not None and url in listed.of_address

    def _mine(self, account_id: str) -> bool:
        account = self.accounts.get(account_id)
        return account is not None and account.claim is Claim.MINE

    async def _both_rounds(self) -> None:
        gate = asyncio.Semaphore(_AT_ONCE)
        asked = {photo: self._begin(stored) for photo, stored in sorted(self.before.items())}
        await asyncio.gather(*(self._first(photo, each, gate) for photo, each in asked.items()))
        left = {photo: each for photo, each in asked.items() if photo not in self.looks}
        if not left:
            return
        await self.rooms.wait(_APART_S)  # one wait for all of them
        await self.rooms.http.renew()
        await asyncio.gather(*(self._second(photo, each, gate) for photo, each in left.items()))

    async def _first(self, photo: str, asked: _Asked, gate: asyncio.Semaphore) -> None:
        async with gate:
            for address in await self._addresses(asked):
                answer = await asked.looking.ask(asked.before, address)
                asked.answers[address] = answer
                if answer.copy is not None and _unchanged(answer.copy, asked.before):
                    break
        if not asked.missing or asked.unclear or _stands(asked):
            self.looks[photo] = self._look(asked)

    async def _second(self, photo: str, asked: _Asked, gate: asyncio.Semaphore) -> None:
        async with gate:
            for address in asked.missing:
                asked.answers[address] = await asked.looking.ask(asked.before, address)
            if not asked.unclear and all(copy.older for copy in asked.copies):
                await self._moved(asked)
        self.looks[photo] = self._look(asked)

    def _begin(self, before: StoredPhoto) -> _Asked:
        photo = before.photo
        listed = self.listed.get(photo.account, Relisting())
        named = listed.photos.get(photo.id)
        if named is None:
            at_address = (listed.of_address.get(url) for url in _seen_at(photo))
            named = next((other for other in at_address if other is not None), None)
            named = None if named is None else replace(named, id=photo.id)
        return _Asked(
            before,
            named,
            Looking(
                self._door(photo.account),
                self.rooms.readers,
                self.rooms.max_image_bytes,
                self.rooms.traits(photo.platform),
            ),
        )

    async def _addresses(self, asked: _Asked) -> list[PictureAddress]:
        """Return every address to ask, those that are listed now in front, the largest first."""
        photo = asked.before.photo
        shown = asked.listed or photo
        current = dict.fromkeys(rendition.url for rendition in _in_order(shown))
        known = {rendition.url: rendition for rendition in (*_in_order(photo), *_in_order(shown))}
        seen = set(_seen_at(photo))
        replaced = {each.url for each in shown.renditions if each.replaced}
        addresses = [
            PictureAddress(known[url], older=url in replaced, known=url in seen) for url in current
        ]
        if asked.listed is not None and not seen & current.keys():
            addresses = [replace(address, known=True) for address in addresses]
        left = [url for url in seen if url not in current]
        addresses += [
            PictureAddress(
                known.get(url, Rendition(url, Role.SERVED)), older=asked.listed is not None
            )
            for url in sorted(left)
        ]
        source = self.rooms.source(photo.platform)
        if isinstance(source, KeepsVersions):
            try:
                further = await source.older_versions(photo, asked.looking.http)
            except (NetworkError, SourceError) as error:
                asked.reason, further = error.message, ()
            addresses += [
                PictureAddress(
                    Rendition(url, Role.SERVED),
                    older=asked.listed is not None or not self._lists(photo.account, url),
                    known=False,
                )
                for url in dict.fromkeys(further)
                if url not in current and url not in seen
            ]
        if not addresses:
            asked.reason = _("the platform names no address of this picture")
        return addresses

    def _look(self, asked: _Asked) -> Look:
        photo = asked.before.photo
        listed = self.listed.get(photo.account)
        reason, untold = asked.unclear, ""
        if listed is None:
            untold = _no_source()
        elif asked.listed is None and not listed.complete:
            untold = listed.left_out or listed.reason
            outage = bool(listed.reason) and not listed.refused
            if outage and not asked.copies:  # it settles nothing
                reason = reason or listed.reason
        if untold and asked.copies and photo.published is not None:
            reason = reason or untold
        return Look(
            tuple(_said(copy, asked) for copy in asked.copies),
            reason,
            hidden=listed is not None and listed.hidden,
            unlinked=asked.listed is None
            and listed is not None
            and listed.complete
            # what took its place may be listed as a photo of its own
            and not any(self._lists(photo.account, copy.url) for copy in asked.copies),
            untold=untold,
        )

    async def _moved(self, asked: _Asked) -> None:
        """Take what shows the same picture under another name now.

        Listed since the last scan, or on the same posting in another form.
        """
        before = asked.before
        found, reason = await self._new_of(before.photo.account)
        for now in found:
            if before.facts is None or now.facts is None:
                continue
            posting = (
                now.photo.page_url == before.photo.page_url
                and now.photo.kind is before.photo.kind
                and not is_another(now.facts, before.facts)
            )
            if posting or is_same(now.facts, before.facts):
                asked.listed = replace(now.photo, id=before.photo.id)
                largest = now.photo.largest
                assert largest is not None
                copy = StandingCopy(replace(now, photo=asked.listed), largest.url)
                asked.answers[PictureAddress(largest)] = AddressAnswer(copy)
                return
        asked.reason = asked.reason or reason

    async def _new_of(self, account: str) -> tuple[list[StoredPhoto], str]:
        """Return the photos that no scan has seen, as they are now, and what was not looked at."""
        if account not in self._new:
            self._new[account] = await self._read_new(account)
        return self._new[account]

    async def _read_new(self, account: str) -> tuple[list[StoredPhoto], str]:
        listed = self.listed.get(account, Relisting())
        looking = self._begin(next(s for s in self.before.values() if s.photo.account == account))
        found: list[StoredPhoto] = []
        reason, asked = "", 0
        for photo in listed.photos.values():
            largest = photo.largest
            stored = await self.rooms.vault.photo(photo.id)
            if largest is None or (stored is not None and stored.gone_since is None):
                continue
            asked += 1
            if asked > _MOST_NEW:
                reason = _("more photos were listed since the last scan than are compared: scan")
                break
            told = await looking.looking.ask(StoredPhoto(photo, None), PictureAddress(largest))
            if told.copy is not None:
                found.append(told.copy.stored)
            elif told.reason:
                reason = reason or told.reason
        return found, reason

    async def _list(self, account_id: str, *, profile_only: bool) -> None:
        account = self.accounts.get(account_id)
        source = self.rooms.source(account.platform) if account else None
        if account is None or account.claim is not Claim.MINE or source is None:
            return
        door, ids = self._door(account_id), self.rooms.vault.ids
        self.listed[account_id] = await relist(
            account, source, door, ids, profile_only=profile_only
        )

    def _door(self, account: str) -> CountedHttp:
        return self._doors.setdefault(
            account, CountedHttp(self.rooms.http, account, self.accounts.get(account))
        )


def _no_source() -> str:
    return _("this program cannot look into it")


def _seen_at(photo: Photo) -> tuple[str, ...]:
    """Return every address at which a photo was ever seen."""
    urls = (photo.media_url, *(rendition.url for rendition in photo.renditions), *photo.earlier)
    return tuple(dict.fromkeys(url for url in urls if url))


def _in_order(photo: Photo) -> list[Rendition]:
    """Return the renditions of a photo, the one that is measured first."""
    own = [*photo.by_size, *photo.renditions]
    if photo.media_url:
        own.append(Rendition(photo.media_url, Role.SERVED))
    first: dict[str, Rendition] = {}
    for rendition in own:
        first.setdefault(rendition.url, rendition)
    return list(first.values())


def _unchanged(copy: StandingCopy, before: StoredPhoto) -> bool:
    """Whether the very file that was measured stands where it stood: no need to look further."""
    measured, facts, now = before.photo.largest, before.facts, copy.stored.facts
    return (
        measured is not None
        and facts is not None
        and now is not None
        and bool(facts.sha256)
        and (copy.url, now.sha256) == (measured.url, facts.sha256)
    )


def _stands(asked: _Asked) -> bool:
    return any(_unchanged(copy, asked.before) for copy in asked.copies)


def _said(copy: StandingCopy, asked: _Asked) -> StandingCopy:
    """Give a copy the words that stand beside it now; of one that is not listed none do.

    An older version keeps the name of its own file.
    """
    photo, said = copy.stored.photo, asked.listed
    facts = copy.stored.facts
    if said is None:
        return replace(copy, stored=replace(copy.stored, photo=replace(photo, published=None)))
    now = replace(
        photo,
        alt=said.alt,
        caption=said.caption,
        published=said.published,
        licence=said.licence,
        page_url=said.page_url,
        visibility=said.visibility,
        file_name=photo.file_name if copy.older else said.file_name,
    )
    if facts is not None:
        facts = replace(facts, metadata=replace(facts.metadata, file_name=now.file_name))
    return replace(copy, stored=replace(copy.stored, photo=now, facts=facts))
