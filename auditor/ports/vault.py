"""The store of everything known, as the engine sees it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from auditor.domain.outside.evidence import OutsideRecord
from auditor.domain.views import (
    ANY_FINDING,
    AccountState,
    FindingQuery,
    NetworkEntry,
    PhotoQuery,
    PhotoRow,
    ScanRecord,
    StoredPhoto,
    WaitingPhoto,
)
from auditor.ports.made import KeepsMade
from auditor.ports.private import PrivateVault

if TYPE_CHECKING:
    from auditor.domain.account import Account, Claim, Proof
    from auditor.domain.changes import KeptScan, ListDifferences
    from auditor.domain.findings.check import InventoryPart, Print
    from auditor.domain.findings.finding import Finding, State
    from auditor.domain.findings.judging import EvaluatedBy, JudgedPhoto
    from auditor.domain.findings.sign import Sign
    from auditor.domain.findings.tally import FindingKind, Tally
    from auditor.domain.outcome import Batch, Outcome
    from auditor.domain.photos.counts import PhotoCounts
    from auditor.domain.photos.photo import Listing, Visibility
    from auditor.domain.text.content_id import IdKey

SAID_OF_STEPS = ("steps:", "settled:")
"""What the names of settings begin with that say how far the user is with steps of a plan, as the
states of findings do.
"""

SAID_OF_SCANS = "answers-of-scans"
"""The name of the setting that says how the questions stood after each scan."""

_Record = TypeVar("_Record", bound=OutsideRecord)


class PrintRows(Protocol):
    """The prints of all photos that are not gone and were measured, as they are stored."""

    def prints(self) -> tuple[Print, ...]:
        """Return the prints, in order of id."""
        ...

    def digests(self) -> Mapping[InventoryPart, bytes]:
        """Return for each part of the prints what changes where it is another one of any photo."""
        ...


class Vault(KeepsMade, PrivateVault, Protocol):
    """The store of everything known. Every call runs on the one thread that owns the connection."""

    @property
    def ids(self) -> IdKey:
        """What names accounts, photos and findings: made with the vault, and kept inside it."""
        ...

    # accounts
    async def accounts(self) -> tuple[Account, ...]:
        """Return all accounts, oldest first."""
        ...

    async def account_states(self) -> tuple[AccountState, ...]:
        """Return all accounts with their photo counts and last outcomes."""
        ...

    async def put_account(self, account: Account) -> None:
        """Add or replace an account."""
        ...

    async def remove_account(self, account_id: str) -> None:
        """Forget an account with its photos, facts, thumbnails and findings."""
        ...

    async def set_claim(self, account_id: str, claim: Claim) -> None:
        """Record what the user says of an account."""
        ...

    async def set_proof(self, account_id: str, proof: Proof) -> None:
        """Record what proves an account."""
        ...

    # scans
    async def begin_scan(self, account_ids: Sequence[str], now: datetime) -> tuple[int, bool]:
        """Return (scan id, resumed).

        An interrupted scan of the same accounts is resumed, else a new one begins.
        """
        ...

    async def scan_cursor(self, scan: int, account_id: str) -> tuple[str | None, bool]:
        """Return (cursor, listed) of one account in a scan.

        Where to go on, and whether its list was read to the end.
        """
        ...

    async def save_batch(self, scan: int, account_id: str, batch: Batch, now: datetime) -> None:
        """Store photos, profile, notes and cursor in one transaction.

        A batch with cursor None marks the account as listed.
        """
        ...

    async def unmeasured(
        self, scan: int, limit: int, account_id: str | None = None
    ) -> tuple[StoredPhoto, ...]:
        """Return photos of this scan not yet measured or confirmed unchanged in it.

        With their old facts; of one account if given.

        A rendition whose URL is the same as at the last scan keeps its ETag, Last-Modified, size
        and bytes. It comes without them, and not immutable, where the photo was not yet compared
        with the private hash list as it is now.
        """
        ...

    async def unlooked(
        self, scan: int, account_id: str, after: int, limit: int
    ) -> tuple[tuple[StoredPhoto, ...], int]:
        """Return photos that wait and of which nothing is known, and a number to go on with.

        Those behind `after` come, 0 for the first.
        """
        ...

    async def save_first(self, scan: int, read: Sequence[StoredPhoto]) -> None:
        """Store what the first bytes of files said; the photos wait on for the whole of them.

        What is known of a photo by now is never replaced by less.
        """
        ...

    async def waiting(self, scan: int, account_id: str) -> tuple[WaitingPhoto, ...]:
        """Return which photos of an account wait to be measured, the longest known first."""
        ...

    async def waiting_photos(self, scan: int, photo_ids: Sequence[str]) -> tuple[StoredPhoto, ...]:
        """Return those of these photos that still wait, in this order, as `unmeasured` does."""
        ...

    async def still(self, scan: int, photo_ids: Sequence[str]) -> None:
        """Mark photos done in this scan that are what was read before, facts and all."""
        ...

    async def read_when(self, photo_ids: Sequence[str]) -> tuple[datetime | None, ...]:
        """Return when the scan began that read each photo last, None where that is not known."""
        ...

    async def not_asked(
        self, scan: int, account_id: str, photo_ids: Sequence[str], note: str
    ) -> None:
        """Let photos wait no more that nobody looked at in this scan; `note` tells of it.

        What is known of them stays as it is, and counts as not read in this scan.
        """
        ...

    async def save_facts(
        self, scan: int, photo_id: str, stored: StoredPhoto, thumbnail: bytes | None
    ) -> None:
        """Store what was measured (or `reason_unread`) with the renditions of `stored.photo`.

        Marks it measured in this scan.

        Called with the old facts and `thumbnail=None` to confirm that nothing changed (the old
        thumbnail stays).
        """
        ...

    async def end_account(
        self, scan: int, account_id: str, outcome: Outcome, requests: int, now: datetime
    ) -> None:
        """Record an outcome.

        After `Fetched` of a complete list, photos not seen in this scan are gone, with their
        thumbnails.
        """
        ...

    async def left_list(
        self, scan: int, account_id: str, limit: int
    ) -> tuple[tuple[StoredPhoto, ...], bool]:
        """Return photos that are not gone and that this scan did not see.

        And whether the list was complete: if not, they did not leave it.
        """
        ...

    async def keep_unlisted(
        self, scan: int, photo_ids: Sequence[str], listing: Listing | None
    ) -> None:
        """Count photos that the list does not name as seen in this scan, with that `listing`.

        None: it could not be told, and they stay as they are.
        """
        ...

    async def restate(self, photos: Sequence[StoredPhoto], dropped: Sequence[str]) -> None:
        """Put photos in place of those with their ids, with their facts, and forget others.

        That is no change of what a list names. What was measured of those that strangers cannot
        see, or of which nobody knows it, is forgotten. The findings must be judged anew afterwards.
        """
        ...

    async def hide(self, account_id: str) -> None:
        """Record of all photos that are not gone that their account is switched off."""
        ...

    async def end_scan(self, scan: int, now: datetime) -> ScanRecord:
        """Close a scan and return what changed.

        What it listed is kept in place of the eleventh last.
        """
        ...

    def release_scan(self) -> None:
        """Let others scan after a scan that ended early; nothing happens if none was under way."""
        ...

    def judging(self) -> AbstractAsyncContextManager[None]:
        """Wait until no other run judges what is in the vault, and let none judge meanwhile."""
        ...

    async def scans(self, limit: int = 50) -> tuple[ScanRecord, ...]:
        """Return scans, newest first."""
        ...

    async def kept_scans(self) -> tuple[KeptScan, ...]:
        """Return the last ten finished scans, newest first.

        `end_scan` drops older ones, and the gone photos that only they listed.
        """
        ...

    async def differences(self, older: int, newer: int) -> ListDifferences:
        """Compare what two kept scans listed.

        Only of accounts proven and read to their end in both.
        """
        ...

    # photos
    async def count_photos(self, query: PhotoQuery) -> int:
        """Count without reading rows."""
        ...

    async def photo_counts(self, query: PhotoQuery) -> PhotoCounts:
        """Count by year and hour of posting and by size."""
        ...

    async def seen_by(self, account_id: str) -> Mapping[tuple[Visibility, bool], int]:
        """Count the photos of an account that are not gone by who sees them.

        And by whether they were measured.
        """
        ...

    async def photo_rows(self, query: PhotoQuery, offset: int, limit: int) -> tuple[PhotoRow, ...]:
        """Return one page of the list, sorted and filtered in SQL."""
        ...

    async def rows_of(self, photo_ids: Sequence[str]) -> tuple[PhotoRow, ...]:
        """Return the list rows of these photos, in order of id; unknown ids are left out."""
        ...

    async def photos(self, after: str | None, limit: int) -> tuple[StoredPhoto, ...]:
        """Return whole photos that are not gone, in order of id, for streaming."""
        ...

    async def photos_as_stored(self, after: int, limit: int) -> tuple[int, tuple[StoredPhoto, ...]]:
        """Return whole photos that are not gone in the order that takes least time to read.

        `after` is 0, then what was returned with the photos before; at the end there are none.
        """
        ...

    async def whole_photos(self, photo_ids: Sequence[str]) -> tuple[StoredPhoto, ...]:
        """Return these whole photos in order of id; unknown ones and those gone are left out."""
        ...

    async def gone_photos(self, account_id: str) -> tuple[StoredPhoto, ...]:
        """Return whole photos of an account that are gone, as long as a kept scan names them."""
        ...

    async def photo(self, photo_id: str) -> StoredPhoto | None:
        """Return one whole photo."""
        ...

    async def thumbnail(self, photo_id: str) -> bytes | None:
        """Return the small picture."""
        ...

    async def prints(self) -> tuple[Print, ...]:
        """Return the prints of all photos that are not gone and were measured."""
        ...

    async def print_rows(self) -> PrintRows:
        """Return the same as they are stored, which takes less time."""
        ...

    async def forget_places(self) -> None:
        """Forget every position: in facts, in what platforms publish, in prints, in findings.

        What comes later is stored without one.

        What was deleted is overwritten. The findings must be judged anew afterwards.
        """
        ...

    async def remember_places(self) -> bool:
        """Store positions again; the next scan measures every photo anew.

        False if they were stored all the time.
        """
        ...

    async def keeps_places(self) -> bool:
        """Whether positions are stored: False between `forget_places` and `remember_places`."""
        ...

    # findings
    async def begin_findings(self, by: EvaluatedBy | None = None) -> bool:
        """Open an empty set of findings beside the current one; whether everything is to be judged.

        `by`: what it is judged by; where that is as it was for the current set, only the photos
        that changed since need be judged (`photos_to_judge`), and their findings and those of the
        checks that see more than one photo are replaced. Without it all findings are.

        The current one stays readable until `finish_findings`. Where several runs judge at once the
        set that was begun last counts, and nothing of the others is kept.
        """
        ...

    async def photos_to_judge(self, after: str | None, limit: int) -> Sequence[StoredPhoto]:
        """Return the whole photos that the set which was begun is made of, in order of id.

        Those that are gone are left out. A photo is among them until its findings are in place.
        """
        ...

    async def add_findings(
        self,
        findings: Sequence[Finding],
        judged: Sequence[JudgedPhoto] = (),
        *,
        loose: bool = False,
    ) -> None:
        """Add to the set that was begun: all findings of a photo at once, and what else is kept.

        `loose`: a check of one photo told of something else, so that all is judged the next time.
        """
        ...

    async def finish_findings(
        self, settings: Mapping[str, str] = ..., made: Mapping[str, bytes] = ...
    ) -> None:
        """Put the new set in place of the old in one transaction, and keep `settings` in it.

        Of what was kept as `made`, only this is kept then.

        States given by the user stay with their ids.
        """
        ...

    async def judged_gaps(self) -> Sequence[tuple[bytes, int]]:
        """Return what could not be looked for in photos that were judged, and in how many."""
        ...

    async def findings(
        self, query: FindingQuery = ANY_FINDING, offset: int = 0, limit: int | None = None
    ) -> tuple[Finding, ...]:
        """Return the findings asked for, severest first, then by check and id.

        With a `limit` one page of them, found in SQL.
        """
        ...

    async def count_findings(self, query: FindingQuery = ANY_FINDING) -> int:
        """Count the findings asked for without reading them."""
        ...

    def stream_findings(
        self, query: FindingQuery = ANY_FINDING
    ) -> AsyncGenerator[tuple[Finding, ...], None]:
        """Yield the findings asked for in pages, in the same order, as they stand at the start.

        What another process writes meanwhile is not in it. Close it where it is not read to its
        end.
        """
        ...

    async def finding_kinds(self) -> tuple[FindingKind, ...]:
        """Return what findings have in common, in the order in which the first of each stands."""
        ...

    async def signs(self) -> tuple[Sign, ...]:
        """Return what findings are evidence for, without reading their words, as they were found.

        Findings that are evidence for no question are left out.
        """
        ...

    async def states(self) -> Mapping[str, State]:
        """Return the states that the user gave findings, by id; the others are open."""
        ...

    async def tallies(self) -> tuple[Tally, ...]:
        """Count findings by account, check, severity and state, without reading them."""
        ...

    async def mark(self, finding: str, state: State, now: datetime) -> bool:
        """Record how far the user is with a finding; False if there is no such finding."""
        ...

    async def mark_all(self, ids: Sequence[str], state: State, now: datetime) -> None:
        """Record it of all these findings or of none of them.

        Those that are not there are left out.
        """
        ...

    # outside the accounts
    async def has_outside(self) -> bool:
        """Return whether there are any records."""
        ...

    async def outside(self, kind: type[_Record]) -> Mapping[str, _Record]:
        """Return the records of a kind by key, in the order in which they were first kept."""
        ...

    async def put_outside(self, key: str, record: OutsideRecord) -> None:
        """Keep a record, in place of the one of its kind and key."""
        ...

    async def replace_outside(self, kind: type[_Record], records: Mapping[str, _Record]) -> None:
        """Keep these records of a kind and no others, in one transaction."""
        ...

    async def remove_outside(self, kind: type[OutsideRecord], key: str) -> bool:
        """Forget a record; False if there is none of that kind and key."""
        ...

    # the rest
    async def log_requests(self, entries: Sequence[NetworkEntry]) -> None:
        """Append to the network log."""
        ...

    async def network_log(self, limit: int = 1000) -> tuple[NetworkEntry, ...]:
        """Return the newest entries, newest first."""
        ...

    async def setting(self, name: str) -> str | None:
        """Return a small value the user chose in the UI."""
        ...

    async def put_setting(self, name: str, value: str) -> None:
        """Keep a small value."""
        ...

    async def prepend_setting(self, name: str, items: Sequence[str], kept: int) -> None:
        """Put JSON values in front of the list kept under `name`, in one transaction.

        The list is a JSON array; those behind the first `kept` are dropped.
        """
        ...

    async def close(self) -> None:
        """Close the connection and end its thread."""
        ...
