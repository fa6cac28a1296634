"""The Tasks screen: a guess without a look, then the way to what shows it, then right or not."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Button, Input

from auditor.cli.own_range.learner import PracticeTasks
from auditor.practice.tasks.check import right_answer
from auditor.practice.tasks.learner import Learner
from auditor.practice.tasks.run import StoryRun
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.palette import offers
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.photos import PhotosPage
from auditor.tui.screens.task_result import TaskResultBox
from auditor.tui.screens.tasks import TasksPage
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.fakes.owner import FakeOwner
from tests.tui.conftest import SMALL, WIDE, OpenStage, Stage


def learning(tasks: PracticeTasks) -> UiOptions:
    return UiOptions(
        vault_exists=True,
        practice=True,
        invented=True,
        images="off",
        owner=FakeOwner(),
        tasks=tasks,
    )


async def choose(s: Stage, learner: Learner, word: str) -> None:
    await s.press("T")
    assert isinstance(s.app.screen, TasksPage)
    names = [task.word for task in learner.tasks]
    s.app.screen.query_one("#rows", RowList).cursor = names.index(word)
    await s.settle()


def told(s: Stage) -> str:
    return s.app.screen.query_one("#about", Prose).written.plain


async def answer(s: Stage, *keys: str) -> None:
    await s.press("enter", *keys, "enter")


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_guess_look_answer_again(stage: OpenStage, size: tuple[int, int]) -> None:
    tasks = PracticeTasks(StoryRun("mara"))
    async with stage(options=learning(tasks), size=size) as s:
        await choose(s, tasks.learner, "home-photo")
        assert "Which of these pictures" in told(s)
        await s.press("s")
        assert isinstance(s.app.screen, TasksPage), "no look before a guess"
        task = tasks.learner.task("mara-home-photo")
        right = right_answer(task, None, tasks.learner.run)
        wrong = next(each for each in "1234" if each != right)
        await answer(s, *"nothing like it")
        assert "That is no answer to this task" in told(s)
        assert tasks.learner.tried(task).guesses == []
        s.app.screen.query_one("#answer", Input).value = ""
        await answer(s, wrong)
        assert "Not " in told(s)
        assert "Your guesses: " + wrong in told(s)
        await s.press("escape", "question_mark", "question_mark")
        assert tasks.learner.tried(task).hints == 2
        await s.press("s")
        assert isinstance(s.app.screen, PhotosPage)
        await s.press("T")
        assert "Your guesses: " + wrong in told(s), "the place is found again"
        await answer(s, right)
        assert "Right: " in told(s)
        assert tasks.learner.tried(task).guesses == [wrong, right]
        await s.press("escape")
        assert isinstance(s.app.screen, PhotosPage), "back to where it was opened"


async def test_what_is_to_be_done_is_not_typed(stage: OpenStage) -> None:
    tasks = PracticeTasks(StoryRun("mara"))
    async with stage(options=learning(tasks), size=WIDE) as s:
        await choose(s, tasks.learner, "cut-link")
        assert not s.app.screen.query_one("#answer", Input).display
        await s.press("enter")
        task = tasks.learner.task("mara-cut-link")
        assert "could not be told" in tasks.learner.tried(task).said, "these are other accounts"
        assert tasks.learner.tried(task).said in told(s)


async def test_what_was_typed_is_shown_clean(stage: OpenStage) -> None:
    tasks = PracticeTasks(StoryRun("mara"))
    async with stage(options=learning(tasks), size=WIDE) as s:
        await choose(s, tasks.learner, "count")
        s.app.screen.query_one("#answer", Input).value = "\x1b3\u202e"
        await s.press("enter", "enter")
        assert tasks.learner.tried(tasks.learner.task("mara-count")).guesses == ["3"]
        s.app.screen.query_one("#answer", Input).value = "[red]4[/red]"
        s.app.screen.query_one("#answer", Input).focus()
        await s.press("enter")
        assert "That is no answer" in told(s)


async def test_nowhere_else(stage: OpenStage) -> None:
    assert not [title for title, _text, action in offers() if action == "app.go('tasks')"]
    assert [title for title, _text, action in offers(tasks=True) if action == "app.go('tasks')"]
    async with stage() as s:
        await s.press("T")
        assert not isinstance(s.app.screen, TasksPage)
        await s.go(Route.TASKS)
        assert "Only on the practice range" in s.flat()


async def test_results_are_saved_where_they_are_asked_for(stage: OpenStage, tmp_path: Path) -> None:
    tasks, target = PracticeTasks(StoryRun("mara")), tmp_path / "mine.json"
    async with stage(options=learning(tasks), size=WIDE) as s:
        await choose(s, tasks.learner, "home-photo")
        await answer(s, "1")
        await s.press("escape", "Y")
        box = s.app.screen
        assert isinstance(box, TaskResultBox)
        box.query_one("#path", Input).value = str(target)
        box.query_one("#before", Button).press()
        await s.settle()
        assert "A code has at least" in s.flat()
        box.query_one("#draw", Button).press()
        await s.settle()
        code = box.query_one("#code", Input).value
        assert len(code.split()) == 4
        box.query_one("#before", Button).press()
        await s.settle()
        kept = json.loads(target.read_text("utf-8"))
        assert (kept["code"], kept["when"], len(kept["tasks"])) == (code, "before", 1)
        await s.press("Y")
        again = s.app.screen
        again.query_one("#code", Input).value = code
        again.query_one("#path", Input).value = str(target)
        again.query_one("#after", Button).press()
        await s.settle()
        assert "There is a file of that name already" in s.flat()
        assert json.loads(target.read_text("utf-8")) == kept


BURSTS: list[tuple[tuple[str, ...], dict[str, list[str]]]] = [
    (("enter", "1", "enter"), {"mara-count": ["1"]}),
    (("enter", "7", "7", "enter"), {"mara-count": ["77"]}),
    (("down", "enter", "1", "enter"), {"mara-home": ["1"]}),
    (
        ("enter", "1", "enter", "escape", "down", "enter", "2", "enter"),
        {"mara-count": ["1"], "mara-home": ["2"]},
    ),
    (("enter", "4", "escape", "down", "enter", "2", "enter"), {"mara-home": ["2"]}),
]


@pytest.mark.parametrize(("keys", "kept"), BURSTS, ids=[" ".join(b[0]) for b in BURSTS])
@pytest.mark.parametrize("turns", [0, 2, 5, 13])
async def test_no_guess_is_lost_however_fast_keys_come(
    stage: OpenStage, keys: tuple[str, ...], kept: dict[str, list[str]], turns: int
) -> None:
    """`turns` of the loop lie between two keys: fewer than it takes for one to be answered."""
    tasks = PracticeTasks(StoryRun("mara"))
    async with stage(options=learning(tasks), size=SMALL) as s:
        await s.press("T")
        for key in keys:
            s.app.post_message(events.Key(key, key if len(key) == 1 else None))
            for _turn in range(turns):
                await asyncio.sleep(0)
        await s.settle()
        assert isinstance(s.app.screen, TasksPage)
        learner = tasks.learner
        guesses = {task.id: learner.tried(task).guesses for task in learner.tasks}
        assert {task: told for task, told in guesses.items() if told} == kept


async def test_who_needs_help_waits_for_no_key_before_it(stage: OpenStage) -> None:
    async with stage(options=learning(PracticeTasks(StoryRun("mara"))), size=SMALL) as s:
        await s.press("T")
        for key in ("enter", "1", "2", "x", "f2"):
            s.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await s.settle()
        assert isinstance(s.app.screen, HelpNow)
        assert not any(field.value for field in s.app.screen.query(Input)), "not meant for it"


async def test_a_key_that_closes_its_screen_holds_up_none_behind_it(stage: OpenStage) -> None:
    async with stage(options=learning(PracticeTasks(StoryRun("mara"))), size=SMALL) as s:
        for _time in range(3):
            await s.press("T")
            for key in ("escape", "3"):
                s.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await s.settle()
            assert isinstance(s.app.screen, PhotosPage)
