"""What no program can look into: straight to its checklist, and no circle."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from textual.widgets import Button

from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.traits import Traits
from auditor.engine.plan.settings import checklist
from auditor.guidance.help.blackmail import FIRST as FIRST_OF_ALL
from auditor.guidance.help.blackmail import steps
from auditor.guidance.playbooks import playbook
from auditor.report.words.words import way
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.accounts import AccountsPage
from auditor.tui.screens.add_account import AddAccount
from auditor.tui.screens.checklist import ChecklistPage
from auditor.tui.screens.claim import ClaimBox
from auditor.tui.screens.do_step import DoStepBox
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.fakes.engine import account
from tests.fakes.session import PASSPHRASE
from tests.never_nothing import closed, in_state, nothing, unclaimed
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage

NEW = UiOptions(vault_exists=False, images="off")
MOST_KEYS = 12
FIRST = "Settings > Account privacy > Private account: On"
CLOSED = ("instagram", "tiktok", "facebook", "x", "threads", "snapchat", "vk")


def typist(s: Stage) -> tuple[list[str], Callable[..., Awaitable[None]]]:
    """Return the keys that were pressed, and what presses them one by one."""
    keys: list[str] = []

    async def press(*pressed: str) -> None:
        for key in pressed:
            keys.append(key)
            await s.press(key)

    return keys, press


async def typed(s: Stage, text: str) -> None:
    await s.press(
        *("full_stop" if sign == "." else "slash" if sign == "/" else sign for sign in text)
    )


async def test_from_an_empty_home_to_the_first_line_in_twelve_keys(stage: OpenStage) -> None:
    async with in_state(nothing) as made, stage(made.session, NEW, size=SMALL) as s:
        keys, press = typist(s)
        await press("n")
        await typed(s, PASSPHRASE)
        await press("enter")
        await typed(s, PASSPHRASE)
        await press("enter")
        assert isinstance(s.app.screen, OverviewPage)
        await press("a")
        await typed(s, "instagram.com/ada")
        await press("enter", "down", "enter")
        await typed(s, "ada")
        await press("enter")
        assert isinstance(s.app.screen, ChecklistPage)
        shown = s.text().splitlines()
        assert "Instagram: we cannot see your settings. Tick what you have set: 0 of" in s.flat()
        listed = [line for line in shown if "□" in line]
        assert f"Private account  {FIRST}" in listed[0], "its name, then the way there"
        assert len(keys) <= MOST_KEYS, keys


async def test_what_was_ticked_stays_and_can_be_taken_back(stage: OpenStage) -> None:
    async with in_state(closed) as made, stage(made.session, size=LARGE) as s:
        (state,) = await made.session.accounts.states()
        await s.go(Route.CHECKLIST, state.account.id)
        assert "Only approved followers see photos" in s.flat()
        await s.press("d")
        assert "1 of" in s.flat()
        await s.press("escape")
        await s.go(Route.CHECKLIST, state.account.id)
        assert "Tick what you have set: 1 of" in s.flat()
        first = (await made.session.planning.checklist(state.account.id))[0]
        assert first.state is State.DONE
        plan = await made.session.planning.plan()
        assert next(step for step in plan.steps if step.id == first.id).state is State.DONE
        await s.press("enter")
        assert isinstance(s.app.screen, DoStepBox), "Enter asks: nothing is ticked by accident"
        await s.press("escape", "r")
        assert "Tick what you have set: 0 of" in s.flat()
        await s.press("ctrl+z")
        assert "Tick what you have set: 1 of" in s.flat(), "it is taken back"
        assert "Taken back: marked as open." in s.flat()


async def test_the_whole_way_to_each_setting_can_be_read_in_a_small_terminal(
    stage: OpenStage,
) -> None:
    """The line of the list may end in dots; below it the way stands whole."""
    async with in_state(nothing) as made, stage(made.session, size=SMALL) as s:
        for host in ("instagram.com", "facebook.com", "tiktok.com", "x.com"):
            added = await made.session.accounts.add(f"{host}/ada", claim=Claim.MINE, again="ada")
            await s.go(Route.CHECKLIST, added.id)
            for step in await made.session.planning.checklist(added.id):
                shown = " ".join(s.flat().split())
                assert all(" ".join(way(told).split()) in shown for told in step.settings), step
                await s.press("down")
            await s.press("escape")


async def test_who_is_blackmailed_reads_what_to_do_there_and_comes_back(stage: OpenStage) -> None:
    async with in_state(closed) as made, stage(made.session, size=SMALL) as s:
        states = await made.session.accounts.states()
        state = next(state for state in states if state.account.platform == "instagram")
        await s.go(Route.CHECKLIST, state.account.id)
        assert "g Blackmail" in s.flat()
        await s.press("g")
        told = s.app.screen.query_one("#about", Prose).written.plain
        assert told.index(FIRST_OF_ALL) < told.index("1. ")
        for step in steps("instagram"):
            assert step.title in told
            assert step.text in told
            assert step.notice in told
            assert step.source_url in told
        await s.press("pagedown")
        assert s.app.screen.query_one("#detail").scroll_offset.y > 0
        await s.press("tab", "down")
        assert FIRST_OF_ALL not in s.app.screen.query_one("#about", Prose).written.plain


async def test_scan_and_accounts_lead_to_the_checklist_and_not_to_each_other(
    stage: OpenStage,
) -> None:
    async with in_state(closed) as made, stage(made.session, size=SMALL) as s:
        await s.go(Route.SCAN)
        assert "Instagram: not looked into; strangers may. Press l for the settings." in s.flat()
        assert "press 2" not in s.flat()
        assert s.app.screen.query_one("#begin", Button).disabled
        await s.press("l")
        assert isinstance(s.app.screen, ChecklistPage)
        await s.press("escape", "2")
        assert isinstance(s.app.screen, AccountsPage)
        assert "cannot look into it; strangers may. Press Enter for its settings" in s.flat()
        await s.press("enter")
        assert isinstance(s.app.screen, ChecklistPage)
        await s.press("escape")
        assert isinstance(s.app.screen, AccountsPage)


async def test_saying_later_that_it_is_yours_leads_there_too(stage: OpenStage) -> None:
    async with in_state(nothing) as made, stage(made.session, size=SMALL) as s:
        await made.session.accounts.add("instagram.com/ada", claim=Claim.UNSURE)
        await s.go(Route.ACCOUNTS)
        assert "If it is yours, press c and say so" in s.flat()
        await s.press("enter")
        assert isinstance(s.app.screen, ClaimBox)
        await s.press("down", "enter")
        await typed(s, "ada")
        await s.press("enter")
        assert isinstance(s.app.screen, ChecklistPage)


async def test_a_choice_that_asks_nothing_more_leads_to_the_button(stage: OpenStage) -> None:
    async with in_state(unclaimed) as made, stage(made.session, size=SMALL) as s:
        await s.go(Route.ADD_ACCOUNT)
        await typed(s, "instagram.com/bo")
        await s.press("enter", "down", "down", "enter")
        assert s.app.focused is s.app.screen.query_one("#add", Button)
        await s.press("enter")
        assert not isinstance(s.app.screen, AddAccount | ChecklistPage)
        assert len(await made.session.accounts.states()) == 2


async def test_the_readable_platforms_have_a_checklist_as_well(stage: OpenStage) -> None:
    async with in_state(unclaimed) as made, stage(made.session, size=SMALL) as s:
        (state,) = await made.session.accounts.states()
        await s.go(Route.CHECKLIST, state.account.id)
        assert s.app.screen.query_one(RowList).count


@pytest.mark.parametrize("platform", CLOSED)
def test_the_first_setting_of_a_closed_platform_hides_photos(platform: str) -> None:
    book = playbook(platform)
    assert book is not None
    there = account("ada", platform=platform)
    steps = checklist(there, None, Traits(platform), date(2026, 11, 27), {})
    assert len(steps) == len(book.shown())
    first = next(step for step in book.shown() if step.title == steps[0].settings[0].title)
    assert "visibility" in first.affects
    assert first.menu
