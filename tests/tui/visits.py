"""The way to every screen of the registry, with something to read on each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from textual.widgets import Button

from auditor.tui.base.messages import Route
from auditor.tui.routes import OVER, PAGES
from auditor.tui.widgets.row_list import RowList
from tests.fakes.people import ACCOUNTS, findings
from tests.fakes.planning import SETTING
from tests.tui.conftest import Stage

SCREENS = {**PAGES, **OVER}

ITEMS: dict[Route, tuple[str, ...]] = {
    Route.PHOTO: tuple(f"p{index:016x}" for index in (0, 1, 2, 5)),
    Route.CHECKLIST: (ACCOUNTS[1].id,),
    Route.CLAIM: (ACCOUNTS[1].id,),
    Route.PROVE: (ACCOUNTS[1].id,),
    Route.REMOVE: (ACCOUNTS[1].id,),
    Route.REMOVE_PRIVATE: ("00000000",),
    Route.QUESTION: ("name", "linked", "home", f"home:{findings()[0].id}"),
    Route.DO_STEP: (f"s{findings()[0].id}", SETTING),
    Route.LETTER: ("erasure|", ""),
    Route.BROWSE: ("https://social.example/settings/profile", "javascript:alert(1)"),
    Route.ARCHIVE: (ACCOUNTS[3].id,),
    Route.NEXT_REPORTED: ("a0000002", "a0000001", "a0000004"),
    Route.CHART: ("links", "places", "scans", "photos"),
    Route.ACT: tuple(f"p{index:016x}" for index in (1, 2)),
}
"""What a screen that shows one thing is opened with; every other one opens with nothing."""

KEYS: dict[Route, tuple[tuple[str, ...], ...]] = {
    Route.OVERVIEW: (("end",), ("home", *["down"] * 6)),
    Route.QUESTION: (("j",), ("end",)),
    Route.SCAN: (("s",),),
    Route.LETTER: (("y",), ("n",), ("y",)),
    Route.CASE: (("y",),),
    Route.ERASE: (("y",),),
    Route.ARCHIVE: (
        ("a", "enter"),
        (*"majalindgren", "enter"),
        ("y", "enter"),
    ),
    Route.ASK_BREACHES: (("enter",), (*"maja@social.example", "enter"), ("y",)),
    Route.ADD_REPORTED: (("y",), ("enter",)),
    Route.LOOK_REPORTED: (("y",),),
    Route.NEXT_REPORTED: (("n",),),
    Route.VERIFY: (("t",), ("s", *["down"] * 5)),
    Route.LOOK_ALIKES: (("s",), ("s",), ("down", "n")),
    Route.TRAINING_SETS: (("enter",),),
    Route.WEB_COPIES: (("s",), ("s", *["down"] * 3)),
    Route.DISCOVER: (("down",), ("s",), ("s", "down")),
    Route.FORGOTTEN: ((*"mail", "enter"), (*"maja@social.example", "enter"), ("down",)),
}
"""Keys that make a screen tell more, one step after the other."""

OF_THE_LAST_FINDING = frozenset({Route.HELPS, Route.LETTER, Route.CASE})
"""Screens about the finding that was last looked at."""

BUTTONS = {Route.PROVE: "#look", Route.ACT: "#alt"}
"""The button that makes a screen tell more."""

MOST_ROWS = 4
"""Rows of a list that are pointed at, the first ones."""


@contextmanager
def named(place: Route) -> Iterator[None]:
    """Name the screen in whatever fails."""
    try:
        yield
    except Exception as error:
        raise AssertionError(f"{SCREENS[place].__name__} ({place.value}): {error}") from error


async def steps(s: Stage, place: Route) -> AsyncIterator[None]:
    """Open a screen with each of its items, and stop after every step that shows more."""
    for item in ITEMS.get(place, ("",)):
        if place in OF_THE_LAST_FINDING:
            s.app.context.left.finding = (await s.session.findings())[0].id
        await s.go(place, item)
        assert isinstance(s.app.screen, SCREENS[place]), "it is not shown"
        yield
        for rows in s.app.screen.query(RowList):
            for index in range(min(rows.count, MOST_ROWS)):
                rows.cursor = index
                await s.settle()
                yield
        for keys in KEYS.get(place, ()):
            await s.press(*keys)
            yield
        if place in BUTTONS:
            s.app.screen.query_one(BUTTONS[place], Button).press()
            await s.settle()
            yield
        if place in OVER:
            await s.press("escape")
            assert not isinstance(s.app.screen, SCREENS[place]), "Escape does not close it"
