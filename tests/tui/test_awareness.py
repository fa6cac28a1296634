"""The lessons on made pictures: each answer is answered, and drawings stop."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from auditor.awareness.read import lessons
from auditor.tui.base.messages import Route
from auditor.tui.palette import offers
from auditor.tui.screens import awareness
from auditor.tui.screens.awareness import AwarenessPage
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.tui.conftest import OpenStage, Stage


def about(s: Stage) -> str:
    return str(s.app.screen.query_one("#about", Prose).content)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_answer_of_each_exercise_is_answered(
    stage: OpenStage, size: tuple[int, int]
) -> None:
    async with stage(size=size) as s:
        await s.go(Route.AWARENESS)
        assert isinstance(s.app.screen, AwarenessPage)
        for exercise in (each for lesson in lessons() for each in lesson.exercises):
            assert exercise.ask in about(s)
            for number, choice in enumerate(exercise.choices, 1):
                await s.press("enter", str(number), "enter")
                assert choice.said in about(s)
            await s.press("escape", "down")


async def test_a_drawing_stands_moves_and_stops(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awareness, "_TURN_S", 3600)  # it is turned here, never by a slow machine
    async with stage(size=(120, 40)) as s:
        await s.go(Route.AWARENESS)
        names = [each.name for each in lessons() for _exercise in each.exercises]
        await s.press(*["down"] * names.index("light"))
        page = s.app.screen
        assert isinstance(page, AwarenessPage)
        still = about(s)
        page._turn()
        assert about(s) == still
        await s.press("N")
        assert about(s) != still
        await s.press("N")
        stopped = about(s)
        page._turn()
        assert about(s) == stopped


async def test_a_number_that_is_none_is_refused_and_escape_leads_back(stage: OpenStage) -> None:
    async with stage(size=(80, 24)) as s:
        await s.go(Route.AWARENESS)
        await s.press("enter", "9", "enter")
        assert s.app.screen.query_one("#answer", Input).value == ""
        await s.press("escape")
        assert s.app.screen.query_one("#rows", RowList).has_focus
        await s.press("escape")
        assert not isinstance(s.app.screen, AwarenessPage)


def test_the_palette_leads_there() -> None:
    assert "app.go('awareness')" in [action for _title, _text, action in offers()]
