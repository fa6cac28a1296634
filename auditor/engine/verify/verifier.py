"""Verification as the faces ask for it.

Look again, judge, keep what came of it, and let the states of findings follow.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.findings.finding import Finding, State
from auditor.domain.findings.plan import PlanStep
from auditor.domain.findings.verify import (
    Archive,
    ArchiveAnswer,
    Archived,
    Seen,
    Verification,
    Verified,
)
from auditor.domain.photos.photo import Photo
from auditor.domain.views import AccountState, FindingQuery, ScanRecord
from auditor.engine.archived import of_archives
from auditor.engine.counted_http import CountedHttp
from auditor.engine.dependencies import Rooms
from auditor.engine.judge.inventory import inventory
from auditor.engine.keep_apart import alone, parted
from auditor.engine.plan.book import PlanBook
from auditor.engine.plan.settings import book_of, still_open
from auditor.engine.plan.shown_plan import say
from auditor.engine.verify.asking import LookCollector
from auditor.engine.verify.history import history, keep
from auditor.engine.verify.judge import Judged, Judging
from auditor.engine.verify.reposts import Reposts
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Consent, Http, Lookup, Outgoing


@dataclass(frozen=True, slots=True)
class _Scope:
    """What one look is about.

    Only the accounts in `open_to` are asked, by id; `left_out` ones are kept apart from them.
    """

    chosen: Sequence[Finding]
    steps: Sequence[PlanStep]
    states: Mapping[str, AccountState]
    open_to: Mapping[str, Account]
    left_out: Sequence[Account]


@dataclass(frozen=True, slots=True)
class _WebCopies:
    """Asks the web archive about each address once, however many findings name it."""

    lookup: Lookup[ArchiveAnswer]
    consent: Consent
    told: dict[str, ArchiveAnswer] = field(default_factory=dict)

    async def of(self, urls: Sequence[str], http: Http) -> tuple[Archive, tuple[Archived, ...]]:
        """Return what the archive says of these addresses together."""
        new = self.consent.only(url for url in urls if url not in self.told)
        self.told.update(await self.lookup.ask(new, http))
        answers = [self.told[url] for url in urls if url in self.told]
        copies = tuple(answer.copy for answer in answers if answer.copy is not None)
        if copies or not answers:
            return Archive.FOUND if copies else Archive.NOT_ASKED, copies
        unclear = any(answer.state is Archive.COULD_NOT_TELL for answer in answers)
        if unclear or len(answers) < len(urls):
            return Archive.COULD_NOT_TELL, ()
        return Archive.NONE_FOUND, ()


@dataclass(frozen=True, slots=True)
class Verifier:
    """Re-reads what was to disappear."""

    rooms: Rooms
    planning: PlanBook

    async def verify(
        self, ids: Sequence[str] = (), *, all_open: bool = False, archive: Consent | None = None
    ) -> Verified:
        """Look again at the findings named, else at those marked as done.

        `all_open`: at open ones too. The web archive is asked about what `archive` consents to,
        nothing without it. Raises UsageError.
        """
        scope = await self._scope(ids, all_open=all_open)
        results: list[Verification] = []
        try:
            await self._verify(scope, archive, results)
        finally:  # what is known by then is kept, whatever ended it
            await self.rooms.requests.flush(self.rooms.vault)
            await self._keep(scope.chosen, results)
        return Verified(tuple(results), await self.history())

    async def outgoing(self, ids: Sequence[str] = (), *, all_open: bool = False) -> Outgoing:
        """Return what the web archive would learn if `verify` asked it. Asks nobody.

        Raises UsageError as `verify` does.
        """
        scope = await self._scope(ids, all_open=all_open)
        urls: list[str] = []
        for finding in scope.chosen:
            observed = finding.observation
            account = scope.open_to.get(observed.account)
            photo = observed.photo if account is not None and account.proof.holds else None
            stored = await self.rooms.vault.photo(photo) if photo else None
            urls += _addresses(stored.photo) if stored else ()
        return self.rooms.web_archive.outgoing(urls)

    async def history(self) -> tuple[Verification, ...]:
        """Return what came of all findings that were looked at again, newest first.

        Also of those that are no longer on the list.
        """
        return await history(self.rooms.vault)

    async def reopen(self, record: ScanRecord) -> None:
        """Open what was verified and is found again: the scan read it after the verification."""
        read = {account.account for account in record.accounts if account.outcome == "fetched"}
        back = [
            finding.id
            for finding in await self.rooms.vault.findings(FindingQuery(state=State.VERIFIED))
            if finding.observation.account in read
        ]
        await self.rooms.vault.mark_all(back, State.OPEN, self.rooms.clock.now())

    async def _scope(self, ids: Sequence[str], *, all_open: bool) -> _Scope:
        """Return what a look at these findings is about. Asks nobody. Raises UsageError."""
        vault = self.rooms.vault
        findings = {finding.id: finding for finding in await vault.findings()}
        for key in ids:
            if key not in findings:
                raise UsageError(
                    _("There is no finding {id}.").format(id=key),
                    _("'auditor findings' shows the ids."),
                )
        wanted = {State.DONE, State.OPEN} if all_open else {State.DONE}
        chosen = [findings[key] for key in dict.fromkeys(ids)]
        steps: list[PlanStep] = []
        if not ids:
            chosen = [finding for finding in findings.values() if finding.state in wanted]
            planned = (await self.planning.plan()).steps
            steps = [step for step in planned if not step.findings and step.state is State.DONE]
        states = {state.account.id: state for state in await vault.account_states()}
        accounts = {key: state.account for key, state in states.items()}
        named = {finding.observation.account for finding in chosen}
        named |= {step.account for step in steps}
        asked, left_out = parted(
            [accounts[key] for key in sorted(named & accounts.keys())], named=bool(ids)
        )
        together = {account.id for account in asked}
        open_to = {
            key: account
            for key, account in accounts.items()
            if account.claim is Claim.MINE
            and account.archive is None
            and (key in together or not account.keep_apart)
        }
        return _Scope(chosen, steps, states, open_to, left_out)

    async def _verify(
        self, scope: _Scope, archive: Consent | None, results: list[Verification]
    ) -> None:
        """Look, judge, and add each result to `results`.

        Stopped, it adds those of which everything was looked at.
        """
        chosen, open_to = scope.chosen, scope.open_to
        accounts = {key: state.account for key, state in scope.states.items()}
        asking = LookCollector(self.rooms, open_to)
        stopped: asyncio.CancelledError | None = None
        try:
            await asking.ask(
                [finding for finding in chosen if finding.observation.account in open_to],
                [step.account for step in scope.steps if step.account in open_to],
            )
        except asyncio.CancelledError as error:
            stopped, archive = error, None
            chosen = [finding for finding in chosen if asking.knows(finding)]
        case = await inventory(self.rooms.vault)
        judging = Judging(
            accounts,
            scope.states,
            asking.before,
            asking.looks,
            asking.listed,
            case,
            self.rooms.remedy,
            self.rooms.clock.now().date(),
            self.rooms.vault.ids,
        )
        checks = {check.id: check for check in self.rooms.checks}
        web = _WebCopies(self.rooms.web_archive, archive) if archive else None
        reposts = Reposts(case, asking.looks)
        for finding in chosen:
            account = accounts[finding.observation.account]
            judged = _not_asked(account, scope.left_out)
            if judged is None:
                judged = await asyncio.to_thread(judging.judge, finding, checks.get(finding.check))
            copies = (
                web if account.proof.holds and account.archive is None else None
            )  # not what others took down
            results.append(await self._result(finding, judged, asking, reposts, copies))
        if stopped is not None:
            raise stopped
        results.extend(
            [await self._step(step, asking, accounts[step.account]) for step in scope.steps]
        )

    async def _result(
        self,
        finding: Finding,
        judged: Judged,
        asking: LookCollector,
        reposts: Reposts,
        web: _WebCopies | None,
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
        archive, copies = await web.of(
            _addresses(before.photo), CountedHttp(self.rooms.http, seen.account)
        )
        return replace(found, archive=archive, archived=copies)

    async def _step(
        self, planned: PlanStep, asking: LookCollector, account: Account
    ) -> Verification:
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
        unread = listed is not None and (listed.reason or listed.missing)
        if listed is not None and unread and listed.profile is None:
            return Verification(
                planned.id,
                account.id,
                _(planned.remedy.title),
                Seen.COULD_NOT_TELL,
                now,
                settled=False,
                reason=listed.reason or listed.left_out,
            )
        if opened is None:
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
        left = [result for result in results if result.opens_again]
        again = [
            result.finding
            for result in left
            if state_of.get(result.finding) in {State.DONE, State.VERIFIED}
        ]
        await vault.mark_all(gone, State.VERIFIED, self.rooms.clock.now())
        await vault.mark_all(again, State.OPEN, self.rooms.clock.now())
        await keep(vault, results)


def _addresses(photo: Photo) -> tuple[str, ...]:
    """Return where a photo and its page stand, each address once."""
    return tuple(url for url in dict.fromkeys((photo.page_url, photo.media_url)) if url)


def _not_asked(account: Account, left_out: Sequence[Account]) -> Judged | None:
    """Return why an account was not asked; None if it was."""
    if account in left_out:
        return Judged(Seen.COULD_NOT_TELL, reason=alone(account))
    if account.claim is Claim.IMPOSTOR:
        return Judged(
            Seen.COULD_NOT_TELL,
            reason=_("of an impostor only the avatar is compared, at the next scan"),
        )
    if account.archive is not None:
        reason = of_archives([account])[1][account.id]
        return Judged(Seen.COULD_NOT_TELL, reason=reason)
    if account.claim is not Claim.MINE:
        return Judged(Seen.COULD_NOT_TELL, reason=_("not said to be yours: nothing was asked"))
    return None
