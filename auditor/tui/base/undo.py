"""What can be taken back, the newest first. Forgotten when the vault closes."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.domain.account import Account
    from auditor.domain.findings.finding import State
    from auditor.domain.findings.plan import PlanStep
    from auditor.engine.session import Session

Back = Callable[[], Awaitable[object]]
"""Takes one change back. Raises AuditorError where that cannot be done any more."""

_KEPT = 100
"""Changes that can be taken back: more than anybody remembers having made."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A change in the user's words, and what takes it back.

    Changes of one `kind` that follow each other are taken back together; an empty one stands alone.
    """

    told: str
    back: Back
    kind: str = ""


class UndoStack:
    """The changes of this sitting."""

    def __init__(self) -> None:
        self._changes: deque[Undoable] = deque(maxlen=_KEPT)

    def __len__(self) -> int:
        """Return how many changes can be taken back."""
        return len(self._changes)

    def put(self, told: str, back: Back, kind: str = "") -> None:
        """Remember a change that was just made."""
        if kind and self._changes and self._changes[-1].kind == kind:
            return
        self._changes.append(Undoable(told, back, kind))

    def take(self) -> Undoable | None:
        """Return the newest change, which then is no longer remembered."""
        return self._changes.pop() if self._changes else None

    def forget(self) -> None:
        """Forget them all: what they speak of is gone."""
        self._changes.clear()


def marked_as(session: Session, states: Mapping[str, State]) -> Back:
    """Return what gives findings, by id, the states that they had."""

    async def back() -> None:
        await _mark_as(session, states)

    return back


async def _mark_as(session: Session, states: Mapping[str, State]) -> None:
    for state in sorted(set(states.values())):
        await session.mark_all([id_ for id_, was in states.items() if was is state], state)


async def step_as_it_is(session: Session, step: PlanStep) -> Back:
    """Return what gives a step of the plan, and each finding it settles, its present state."""
    from auditor.domain.findings.finding import State

    both = [await session.planning.settled_by(step, state) for state in (State.DONE, State.OPEN)]
    settled = {finding for ids in both for finding in ids}
    states = {finding.id: finding.state for finding in await session.findings(ids=settled)}

    async def back() -> None:
        if not states:
            await session.planning.mark(step.id, step.state)
        await _mark_as(session, states)

    return back


def claimed_as(session: Session, account: Account) -> Back:
    """Return what gives an account the claim that it has now.

    Once something was read of it, that would be forgotten: then it raises UsageError.
    """

    async def back() -> None:
        await _refuse_read(session, account.id)
        await session.accounts.set_claim(account.id, account.claim, account.handle)

    return back


def not_added(session: Session, account_id: str) -> Back:
    """Return what takes an account off the list that was just added.

    Once something was read of it, that would be forgotten: then it raises UsageError.
    """

    async def back() -> None:
        await _refuse_read(session, account_id)
        await session.accounts.remove(account_id)

    return back


async def _refuse_read(session: Session, account_id: str) -> None:
    states = await session.accounts.states()
    if any(state.photos for state in states if state.account.id == account_id):
        raise UsageError(
            _("It was read since then, so this is not taken back by itself."),
            _("Choose another claim on the Accounts screen, and what was read is forgotten."),
        )
