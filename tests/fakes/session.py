"""A session without a vault: the same questions, answered from invented people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from auditor.domain.account import (
    Account,
    Claim,
    Proof,
    ProofMethod,
    account_id,
    is_host,
    names_account,
)
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.plan import PlanStep
from auditor.domain.findings.tally import Tally
from auditor.domain.outcome import Blocked, Fetched
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
    PhotoSort,
    ScanRecord,
    StoredPhoto,
    WhyUnread,
)
from auditor.engine.accounts.book import Accounts
from auditor.engine.accounts.recognise import unsupported
from auditor.engine.discovery.outward import Discovery
from auditor.engine.overview import Pressing
from auditor.engine.scan.events import (
    AccountEnded,
    AccountProgress,
    Evaluating,
    PhotoTrouble,
    ScanEnded,
    ScanEvent,
    ScanStarted,
)
from auditor.engine.session import Session
from auditor.errors import UsageError, VaultLocked
from auditor.ports import Recognised
from auditor.sources import build
from tests.fakes import people
from tests.fakes.answers import FakeAnswers
from tests.fakes.archives import FakeImports
from tests.fakes.breaches import FakeBreaches
from tests.fakes.changes import FakeChanges
from tests.fakes.discovery import FakeDiscovery
from tests.fakes.exposure import FakeExposure
from tests.fakes.finding_lists import FindingLists
from tests.fakes.look_alikes import FakeLookAlikes
from tests.fakes.people import NOW
from tests.fakes.planning import FakePlanning, FakeVerifying
from tests.fakes.private import FakePrivate
from tests.fakes.reported import FakeReported
from tests.fakes.web_copies import FakeWebCopies
from tests.recorded import SWITCHED_ON

TRAITS = {source.name: source.traits for source in build(SWITCHED_ON)}
PASSPHRASE = "correct horse battery staple"


class FakeAccounts(Accounts):
    """The accounts of a fake session."""

    def __init__(self, session: FakeSession) -> None:
        object.__setattr__(self, "session", session)

    session: FakeSession

    async def terms(self, account: Account) -> str:
        del account
        return ""

    async def states(self) -> tuple[AccountState, ...]:
        self.session._called("accounts")
        states = [
            people.state(account, self.session._photos // 3) for account in self.session._accounts
        ]
        if not self.session._scanned:
            states = [
                replace(state, last_scan=None, outcome=None, reason="", photos=0)
                for state in states
            ]
        made = []
        for state in states:
            told = state
            if self.session._word is not None:
                profile = (
                    replace(state.profile, display_name=self.session._word)
                    if state.profile
                    else None
                )
                told = replace(
                    state, reason=self.session._word, notes=(self.session._word,), profile=profile
                )
            made.append(told)
        return tuple(made)

    def recognise(self, text: str) -> tuple[Recognised, ...]:
        self.session._called("recognise")
        text = text.strip()
        if not text or len(text) > 2000:
            raise UsageError("That is no address or handle.", "Type a URL.")
        known = unsupported(text)
        if known is not None:
            return (known,)
        if text.startswith("@") and text.count("@") == 2:
            return (Recognised("mastodon", text, f"https://{text.rsplit('@', 1)[1]}"),)
        if text.startswith("https://"):
            host = text.removeprefix("https://").split("/")[0]
            return (
                Recognised("wordpress", host, text, sure=False),
                Recognised("website", host, text, sure=False),
            )
        if "." in text and " " not in text and "[" not in text:
            return (Recognised("atproto", text, ""),)
        return ()

    async def add(
        self,
        text: str,
        *,
        claim: Claim = Claim.UNSURE,
        platform: str | None = None,
        handle: str | None = None,
        again: str = "",
    ) -> Account:
        self.session._called(f"add_account {text} {claim} {platform}")
        if platform is not None and is_host(platform):
            found = Recognised(platform, handle or platform, text)
        else:
            guesses = self.recognise(text)
            found = next(guess for guess in guesses if platform in {None, guess.platform})
        assert claim is not Claim.MINE or names_account(again, found.handle, text)
        made = Account(
            account_id(found.platform, found.handle, found.url),
            found.platform,
            found.handle,
            found.url,
            claim,
            supported=found.platform != "instagram",
        )
        if any(account.id == made.id for account in self.session._accounts):
            raise UsageError(
                f"{made.handle} on {made.platform} is on the list already.",
                "Change the claim instead.",
            )
        self.session._accounts = (*self.session._accounts, made)
        return made

    def discovery(self) -> Discovery:
        states = [people.state(account, 0) for account in self.session._accounts]
        return FakeDiscovery(self.session.calls, states, self.session._word)

    async def remove(self, account_id: str) -> None:
        self.session._called(f"remove_account {account_id}")
        self.session._accounts = tuple(
            account for account in self.session._accounts if account.id != account_id
        )

    async def set_claim(self, account_id: str, claim: Claim, again: str = "") -> Account:
        self.session._called(f"set_claim {account_id} {claim}")
        known = self.session._account_of(account_id)
        assert claim in {known.claim, Claim.UNSURE, Claim.NOT_MINE, Claim.IMPOSTOR} or (
            names_account(again, known.handle, known.url)
        )
        self.session._accounts = tuple(
            replace(account, claim=claim) if account.id == account_id else account
            for account in self.session._accounts
        )
        return self.session._account_of(account_id)

    async def set_keep_apart(self, account_id: str, apart: bool) -> Account:
        self.session._called(f"keep_apart {account_id} {apart}")
        self.session._accounts = tuple(
            replace(account, keep_apart=apart) if account.id == account_id else account
            for account in self.session._accounts
        )
        return self.session._account_of(account_id)

    async def proof_token(self, account_id: str) -> str:
        self.session._called("proof_token")
        return "owner-4f1c9a"

    async def prove(self, account_id: str) -> Proof:
        self.session._called(f"prove {account_id}")
        proof = Proof(
            ProofMethod.BIO, self.session._word or "found at https://social.example/@maja", NOW
        )
        self.session._accounts = tuple(
            replace(account, proof=proof) if account.id == account_id else account
            for account in self.session._accounts
        )
        return proof


class FakeSession(FindingLists, Session):
    """`photos` rows on demand. `word` takes the place of every text that others wrote.

    `calls` counts what was asked.
    """

    invented = False
    beside = None

    def __init__(self, photos: int = 60, *, word: str | None = None, empty: bool = False) -> None:
        self._photos = 0 if empty else photos
        self._word = word
        self._accounts = (
            () if empty else tuple(self._spoiled(account) for account in people.ACCOUNTS)
        )
        self._findings = () if empty else people.findings(word)
        self._scanned = not empty
        self._settings: dict[str, str] = {}
        self.private = FakePrivate(word, empty=empty)
        self.accounts = FakeAccounts(self)
        self.exposure = FakeExposure(word, empty=empty)
        self.calls: list[str] = []
        self.changes = FakeChanges(word, empty=empty)
        self.planning = FakePlanning(self._steps, self._mark, self.calls, word)
        self.planning.known = lambda: self._accounts
        self.verifying = FakeVerifying(self.calls, word, empty=empty)
        self.web_copies = FakeWebCopies(self.calls, word, empty=empty)
        self.breaches = FakeBreaches(self.calls, word, empty=empty)
        self.reported = FakeReported(self.calls, word, empty=empty)
        self.imports = self.bringing = FakeImports(self, word)
        self.look_alikes = FakeLookAlikes(self.calls, word, empty=empty)
        self.given = self.answers = FakeAnswers(word)
        self.fetched: list[tuple[int, int]] = []
        self.gate = asyncio.Event()
        self.record: ScanRecord | None = None
        self.hold_scan = False
        self.closed = False

    def _spoiled(self, account: Account) -> Account:
        if self._word is None:
            return account
        return replace(
            account,
            handle=self._word,
            url=self._word,
            proof=replace(account.proof, detail=self._word),
        )

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.closed:
            raise VaultLocked("The session is closed.")

    def traits(self, platform: str) -> Traits:
        return TRAITS.get(platform, Traits(platform))

    def reads(self, platform: str) -> bool:
        return platform in TRAITS

    def _account_of(self, account_id: str) -> Account:
        return next(account for account in self._accounts if account.id == account_id)

    # the first page

    async def overview(self, *, steps: bool = True, answers: bool = True) -> Overview:
        self._called("overview" if answers else "overview without answers")
        states = await self.accounts.states()
        unchecked = (
            [self._word]
            if self._word is not None
            else ["majalindgren on instagram: there is no reader for it yet."]
        )
        if not self._accounts:
            unchecked = ["No account is on the list yet, so nothing was checked."]
        counts: dict[Severity, int] = {}
        for finding in self._findings:
            counts[finding.observation.severity] = counts.get(finding.observation.severity, 0) + 1
        return Overview(
            not_checked=(
                *unchecked,
                (
                    "Accounts that are not on the list, posts for followers only, and copies that "
                    "others made."
                ),
            ),
            answers=await self.answers.answers() if self._scanned and answers else (),
            accounts=states,
            photos=self._photos,
            findings_by_severity=tuple(sorted(counts.items(), reverse=True)),
            last_scan=self._record() if self._scanned else None,
            interrupted=False,
            first_steps=tuple(
                step for step in (await self.planning.plan()).steps if step.state is State.OPEN
            )
            if steps
            else None,
        )

    async def pressing(self) -> Pressing:
        grave = [
            finding
            for finding in self._findings
            if finding.observation.severity is Severity.CRITICAL and finding.state is State.OPEN
        ]
        done = sum(finding.state is State.DONE for finding in self._findings)
        return Pressing(tuple(grave) if self._scanned else (), done)

    async def coverage(self, states: Sequence[AccountState] | None = None) -> Coverage:
        self._called("coverage")
        known = await self.accounts.states() if states is None else states
        mine = [state for state in known if state.account.claim is Claim.MINE]
        read = [state for state in mine if state.outcome == "fetched" or state.photos]
        why = WhyUnread.NOT_SCANNED if self._accounts else WhyUnread.NO_ACCOUNT
        proven = sum(state.account.proof.holds for state in read)
        return Coverage(None if read else why, len(read), len(read), proven=proven)

    # scans

    def _record(self) -> ScanRecord:
        if self.record is not None:
            return self.record
        changes = tuple(
            AccountChange(account.id, "fetched", "", 2, 0, 1, 14)
            if account.proof.holds
            else AccountChange(account.id, "fetched", "", None, None, None, 14)
            for account in self._accounts
            if account.claim is Claim.MINE
        )
        return ScanRecord(7, NOW - timedelta(hours=2), NOW - timedelta(hours=2), changes)

    async def scan(
        self,
        accounts: Sequence[str] | None = None,
        on_event: Callable[[ScanEvent], None] | None = None,
    ) -> ScanRecord:
        self._called("scan")
        tell = on_event or (lambda _event: None)
        mine = [account for account in self._accounts if account.claim is Claim.MINE]
        tell(ScanStarted(8, tuple(account.id for account in mine), resumed=False))
        for listed in range(10, 1010, 10):
            for claimed in mine[:2]:
                tell(
                    AccountProgress(
                        claimed.id, listed, listed // 2, listed // 5, listing_done=False
                    )
                )
        tell(PhotoTrouble(mine[0].id, "p1", self._word or "cdn.maja.example: the file is cut off"))
        if mine[2:]:
            tell(
                AccountEnded(
                    mine[2].id, Blocked(self._word or "majas-garden.example asks to wait", 60.0)
                )
            )
        if self.hold_scan:
            await self.gate.wait()
        for claimed in mine[:2]:
            tell(AccountProgress(claimed.id, 1000, 1000, 210, listing_done=True))
            tell(AccountEnded(claimed.id, Fetched()))
        tell(Evaluating(2000))
        self._scanned = True
        record = self._record()
        tell(ScanEnded(record))
        return record

    async def scans(self) -> tuple[ScanRecord, ...]:
        return (self._record(),)

    # photos

    def _wanted(self, query: PhotoQuery) -> Sequence[int]:
        wanted: Sequence[int] = range(self._photos)
        if query == PhotoQuery(sort=query.sort):
            return wanted
        return [index for index in wanted if self._fits(people.row(index), query)]

    @staticmethod
    def _fits(row: PhotoRow, query: PhotoQuery) -> bool:
        return (
            (query.account is None or row.account == query.account)
            and (
                query.severity_at_least is None
                or (row.severity is not None and row.severity >= query.severity_at_least)
            )
            and (query.has_place is None or row.has_place == query.has_place)
            and query.text.casefold() in row.label.casefold()
        )

    async def count_photos(self, query: PhotoQuery) -> int:
        self._called("count_photos")
        return len(self._wanted(query))

    async def photo_rows(self, query: PhotoQuery, offset: int, limit: int) -> tuple[PhotoRow, ...]:
        self._called("photo_rows")
        self.fetched.append((offset, limit))
        chosen = self._wanted(query)
        if query.sort is PhotoSort.OLDEST:
            chosen = chosen[::-1]
        return tuple(people.row(index, self._word) for index in chosen[offset : offset + limit])

    async def stream_photos(self) -> AsyncIterator[StoredPhoto]:
        for index in range(self._photos):
            yield people.stored(index, self._word)

    async def photo(self, photo_id: str) -> PhotoDetail:
        self._called(f"photo {photo_id}")
        index = int(photo_id.removeprefix("p"), 16)
        stored = people.stored(index, self._word)
        own = tuple(finding for finding in self._findings if finding.observation.photo == photo_id)
        elsewhere = (
            (people.row(index + 1, self._word), people.row(index + 2, self._word))
            if index % 2 == 0
            else ()
        )
        thumbnail = people.thumbnail(index) if self._word is None else b"\x00 broken"
        return PhotoDetail(
            self._account_of(stored.photo.account), stored, own, elsewhere, thumbnail
        )

    # findings

    async def findings(
        self,
        *,
        ids: Iterable[str] | None = None,
        check: str | None = None,
        severity_at_least: Severity | None = None,
    ) -> tuple[Finding, ...]:
        self._called("findings")
        wanted = None if ids is None else set(ids)
        return tuple(each for each in self._findings if wanted is None or each.id in wanted)

    def _listed(self, query: FindingQuery) -> list[Finding]:
        ordered = sorted(
            self._findings, key=lambda each: (-each.observation.severity, each.check, each.id)
        )
        found = [
            each
            for each in ordered
            if (query.check is None or each.check == query.check)
            and (query.severity is None or each.observation.severity is query.severity)
            and (query.state is None or each.state is query.state)
        ]
        names = [each.id for each in ordered]
        if query.before is None or query.before not in names:
            return found if query.before is None else []
        before = set(names[: names.index(query.before)])
        return [each for each in found if each.id in before]

    async def finding_page(
        self, query: FindingQuery, offset: int, limit: int
    ) -> tuple[Finding, ...]:
        self._called("finding_page")
        self.fetched.append((offset, limit))
        return tuple(self._listed(query)[offset : offset + limit])

    async def count_findings(self, query: FindingQuery) -> int:
        self._called("count_findings")
        return len(self._listed(query))

    async def tallies(self) -> tuple[Tally, ...]:
        self._called("tallies")
        return tuple(
            Tally(each.observation.account, each.check, each.observation.severity, each.state, 1)
            for each in self._findings
        )

    async def mark_all(self, finding_ids: Sequence[str], state: State) -> None:
        self._called(f"mark_all {len(finding_ids)} {state}")
        for finding_id in finding_ids:
            self._mark(finding_id, state)

    async def mark(self, finding_id: str, state: State) -> Finding:
        self._called(f"mark {finding_id} {state}")
        self._mark(finding_id, state)
        return next(finding for finding in self._findings if finding.id == finding_id)

    def _mark(self, finding_id: str, state: State) -> None:
        self._findings = tuple(
            replace(finding, state=state) if finding.id == finding_id else finding
            for finding in self._findings
        )

    def _steps(self, quiet: bool) -> tuple[PlanStep, ...]:
        platforms = {account.id: account.platform for account in self._accounts}
        steps = [
            PlanStep(
                id=f"s{finding.id}",
                account=finding.observation.account,
                platform=platforms.get(finding.observation.account, "website"),
                remedy=replace(finding.remedy, text=self._word, title=self._word, url=self._word)
                if self._word is not None
                else finding.remedy,
                findings=(finding.id,),
                photos=(finding.observation.photo,) if finding.observation.photo else (),
                minutes=finding.remedy.minutes,
                state=finding.state,
            )
            for finding in self._findings
        ]
        if quiet:
            steps = [step for step in steps if step.remedy.noticed_by.value != "followers"]
        return tuple(steps)

    # the rest

    async def network_log(self, limit: int = 1000) -> tuple[NetworkEntry, ...]:
        self._called("network_log")
        host, path = (
            self._word or "social.example",
            self._word or "/api/v1/accounts/lookup?acct=maja",
        )
        if not self._accounts:
            return ()
        return tuple(
            NetworkEntry(
                NOW - timedelta(seconds=index),
                "GET",
                host,
                path,
                self._word or "profile",
                None if index % 7 == 6 else 200,
                0,
                5120,
            )
            for index in range(min(limit, 40))
        )

    async def setting(self, name: str) -> str | None:
        self._called(f"setting {name}")
        return self._settings.get(name)

    async def put_setting(self, name: str, value: str) -> None:
        self._called(f"put_setting {name}")
        self._settings[name] = value

    async def close(self) -> None:
        self.calls.append("close")
        self.closed = True
