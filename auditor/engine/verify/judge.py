"""Judges what stands there now by the check that made the finding.

Gone, smaller, still there, or not to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property

from auditor.dataclass import dataclass
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
from auditor.domain.findings.finding import Finding, State
from auditor.domain.findings.verify import Seen
from auditor.domain.prints import print_of
from auditor.domain.remedies import RemedyKey, SettledBy, row_of
from auditor.domain.text.content_id import IdKey
from auditor.domain.views import AccountState, StoredPhoto
from auditor.engine.dependencies import RemedyOf
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.evaluate import Evaluation, blunted
from auditor.engine.verify.look import Look, StandingCopy, smaller
from auditor.engine.verify.relist import Relisting
from auditor.messages import _, ngettext


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a finding. `settled`: the check finds nothing in all that stands there."""

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
    ids: IdKey
    _compared: dict[str, Mapping[str, Finding]] = field(default_factory=dict)

    def judge(self, finding: Finding, check: Check | None) -> Judged:
        """Return what became of a finding of `check`.

        None where no such check is there any more.
        """
        if check is None:
            return Judged(
                Seen.COULD_NOT_TELL, reason=_("the check that found it is not there any more")
            )
        told = self._judged(finding, check)
        if finding.remedy.key == RemedyKey.REPORT_IMPOSTOR and not told.settled:
            return Judged(
                Seen.YOU_SAID_SO if finding.state is State.DONE else Seen.COULD_NOT_TELL,
                reason=_("of an impostor only the avatar is compared, at the next scan"),
            )
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
        if look.gone:
            return Judged(Seen.GONE_HERE, settled=True)
        if not look.copies:
            return Judged(
                Seen.HIDDEN_NOW if look.hidden else Seen.COULD_NOT_TELL, reason=look.reason
            )
        if look.untold and row_of(finding.remedy.key).settled_by is SettledBy.LIST:
            return Judged(Seen.COULD_NOT_TELL, reason=look.untold)
        return self._standing(look, before, self._found_in(finding, check, look))

    def _found_in(self, finding: Finding, check: PhotoCheck, look: Look) -> list[StandingCopy]:
        """Return the copies in which the check still finds it."""
        account = self.accounts[finding.observation.account]
        evaluation = Evaluation((check,), self.remedy, self.ids)
        found = []
        for copy in look.copies:
            shown = blunted(copy.stored, proven=account.proof.holds)
            hits = evaluation.judge_photos([shown], {account.id: account}, self.today)
            if any(hit.id == finding.id for hit in hits):
                found.append(copy)
        return found

    def _standing(self, look: Look, before: StoredPhoto, found: Sequence[StandingCopy]) -> Judged:
        """Say what stands there where something does; `found`: where the check still finds it."""
        now = next((copy for copy in found if not copy.older), None)
        if found and now is None and not look.unlinked:
            return Judged(Seen.OLDER_VERSION, reason=found[0].url)
        if not found and look.reason:
            return Judged(Seen.COULD_NOT_TELL, reason=look.reason)
        if look.unlinked or look.hidden:
            return Judged(Seen.UNLINKED, reason=(now or look.copies[0]).url)
        stored = now.stored if now else look.stored
        shrunk = stored is not None and smaller(stored, before)
        return Judged(Seen.SMALLER_NOW if shrunk else Seen.STILL_THERE, settled=not found)

    def _account(self, finding: Finding, check: AccountCheck) -> Judged:
        account = finding.observation.account
        listed, state = self.listed.get(account), self.states.get(account)
        if listed is None or state is None or listed.profile is None:
            reason = (
                (listed.reason or listed.left_out)
                if listed
                else _("this program cannot look into it")
            )
            return Judged(
                Seen.HIDDEN_NOW if listed and listed.hidden else Seen.COULD_NOT_TELL, reason=reason
            )
        case = AccountCase(self.accounts[account], listed.profile, state.photos)
        return _told(
            finding, Evaluation((check,), self.remedy, self.ids).judge_account(case, self.today)
        )

    def _together(self, finding: Finding, check: InventoryCheck) -> Judged:
        named = finding.observation.photos
        found = finding.id in self._found_together(check)
        if not named:
            return Judged(Seen.YOU_SAID_SO) if found else Judged(Seen.GONE_HERE, settled=True)
        looks = [self.looks.get(photo) for photo in named]
        if all(look is not None and look.gone for look in looks):
            return Judged(Seen.GONE_HERE, settled=True)
        told = self._why_open(looks) if found else None
        if told is not None:
            return told
        gone = sum(look is not None and look.gone for look in looks)
        if gone and not found:  # what is left stands as it was: nothing of it was cleaned
            reason = ngettext(
                "{n} of its {all} photos is gone, and the check finds nothing in what is left",
                "{n} of its {all} photos are gone, and the check finds nothing in what is left",
                gone,
            )
            return Judged(
                Seen.GONE_HERE, settled=True, reason=reason.format(n=gone, all=len(looks))
            )
        shrunk = any(
            look and look.stored and smaller(look.stored, self.before[photo])
            for photo, look in zip(named, looks, strict=True)
        )
        return Judged(Seen.SMALLER_NOW if shrunk else Seen.STILL_THERE, settled=not found)

    def _why_open(self, looks: Sequence[Look | None]) -> Judged | None:
        """Say what keeps open what is still found over several photos, None for plain copies."""
        asked = [look for look in looks if look is not None]
        unclear = next((look.reason for look in asked if look.reason), "")
        if unclear or len(asked) < len(looks):
            reason = unclear or _("one of the photos was not asked for")
            return Judged(Seen.COULD_NOT_TELL, reason=reason)
        for look in asked:
            if look.hidden and not look.copies:
                return Judged(Seen.HIDDEN_NOW)
            if look.copies and all(copy.older for copy in look.copies):
                return Judged(Seen.OLDER_VERSION, reason=look.copies[0].url)
        left = next((look for look in asked if look.unlinked and look.copies), None)
        return Judged(Seen.UNLINKED, reason=left.copies[0].url) if left else None

    @cached_property
    def _case(self) -> InventoryCase:
        """The inventory as it is now, as far as it was looked at."""
        case = replace(
            self.case,
            prints=[photo for photo in map(self._print, self.case.prints) if photo is not None],
        )
        return replace(
            with_spots(case),
            private=[match for match in case.private if not self._gone(match.photo)],
        )

    def _found_together(self, check: InventoryCheck) -> Mapping[str, Finding]:
        """Return what a check finds over the inventory by id.

        Once, however many of its findings are judged.
        """
        if check.id not in self._compared:
            case = self._case
            accounts = {account.id: account for account in case.accounts} | dict(self.accounts)
            found = Evaluation((check,), self.remedy, self.ids).judge_inventory(
                case, accounts, self.today
            )
            self._compared[check.id] = {hit.id: hit for hit in found}
        return self._compared[check.id]

    def _gone(self, photo: str) -> bool:
        look = self.looks.get(photo)
        return look is not None and look.gone

    def _print(self, before: Print) -> Print | None:
        """Return the print of what stands there now, None if nothing does.

        Where it could not be told, that is the one from before.
        """
        look = self.looks.get(before.photo)
        if self._gone(before.photo):
            return None
        if look is None or look.reason or any(copy.older for copy in look.copies):
            return before
        stored = look.stored
        if stored is None or stored.facts is None:
            return before
        now = print_of(stored.photo, stored.facts)
        return replace(now, photo=before.photo)  # what replaced it may have an id of its own


def _told(finding: Finding, found: Iterable[Finding]) -> Judged:
    """Return what a check of the account says now."""
    if any(hit.id == finding.id for hit in found):
        return Judged(Seen.STILL_THERE)
    return Judged(Seen.GONE_HERE, settled=True)
