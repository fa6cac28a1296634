"""What would be found after some work: the inventory judged anew, as the next scan would.

Only what changes is judged again; what compares photos with each other is judged as a whole.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field, fields, replace
from functools import cached_property, partial

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Profile
from auditor.domain.findings.check import AccountCase, InventoryCase, InventoryCheck, Print
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
from auditor.engine.plan.counts import Counting
from auditor.engine.plan.effect_on_photo import changed, changed_print, closed
from auditor.engine.plan.model import JudgedBy, Model
from auditor.engine.plan.photo_works import OF_A_COPY

_EDITS = (PlanWork.UNPUBLISH, PlanWork.REWRITE, PlanWork.RELICENSE)
_CLOSES = (PlanWork.CLOSE_SEARCH, PlanWork.CLOSE_TRAINING)


_PAGE = 500
_MOST_CHANGED = 20_000
"""Photos after other work that are kept for the next time."""
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


@dataclass(slots=True)
class _Compared:
    """What comparing photos found after the same work: by check, and the ties."""

    found: dict[str, tuple[Sign, ...]] = field(default_factory=dict)
    ties: tuple[AccountLink, ...] | None = None


@dataclass
class Anew:
    """Judges what would be there after some work.

    A photo that was changed alike is judged once, and so is what compares photos after the same
    work as the last time.
    """

    judging: JudgedBy
    model: Model
    photos: PhotosOf
    counting: Counting
    _changed: dict[tuple[str, tuple[Change, ...]], _Changed] = field(default_factory=dict)
    _last: tuple[object, _Compared] | None = None

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
        self._forget_others(edits)
        key = frozenset(done.items()), frozenset(edits.items())
        if self._last is None or self._last[0] != key:
            self._last = key, _Compared()
        return await asyncio.to_thread(self._judge, done, edits, questions)

    def _forget_others(self, edits: _Edits) -> None:
        """Forget what was judged for other work, if that is much."""
        if len(self._changed) > len(edits) + _MOST_CHANGED:
            wanted = frozenset(edits.items())
            self._changed = {key: each for key, each in self._changed.items() if key in wanted}

    def _change(self, several: Mapping[str, StoredPhoto], edits: _Edits) -> None:
        evaluation = Evaluation(self.judging.checks, self.judging.remedy, self.judging.ids)
        for photo, stored in several.items():
            account = self.model.accounts[stored.photo.account]
            shown = blunted(stored, proven=account.proof.holds)
            after = changed(shown, edits[photo], self.judging.traits(stored.photo.platform))
            # by all checks: where one no longer finds something, another may find a little
            found = evaluation.judge_photos([after], self.model.accounts, self.judging.today)
            before = self._prints.get(photo)
            there = None if before is None else changed_print(before, after, edits[photo])
            if before is not None and there is not None:
                there = _sharing(there, before)
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
        evaluation = Evaluation(self.judging.checks, self.judging.remedy, self.judging.ids)
        found = self._judge_accounts(evaluation, done, gone, out)
        case = self._case(gone, out, after)
        accounts = {name: each for name, each in model.accounts.items() if name not in out}
        compared = self._compare(questions, case, accounts)
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
        ties = self._ties(case, done) if QuestionId.LINKED in questions else ()
        return Left((*kept, *there, *_signs(found), *compared), ties)

    def _compare(
        self,
        questions: AbstractSet[QuestionId],
        case: InventoryCase,
        accounts: Mapping[str, Account],
    ) -> Iterator[Sign]:
        """Yield what the checks over several photos find that answer `questions`."""
        assert self._last is not None
        known = self._last[1].found
        checks = [
            check
            for check in self.judging.checks
            if isinstance(check, InventoryCheck)
            and not questions.isdisjoint(self.model.asks.get(check.id, ()))
        ]
        new = [check for check in checks if check.id not in known]
        tie = [check for check in new if self.model.asks[check.id] <= {QuestionId.LINKED}]
        like = [check for check in new if self.model.asks[check.id] <= {QuestionId.LIKENESS}]
        others = [check for check in new if check not in (*tie, *like)]
        for some, prepared in (
            (tie, self._tied),
            (like, self._copied),
            (others, partial(with_spots, among=self.model.near_spots)),
        ):
            if some:
                known.update((check.id, ()) for check in some)
                judge = Evaluation(some, self.judging.remedy, self.judging.ids)
                found = judge.judge_inventory(prepared(case), accounts, self.judging.today)
                for sign in _signs(found):
                    known[sign.check] += (sign,)
        for check in checks:
            yield from known[check.id]

    def _tied(self, case: InventoryCase) -> InventoryCase:
        return replace(case, prints=self.counting.tying(case.prints))

    def _copied(self, case: InventoryCase) -> InventoryCase:
        """Return what the likeness is judged by: what is no copy now is none after any work."""
        alone = self.counting.alone
        prints = [
            replace(photo, pdq=()) if photo.photo in alone else photo for photo in case.prints
        ]
        return replace(case, prints=prints)

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
            compared=None,  # what is left is few, and must not be kept instead of all
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
        assert self._last is not None
        if self._last[1].ties is None:
            self._last[1].ties = self._tell_ties(self._tied(case), done)
        return self._last[1].ties

    def _tell_ties(self, case: InventoryCase, done: Mapping[str, Works]) -> tuple[AccountLink, ...]:
        profiles = {
            state.account.id: _closed(state.profile, done.get(state.account.id, frozenset()))
            for state in self.model.states
            if state.profile is not None
        }
        return ties_among(case.tied, profiles, case.prints, self.judging.traits)


def _closed(profile: Profile, works: Works) -> Profile:
    return closed(profile, tuple(CHANGE_OF[work] for work in _CLOSES if work in works))


def _sharing(photo: Print, before: Print) -> Print:
    """Return `photo`, of which what is the same as before is in memory once."""
    names = (each.name for each in fields(Print))
    same = {name: getattr(before, name) for name in names}
    return replace(
        photo, **{name: old for name, old in same.items() if old == getattr(photo, name)}
    )


def _signs(found: Iterable[Finding]) -> tuple[Sign, ...]:
    return tuple(sign for finding in found if (sign := sign_of(finding)) is not None)
