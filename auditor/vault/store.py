"""The vault as the rest of the house knows it (ports.Vault).

Every call is handed to the one thread that owns the connection; what reads for seconds has a
second one. Tables that few commands ask are loaded when one does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from auditor.domain.outside.evidence import OutsideRecord
from auditor.domain.photos.counts import PhotoCounts
from auditor.domain.text.content_id import IdKey
from auditor.vault.finding_store import FindingStore
from auditor.vault.storage.connection import (
    Connection,
    ConnectionThread,
    connect,
    connect_memory,
    wait_long,
)
from auditor.vault.storage.location import DATABASE, JUDGE_LOCK, SCAN_LOCK
from auditor.vault.storage.lock import FileLock
from auditor.vault.storage.long_reads import LongReads
from auditor.vault.storage.migration import fill, ids_of, open_file
from auditor.vault.tables import accounts, forgotten, photos
from auditor.vault.tables import log_and_settings as rest

if TYPE_CHECKING:
    from auditor.domain.account import Account, Claim, Proof
    from auditor.domain.changes import KeptScan, ListDifferences
    from auditor.domain.outcome import Batch, Outcome
    from auditor.domain.photos.photo import Listing, Visibility
    from auditor.domain.private import PrivateEntry, PrivateHit, PrivateImage, PrivateMatch
    from auditor.domain.secret import Secret
    from auditor.domain.views import (
        AccountState,
        NetworkEntry,
        PhotoQuery,
        PhotoRow,
        ScanRecord,
        StoredPhoto,
        WaitingPhoto,
    )
    from auditor.ports import Clock
    from auditor.ports.beside import Beside
    from auditor.vault.storage.keys import VaultKey

_Record = TypeVar("_Record", bound=OutsideRecord)


class EncryptedVault(FindingStore):
    """Everything known, in an encrypted file or in memory.

    Make one with `open` or `ephemeral`; every call may raise VaultError.
    """

    def __init__(
        self,
        owner: ConnectionThread,
        scan_lock: FileLock | None,
        use_lock: FileLock | None,
        ids: IdKey,
        long: LongReads | None = None,
        judge_lock: FileLock | None = None,
    ) -> None:
        super().__init__(owner, long or LongReads(owner), judge_lock)
        self._scan_lock = scan_lock
        self._use_lock = use_lock
        self._ids = ids

    @classmethod
    async def open(
        cls, folder: Path, key: VaultKey, clock: Clock, ids: IdKey | None = None
    ) -> EncryptedVault:
        """Open the vault in `folder`, making or migrating its database where needed.

        `ids`: what names things in a new one; without it a secret is drawn by chance.

        Raises VaultDamaged, VaultTooNew, VaultTooOld, VaultBusy (another run has it open and it
        must be migrated), VaultError.
        """
        owner = ConnectionThread()
        locks: list[FileLock] = []

        def connecting() -> Connection:
            connection, lock = open_file(folder, key, clock.now(), ids=ids)
            locks.append(lock)
            return connection

        await owner.open(connecting)
        try:
            ids = await owner.run(ids_of)
        except BaseException:
            await owner.close()
            locks[0].free()
            raise
        long = LongReads(owner, partial(connect, folder / DATABASE, key))
        scan_lock, judge_lock = FileLock(folder / SCAN_LOCK), FileLock(folder / JUDGE_LOCK)
        return cls(owner, scan_lock, locks[0], ids, long, judge_lock)

    @classmethod
    async def ephemeral(cls, ids: IdKey | None = None) -> EncryptedVault:
        """Open a vault in memory: no file is written. Without `ids` it has a secret of its own."""
        ids = ids or IdKey.new()

        def connecting() -> Connection:
            connection = connect_memory()
            fill(connection, datetime.now(UTC), ids=ids)
            return connection

        owner = ConnectionThread()
        await owner.open(connecting)
        return cls(owner, None, None, ids)

    @property
    def ids(self) -> IdKey:
        """What names accounts, photos and findings."""
        return self._ids

    async def close(self) -> None:
        """Close the connections, end their threads and give the locks back."""
        await self._long.close()
        await self._owner.close()
        self.release_scan()
        if self._use_lock is not None:
            self._use_lock.free()

    def release_scan(self) -> None:
        """Give the scan lock back after a scan that was cancelled, so that another run may scan."""
        if self._scan_lock is not None:
            self._scan_lock.free()

    async def share_with(self, beside: Beside) -> None:
        """Wait for what a process beside this one writes.

        It lets go of the file wherever what was deleted is overwritten.
        """
        self._long.rests_with(beside.resting)
        await self._owner.run(wait_long)

    # accounts
    async def accounts(self) -> tuple[Account, ...]:
        """Return all accounts, oldest first."""
        return await self._owner.run(accounts.read_all)

    async def account_states(self) -> tuple[AccountState, ...]:
        """Return all accounts with photo counts and last outcomes."""
        return await self._owner.run(accounts.states)

    async def put_account(self, account: Account) -> None:
        """Add or replace an account."""
        await self._owner.run(accounts.put, account)

    async def remove_account(self, account_id: str) -> None:
        """Forget an account and all that names it."""
        async with self._long.resting():
            await self._owner.run(accounts.remove, account_id)

    async def set_claim(self, account_id: str, claim: Claim) -> None:
        """Record what the user says of an account."""
        await self._owner.run(accounts.set_claim, account_id, claim)

    async def set_proof(self, account_id: str, proof: Proof) -> None:
        """Record what proves an account."""
        await self._owner.run(accounts.set_proof, account_id, proof)

    # scans
    async def begin_scan(self, account_ids: Sequence[str], now: datetime) -> tuple[int, bool]:
        """Return (scan id, resumed).

        Raises VaultBusy while another process scans into this vault.
        """
        if self._scan_lock is not None:
            self._scan_lock.take()
        from auditor.vault.tables import scans

        return await self._owner.run(scans.begin, account_ids, now)

    async def scan_cursor(self, scan: int, account_id: str) -> tuple[str | None, bool]:
        """Return where to go on, and whether the list was read to the end."""
        from auditor.vault.tables import scans

        return await self._owner.run(scans.cursor, scan, account_id)

    async def save_batch(self, scan: int, account_id: str, batch: Batch, now: datetime) -> None:
        """Store a batch with its cursor in one transaction."""
        from auditor.vault.tables import scan_writes as listing

        await self._owner.run(listing.save_batch, scan, account_id, batch, now)

    async def unmeasured(
        self, scan: int, limit: int, account_id: str | None = None
    ) -> tuple[StoredPhoto, ...]:
        """Return photos that wait to be measured in this scan."""
        from auditor.vault.tables import scan_writes as listing

        return await self._owner.run(listing.unmeasured, scan, limit, account_id)

    async def unlooked(
        self, scan: int, account_id: str, after: int, limit: int
    ) -> tuple[tuple[StoredPhoto, ...], int]:
        """Return photos of which nothing is known, and a number to go on with."""
        from auditor.vault.tables import scan_writes as listing

        return await self._owner.run(listing.unlooked, scan, account_id, after, limit)

    async def save_first(self, scan: int, read: Sequence[StoredPhoto]) -> None:
        """Store what the first bytes of files said."""
        from auditor.vault.tables import scan_writes as listing

        await self._owner.run(listing.save_first, scan, read)

    async def waiting(self, scan: int, account_id: str) -> tuple[WaitingPhoto, ...]:
        """Return which photos of an account wait to be measured in this scan."""
        from auditor.vault.tables import scan_writes as listing

        return await self._owner.run(listing.waiting, scan, account_id)

    async def waiting_photos(self, scan: int, photo_ids: Sequence[str]) -> tuple[StoredPhoto, ...]:
        """Return those of these photos that wait to be measured in this scan, in this order."""
        from auditor.vault.tables import scan_writes as listing

        return await self._owner.run(listing.waiting_photos, scan, photo_ids)

    async def still(self, scan: int, photo_ids: Sequence[str]) -> None:
        """Mark photos done that are what was read before."""
        from auditor.vault.tables import scan_writes as listing

        await self._owner.run(listing.still, scan, photo_ids)

    async def read_when(self, photo_ids: Sequence[str]) -> tuple[datetime | None, ...]:
        """Return when the scan began that read each photo last."""
        from auditor.vault.tables import scan_writes as listing

        return await self._owner.run(listing.read_when, photo_ids)

    async def not_asked(
        self, scan: int, account_id: str, photo_ids: Sequence[str], note: str
    ) -> None:
        """Let photos wait no more that were not looked at."""
        from auditor.vault.tables import scan_writes as listing

        await self._owner.run(listing.not_asked, scan, account_id, photo_ids, note)

    async def save_facts(
        self, scan: int, photo_id: str, stored: StoredPhoto, thumbnail: bytes | None
    ) -> None:
        """Store what was measured. `thumbnail`: None keeps the old one, empty removes it."""
        from auditor.vault.tables import scan_writes as listing

        await self._owner.run(listing.save_facts, scan, photo_id, stored, thumbnail)

    async def end_account(
        self, scan: int, account_id: str, outcome: Outcome, requests: int, now: datetime
    ) -> None:
        """Record how one account ended."""
        from auditor.vault.tables import scans

        await self._owner.run(scans.end_account, scan, account_id, outcome, requests, now)

    async def end_scan(self, scan: int, now: datetime) -> ScanRecord:
        """Close a scan and let others scan."""
        from auditor.vault.tables import scans

        record = await self._owner.run(scans.end, scan, now)
        self.release_scan()
        return record

    async def scans(self, limit: int = 50) -> tuple[ScanRecord, ...]:
        """Return scans, newest first."""
        from auditor.vault.tables import scans

        return await self._owner.run(scans.recent, limit)

    async def kept_scans(self) -> tuple[KeptScan, ...]:
        """Return the scans that can be compared, newest first."""
        from auditor.vault.tables import inventories

        return await self._owner.run(inventories.scans)

    async def differences(self, older: int, newer: int) -> ListDifferences:
        """Compare what two scans listed."""
        from auditor.vault.tables import inventories

        return await self._owner.run(inventories.differences, older, newer)

    async def left_list(
        self, scan: int, account_id: str, limit: int
    ) -> tuple[tuple[StoredPhoto, ...], bool]:
        """Return photos that the account's list names no more, and whether it was complete."""
        from auditor.vault.tables import unlinked

        return await self._owner.run(unlinked.left_list, scan, account_id, limit)

    async def keep_unlisted(
        self, scan: int, photo_ids: Sequence[str], listing: Listing | None
    ) -> None:
        """Keep photos that the list does not name."""
        from auditor.vault.tables import unlinked

        await self._owner.run(unlinked.keep, scan, photo_ids, listing)

    async def restate(self, photos: Sequence[StoredPhoto], dropped: Sequence[str]) -> None:
        """Put photos in place of those with their ids, and forget others."""
        from auditor.vault.tables import scan_writes as listing

        await self._owner.run(listing.restate, photos, dropped)

    async def hide(self, account_id: str) -> None:
        """Record that an account is switched off."""
        from auditor.vault.tables import unlinked

        await self._owner.run(unlinked.hide, account_id)

    # photos
    async def count_photos(self, query: PhotoQuery) -> int:
        """Count photos."""
        return await self._owner.run(photos.count, query)

    async def photo_counts(self, query: PhotoQuery) -> PhotoCounts:
        """Count photos by year, hour and size."""
        return await self._owner.run(photos.counts, query)

    async def seen_by(self, account_id: str) -> Mapping[tuple[Visibility, bool], int]:
        """Count the photos of an account by who sees them."""
        return await self._owner.run(photos.seen_by, account_id)

    async def photo_rows(self, query: PhotoQuery, offset: int, limit: int) -> tuple[PhotoRow, ...]:
        """Return one page of the list."""
        return await self._owner.run(photos.page, query, offset, limit)

    async def rows_of(self, photo_ids: Sequence[str]) -> tuple[PhotoRow, ...]:
        """Return the list rows of these photos, in order of id."""
        return await self._owner.run(photos.rows_of, photo_ids)

    async def photos(self, after: str | None, limit: int) -> tuple[StoredPhoto, ...]:
        """Return whole photos in order of id."""
        return await self._owner.run(photos.stream, after, limit)

    async def photos_as_stored(self, after: int, limit: int) -> tuple[int, tuple[StoredPhoto, ...]]:
        """Return whole photos as they lie in the file, and what the next come after."""
        return await self._owner.run(photos.as_stored, after, limit)

    async def whole_photos(self, photo_ids: Sequence[str]) -> tuple[StoredPhoto, ...]:
        """Return these whole photos, as far as they are not gone."""
        return await self._owner.run(photos.whole, photo_ids)

    async def gone_photos(self, account_id: str) -> tuple[StoredPhoto, ...]:
        """Return whole photos of an account that are gone and still known."""
        return await self._owner.run(photos.gone, account_id)

    async def photo(self, photo_id: str) -> StoredPhoto | None:
        """Return one whole photo."""
        return await self._owner.run(photos.find, photo_id)

    async def thumbnail(self, photo_id: str) -> bytes | None:
        """Return the small picture."""
        return await self._owner.run(photos.thumbnail, photo_id)

    async def forget_places(self) -> None:
        """Forget every position, and keep none from now on."""
        from auditor.vault.tables import places

        async with self._long.resting():
            await self._owner.run(places.forget)

    async def remember_places(self) -> bool:
        """Keep positions again; False if they were kept all the time."""
        from auditor.vault.tables import places

        return await self._owner.run(places.remember)

    async def keeps_places(self) -> bool:
        """Whether positions are stored."""
        return await self._owner.run(forgotten.kept)

    # the private hash list
    async def private_entries(self) -> tuple[PrivateEntry, ...]:
        """Return the list, oldest first."""
        from auditor.vault.tables import private

        return await self._owner.run(private.entries)

    async def private_images(self) -> tuple[PrivateImage, ...]:
        """Return the list with its hashes."""
        from auditor.vault.tables import private

        return await self._owner.run(private.images)

    async def private_version(self) -> int:
        """Return a number that grows whenever an image is added."""
        from auditor.vault.tables import private

        return await self._owner.run(private.version)

    async def add_private(self, images: Sequence[PrivateImage]) -> None:
        """Add images that are not on the list yet."""
        from auditor.vault.tables import private

        await self._owner.run(private.add, images)

    async def remove_private(self, entry: str) -> bool:
        """Forget an image, its hashes and its matches."""
        from auditor.vault.tables import private

        async with self._long.resting():
            return await self._owner.run(private.remove, entry)

    async def save_private_hits(
        self, photo: str, version: int, hits: Sequence[PrivateHit], now: datetime
    ) -> None:
        """Record that a photo was compared, and what came of it."""
        from auditor.vault.tables import private

        await self._owner.run(private.save_hits, photo, version, hits, now)

    async def private_matches(self, photo: str | None = None) -> tuple[PrivateMatch, ...]:
        """Return the hits on photos that are not gone."""
        from auditor.vault.tables import private

        return await self._owner.run(private.matches, photo)

    async def export_private(self, passphrase: Secret) -> bytes:
        """Return the list, readable only with the passphrase."""
        from auditor.vault import sealed

        return await asyncio.to_thread(sealed.seal, await self.private_images(), passphrase)

    async def import_private(self, sealed_list: bytes, passphrase: Secret) -> int:
        """Add what was exported; return how many are new."""
        from auditor.vault import sealed
        from auditor.vault.tables import private

        return await self._owner.run(
            private.add, await asyncio.to_thread(sealed.unseal, sealed_list, passphrase)
        )

    # outside the accounts
    async def has_outside(self) -> bool:
        """Return whether there are any records."""
        return await self._owner.run(rest.has_outside)

    async def outside(self, kind: type[_Record]) -> Mapping[str, _Record]:
        """Return the records of a kind by key."""
        from auditor.vault.tables import outside

        return await self._owner.run(outside.read, kind)

    async def put_outside(self, key: str, record: OutsideRecord) -> None:
        """Keep a record."""
        from auditor.vault.tables import outside

        await self._owner.run(outside.put, key, record)

    async def replace_outside(self, kind: type[_Record], records: Mapping[str, _Record]) -> None:
        """Keep these records of a kind and no others."""
        from auditor.vault.tables import outside

        await self._owner.run(outside.replace, kind, records)

    async def remove_outside(self, kind: type[OutsideRecord], key: str) -> bool:
        """Forget a record."""
        from auditor.vault.tables import outside

        return await self._owner.run(outside.remove, kind, key)

    # the rest
    async def log_requests(self, entries: Sequence[NetworkEntry]) -> None:
        """Append to the network log."""
        await self._owner.run(rest.log_requests, entries)

    async def network_log(self, limit: int = 1000) -> tuple[NetworkEntry, ...]:
        """Return the newest entries."""
        return await self._owner.run(rest.network_log, limit)

    async def setting(self, name: str) -> str | None:
        """Return a small value."""
        return await self._owner.run(rest.setting, name)

    async def put_setting(self, name: str, value: str) -> None:
        """Keep a small value."""
        await self._owner.run(rest.put_setting, name, value)

    async def prepend_setting(self, name: str, items: Sequence[str], kept: int) -> None:
        """Put JSON values in front of a kept list."""
        await self._owner.run(rest.prepend_setting, name, items, kept)
