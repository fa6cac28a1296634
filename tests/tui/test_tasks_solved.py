"""Every story solved through the terminal UI on a range of its own; in `make prove` at each level.

Guess, look, answer, do it as the owner, verify: what a learner does, by keys and buttons.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from textual.widgets import Button, Input

from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.learner import PracticeTasks
from auditor.cli.own_range.looked import looked, named
from auditor.cli.own_range.owner import PracticeOwner
from auditor.cli.own_range.session import practice_session
from auditor.domain.findings.question import QuestionId
from auditor.engine.session import Session
from auditor.practice.range import PracticeRange
from auditor.practice.stories.read import read_story, story_keys
from auditor.practice.stories.rows import StoryLevel
from auditor.practice.tasks.check import right_answer
from auditor.practice.tasks.learner import Learner
from auditor.practice.tasks.rows import Task
from auditor.practice.tasks.run import StoryRun
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.do_step import DoStepBox
from auditor.tui.screens.tasks import TasksPage
from auditor.tui.widgets.row_list import RowList
from tests.examples import TIMES
from tests.tui.conftest import WIDE, OpenStage, Stage
from tests.unit.practice.test_tasks import wrong_answers

PHOTOS = 12
TEN = 10
LEVELS: tuple[StoryLevel, ...] = (1, 2, 3)
CASES = [
    (story, level)
    for number, story in enumerate(story_keys())
    for level in LEVELS
    if TIMES > 1 or level == LEVELS[number % len(LEVELS)]
]
"""One level of each story; `make prove` plays all of them."""


@dataclass
class Played:
    """A learner at the tasks of one story."""

    s: Stage
    session: Session
    learner: Learner

    async def choose(self, task: Task) -> None:
        await self.s.go(Route.TASKS)
        page = self.s.app.screen
        assert isinstance(page, TasksPage)
        names = [each.id for each in self.learner.tasks]
        page.query_one("#rows", RowList).cursor = names.index(task.id)
        await self.s.settle()

    async def answer(self, text: str) -> None:
        typed = self.s.app.screen.query_one("#answer", Input)
        typed.focus()
        typed.value = text
        await self.s.press("enter")

    async def try_typed(self, task: Task) -> None:
        """Ten wrong answers, each refused, then the right one."""
        run, seen = self.learner.run, await looked(self.session)
        right = right_answer(task, seen, run)
        wrong = [each for each in wrong_answers(task, run) if each.strip() and each != right]
        assert len(wrong) >= TEN
        if task.kind == "number":  # the session may show another number than was written down
            slack = int(task.answers.tolerance * int(right))
            wrong = [str(int(right) + slack + step) for step in range(1, TEN + 1)]
        if task.answers.rule == "state":
            words = ("yes", "partly", "not seen", "could not tell")
            wrong = [each for each in words if each != right]
            wrong += [each.upper() for each in wrong] + ["maybe", "all", "5", "yes and no"]
        await self.choose(task)
        for each in wrong[:TEN]:
            await self.answer(each)
            assert not self.learner.tried(task).right, (task.id, each)
        await self.answer(right)
        assert self.learner.tried(task).right, (task.id, right, self.s.text())
        assert "right" in self.s.flat().casefold()

    async def take_down(self, photo: str) -> None:
        await self.s.go(Route.ACT, photo)
        self.s.app.screen.query_one("#down", Button).press()
        await self.s.settle()
        assert "Scan and verify" in self.s.flat(), self.s.text()
        await self.s.press("escape")

    async def do_step(self, step: str) -> None:
        """Do it on the range; what cannot be done there, a paper made worthless, is said."""
        await self.s.go(Route.DO_STEP, step)
        shown = [button for button in self.s.app.screen.query("#buttons Button") if button.display]
        ways = [button.id for button in shown]
        name = "range" if "range" in ways else "done"
        assert name in ways, (step, ways)
        self.s.app.screen.query_one(f"#{name}", Button).press()
        await self.s.settle()
        assert not isinstance(self.s.app.screen, DoStepBox), self.s.text()

    async def check(self, task: Task) -> bool:
        await self.choose(task)
        await self.s.press("enter")
        return self.learner.tried(task).right

    async def do(self, task: Task) -> None:
        """Check ten times too early, do it as the owner, look again, check."""
        for _each in range(TEN):
            assert not await self.check(task), task.id
        for step in await self.steps_of(task):
            await self.do_step(step)
        for photo in await self.photos_of(task):
            await self.take_down(photo)
        await self.session.scan(None)
        assert await self.check(task), (task.id, self.learner.tried(task).said)

    async def steps_of(self, task: Task) -> list[str]:
        """Return what closes the question with the fewest minutes."""
        if task.answers.rule != "closed":
            return []
        closings = await self.session.planning.closings((QuestionId.PAPERS,))
        closing = closings[QuestionId.PAPERS].closing
        assert closing is not None
        return [step.id for step in closing.steps]

    async def photos_of(self, task: Task) -> list[str]:
        """Return the fewest photos that are to go, as the screens say it."""
        match task.answers.rule:
            case "cut":
                keys = dict(zip(task.answers.apart, (0, 1), strict=True))
                specs = [each for each in read_story(task.story).accounts if each.key in keys]
                wanted = {(spec.platform, spec.name) for spec in specs}
                states = await self.session.accounts.states()
                ids = [state.account.id for state in states if named(state) in wanted]
                cuts = (await self.session.exposure.links(ids)).cuts
                return min((list(cut.photos) for cut in cuts), key=len)
            case "below":
                shrink = (await self.session.exposure.likeness()).shrink
                return list(
                    next(each for each in shrink if each.below_px == task.answers.pixels).photos
                )
            case _:
                return []


@asynccontextmanager
async def played(stage: OpenStage, story: str, level: StoryLevel) -> AsyncIterator[Played]:
    owner, tasks = PracticeOwner(), PracticeTasks(StoryRun(story, level, PHOTOS))
    async with PracticeRange(PHOTOS, story=story, level=level) as practice:
        session = await practice_session(GlobalOptions(), practice, story)
        owner.begin(practice, session)
        options = UiOptions(
            vault_exists=True,
            practice=True,
            invented=True,
            images="off",
            owner=owner,
            tasks=tasks,
        )
        try:
            await session.scan(None)
            async with stage(session, options, size=WIDE) as s:
                yield Played(s, session, tasks.learner)
        finally:
            await session.close()


@pytest.mark.slow
@pytest.mark.parametrize(("story", "level"), CASES)
async def test_a_script_solves_the_story(stage: OpenStage, story: str, level: StoryLevel) -> None:
    pytest.importorskip("onnxruntime", reason="faces and words are looked for with it")
    async with played(stage, story, level) as play:
        tasks = play.learner.tasks
        assert {task.kind for task in tasks} == {"number", "choice", "photo", "state"}
        for task in tasks:
            if task.kind != "state":
                await play.try_typed(task)
        for task in tasks:
            if task.kind == "state" and not await play.check(task):
                await play.do(task)
        result = play.learner.result("wet stone lamp", "after", await looked(play.session))
        assert all(each.right for each in result.tasks)
        assert len(result.tasks) == len(tasks)
