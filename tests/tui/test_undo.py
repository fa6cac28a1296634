"""What was done is told in a line of its own, and ctrl+z takes it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widget import Widget
from textual.widgets import Button, Input, RadioButton

from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.views import PhotoQuery
from auditor.errors import UsageError
from auditor.tui.base.messages import Route
from auditor.tui.base.undo import UndoStack, claimed_as
from auditor.tui.screens.claim import ClaimBox
from auditor.tui.screens.trouble import TroubleBox
from auditor.tui.widgets.row_list import RowList
from auditor.tui.widgets.said import SaidLine
from tests.fakes.people import ACCOUNTS
from tests.fakes.session import FakeSession
from tests.tui.conftest import OpenStage, Stage


async def nothing() -> None:
    """Take nothing back."""


def test_changes_of_one_kind_go_together() -> None:
    stack = UndoStack()
    stack.put("a letter", nothing, "search")
    stack.put("another", nothing, "search")
    stack.put("a mark", nothing)
    assert [change.told for change in (stack.take(), stack.take()) if change] == [
        "a mark",
        "a letter",
    ]
    assert stack.take() is None


def states(s: Stage) -> list[State]:
    return [finding.state for finding in s.session._findings]


async def test_marks_of_findings_steps_and_photos(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("ctrl+z")
        assert "There is nothing to take back." in s.flat()
        before = states(s)
        for place, key in (
            (Route.FINDINGS, "d"),
            (Route.FINDINGS, "k"),
            (Route.PLAN, "d"),
            (Route.PLAN, "k"),
        ):
            await s.go(place)
            await s.press(key)
            assert states(s) != before, (place, key)
            assert "ctrl+z takes it back." in s.flat()
            await s.press("ctrl+z")
            assert states(s) == before, (place, key)
            word = "marked as done" if key == "d" else "marked as kept so"
            assert f"Taken back: {word}." in s.flat()
            assert "looks whether" not in s.flat().split("Taken back: ")[1]
        for place, item in ((Route.PHOTO, f"p{1:016x}"), (Route.LIKENESS, "")):
            await s.go(place, item)
            marked = set(await s.session.exposure.not_me())
            await s.press("n")
            assert set(await s.session.exposure.not_me()) != marked
            await s.press("ctrl+z")
            assert set(await s.session.exposure.not_me()) == marked


async def test_a_setting_of_the_plan_is_open_again(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.PLAN)
        await s.press("end", "d")
        assert (await s.session.planning.plan()).steps[-1].state is State.DONE
        await s.press("ctrl+z")
        assert (await s.session.planning.plan()).steps[-1].state is State.OPEN


async def test_claims_and_what_is_said_of_accounts(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.ACCOUNTS)
        before = s.session._accounts
        for key in ("i", "u"):
            await s.press(key)
            assert s.session._accounts != before or await s.session.planning.unwanted()
            await s.press("ctrl+z")
            assert s.session._accounts == before
            assert not await s.session.planning.unwanted()
        unsure = next(account for account in ACCOUNTS if account.claim is Claim.UNSURE)
        await s.go(Route.CLAIM, unsure.id)
        s.app.screen.query_one("#claim-not-mine", RadioButton).value = True
        await s.settle()
        s.app.screen.query_one("#save", Button).press()
        await s.settle()
        assert s.session._account_of(unsure.id).claim is Claim.NOT_MINE
        await s.press("ctrl+z")
        assert s.session._account_of(unsure.id).claim is Claim.UNSURE


async def test_a_claim_that_forgets_asks_and_leaves_nothing(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.FINDINGS)
        await s.press("d")
        assert len(s.app.context.undo) == 1
        mine = next(account for account in ACCOUNTS if account.claim is Claim.MINE)
        await s.go(Route.CLAIM, mine.id)
        s.app.screen.query_one("#claim-unsure", RadioButton).value = True
        await s.settle()
        s.app.screen.query_one("#save", Button).press()
        await s.settle()
        assert isinstance(s.app.screen, ClaimBox)
        assert "forgotten for good" in s.flat()
        assert s.session._account_of(mine.id).claim is Claim.MINE
        s.app.screen.query_one("#save", Button).press()
        await s.settle()
        assert s.session._account_of(mine.id).claim is Claim.UNSURE
        assert len(s.app.context.undo) == 0, "nothing tells of what is gone"


async def test_a_claim_is_not_taken_back_where_that_would_forget_photos() -> None:
    session = FakeSession()
    mine = next(account for account in ACCOUNTS if account.claim is Claim.MINE)
    with pytest.raises(UsageError):
        await claimed_as(session, mine)()


async def test_an_account_that_was_added_goes_again(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.ADD_ACCOUNT)
        s.type_into("#text", "new.example")
        await s.settle()
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        assert len(s.session._accounts) == len(ACCOUNTS) + 1
        await s.press("ctrl+z")
        assert s.session._accounts == ACCOUNTS


async def test_filters_come_back(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.PHOTOS)
        await s.press("slash", *"img", "enter", "R")
        assert s.app.context.left.photos == PhotoQuery()
        assert "All filters are taken away." in s.flat()
        await s.press("ctrl+z")
        assert s.app.context.left.photos.text == "img"
        assert s.app.screen.query_one("#search", Input).value == "img"
        await s.press("ctrl+z")
        assert s.app.context.left.photos == PhotoQuery()
        assert s.app.screen.query_one(RowList).count == 60


async def test_what_the_plan_and_the_findings_leave_out_comes_back(stage: OpenStage) -> None:
    async with stage() as s:
        for place, keys in ((Route.PLAN, ("m", "o", "C")), (Route.FINDINGS, ("b", "t"))):
            await s.go(place)
            for key in keys:
                before = replace(s.app.context.left, finding="", step="")
                await s.press(key)
                after = replace(s.app.context.left, finding="", step="")
                assert after != before, key
                await s.press("ctrl+z")
                assert replace(s.app.context.left, finding="", step="") == before, key


async def test_what_was_said_covers_no_text_and_goes(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.FINDINGS)
        line = s.app.screen.query_one(SaidLine)
        assert not line.display
        await s.press("d")
        seen = {
            leaf: s.app.screen.find_widget(leaf).visible_region
            for leaf in s.app.screen.walk_children(Widget)
            if not leaf.children and leaf.is_on_screen
        }
        assert seen[line].height
        assert [leaf for leaf in seen if seen[leaf].overlaps(seen[line])] == [line]
        await s.go(Route.PLAN)
        assert "finding: " in s.flat(), "it is told on the next screen, too"
        s.app._be_silent()
        await s.settle()
        assert not s.app.screen.query_one(SaidLine).display


async def test_locking_forgets_what_was_said(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.FINDINGS)
        await s.press("d")
        s.app.context.forget_shown()
        assert len(s.app.context.undo) == 0
        assert not s.app.context.said
        assert not isinstance(s.app.screen, TroubleBox)
