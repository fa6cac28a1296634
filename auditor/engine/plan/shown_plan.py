"""Plans and closings as they are shown today: how far the user is, and the ways through menus.

What to do stays the same while nothing is found anew; this is added whenever it is looked at.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Closing, Closings, Plan, PlanStep
from auditor.domain.views import AccountState, FindingQuery
from auditor.engine.dependencies import Rooms
from auditor.engine.plan.delete_account import delete_step
from auditor.engine.plan.settings import of_platform, settings, step_of
from auditor.engine.plan.wanted import EVERYTHING, NOTICED, Wanted
from auditor.ports import Vault

_UNWANTED = "unwanted:"
_STEPS = "steps:"
"""Settings of the vault, each followed by an account's id, so that they are forgotten with it:
whether the user no longer wants it, and what they said of steps that no finding stands behind, as
JSON by the step's id.
"""
_BEFORE_ALL = -1
"""The place of an account to delete, in front of the first setting of any playbook."""


async def unwanted(vault: Vault) -> frozenset[str]:
    """Return the accounts that the user no longer wants."""
    return frozenset(
        [
            account.id
            for account in await vault.accounts()
            if await vault.setting(_UNWANTED + account.id)
        ]
    )


async def put_unwanted(vault: Vault, account: str, *, off: bool) -> None:
    """Keep whether the user still wants an account."""
    await vault.put_setting(_UNWANTED + account, "" if off else "yes")


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


@dataclass(frozen=True)
class Shower:
    """Adds to plans and closings what is of today.

    `states` are those that the user gave findings, `steps` what they said of steps without, by id;
    `gone` are all findings of accounts that are not wanted, by account.
    """

    rooms: Rooms
    today: date
    accounts: Sequence[AccountState]
    states: Mapping[str, State]
    steps: Mapping[str, State]
    gone: Mapping[str, Sequence[str]]

    def closings(self, made: Closings) -> Closings:
        """Return closings with the states of their steps."""
        return Closings(self._closing(made.closing), self._closing(made.keeping))

    def _closing(self, made: Closing | None) -> Closing | None:
        return None if made is None else replace(made, steps=self._with_states(made.steps))

    def plan(self, made: Plan, wanted: Wanted) -> Plan:
        """Add the ways through menus, and in a whole plan the settings that stand alone."""
        steps = list(self._with_states(made.steps))
        alone: list[_Alone] = []
        for state in self.accounts:
            account = state.account
            if account.claim is not Claim.MINE:
                continue
            if account.id in self.gone:
                gone = delete_step(account, self.gone[account.id], State.OPEN)
                gone = replace(gone, state=self.steps.get(gone.id, State.OPEN))
                alone.append(_Alone(_BEFORE_ALL, account.platform, account.url, gone))
                continue
            traits = self.rooms.traits(account.platform)
            steps = [
                replace(
                    step,
                    settings=settings(account, state.profile, traits, step.remedy.key, self.today),
                )
                if step.account == account.id and step.aftercare_of is None
                else step
                for step in steps
            ]
            if wanted == EVERYTHING or (wanted.question is None and not account.supported):
                alone += self._alone(state, steps)
        ordered = [entry.step for entry in sorted(alone, key=lambda entry: entry.order)]
        fitting = ordered if wanted == EVERYTHING else [*_within(ordered, made.minutes, wanted)]
        together = made.minutes + sum(step.minutes for step in fitting)
        return replace(made, steps=(*steps, *fitting), minutes=together)

    def _alone(self, state: AccountState, steps: Sequence[PlanStep]) -> Iterator[_Alone]:
        account, traits = state.account, self.rooms.traits(state.account.platform)
        told = [each for step in steps if step.account == account.id for each in step.settings]
        for place, step in of_platform(account, state.profile, traits, told):
            made = step_of(step, account, state.profile, traits, self.today, self.steps)
            yield _Alone(place, account.platform, account.url, made)

    def _with_states(self, steps: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
        return tuple(
            step if step.aftercare_of is not None else replace(step, state=self._state(step))
            for step in steps
        )

    def _state(self, step: PlanStep) -> State:
        """A step is open as long as one of the findings that it settles is."""
        states = {self.states.get(finding, State.OPEN) for finding in step.settles}
        if not states:
            return self.steps.get(step.id, State.OPEN)
        if State.OPEN in states:
            return State.OPEN
        return states.pop() if len(states) == 1 else State.DONE


async def shower(rooms: Rooms) -> Shower:
    """Return what adds to plans and closings how things stand now."""
    vault = rooms.vault
    accounts = await vault.account_states()
    steps: dict[str, State] = {}
    for state in accounts:
        steps |= await said(vault, state.account.id)
    gone = {
        account: [finding.id for finding in await vault.findings(FindingQuery(account=account))]
        for account in sorted(await unwanted(vault))
    }
    today = rooms.clock.now().date()
    return Shower(rooms, today, accounts, await vault.states(), steps, gone)


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
