"""Photos, findings and plan: what each shows, and what can be marked there."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from auditor.domain.findings.finding import Finding, Severity
from auditor.domain.views import PhotoSort
from auditor.errors import Unreachable
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.photos import PhotosPage
from auditor.tui.screens.trouble import TroubleBox
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.fakes.session import FakeAccounts, FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage

# photos


async def test_filters_and_order_are_questions_to_the_vault(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("3", "O")
        assert s.app.context.left.photos.sort is PhotoSort.OLDEST
        await s.press("S", "S")
        assert s.app.context.left.photos.severity_at_least is Severity.MEDIUM
        await s.press("P", "A")
        assert "with a place · Bluesky maja.example" in s.flat()
        await s.press("R")
        assert "60 photos" in s.flat()
        await s.press("slash", *"harbour", "enter")
        assert "10 photos" in s.flat()
        assert "kitchen" not in s.flat()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_photo_shows_facts_findings_and_where_else_it_stands(
    stage: OpenStage, size: tuple[int, int]
) -> None:
    async with stage(size=size) as s:
        await s.go(Route.PHOTOS)
        await s.press("down", "down", "down", "down", "enter")
        assert isinstance(s.app.screen, PhotoPage)
        told = " ".join(prose.written.plain for prose in s.app.screen.query(Prose))
        assert "SN12345" in told
        assert "Nikon Z 6" in told
        assert "The file names the device" in told
        assert "show the same picture" in told
        await s.press("escape")
        assert isinstance(s.app.screen, PhotosPage)
        assert s.app.screen.query_one(RowList).cursor == 4


async def test_a_position_of_an_unproven_account_is_rounded(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.PHOTO, f"p{1:016x}")
        shown = s.flat()
        assert "52.52, 13.39 (rounded to about 1 km" in shown
        assert "52.517037" not in shown
        assert "not proven" in shown
        await s.press("escape")
        await s.go(Route.PHOTO, f"p{3:016x}")
        assert "52.517037" not in s.flat()
        await s.press("x")
        assert "52.517037, 13.388860" in s.flat()


async def test_a_picture_that_cannot_be_read_is_said(stage: OpenStage) -> None:
    async with stage(FakeSession(word="x y")) as s:
        s.app.context.draw = lambda picture: pytest.fail("nothing to draw")
        await s.go(Route.PHOTO, f"p{1:016x}")
        assert "The small picture cannot be read." in s.flat()


async def test_an_impostor_has_nothing_to_prove(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.ACCOUNTS, "")
        rows = [line for line in s.text().splitlines() if "pretends" in line]
        assert rows
        assert not any("proven" in line for line in rows)


async def test_what_to_do_first_is_whole_on_a_small_screen(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.go(Route.OVERVIEW, "")
        assert "No account is on the list. Press a to add one of your own." in s.flat()
        assert "then a, to add one of your own." in s.flat()


# findings and plan


async def test_findings_fold_and_group(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.FINDINGS)
        assert "critical 1 finding" in s.flat()
        await s.press("b")
        assert "▸ ◆" in s.flat()
        before = s.app.screen.query_one(RowList).count
        await s.press("home", "enter")
        assert s.app.screen.query_one(RowList).count > before


async def test_a_finding_says_what_to_do_and_who_will_notice(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.FINDINGS)
        rows = s.app.screen.query_one(RowList)
        for index in range(rows.count):
            rows.cursor = index
            await s.settle()
            if isinstance(rows.row, Finding) and rows.row.check == "same-avatar":
                shown = s.app.screen.query_one("#about", Prose).written.plain
                assert "Why it matters" in s.app.screen.query_one("#about", Prose).written.plain
                assert "Only the platform's staff reads it." in shown
                assert "Save evidence first" in shown
                assert "@maja.lindgren@social.example shows the same picture." in shown


async def test_a_finding_says_what_has_to_be_made_worthless(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.FINDINGS)
        rows = s.app.screen.query_one(RowList)
        told = {}
        for index in range(rows.count):
            rows.cursor = index
            await s.settle()
            if isinstance(rows.row, Finding):
                shown = s.app.screen.query_one("#about", Prose).written.plain
                told[rows.row.check] = "Before the photo goes: Change the password" in shown
        assert told["device-serial-number"]
        assert sum(told.values()) == 1


async def test_several_findings_are_marked_together(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.FINDINGS)
        rows = s.app.screen.query_one(RowList)
        before = rows.count
        await s.press("space", "down", "space", "d")
        marked = [call for call in s.session.calls if call.startswith("mark")]
        assert marked == ["mark_all 2 done"], "at once"
        assert s.app.screen.query_one(RowList).count < before
        await s.press("t")
        assert "done" in s.flat()


async def test_the_plan_is_shown_whole_or_quiet_and_marks_steps(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.PLAN)
        assert "o followers may notice" in s.flat()
        assert "Followers can notice." in s.flat()
        await s.press("o")
        assert "plan quiet" in s.session.calls
        assert "only what followers cannot notice" in s.flat()
        assert "Followers can notice." not in s.flat()
        await s.press("d")
        assert [call for call in s.session.calls if call.endswith(" done")]


# errors and theme


async def test_an_error_is_a_calm_box(stage: OpenStage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuses(_self: FakeAccounts, _account: str) -> None:
        raise Unreachable("social.example does not answer.", "Try again later.")

    monkeypatch.setattr(FakeAccounts, "remove", refuses)
    async with stage() as s:
        await s.go(Route.ACCOUNTS)
        await s.press("delete")
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


@pytest.mark.filterwarnings(
    "ignore:Image.Image.getdata:DeprecationWarning"
)  # textual-image 0.12 on Pillow 13
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_picture_is_shown_beside_the_facts(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(
        options=UiOptions(vault_exists=True, practice=True, images="half-cell"), size=size
    ) as s:
        await s.go(Route.PHOTO, f"p{1:016x}")
        assert isinstance(s.app.screen, PhotoPage)
        assert s.app.screen.picture_shown
        assert s.text().count("▀") > 100
