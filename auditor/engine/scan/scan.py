"""One scan: list every account, measure every photo, then let the checks judge.

Can stop at any point and resume.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import field, replace

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim, Proof
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.outcome import Blocked, Failed, Fetched, Outcome, Skipped
from auditor.domain.photos.facts import Facts
from auditor.domain.views import PhotoQuery, ScanRecord, StoredPhoto, WaitingPhoto
from auditor.engine.counted_http import CountedHttp
from auditor.engine.impostor import compare_avatar
from auditor.engine.judge.kept import MANY
from auditor.engine.keep_apart import asked, with_left_out
from auditor.engine.private_watch import Watch
from auditor.engine.scan.events import (
    AccountEnded,
    AccountProgress,
    Evaluating,
    FirstAnswers,
    PhotoTrouble,
    ScanEnded,
    ScanEvent,
    ScanStarted,
)
from auditor.engine.scan.first_bytes import FirstLook, HeldFiles, SameFiles
from auditor.engine.scan.left_list import LeftList
from auditor.engine.scan.measure import Measurer
from auditor.engine.scan.order import AskingAgain, in_order
from auditor.errors import (
    AccountHidden,
    AuditorError,
    HandleTaken,
    LoginNeeded,
    Throttled,
    VaultError,
)
from auditor.messages import _
from auditor.ports import Clock, Http, Readers, Source, SwitchedOff, Vault

_ACCOUNTS_AT_ONCE = 4
_PHOTOS_AT_ONCE = 9
"""Bodies in memory at any time: bounds the peak whatever the number of photos."""
_PHOTOS_OF_ACCOUNT = 3
"""Fewer than the above: a slow server must not take every place and hold up the other accounts."""
_CHUNK = 32
_ROUND = 256
"""Pictures looked at before the order is made anew while lists or first bytes are still read."""
_FIRST_ANSWERS_S = 8.0
"""After so long answers are given by what was looked at, although first bytes are still read; then
after `_LONGER` times as long, since judging all takes the longer the more there is."""
_LONGER = 4


@dataclass(slots=True)
class _Account:
    """One account on its way through the scan."""

    account: Account
    http: CountedHttp
    listed: int = 0
    looked: int = 0
    measured: int = 0
    listing_done: bool = False
    more: asyncio.Event = field(default_factory=asyncio.Event)
    more_to_look: asyncio.Event = field(default_factory=asyncio.Event)
    looked_over: asyncio.Event = field(default_factory=asyncio.Event)
    photos: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PHOTOS_OF_ACCOUNT))
    looks: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PHOTOS_OF_ACCOUNT))
    again: AskingAgain = field(default_factory=AskingAgain)
    outcome: Outcome = field(default_factory=Fetched)
    stopped: str = ""

    def grew(self) -> None:
        """Tell whoever waits for photos that there may be some."""
        self.more.set()
        self.more_to_look.set()


@dataclass(slots=True)
class Scan:
    """Everything one scan needs.

    `evaluate` is awaited once all is measured, and before where `answers` tell then what can be
    told by the first bytes of the pictures; `store_log` now and then. `left_list` decides about
    what a complete list names no more, else its addresses are asked. `on_this_device`: what is read
    lies here, so that nothing is counted as a request. `as_served`: what strangers get of what was
    measured, where that is less.
    """

    vault: Vault
    sources: Mapping[str, Source]
    http: Http
    readers: Readers
    clock: Clock
    evaluate: Callable[[], Awaitable[None]]
    store_log: Callable[[], Awaitable[None]]
    on_event: Callable[[ScanEvent], None]
    max_image_bytes: int
    left_list: Callable[[int, Account, Http], Awaitable[None]] | None = None
    on_this_device: bool = False
    as_served: Callable[[Facts], Facts] | None = None
    answers: Callable[[], Awaitable[tuple[QuestionAnswer, ...]]] | None = None
    monotonic: Callable[[], float] = time.monotonic
    held: HeldFiles = field(default_factory=HeldFiles)
    left_out: Mapping[str, str] = field(default_factory=dict)
    """By account id, and why: told, not stored, so that the outcome of their own scan stays."""
    _id: int = 0
    _with_others: bool = False
    _watch: Watch = field(default_factory=Watch)
    _lists: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_ACCOUNTS_AT_ONCE))
    _photos: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PHOTOS_AT_ONCE))
    _looks: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_PHOTOS_AT_ONCE))
    _same: SameFiles = field(default_factory=SameFiles)
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, accounts: Sequence[Account]) -> ScanRecord:
        """Scan `accounts`.

        Those not claimed as `mine` are skipped (an impostor's avatar is compared).
        """
        self._id, resumed = await self.vault.begin_scan(
            [account.id for account in accounts], self.clock.now()
        )
        self.on_event(ScanStarted(self._id, tuple(account.id for account in accounts), resumed))
        for account_id, reason in self.left_out.items():
            self.on_event(AccountEnded(account_id, Skipped(reason)))
        self._watch = await Watch.begin(self.vault)
        measurer = Measurer(self.readers, self.max_image_bytes, self._watch, self.held)
        under_way = [
            _Account(account, CountedHttp(self.http, account.id, account)) for account in accounts
        ]
        self._with_others = len(asked(accounts)) > 1
        async with asyncio.TaskGroup() as group:
            for listing in under_way:
                group.create_task(self._list(listing))
                group.create_task(self._look_first(listing))
                group.create_task(self._measure_all(listing, measurer))
            group.create_task(self._answer_first(under_way, resumed=resumed))
        await self._forget_unclaimed(under_way)
        for listing in under_way:
            if listing.account.claim is Claim.IMPOSTOR:
                await self._guarded(
                    listing, self._compare(listing)
                )  # its avatar can be compared only once the own photos are measured
        for listing in under_way:
            if isinstance(listing.outcome, Fetched) and not listing.stopped:
                await self._settle_left(listing)
            listing.outcome = Skipped(listing.stopped) if listing.stopped else listing.outcome
            requests = 0 if self.on_this_device else listing.http.count
            await self.vault.end_account(
                self._id, listing.account.id, listing.outcome, requests, self.clock.now()
            )
            self.on_event(AccountEnded(listing.account.id, listing.outcome))
        await self.readers.rest()  # judging takes memory of its own
        self.on_event(Evaluating(sum(listing.measured for listing in under_way)))
        await self.evaluate()
        record = with_left_out(await self.vault.end_scan(self._id, self.clock.now()), self.left_out)
        self.on_event(ScanEnded(record))
        return record

    async def _settle_left(self, listing: _Account) -> None:
        if self.left_list is not None:
            await self.left_list(self._id, listing.account, listing.http)
            return
        await LeftList(self.vault, self.readers, self.max_image_bytes, self.sources).ask(
            self._id, listing.account, listing.http, self.clock.now()
        )

    async def _list(self, listing: _Account) -> None:
        try:
            async with self._lists:
                await self._guarded(listing, self._read_list(listing))
        finally:
            listing.listing_done = True
            listing.grew()
        self._tell(listing)

    async def _guarded(self, listing: _Account, work: Awaitable[Outcome]) -> None:
        """Do `work` and keep its outcome.

        An error of a platform, the network or a source is an outcome too. Raises VaultError.
        """
        try:
            listing.outcome = await work
        except Throttled as error:
            listing.outcome = Blocked(error.message, error.retry_after)
        except HandleTaken as error:
            await self.vault.set_proof(listing.account.id, Proof())  # it was of somebody else
            listing.outcome = Failed(error.message)
        except AccountHidden as error:
            await self.vault.hide(listing.account.id)
            listing.outcome = Failed(error.message)
        except LoginNeeded as error:
            listing.outcome = Blocked(error.message)
        except VaultError:
            raise
        except AuditorError as error:  # also one that a plugin's source has no business with
            listing.outcome = Failed(error.message)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a defect in one source, perhaps a plugin's, must not cost the other accounts
            listing.outcome = Failed(
                _("this source has a defect ({kind}): please report it").format(
                    kind=type(error).__name__
                )
            )

    async def _compare(self, listing: _Account) -> Outcome:
        source = self.sources.get(listing.account.platform)
        if source is None:
            return _no_source(listing.account)
        return await compare_avatar(
            listing.account, source, listing.http, self.readers, self.vault, self.clock
        )

    async def _read_list(self, listing: _Account) -> Outcome:
        account = listing.account
        source = self.sources.get(account.platform)
        if isinstance(source, SwitchedOff):
            return Skipped(source.why_off())
        if source is None or not account.supported:
            return _no_source(account)
        if account.claim is not Claim.MINE:
            return Skipped(_("not said to be yours: nothing was asked"))
        cursor, listed = await self.vault.scan_cursor(self._id, account.id)
        if listed:
            return Fetched()
        async for batch in source.fetch(account, listing.http, cursor):
            if stopped := await self._stopped(account):
                return Skipped(stopped)
            await self.vault.save_batch(
                self._id, account.id, batch.named(self.vault.ids), self.clock.now()
            )
            listing.listed += len(batch.photos)
            listing.grew()
            self._tell(listing)
        return Fetched()

    async def _look_first(self, listing: _Account) -> None:
        """Read the first bytes of every picture of which nothing is known yet."""
        looking = FirstLook(listing.http, self.readers, self.held, self._same, self.max_image_bytes)
        after = 0
        try:
            while self.answers is not None:
                listing.more_to_look.clear()
                finishing = listing.listing_done
                photos, after = await self.vault.unlooked(
                    self._id, listing.account.id, after, _CHUNK
                )
                if photos and not await self._stopped(listing.account):
                    found = await asyncio.gather(
                        *(self._first_look(listing, stored, looking) for stored in photos)
                    )
                    read = [stored for stored in found if stored is not None]
                    await self.vault.save_first(self._id, read)
                    listing.looked += len(read)
                    self._tell(listing)
                    await self.store_log()
                elif photos or finishing:
                    return
                else:
                    await listing.more_to_look.wait()
        finally:
            listing.looked_over.set()
            listing.more.set()

    async def _first_look(
        self, listing: _Account, stored: StoredPhoto, looking: FirstLook
    ) -> StoredPhoto | None:
        async with listing.looks, self._looks:
            return await looking.look(stored)

    async def _answer_first(self, under_way: Sequence[_Account], *, resumed: bool) -> None:
        """Have all answered once the first bytes are read, or as far as they are after a while.

        Only then whole files are read. An interrupted scan may have read them without answering.
        """
        begun, answered, patience = self.monotonic(), 0, _FIRST_ANSWERS_S
        for listing in under_way if resumed and self.answers is not None else ():
            known = await self.vault.waiting(self._id, listing.account.id)
            listing.looked += sum(photo.looked and not photo.measured for photo in known)
        over = [asyncio.ensure_future(listing.looked_over.wait()) for listing in under_way]
        try:
            while True:
                waiting = (await asyncio.wait(over, timeout=patience))[1] if over else ()
                looked = sum(listing.looked for listing in under_way)
                if self.answers is not None and looked != answered:
                    many = await self.vault.count_photos(PhotoQuery()) >= MANY
                    # judging many photos takes memory, and so does each reader
                    async with self.readers.resting() if many else nullcontext():
                        await self.evaluate()
                    photos = await self.vault.count_photos(PhotoQuery())
                    told = await self.answers()
                    seconds = self.monotonic() - begun
                    self.on_event(FirstAnswers(told, photos, looked, seconds))
                    answered = looked
                self._answered.set()
                if not waiting:
                    return
                patience *= _LONGER
        finally:
            for task in over:
                task.cancel()
            self._answered.set()

    async def _measure_all(self, listing: _Account, measurer: Measurer) -> None:
        """Measure what waits, in rounds while the list or first bytes are still read."""
        await self._answered.wait()
        while True:
            listing.more.clear()
            finishing = listing.listing_done and listing.looked_over.is_set()
            rows = await self.vault.waiting(self._id, listing.account.id)
            in_turn = await asyncio.to_thread(in_order, rows)
            waiting = [photo for photo in in_turn if photo.id not in listing.again.left_out]
            # while more comes in, what tells most may be among it
            for place in range(0, len(waiting) if finishing else min(len(waiting), _ROUND), _CHUNK):
                listing.stopped = await self._stopped(listing.account)
                if listing.stopped:
                    return
                await self._measure_chunk(listing, waiting[place : place + _CHUNK], measurer)
            if not waiting and finishing:
                break
            if not waiting:
                await listing.more.wait()
        if left := list(listing.again.left_out):
            note = listing.again.note(await self.vault.read_when(left))
            await self.vault.not_asked(self._id, listing.account.id, left, note)

    async def _measure_chunk(
        self, listing: _Account, chunk: Sequence[WaitingPhoto], measurer: Measurer
    ) -> None:
        must = {photo.id for photo in chunk if photo.must}
        photos = await self.vault.waiting_photos(self._id, [photo.id for photo in chunk])
        same = [stored.photo.id for stored in photos if measurer.stays(stored)]
        if same:
            await self.vault.still(self._id, same)
            listing.measured += len(same)
            self._tell(listing)
            photos = tuple(stored for stored in photos if stored.photo.id not in same)
        async with asyncio.TaskGroup() as group:
            for stored in photos:
                may_ask = _always if stored.photo.id in must else listing.again.take
                group.create_task(self._measure(listing, stored, measurer, may_ask))
        await self.store_log()

    async def _stopped(self, account: Account) -> str:
        """Say why no more may be asked of an account.

        The user, or another run, changed the list of accounts while the scan runs.
        """
        now = next((known for known in await self.vault.accounts() if known.id == account.id), None)
        if now is None or now.claim is not Claim.MINE:
            return _("no longer said to be yours: stopped")
        return (
            _("kept apart since the scan began: stopped")
            if now.keep_apart and self._with_others
            else ""
        )

    async def _measure(
        self,
        listing: _Account,
        stored: StoredPhoto,
        measurer: Measurer,
        may_ask: Callable[[], bool],
    ) -> None:
        async with listing.photos, self._photos:
            measured = await measurer.measure(stored, listing.http, may_ask)
            if not measured.asked:
                listing.again.left_out[stored.photo.id] = None
                return
            if measured.hits is not None:  # before the facts, which end the measuring of this photo
                await self.vault.save_private_hits(
                    stored.photo.id, self._watch.version, measured.hits, self.clock.now()
                )
            stored = measured.stored
            if self.as_served is not None and stored.facts is not None:
                stored = replace(stored, facts=self.as_served(stored.facts))
            await self.vault.save_facts(self._id, stored.photo.id, stored, measured.thumbnail)
        listing.measured += 1
        if measured.stored.reason_unread:
            self.on_event(
                PhotoTrouble(listing.account.id, stored.photo.id, measured.stored.reason_unread)
            )
        self._tell(listing)

    async def _forget_unclaimed(self, under_way: Sequence[_Account]) -> None:
        """Drop what came in between the user's taking a claim back and the scan's noticing it."""
        now = {account.id: account for account in await self.vault.accounts()}
        for listing in under_way:
            account = now.get(listing.account.id)
            if (
                account is not None
                and listing.account.claim is Claim.MINE
                and account.claim is not Claim.MINE
            ):
                await self.vault.remove_account(account.id)
                await self.vault.put_account(account)

    def _tell(self, listing: _Account) -> None:
        listed = max(
            listing.listed, listing.measured
        )  # a scan that goes on measures what an earlier run listed
        self.on_event(
            AccountProgress(
                listing.account.id,
                listed,
                listing.measured,
                listing.http.count,
                listing.listing_done,
                listing.looked,
            )
        )


def _always() -> bool:
    return True


def _no_source(account: Account) -> Skipped:
    return Skipped(
        _("this program cannot look into {platform}: not checked").format(platform=account.platform)
    )
