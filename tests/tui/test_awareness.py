"""The lessons on made pictures: each answer is answered, and drawings stop."""

from __future__ import annotations

import asyncio
import random

import pytest
from textual import events
from textual.binding import Binding

from auditor.awareness.read import drawings, lesson_named, lessons
from auditor.guidance.help import sheet_lines
from auditor.tui.base.messages import Route
from auditor.tui.palette import offers
from auditor.tui.screens import awareness
from auditor.tui.screens.awareness import AwarenessPage
from auditor.tui.widgets.prose import Prose
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
            await s.press("down")


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
        assert "moment 2 of 2" in still  # where the flaw shows, without any motion
        page._turn()
        assert about(s) == still
        await s.press("N")
        assert about(s) != still
        await s.press("N")
        stopped = about(s)
        page._turn()
        assert about(s) == stopped


async def test_each_drawing_can_be_answered_while_it_stands_still(stage: OpenStage) -> None:
    async with stage(size=(120, 40)) as s:
        await s.go(Route.AWARENESS)
        for exercise in (each for lesson in lessons() for each in lesson.exercises):
            if exercise.drawing:
                drawing = drawings()[exercise.drawing]
                flawed = drawing.defect[-1].strip("\n").split("\n")
                assert flawed != drawing.sound[-1].strip("\n").split("\n")
                assert all(line.strip() in about(s) for line in flawed)
            await s.press("down")


async def test_a_number_answers_on_the_list_and_leads_nowhere_else(stage: OpenStage) -> None:
    async with stage(size=(80, 24)) as s:
        await s.go(Route.AWARENESS)
        for number, choice in enumerate(lessons()[0].exercises[0].choices, 1):
            await s.press(str(number))
            assert choice.said in about(s)
        names = [each.name for each in lessons() for _exercise in each.exercises]
        await s.press(*["down"] * names.index("light"), "3")
        assert isinstance(s.app.screen, AwarenessPage)
        (light,) = lesson_named("light").exercises
        assert not any(choice.said in about(s) for choice in light.choices)


def test_each_answer_has_a_key_of_its_own() -> None:
    most = max(len(each.choices) for lesson in lessons() for each in lesson.exercises)
    keys = {binding.key for binding in AwarenessPage.BINDINGS if isinstance(binding, Binding)}
    assert {str(number) for number in range(1, most + 1)} <= keys


async def test_random_keys_never_end_it(stage: OpenStage) -> None:
    chance = random.Random(5)
    keys = [*"123nNxJ?", "enter", "down", "up", "home", "end", "backspace", "tab"]
    async with stage(size=(80, 24)) as s:
        await s.go(Route.AWARENESS)
        for _turn in range(40):
            await s.press(*chance.choices(keys, k=5))
            if chance.random() < 0.2:
                await s.pilot.resize_terminal(*chance.choice([(60, 16), (80, 24), (140, 45)]))
        assert isinstance(s.app.screen, AwarenessPage)
        await s.press("escape", "escape")
        assert not isinstance(s.app.screen, AwarenessPage)


async def test_a_number_that_is_none_is_refused_and_escape_leads_back(stage: OpenStage) -> None:
    async with stage(size=(80, 24)) as s:
        await s.go(Route.AWARENESS)
        for number in "90":
            await s.press("enter", number)
            assert isinstance(s.app.screen, AwarenessPage)
            assert "There is no such answer." in s.text()
        await s.press("1")
        assert "There is no such answer." not in s.text(), "what was said is over"
        await s.press("9", "down")
        assert "There is no such answer." not in s.text()
        await s.press("escape")
        assert not isinstance(s.app.screen, AwarenessPage)


BURSTS = [
    (("down", "1"), 1, 0),
    (("down", "enter", "2", "enter"), 1, 1),
    (("enter", "1", "enter", "down", "enter", "2", "enter"), 1, 1),
    (("enter", "1", "down", "down", "1", "enter", "up", "2", "enter"), 1, 1),
    (("2", "1"), 0, 0),
    (("2", "9"), 0, -1),
    (("down", "2", "up"), 0, -1),
]


@pytest.mark.parametrize(("keys", "row", "choice"), BURSTS, ids=[" ".join(b[0]) for b in BURSTS])
@pytest.mark.parametrize("turns", [0, 1, 3, 8, 13])
async def test_no_answer_is_lost_however_fast_keys_come(
    stage: OpenStage, keys: tuple[str, ...], row: int, choice: int, turns: int
) -> None:
    """`turns` of the loop lie between two keys: fewer than it takes for one to be answered."""
    async with stage(size=(80, 24)) as s:
        await s.go(Route.AWARENESS)
        for key in keys:
            s.app.post_message(events.Key(key, key if len(key) == 1 else None))
            for _turn in range(turns):
                await asyncio.sleep(0)
        await s.settle()
        assert isinstance(s.app.screen, AwarenessPage)
        exercise = [each for lesson in lessons() for each in lesson.exercises][row]
        assert exercise.ask in about(s)
        said = [each.said in about(s) for each in exercise.choices]
        assert said == [place == choice for place in range(len(said))]


async def test_a_drawing_moves_also_when_its_key_comes_at_once(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        awareness, "_TURN_S", 3600
    )  # the key alone moves it, also where all is slow
    async with stage(size=(120, 40)) as s:
        await s.go(Route.AWARENESS)
        names = [each.name for each in lessons() for _exercise in each.exercises]
        for key in (*["down"] * names.index("light"), "N"):
            s.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await s.settle()
        page = s.app.screen
        assert isinstance(page, AwarenessPage)
        assert "moment 1 of 2" in about(s)


async def test_what_is_read_again_keeps_place_and_answer(stage: OpenStage) -> None:
    async with stage(size=(80, 24)) as s:
        await s.go(Route.AWARENESS)
        await s.press("down", "down", "1")
        answered = about(s)
        page = s.app.screen
        assert isinstance(page, AwarenessPage)
        page.reload()  # as a scan in the background does
        await s.settle()
        assert about(s) == answered


def test_the_palette_leads_there() -> None:
    assert "app.go('awareness')" in [action for _title, _text, action in offers()]


@pytest.mark.parametrize("place", [Route.TEACH, Route.TASKS])
async def test_lessons_and_tasks_lead_there_and_back(stage: OpenStage, place: Route) -> None:
    async with stage(size=(80, 24)) as s:
        await s.go(place)
        before = type(s.app.screen)
        await s.press("J")
        assert isinstance(s.app.screen, AwarenessPage)
        await s.press("escape")
        assert type(s.app.screen) is before


async def test_who_helps_and_what_is_drawn_are_told(stage: OpenStage) -> None:
    async with stage(size=(120, 40)) as s:
        await s.go(Route.AWARENESS)
        names = [each.name for each in lessons() for _exercise in each.exercises]
        await s.press(*["down"] * names.index("light"))
        assert drawings()["light"].about in about(s)
        await s.press(*["down"] * (names.index("intimate") - names.index("light")))
        for line in sheet_lines.short(s.app.context.region):
            assert line in about(s)
