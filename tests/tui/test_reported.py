"""Reported links on the screen: written down, looked at once it was said whom, closed."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Checkbox, Input, RadioButton

from auditor.domain.outside.reported import LinkState, ReportChannel, ReportedKind, ReportedLink
from auditor.tui.base.messages import Route, VaultOpened
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.add_reported import AddReported
from auditor.tui.screens.case import CaseBox
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.letter import LetterBox
from auditor.tui.screens.look_reported import LookReported
from auditor.tui.screens.next_reported import NextReported
from auditor.tui.screens.reported import ReportedPage
from auditor.tui.widgets.row_list import RowList
from tests.fakes.desk import FakeDesk
from tests.fakes.people import NOW
from tests.fakes.private import FakePrivate
from tests.fakes.reported import FakeReported
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage
from tests.tui.test_projector import PROJECTOR

WHO_HELPS = "Take It Down"


def kept(s: Stage) -> FakeReported:
    reported = s.session.reported
    assert isinstance(reported, FakeReported)
    return reported


async def click(s: Stage, name: str) -> None:
    s.app.screen.query_one(name, Button).press()
    await s.settle()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_one_key_from_help_now(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(size=size) as s:
        await s.press("f2")
        assert "F3 Reported links" in s.flat()
        await s.press("f3")
        assert isinstance(s.app.screen, ReportedPage)
        shown = s.flat()
        for state in ("not looked at yet", "still there", "✓ gone", "kept only"):
            assert state in shown, state
        assert "ends in 5 h" in shown
        assert "ran out" in shown
        assert "Ends in 5 h, if the request was valid and the service is covered." in shown
        await s.press("escape")
        assert isinstance(s.app.screen, HelpNow)


async def test_help_now_offers_it_only_while_the_vault_is_open(stage: OpenStage) -> None:
    async with stage(options=UiOptions(vault_exists=True)) as s:
        await s.press("f2")
        assert "Reported links" not in s.flat()
        await s.press("f3")
        assert isinstance(s.app.screen, HelpNow)


async def test_it_works_without_accounts_and_says_what_it_is_for(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.go(Route.REPORTED)
        assert "Nothing is written down yet. Press a to add a link." in s.flat()
        assert "Nothing is asked of anybody until you press s and say yes." in s.flat()
        for key in ("j", "d", "r", "enter"):
            await s.press(key)
            assert isinstance(s.app.screen, ReportedPage), key
        await s.press("s")
        assert "There is no open link to look at." in s.flat()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_link_is_written_down_with_its_clock(
    stage: OpenStage, size: tuple[int, int]
) -> None:
    async with stage(FakeSession(empty=True), size=size) as s:
        await s.go(Route.REPORTED)
        await s.press("a")
        assert "18 or older?" in s.flat()
        await s.press("y")
        s.type_into("#url", "https://pictures.example/v/1")
        s.type_into("#to", "Pictures Ltd")
        s.type_into("#on", f"{NOW.astimezone():%Y-%m-%d %H:%M}")
        s.type_into("#where", "Texas")
        await click(s, "#go")
        s.app.screen.query_one("#channel-form", RadioButton).value = True
        s.app.screen.query_one("#kind-intimate", RadioButton).value = True
        s.app.screen.query_one("#complete", Checkbox).value = True
        await s.settle()
        assert "My request was complete" in s.flat()
        await click(s, "#go")
        assert "Written down." in s.flat()
        assert "Ends in 47 h" in s.flat() or "Ends in 48 h" in s.flat()
        (entry,) = await kept(s).entries()
        link = entry.link
        assert (link.report.to, link.report.channel) == ("Pictures Ltd", ReportChannel.FORM)
        assert (link.where, link.kind, link.complete) == ("US-TX", ReportedKind.INTIMATE, True)
        assert not link.report.day_only
        await s.press("escape")
        assert "if the request was valid and the service is covered" in s.flat()


async def test_the_last_question_and_its_button_stand_on_a_small_screen(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True), size=SMALL) as s:
        await s.go(Route.ADD_REPORTED)
        await s.press("y")
        s.type_into("#url", "https://pictures.example/v/1")
        await click(s, "#go")
        assert "My request was complete" in s.flat()
        assert " Add Close " in s.flat()


async def test_no_answer_is_chosen_that_would_start_a_clock(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.go(Route.ADD_REPORTED)
        await s.press("y")
        s.type_into("#url", "https://pictures.example/v/1")
        s.type_into("#on", "2026-05-04")
        s.type_into("#where", "US")
        await click(s, "#go")
        await click(s, "#go")
        (entry,) = await kept(s).entries()
        assert entry.clock is None
        assert entry.link.report.channel is None
        assert entry.link.report.day_only
        assert entry.link.kind is ReportedKind.OTHER
        assert not entry.link.complete


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("#on", "yesterday", "yesterday: no date or time"),
        ("#where", "Georgia", "a country outside this list"),
        ("#url", " ", "Type the link first."),
        ("#url", "see https://pictures.example/1 and 2", "There is a space in it."),
        ("#url", "pictures", "That is no address of a page or picture."),
    ],
)
async def test_what_makes_no_sense_is_told_and_nothing_is_kept(
    stage: OpenStage, field: str, typed: str, told: str
) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.go(Route.ADD_REPORTED)
        await s.press("y")
        s.type_into("#url", "https://pictures.example/v/1")
        s.type_into(field, typed)
        await click(s, "#go")
        assert isinstance(s.app.screen, AddReported)
        assert told in s.flat()
        assert await kept(s).entries() == ()


async def test_under_18_only_link_and_time_are_kept_and_services_named(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.go(Route.ADD_REPORTED)
        await s.press("n")
        assert WHO_HELPS in s.flat()
        assert not s.app.screen.query(Input)
        await click(s, "#option-0")
        assert [field.id for field in s.app.screen.query(Input)] == ["url"]
        assert "it is never opened" in s.flat()
        s.type_into("#url", "https://pictures.example/v/1")
        await s.press("enter")
        assert "nothing else" in s.flat()
        assert WHO_HELPS in s.flat()
        (entry,) = await kept(s).entries()
        assert entry.link == ReportedLink(entry.link.id, entry.link.url, NOW, False)
        await s.press("escape")
        await s.go(Route.REPORTED)
        await s.press("s")
        assert "There is no open link to look at." in s.flat()
        await s.press("escape")
        await s.press("j")
        assert isinstance(s.app.screen, NextReported)
        assert WHO_HELPS in s.flat()


async def test_a_look_says_first_who_may_log_it(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.REPORTED)
        await s.press("s")
        assert isinstance(s.app.screen, LookReported)
        assert "may log the visit" in s.flat()
        assert "3 links are asked for" in s.flat()
        await s.press("enter")
        assert "Nobody was asked." in s.flat()
        assert "check_reported" not in s.session.calls
        await s.press("escape")
        kept(s).finds = LinkState.MOVED
        await s.press("s", "y")
        assert s.session.calls.count("check_reported") == 3, "each link for itself"
        assert s.flat().count("moved: as said") == 3
        await s.press("escape")
        assert "moved" in s.flat()


async def test_many_links_leave_the_question_on_the_screen(stage: OpenStage) -> None:
    async with stage() as s:
        for number in range(20):
            await kept(s).add(f"https://pictures.example/v/{number}", adult=True)
        await s.go(Route.LOOK_REPORTED)
        assert "23 links are asked for" in s.flat()
        assert "and 17 more" in s.flat()
        assert "Ask them now?" in s.flat()


async def test_without_a_private_list_it_says_what_would_help(stage: OpenStage) -> None:
    session = FakeSession()
    session.private = FakePrivate(empty=True)
    async with stage(session) as s:
        await s.go(Route.LOOK_REPORTED)
        assert "With the picture on your private list (7) it is recognised" in s.flat()


async def test_what_comes_next_names_an_authority_and_its_letter(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.NEXT_REPORTED, "a0000002")
        assert "Does somebody demand something of you" in s.flat()
        await s.press("n")
        shown = s.flat()
        assert "FTC" in shown
        assert "learns" in shown, "what name it reveals"
        await click(s, "#option-0")
        assert isinstance(s.app.screen, LetterBox)
        await s.press("y", "y")
        fields = {field.id: field.value for field in s.app.screen.query(Input)}
        assert fields["copy"] == "https://pictures.example/v/maja-lindgren/2"
        assert fields["platform"] == "Pictures Ltd"
        assert "it still stood there on" in fields["outcome"]


async def test_a_link_goes_into_a_case_file_with_its_history(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.NEXT_REPORTED, "a0000003")
        await click(s, "#option-0")
        assert isinstance(s.app.screen, CaseBox)
        await s.press("y")
        assert "The link that you reported goes into it, with its history." in s.flat()
        s.type_into("#target", "/nowhere/documents.zip")
        for name in ("#first", "#again"):
            s.type_into(name, "six random words are enough here")
        await click(s, "#go")
        desk = s.app.context.options.desk
        assert isinstance(desk, FakeDesk)
        assert desk.done[-1][0] == "case"
        assert desk.done[-1][2] == []


async def test_what_was_not_reported_yet_gets_its_first_letter(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        entry = await kept(s).add("https://pictures.example/v/9", adult=True)
        await s.go(Route.NEXT_REPORTED, entry.link.id)
        assert "Nothing is written down of a report." in s.flat()
        await click(s, "#option-0")
        assert isinstance(s.app.screen, LetterBox)
        await s.press("y")
        assert "Which letter?" in s.flat()
        await s.press("escape")
        await s.go(Route.LETTER, f"removal-48h|reported:{entry.link.id}")
        await s.press("y", "y")
        filled = {field.value for field in s.app.screen.query(Input)}
        assert "https://pictures.example/v/9" in filled


async def test_while_the_clock_runs_it_says_until_when(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.NEXT_REPORTED, "a0000001")
        assert "The clock runs until" in s.flat()
        assert "FTC" not in s.flat()


async def test_with_extortion_nobody_is_named_but_who_helps(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.NEXT_REPORTED, "a0000002")
        await s.press("y")
        assert "FTC" not in s.flat()
        assert "pay nothing" in s.flat()
        await click(s, "#option-0")
        assert isinstance(s.app.screen, HelpNow)
        assert "Blackmail" in s.flat()


async def test_closing_is_taken_back(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.REPORTED)
        await s.press("d")
        assert "– closed" in s.flat()
        assert "ctrl+z takes it back." in s.flat()
        await s.press("ctrl+z")
        assert "– closed" not in s.flat()
        await s.press("d", "r")
        assert "– closed" not in s.flat()
        assert s.app.screen.query_one(RowList).cursor == 0


async def test_a_line_after_unlock_counts_dates_and_can_be_switched_off(stage: OpenStage) -> None:
    session = FakeSession()
    await session.reported.tell_at_start(on=True)
    async with stage(session) as s:
        assert await kept(s).due() == 1
        assert "1 date today" in s.flat()
        assert "pictures.example" not in s.flat()
        await s.go(Route.REPORTED)
        await s.press("D")
        assert "At the start nothing is said of dates." in s.flat()
        await s.press("ctrl+z")
        assert await kept(s).tells_at_start()
        await s.press("D")
        s.app.post_message(VaultOpened())
        await s.settle()
        assert "date today" not in s.flat()


async def test_nothing_is_said_after_unlock_where_nothing_is_due(stage: OpenStage) -> None:
    session = FakeSession(empty=True)
    await session.reported.tell_at_start(on=True)
    async with stage(session) as s:
        assert "today" not in s.flat()


async def test_a_projector_shows_who_helps_everybody(stage: OpenStage) -> None:
    async with stage(options=PROJECTOR, size=LARGE) as s:
        await s.go(Route.ADD_REPORTED)
        await s.press("n")
        assert "takeitdown.ncmec.org" in s.flat()
        await s.press("escape")
        await s.go(Route.NEXT_REPORTED, "a0000002")
        await s.press("n")
        assert "https://takeitdown.ftc.gov" in s.flat()


async def test_a_projector_masks_links_and_receivers(stage: OpenStage) -> None:
    async with stage(options=PROJECTOR, size=LARGE) as s:
        await s.go(Route.REPORTED)
        for index in range(4):
            s.app.screen.query_one(RowList).cursor = index
            await s.settle()
            assert "pictures.example" not in s.flat()
            assert "Pictures Ltd" not in s.flat()
        await s.press("s")
        assert "pictures.example" not in s.flat()
        await s.press("y")
        assert "pictures.example" not in s.flat()
