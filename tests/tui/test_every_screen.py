"""What holds on every screen of the registry: a way out, help, and a mask on a projector.

`test_projector` and `test_hostile` look closer, at every row and step.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import auditor.tui.lock
from auditor.messages import _
from auditor.tui.base.messages import Route
from auditor.tui.page import Page
from auditor.tui.routes import OVER, PAGES
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.keys import KeysBox
from auditor.tui.widgets.prose import Prose
from tests.tui.conftest import OpenStage, Stage
from tests.tui.test_projector import PROJECTOR, check
from tests.tui.test_work import NAMES_A_COMMAND
from tests.tui.visits import ITEMS, SCREENS, named


async def visit(s: Stage, place: Route) -> None:
    await s.go(place, ITEMS.get(place, ("",))[0])
    assert isinstance(s.app.screen, SCREENS[place]), "it is not shown"
    assert not NAMES_A_COMMAND.search(s.flat()), "it names a command of the shell"
    assert not NAMES_A_COMMAND.search(_(SCREENS[place].HELP)), "so does its help"


@pytest.mark.parametrize("places", [PAGES, OVER], ids=["pages", "over"])
async def test_no_screen_tells_who_or_keeps_anybody_from_leaving(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch, places: Mapping[Route, object]
) -> None:
    left: list[object] = []
    monkeypatch.setattr(auditor.tui.lock, "leave", left.append)
    async with stage(options=PROJECTOR) as s:
        for place in places:
            with named(place):
                await visit(s, place)
                check(s, place)
                await s.pilot.press("ctrl+x")
                assert left.pop() is s.app._driver, "quick exit"
                await s.pilot.press("f2")
                assert isinstance(s.app.screen, HelpNow), "help now is one key away"
                await s.pilot.press("escape")
                assert not isinstance(s.app.screen, HelpNow), "help now leads back"
                if place in OVER and place is not Route.HELP_NOW:
                    await s.pilot.press("escape")
                    assert not isinstance(s.app.screen, OVER[place]), "Escape closes it"


@pytest.mark.slow
async def test_every_screen_has_help(stage: OpenStage) -> None:
    async with stage() as s:
        for place in SCREENS:
            with named(place):
                await visit(s, place)
                shown = s.app.screen
                told = " ".join(_(SCREENS[place].HELP).split())
                assert len(told) > 40
                await s.press("f1")
                assert isinstance(s.app.screen, KeysBox), "F1 shows the help"
                assert told in s.app.screen.query_one("#text", Prose).written.plain
                keys = s.app.screen.query_one("#keys", Prose).written.plain
                assert "Quick exit" in keys
                assert not any(word in keys for word in ("Scroll", "Page Left", "Copy selected"))
                assert ("Go to a place" in keys) is (isinstance(shown, Page) and shown.BAR)
                await s.press("f1")
                assert s.app.screen is shown, "F1 closes the help again"
                if place in OVER:
                    await s.press("escape")
