"""Plans and closings as the faces ask for them, and how far the user is with their steps."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from auditor.domain.account import Account, Claim
from auditor.domain.findings.digest import Digest
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Change, Closing, Closings, Plan, PlanStep
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import AccountState, FindingQuery, PhotoQuery, StoredPhoto
from auditor.engine.accounts.book import AccountBook
from auditor.engine.answers.book import AnswerBook
from auditor.engine.answers.kept import keep, kept, stamp_of
from auditor.engine.dependencies import Rooms
from auditor.engine.judge.aftercare import kept_aftercare, tick
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.inventory import inventory
from auditor.engine.plan.anew import Anew, Left
from auditor.engine.plan.closing import NOTICED, Closer
from auditor.engine.plan.counts import Counting
from auditor.engine.plan.delete_account import KEY as DELETE
from auditor.engine.plan.delete_account import delete_step
from auditor.engine.plan.model import JudgedBy, Model, ModelMaker
from auditor.engine.plan.planner import Planner, evidence_of, out_of_reach
from auditor.engine.plan.settings import checklist, of_platform, settings, step_of
from auditor.engine.plan.steps import Stepping, aftercare_id
from auditor.engine.plan.wanted import EVERYTHING, TIMES, Limits, Wanted
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Vault
from auditor.questions import ALL
from auditor.questions.linked import known_together

_PAGE = 500
_UNWANTED = "unwanted:"
_STEPS = "steps:"
_SETTLED = "settled:"
"""Settings of the vault, each followed by an account's id, so that they are forgotten with it:
whether the user no longer wants it, what they said of steps that no finding stands behind, and the
findings that became done with the taking down of their photo, both as JSON by the step's id.
"""


_AHEAD_S = 60.0
_AHEAD_PHOTOS = 10_000
"""Seconds for which plans are worked out ahead, for each so many photos begun: reading so many took
much longer.
"""
_BEFORE_ALL = -1
"""The place of an account to delete, in front of the first setting of any playbook."""
_MANY = 500
"""Photos from which on plans are worked out at the end of a scan, before anybody asks."""


async def unwanted(vault: Vault) -> frozenset[str]:
    """Return the accounts that the user no longer wants."""
    return frozenset(
        [
            account.id
            for account in await vault.accounts()
            if await vault.setting(_UNWANTED + account.id)
        ]
    )


async def said(vault: Vault, account: str) -> dict[str, State]:
    """Return what the user said of steps without findings, by the step's id."""
    kept = await vault.setting(_STEPS + account)
    return {step: State(state) for step, state in json.loads(kept).items()} if kept else {}


async def say(vault: Vault, account: str, step: str, state: State) -> None:
    """Keep what the user said of a step without findings."""
    now = {**await said(vault, account), step: state}
    await vault.put_setting(
        _STEPS + account, json.dumps({key: state.value for key, state in now.items()})
    )


