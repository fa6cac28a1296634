"""What is worked out beside the screens is told on them, and so is that it could not be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from auditor.errors import NotWorkedOut
from auditor.ports.beside import WorkKind, WorkState
from auditor.tui.base.messages import Route
from auditor.tui.screens.trouble import TroubleBox
from auditor.tui.text import worked_out
from auditor.tui.widgets.said import WorkLine
from tests.fakes.session import FakeSession
from tests.never_nothing import forbidden
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage

BROKEN = NotWorkedOut("This could not be worked out.", "Nothing is lost.")
TOLD = "This could not be worked out. Nothing is lost."


@dataclass
class Beside:
    state: WorkState | None = None


async def broken(*_given: Any, **_named: Any) -> Any:
    raise BROKEN


def helpless() -> FakeSession:
    """Return a session that can work nothing out."""
    session = FakeSession()
    parts: Any = session
    for name in ("plan", "closings"):
        setattr(parts.planning, name, broken)
    for name in ("likeness", "links", "places"):
        setattr(parts.exposure, name, broken)
    return session


async def look(s: Stage) -> str:
    s.app.screen.query_one(WorkLine).look()
    await s.settle()
    return s.flat()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_how_far_it_is_stands_above_the_keys(stage: OpenStage, size: tuple[int, int]) -> None:
    session = FakeSession()
    session.beside = Beside()  # type: ignore[assignment]  # all that a screen asks of it
    helper: Any = session.beside
    async with stage(session, size=size) as s:
        await s.go(Route.PLAN)
        assert "looked through" not in await look(s)
        helper.state = WorkState(WorkKind.PLAN, 1200, 34000)
        assert "Working out the plan: 1,200 of 34,000 photos looked through" in await look(s)
        helper.state = WorkState(WorkKind.JUDGE)
        assert "Looking through your photos anew…" in await look(s)
        helper.state = None
        assert "Looking through" not in await look(s)


def test_every_work_has_a_line() -> None:
    lines = {worked_out.line(WorkState(kind)) for kind in WorkKind}
    assert len(lines) == len(WorkKind)
    assert worked_out.line(WorkState(WorkKind.JUDGE, 7, 5)).endswith("5 of 5 photos looked through")


@pytest.mark.parametrize(
    ("place", "item"),
    [
        (Route.OVERVIEW, ""),
        (Route.PLAN, ""),
        (Route.LIKENESS, ""),
        (Route.LINKS, ""),
        (Route.PLACES, ""),
        (Route.VERIFY, ""),
        (Route.QUESTION, "home"),
        (Route.CHART, "links"),
        (Route.CHART, "places"),
    ],
    ids=str,
)
async def test_what_could_not_be_worked_out_is_said(
    stage: OpenStage, place: Route, item: str
) -> None:
    async with stage(helpless(), size=LARGE) as s:
        await s.go(place, item)
        shown = s.flat()
        assert TOLD in shown
        assert not isinstance(s.app.screen, TroubleBox), "it can be looked at later"
        assert not forbidden(shown.replace("Finished", "")), "the scan did"
        for waiting in ("Working out", "counting…", "Counting", "Comparing", "Looking for"):
            assert waiting not in shown


async def test_the_first_page_says_so_of_the_answers_too(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = helpless()
    whole = session.overview

    async def without(**asked: bool) -> Any:
        return await (whole(**asked) if not asked.get("answers", True) else broken())

    monkeypatch.setattr(session, "overview", without)
    async with stage(session) as s:
        shown = s.flat()
        assert TOLD in shown
        assert "Working out" not in shown


async def test_once_it_can_be_worked_out_it_is_shown(stage: OpenStage) -> None:
    session = FakeSession()
    parts: Any = session
    whole: Callable[..., Awaitable[object]] = parts.planning.plan
    parts.planning.plan = broken
    async with stage(session, size=LARGE) as s:
        await s.go(Route.PLAN)
        assert TOLD in s.flat()
        parts.planning.plan = whole
        s.app.screen.reload()  # type: ignore[attr-defined]  # a page
        await s.settle()
        shown = s.flat()
        assert TOLD not in shown
        assert "after these steps" in shown
