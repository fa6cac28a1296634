"""What would be found after some work: the inventory judged anew, as the next scan would.

Only what changes is judged again; what compares photos with each other is judged as a whole.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

from auditor.domain.account import Claim, Profile
from auditor.domain.findings.check import AccountCase, Check, InventoryCase, InventoryCheck, Print
from auditor.domain.findings.closing import CHANGE_OF, GONE, PlanWork
from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import Change
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.sign import Sign, sign_of
from auditor.domain.links import AccountLink
from auditor.domain.views import StoredPhoto
from auditor.engine.exposure.links.links import ties_among
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.evaluate import Evaluation, blunted
from auditor.engine.plan.asked import Works
from auditor.engine.plan.effect_on_photo import changed, changed_print, closed
from auditor.engine.plan.model import JudgedBy, Model
from auditor.engine.plan.photo_works import OF_A_COPY

_EDITS = (PlanWork.UNPUBLISH, PlanWork.REWRITE, PlanWork.RELICENSE)
_CLOSES = (PlanWork.CLOSE_SEARCH, PlanWork.CLOSE_TRAINING)


_PAGE = 500
PhotosOf = Callable[[AbstractSet[str]], Awaitable[Mapping[str, StoredPhoto]]]
"""Returns the photos with these ids that there are."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is found, and which accounts are tied, after some work."""

    signs: tuple[Sign, ...]
    ties: tuple[AccountLink, ...]


@dataclass(frozen=True, slots=True)
class _Changed:
    """What is found on one photo after some edits, and its print if it had one."""

    signs: tuple[Sign, ...]
    print: Print | None


_Edits = Mapping[str, tuple[Change, ...]]


