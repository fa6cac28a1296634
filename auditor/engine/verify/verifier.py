"""Verification as the faces ask for it.

Look again, judge, keep what came of it, and let the states of findings follow.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from auditor.domain.account import Account, Claim
from auditor.domain.findings.finding import Finding, State
from auditor.domain.findings.plan import PlanStep
from auditor.domain.findings.verify import Seen, Verification, Verified
from auditor.domain.views import ScanRecord
from auditor.engine.counted_http import CountedHttp
from auditor.engine.dependencies import Rooms
from auditor.engine.judge.inventory import inventory
from auditor.engine.keep_apart import alone, parted
from auditor.engine.plan.book import PlanBook, say
from auditor.engine.plan.settings import book_of, still_open
from auditor.engine.verify.asking import Asking
from auditor.engine.verify.judge import Judged, Judging
from auditor.engine.verify.reposts import Reposts
from auditor.engine.verify.wayback import Wayback
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Vault

_HISTORY = "verified:"
"""Setting of the vault with an account's id: what came of its findings, as JSON, newest first;
forgotten with the account.
"""
_KEPT = 500


@dataclass(frozen=True, slots=True)
class Verifier:
    """Re-reads what was to disappear."""

    rooms: Rooms
    planning: PlanBook

    async def verify(
        self, ids: Sequence[str] = (), *, all_open: bool = False, wayback: bool = False
    ) -> Verified:
        """Look again at the findings named, else at those marked as done.

        With `all_open` at open ones too. Raises UsageError.
        """
        findings = {finding.id: finding for finding in await self.rooms.vault.findings()}
        for id_ in ids:
            if id_ not in findings:
                raise UsageError(
                    _("There is no finding {id}.").format(id=id_),
                    _("'auditor findings' shows the ids."),
                )
        wanted = {State.DONE, State.OPEN} if all_open else {State.DONE}
        chosen = (
            [findings[fromkey] for fromkey in dict.fromkeys(ids)]
            if ids
            else [finding for finding in findings.values() if finding.state in wanted]
        )
        steps = (
            []
            if ids
            else [
                step
                for step in (await self.planning.plan()).steps
                if not step.findings and step.state is State.DONE
            ]
        )
        try:
            results = await self._verify(chosen, steps, named=bool(ids), wayback=wayback)
        finally:
            await self.rooms.requests.flush(self.rooms.vault)
        await self._keep(chosen, results)
        return Verified(tuple(results), await self.history())

    async def history(self) -> tuple[Verification, ...]:
        """Return what came of all findings that were looked at again, newest first.

        Also of those that are no longer on the list.
        """
        kept = [
            result
            for account in await self.rooms.vault.accounts()
            for result in await _history(self.rooms.vault, account.id)
        ]
        return tuple(
            sorted(kept, key=lambda result: (result.checked_at, result.finding), reverse=True)
        )

    async def reopen(self, record: ScanRecord) -> None:
        """Open what was verified and is found again: the scan read it after the verification."""
        read = {account.account for account in record.accounts if account.outcome == "fetched"}
        back = [
            finding.id
            for finding in await self.rooms.vault.findings()
            if finding.state is State.VERIFIED and finding.observation.account in read
        ]
        await self.rooms.vault.mark_all(back, State.OPEN, self.rooms.clock.now())

    async def _verify(
        self, chosen: Sequence[Finding], steps: Sequence[PlanStep], *, named: bool, wayback: bool
    ) -> list[Verification]:
        vault = self.rooms.vault
        states = {state.account.id: state for state in await vault.account_states()}
        accounts = {key: state.account for key, state in states.items()}
        named_there = {finding.observation.account for finding in chosen} | {
            step.account for step in steps
        }
        asked, left_out = parted(
            [accounts[name] for name in sorted(named_there & accounts.keys())], named=named
        )
        apart = {
            account.id
            for account in accounts.values()
            if account.keep_apart and account.id not in {each.id for each in asked}
        }
        open_to = {
            key: account
            for key, account in accounts.items()
            if account.claim is Claim.MINE and key not in apart
        }
        asking = Asking(self.rooms, open_to)
        await asking.ask(
            [finding for finding in chosen if finding.observation.account in open_to],
            [step.account for step in steps if step.account in open_to],
        )
        case = await inventory(vault)
        today = self.rooms.clock.now().date()
        judging = Judging(
            accounts,
            states,
            asking.before,
            asking.looks,
            asking.listed,
            case,
            self.rooms.remedy,
            today,
        )
        checks = {check.id: check for check in self.rooms.checks}
        results = []
        reposts, web = Reposts(case, asking.looks), Wayback() if wayback else None
        for finding in chosen:
            judged = _not_asked(accounts[finding.observation.account], left_out)
            if judged is None:
                judged = await asyncio.to_thread(judging.judge, finding, checks.get(finding.check))
            results.append(await self._result(finding, judged, asking, reposts, web))
        return results + [await self._step(step, asking, accounts[step.account]) for step in steps]

    async def _result(
        self,
        finding: Finding,
        judged: Judged,
        asking: Asking,
        reposts: Reposts,
        web: Wayback | None,
    ) -> Verification:
        seen = finding.observation
        found = Verification(
            finding.id,
            seen.account,
            seen.title.render(masked=True),
            judged.state,
            self.rooms.clock.now(),
            judged.settled,
            seen.photo,
            judged.reason,
        )
        if judged.state is Seen.GONE_HERE and seen.photo:
            found = replace(found, reposts=await asyncio.to_thread(reposts.of, seen.photo))
        before = asking.before.get(seen.photo or "")
        if web is None or before is None:
            return found
        urls = (before.photo.page_url, before.photo.media_url)
        archive, copies = await web.of(urls, CountedHttp(self.rooms.http, seen.account))
        return replace(found, archive=archive, archived=copies)

    async def _step(self, planned: PlanStep, asking: Asking, account: Account) -> Verification:
        """Look at a setting that no finding names.

        The platform tells it, or the user's word stands.
        """
        listed = asking.listed.get(account.id)
        book = book_of(account)
        step = (
            next(
                (each for each in book.shown() if planned.remedy.key == f"setting:{each.key}"), None
            )
            if book
            else None
        )
        traits = self.rooms.traits(account.platform)
        opened = (
            still_open(step, listed.profile, traits) if step and listed and listed.profile else None
        )
        now = self.rooms.clock.now()
        if listed is not None and listed.reason and listed.profile is None:
            return Verification(
                planned.id,
                account.id,
                _(planned.remedy.title),
                Seen.COULD_NOT_TELL,
                now,
                settled=False,
                reason=listed.reason,
            )
        if opened is None and not (listed and listed.missing):
            return Verification(
                planned.id,
                account.id,
                _(planned.remedy.title),
                Seen.YOU_SAID_SO,
                now,
                settled=False,
            )
        await say(
            self.rooms.vault, account.id, planned.id, State.OPEN if opened else State.VERIFIED
        )
        return Verification(
            planned.id,
            account.id,
            _(planned.remedy.title),
            Seen.STILL_THERE if opened else Seen.GONE_HERE,
            now,
            settled=not opened,
        )

    async def _keep(self, chosen: Sequence[Finding], results: Sequence[Verification]) -> None:
        state_of = {finding.id: finding.state for finding in chosen}
        vault = self.rooms.vault
        gone = [
            result.finding for result in results if result.settled and result.finding in state_of
        ]
        left = [
            result
            for result in results
            if not result.settled and result.state in {Seen.STILL_THERE, Seen.SMALLER_NOW}
        ]
        again = [
            finding.finding
            for finding in left
            if state_of.get(finding.finding) in {State.DONE, State.VERIFIED}
        ]
        await vault.mark_all(gone, State.VERIFIED, self.rooms.clock.now())
        await vault.mark_all(again, State.OPEN, self.rooms.clock.now())
        for account in {result.account for result in results}:
            new = [result for result in results if result.account == account]
            kept = [*reversed(new), *await _history(vault, account)][:_KEPT]
            await vault.put_setting(_HISTORY + account, msgspec.json.encode(kept).decode())


async def _history(vault: Vault, account: str) -> list[Verification]:
    kept = await vault.setting(_HISTORY + account)
    return msgspec.json.decode(kept, type=list[Verification]) if kept else []


def _not_asked(account: Account, left_out: Sequence[Account]) -> Judged | None:
    """Return why an account was not asked; None if it was."""
    if account in left_out:
        return Judged(Seen.COULD_NOT_TELL, reason=alone(account))
    if account.claim is Claim.IMPOSTOR:
        return Judged(
            Seen.COULD_NOT_TELL,
            reason=_("of an impostor only the avatar is compared, at the next scan"),
        )
    if account.claim is not Claim.MINE:
        return Judged(Seen.COULD_NOT_TELL, reason=_("not claimed as yours: nothing was asked"))
    return None
