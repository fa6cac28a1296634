"""The vault closes by itself when nobody is there, and nothing of it stays on the screen."""

from __future__ import annotations

from textual.widgets import Input

from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.idle import Idle, seconds
from auditor.tui.routes import OVER
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.screens.scan import ScanPage
from auditor.tui.screens.unlock import Unlock
from auditor.tui.screens.welcome import Welcome
from tests.fakes.session import PASSPHRASE, FakeSession
from tests.tui.conftest import OpenStage, Stage, Ticks

LOCKED = UiOptions(vault_exists=True, images="off")
MINUTES = 60.0


async def unlock(s: Stage) -> None:
    s.app.screen.query_one("#passphrase", Input).value = PASSPHRASE
    await s.press("enter")


async def test_five_idle_minutes_lock(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        await unlock(s)
        await s.go(Route.PHOTOS)
        await s.go(Route.PHOTO, f"p{1:016x}")
        first = s.session
        s.ticks.seconds += 5 * MINUTES - 1
        s.app.look()
        await s.settle()
        assert not first.closed
        s.ticks.seconds += 1
        s.app.look()
        await s.settle()
        assert first.closed
        assert isinstance(s.app.screen, Unlock)
        assert len(s.app.screen_stack) == 2
        assert s.app.context.states == ()
        assert "maja" not in s.flat().casefold()
        await unlock(s)
        assert isinstance(s.app.screen, OverviewPage)
        assert s.session is not first


async def test_a_key_keeps_it_open(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        await unlock(s)
        for _turn in range(4):
            s.ticks.seconds += 4 * MINUTES
            await s.press("2")
        s.app.look()
        assert s.app.context.is_open


async def test_the_first_key_after_a_long_sleep_opens_nothing(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        await unlock(s)
        s.ticks.seconds += 8 * 60 * MINUTES
        await s.press("3")
        assert isinstance(s.app.screen, Unlock)
        assert s.session.closed


async def test_boxes_are_locked_away_too(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        for over in (Route.ADD_ACCOUNT, Route.HELP_NOW):
            await unlock(s)
            await s.go(over)
            assert isinstance(s.app.screen, OVER[over])
            s.ticks.seconds += 6 * MINUTES
            s.app.look()
            await s.settle()
            assert isinstance(s.app.screen, Unlock), over


async def test_locking_stops_a_scan_and_unlocking_goes_on_with_it(stage: OpenStage) -> None:
    first = FakeSession()
    first.hold_scan = True
    async with stage(first, options=LOCKED) as s:
        await unlock(s)
        await s.go(Route.SCAN)
        await s.press("s")
        assert s.app.context.scan.running
        s.ticks.seconds += 6 * MINUTES
        s.app.look()
        await s.settle()
        assert not s.app.context.scan.running
        assert first.calls[-1] == "close"
        await unlock(s)
        assert isinstance(s.app.screen, ScanPage)
        assert "scan" in s.session.calls


async def test_a_session_in_memory_is_gone_after_the_lock(stage: OpenStage) -> None:
    async with stage(options=UiOptions(vault_exists=False, ephemeral=True, images="off")) as s:
        await s.press("n")
        s.ticks.seconds += 6 * MINUTES
        s.app.look()
        await s.settle()
        assert s.session.closed
        assert isinstance(s.app.screen, Welcome)


async def test_practice_never_locks(stage: OpenStage) -> None:
    async with stage() as s:
        s.ticks.seconds += 100 * MINUTES
        s.app.look()
        s.app.action_lock()
        assert s.app.context.is_open


async def test_the_lock_key_locks(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        await unlock(s)
        await s.press("ctrl+l")
        assert isinstance(s.app.screen, Unlock)


async def test_quitting_closes_the_session(stage: OpenStage) -> None:
    async with stage() as s:
        await s.app.action_quit()
        assert s.session.closed


def test_zero_minutes_never_end() -> None:
    ticks = Ticks()
    idle = Idle(0, ticks)
    ticks.seconds += 10**9
    assert not idle.over


def test_the_clock_of_absence_goes_forward() -> None:
    assert seconds() <= seconds()