@dataclass(frozen=True)
class Anew:
    """Judges what would be there after some work; a photo that was changed alike only once."""

    judging: JudgedBy
    model: Model
    photos: PhotosOf
    _changed: dict[tuple[str, tuple[Change, ...]], _Changed] = field(default_factory=dict)

    async def after(
        self,
        done: Mapping[str, Works],
        serves: Mapping[str, AbstractSet[QuestionId]],
        questions: AbstractSet[QuestionId] = frozenset(QuestionId),
    ) -> Left:
        """Return what would be found; `serves` says for which questions a copy is made.

        What compares photos is judged for `questions` only, and only by checks that find something
        now: less in public never gives more.
        """
        edits: dict[str, tuple[Change, ...]] = {}
        for photo, works in done.items():
            if photo in self.model.works and not works & GONE:
                there = self.model.works[photo].copy_for(serves.get(photo, ()))
                copy = tuple(each for each in OF_A_COPY if each in there)
                edits[photo] = (
                    *(copy if PlanWork.REPLACE in works else ()),
                    *(CHANGE_OF[work] for work in _EDITS if work in works),
                )
        new = sorted(photo for photo, there in edits.items() if (photo, there) not in self._changed)
        for start in range(0, len(new), _PAGE):  # no more than a page of them is in memory
            stored = await self.photos(frozenset(new[start : start + _PAGE]))
            await asyncio.to_thread(self._change, stored, edits)
        return await asyncio.to_thread(self._judge, done, edits, questions)

    def _change(self, several: Mapping[str, StoredPhoto], edits: _Edits) -> None:
        evaluation = Evaluation(self.judging.checks, self.judging.remedy)
        for photo, stored in several.items():
            account = self.model.accounts[stored.photo.account]
            shown = blunted(stored, proven=account.proof.holds)
            after = changed(shown, edits[photo], self.judging.traits(stored.photo.platform))
            found = evaluation.judge_photos([after], self.model.accounts, self.judging.today)
            before = self._prints.get(photo)
            there = None if before is None else changed_print(before, after, edits[photo])
            if before is not None and there is not None and there.pdq == before.pdq:
                there = replace(there, pdq=before.pdq)  # the same, once in memory
            self._changed[photo, edits[photo]] = _Changed(_signs(found), there)

    @cached_property
    def _prints(self) -> Mapping[str, Print]:
        return {photo.photo: photo for photo in self.model.case.prints}

    def _judge(
        self, done: Mapping[str, Works], edits: _Edits, questions: AbstractSet[QuestionId]
    ) -> Left:
        model = self.model
        gone = {photo for photo, works in done.items() if works & GONE} | {
            photo for photo, account in model.account_of.items() if account in model.unwanted
        }
        out = {row for row, works in done.items() if PlanWork.REPORT in works} | model.unwanted
        after = {
            photo: self._changed[photo, there]
            for photo, there in edits.items()
            if (photo, there) in self._changed
        }
        evaluation = Evaluation(self.judging.checks, self.judging.remedy)
        found = self._judge_accounts(evaluation, done, gone, out)
        case = self._case(gone, out, after)
        tying = replace(case, prints=[self._tying(photo) for photo in case.prints])
        for asked, shown in self._asked(questions, case, tying):
            accounts = {name: each for name, each in model.accounts.items() if name not in out}
            judge = Evaluation(asked, self.judging.remedy)
            found += judge.judge_inventory(shown, accounts, self.judging.today)
        kept = (
            sign
            for sign in model.signs
            if sign.photos
            and sign.check not in model.comparing
            and sign.photos[0] not in gone
            and sign.photos[0] not in after
            and sign.account not in out
        )
        there = (sign for each in after.values() for sign in each.signs)
        ties = self._ties(tying, done) if QuestionId.LINKED in questions else ()
        return Left((*kept, *there, *_signs(found)), ties)

    def _asked(
        self, questions: AbstractSet[QuestionId], case: InventoryCase, tying: InventoryCase
    ) -> Iterator[tuple[Sequence[Check], InventoryCase]]:
        """Yield the checks over several photos that are asked for, with what they look at."""
        checks = [
            check
            for check in self.judging.checks
            if isinstance(check, InventoryCheck)
            and not questions.isdisjoint(self.model.asks.get(check.id, ()))
        ]
        tie = [check for check in checks if self.model.asks[check.id] <= {QuestionId.LINKED}]
        if tie:
            yield tie, tying
        if others := [check for check in checks if check not in tie]:
            yield others, with_spots(case, self.model.near_spots)

    def _tying(self, photo: Print) -> Print:
        known = self.model.tying.get(photo.photo)
        return photo if known is None or known.pdq == photo.pdq else replace(photo, pdq=known.pdq)

    def _judge_accounts(
        self,
        evaluation: Evaluation,
        done: Mapping[str, Works],
        gone: Iterable[str],
        out: AbstractSet[str],
    ) -> list[Finding]:
        fewer = Counter(self.model.account_of[photo] for photo in gone)
        found: list[Finding] = []
        for state in self.model.states:
            account = state.account
            if account.id in self.model.accounts and account.id not in out and state.profile:
                profile = _closed(state.profile, done.get(account.id, frozenset()))
                case = AccountCase(account, profile, max(0, state.photos - fewer[account.id]))
                found += evaluation.judge_account(case, self.judging.today)
        return found

    def _case(
        self, gone: AbstractSet[str], out: AbstractSet[str], after: Mapping[str, _Changed]
    ) -> InventoryCase:
        case = self.model.case
        prints: list[Print] = []
        for photo in case.prints:
            if photo.photo not in gone and photo.account not in out:
                there = after.get(photo.photo)
                prints.append(photo if there is None or there.print is None else there.print)
        return replace(
            case,
            accounts=[account for account in case.accounts if account.id not in out],
            prints=prints,
            impostors=[match for match in case.impostors if match.impostor not in out],
            private=[
                match
                for match in case.private
                if match.photo not in gone and match.account not in out
            ],
        )

    def _ties(self, case: InventoryCase, done: Mapping[str, Works]) -> tuple[AccountLink, ...]:
        mine = [account for account in case.accounts if account.claim is Claim.MINE]
        profiles = {
            state.account.id: _closed(state.profile, done.get(state.account.id, frozenset()))
            for state in self.model.states
            if state.profile is not None
        }
        return ties_among(mine, profiles, case.prints, self.judging.traits)


def _closed(profile: Profile, works: Works) -> Profile:
    return closed(profile, tuple(CHANGE_OF[work] for work in _CLOSES if work in works))


def _signs(found: Iterable[Finding]) -> tuple[Sign, ...]:
    return tuple(sign for finding in found if (sign := sign_of(finding)) is not None)
