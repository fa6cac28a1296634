"""The screens of an open vault: what each shows, and what can be done there."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Button, Footer, RadioButton

from auditor.domain.account import Claim
from auditor.report.words.words import answer_state
from auditor.tui.base.messages import Route
from auditor.tui.screens.accounts import AccountsPage
from auditor.tui.screens.add_account import AddAccount
from auditor.tui.screens.checklist import ChecklistPage
from auditor.tui.screens.claim import ClaimBox
from auditor.tui.screens.confirm import RemoveBox
from auditor.tui.screens.findings import FindingsPage
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.screens.photos import PhotosPage
from auditor.tui.screens.plan import PlanPage
from auditor.tui.screens.prove import ProveBox
from auditor.tui.screens.scan import ScanPage
from auditor.tui.widgets.row_list import RowList
from tests.fakes.answers import ANSWERS
from tests.fakes.people import ACCOUNTS
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage

MAINS = (OverviewPage, AccountsPage, PhotosPage, FindingsPage, PlanPage, ScanPage)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_number_keys_lead_everywhere_and_nothing_is_cut_off(
    stage: OpenStage, size: tuple[int, int]
) -> None:
    async with stage(size=size) as s:
        for number, page in enumerate(MAINS, 1):
            await s.press(str(number))
            assert isinstance(s.app.screen, page)
            footer = s.app.screen.query_one(Footer)
            assert footer.max_scroll_x == 0, "the keys fit"
            assert "Quick exit" in s.text()
            assert footer.virtual_size.width <= size[0]


async def test_tabs_work_with_the_mouse(stage: OpenStage) -> None:
    async with stage() as s:
        await s.pilot.click("TopBar", offset=(30, 0))
        await s.settle()
        assert isinstance(s.app.screen, PhotosPage)


async def test_what_was_not_checked_comes_first(stage: OpenStage) -> None:
    async with stage() as s:
        shown = s.flat()
        assert shown.index("Not checked") < shown.index("What a stranger could do")
        assert "there is no reader for it yet" in shown


async def test_the_first_page_says_how_each_question_stands(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        shown = s.text().splitlines()
        at = [next(at for at, line in enumerate(shown) if "3 of 8 seen, 2 unknown" in line)]
        for answer in ANSWERS:
            told = re.compile(f"{answer_state(answer.state)} +{answer.id.value} ")
            at.append(next(at for at, line in enumerate(shown) if told.search(line)))
        at.append(next(at for at, line in enumerate(shown) if "Whoever follows or" in line))
        assert at == sorted(at)


async def test_there_is_no_answer_before_something_was_read(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        shown = s.flat()
        assert "Nothing is known yet: no account is on the list." in shown
        assert "of 8 seen" not in shown


async def test_empty_places_say_what_to_do_next(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True), size=LARGE) as s:
        for place, said in (
            (Route.ACCOUNTS, "No account is on the list. Press a"),
            (Route.PHOTOS, "no account is on the list. Press 2, then a"),
            (Route.FINDINGS, "no account is on the list. Press 2, then a"),
            (Route.PLAN, "no account is on the list. Press 2, then a"),
            (Route.SCAN, "no account is on the list. Press 2, then a"),
            (Route.NETWORK, "Nothing was sent yet."),
        ):
            await s.go(place)
            assert said in s.flat()


# accounts


async def choose(s: Stage, claim: Claim) -> None:
    s.app.screen.query_one(f"#claim-{claim.value}", RadioButton).value = True
    await s.settle()


async def test_adding_says_what_it_recognises_while_typing(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.press("a")
        assert isinstance(s.app.screen, AddAccount)
        await s.press(*"@me@x.example")
        assert "✓ Mastodon @me@x.example" in s.flat()
        await s.press(*(["backspace"] * 13), *"https://me.example")
        assert "✓ WordPress me.example" in s.flat()
        assert "It could also be: website" in s.flat()
        await s.press("ctrl+n")
        assert "✓ website me.example" in s.flat()
        assert not [call for call in s.session.calls if call.startswith("add_account")]


async def test_an_account_is_not_claimed_by_default(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.press("a")
        s.type_into("#text", "@me@x.example")
        await s.settle()
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        assert "add_account @me@x.example unsure None" in s.session.calls
        await s.go(Route.ACCOUNTS)
        assert "not decided" in s.flat()
        assert "not proven" in s.flat()


async def test_mine_is_warned_about_and_typed_again(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.press("a")
        s.type_into("#text", "@me@x.example")
        await s.settle()
        await choose(s, Claim.MINE)
        assert "Only your own account. Watching someone else's can be a crime" in s.flat()
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        assert "That is not the name of this account" in s.flat()
        s.type_into("#handle-again", "@ME@x.example")
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        assert "add_account @me@x.example mine None" in s.session.calls
        assert isinstance(s.app.screen, OverviewPage)


async def test_a_platform_without_reader_stays_on_the_list_as_not_checked(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True), size=LARGE) as s:
        await s.press("a")
        s.type_into("#text", "https://instagram.com/me")
        await s.settle()
        assert "cannot look into it; strangers may. If it is yours" in s.flat(), (
            "said before it is added"
        )
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        await s.go(Route.ACCOUNTS)
        assert "not looked into" in s.flat()
        assert "If it is yours, press c and say so" in s.flat()


async def test_an_account_that_is_on_the_list_is_said_not_raised(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        for _turn in range(2):
            await s.go(Route.ADD_ACCOUNT)
            s.type_into("#text", "@me@x.example")
            await s.settle()
            s.app.screen.query_one("#add", Button).press()
            await s.settle()
        assert isinstance(s.app.screen, AddAccount)
        assert "on the list already" in s.flat()


async def test_claims_can_be_changed(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.ACCOUNTS)
        s.app.screen.query_one(RowList).cursor = 3
        await s.press("c")
        assert isinstance(s.app.screen, ClaimBox)
        await choose(s, Claim.MINE)
        s.type_into("#handle-again", "majalindgren")
        s.app.screen.query_one("#save", Button).press()
        await s.settle()
        assert f"set_claim {ACCOUNTS[3].id} mine" in s.session.calls
        assert isinstance(s.app.screen, ChecklistPage), "no program can look into it"
        await s.press("escape")
        assert isinstance(s.app.screen, AccountsPage)


async def test_a_proof_is_looked_for_and_shown(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.ACCOUNTS)
        s.app.screen.query_one(RowList).cursor = 1
        await s.settle()
        assert "not proven" in s.flat().casefold()
        await s.press("p")
        assert isinstance(s.app.screen, ProveBox)
        assert "owner-4f1c9a" in s.flat()
        s.app.screen.query_one("#look", Button).press()
        await s.settle()
        assert "✓ proof: profile text" in s.flat()


async def test_removing_asks_first(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.ACCOUNTS)
        await s.press("delete")
        assert isinstance(s.app.screen, RemoveBox)
        assert "Remove this account?" in s.flat()
        await s.press("enter")
        assert not [call for call in s.session.calls if call.startswith("remove")]
        await s.press("delete")
        s.app.screen.query_one("#remove", Button).press()
        await s.settle()
        assert f"remove_account {ACCOUNTS[0].id}" in s.session.calls
        assert "maja.example" not in s.flat().replace("majas-garden.example", "").replace(
            "social.example", ""
        )
