"""What a process beside this one works out is read here, and what it could not is never empty."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from auditor.domain.findings.finding import State
from auditor.domain.findings.question import QuestionId
from auditor.engine.judge import beside as helping
from auditor.engine.plan.book import PlanBook
from auditor.engine.plan.wanted import Wanted
from auditor.engine.session import Session
from auditor.errors import NotWorkedOut
from auditor.ports.beside import LongWork, WorkKind, WorkState
from auditor.vault.storage.connection import Connection
from tests.fakes.engine import House, account, photo

ADA = account()


class Beside:
    """Works out in another session over the same vault, after `before` was done."""

    def __init__(self, home: House) -> None:
        self.other = Session(home.session._rooms)
        self.asked: list[LongWork] = []
        self.before: Callable[[LongWork], Awaitable[bool]] = self._nothing
        self.scanning: list[bool] = []
        self.rested = 0
        self.closed = False
        self.state: WorkState | None = None

    async def _nothing(self, _work: LongWork) -> bool:
        return True

    async def work_out(self, work: LongWork) -> bool:
        self.asked.append(work)
        if not await self.before(work):
            return False
        wanted = Wanted(work.minutes, work.quiet, work.keep, work.question)
        match work.kind:
            case WorkKind.JUDGE:
                await self.other.answers.judge()
            case WorkKind.ANSWERS:
                await self.other.answers.digest()
            case WorkKind.LIKENESS:
                await self.other.exposure.likeness()
            case WorkKind.LINKS:
                await self.other.exposure.links(work.accounts)
            case WorkKind.PLACES:
                await self.other.exposure.places()
            case WorkKind.PLAN:
                await self.other.planning.plan(wanted)
            case WorkKind.CLOSINGS:
                assert work.question is not None
                await self.other.planning.closings((work.question,))
            case WorkKind.AHEAD:
                pass
        return True

    async def begin_scan(self) -> None:
        self.scanning.append(True)

    def end_scan(self) -> None:
        self.scanning.append(False)

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        self.rested += 1
        yield

    async def close(self) -> None:
        self.closed = True


@pytest.fixture(name="full")
async def full_(home: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """An account with photos, scanned; from now on its photos are many."""
    await home.own(ADA)
    home.publish(ADA, [1, 2, 3])
    await home.session.scan()
    monkeypatch.setattr(helping, "MANY", 1)
    return home


def beside(home: House) -> tuple[Session, Beside]:
    """Return a session that has what takes long worked out, and what does so."""
    helper = Beside(home)
    return Session(replace(home.session._rooms, beside=helper)), helper


def _forget_made(connection: Connection) -> None:
    connection.execute("DELETE FROM made")


async def forget(home: House) -> None:
    """Let all be another than before, so that nothing is kept."""
    await home.vault.put_setting("something", "else")


async def test_what_was_worked_out_beside_is_what_would_be_here(full: House) -> None:
    here = full.session
    known = (
        await here.planning.plan(Wanted(30.0)),
        await here.planning.closings(),
        await here.exposure.likeness(),
        await here.exposure.links(),
        await here.exposure.places(),
        await here.answers.answers(),
    )
    await forget(full)
    session, helper = beside(full)
    found = (
        await session.planning.plan(Wanted(30.0)),
        await session.planning.closings(),
        await session.exposure.likeness(),
        await session.exposure.links(),
        await session.exposure.places(),
        await session.answers.answers(),
    )
    assert found == known
    kinds = [work.kind for work in helper.asked]
    assert kinds[0] is WorkKind.PLAN
    assert kinds.count(WorkKind.CLOSINGS) == len(QuestionId)
    assert {WorkKind.LIKENESS, WorkKind.LINKS, WorkKind.PLACES} <= set(kinds)
    helper.asked.clear()
    await session.planning.plan(Wanted(30.0))
    assert helper.asked == [], "what is kept is read"


async def test_nothing_is_made_here(full: House, monkeypatch: pytest.MonkeyPatch) -> None:
    session, helper = beside(full)
    await forget(full)

    async def never(*_given: Any) -> None:
        raise AssertionError

    work_out = PlanBook._work_out
    monkeypatch.setattr(
        PlanBook,
        "_work_out",
        lambda book, wanted: never() if book is session.planning else work_out(book, wanted),
    )
    assert (await session.planning.plan()).steps is not None
    assert [work.kind for work in helper.asked] == [WorkKind.PLAN]


async def test_judging_is_done_beside(full: House) -> None:
    session, helper = beside(full)
    before = await full.vault.findings()
    await session.exposure.mark_not_me(photo(ADA, 1).id, somebody_else=True)
    assert [work.kind for work in helper.asked] == [WorkKind.JUDGE]
    await session.exposure.mark_not_me(photo(ADA, 1).id, somebody_else=False)
    assert await full.vault.findings() == before


async def test_answers_that_nothing_is_kept_of_are_made_beside(full: House) -> None:
    known = await full.session.answers.answers()
    await full.vault._owner.run(_forget_made)
    session, helper = beside(full)
    assert await session.answers.answers() == known
    assert [work.kind for work in helper.asked] == [WorkKind.ANSWERS]


async def test_a_mark_meanwhile_costs_nothing(full: House) -> None:
    session, helper = beside(full)
    await forget(full)
    finding = (await full.vault.findings())[0].id

    async def marking(_work: LongWork) -> bool:
        await session.mark(finding, State.DONE)
        return True

    helper.before = marking
    await session.planning.plan()
    assert len(helper.asked) == 1


@pytest.mark.parametrize(("times", "tries"), [(1, 1), (2, 2)])
async def test_what_changed_meanwhile_is_worked_out_again(
    full: House, monkeypatch: pytest.MonkeyPatch, times: int, tries: int
) -> None:
    session, helper = beside(full)
    await forget(full)
    keep = type(full.vault).keep_of_contents
    left = [times - 1]

    async def changing(vault: Any, *given: Any) -> bool:
        if left[0]:
            left[0] -= 1
            await forget(full)
        return await keep(vault, *given)

    monkeypatch.setattr(type(full.vault), "keep_of_contents", changing)
    await session.exposure.likeness()
    assert len(helper.asked) == tries


async def test_what_always_changes_meanwhile_is_told(
    full: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, helper = beside(full)
    await forget(full)

    async def keeps_nothing(*_given: Any) -> bool:
        return False

    monkeypatch.setattr(type(full.vault), "keep_of_contents", keeps_nothing)
    with pytest.raises(NotWorkedOut, match="being changed"):
        await session.planning.plan()
    assert len(helper.asked) == 3


async def test_what_was_stopped_is_asked_for_again(full: House) -> None:
    session, helper = beside(full)
    await forget(full)
    answers = iter([False, False, True])

    async def stopped(_work: LongWork) -> bool:
        return next(answers)

    helper.before = stopped
    assert await session.exposure.links() is not None
    assert len(helper.asked) == 3


@pytest.mark.parametrize(
    "ask",
    [
        lambda session: session.planning.plan(),
        lambda session: session.planning.closings(),
        lambda session: session.exposure.likeness(),
        lambda session: session.exposure.links(),
        lambda session: session.exposure.places(),
        lambda session: session.answers.judge(),
    ],
)
async def test_what_could_not_be_worked_out_is_an_error_and_not_nothing(
    full: House, ask: Callable[[Session], Awaitable[object]]
) -> None:
    session, helper = beside(full)
    await forget(full)

    async def broken(_work: LongWork) -> bool:
        raise NotWorkedOut("It broke.")

    helper.before = broken
    with pytest.raises(NotWorkedOut, match="It broke"):
        await ask(session)


async def test_few_photos_are_worked_out_here(full: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helping, "MANY", 500)
    session, helper = beside(full)
    await forget(full)
    await session.planning.plan()
    await session.answers.judge()
    assert helper.asked == []


async def test_a_scan_stops_it_and_has_it_work_ahead(full: House) -> None:
    session, helper = beside(full)
    home = replace(full, session=session)
    home.publish(ADA, [1, 2, 3, 4])
    await session.scan()
    assert helper.scanning == [True, False]
    assert helper.asked[-1].kind is WorkKind.AHEAD
    assert WorkKind.JUDGE in {work.kind for work in helper.asked}


async def test_a_scan_is_none_the_worse_where_nothing_can_be_worked_out_ahead(full: House) -> None:
    session, helper = beside(full)

    async def broken(work: LongWork) -> bool:
        if work.kind is WorkKind.AHEAD:
            raise NotWorkedOut("It broke.")
        return True

    helper.before = broken
    assert (await session.scan()).ended_at is not None


async def test_what_overwrites_lets_it_rest(full: House) -> None:
    session, helper = beside(full)
    await full.vault.share_with(helper)
    await session.exposure.forget_places()
    await session.accounts.remove(ADA.id)
    assert helper.rested == 2


async def test_closing_ends_it(full: House) -> None:
    session, helper = beside(full)
    await session.close()
    assert helper.closed
