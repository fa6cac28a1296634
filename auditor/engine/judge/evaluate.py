"""Judgement: run every check over the stored facts and keep the findings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import partial

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import (
    AccountCase,
    AccountCheck,
    Check,
    InventoryCase,
    InventoryCheck,
    InventoryPart,
    PhotoCase,
    PhotoCheck,
    never_dated,
)
from auditor.domain.findings.collecting import collecting_paused
from auditor.domain.findings.finding import Finding, Observation, finding_id
from auditor.domain.findings.judging import EvaluatedBy, JudgedPhoto
from auditor.domain.photos.facts import blunt, blunt_facts
from auditor.domain.text.content_id import IdKey
from auditor.domain.views import PhotoQuery, StoredPhoto
from auditor.engine.dependencies import RemedyOf, Tell, tell_nobody
from auditor.engine.judge.aftercare import SeenAftercare
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.inventory import COMPARED, gather, hours_kept, keep_hours
from auditor.engine.judge.rested import RESTED, digests, findings_kept, pack_rested, read_rested
from auditor.engine.judge.unread_counts import gaps_of, keep_gaps
from auditor.ports import Vault

_PAGE = 100
"""Photos judged at a time in the side thread: some milliseconds each."""

_TIMES = InventoryPart.TIMES
_NOTHING_COMPARED = msgspec.msgpack.encode({})

FAILED_CHECKS = "failed-checks"
"""Setting of the vault that names the checks which broke in the last evaluation."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The checks to run, where the words of their remedies come from, and what names findings.

    `edition` names the program with its checks and words as they are now; empty: not known, so that
    everything is judged each time.
    """

    checks: Sequence[Check]
    remedy: RemedyOf
    ids: IdKey
    failed: dict[str, str] = field(default_factory=dict)
    """Checks that broke in the last run, with the kind of error: their findings are missing, and
    that is told.
    """
    edition: str = ""
    tell: Tell = tell_nobody

    async def run(self, vault: Vault, today: date) -> None:
        """Judge in `vault` what is the user's own and changed since, and replace its findings.

        What checks of several photos see is judged as a whole.
        """
        if not await self._run(vault, today, self.edition):
            await self._run(vault, today, "")

    async def _run(self, vault: Vault, today: date, edition: str) -> bool:
        """Return whether that could be done; else nothing changed and all has to be judged."""
        self.failed.clear()
        of_photos = [check for check in self.checks if isinstance(check, PhotoCheck)]
        names = frozenset(check.id for check in of_photos)
        whole = await vault.begin_findings(EvaluatedBy(edition, today, names))
        accounts = {
            account.id: account
            for account in await vault.accounts()
            if account.claim in {Claim.MINE, Claim.IMPOSTOR}
        }
        after: str | None = None
        aftercare = SeenAftercare()
        photos, done = await vault.count_photos(PhotoQuery()) if whole else 0, 0
        while page := await vault.photos_to_judge(after, _PAGE):
            after = page[-1].photo.id
            judged = await asyncio.to_thread(self._judge_page, page, accounts, today)
            if judged.loose and not whole:
                return False
            aftercare.take(judged.findings)
            self.tell(done := done + len(page), photos)
            await vault.add_findings(judged.findings, judged.photos, loose=judged.loose)
        await vault.add_findings(await self._judge_accounts(vault, accounts, today))
        with collecting_paused():  # prints are made, and looked through for garbage, else
            made = await self._judge_together(vault, accounts, today, whole=whole)
        broken = ", ".join(f"{check} ({error})" for check, error in sorted(self.failed.items()))
        settings = {FAILED_CHECKS: broken, **await aftercare.settings(vault)}
        await vault.finish_findings(settings, made)
        await keep_gaps(vault, await vault.judged_gaps())
        return True

    def _judge_page(
        self, page: Sequence[StoredPhoto], accounts: Mapping[str, Account], today: date
    ) -> _JudgedPage:
        """Judge photos one by one, and say of each what is to be kept besides its findings."""
        checks = [check for check in self.checks if isinstance(check, PhotoCheck)]
        by_day = [check for check in checks if check.dated is not never_dated]
        judged = _JudgedPage()
        for stored in page:
            photo, gaps = stored.photo, gaps_of(stored, accounts)
            case = _case(stored, accounts)
            if case is None:
                judged.photos.append(JudgedPhoto(photo.id, gaps))
                continue
            found, broken = self._judge_case(checks, case, accounts, today)
            judged.findings += found
            own = (photo.id, photo.account)
            judged.loose |= any(
                (seen.photo, seen.account) != own for seen in (each.observation for each in found)
            )
            dated = any(_is_dated(check, case) for check in by_day)
            judged.photos.append(JudgedPhoto(photo.id, gaps, dated, broken))
        return judged

    def judge_photos(
        self, page: Sequence[StoredPhoto], accounts: Mapping[str, Account], today: date
    ) -> list[Finding]:
        """Judge photos one by one.

        Those of other accounts, and those that no stranger can see, are left out.
        """
        checks = [check for check in self.checks if isinstance(check, PhotoCheck)]
        found: list[Finding] = []
        for stored in page:
            case = _case(stored, accounts)
            if case is not None:
                found += self._judge_case(checks, case, accounts, today)[0]
        return found

    def _judge_case(
        self,
        checks: Sequence[PhotoCheck],
        case: PhotoCase,
        accounts: Mapping[str, Account],
        today: date,
    ) -> tuple[list[Finding], bool]:
        """Return what is found in a photo, and whether a check broke on it."""
        found: list[Finding] = []
        broken = False
        for check in checks:
            try:
                for seen in check.run(case, today):
                    found.append(self._finding(check.id, seen, accounts))  # noqa: PERF401 - what was seen before a check breaks counts
            except (Exception, SystemExit) as error:  # noqa: BLE001 - one check, perhaps a plugin's, must not cost the findings of the others
                self.failed[check.id] = type(error).__name__
                broken = True
        return found, broken

    async def _judge_accounts(
        self, vault: Vault, accounts: Mapping[str, Account], today: date
    ) -> list[Finding]:
        found: list[Finding] = []
        for state in await vault.account_states():
            if state.account.id in accounts and state.profile is not None:
                found.extend(
                    self.judge_account(
                        AccountCase(state.account, state.profile, state.photos), today
                    )
                )
        return found

    def judge_account(self, case: AccountCase, today: date) -> list[Finding]:
        """Judge what a platform shows of one account."""
        found: list[Finding] = []
        for check in self.checks:
            if isinstance(check, AccountCheck):
                found.extend(
                    self._findings(
                        check.id, partial(check.run, case, today), {case.account.id: case.account}
                    )
                )
        return found

    async def _judge_together(
        self, vault: Vault, accounts: Mapping[str, Account], today: date, *, whole: bool
    ) -> dict[str, bytes]:
        """Judge everything together, as far as anything changed; return what is kept of it."""
        checks = [check for check in self.checks if isinstance(check, InventoryCheck)]
        gathered = await gather(vault)
        of_prints = await asyncio.to_thread(gathered.rows.digests)
        parts = digests(gathered, of_prints)
        rested = {} if whole else await read_rested(vault)
        found = await findings_kept(vault, checks, rested, parts)
        anew = [check for check in checks if check.id not in found]
        compared = gathered.compared or _NOTHING_COMPARED
        if anew or whole:
            case = await asyncio.to_thread(gathered.case)
            if whole or any(check.reads is None or _TIMES in check.reads for check in anew):
                case = await keep_hours(vault, case)
                case = await asyncio.to_thread(with_spots, case)
                gathered = replace(gathered, hours=await hours_kept(vault))
                parts = digests(gathered, of_prints)
            left = case.compared if case.compared is not None else {}
            case = replace(case, compared=left)
            found |= await asyncio.to_thread(self._judge_inventory, anew, case, accounts, today)
            compared = msgspec.msgpack.encode(left)
        await vault.add_findings([finding for check in checks for finding in found[check.id]])
        whole_ones = [check for check in checks if check.id not in self.failed]
        return {COMPARED: compared, RESTED: pack_rested(whole_ones, found, parts)}

    def judge_inventory(
        self, case: InventoryCase, accounts: Mapping[str, Account], today: date
    ) -> list[Finding]:
        """Judge everything together."""
        checks = [check for check in self.checks if isinstance(check, InventoryCheck)]
        found = self._judge_inventory(checks, case, accounts, today)
        return [finding for some in found.values() for finding in some]

    def _judge_inventory(
        self,
        checks: Sequence[InventoryCheck],
        case: InventoryCase,
        accounts: Mapping[str, Account],
        today: date,
    ) -> dict[str, list[Finding]]:
        """Return what each check finds, by its id."""
        with collecting_paused():
            return {
                check.id: [*self._findings(check.id, partial(check.run, case, today), accounts)]
                for check in checks
            }

    def _findings(
        self,
        check: str,
        observe: Callable[[], Iterable[Observation]],
        accounts: Mapping[str, Account],
    ) -> Iterator[Finding]:
        try:
            for seen in observe():
                yield self._finding(check, seen, accounts)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - one check, perhaps a plugin's, must not cost the findings of the others
            self.failed[check] = type(error).__name__

    def _finding(self, check: str, seen: Observation, accounts: Mapping[str, Account]) -> Finding:
        remedy = self.remedy(seen.remedy, accounts[seen.account].platform)
        return Finding(self.ids.named(finding_id(check, seen)), check, seen, remedy)


@dataclass(slots=True)
class _JudgedPage:
    """What came of some photos.

    `loose`: a check told of another photo or account than it was given.
    """

    findings: list[Finding] = field(default_factory=list)
    photos: list[JudgedPhoto] = field(default_factory=list)
    loose: bool = False


def _is_dated(check: PhotoCheck, case: PhotoCase) -> bool:
    try:
        return check.dated(case)
    except (Exception, SystemExit):  # noqa: BLE001 - of a plugin that cannot tell, another day may tell more
        return True


def _case(stored: StoredPhoto, accounts: Mapping[str, Account]) -> PhotoCase | None:
    """Return what checks are given; None of a photo that is not judged."""
    account = accounts.get(stored.photo.account)
    if account is None or not stored.photo.open_to_strangers:
        return None
    shown = blunted(stored, proven=account.proof.holds)
    return PhotoCase(account, shown.photo, shown.facts)


def blunted(stored: StoredPhoto, *, proven: bool) -> StoredPhoto:
    """Return `stored` as it may be shown: without proof of the account, positions to about 1 km."""
    if proven:
        return stored
    photo, facts = stored.photo, stored.facts
    if photo.published is not None:
        photo = replace(photo, published=blunt(photo.published))
    if facts is not None:
        facts = blunt_facts(facts)
    return replace(stored, photo=photo, facts=facts)
