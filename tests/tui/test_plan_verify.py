"""The planned steps, looking again, and unwanted accounts.

What helps, and positions that need a key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from auditor.domain.findings.finding import Finding
from auditor.tui.base.browser import open_page
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.browse import BrowseBox
from auditor.tui.screens.do_step import DoStepBox
from auditor.tui.screens.helps import HelpsBox
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.plan import PlanPage
from auditor.tui.screens.verify import VerifyPage
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.fakes.people import ACCOUNTS
from tests.fakes.planning import MENU, SETTING
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage

TINY = (40, 10)
PROJECTOR = UiOptions(vault_exists=True, practice=True, projector=True, images="off")
EXACT = "52.517037, 13.388860"


def about(s: Stage) -> str:
    return " ".join(s.app.screen.query_one("#about", Prose).written.plain.split())


async def seek(s: Stage, check: str) -> Finding:
    rows = s.app.screen.query_one(RowList)
    for index in range(rows.count):
        rows.cursor = index
        await s.settle()
        if (
            isinstance(rows.row, Finding)
            and rows.row.check == check
            and rows.row.observation.photo == f"p{0:016x}"
        ):
            return rows.row
    raise AssertionError(check)


# plan


async def test_the_plan_says_what_its_steps_come_to(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.press("5")
        shown = s.flat()
        assert "Now something is seen of 7 of 8 questions; after these steps of 6." in shown
        assert shown.count("! □") == 1, "what is critical is marked"
        assert "home" in shown, "the questions that are closed stand on the line"
        told = about(s)
        for sentence in (
            "First, whatever else you do.",
            "Takes 4 minutes. Settles 1 finding on 1 photo.",
            "w opens https://social.example/settings/profile",
            "the platform says: still open",
            f"Way: {MENU}",
            "Set it to: Off",
            "Source: https://docs.example/privacy, 2024-01-02",
            "Menus move; this way was not looked at lately",
        ):
            assert sentence in told
        assert "Followers can notice." in told
        await s.press("down", "down")
        assert (
            "With it, and the steps before it, this is closed: Could a stranger find where you"
            in about(s)
        )


async def test_the_plan_is_chosen_by_time_quiet_and_photos(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("5")
        lines = s.text().splitlines()
        rows = [line for line in lines if "kitchen" in line]
        assert len(rows) > 2
        assert len(set(rows)) == len(rows), "each row names its photo and account"
        assert all("maja" in line for line in rows[:2])
        assert "m as long as it takes · o followers may notice · C photos may go" in s.flat()
        for keys, asked, told in (
            ("m", "plan 10", "m 10 minutes"),
            ("m", "plan 30", "m 30 minutes"),
            ("o", "plan quiet 30", "o only what followers cannot notice"),
            ("C", "plan quiet keep 30", "C all photos stay"),
            ("m", "plan quiet keep 120", "m 120 minutes"),
            ("m", "plan quiet keep", "m as long as it takes"),
        ):
            await s.press(keys)
            assert asked in s.session.calls, asked
            assert told in s.flat(), told
        await s.press("C", "o", "enter")
        assert isinstance(s.app.screen, DoStepBox)
        assert "kitchen 0.jpg" in s.flat()


async def test_settings_without_findings_are_marked_too(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("5", "end")
        assert "A setting of the platform; no finding stands behind it." in about(s)
        await s.press("d")
        assert f"step {SETTING} done" in s.session.calls
        assert "done" in about(s)


def practising(open_page: Callable[[str], bool]) -> UiOptions:
    return UiOptions(vault_exists=True, practice=True, images="off", open_page=open_page)


async def test_a_page_is_opened_after_it_was_shown_and_asked(stage: OpenStage) -> None:
    opened: list[str] = []
    there = True

    def open_page(url: str) -> bool:
        opened.append(url)
        return there

    async with stage(options=practising(open_page)) as s:
        await s.press("5", "down", "up", "w")
        assert isinstance(s.app.screen, BrowseBox)
        assert "https://social.example/settings/profile" in s.flat()
        assert "history keeps the visit" in s.flat()
        await s.press("enter")
        assert isinstance(s.app.screen, PlanPage), "keeping is what Enter does"
        await s.press("w", "n", "w", "escape")
        assert opened == []
        await s.press("w", "y")
        assert opened == ["https://social.example/settings/profile"]
        assert "Opened in your browser." in s.flat()
        there = False
        await s.press("w", "y")
        assert "No browser opened." in s.flat()
        assert "https://social.example/settings/profile" in s.flat(), "to be typed elsewhere"


async def test_nothing_is_opened_on_a_projector_nor_what_is_no_page(stage: OpenStage) -> None:
    opened: list[str] = []

    def open_page(url: str) -> bool:
        opened.append(url)
        return True

    there = practising(open_page)
    for session, options in (
        (FakeSession(), replace(there, projector=True)),
        (FakeSession(word="javascript:alert(1)"), there),
    ):
        async with stage(session, options) as s:
            await s.press("5", "w", "y", "tab", "enter")
            assert opened == []


def test_no_browser_opens_where_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not open_page("https://social.example/")


# verify


async def test_what_is_asked_is_said_before_and_what_came_after(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.press("5", "d", "v")
        assert isinstance(s.app.screen, VerifyPage)
        told = about(s)
        for sentence in (
            "1 thing to look at again",
            "s looks now. It asks again, and sends nothing about you:",
            "1 picture, by its address",
            "Bluesky maja.example",
            "can see the visit",
            "[ ] W Ask the web archive",
        ):
            assert sentence in told or sentence in s.flat()
        assert not [call for call in s.session.calls if call.startswith("verify")], (
            "nothing is asked unasked"
        )
        assert "Earlier" in s.flat()
        await s.press("W")
        shown = about(s)
        assert "[✓] W Ask the web archive" in shown
        assert "Sent to archive.org: the addresses of these photos" in shown
        assert "https://maja.example/1" in shown
        assert "outgoing False" in s.session.calls
        await s.press("t")
        assert "https://maja.example/2" in about(s), "more would go out, so more is shown"
        await s.press("t", "s")
        assert "verify False 1" in s.session.calls
        shown = s.flat()
        for word in (
            "✓ gone here",
            "■ still there",
            "✓ cleaned",
            "▾ smaller now",
            "? could not tell",
            "– you said so",
            "2026-11-22 12:00",
        ):
            assert word in shown
        assert "nobody can tell" in about(s)
        await s.press("down", "enter")
        assert isinstance(s.app.screen, PhotoPage)
        await s.press("escape", "escape")
        assert not isinstance(s.app.screen, VerifyPage)


async def test_nothing_marked_is_said_and_nothing_asked(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.go(Route.VERIFY)
        await s.press("s")
        assert "Nothing is marked as done." in about(s)
        assert not [call for call in s.session.calls if call.startswith("verify")]


# accounts


async def test_an_account_can_be_unwanted_and_wanted_again(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.press("2", "u")
        assert f"unwanted {ACCOUNTS[0].id} False" in s.session.calls
        assert "mine, unwanted" in s.flat()
        assert "save evidence if somebody threatens you" in s.flat()
        await s.press("u")
        assert f"unwanted {ACCOUNTS[0].id} True" in s.session.calls
        assert "mine, unwanted" not in s.flat()


# positions


async def test_a_position_needs_a_key_on_the_photo(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.PHOTO, f"p{3:016x}")
        assert "52.52, 13.39 (rounded to about 1 km: x shows the spot itself)" in s.flat()
        assert "near Berlin, DE" in s.flat()
        assert "52.517" not in s.flat()
        await s.press("x")
        assert EXACT in s.flat()
        await s.press("x")
        assert "52.517" not in s.flat()


async def test_a_position_needs_a_key_on_the_findings(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.press("4")
        await seek(s, "position-in-metadata")
        assert "52.52, 13.39" in about(s)
        assert "near Berlin, DE" in about(s)
        assert "52.517" not in s.flat()
        await s.press("x")
        assert EXACT.replace("860", "86") in about(s)
        await s.press("down", "up")
        assert "52.517" not in s.flat(), "moving hides it again"


async def test_a_position_is_never_on_a_projector(stage: OpenStage) -> None:
    async with stage(options=PROJECTOR, size=LARGE) as s:
        await s.press("4")
        await seek(s, "position-in-metadata")
        await s.press("x")
        for word in ("52.5", "13.3", "Berlin"):
            assert word not in s.flat()
        await s.go(Route.PHOTO, f"p{3:016x}")
        await s.press("x")
        s.app.screen.action_exact()  # type: ignore[attr-defined]
        await s.settle()
        assert "52.5" not in s.flat()
        assert "Exact position" not in s.flat()


# what helps


async def test_a_finding_names_what_helps(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.press("4")
        await seek(s, "position-in-metadata")
        for title in (
            "Clean copies to post instead",
            "Letter: ",
            "Case file for a lawyer or hotline, encrypted",
            "Look again, after you did something",
        ):
            assert title in about(s)
        await s.press("M")
        assert isinstance(s.app.screen, HelpsBox)
        assert "Another letter" in s.flat()


# keys


@pytest.mark.parametrize("size", [TINY, SMALL])
async def test_quick_exit_is_always_there(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(size=size) as s:
        for place in (Route.ACCOUNTS, Route.FINDINGS, Route.PLAN, Route.VERIFY):
            await s.pilot.resize_terminal(*size)
            await s.go(place)
            last = s.text().splitlines()[-1]
            assert "^x Quick exit" in last, place
            assert "F2 Help now" in last, place
            if size == SMALL and place in {Route.FINDINGS, Route.PLAN}:
                assert "v Verify" in last, place
            await s.pilot.resize_terminal(30, 10)
            await s.settle()
            assert "^x Quick exit" in s.text().splitlines()[-1], place
