"""The one object every face asks: accounts, scans, photos, findings, plan."""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.domain.account import Account
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.tally import FindingKind, Tally
from auditor.domain.photos.photo import Listing
from auditor.domain.traits import Traits
from auditor.domain.views import (
    AccountChange,
    AccountState,
    Coverage,
    FindingQuery,
    NetworkEntry,
    Overview,
    PhotoDetail,
    PhotoQuery,
    PhotoRow,
    ScanRecord,
    StoredPhoto,
)
from auditor.engine.accounts.book import AccountBook, Accounts
from auditor.engine.dependencies import Rooms
from auditor.engine.judge.beside import scanning, work_ahead
from auditor.engine.judge.judging import JudgingTurns
from auditor.errors import UsageError, VaultBusy
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.answers.book import AnswerBook
    from auditor.engine.changes import ScanChanges
    from auditor.engine.exposure.exposure import Exposure
    from auditor.engine.imports.book import Imports
    from auditor.engine.outside.breaches import BreachBook
    from auditor.engine.outside.look_alikes import LookAlikes
    from auditor.engine.outside.passwords import LeakedPasswords
    from auditor.engine.outside.reported import ReportedLinks
    from auditor.engine.outside.web_copies import WebCopies
    from auditor.engine.overview import Pressing
    from auditor.engine.plan.book import PlanBook
    from auditor.engine.private import PrivateList
    from auditor.engine.scan.events import ScanEvent
    from auditor.engine.verify.verifier import Verifier

_PAGE = 100


