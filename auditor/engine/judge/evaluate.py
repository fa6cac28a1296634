"""Judgement: run every check over the stored facts and keep the findings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import (
    AccountCase,
    AccountCheck,
    Check,
    InventoryCase,
    InventoryCheck,
    PhotoCase,
    PhotoCheck,
)
from auditor.domain.findings.finding import Finding, Observation, Remedy, finding_id
from auditor.domain.photos.facts import blunt, blunt_facts
from auditor.domain.text.content_id import IdKey
from auditor.domain.views import StoredPhoto
from auditor.engine.judge.aftercare import SeenAftercare
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.inventory import inventory, keep_hours
from auditor.engine.judge.unread_counts import Gaps
from auditor.ports import Vault

_PAGE = 100
"""Photos judged at a time in the side thread: some milliseconds each."""

FAILED_CHECKS = "failed-checks"
"""Setting of the vault that names the checks which broke in the last evaluation."""

RemedyOf = Callable[[str, str], Remedy]
"""(remedy key, platform) -> remedy in words."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The checks to run, where the words of their remedies come from, and what names findings."""

    checks: Sequence[Check]
    remedy: RemedyOf
    ids: IdKey
    failed: dict[str, str] = field(default_factory=dict)
    """Checks that broke in the last run, with the kind of error: their findings are missing, and
    that is told.
    """

    async def run(self, vault: Vault, today: date) -> None:
        """Judge everything in `vault` that is the user's own, and replace its findings."""
        self.failed.clear()
        accounts = {
            account.id: account
            for account in await vault.accounts()
            if account.claim in {Claim.MINE, Claim.IMPOSTOR}
        }
        await vault.begin_findings()
        after: str | None = None
        gaps, aftercare = Gaps(), SeenAftercare()
        while page := await vault.photos(after, _PAGE):
            gaps.take(page, accounts)
            after = page[-1].photo.id
            found = await asyncio.to_thread(self.judge_photos, page, accounts, today)
            aftercare.take(found)
            await vault.add_findings(found)
        await vault.add_findings(await self._judge_accounts(vault, accounts, today))
        case = await keep_hours(vault, await inventory(vault))
        case = await asyncio.to_thread(with_spots, case)
        await vault.add_findings(
            await asyncio.to_thread(self.judge_inventory, case, accounts, today)
        )
        await vault.finish_findings()
        await gaps.keep(vault)
        await aftercare.keep(vault)
        await vault.put_setting(
            FAILED_CHECKS,
            ", ".join(f"{check} ({error})" for check, error in sorted(self.failed.items())),
        )

    def judge_photos(
        self, page: Sequence[StoredPhoto], accounts: Mapping[str, Account], today: date
    ) -> list[Finding]:
        """Judge photos one by one.

        Those of other accounts, and those that no stranger can see, are left out.
        """
        checks = [check for check in self.checks if isinstance(check, PhotoCheck)]
        found: list[Finding] = []
        for stored in page:
            account = accounts.get(stored.photo.account)
            if account is not None and stored.photo.open_to_strangers:
                shown = blunted(stored, proven=account.proof.holds)
                case = PhotoCase(account, shown.photo, shown.facts)
                for check in checks:
                    found.extend(
                        self._findings(check.id, partial(check.run, case, today), accounts)
                    )
        return found

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

    def judge_inventory(
        self, case: InventoryCase, accounts: Mapping[str, Account], today: date
    ) -> list[Finding]:
        """Judge everything together."""
        found: list[Finding] = []
        for check in self.checks:
            if isinstance(check, InventoryCheck):
                found.extend(self._findings(check.id, partial(check.run, case, today), accounts))
        return found

    def _findings(
        self,
        check: str,
        observe: Callable[[], Iterable[Observation]],
        accounts: Mapping[str, Account],
    ) -> Iterator[Finding]:
        try:
            for seen in observe():
                remedy = self.remedy(seen.remedy, accounts[seen.account].platform)
                yield Finding(self.ids.named(finding_id(check, seen)), check, seen, remedy)
        except Exception as error:  # noqa: BLE001 - one check, perhaps a plugin's, must not cost the findings of the others
            self.failed[check] = type(error).__name__


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
