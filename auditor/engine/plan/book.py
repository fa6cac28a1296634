"""The plan as the faces ask for it.

Steps from findings and playbooks, their effects computed, and how far the user is with them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import InventoryCheck
from auditor.domain.findings.finding import Finding, State
from auditor.domain.findings.plan import Change, Plan, PlanOrder, PlanStep
from auditor.domain.remedies import RemedyKey
from auditor.domain.views import AccountState, PhotoQuery, StoredPhoto
from auditor.engine.accounts.book import AccountBook
from auditor.engine.dependencies import Rooms
from auditor.engine.exposure import likeness
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.evaluate import Evaluation, blunted
from auditor.engine.judge.inventory import inventory
from auditor.engine.plan.delete_account import KEY as DELETE
from auditor.engine.plan.delete_account import delete_step
from auditor.engine.plan.effect_on_inventory import Comparing
from auditor.engine.plan.effects import Effects
from auditor.engine.plan.grouping import plan
from auditor.engine.plan.order import Ordering
from auditor.engine.plan.photos_of_step import Photos, fitted
from auditor.engine.plan.settings import of_platform, settings, step_of
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import Vault

_PAGE = 500
_AT_A_GLANCE = 10_000
"""Photos up to which the first page waits for the effects of the steps: some seconds, once after
each change.
"""
_UNWANTED = "unwanted:"
_STEPS = "steps:"
"""Settings of the vault, each followed by an account's id, so that they are forgotten with it:
whether the user no longer wants it, and what they said of steps that no finding stands behind, as
JSON.
"""


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

    A plan is computed once as long as nothing changes that it is made of.
    """

    rooms: Rooms
    _made: dict[PlanOrder, tuple[object, Plan]] = field(default_factory=dict)
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def plan(self, order: PlanOrder = PlanOrder.EFFECT) -> Plan:
        """Return the plan with the effect of each step."""
        async with self._making:
            seen = await self._seen()
            if order not in self._made or self._made[order][0] != seen:
                self._made[order] = seen, await self._plan(order)
            return self._made[order][1]

    async def glance(self) -> tuple[PlanStep, ...]:
        """Return the steps for the first page.

        Of very many photos by the weight of the findings alone, without running checks.
        """
        vault = self.rooms.vault
        if await vault.count_photos(PhotoQuery()) <= _AT_A_GLANCE:
            return (await self.plan()).steps
        findings, platforms = (
            await vault.findings(),
            {account.id: account.platform for account in await vault.accounts()},
        )
        return await asyncio.to_thread(
            plan, findings, platforms, self.rooms.part_of, PlanOrder.EFFECT
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
                _("Only an account that you claim as yours can be deleted by you."),
                _("auditor accounts list"),
            )
        await self.rooms.vault.put_setting(_UNWANTED + account.id, "" if off else "yes")
        return account

    async def mark(self, step_id: str, state: State) -> PlanStep:
        """Mark a step with all findings it settles. Raises UsageError if there is no such step."""
        steps = (await self.plan()).steps
        fitting = [step for step in steps if step_id and step.id.startswith(step_id)]
        if len(fitting) != 1:
            raise UsageError(
                _("There is no step {id} in the plan.").format(id=step_id),
                _("'auditor plan' shows the ids."),
            )
        step, vault = fitting[0], self.rooms.vault
        await vault.mark_all(step.findings, state, self.rooms.clock.now())
        if not step.findings or step.remedy.key == DELETE:
            await say(vault, step.account, step.id, state)
        return replace(step, state=state)

    async def _seen(self) -> object:
        """Return everything that a plan depends on, in short."""
        vault = self.rooms.vault
        accounts = await vault.accounts()
        told = [
            await vault.setting(key + account.id)
            for account in accounts
            for key in (_UNWANTED, _STEPS)
        ]
        scans = await vault.scans(1)
        last = (scans[0].id, scans[0].ended_at) if scans else None
        return (
            await vault.tallies(),
            accounts,
            tuple(told),
            last,
            await vault.setting("not-me"),
            self.rooms.clock.now().date(),
        )

    async def _plan(self, order: PlanOrder) -> Plan:
        vault = self.rooms.vault
        findings, states = await vault.findings(), await vault.account_states()
        steps = await self._steps(findings, states, order)
        effects = await self.effects(findings, states, steps)
        ordering = Ordering(effects, len(effects.comparing.case.prints))
        return await asyncio.to_thread(ordering.plan, steps, chosen=order is PlanOrder.QUIET)

    async def _steps(
        self, findings: Sequence[Finding], states: Sequence[AccountState], order: PlanOrder
    ) -> list[PlanStep]:
        vault, today = self.rooms.vault, self.rooms.clock.now().date()
        platforms = {state.account.id: state.account.platform for state in states}
        grouped = await asyncio.to_thread(plan, findings, platforms, self.rooms.part_of, order)
        of_id = {finding.id: finding for finding in findings}
        photos = await self._photos(findings)
        leaving = await unwanted(vault)
        staying = (step for step in grouped if step.account not in leaving)
        steps = [fitted(step, [of_id[each] for each in step.findings], photos) for step in staying]
        for state in states:
            account = state.account
            kept = await said(vault, account.id)
            if account.claim is not Claim.MINE:
                continue
            if account.id in leaving:
                own = [finding for finding in findings if finding.observation.account == account.id]
                gone = delete_step(account, own, State.OPEN)
                steps.append(replace(gone, state=kept.get(gone.id, State.OPEN)))
                continue
            traits = self.rooms.traits(account.platform)
            steps = [
                replace(
                    step, settings=settings(account, state.profile, traits, step.remedy.key, today)
                )
                if step.account == account.id
                else step
                for step in steps
            ]
            told = [each for step in steps if step.account == account.id for each in step.settings]
            alone = of_platform(account, state.profile, traits, told)
            steps += [step_of(step, account, state.profile, traits, today, kept) for step in alone]
        return steps

    async def _photos(self, findings: Sequence[Finding]) -> Photos:
        account_of = {photo.photo: photo.account for photo in await self.rooms.vault.prints()}
        hiding = any(finding.remedy.key == RemedyKey.LOWER_LIKENESS for finding in findings)
        judged = await likeness.likeness(self.rooms.vault) if hiding else None
        return Photos(account_of, judged.hide.photos if judged and judged.hide else ())

    async def effects(
        self, findings: Sequence[Finding], states: Sequence[AccountState], steps: Sequence[PlanStep]
    ) -> Effects:
        """Return what answers where the user would stand after some steps."""
        vault, today = self.rooms.vault, self.rooms.clock.now().date()
        accounts = {
            state.account.id: state.account
            for state in states
            if state.account.claim in {Claim.MINE, Claim.IMPOSTOR}
        }
        case = await inventory(vault)
        case = await asyncio.to_thread(with_spots, case)
        evaluation = Evaluation(self.rooms.checks, self.rooms.remedy)
        profiles = {
            state.account.id: state.profile for state in states if state.profile is not None
        }
        together = {check.id for check in self.rooms.checks if isinstance(check, InventoryCheck)}
        traits = self.rooms.traits
        comparing = Comparing(
            case,
            profiles,
            [finding for finding in findings if finding.check in together],
            evaluation,
            today,
            traits,
        )
        stored = await self._stored(steps, accounts)
        return Effects(
            findings,
            accounts,
            states,
            stored,
            comparing,
            evaluation,
            self.rooms.part_of,
            today,
            traits,
        )

    async def _stored(
        self, steps: Sequence[PlanStep], accounts: Mapping[str, Account]
    ) -> dict[str, StoredPhoto]:
        """Return the photos that some step edits, as the checks see them."""
        wanted = {
            photo
            for step in steps
            if step.change not in {Change.REMOVE, Change.NOTHING}
            for photo in step.photos
        }
        found: dict[str, StoredPhoto] = {}
        after: str | None = None
        while len(found) < len(wanted) and (page := await self.rooms.vault.photos(after, _PAGE)):
            after = page[-1].photo.id
            for stored in page:
                if stored.photo.id in wanted and stored.photo.account in accounts:
                    found[stored.photo.id] = blunted(
                        stored, proven=accounts[stored.photo.account].proof.holds
                    )
        return found
