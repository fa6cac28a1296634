"""Judges what stands there now by the check that made the finding.

Gone, smaller, still there, or not to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from auditor.domain.account import Account
from auditor.domain.findings.check import (
    AccountCase,
    AccountCheck,
    Check,
    InventoryCase,
    InventoryCheck,
    PhotoCheck,
    Print,
)
from auditor.domain.findings.finding import Finding
from auditor.domain.findings.verify import Seen
from auditor.domain.prints import print_of
from auditor.domain.remedies import SettledBy, row_of
from auditor.domain.views import AccountState, StoredPhoto
from auditor.engine.judge.clusters import spots
from auditor.engine.judge.evaluate import Evaluation, RemedyOf, blunted
from auditor.engine.verify.look import Look, smaller
from auditor.engine.verify.relist import Relisting
from auditor.messages import _


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a finding. `settled`: the check no longer finds it."""

    state: Seen
    settled: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Judging:
    """What was looked at.

    Photos by id, lists by account, and everything as it was at the last scan. All looks are done by
    then.
    """

    accounts: Mapping[str, Account]
    states: Mapping[str, AccountState]
    before: Mapping[str, StoredPhoto]
    looks: Mapping[str, Look]
    listed: Mapping[str, Relisting]
    case: InventoryCase
    remedy: RemedyOf
    today: date
    _compared: dict[str, Mapping[str, Finding]] = field(default_factory=dict)

    def judge(self, finding: Finding, check: Check | None) -> Judged:
        """Return what became of a finding of `check`.

        None where no such check is there any more.
        """
        listed = self.listed.get(finding.observation.account)
        if listed is not None and listed.missing:
            return Judged(Seen.GONE_HERE, settled=True)
        if check is None:
            return Judged(
                Seen.COULD_NOT_TELL, reason=_("the check that found it is not there any more")
            )
        told = self._judged(finding, check)
        settled_by = row_of(finding.remedy.key).settled_by
        if told.state is Seen.STILL_THERE and settled_by is SettledBy.NOTHING:
            return Judged(Seen.YOU_SAID_SO)
        return told

    def _judged(self, finding: Finding, check: Check) -> Judged:
        match check:
            case PhotoCheck():
                return self._photo(finding, check)
            case AccountCheck():
                return self._account(finding, check)
            case InventoryCheck():
                return self._together(finding, check)

    def _photo(self, finding: Finding, check: PhotoCheck) -> Judged:
        photo = finding.observation.photo or ""
        before, look = self.before.get(photo), self.looks.get(photo)
        if before is None or look is None:
            return Judged(Seen.COULD_NOT_TELL, reason=_("the photo is not in the vault any more"))
        if look.reason:
            return Judged(Seen.COULD_NOT_TELL, reason=look.reason)
        if look.stored is None:
            return Judged(Seen.GONE_HERE, settled=True)
        account = self.accounts[finding.observation.account]
        shown = blunted(look.stored, proven=account.proof.holds)
        found = Evaluation((check,), self.remedy).judge_photos(
            [shown], {account.id: account}, self.today
        )
        return _told(finding, found, shrunk=smaller(look.stored, before))

    def _account(self, finding: Finding, check: AccountCheck) -> Judged:
        account = finding.observation.account
        listed, state = self.listed.get(account), self.states.get(account)
        if listed is None or state is None or listed.profile is None:
            return Judged(
                Seen.COULD_NOT_TELL, reason=listed.reason if listed else _("no source reads it")
            )
        case = AccountCase(self.accounts[account], listed.profile, state.photos)
        return _told(
            finding, Evaluation((check,), self.remedy).judge_account(case, self.today), shrunk=False
        )

    def _together(self, finding: Finding, check: InventoryCheck) -> Judged:
        named = finding.observation.photos
        found = self._found_together(check)
        looks = [(name, self.looks[name]) for name in named if name in self.looks]
        shrunk = any(
            look.stored and photo in self.before and smaller(look.stored, self.before[photo])
            for photo, look in looks
        )
        told = _told(finding, [found[finding.id]] if finding.id in found else [], shrunk=shrunk)
        unclear = next((look.reason for _photo, look in looks if look.reason), "")
        if not told.settled and not named:
            return Judged(Seen.YOU_SAID_SO)
        if not told.settled and unclear:
            return Judged(Seen.COULD_NOT_TELL, reason=unclear)
        return told

    @cached_property
    def _case(self) -> InventoryCase:
        """The inventory as it is now, as far as it was looked at."""
        case = replace(
            self.case,
            prints=[photo for photo in map(self._print, self.case.prints) if photo is not None],
        )
        return replace(
            case,
            places=spots(case),
            private=[match for match in case.private if not self._gone(match.photo)],
        )

    def _found_together(self, check: InventoryCheck) -> Mapping[str, Finding]:
        """Return what a check finds over the inventory by id.

        Once, however many of its findings are judged.
        """
        if check.id not in self._compared:
            case = self._case
            accounts = {account.id: account for account in case.accounts} | dict(self.accounts)
            found = Evaluation((check,), self.remedy).judge_inventory(case, accounts, self.today)
            self._compared[check.id] = {hit.id: hit for hit in found}
        return self._compared[check.id]

    def _gone(self, photo: str) -> bool:
        look = self.looks.get(photo)
        return look is not None and look.stored is None and not look.reason

    def _print(self, before: Print) -> Print | None:
        """Return the print of what stands there now, None if nothing does.

        Where it could not be told, that is the one from before.
        """
        look = self.looks.get(before.photo)
        listed = self.listed.get(before.account)
        if self._gone(before.photo) or (listed is not None and listed.missing):
            return None
        stored = look.stored if look else None
        if stored is None or stored.facts is None:
            return before
        now = print_of(stored.photo, stored.facts)
        return replace(now, photo=before.photo)  # what replaced it may have an id of its own


def _told(finding: Finding, found: Iterable[Finding], *, shrunk: bool) -> Judged:
    """Return what the check says now.

    One that is found less severe than before has got better, but is not settled.
    """
    still = next((hit for hit in found if hit.id == finding.id), None)
    if still is None:
        return Judged(Seen.SMALLER_NOW if shrunk else Seen.GONE_HERE, settled=True)
    return Judged(Seen.SMALLER_NOW if shrunk else Seen.STILL_THERE)
