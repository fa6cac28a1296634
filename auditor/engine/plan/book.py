"""Plans and closings as the faces ask for them, and how far the user is with their steps."""

from __future__ import annotations

import asyncio
import gc
import json
import math
import time
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim
from auditor.domain.findings.collecting import collecting_paused, uncollected
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Change, Closing, Closings, Plan, PlanStep
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import FindingQuery, PhotoQuery, StoredPhoto
from auditor.engine.accounts.book import AccountBook
from auditor.engine.answers.book import AnswerBook
from auditor.engine.dependencies import Rooms
from auditor.engine.judge.aftercare import OpenAftercare, kept_aftercare, tick
from auditor.engine.judge.beside import read_or_make
from auditor.engine.judge.kept import MANY, Kept, kept_of
from auditor.engine.plan.delete_account import KEY as DELETE
from auditor.engine.plan.settings import checklist
from auditor.engine.plan.shown_plan import (
    Shower,
    put_unwanted,
    said,
    say,
    shower,
    unwanted,
)
from auditor.engine.plan.wanted import EVERYTHING, TIMES, Limits, Wanted
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports.beside import LongWork, WorkKind
from auditor.ports.made import MADE_OF_PHOTOS

if TYPE_CHECKING:  # most plans are kept: what works them out is loaded only to do so
    from auditor.engine.plan.counts import Counting
    from auditor.engine.plan.model import JudgedBy, Model
    from auditor.engine.plan.planner import Planner

_PAGE = 500
_WORKS, _COMPARED = "works", "compared"
_SETTLED = "settled:"
"""Setting of the vault, followed by an account's id, so that it is forgotten with it: the findings
that became done with the taking down of their photo, as JSON by the step's id.
"""
_AHEAD_S = 60.0
_AHEAD_PHOTOS = 10_000
"""Seconds for which plans are worked out ahead, for each so many photos begun: reading so many took
much longer.
"""


