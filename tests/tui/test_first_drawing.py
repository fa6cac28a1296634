"""A screen is styled once when it comes, and its keys are made again only where they changed."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.strip import Strip
from textual.widgets._footer import FooterKey  # what a footer is made of; not exported

from auditor.tui.base.messages import Route
from auditor.tui.screens.accounts import AccountsPage
from auditor.tui.screens.plan import PlanPage
from auditor.tui.widgets.row_list import RowList
from tests.tui.conftest import LARGE, OpenStage


async def test_a_screen_shown_first_has_no_style_read_again(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage() as s:
        monkeypatch.setattr(Stylesheet, "reparse", lambda _sheet: pytest.fail("read again"))
        for place in (Route.LINKS, Route.ADD_ACCOUNT):
            await s.go(place)
        assert s.app.screen.query_one("#box").styles.max_width is not None, "it has its style"


async def test_a_page_knows_its_size_before_it_has_content(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[frozenset[str]] = []
    body = AccountsPage.body

    def noting(page: AccountsPage) -> ComposeResult:
        known.append(page.classes)
        yield from body(page)

    monkeypatch.setattr(AccountsPage, "body", noting)
    async with stage(size=LARGE) as s:
        await s.go(Route.ACCOUNTS)
        assert {"-wide", "-tall"} <= known[0]
        assert s.app.screen.classes >= known[0], "Textual finds the same"


async def test_keys_are_made_again_only_where_they_changed(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.PLAN)
        before = list(s.app.screen.query(FooterKey))
        assert before
        s.app.screen.set_focus(None)
        await s.settle()
        assert list(s.app.screen.query(FooterKey)) == before
        page = s.app.screen
        assert isinstance(page, PlanPage)
        page._bindings.bind("f9", "nothing", "Something new")
        page.refresh_bindings()
        await s.settle()
        assert "Something new" in s.text().splitlines()[-1]


async def test_a_fault_of_drawing_fails_a_test(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stage draws once when all work is done, even where a test reads nothing."""

    def faulty(_rows: RowList[object], _y: int) -> Strip:
        raise ZeroDivisionError

    async with stage() as s:
        monkeypatch.setattr(RowList, "render_line", faulty)
        with pytest.raises(ZeroDivisionError):
            await s.go(Route.ACCOUNTS)
        monkeypatch.undo()
