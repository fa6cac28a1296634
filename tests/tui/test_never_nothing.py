"""The state walk: every screen in every state in which nothing, or not everything, is known."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Input

from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.views import PhotoQuery
from auditor.errors import VaultError
from auditor.tui.base.messages import Route
from auditor.tui.routes import CLOSED, OVER, PAGES
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from auditor.vault.tables import accounts, photos, scans
from tests.fakes.engine import House
from tests.never_nothing import KNOWN, LISTED, OWN, UNREAD, forbidden, in_state
from tests.tui.conftest import LARGE, OpenStage, Stage
from tests.tui.visits import ITEMS, SCREENS, named

TELLING = (Route.PHOTOS, Route.FINDINGS, Route.PLAN, Route.LIKENESS, Route.LINKS, Route.PLACES)
"""Screens of what scans found: they say that nothing is known, and what to press."""


LOADS = re.compile("Loading…|Working out|Counting what|Comparing your|Looking for spots")


def told(s: Stage) -> str:
    """Return all that the screen says, what has to be scrolled to as well."""
    screen = s.app.screen
    kept = [prose.written.plain for prose in screen.query(Prose)]
    kept += [rows.told() for rows in screen.query(RowList) if not rows.count]
    kept += [field.placeholder for field in screen.query(Input)]
    return " ".join(" ".join([*kept, s.flat()]).split())


async def items(made: House, place: Route) -> list[str]:
    """Return what a screen that shows one thing can be opened with in this vault."""
    states = await made.session.accounts.states()
    if place in {Route.PHOTO, Route.ACT}:
        rows = await made.session.photo_rows(PhotoQuery(), 0, 1)
        return [photo.id for photo in rows]
    if place in {Route.CLAIM, Route.PROVE, Route.REMOVE, Route.CHECKLIST}:
        return [state.account.id for state in states]
    if place is Route.ARCHIVE:
        return ["", *(state.account.id for state in states)]
    if place is Route.DO_STEP:
        return [step.id for step in (await made.session.planning.plan()).steps[:1]]
    if place is Route.REMOVE_PRIVATE:
        return []
    return list(ITEMS.get(place, ("",)))[:1]


async def leave(s: Stage, place: Route) -> None:
    if place in OVER:
        s.app.pop_screen()
        await s.settle()


SHORT = "failed account"
"""The state that is walked each time; `make test-slow` walks them all."""


@pytest.mark.parametrize(
    "state",
    [pytest.param(state, marks=() if state == SHORT else pytest.mark.slow) for state in UNREAD],
)
async def test_no_screen_says_nothing_before_anything_was_read(
    stage: OpenStage, state: str
) -> None:
    wrong: list[str] = []
    async with in_state(UNREAD[state]) as made, stage(made.session, size=LARGE) as s:
        for place in SCREENS:
            for item in await items(made, place):
                with named(place):
                    await s.go(place, item)
                    assert isinstance(s.app.screen, SCREENS[place]), "it is not shown"
                    said = told(s)
                    if forbidden(said) or LOADS.search(said):
                        wrong.append(f"{place}: {forbidden(said)!r} in {said}")
                    empty = any(not rows.count for rows in s.app.screen.query(RowList))
                    if place in TELLING and empty and KNOWN not in said:
                        wrong.append(f"{place}: does not say that nothing is known: {said}")
                    await leave(s, place)
    assert not wrong, "\n".join(wrong)


class Gate:
    """Lets nothing through to the vault but what is asked for the bar on top."""

    PASSES = frozenset({accounts.states, accounts.read_all, photos.count, scans.recent})

    def __init__(self, made: House) -> None:
        self._owner = made.vault._owner
        self.shut = self.breaks = False
        self.passes: frozenset[Any] = frozenset()
        self._opened = asyncio.Event()
        made.vault._owner = self  # type: ignore[assignment] # only what the vault asks of it

    async def run(self, work: Callable[..., Any], *given: Any, **named_: Any) -> Any:
        if self.breaks and work not in self.PASSES:
            raise VaultError("The vault cannot be read.")
        if self.shut and work not in self.passes:
            await self._opened.wait()
        return await self._owner.run(work, *given, **named_)

    async def close(self) -> None:
        await self._owner.close()


async def full(made: House) -> None:
    """Read an account to its end: three photos at one place."""
    await made.own(OWN)
    made.publish(OWN, range(LISTED))
    await made.session.scan()
    assert await made.session.findings()


SLOW = {"all": frozenset[Any](), "lists": Gate.PASSES}


@pytest.mark.parametrize(
    "passes",
    [
        pytest.param(SLOW["all"], id="all", marks=pytest.mark.slow),
        pytest.param(SLOW["lists"], id="lists"),
    ],
)
async def test_no_screen_says_nothing_while_it_loads(
    stage: OpenStage, passes: frozenset[Any]
) -> None:
    async with in_state(full) as made:
        gate = Gate(made)
        async with stage(made.session, size=LARGE) as s:
            ids = {place: await items(made, place) for place in SCREENS}
            gate.shut, gate.passes = True, passes
            wrong = []
            for place in SCREENS:
                for item in ids[place]:
                    with named(place):
                        s.app.action_go(place.value, item)
                        await s.pilot.pause()
                        s.draw()
                        said = told(s)
                        if forbidden(said) or KNOWN in said:
                            wrong.append(f"{place}: {forbidden(said) or KNOWN!r} in {said}")
                        if place in TELLING and not passes and not LOADS.search(said):
                            wrong.append(f"{place}: does not say that it loads: {said}")
                        if place in OVER:
                            s.app.pop_screen()
                            await s.pilot.pause()
            gate.shut = False
            gate._opened.set()
            await s.go(Route.FINDINGS)
            assert s.app.screen.query_one(RowList).count
    assert not wrong, "\n".join(wrong)


async def test_a_list_that_nothing_fits_says_so_and_why(stage: OpenStage) -> None:
    async with in_state(full) as made, stage(made.session, size=LARGE) as s:
        await s.go(Route.PHOTOS)
        s.type_into("#search", "no such name")
        await s.settle()
        assert "No photo fits these filters. Press R to take them away." in s.flat()
        for finding in await made.session.findings():
            await made.session.mark(finding.id, State.DONE)
        await s.go(Route.FINDINGS)
        assert "None is open." in s.flat()
        assert "t shows them." in s.flat()


async def test_a_list_that_cannot_be_read_says_so(stage: OpenStage) -> None:
    async with in_state(full) as made, stage(made.session, size=LARGE) as s:
        gate = Gate(made)
        gate.breaks = True
        s.app.action_go(Route.NETWORK.value)
        await s.settle()
        pages = [page for page in s.app.screen_stack if isinstance(page, SCREENS[Route.NETWORK])]
        rows = pages[0].query_one(RowList)
        assert rows.told() == "This could not be read, so nothing is known of it."


async def test_everything_that_has_an_empty_list_says_what_that_rests_on(
    stage: OpenStage,
) -> None:
    async def plain_account(made: House) -> None:
        made.readers.place = None
        await made.own(OWN)
        made.publish(OWN, [])
        await made.session.scan()
        await made.session.accounts.add(
            "instagram.com/ada", claim=Claim.MINE, again="instagram.com/ada"
        )

    async with in_state(plain_account) as made, stage(made.session, size=LARGE) as s:
        for place, said in (
            (Route.PHOTOS, "No photo stands there in public. Read: 1 account. Not looked at: Ins"),
            (
                Route.FINDINGS,
                "The checks found nothing in what was read. That does not mean that nothing is",
            ),
            (Route.LINKS, "Could not tell: this takes 2 proven accounts; read so far: 1."),
        ):
            await s.go(place)
            assert said in told(s), told(s)


def test_every_screen_is_walked() -> None:
    assert SCREENS.keys() == PAGES.keys() | OVER.keys()
    assert set(TELLING) <= PAGES.keys() - CLOSED
