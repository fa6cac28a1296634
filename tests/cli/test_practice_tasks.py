"""auditor practice tasks and check: what they print, how they end, and what they leave behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.looked import looked
from auditor.cli.own_range.owner import PracticeOwner
from auditor.cli.own_range.session import practice_session
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import State
from auditor.domain.findings.question import QuestionId
from auditor.errors import ExitCode
from auditor.practice.range import PracticeRange
from auditor.practice.tasks import TASKS
from auditor.practice.tasks.check import right_answer
from auditor.practice.tasks.run import StoryRun
from auditor.tui.base.range_owner import can_do, do_step
from tests.cli.auditor import Auditor
from tests.cli.ranges import Range

RIGHT = right_answer(TASKS["mara-count"], None, StoryRun("mara"))


@pytest.fixture
def alone(tmp_path: Path) -> Auditor:
    """Somebody without a vault."""
    return Auditor.at(tmp_path)


def test_tasks_are_listed_with_their_choices(alone: Auditor) -> None:
    said = alone.run("practice", "tasks", "--story", "Mara", "--level", "2").out
    assert "mara-close-papers: Close papers in 10 minutes" in said
    assert "{" not in said
    assert "tomas" not in said
    listed = alone.run("practice", "tasks", "--json").json["tasks"]
    assert [task["id"] for task in listed] == list(TASKS)
    photo = next(task for task in listed if task["id"] == "juno-home-photo")
    assert (photo["kind"], len(photo["choices"])) == ("photo", 4)
    alone.run("practice", "tasks", "--story", "nobody", code=ExitCode.USAGE)


def test_how_a_check_ends(alone: Auditor) -> None:
    for words, code in (
        (("mara-count", RIGHT), 0),
        (("mara-count", "3"), 1),
        (("mara-count", "a few"), 2),
        (("mara-nothing", "3"), 2),
        (("mara-papers", "1", "--level", "3"), 2),
        (("mara-cut-link",), 2),
    ):
        done = alone.run("practice", "check", *words, code=code)
        assert "\x1b" not in done.out + done.err
    assert "practice serve --story mara" in done.err
    hint = alone.run("practice", "check", "mara-count", "--hint").out
    more = alone.run("practice", "check", "mara-count", "--hint", "--step", "3").out
    assert hint != more
    wrong = alone.run("practice", "check", "mara-count", "3", "--json", code=1).json
    assert (wrong["right"], wrong["task"]) == (False, "mara-count")
    assert wrong["hint"] in hint
    kept = [path.name for path in alone.room.rglob("*") if path.is_file()]
    assert kept == ["passphrase"], "nothing was kept"


def test_results_are_written_where_they_are_asked_for(alone: Auditor, tmp_path: Path) -> None:
    mine, drawn = tmp_path / "mine.json", tmp_path / "drawn.json"
    words = ("--result", str(mine), "--when", "before")
    count = ("practice", "check", "mara-count")
    alone.type("wet stone lamp\n", *count, "3", *words, code=1)
    alone.run(*count, RIGHT, *words)
    kept = json.loads(mine.read_text("utf-8"))
    assert kept["tasks"] == [{"id": "mara-count", "right": True, "guesses": 2}]
    assert kept["code"] == "wet stone lamp"
    assert set(kept) == {"schema", "code", "when", "story", "level", "not_seen", "tasks"}
    told = alone.type("\n", *count, RIGHT, "--result", str(drawn), "--when", "before")
    assert json.loads(drawn.read_text("utf-8"))["code"] in told.err
    for when in ("later", ""):
        alone.run(*count, RIGHT, "--result", str(mine), "--when", when, code=2)
    alone.run("practice", "check", "tomas-count", RIGHT, *words, code=2)
    unasked = tmp_path / "unasked.json"
    alone.run(*count, RIGHT, "--result", str(unasked), "--when", "before", code=2)
    assert not unasked.exists()
    assert json.loads(mine.read_text("utf-8")) == kept


def test_what_is_to_be_done_is_looked_for_in_the_vault_of_that_story(
    practice: Range, tmp_path: Path
) -> None:
    auditor = Auditor.at(tmp_path, "--settings", str(practice.save_settings(tmp_path)))
    auditor.add([each for each in practice.accounts if each["person"] == "mara"])
    before = auditor.run("practice", "check", "mara-cut-link", code=2)
    assert "scan first" in before.err
    auditor.run("scan", code=None)
    said = auditor.run("practice", "check", "mara-cut-link", code=1).out
    assert "ties" in said
    assert (
        "could not be told" in auditor.run("practice", "check", "mara-best-below-256", code=1).out
    )
    other = auditor.run("practice", "check", "tomas-cut-link", code=2)
    assert "no vault of tomas" in other.err


@pytest.mark.usefixtures("kept_readers")
async def test_work_that_was_verified_costs_what_it_costs_after_a_scan() -> None:
    """A learner follows the plan and verifies, as a task says; nobody scans again."""
    owner, papers = PracticeOwner(), QuestionId.PAPERS
    async with PracticeRange(24, story="mara") as practice:
        session = await practice_session(GlobalOptions(), practice, "mara")
        owner.begin(practice, session)
        try:
            await session.scan(None)
            closing = (await session.planning.closings((papers,)))[papers].closing
            assert closing is not None
            for step in closing.steps:
                if can_do(step):
                    await do_step(owner, session, step)
                await session.planning.mark(step.id, State.DONE)
            await session.verifying.verify()
            verified = await looked(session)
            await session.scan(None)
            scanned = await looked(session)
        finally:
            await session.close()
    assert verified.states[papers] is AnswerState.NOT_SEEN
    assert 0 < verified.minutes == scanned.minutes
