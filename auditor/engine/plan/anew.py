"""What would be found after some work: the inventory judged anew, as the next scan would.

Only what changes is judged again; what compares photos with each other is judged as a whole.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from auditor.domain.account import Claim, Profile
from auditor.domain.findings.check import AccountCase, InventoryCase, Print
from auditor.domain.findings.closing import GONE, Work
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
from auditor.engine.plan.model import Judging, Model
from auditor.engine.plan.photo_works import OF_A_COPY

_EDITS = {
    Work.UNPUBLISH: Change.UNPUBLISH,
    Work.REWRITE: Change.REWRITE,
    Work.RELICENSE: Change.RELICENSE,
}
_CLOSES = {
    Work.CLOSE_SEARCH: Change.CLOSE_SEARCH,
    Work.CLOSE_TRAINING: Change.CLOSE_TRAINING,
}


PhotosOf = Callable[[AbstractSet[str]], Awaitable[Mapping[str, StoredPhoto]]]
"""Returns the photos with these ids that there are."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is found, and which accounts are tied, after some work."""

    signs: tuple[Sign, ...]
    ties: tuple[AccountLink, ...]


@dataclass(frozen=True)
class Anew:
    """Judges what would be there after some work."""

    judging: Judging
    model: Model
    photos: PhotosOf

    async def after(
        self, done: Mapping[str, Works], serves: Mapping[str, AbstractSet[QuestionId]]
    ) -> Left:
        """Return what would be found; `serves` says for which questions a copy is made."""
        edits: dict[str, tuple[Change, ...]] = {}
        for photo, works in done.items():
            if photo in self.model.works and not works & GONE:
                there = self.model.works[photo].copy_for(serves.get(photo, ()))
                copy = tuple(each for each in OF_A_COPY if each in there)
                edits[photo] = (
                    *(copy if Work.REPLACE in works else ()),
                    *(change for work, change in _EDITS.items() if work in works),
                )
        stored = await self.photos(edits.keys())
        shown = {
            photo: blunted(each, proven=self.model.accounts[each.photo.account].proof.holds)
            for photo, each in stored.items()
        }
        return await asyncio.to_thread(self._judge, done, edits, shown)

    def _judge(
        self,
        done: Mapping[str, Works],
        edits: Mapping[str, tuple[Change, ...]],
        stored: Mapping[str, StoredPhoto],
    ) -> Left:
        model, traits = self.model, self.judging.traits
        evaluation = Evaluation(self.judging.checks, self.judging.remedy)
        gone = {photo for photo, works in done.items() if works & GONE} | {
            photo for photo, account in model.account_of.items() if account in model.unwanted
        }
        out = {row for row, works in done.items() if Work.REPORT in works} | model.unwanted
        after = {
            photo: changed(stored[photo], done_there, traits(stored[photo].photo.platform))
            for photo, done_there in edits.items()
            if photo in stored
        }
        found: list[Finding] = evaluation.judge_photos(
            [*after.values()], model.accounts, self.judging.today
        )
        found += self._judge_accounts(evaluation, done, gone, out)
        case = self._case(gone, out, after, edits)
        accounts = {name: account for name, account in model.accounts.items() if name not in out}
        found += evaluation.judge_inventory(case, accounts, self.judging.today)
        kept = (
            sign
            for sign in model.signs
            if sign.photos
            and sign.check not in model.comparing
            and sign.photos[0] not in gone
            and sign.photos[0] not in after
            and sign.account not in out
        )
        return Left(
            (*kept, *(sign for finding in found if (sign := sign_of(finding)) is not None)),
            self._ties(case, done),
        )

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
        self,
        gone: AbstractSet[str],
        out: AbstractSet[str],
        after: Mapping[str, StoredPhoto],
        edits: Mapping[str, tuple[Change, ...]],
    ) -> InventoryCase:
        case = self.model.case
        prints: Sequence[Print] = [
            changed_print(photo, after[photo.photo], edits[photo.photo])
            if photo.photo in after
            else photo
            for photo in case.prints
            if photo.photo not in gone and photo.account not in out
        ]
        return with_spots(
            replace(
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
    return closed(profile, tuple(change for work, change in _CLOSES.items() if work in works))
