"""The vault closes by itself when nobody is there, and nothing of it stays on the screen."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from textual.widgets import Button, Input

from auditor.errors import VaultLocked
from auditor.tui import lock as lock_module
from auditor.tui.base.after_lock import AfterLock
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.idle import Idle, seconds
from auditor.tui.routes import OVER
from auditor.tui.screens.erase import EraseBox
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.screens.scan import ScanPage
from auditor.tui.screens.unlock import Unlock
from auditor.tui.screens.welcome import Welcome
from tests.fakes.session import PASSPHRASE, FakeSession
from tests.tui.conftest import OpenStage, Stage, Ticks

LOCKED = UiOptions(vault_exists=True, images="off")
MINUTES = 60.0


async def unlock(s: Stage) -> None:
    await s.press("home")  # somebody is there
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


def replaced(lefts: list[AfterLock], options: UiOptions = LOCKED) -> UiOptions:
    """Return options with which a lock replaces the process; what it leaves is put in `lefts`."""

    async def check(passphrase: str | None) -> None:
        if passphrase != PASSPHRASE:
            raise VaultLocked("That passphrase does not open this vault.")

    return replace(options, start_again=lefts.append, check=check)


async def test_a_lock_closes_the_vault_and_replaces_the_process(stage: OpenStage) -> None:
    lefts: list[AfterLock] = []
    async with stage(options=replaced(lefts)) as s:
        await unlock(s)
        await s.press("ctrl+t", "ctrl+l")
        assert lefts == [AfterLock(day=True)]
        assert s.session.closed
        assert s.app.return_code is not None, "nothing of this process goes on"


async def test_a_vault_that_does_not_close_is_left_as_it_is(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lefts: list[AfterLock] = []
    async with stage(options=replaced(lefts)) as s:
        await unlock(s)

        async def never(_session: object) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(s.app.context, "finish", never)
        monkeypatch.setattr(lock_module, "CLOSE_S", 0.0)
        await s.press("ctrl+l")
        assert lefts == [AfterLock()]


async def scanning(s: Stage) -> FakeSession:
    """Unlock, begin a scan and be away for long."""
    await unlock(s)
    first = s.session
    first.hold_scan = True
    await s.go(Route.SCAN)
    await s.press("s")
    s.ticks.seconds += 6 * MINUTES
    s.app.look()
    await s.settle()
    return first


async def test_a_running_scan_is_covered_and_goes_on(stage: OpenStage) -> None:
    lefts: list[AfterLock] = []
    async with stage(options=replaced(lefts)) as s:
        first = await scanning(s)
        context = s.app.context
        assert context.scan.running
        assert not first.closed
        assert "A scan goes on behind it" in s.flat()
        assert "maja" not in s.flat().casefold()
        for key in ("1", "3", "6", "ctrl+z"):
            await s.press(key)
            assert isinstance(s.app.screen, Unlock), key
        s.type_into("#passphrase", "wrong")
        await s.press("enter")
        assert "does not open" in s.flat()
        assert not context.is_open
        await unlock(s)
        assert isinstance(s.app.screen, ScanPage)
        assert context.scan.running, "the same scan"
        assert s.session is first
        assert lefts == []


async def test_when_a_covered_scan_ends_the_process_is_replaced(stage: OpenStage) -> None:
    lefts: list[AfterLock] = []
    async with stage(options=replaced(lefts)) as s:
        first = await scanning(s)
        await s.app.context.scan.stop()
        await s.settle()
        assert lefts == [AfterLock()]
        assert first.closed


async def test_the_lock_key_interrupts_a_scan_which_goes_on_later(stage: OpenStage) -> None:
    lefts: list[AfterLock] = []
    async with stage(options=replaced(lefts)) as s:
        first = await scanning(s)
        await s.press("ctrl+l")
        assert lefts == [AfterLock(scan=True)]
        assert first.closed
    async with stage(options=replace(replaced([]), after_lock=lefts[0])) as s:
        await unlock(s)
        assert isinstance(s.app.screen, ScanPage)
        assert "scan" in s.session.calls


async def test_a_covered_session_in_memory_is_shown_again_by_enter(stage: OpenStage) -> None:
    lefts: list[AfterLock] = []
    memory = UiOptions(vault_exists=False, ephemeral=True, images="off")
    async with stage(options=replaced(lefts, memory)) as s:
        await s.press("n")
        s.session.hold_scan = True
        await s.go(Route.SCAN)
        await s.press("s")
        s.ticks.seconds += 6 * MINUTES
        s.app.look()
        await s.settle()
        assert isinstance(s.app.screen, Unlock)
        assert "maja" not in s.flat().casefold()
        await s.press("enter")
        assert isinstance(s.app.screen, ScanPage)
        s.ticks.seconds += 6 * MINUTES
        s.app.look()
        await s.settle()
        await s.app.context.scan.stop()
        await s.settle()
        assert not s.session.closed, "there is time to see what was read"
        s.ticks.seconds += 6 * MINUTES
        s.app.look()
        await s.settle()
        assert s.session.closed
        assert lefts == [AfterLock()]


async def test_a_program_that_was_stopped_locks_when_it_goes_on(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        await unlock(s)
        s.ticks.seconds += 6 * MINUTES
        s.app.app_resume_signal.publish(s.app)
        await s.settle()
        assert isinstance(s.app.screen, Unlock)
        assert s.session.closed


async def test_the_lock_has_ways_out(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        for button, shown in (("#help", HelpNow), ("#erase", EraseBox)):
            s.app.screen.query_one(button, Button).press()
            await s.settle()
            assert isinstance(s.app.screen, shown)
            await s.press("escape")
            assert isinstance(s.app.screen, Unlock)
        s.app.screen.query_one("#quit", Button).press()
        await s.settle()
        assert s.app.return_code == 0


async def test_the_lock_tells_what_the_vault_has_lost(stage: OpenStage) -> None:
    told = "The key file of this vault is missing."
    async with stage(options=replace(LOCKED, unlocks_itself=True, loss=told)) as s:
        assert told in s.flat()
        assert "Type the passphrase to read it" not in s.flat()


def test_what_a_lock_leaves_is_a_number() -> None:
    numbers = [AfterLock.of(number).number for number in range(8)]
    assert numbers == list(range(8))


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