@dataclass
class PlanBook:
    """Plans over everything in the vault.

    Each is made once and kept there, as long as nothing changes.
    """

    rooms: Rooms
    answers: AnswerBook
    _at: tuple[tuple[int, int], date] | None = None
    _kept: Kept | None = None
    _shower: Shower | None = None
    _planner: Planner | None = None
    _made_plans: dict[Wanted, Plan] = field(default_factory=dict)
    _made_closings: dict[QuestionId, Closings] = field(default_factory=dict)
    _plans: dict[Wanted, Plan] = field(default_factory=dict)
    _closings: dict[QuestionId, Closings] = field(default_factory=dict)
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def plan(self, wanted: Wanted = EVERYTHING) -> Plan:
        """Return what to do in the time there is."""
        async with self._making:
            kept = await self._fresh()
            if wanted not in self._plans:
                if wanted not in self._made_plans:
                    self._made_plans[wanted] = await read_or_make(
                        self.rooms,
                        kept,
                        self._fresh,
                        _name(wanted),
                        Plan,
                        partial(self._work_out, wanted),
                        _work(wanted),
                    )
                shower = await self._showing()
                self._plans[wanted] = shower.plan(self._made_plans[wanted], wanted)
            return self._plans[wanted]

    async def ready(self) -> Plan | None:
        """Return the plan of everything; None where it would have to be worked out for long."""
        if self._making.locked():
            return None
        async with self._making:
            kept = await self._fresh()
            if EVERYTHING not in self._made_plans:
                made = await kept.read(_name(EVERYTHING), Plan)
                if made is not None:
                    self._made_plans[EVERYTHING] = made
            there = EVERYTHING in self._made_plans
        few = await self.rooms.vault.count_photos(PhotoQuery()) < MANY
        return await self.plan() if there or few else None

    async def closings(
        self, questions: Iterable[QuestionId] = tuple(QuestionId)
    ) -> Mapping[QuestionId, Closings]:
        """Return what closes each question."""
        async with self._making:
            kept, found = await self._fresh(), dict[QuestionId, Closings]()
            for question in questions:
                if question not in self._closings:
                    if question not in self._made_closings:
                        self._made_closings[question] = await read_or_make(
                            self.rooms,
                            kept,
                            self._fresh,
                            f"closings:{question}",
                            Closings,
                            partial(self._close, question),
                            LongWork(WorkKind.CLOSINGS, question=question),
                        )
                    shower = await self._showing()
                    self._closings[question] = shower.closings(self._made_closings[question])
                found[question] = self._closings[question]
            return found

    async def work_ahead(self) -> None:
        """Work out what is asked for most, where it takes so long that nobody wants to wait.

        What is not begun after a minute for each 10,000 photos is worked out when it is asked for.
        """
        photos = await self.rooms.vault.count_photos(PhotoQuery())
        if photos < MANY:
            return
        end = time.monotonic() + _AHEAD_S * math.ceil(photos / _AHEAD_PHOTOS)
        for minutes in (None, *TIMES):  # the plans are what people ask for first
            if minutes is None or time.monotonic() < end:
                await self.plan(Wanted(minutes))
        for question in QuestionId:
            if time.monotonic() < end:
                await self.closings((question,))

    async def checklist(self, account_id: str) -> tuple[PlanStep, ...]:
        """Return the settings of an account's platform, the one that hides most first.

        It needs no scan. Raises UsageError if there is no account of that id.
        """
        account = await AccountBook(self.rooms).get(account_id)
        states = await self.rooms.vault.account_states()
        profile = next(state.profile for state in states if state.account.id == account.id)
        return checklist(
            account,
            profile,
            self.rooms.traits(account.platform),
            self.rooms.clock.now().date(),
            await said(self.rooms.vault, account.id),
        )

    async def unwanted(self) -> frozenset[str]:
        """Return the accounts that the user no longer wants."""
        return await unwanted(self.rooms.vault)

    async def set_unwanted(self, account_id: str, off: bool) -> Account:
        """Record whether the user still wants an account.

        Raises UsageError if there is none of that id.
        """
        account = await AccountBook(self.rooms).get(account_id)
        if account.claim is not Claim.MINE:
            raise UsageError(
                _("Only an account that you say is yours can be deleted by you."),
                _("auditor accounts list"),
            )
        await put_unwanted(self.rooms.vault, account.id, off=off)
        return account

    async def mark(self, step_id: str, state: State, wanted: Wanted = EVERYTHING) -> PlanStep:
        """Mark a step with all findings it settles. Raises UsageError if there is no such step.

        It is looked for in the plan that is `wanted`, then in the others and in the closings.
        """
        step = await self.step(step_id, wanted)
        vault = self.rooms.vault
        if step.aftercare_of is not None:
            await tick(vault, step.remedy.key.partition(":")[2], state)
        elif settled := await self.settled_by(step, state):
            await self._remember(step, state, settled)
            await vault.mark_all(settled, state, self.rooms.clock.now())
        if step.aftercare_of is None and (not step.settles or step.remedy.key == DELETE):
            await say(vault, step.account, step.id, state)
        return replace(step, state=state)

    async def settled_by(self, step: PlanStep, state: State) -> tuple[str, ...]:
        """Return the ids of the findings that get a state with a step.

        What stands on a photo that is taken down goes with it, whatever the step is done for; what
        was done before stays done where that is taken back.
        """
        if step.change is not Change.REMOVE or state not in {State.OPEN, State.DONE}:
            return step.settles
        if state is State.OPEN:
            return tuple((await self._settled(step.account)).get(step.id, step.settles))
        return tuple(dict.fromkeys((*step.settles, *await self._open_on(step))))

    async def _open_on(self, step: PlanStep) -> list[str]:
        """Return the open findings of the photos of a step, and those that it settles."""
        settles = frozenset(step.settles)
        return [
            finding.id
            for photo in step.photos
            for finding in await self.rooms.vault.findings(FindingQuery(photo=photo))
            if finding.state is State.OPEN
            and (finding.observation.photo == photo or finding.id in settles)
        ]

    async def _settled(self, account: str) -> dict[str, list[str]]:
        """Return the findings that became done with steps that take photos down, by step."""
        return dict(json.loads(await self.rooms.vault.setting(_SETTLED + account) or "{}"))

    async def _remember(self, step: PlanStep, state: State, settled: Iterable[str]) -> None:
        """Keep what becomes done with a step that takes photos down, until it is taken back."""
        if step.change is not Change.REMOVE:
            return
        kept = await self._settled(step.account)
        before = kept.pop(step.id, [])
        if state is State.DONE:
            now_done = frozenset(await self._open_on(step)).intersection(settled)
            kept[step.id] = sorted({*before, *now_done}) or list(step.settles)
        await self.rooms.vault.put_setting(_SETTLED + step.account, json.dumps(kept))

    async def step(self, step_id: str, wanted: Wanted = EVERYTHING) -> PlanStep:
        """Return a step by the beginning of its id. Raises UsageError if there is no such step.

        What was made already is looked at first, so that nothing is worked out for a step that a
        screen shows.
        """
        await self._fresh()
        shower = await self._showing()
        made: list[Plan | Closing | None] = [
            shower.plan(each, asked) for asked, each in self._made_plans.items()
        ]
        for both in map(shower.closings, self._made_closings.values()):
            made += both.closing, both.keeping
        for each in made:
            if each is not None and (found := _fitting(step_id, each.steps)):
                return found
        return await self._find(step_id, wanted)

    async def _checklists(self) -> tuple[PlanStep, ...]:
        """Return the settings of all accounts of the user: finding one takes no plan."""
        own = [
            account.id
            for account in await self.rooms.vault.accounts()
            if account.claim is Claim.MINE
        ]
        return tuple([step for account in own for step in await self.checklist(account)])

    async def _find(self, step_id: str, wanted: Wanted) -> PlanStep:
        from auditor.engine.plan.steps import aftercare_id

        if found := _fitting(step_id, await self._checklists()):
            return found
        tried = (wanted, EVERYTHING, *map(Wanted, TIMES), Wanted(quiet=True), Wanted(keep=True))
        for each in dict.fromkeys(tried):
            if found := _fitting(step_id, (await self.plan(each)).steps):
                return found
        for both in (await self.closings()).values():
            for closing in (both.closing, both.keeping):
                if closing is not None and (found := _fitting(step_id, closing.steps)):
                    return found
        for entry in await kept_aftercare(self.rooms.vault):
            if step_id and aftercare_id(entry.key).startswith(step_id):
                return await self._aftercare(entry)
        raise _no_step(step_id)

    async def _aftercare(self, entry: OpenAftercare) -> PlanStep:
        """Return the step of what stands in no plan any more, without the model of all photos."""
        from auditor.engine.plan.model import label_of
        from auditor.engine.plan.steps import aftercare_step

        accounts = await self._planned_accounts()
        photos = [stored.photo for stored in (await self._photos({*entry.photos})).values()]
        labels = {
            photo.id: label_of(photo)
            for photo in photos
            if photo.account in accounts and photo.open_to_strangers
        }
        return aftercare_step(entry, accounts[entry.account], labels, None)

    async def _planned_accounts(self) -> dict[str, Account]:
        """Return the accounts that plans are made for, by id."""
        return {
            account.id: account
            for account in await self.rooms.vault.accounts()
            if account.claim in {Claim.MINE, Claim.IMPOSTOR}
        }

    # making

    async def _fresh(self) -> Kept:
        """Forget what was made before something changed; return what is kept of what is now."""
        at = await self.rooms.vault.revision(), self.rooms.clock.now().date()
        if self._kept is None or at != self._at:
            kept = await kept_of(self.rooms.vault, self.rooms.checks)
            if kept != self._kept:
                self._made_plans.clear()
                self._made_closings.clear()
                if self._planner is not None:
                    self._planner = None
                    gc.unfreeze()
            self._plans.clear()
            self._closings.clear()
            self._shower = None
            self._kept, self._at = kept, at
        return self._kept

    async def _showing(self) -> Shower:
        if self._shower is None:
            self._shower = await shower(self.rooms)
        return self._shower

    async def _work_out(self, wanted: Wanted) -> Plan:
        planner = await self._current()
        return await planner.plan(wanted.minutes, wanted.limits, wanted.question)

    async def _close(self, question: QuestionId) -> Closings:
        planner = await self._current()
        return Closings(
            await planner.closing(question, Limits()),
            await planner.closing(question, Limits(keep=True)),
        )

    async def _current(self) -> Planner:
        if self._planner is None:
            self._planner = await self._made()
            gc.freeze()  # else all of it is looked through again and again while plans are made
        return self._planner

    async def _made(self) -> Planner:
        from auditor.engine.plan.anew import Anew, Left
        from auditor.engine.plan.closing import Closer
        from auditor.engine.plan.counts import Counting
        from auditor.engine.plan.model import JudgedBy
        from auditor.engine.plan.planner import Planner, evidence_of, named_alike, out_of_reach
        from auditor.engine.plan.steps import Stepping
        from auditor.questions import ALL
        from auditor.questions.linked import known_together

        digest = await self.answers.digest()  # which may judge anew first
        await self._fresh()
        vault = self.rooms.vault
        judging = JudgedBy(
            self.rooms.checks,
            self.rooms.remedy,
            self.rooms.traits,
            await self.answers.judged_on(),
            vault.ids,
        )
        answers = tuple(question.answer(digest) for question in ALL)
        states = {answer.id: answer.state for answer in answers}
        evidence, impossible = evidence_of(answers), out_of_reach(answers)
        ties, scene = digest.ties, digest.scene
        together = frozenset((link.a, link.b) for link in ties if known_together(link, scene))
        del digest, answers  # they name all findings and photos, as the model will
        self.answers.let_go()
        model = await self._model(judging)
        counting = await self._compare(Counting(model.case, model.works, together))
        closer = Closer(
            model,
            named_alike(evidence, model.signs),
            counting,
            self.rooms.remedy,
            impossible=impossible,
        )
        aftercare = await kept_aftercare(vault)
        return Planner(
            model,
            Left(tuple(model.signs), ties),
            scene,
            aftercare,
            closer,
            Stepping(model, self.rooms.remedy, aftercare),
            Anew(judging, model, self._photos, counting),
            states,
        )

    async def _model(self, judging: JudgedBy) -> Model:
        from auditor.engine.judge.clusters import with_spots
        from auditor.engine.judge.inventory import inventory
        from auditor.engine.plan.model import FoundWorks, ModelMaker

        vault = self.rooms.vault
        accounts = await self._planned_accounts()
        signs = await vault.signs()
        case = await asyncio.to_thread(uncollected, with_spots, await inventory(vault))
        maker = uncollected(ModelMaker, judging, accounts, signs, case)
        kept = await kept_of(vault, self.rooms.checks, MADE_OF_PHOTOS)
        before = await kept.read(_WORKS, FoundWorks)
        if before is None or not await asyncio.to_thread(uncollected, maker.recall, before):
            with collecting_paused():
                photos, taken = await vault.count_photos(PhotoQuery()), 0
                after, page = await vault.photos_as_stored(0, _PAGE)
                while page:
                    self.rooms.tell(taken := taken + len(page), photos)
                    await asyncio.to_thread(maker.take, page)
                    after, page = await vault.photos_as_stored(after, _PAGE)
            await kept.keep(_WORKS, maker.found())
        return maker.model(await vault.account_states(), await unwanted(vault))

    async def _compare(self, counting: Counting) -> Counting:
        """Add what comparing all pictures comes to: it takes long where there are very many."""
        from auditor.engine.plan.counts import ComparedPictures

        if len(counting.case.prints) < MANY:
            return counting
        kept = await kept_of(self.rooms.vault, self.rooms.checks, MADE_OF_PHOTOS)
        known = await kept.read(_COMPARED, ComparedPictures)
        if known is None or known.not_me != counting.case.not_me:
            known = await asyncio.to_thread(uncollected, counting.compared)
            await kept.keep(_COMPARED, known)
        return replace(counting, known=known)

    async def _photos(self, wanted: AbstractSet[str]) -> Mapping[str, StoredPhoto]:
        found = await self.rooms.vault.whole_photos(sorted(wanted))
        return {stored.photo.id: stored for stored in found}


def _name(wanted: Wanted) -> str:
    return f"plan:{':'.join(map(str, wanted))}"


def _work(wanted: Wanted) -> LongWork:
    return LongWork(
        WorkKind.PLAN,
        question=wanted.question,
        minutes=wanted.minutes,
        quiet=wanted.quiet,
        keep=wanted.keep,
    )


def _fitting(step_id: str, steps: Iterable[PlanStep]) -> PlanStep | None:
    """Return the step whose id begins so, None if there is none. Raises UsageError for several."""
    fitting = [step for step in steps if step_id and step.id.startswith(step_id)]
    if len(fitting) > 1:
        raise _no_step(step_id)
    return fitting[0] if fitting else None


def _no_step(step_id: str) -> UsageError:
    return UsageError(
        _("There is no step {id} in the plan.").format(id=step_id),
        _("'auditor plan' shows the ids."),
    )
