"""The effect of a step: the checks run on what would be there after it.

Only what changes is judged anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from auditor.domain.account import Account
from auditor.domain.findings.check import AccountCase, AccountCheck, InventoryCheck, PhotoCheck
from auditor.domain.findings.finding import Finding, State
from auditor.domain.findings.plan import Change, PlanStep, Standing
from auditor.domain.findings.score import LIMITS, WEIGHT, PartName, Weights
from auditor.domain.traits import TraitsOf
from auditor.domain.views import AccountState, StoredPhoto
from auditor.engine.judge.evaluate import Evaluation
from auditor.engine.plan.effect_on_inventory import Comparing
from auditor.engine.plan.effect_on_photo import Changes, changed, changed_print, closed

_Parts = dict[PartName, float]


@dataclass
class Effects:
    """Answers where the user would stand after some changes.

    `stored` holds every photo that some change edits, blunted if unproven. `findings` are all of
    now with their states; `accounts` those that are judged, by id.
    """

    findings: Sequence[Finding]
    accounts: Mapping[str, Account]
    states: Sequence[AccountState]
    stored: Mapping[str, StoredPhoto]
    comparing: Comparing
    evaluation: Evaluation
    part_of: Mapping[str, PartName]
    today: date
    traits: TraitsOf
    _edited: dict[tuple[str, tuple[Change, ...]], tuple[StoredPhoto, _Parts]] = field(
        default_factory=dict
    )

    @cached_property
    def now(self) -> Standing:
        """Where the user stands."""
        compared = self.comparing.now
        return Standing(_total(_summed(self.findings, self.part_of)), compared.tier, compared.links)

    def after(self, changes: Changes) -> Standing:
        """Return where the user would stand after `changes`."""
        removed = changes.removed | {
            photo for photo, account in self._account_of.items() if account in changes.gone
        }
        edits = {
            photo: done
            for photo, done in changes.edits.items()
            if photo not in removed and photo in self.stored
        }
        left: _Parts = dict(self._all_but_inventory)
        for photo in removed | edits.keys():
            _add(left, self._of_photo.get(photo, {}), -1)
        for photo, done in edits.items():
            _add(left, self._judged(photo, done)[1])
        self._judge_accounts(left, changes, removed)
        before = {photo.photo: photo for photo in self.comparing.case.prints}
        prints = {photo: None for photo in removed if photo in before} | {
            photo: changed_print(before[photo], self._judged(photo, done)[0], done)
            for photo, done in edits.items()
            if photo in before
        }
        compared = self.comparing.after(
            {
                photo: shown_photo
                for photo, shown_photo in prints.items()
                if shown_photo != before[photo]
            },
            changes.gone,
        )
        _add(left, _summed(self._stated(compared.findings), self.part_of))
        return Standing(_total(left), compared.tier, compared.links)

    def promise(self, step: PlanStep) -> float:
        """Return the most that a step could take from the score.

        Its findings, and all that stands on the photos it changes.
        """
        if step.change is Change.NOTHING:
            return 0.0
        settled, photos = set(step.findings), set(step.photos)
        left = [
            finding
            for finding in self.findings
            if finding.id not in settled and finding.observation.photo not in photos
        ]
        return self.now.score - _total(_summed(left, self.part_of))

    def _judged(self, photo: str, done: tuple[Change, ...]) -> tuple[StoredPhoto, _Parts]:
        key = (photo, done)
        if key not in self._edited:
            before = self.stored[photo]
            after = changed(before, done, self.traits(before.photo.platform))
            found = self.evaluation.judge_photos([after], self.accounts, self.today)
            self._edited[key] = after, _summed(self._stated(found), self.part_of)
        return self._edited[key]

    def _judge_accounts(self, left: _Parts, changes: Changes, removed: Iterable[str]) -> None:
        """Judge the accounts anew that are closed, or of which photos go."""
        fewer: dict[str, int] = defaultdict(int)
        for photo in removed:
            fewer[self._account_of.get(photo, "")] += 1
        for account in {*fewer, *changes.closed, *changes.gone} - {""}:
            _add(left, self._of_account.get(account, {}), -1)
            state = self._state_of.get(account)
            if account in changes.gone or state is None or state.profile is None:
                continue
            profile = closed(state.profile, changes.closed.get(account, ()))
            case = AccountCase(
                self.accounts[account], profile, max(0, state.photos - fewer[account])
            )
            _add(
                left,
                _summed(
                    self._stated(self.evaluation.judge_account(case, self.today)), self.part_of
                ),
            )

    def _stated(self, findings: Iterable[Finding]) -> list[Finding]:
        """Leave out what was verified to be settled."""
        return [finding for finding in findings if finding.id not in self._verified]

    @cached_property
    def _verified(self) -> frozenset[str]:
        return frozenset(finding.id for finding in self.findings if finding.state is State.VERIFIED)

    @cached_property
    def _state_of(self) -> Mapping[str, AccountState]:
        return {
            state.account.id: state for state in self.states if state.account.id in self.accounts
        }

    @cached_property
    def _account_of(self) -> Mapping[str, str]:
        prints = {photo.photo: photo.account for photo in self.comparing.case.prints}
        named = {
            finding.observation.photo: finding.observation.account
            for finding in self._by_check(PhotoCheck)
            if finding.observation.photo
        }
        return named | prints

    def _by_check(self, kind: type[PhotoCheck | AccountCheck | InventoryCheck]) -> list[Finding]:
        ids = {check.id for check in self.evaluation.checks if isinstance(check, kind)}
        return [finding for finding in self.findings if finding.check in ids]

    @cached_property
    def _of_photo(self) -> Mapping[str, _Parts]:
        return _grouped(
            ((finding.observation.photo or "", finding) for finding in self._by_check(PhotoCheck)),
            self.part_of,
        )

    @cached_property
    def _of_account(self) -> Mapping[str, _Parts]:
        return _grouped(
            ((finding.observation.account, finding) for finding in self._by_check(AccountCheck)),
            self.part_of,
        )

    @cached_property
    def _all_but_inventory(self) -> _Parts:
        together = {finding.id for finding in self._by_check(InventoryCheck)}
        return _summed(
            (finding for finding in self.findings if finding.id not in together), self.part_of
        )


def _grouped(
    findings: Iterable[tuple[str, Finding]], part_of: Mapping[str, PartName]
) -> Mapping[str, _Parts]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for key, finding in findings:
        groups[key].append(finding)
    return {key: _summed(group, part_of) for key, group in groups.items()}


def _summed(findings: Iterable[Finding], part_of: Mapping[str, PartName]) -> _Parts:
    parts: _Parts = {}
    for finding in findings:
        if finding.state is not State.VERIFIED and finding.check in part_of:
            part = part_of[finding.check]
            parts[part] = parts.get(part, 0.0) + WEIGHT[finding.observation.severity]
    return parts


def _add(parts: _Parts, others: _Parts, times: int = 1) -> None:
    for part, weight in others.items():
        parts[part] = parts.get(part, 0.0) + times * weight


def _total(parts: _Parts) -> float:
    return Weights(
        {name: max(0.0, parts.get(name, 0.0)) for name in LIMITS}, dict.fromkeys(LIMITS, 0)
    ).total