class Session:
    """Everything the faces may ask.

    Positions are blunt to 1 km wherever an account is not proven.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._vault = rooms.vault
        self._book = AccountBook(rooms)
        self.accounts = Accounts(self._book, self._evaluate)
        self._judging = JudgingTurns(rooms)
        self._scanning = False
        self.copies = rooms.copies
        self.beside = rooms.beside

    # Each part is imported when it is first asked for: most commands need one or two of them.

    @cached_property
    def imports(self) -> Imports:
        """Archives of platforms."""
        from auditor.engine.imports.book import Imports
        from auditor.engine.scan.ungrouped import ungrouped

        return Imports(
            self._rooms,
            self._book,
            self._evaluate,
            lambda scan, account: self._alone(lambda: ungrouped(scan, [account])),
        )

    @cached_property
    def private(self) -> PrivateList:
        """The private hash list."""
        from auditor.engine.private import PrivateList

        return PrivateList(self._rooms, self._evaluate)

    @cached_property
    def exposure(self) -> Exposure:
        """What could be made of the person's photos, and what ties accounts."""
        from auditor.engine.exposure.exposure import Exposure

        return Exposure(self._rooms, self._evaluate)

    @cached_property
    def answers(self) -> AnswerBook:
        """The answers to the eight questions."""
        from auditor.engine.answers.book import AnswerBook

        return AnswerBook(self._rooms, self._evaluate)

    @cached_property
    def planning(self) -> PlanBook:
        """Plans and closings."""
        from auditor.engine.plan.book import PlanBook

        return PlanBook(self._rooms, self.answers)

    @cached_property
    def changes(self) -> ScanChanges:
        """What differs between scans."""
        from auditor.engine.changes import ScanChanges

        return ScanChanges(self._vault)

    @cached_property
    def verifying(self) -> Verifier:
        """Looking again at what was done."""
        from auditor.engine.verify.verifier import Verifier

        return Verifier(self._rooms, self.planning)

    @cached_property
    def reported(self) -> ReportedLinks:
        """Links that the person reported."""
        from auditor.engine.outside.reported import ReportedLinks

        return ReportedLinks(self._rooms)

    @cached_property
    def breaches(self) -> BreachBook:
        """Breaches that hold an address of the person."""
        from auditor.engine.outside.breaches import BreachBook

        return BreachBook(self._rooms)

    @cached_property
    def look_alikes(self) -> LookAlikes:
        """Models that are named after the person."""
        from auditor.engine.answers.marks import shown_names
        from auditor.engine.outside.look_alikes import LookAlikes

        return LookAlikes(self._rooms, lambda account: shown_names(self._vault, account))

    @cached_property
    def passwords(self) -> LeakedPasswords:
        """Passwords that stand in known leaks."""
        from auditor.engine.outside.passwords import LeakedPasswords

        return LeakedPasswords(self._rooms)

    @cached_property
    def web_copies(self) -> WebCopies:
        """Copies of the person's pages in web archives."""
        from auditor.engine.outside.web_copies import WebCopies
        from auditor.engine.verify.history import history

        return WebCopies(self._rooms, lambda: history(self._vault))

    async def overview(self, *, steps: bool = True, answers: bool = True) -> Overview:
        """Return the first page.

        Without `steps` none is worked out, so that a screen can show the answers before; without
        `answers` it can show before them what is only counted.
        """
        from auditor.engine.overview import overview, without_plugins

        tallies = await self._vault.tallies()
        states = await self.accounts.states()
        plan = await self.planning.ready() if steps else None
        read = answers and (await self.answers.digest()).scene.read
        found = await self.answers.answers() if read else ()
        page = await overview(
            self._vault, states, tallies, None if plan is None else plan.steps, found
        )
        return replace(
            page,
            not_checked=(*without_plugins(self._rooms.missing_plugins), *page.not_checked),
            last_scan=await self._blunt_record(page.last_scan) if page.last_scan else None,
        )

    def let_go(self) -> None:
        """Forget what answers are made of; it is read again if they are asked for again."""
        if "answers" in vars(self):
            self.answers.let_go()

    async def coverage(self, states: Sequence[AccountState] | None = None) -> Coverage:
        """Return what was read of the user's accounts: what every empty list rests on.

        `states` are those of all accounts, for whoever has just read them.
        """
        from auditor.engine.coverage import coverage

        known = await self.accounts.states() if states is None else states
        return await coverage(self._vault, known, self._rooms.traits)

    @property
    def invented(self) -> bool:
        """Whether all its people are those of the practice range, of whom nothing is masked."""
        return self._rooms.invented

    # platforms

    def traits(self, platform: str) -> Traits:
        """Return what a platform is like; of one that no source reads only the name is known."""
        return self._rooms.traits(platform)

    def reads(self, platform: str) -> bool:
        """Whether a source reads a platform."""
        return self._rooms.reads(platform)

    # scans

    async def scan(
        self,
        accounts: Sequence[str] | None = None,
        on_event: Callable[[ScanEvent], None] | None = None,
    ) -> ScanRecord:
        """Scan the named accounts, or all.

        Cancel the task to stop; the next scan of the same accounts goes on from there. Raises
        VaultBusy while another scan runs, and VaultError; what a platform or the network does is an
        outcome.
        """
        return await self._alone(lambda: self._scan(accounts, on_event))

    async def _alone(self, work: Callable[[], Awaitable[ScanRecord]]) -> ScanRecord:
        """Do the work of a scan while no other one runs, and what follows each scan."""
        if self._scanning:
            raise VaultBusy(_("A scan is running already."), _("Wait for it to end, or stop it."))
        self._scanning = True
        try:
            async with scanning(self._rooms):
                await self._vault.hold_made()
                record = await work()
                await self.verifying.reopen(record)
                await self.web_copies.renew()
                await self._keep_answers(record)
                await self._vault.give_back_made()
            await work_ahead(self._rooms, self.exposure.work_ahead, self.planning.work_ahead)
            return await self._blunt_record(record)
        finally:
            self._vault.release_scan()
            self._scanning = False
            await self._store_log()

    async def _keep_answers(self, record: ScanRecord) -> None:
        """Keep how the questions stand now, to tell after the next scan what changed."""
        from auditor.engine.answers.of_scans import keep_answers

        read = (await self.answers.digest()).scene.read
        # what is not proven is not compared in time, nor told of by the sum of all accounts
        if record.ended_at is not None and read and all(account.proven for account in read):
            answers = await self.answers.answers()
            await keep_answers(self._vault, record.id, answers, [account.id for account in read])

    async def _scan(
        self, accounts: Sequence[str] | None, on_event: Callable[[ScanEvent], None] | None
    ) -> ScanRecord:
        from auditor.engine.archived import of_archives
        from auditor.engine.keep_apart import alone, parted
        from auditor.engine.scan.first_bytes import HeldFiles
        from auditor.engine.scan.scan import Scan
        from auditor.engine.scan.ungrouped import ungrouped

        await self._book.read_now()
        asked, archived = of_archives(await self._chosen(accounts))
        chosen, kept_apart = parted(asked, named=accounts is not None)
        held = {account.id for account in chosen if account.proof.holds}
        await self._book.prove_local(chosen)
        chosen = await self._chosen([account.id for account in chosen])
        if held != {account.id for account in chosen if account.proof.holds}:
            await (
                self._evaluate()
            )  # what was exact must be blunt at once, not only if this scan comes to its end
        scan = Scan(
            vault=self._vault,
            sources=self._rooms.sources_by_name,
            http=self._rooms.http,
            readers=self._rooms.readers,
            clock=self._rooms.clock,
            evaluate=self._evaluate,
            store_log=self._store_log,
            on_event=on_event or (lambda _event: None),
            max_image_bytes=self._rooms.max_image_bytes,
            answers=self.answers.answers,
            held=HeldFiles(self._rooms.make_aside()),
            left_out={**{account.id: alone(account) for account in kept_apart}, **archived},
        )
        try:
            return await ungrouped(scan, chosen)
        finally:
            await scan.held.close()

    async def scans(self) -> tuple[ScanRecord, ...]:
        """Return scans, newest first."""
        return tuple([await self._blunt_record(scan) for scan in await self._vault.scans()])

    # photos

    async def count_photos(self, query: PhotoQuery) -> int:
        """Count photos without reading them."""
        return await self._vault.count_photos(query)

    async def photo_rows(self, query: PhotoQuery, offset: int, limit: int) -> tuple[PhotoRow, ...]:
        """Return one page of the list."""
        return await self._vault.photo_rows(query, offset, limit)

    async def stream_photos(self) -> AsyncIterator[StoredPhoto]:
        """Yield every photo that is not gone, in order of id."""
        from auditor.engine.judge.evaluate import blunted

        proven = await self._proven()
        after: str | None = None
        while page := await self._vault.photos(after, _PAGE):
            for stored in page:
                yield blunted(stored, proven=stored.photo.account in proven)
            after = page[-1].photo.id

    async def photo(self, photo_id: str) -> PhotoDetail:
        """Return everything about one photo. Raises UsageError if there is none of that id."""
        from auditor.checks import same_photo
        from auditor.engine.judge.evaluate import blunted

        stored = await self._vault.photo(photo_id)
        if stored is None:
            raise UsageError(
                _("There is no photo {id}.").format(id=photo_id),
                _("'auditor photos' shows the ids."),
            )
        account = await self._book.get(stored.photo.account)
        naming = await self._vault.findings(FindingQuery(photo=photo_id))
        findings = tuple(finding for finding in naming if finding.observation.photo == photo_id)
        same = (
            finding.observation.photos for finding in naming if finding.check == same_photo.CHECK.id
        )
        rows = await self._vault.rows_of(sorted(set[str]().union(*same) - {photo_id}))
        return PhotoDetail(
            account,
            blunted(stored, proven=account.proof.holds),
            findings,
            rows,
            await self._vault.thumbnail(photo_id),
        )

    async def thumbnail(self, photo_id: str) -> bytes | None:
        """Return the small picture of a photo."""
        return await self._vault.thumbnail(photo_id)

    async def listings(self, photo_ids: Sequence[str]) -> Mapping[str, Listing]:
        """Return how photos stand on their accounts; unknown ids are left out."""
        found = [await self._vault.photo(photo_id) for photo_id in photo_ids]
        return {each.photo.id: each.photo.listing for each in found if each is not None}

    # findings

    async def findings(
        self,
        *,
        ids: Iterable[str] | None = None,
        check: str | None = None,
        severity_at_least: Severity | None = None,
    ) -> tuple[Finding, ...]:
        """Return findings, severest first; of `ids` those that there are."""
        named = None if ids is None else tuple(ids)
        return await self._vault.findings(FindingQuery(named, None, None, check, severity_at_least))

    async def finding_page(
        self, query: FindingQuery, offset: int, limit: int
    ) -> tuple[Finding, ...]:
        """Return one page of the list, severest first."""
        return await self._vault.findings(query, offset, limit)

    async def count_findings(self, query: FindingQuery) -> int:
        """Count findings without reading them."""
        return await self._vault.count_findings(query)

    async def finding_kinds(self) -> tuple[FindingKind, ...]:
        """Return what findings have in common, without reading their words."""
        return await self._vault.finding_kinds()

    async def stream_findings(self) -> AsyncGenerator[Finding, None]:
        """Yield every finding, severest first, as they stand at the start."""
        async with aclosing(self._vault.stream_findings()) as pages:
            async for page in pages:
                for finding in page:
                    yield finding

    async def tallies(self) -> tuple[Tally, ...]:
        """Count findings by account, check, severity and state."""
        return await self._vault.tallies()

    async def pressing(self) -> Pressing:
        """Return what cannot wait; where nothing is critical, no finding is read."""
        from auditor.engine.overview import Pressing

        tallies = await self._vault.tallies()
        done = sum(tally.count for tally in tallies if tally.state is State.DONE)
        if not any(
            tally.severity is Severity.CRITICAL and tally.state is State.OPEN for tally in tallies
        ):
            return Pressing((), done)
        found = await self.findings(severity_at_least=Severity.CRITICAL)
        return Pressing(tuple(each for each in found if each.state is State.OPEN), done)

    async def mark(self, finding_id: str, state: State) -> Finding:
        """Record how far the user is with a finding.

        Raises UsageError if there is none of that id.
        """
        if not await self._vault.mark(finding_id, state, self._rooms.clock.now()):
            raise UsageError(
                _("There is no finding {id}.").format(id=finding_id),
                _("'auditor findings' shows the ids."),
            )
        (marked,) = await self.findings(ids=[finding_id])
        return marked

    async def mark_all(self, finding_ids: Sequence[str], state: State) -> None:
        """Record it of all these findings at once; an id that there is no more is passed over."""
        await self._vault.mark_all(finding_ids, state, self._rooms.clock.now())

    # the rest

    async def network_log(self, limit: int = 1000) -> tuple[NetworkEntry, ...]:
        """Return the newest requests, newest first."""
        await self._store_log()
        return await self._vault.network_log(limit)

    async def setting(self, name: str) -> str | None:
        """Return a small value that the user chose."""
        return await self._vault.setting(f"ui:{name}")

    async def put_setting(self, name: str, value: str) -> None:
        """Keep a small value."""
        await self._vault.put_setting(f"ui:{name}", value)

    async def close(self) -> None:
        """Store what is pending and stop the reader processes.

        The vault is closed last, and all of it whatever fails.
        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._vault.close)
            if self._rooms.close is not None:
                stack.push_async_callback(self._rooms.close)
            stack.push_async_callback(self._rooms.readers.close)
            if self.beside is not None:
                stack.push_async_callback(self.beside.close)
            await self._store_log()

    async def _chosen(self, ids: Sequence[str] | None) -> list[Account]:
        accounts = await self._vault.accounts()
        if ids is None:
            return list(accounts)
        wanted = [await self._book.get(id_) for id_ in ids]
        return list(dict.fromkeys(wanted))

    async def _proven(self) -> set[str]:
        return {account.id for account in await self._vault.accounts() if account.proof.holds}

    async def _evaluate(self) -> None:
        await self._judging.judge(self.answers.renew)

    async def _store_log(self) -> None:
        await self._rooms.requests.flush(self._vault)

    async def _blunt_record(self, record: ScanRecord) -> ScanRecord:
        """Take the comparison in time out of accounts that are not proven."""
        proven = await self._proven()
        return replace(
            record,
            accounts=tuple(
                account if account.account in proven else _uncompared(account)
                for account in record.accounts
            ),
        )


def _uncompared(change: AccountChange) -> AccountChange:
    return replace(change, new=None, gone=None, changed=None)
