"""The person's archives: looking into one, taking it in, telling what changed since the last."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim, Proof, ProofMethod, same_handle
from auditor.domain.archives.archive import (
    SEEN_BY_STRANGERS,
    ArchiveCounts,
    ArchiveMark,
    Held,
    Imported,
    PublicAnswers,
)
from auditor.domain.archives.capture import CaptureMark, PageSeen
from auditor.domain.photos.facts import Facts, blunt_facts, picture_only
from auditor.domain.photos.photo import Visibility
from auditor.domain.views import ScanRecord, StoredPhoto
from auditor.engine.accounts.book import AccountBook
from auditor.engine.accounts.closed_platforms import PLATFORMS
from auditor.engine.dependencies import Rooms
from auditor.engine.imports.door import ArchiveDoor, ArchiveListing, counted, is_whole, mark_of
from auditor.engine.imports.strangers import compare, seen_before
from auditor.engine.scan.events import ScanEvent
from auditor.engine.scan.scan import Scan
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import AccountArchive, Http

_ALL = 10**6
_PARTS_WITHIN = timedelta(days=7)
"""Time within which parts of one archive are made: some are ready days after the first
(shared facts on LinkedIn). A judgement.
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the person says of the account in an archive.

    `account`: its id on the list, "" for the one of that name. `again`: its name typed once more,
    "" where it is not claimed now.
    """

    account: str = ""
    again: str = ""


class Imports:
    """Takes archives in. Only what the person says is theirs is kept."""

    def __init__(
        self,
        rooms: Rooms,
        book: AccountBook,
        evaluate: Callable[[], Awaitable[None]],
        scanning: Callable[[Scan, Account], Awaitable[ScanRecord]],
    ) -> None:
        self._rooms = rooms
        self._book = book
        self._evaluate = evaluate
        self._scanning = scanning

    async def survey(self, archive: AccountArchive, answers: PublicAnswers) -> ArchiveCounts:
        """Return what an archive holds. Nothing is kept."""
        return await asyncio.to_thread(counted, archive, answers)

    async def unclaimed(self, archive: AccountArchive, claimed: Claimed) -> bool:
        """Whether nobody said yet that the account in an archive is theirs. Raises UsageError."""
        known = await self._known(archive, claimed)
        return known is None or known.claim is not Claim.MINE

    async def account_of(self, archive: AccountArchive, claimed: Claimed) -> Account | None:
        """Return the account that an archive is taken in for, claimed as the person's own.

        None where nobody said that it is theirs. Raises UsageError where the archive names another
        account than the one that is claimed.
        """
        known = await self._known(archive, claimed)
        inside = archive.identity.handle
        if known is None:
            if not claimed.again:
                return None
            handle = inside or claimed.again.strip()
            return await self._book.add(
                _profile_address(archive.platform, handle),
                Claim.MINE,
                archive.platform,
                handle,
                claimed.again,
            )
        if known.claim is not Claim.MINE:
            if not claimed.again:
                return None
            return await self._book.claim(known.id, Claim.MINE, claimed.again)
        return known

    async def _known(self, archive: AccountArchive, claimed: Claimed) -> Account | None:
        inside = archive.identity
        if claimed.account:
            account = await self._book.get(claimed.account)
            if account.platform != archive.platform:
                raise UsageError(
                    _("This archive is of {platform}, the account is not.").format(
                        platform=archive.title
                    ),
                    _("'auditor accounts list' shows the ids."),
                )
            _require_same(archive, account)
            return account
        accounts = [
            account
            for account in await self._rooms.vault.accounts()
            if account.platform == archive.platform
        ]
        named = inside.handle or claimed.again
        for account in accounts:
            if same_handle(named, account.handle) or (
                inside.stable_id and account.stable_id == inside.stable_id
            ):
                _require_same(archive, account)
                return account
        read = [  # whose archive named nobody before either
            account
            for account in accounts
            if _of_archive(account.archive) and not account.proof.detail and archive.page is None
        ]
        return read[0] if not named and len(read) == 1 else None

    async def earlier(self, account: Account | None) -> PublicAnswers:
        """Return what the person said of earlier archives of an account."""
        mark = None if account is None else account.archive
        return PublicAnswers() if mark is None else mark.answers

    async def bring(
        self,
        archive: AccountArchive,
        account: Account,
        answers: PublicAnswers,
        on_event: Callable[[ScanEvent], None] | None = None,
    ) -> Imported:
        """Take an archive in: list it, measure what strangers can see, judge.

        Cancel the task to stop; the same archive then goes on where it stopped. Raises UsageError
        where a newer archive was read already, VaultBusy and VaultError.
        """
        page = await asyncio.to_thread(lambda: archive.page)  # its pictures are read for it
        if page is not None:
            return await self._bring_page(archive, page, account, on_event)
        now = self._rooms.clock.now()
        made_at = as_utc(archive.made_at)
        before = _of_archive(account.archive)
        captured = None if account.archive is None else account.archive.capture
        known = None if before is None else before.made_at
        if known and made_at and known - made_at > _PARTS_WITHIN:  # else another part of the same
            raise UsageError(
                _("A newer archive of this account was read already, of {date}.").format(
                    date=known.date().isoformat()
                ),
                _("Name the newest one. 'auditor accounts remove' forgets what was read."),
            )
        mark = ArchiveMark(
            archive.format,
            max(made_at, known) if made_at and known else made_at,
            now,
            follows=before is not None and (before.finished or before.follows),
            answers=answers.over(PublicAnswers() if before is None else before.answers),
            capture=captured,
        )
        account = replace(account, supported=True, archive=mark)
        account = await self._proven(archive, account, now)
        vault = self._rooms.vault
        seen = await seen_before(vault, account.id) if captured is not None else {}
        listing = ArchiveListing(archive, mark.answers, vault.ids, seen)
        settle = _Settle(self._rooms, listing, before, made_at)
        judge = partial(self._judge, account.id, mark, listing)
        as_served = None if archive.serves_files else picture_only
        scan = self._scan(archive, listing, settle, judge, as_served, on_event)
        record = await self._scanning(scan, account)
        await listing.count()
        came = _imported(archive, account, listing, record, settle, compared=mark.follows)
        return replace(came, strangers=await self._strangers(account.id))

    async def _bring_page(
        self,
        archive: AccountArchive,
        page: PageSeen,
        account: Account,
        on_event: Callable[[ScanEvent], None] | None,
    ) -> Imported:
        """Take a kept page in. It proves nothing, and what it does not show may be anywhere."""
        made_at = as_utc(archive.made_at)
        captured = CaptureMark(
            page.form, page.page, made_at, page.shown, page.told, page.asked_to_log_in
        )
        archived = _of_archive(account.archive)
        mark = (
            ArchiveMark(page.form, made_at, self._rooms.clock.now(), capture=captured)
            if archived is None
            else replace(archived, capture=captured)
        )
        account = replace(account, supported=True, archive=mark)
        await self._rooms.vault.put_account(account)
        listing = ArchiveListing(archive, mark.answers)
        settle = _Settle(self._rooms, listing, None, made_at)
        judge = partial(self._judge, account.id, mark, listing)
        scan = self._scan(archive, listing, settle, judge, blunt_facts, on_event)
        record = await self._scanning(scan, account)
        await listing.count()
        came = _imported(archive, account, listing, record, settle, compared=False)
        return replace(came, strangers=await self._strangers(account.id))

    def _scan(
        self,
        archive: AccountArchive,
        listing: ArchiveListing,
        settle: _Settle,
        judge: Callable[[], Awaitable[None]],
        as_served: Callable[[Facts], Facts] | None,
        on_event: Callable[[ScanEvent], None] | None,
    ) -> Scan:
        return Scan(
            vault=self._rooms.vault,
            sources={archive.platform: listing},
            http=ArchiveDoor(archive),
            readers=self._rooms.readers,
            clock=self._rooms.clock,
            evaluate=judge,
            store_log=_nothing,
            on_event=on_event or (lambda _event: None),
            max_image_bytes=self._rooms.max_image_bytes,
            left_list=settle.settle,
            on_this_device=True,
            as_served=as_served,
        )

    async def _strangers(self, account_id: str) -> CaptureMark | None:
        account = await self._book.get(account_id)
        return None if account.archive is None else account.archive.capture

    async def _proven(self, archive: AccountArchive, account: Account, now: datetime) -> Account:
        if not account.proof.holds:
            seen = Proof(ProofMethod.ARCHIVE, archive.identity.handle, now)
            account = replace(account, proof=seen)
        if archive.identity.stable_id and not account.stable_id:
            account = replace(account, stable_id=archive.identity.stable_id)
        await self._rooms.vault.put_account(account)
        return account

    async def _judge(self, account_id: str, mark: ArchiveMark, listing: ArchiveListing) -> None:
        vault = self._rooms.vault
        await listing.count()
        account = next((each for each in await vault.accounts() if each.id == account_id), None)
        if account is not None and account.archive is not None:
            captured = mark.capture and await compare(vault, account_id, mark.capture)
            seen_by = await vault.seen_by(account_id)
            of_page = listing.captured and not mark.of_page  # says nothing of the archive itself
            counted = replace(
                mark,
                whole=mark.whole if of_page else listing.whole,
                finished=mark.finished if of_page else True,
                capture=captured,
                public=sum(n for (kind, _m), n in seen_by.items() if kind in SEEN_BY_STRANGERS),
                unknown=sum(n for (kind, _m), n in seen_by.items() if kind is Visibility.UNKNOWN),
                hidden=sum(n for (kind, _m), n in seen_by.items() if kind in _HIDDEN),
                unread=sum(
                    n
                    for (kind, measured), n in seen_by.items()
                    if kind in SEEN_BY_STRANGERS and not measured
                ),
                held=mark.held if of_page else listing.held,
            )
            await vault.put_account(replace(account, archive=counted))
        await self._evaluate()


def _of_archive(mark: ArchiveMark | None) -> ArchiveMark | None:
    """Return what was read of an archive; None where nothing but captures was."""
    return None if mark is None or mark.of_page else mark


_HIDDEN = frozenset({Visibility.PRIVATE, Visibility.FOLLOWERS})


@dataclass(slots=True)
class _Settle:
    """Decides about photos that an archive names no more.

    Those older than everything in it may only lie outside the time that was asked for, and those
    newer where that can end early; those of a folder of which it holds nothing may be of a kind
    that was not asked for. Where there are such, those without a date may be so too. `before` is
    the archive that was read last: one made days before it, or within days of it and naming hardly
    anything of what that named, is another part of the same, so that nothing is gone.
    """

    rooms: Rooms
    listing: ArchiveListing
    before: ArchiveMark | None
    made_at: datetime | None
    untold: int = 0

    async def settle(self, scan: int, account: Account, http: Http) -> None:
        """Keep what could not be told as it is."""
        del http
        await self.listing.count()
        left, complete = await self.rooms.vault.left_list(scan, account.id, _ALL)
        captured = [each.photo.id for each in left if each.photo.of_page]
        await self.rooms.vault.keep_unlisted(scan, captured, None)
        left = tuple(each for each in left if not each.photo.of_page)
        if not complete:
            self.untold = len(left)
            return
        part = not self.listing.archive.parts_known or self._is_other_part(len(left))
        outside = {stored.photo.id for stored in left if self._outside(stored)}
        undated = {stored.photo.id for stored in left if stored.photo.posted_at is None}
        kept = [
            stored.photo.id
            for stored in left
            if part or stored.photo.id in outside or (outside and stored.photo.id in undated)
        ]
        self.untold = len(kept)
        await self.rooms.vault.keep_unlisted(scan, kept, None)

    def _is_other_part(self, left: int) -> bool:
        before = self.before
        if before is None:
            return False
        if before.made_at and self.made_at:
            if self.made_at < before.made_at:
                return True
            if self.made_at - before.made_at > _PARTS_WITHIN:
                return False
        known = before.public + before.unknown + before.hidden
        return left > known - left

    def _outside(self, stored: StoredPhoto) -> bool:
        counts, posted = self.listing.counts, stored.photo.posted_at
        folder = mark_of(stored.photo.media_url)
        if folder and folder not in counts.folders:
            return True
        if posted is None or counts.earliest is None or counts.latest is None:
            return counts.photos == 0
        posted = posted.replace(tzinfo=None)
        newer = self.listing.archive.may_end_early and posted > counts.latest
        return newer or posted < counts.earliest


def _imported(
    archive: AccountArchive,
    account: Account,
    listing: ArchiveListing,
    record: ScanRecord,
    settle: _Settle,
    *,
    compared: bool,
) -> Imported:
    change = next((each for each in record.accounts if each.account == account.id), None)
    told = None
    if compared and change is not None and change.new is not None:
        told = {
            "new": change.new,
            "gone": change.gone or 0,
            "changed": change.changed or 0,
            "untold": settle.untold,
        }
    return replace(
        looked_into(archive, listing.counts),
        account=account.id,
        compared=told,
        held=listing.held,
        whole=listing.whole,
    )


def looked_into(archive: AccountArchive, counts: ArchiveCounts) -> Imported:
    """Return what an archive holds, of which nothing was kept."""
    return Imported(
        archive.format,
        archive.platform,
        archive.title,
        archive.identity,
        None,
        as_utc(archive.made_at),
        counts,
        whole=is_whole(archive, counts),
        held=Held.joined((*archive.held, *(Held(kind, n) for kind, n in counts.held.items()))),
        notes=archive.notes,
        page=archive.page,
    )


def as_utc(moment: datetime | None) -> datetime | None:
    """Return a time in UTC; one without zone, as zips have it, is taken for UTC."""
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _require_same(archive: AccountArchive, account: Account) -> None:
    inside = archive.identity
    same_id = inside.stable_id and account.stable_id == inside.stable_id
    if inside.handle and not same_id and not same_handle(inside.handle, account.handle):
        raise UsageError(
            _("This archive is of {inside}, the account on the list is {listed}.").format(
                inside=inside.handle, listed=account.handle
            ),
            _("An archive is taken in for the account that it names inside."),
        )


def _profile_address(platform: str, handle: str) -> str:
    known = next((each for each in PLATFORMS if each.name == platform), None)
    if known is None or known.links:
        return handle
    return known.example.replace("NAME", handle)


async def _nothing() -> None:
    """Store no log: nothing is asked."""
