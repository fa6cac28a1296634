"""The running scan: progress, stopping, and going on while other screens are shown."""

from __future__ import annotations

from textual.widgets import Button

from auditor.domain.account import Claim
from auditor.domain.views import AccountChange, ScanRecord
from auditor.engine.scan.events import AccountProgress, FirstAnswers
from auditor.engine.scan.pace import ScanPace
from auditor.tui.base.messages import Route, ScanMoved
from auditor.tui.screens.overview import OverviewPage
from tests.fakes.people import ACCOUNTS, NOW
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, OpenStage


def held() -> FakeSession:
    session = FakeSession()
    session.hold_scan = True
    return session


async def test_before_a_scan_it_says_who_will_see_it(stage: OpenStage) -> None:
    async with stage(held()) as s:
        await s.go(Route.SCAN)
        assert "Those sites and whoever runs this network can see the visit." in s.flat()
        assert "scan" not in s.session.calls


async def test_progress_trouble_and_outcome_are_shown(stage: OpenStage) -> None:
    async with stage(held(), size=LARGE) as s:
        await s.go(Route.SCAN)
        s.ticks.seconds += 10
        await s.press("s")
        s.ticks.seconds += 100
        s.app.context.scan.take(AccountProgress(ACCOUNTS[0].id, 1000, 500, 200, listing_done=False))
        await s.settle()
        shown = s.flat()
        assert "500/1,000+" in shown
        assert "no access" in shown
        assert "majas-garden.example: majas-garden.example asks to wait" in shown
        assert "cdn.maja.example: the file is cut off" in shown
        assert "10.0 a second" in shown
        assert "1 min 40 s" in shown


async def test_the_scan_survives_leaving_its_screen(stage: OpenStage) -> None:
    async with stage(held()) as s:
        await s.go(Route.SCAN)
        await s.press("s")
        await s.go(Route.OVERVIEW)
        assert isinstance(s.app.screen, OverviewPage)
        assert s.app.context.scan.running
        assert "scanning 50%" in s.flat()
        s.session.gate.set()
        await s.app.workers.wait_for_complete()
        await s.settle()
        assert not s.app.context.scan.running
        await s.go(Route.SCAN)
        shown = s.flat()
        assert (
            "1 account could not be read, see below. Done. Press 4 for what was found" in shown
        ), "not checked comes first"


async def test_stopping_keeps_what_was_read(stage: OpenStage) -> None:
    async with stage(held()) as s:
        await s.go(Route.SCAN)
        await s.press("s")
        s.app.screen.query_one("#cancel", Button).press()
        await s.settle()
        assert not s.app.context.scan.running
        assert "Stopped. What was read is kept" in s.flat()


async def test_a_flood_of_events_is_one_message() -> None:
    assert ScanMoved().can_replace(ScanMoved())


async def test_after_stopping_no_account_is_said_to_be_read_still(stage: OpenStage) -> None:
    async with stage(held(), size=LARGE) as s:
        await s.go(Route.SCAN)
        unsure = next(account for account in ACCOUNTS if account.claim is Claim.UNSURE)
        await s.press("s")
        s.app.context.scan.take(AccountProgress(unsure.id, 0, 0, 0, listing_done=True))
        await s.settle()
        assert "not read" in s.flat(), "what is not claimed is never said to be read"
        await s.press("q")
        await s.settle()
        assert "? not finished" in s.flat()
        assert "listing and reading" not in s.flat()


async def test_the_overview_after_an_interrupted_scan(stage: OpenStage) -> None:
    session = FakeSession()
    changes = (
        AccountChange(ACCOUNTS[0].id, "", "", 0, 0, 0, 0),
        AccountChange(ACCOUNTS[1].id, "failed", "it did not answer", 0, 0, 0, 1),
    )
    session.record = ScanRecord(9, NOW, None, changes)
    async with stage(session, size=LARGE) as s:
        assert isinstance(s.app.screen, OverviewPage)
        assert "? not finished" in s.flat()
        assert "it did not answer" in s.flat()


async def test_it_says_that_the_readers_start_and_how_long_it_takes(stage: OpenStage) -> None:
    session = held()
    async with stage(session, size=LARGE) as s:
        await s.go(Route.SCAN)
        scan = s.app.context.scan
        scan.begin(session)
        await s.settle()
        scan.lines.clear()
        scan.pace = ScanPace(s.ticks)
        own = ACCOUNTS[0].id
        scan.take(AccountProgress(own, 300, 0, 1, listing_done=True))
        await s.settle()
        assert "Starting the readers. The first photos take some seconds." in s.flat()
        scan.take(AccountProgress(own, 300, 1, 2, listing_done=True))
        s.ticks.seconds += 20
        scan.take(AccountProgress(own, 300, 21, 22, listing_done=True))
        await s.settle()
        assert "Scanning. You can look at other screens meanwhile." in s.flat()
        assert "about 5 minutes left" in s.flat()


async def test_first_answers_are_shown_while_pictures_are_read(stage: OpenStage) -> None:
    async with stage(held(), size=LARGE) as s:
        await s.go(Route.SCAN)
        await s.press("s")
        answers = await s.session.answers.answers()
        s.app.context.scan.take(FirstAnswers(answers, 300, 290, 4.0))
        await s.settle()
        shown = s.flat()
        assert "First answers, by the first bytes of 290 new pictures" in shown
        assert "cannot be answered yet" in shown
        s.session.gate.set()
        await s.app.workers.wait_for_complete()
        await s.settle()
        assert s.app.context.scan.first is None, "a lock must leave nothing of it"
        assert "First answers" not in s.flat()
