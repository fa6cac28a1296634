"""The answers on the first page, one question by itself, and doing what ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Button

from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import State
from auditor.domain.findings.question import QuestionId
from auditor.report.words.words import answer_state
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.browse import BrowseBox
from auditor.tui.screens.clean_copies import CopiesBox
from auditor.tui.screens.do_step import DoStepBox
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.plan import PlanPage
from auditor.tui.screens.question import QuestionPage, QuestionRow
from auditor.tui.screens.verify import VerifyPage
from auditor.tui.themes import THEMES
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.fakes.answers import ANSWERS
from tests.fakes.owner import FakeOwner
from tests.fakes.session import FakeSession
from tests.tui.conftest import SMALL, OpenStage, Stage

BROAD = (140, 40)
SIGNS = {
    AnswerState.YES: "■",
    AnswerState.PARTLY: "●",
    AnswerState.COULD_NOT_TELL: "?",
    AnswerState.NOT_SEEN: "○",
}
DRAWN = pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")
"""Of the library that draws pictures in cells."""
NO_RANGE = UiOptions(vault_exists=True, practice=True, images="off")


def words(s: Stage, name: str) -> str:
    return " ".join(s.app.screen.query_one(name, Prose).written.plain.split())


def row(s: Stage) -> QuestionRow:
    found = s.app.screen.query_one(RowList).row
    assert isinstance(found, QuestionRow)
    return found


def check_first_page(s: Stage) -> None:
    """See that the first step and the eight answers stand on the screen, in words and signs."""
    shown = s.text().splitlines()
    at = [next(number for number, line in enumerate(shown) if line.startswith(" First:"))]
    assert shown[at[0] + 1].startswith("  F  "), "the first thing to do has its one key"
    for answer in ANSWERS:
        told = f"{SIGNS[answer.state]} {answer_state(answer.state)}"
        at.append(
            next(
                number
                for number, line in enumerate(shown)
                if line.strip().startswith(told) and f" {answer.id.value} " in line
            )
        )
    at.append(next(number for number, line in enumerate(shown) if "Whoever follows" in line))
    assert at == sorted(at), "the gravest question comes first"
    assert "6 min" in shown[at[1]], "what is seen has its minutes of changes"
    assert "min" not in shown[at[4]]


async def test_the_answers_and_the_first_step_stand_on_one_screen(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        for theme in THEMES:
            s.app.theme = theme.name
            await s.settle()
            check_first_page(s)


@pytest.mark.parametrize("plainly", ["projector", "without colour"])
async def test_they_do_on_a_projector_and_without_colour(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch, plainly: str
) -> None:
    options = UiOptions(vault_exists=True, practice=True, images="off", projector=True)
    if plainly == "without colour":
        monkeypatch.setenv("NO_COLOR", "1")
        options = NO_RANGE
    async with stage(options=options, size=SMALL) as s:
        check_first_page(s)
        if plainly == "without colour":
            assert s.app.no_color, "nothing is told by colour alone"


async def test_what_cannot_wait_has_one_key_each(stage: OpenStage) -> None:
    session = FakeSession()
    session.given.states[QuestionId.USED] = AnswerState.YES
    async with stage(session) as s:
        shown = s.text().splitlines()
        assert any(line.startswith("  F  ◆ critical  IMG_2024") for line in shown)
        assert any(line.startswith("  G  ■ said of used") for line in shown)
        await s.press("G")
        assert isinstance(s.app.screen, QuestionPage)
        assert "Is somebody using your pictures" in s.flat()
        await s.press("escape", "F")
        assert isinstance(s.app.screen, QuestionPage)
        assert row(s).step is not None, "the step that ends the finding is under the cursor"


async def test_without_anything_critical_the_first_step_stands_first(stage: OpenStage) -> None:
    session = FakeSession()
    session._mark(session._findings[0].id, State.DONE)
    async with stage(session) as s:
        assert "1 finding is marked as done: verify looks whether it is gone." in s.flat()
        assert "F Replace the file by a clean copy: kitchen 1.jpg" in s.flat()
        await s.press("F")
        assert isinstance(s.app.screen, PlanPage)
        await s.press("1", "v")
        assert isinstance(s.app.screen, VerifyPage)


async def test_nothing_is_said_before_it_is_known(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage() as s:
        gate = s.session.gate
        plan, overview = s.session.planning.plan, s.session.overview

        async def late_plan(*args: object) -> object:
            await gate.wait()
            return await plan(*args)  # type: ignore[arg-type]

        async def late_overview(*, steps: bool = True, answers: bool = True) -> object:
            if answers:
                await gate.wait()
            return await overview(steps=steps, answers=answers)

        monkeypatch.setattr(s.session.planning, "plan", late_plan)
        monkeypatch.setattr(s.session, "overview", late_overview)
        s.app.action_go(Route.OVERVIEW)
        await s.pilot.pause()
        s.draw()
        assert "Working out the answers…" in s.flat()
        assert "not seen" not in s.flat()
        assert "F ◆ critical" in s.flat(), "what cannot wait does not wait for the answers"
        assert "Accounts" in s.flat()
        assert "Nothing could be read" not in s.flat()
        monkeypatch.setattr(s.session, "overview", overview)
        s.app.action_go(Route.QUESTION, "home")
        await s.pilot.pause()
        s.draw()
        assert "Working out which changes help…" in s.flat()
        gate.set()
        await s.settle()
        assert "6 minutes of changes end what can be seen here; copies stay." in s.flat()


async def test_a_question_goes_from_evidence_to_what_is_left(stage: OpenStage) -> None:
    async with stage(size=BROAD) as s:
        await s.press("down", "down", "enter")
        assert isinstance(s.app.screen, QuestionPage)
        shown = s.flat()
        order = (
            "Could a stranger find where you live, work or learn?",
            "6 minutes of changes end what can be seen here; copies stay. With all photos kept: 12",
            "What was seen",
            "five photos were taken near Berlin",
            "IMG_20240506_070809.jpg",
            "and 2 more photos",
            "What ends what can be seen here: 6 minutes",
            "What ends what can be seen here, while all photos stay: 12 minutes",
            "What these steps cannot end",
            "Copies that others saved stay where they are.",
            "Whoever follows or knows you sees at least this.",
        )
        places = [shown.index(sentence) for sentence in order]
        assert places == sorted(places)
        await s.press("down", "down", "down", "down", "enter")
        assert "and 2 more photos" not in s.flat(), "all are shown"
        await s.press("home", "down", "down", "enter")
        assert isinstance(s.app.screen, PhotoPage)
        await s.press("escape", "escape")
        assert isinstance(s.app.screen, OverviewPage)


@DRAWN
async def test_the_evidence_is_shown_as_pictures(stage: OpenStage) -> None:
    options = UiOptions(vault_exists=True, practice=True, images="half-cell")
    async with stage(options=options, size=SMALL) as s:
        await s.press("enter", "home", "down")
        assert s.app.screen.query_one("#preview").query(".picture")
        await s.press("end")
        assert not s.app.screen.query_one("#preview").query(".picture")


@DRAWN
async def test_a_broad_terminal_shows_what_is_under_the_cursor(stage: OpenStage) -> None:
    options = UiOptions(vault_exists=True, practice=True, images="half-cell")
    async with stage(options=options, size=BROAD) as s:
        for place in (Route.OVERVIEW, Route.FINDINGS, Route.PLAN):
            await s.go(place)
            assert s.app.screen.query_one("#preview").query(".picture"), place
            await s.pilot.resize_terminal(*SMALL)
            await s.press("down", "up")
            assert not s.app.screen.query_one("#preview").query(".picture"), place
            await s.pilot.resize_terminal(*BROAD)


async def test_a_step_is_marked_and_taken_back(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("enter")  # on what is critical, the first line
        step = row(s).step
        assert step is not None
        await s.press("d")
        assert f"step {step.id} done" in s.session.calls
        assert row(s).step is not None
        assert "v looks whether it worked" in s.flat()
        await s.press("ctrl+z")
        assert s.session._findings[0].state is State.OPEN
        await s.press("j")
        assert row(s).step != step, "j leads on to the next step"


async def test_doing_a_step_asks_and_opens_its_page(stage: OpenStage) -> None:
    opened: list[str] = []

    def open_page(url: str) -> bool:
        opened.append(url)
        return True

    async with stage(options=replace(NO_RANGE, open_page=open_page)) as s:
        await s.press("enter", "enter")
        assert isinstance(s.app.screen, DoStepBox)
        assert not s.app.screen.query_one("#range", Button).display
        await s.press("enter")
        assert isinstance(s.app.screen, CopiesBox), "a clean copy is what the step asks for"
        await s.press("escape", "down", "enter")
        assert isinstance(s.app.screen, BrowseBox)
        assert not opened, "it is asked first"
        await s.press("y")
        assert opened == ["https://social.example/settings/profile"]
        assert isinstance(s.app.screen, DoStepBox)
        await s.press("enter")
        assert isinstance(s.app.screen, QuestionPage)
        step = row(s).step
        assert step is not None
        assert f"step {step.id} done" in s.session.calls


async def test_on_the_range_a_step_is_done_as_the_owner(stage: OpenStage) -> None:
    owner = FakeOwner()
    async with stage(
        options=UiOptions(vault_exists=True, practice=True, images="off", owner=owner)
    ) as s:
        await s.press("F", "enter", "enter")
        assert [what[0] for what in owner.done] == ["copy"]
        assert isinstance(s.app.screen, QuestionPage)
        assert s.session._findings[0].state is State.DONE
        owner.refuses = "The server does not answer."
        await s.press("j", "enter", "enter")
        assert isinstance(s.app.screen, DoStepBox)
        assert "The server does not answer." in s.flat()
        await s.press("escape")


async def test_what_was_looked_at_again_is_closed_and_verified(stage: OpenStage) -> None:
    session = FakeSession()
    session.given.states[QuestionId.PAPERS] = AnswerState.NOT_SEEN
    session.given.gone[QuestionId.PAPERS] = 2
    session.given.gone[QuestionId.NAME] = 2
    async with stage(session, size=BROAD) as s:
        lines = s.text().splitlines()
        papers = next(line for line in lines if " papers " in line)
        assert "✓ closed, verified" in papers
        assert "2 findings were looked at again and are gone" in papers
        name = next(line for line in lines if " name " in line)
        assert "closed" not in name, "only where nothing is seen any more"


async def test_what_is_meant_to_be_known_is_said_on_the_question(stage: OpenStage) -> None:
    def asked(s: Stage) -> list[int]:
        rows = s.app.screen.query_one(RowList)
        return [at for at in range(rows.count) if getattr(rows.at(at), "mark", None)]

    async with stage() as s:
        for question, told in (("name", "shows Maja Lindgren."), ("linked", "name each other.")):
            await s.go(Route.QUESTION, question)
            (s.app.screen.query_one(RowList).cursor,) = asked(s)
            await s.settle()
            assert told in words(s, "#about")
            assert not s.session.given.marked, "only the person says so"
            await s.press("enter")
            assert len(s.session.given.marked) == 1
            assert not asked(s)
            await s.press("ctrl+z")
            assert not s.session.given.marked
            assert asked(s)
            await s.press("escape")
