"""The screens of an open vault: what each shows, and what can be done there."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Footer, RadioButton

from auditor.domain.account import Claim
from auditor.domain.finding import Finding, Severity
from auditor.domain.plan import PlanOrder
from auditor.domain.views import PhotoSort
from auditor.errors import Unreachable
from auditor.tui.moves import MAIN, Place
from auditor.tui.screens.accounts import AccountsPage
from auditor.tui.screens.add_account import AddAccount
from auditor.tui.screens.findings import FindingsPage
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.keys import KeysBox
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.photos import PhotosPage
from auditor.tui.screens.plan import PlanPage
from auditor.tui.screens.scan import ScanPage
from auditor.tui.screens.trouble import TroubleBox
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.fakes.people import ACCOUNTS
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage

MAINS = (OverviewPage, AccountsPage, PhotosPage, FindingsPage, PlanPage, ScanPage)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_number_keys_lead_everywhere_and_nothing_is_cut_off(stage: OpenStage, size: tuple[int, int]) -> None:
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


async def test_every_screen_has_help(stage: OpenStage) -> None:
    async with stage() as s:
        for place in (*MAIN, Place.NETWORK, Place.ADD_ACCOUNT, Place.HELP_NOW):
            await s.go(place)
            await s.press("f1")
            assert isinstance(s.app.screen, KeysBox)
            assert "Quick exit" in s.app.screen.query(Prose).last().written.plain
            await s.press("f1")
            assert not isinstance(s.app.screen, KeysBox)
            if place in {Place.ADD_ACCOUNT, Place.HELP_NOW}:
                await s.press("escape")


@pytest.mark.parametrize("place", [*MAIN, Place.NETWORK, Place.ADD_ACCOUNT])
async def test_help_now_is_one_key_away_everywhere(stage: OpenStage, place: Place) -> None:
    async with stage() as s:
        await s.go(place)
        await s.press("f2")
        assert isinstance(s.app.screen, HelpNow)
        await s.press("escape")
        assert not isinstance(s.app.screen, HelpNow)


async def test_what_was_not_checked_comes_first(stage: OpenStage) -> None:
    async with stage() as s:
        shown = s.flat()
        assert shown.index("Not checked") < shown.index("Exposure") < shown.index("Places")
        assert "there is no reader for it yet" in shown


async def test_there_is_no_score_before_something_was_checked(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        shown = s.flat()
        assert "No score yet. Add one of your accounts first: press a." in shown
        assert "of 100" not in shown
        for place in MAIN:
            await s.go(place)
            assert "of 100" not in s.flat()


async def test_empty_places_say_what_to_do_next(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True), size=LARGE) as s:
        for place, said in (
            (Place.ACCOUNTS, "No account yet. Press a"),
            (Place.PHOTOS, "6 to scan"),
            (Place.FINDINGS, "Findings appear after a scan"),
            (Place.PLAN, "Steps appear here after a scan"),
            (Place.SCAN, "Add an account and claim it as yours"),
            (Place.NETWORK, "Nothing was sent yet."),
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
        assert not [one for one in s.session.calls if one.startswith("add_account")]


async def test_an_account_is_not_claimed_by_default(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.press("a")
        s.type_into("#text", "@me@x.example")
        await s.settle()
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        assert "add_account @me@x.example unsure None" in s.session.calls
        await s.go(Place.ACCOUNTS)
        assert "not decided" in s.flat()
        assert "none" in s.flat()


async def test_mine_is_warned_about_and_typed_again(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.press("a")
        s.type_into("#text", "@me@x.example")
        await s.settle()
        await choose(s, Claim.MINE)
        assert "Only your own account. Watching someone else's can be a crime" in s.flat()
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        assert "That is not the handle of this account." in s.flat()
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
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        await s.go(Place.ACCOUNTS)
        assert "not checked" in s.flat()
        assert "There is no reader for this platform yet" in s.flat()


async def test_an_account_that_is_on_the_list_is_said_not_raised(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        for _turn in range(2):
            await s.go(Place.ADD_ACCOUNT)
            s.type_into("#text", "@me@x.example")
            await s.settle()
            s.app.screen.query_one("#add", Button).press()
            await s.settle()
        assert isinstance(s.app.screen, AddAccount)
        assert "on the list already" in s.flat()


async def test_claims_can_be_changed(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Place.ACCOUNTS)
        s.app.screen.query_one(RowList).cursor = 3
        await s.press("c")
        await choose(s, Claim.MINE)
        s.type_into("#handle-again", "majalindgren")
        s.app.screen.query_one("#save", Button).press()
        await s.settle()
        assert f"set_claim {ACCOUNTS[3].id} mine" in s.session.calls
        assert isinstance(s.app.screen, AccountsPage)


async def test_a_proof_is_looked_for_and_shown(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Place.ACCOUNTS)
        s.app.screen.query_one(RowList).cursor = 1
        await s.settle()
        assert "proof: none" in s.flat()
        await s.press("p")
        assert "auditor-proof-4f1c9a" in s.flat()
        s.app.screen.query_one("#look", Button).press()
        await s.settle()
        assert "✓ proof: profile text" in s.flat()


async def test_removing_asks_first(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Place.ACCOUNTS)
        await s.press("d")
        assert "Remove this account?" in s.flat()
        await s.press("enter")
        assert not [one for one in s.session.calls if one.startswith("remove")]
        await s.press("d")
        s.app.screen.query_one("#remove", Button).press()
        await s.settle()
        assert f"remove_account {ACCOUNTS[0].id}" in s.session.calls
        assert "maja.example" not in s.flat().replace("majas-garden.example", "").replace("social.example", "")


# photos


async def test_filters_and_order_are_questions_to_the_vault(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("3", "o")
        assert s.app.context.left.photos.sort is PhotoSort.OLDEST
        await s.press("v", "v")
        assert s.app.context.left.photos.severity_at_least is Severity.MEDIUM
        await s.press("g", "u")
        assert "with a place · Bluesky maja.example" in s.flat()
        await s.press("0")
        assert "60 photos" in s.flat()
        await s.press("slash", *"harbour", "enter")
        assert "10 photos" in s.flat()
        assert "kitchen" not in s.flat()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_photo_shows_facts_findings_and_where_else_it_stands(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(size=size) as s:
        await s.go(Place.PHOTOS)
        await s.press("down", "down", "down", "down", "enter")
        assert isinstance(s.app.screen, PhotoPage)
        told = " ".join(one.written.plain for one in s.app.screen.query(Prose))
        assert "SN12345" in told
        assert "Nikon Z 6" in told
        assert "The file names the device" in told
        assert "show the same picture" in told
        await s.press("escape")
        assert isinstance(s.app.screen, PhotosPage)
        assert s.app.screen.query_one(RowList).cursor == 4


async def test_a_position_of_an_unproven_account_is_rounded(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Place.PHOTO, f"p{1:016x}")
        shown = s.flat()
        assert "52.52, 13.39 (rounded to about 1 km" in shown
        assert "52.517037" not in shown
        assert "proof: none" in shown
        await s.press("escape")
        await s.go(Place.PHOTO, f"p{3:016x}")
        assert "52.517037, 13.388860" in s.flat()


async def test_a_picture_that_cannot_be_read_is_said(stage: OpenStage) -> None:
    async with stage(FakeSession(word="x y")) as s:
        s.app.context.draw = lambda picture: pytest.fail("nothing to draw")
        await s.go(Place.PHOTO, f"p{1:016x}")
        assert "The small picture cannot be read." in s.flat()


# findings and plan


async def test_findings_fold_and_group(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Place.FINDINGS)
        assert "critical 1 finding" in s.flat()
        await s.press("b")
        assert "▸ ◆" in s.flat()
        before = s.app.screen.query_one(RowList).count
        await s.press("home", "enter")
        assert s.app.screen.query_one(RowList).count > before


async def test_a_finding_says_what_to_do_and_who_will_notice(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Place.FINDINGS)
        rows = s.app.screen.query_one(RowList)
        for number in range(rows.count):
            rows.cursor = number
            await s.settle()
            if isinstance(rows.row, Finding) and rows.row.check == "same-avatar":
                shown = s.app.screen.query_one("#about", Prose).written.plain
                assert "Why it matters" in s.app.screen.query_one("#about", Prose).written.plain
                assert "The platform tells others." in shown
                assert "Save evidence first" in shown
                assert "@maja.lindgren@social.example shows the same picture." in shown


async def test_several_findings_are_marked_together(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Place.FINDINGS)
        rows = s.app.screen.query_one(RowList)
        before = rows.count
        await s.press("space", "down", "space", "d")
        marked = [one for one in s.session.calls if one.startswith("mark")]
        assert len(marked) == 2
        assert all(one.endswith(" done") for one in marked)
        assert s.app.screen.query_one(RowList).count < before
        await s.press("t")
        assert "done" in s.flat()


async def test_the_plan_has_two_orders_and_marks_steps(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Place.PLAN)
        assert "Order: most exposure removed per minute first." in s.flat()
        await s.press("o")
        assert f"plan {PlanOrder.QUIET}" in s.session.calls
        assert "Nobody will notice." in s.flat()
        await s.press("d")
        assert [one for one in s.session.calls if one.endswith(" done")]


# errors and theme


async def test_an_error_is_a_calm_box(stage: OpenStage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuses(_self: FakeSession, _account: str) -> None:
        raise Unreachable("social.example does not answer.", "Try again later.")

    monkeypatch.setattr(FakeSession, "remove_account", refuses)
    async with stage() as s:
        await s.go(Place.ACCOUNTS)
        await s.press("d")
        s.app.screen.query_one("#remove", Button).press()
        await s.settle()
        assert isinstance(s.app.screen, TroubleBox)
        assert "That did not work social.example does not answer. Try again later." in s.flat()
        await s.press("enter")
        assert not isinstance(s.app.screen, TroubleBox)


async def test_light_and_dark_are_remembered(stage: OpenStage) -> None:
    async with stage() as s:
        assert s.app.current_theme.dark
        await s.press("ctrl+t")
        assert not s.app.current_theme.dark
        assert await s.session.setting("theme") == "auditor-day"


async def test_the_palette_knows_every_place(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.press("ctrl+p")
        await s.press(*"network")
        await s.pilot.pause(0.1)
        await s.press("enter")
        assert "newest first" in s.flat() or "The newest" in s.flat()