@dataclass
class PlanBook:
    """Plans over everything in the vault.

    Each is made once and kept there, as long as nothing changes.
    """

    rooms: Rooms
    answers: AnswerBook
    _seen: tuple[tuple[int, int], str] | None = None
    _planner: Planner | None = None
    _plans: dict[Wanted, Plan] = field(default_factory=dict)
    _closings: dict[QuestionId, Closings] = field(default_factory=dict)
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def plan(self, wanted: Wanted = EVERYTHING) -> Plan:
        """Return what to do in the time there is."""
        async with self._making:
            stamp = await self._fresh()
            if wanted not in self._plans:
                made = await kept(self.rooms.vault, _name(wanted), stamp, Plan)
                if made is None:
                    planner = await self._current()
                    some = await planner.plan(wanted.minutes, wanted.limits, wanted.question)
                    made = await self._with_settings(some, planner, wanted)
                    await self._keep(_name(wanted), made)
                self._plans[wanted] = made
            return self._plans[wanted]

    async def ready(self) -> Plan | None:
        """Return the plan of everything; None where it would have to be worked out for long."""
        if self._making.locked():
            return None
        async with self._making:
            stamp = await self._fresh()
            there = EVERYTHING in self._plans or await kept(
                self.rooms.vault, _name(EVERYTHING), stamp, Plan
            )
        few = await self.rooms.vault.count_photos(PhotoQuery()) < _MANY
        return await self.plan() if there or few else None

    async def closings(
        self, questions: Iterable[QuestionId] = tuple(QuestionId)
    ) -> Mapping[QuestionId, Closings]:
        """Return what closes each question."""
        async with self._making:
            stamp = await self._fresh()
            for question in questions:
                if question not in self._closings:
                    name = f"closings:{question}"
                    made = await kept(self.rooms.vault, name, stamp, Closings)
                    if made is None:
                        planner = await self._current()
                        made = Closings(
                            await planner.closing(question, Limits()),
                            await planner.closing(question, Limits(keep=True)),
                        )
                        await self._keep(name, made)
                    self._closings[question] = made
            return {question: self._closings[question] for question in questions}

    async def work_ahead(self) -> None:
        """Work out what is asked for most, where it takes so long that nobody wants to wait.

        What is not begun after a minute for each 10,000 photos is worked out when it is asked for.
        """
        photos = await self.rooms.vault.count_photos(PhotoQuery())
        if photos < _MANY:
            return
        end = time.monotonic() + _AHEAD_S * math.ceil(photos / _AHEAD_PHOTOS)
        await self.plan()
        for question in QuestionId:
            if time.monotonic() < end:
                await self.closings((question,))
        for minutes in TIMES:
            if time.monotonic() < end:
                await self.plan(Wanted(minutes))

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
        await self.rooms.vault.put_setting(_UNWANTED + account.id, "" if off else "yes")
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
        made: list[Plan | Closing | None] = [*self._plans.values()]
        for both in self._closings.values():
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
                async with self._making:
                    return (await self._current()).stepping.aftercare_step(entry, None)
        raise _no_step(step_id)

    # making

    async def _fresh(self) -> str:
        """Forget what was made before something changed; return what stands with what is kept."""
        stamp = stamp_of(self.rooms.checks, self.rooms.clock.now().date())
        seen = await self.rooms.vault.revision(), stamp
        if seen != self._seen:
            self._plans.clear()
            self._closings.clear()
            self._planner = None
            self._seen = seen
        return stamp

    async def _current(self) -> Planner:
        if self._planner is None:
            digest = await self.answers.digest()  # which may judge anew first
            await self._fresh()
            self._planner = await self._made(digest)
        return self._planner

    async def _keep(self, name: str, made: Plan | Closings) -> None:
        """Keep something, unless anything was written while it was made."""
        assert self._seen is not None
        seen, stamp = self._seen
        after = await keep(self.rooms.vault, name, stamp, made, seen)
        if after is not None:
            self._seen = after, stamp

    async def _made(self, digest: Digest) -> Planner:
        vault = self.rooms.vault
        judging = JudgedBy(
            self.rooms.checks,
            self.rooms.remedy,
            self.rooms.traits,
            self.rooms.clock.now().date(),
            vault.ids,
        )
        model = await self._model(judging)
        answers = tuple(question.answer(digest) for question in ALL)
        together = frozenset(
            (link.a, link.b) for link in digest.ties if known_together(link, digest.scene)
        )
        counting = Counting(model.case, model.works, together)
        closer = Closer(
            model,
            evidence_of(answers),
            counting,
            self.rooms.remedy,
            impossible=out_of_reach(answers),
        )
        aftercare = await kept_aftercare(vault)
        states = {
            step: state
            for account in model.accounts
            for step, state in (await said(vault, account)).items()
        }
        return Planner(
            model,
            Left(tuple(model.signs), digest.ties),
            digest.scene,
            aftercare,
            closer,
            Stepping(model, self.rooms.remedy, states, aftercare),
            Anew(judging, model, self._photos, counting),
            answers,
        )

    async def _model(self, judging: JudgedBy) -> Model:
        vault = self.rooms.vault
        accounts = {
            account.id: account
            for account in await vault.accounts()
            if account.claim in {Claim.MINE, Claim.IMPOSTOR}
        }
        signs = await vault.signs()
        case = await asyncio.to_thread(with_spots, await inventory(vault))
        maker = ModelMaker(judging, accounts, signs, case)
        after: str | None = None
        while page := await vault.photos(after, _PAGE):
            after = page[-1].photo.id
            await asyncio.to_thread(maker.take, page)
        return maker.model(await vault.account_states(), await unwanted(vault))

    async def _photos(self, wanted: AbstractSet[str]) -> Mapping[str, StoredPhoto]:
        found: dict[str, StoredPhoto] = {}
        after = min(wanted)[:-1] if wanted else None  # which comes before all of them
        while len(found) < len(wanted) and (page := await self.rooms.vault.photos(after, _PAGE)):
            after = page[-1].photo.id
            found |= {stored.photo.id: stored for stored in page if stored.photo.id in wanted}
        return found

    async def _with_settings(self, made: Plan, planner: Planner, wanted: Wanted) -> Plan:
        """Add the ways through menus, and in a whole plan the settings that stand alone."""
        model, today = planner.model, planner.anew.judging.today
        steps = list(made.steps)
        alone: list[_Alone] = []
        for state in model.states:
            account = state.account
            if account.claim is not Claim.MINE:
                continue
            kept = await said(self.rooms.vault, account.id)
            if account.id in model.unwanted:
                own = [
                    finding.id
                    for finding in await self.rooms.vault.findings(FindingQuery(account=account.id))
                ]
                gone = delete_step(account, own, State.OPEN)
                gone = replace(gone, state=kept.get(gone.id, State.OPEN))
                alone.append(_Alone(_BEFORE_ALL, account.platform, account.url, gone))
                continue
            traits = self.rooms.traits(account.platform)
            steps = [
                replace(
                    step,
                    settings=settings(account, state.profile, traits, step.remedy.key, today),
                )
                if step.account == account.id and step.aftercare_of is None
                else step
                for step in steps
            ]
            if wanted == EVERYTHING or (wanted.question is None and not account.supported):
                alone += self._alone(state, steps, planner, kept)
        ordered = [entry.step for entry in sorted(alone, key=lambda entry: entry.order)]
        fitting = ordered if wanted == EVERYTHING else [*_within(ordered, made.minutes, wanted)]
        together = made.minutes + sum(step.minutes for step in fitting)
        return replace(made, steps=(*steps, *fitting), minutes=together)

    def _alone(
        self,
        state: AccountState,
        steps: Sequence[PlanStep],
        planner: Planner,
        kept: Mapping[str, State],
    ) -> Iterator[_Alone]:
        account, traits = state.account, self.rooms.traits(state.account.platform)
        told = [each for step in steps if step.account == account.id for each in step.settings]
        today = planner.anew.judging.today
        for place, step in of_platform(account, state.profile, traits, told):
            made = step_of(step, account, state.profile, traits, today, kept)
            yield _Alone(place, account.platform, account.url, made)


@dataclass(frozen=True, slots=True)
class _Alone:
    """A setting that stands for itself, with its place in the playbook of its platform."""

    place: int
    platform: str
    address: str
    step: PlanStep

    @property
    def order(self) -> tuple[int, str, str]:
        """The first step of every platform stands before the second of any, never by an id."""
        return self.place, self.platform, self.address


def _within(steps: Iterable[PlanStep], taken: float, wanted: Wanted) -> Iterator[PlanStep]:
    """Yield the settings that fit in beside what takes so many minutes already."""
    for step in steps:
        most = math.inf if wanted.minutes is None else wanted.minutes
        if taken + step.minutes <= most and not (
            wanted.quiet and step.remedy.noticed_by in NOTICED
        ):
            taken += step.minutes
            yield step


def _name(wanted: Wanted) -> str:
    return f"plan:{':'.join(map(str, wanted))}"


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
