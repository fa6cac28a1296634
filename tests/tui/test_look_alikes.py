"""Look-alikes: nothing is sent before it stood on the screen, and an empty list is no good news."""

from __future__ import annotations

from auditor.tui.base.messages import Route
from auditor.tui.screens.look_alikes import LookAlikesPage
from auditor.tui.widgets.prose import Prose
from tests.fakes.session import FakeSession
from tests.never_nothing import forbidden
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage


def about(s: Stage) -> str:
    """What stands beside the list, whole."""
    return s.app.screen.query_one("#about", Prose).written.plain


def asked(s: Stage) -> list[str]:
    return [call for call in s.session.calls if call.startswith("ask ")]


async def test_what_is_sent_stands_there_before_it_is_sent(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.LOOK_ALIKES)
        assert "majalindgren" in s.flat()
        assert "query:" not in s.flat()
        await s.press("s")
        assert asked(s) == []
        for told in ("https://civitai.com/api/v1/models", "query: majalindgren", "search:"):
            assert told in s.flat()
        await s.press("s")
        assert asked(s) == ["ask 2"]


async def test_a_yes_is_about_what_stands_on_the_screen(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.LOOK_ALIKES)
        await s.press("s", "down", "s")
        assert asked(s) == [], "other words stood there meanwhile"
        await s.press("s")
        assert asked(s) == ["ask 2"]


async def test_models_are_told_without_explicit_titles(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.LOOK_ALIKES)
        assert "2 models may be named after you. None was opened" in s.flat()
        await s.press("down")
        for told in (
            "https://civitai.com/models/1",
            "its title holds majalindgren as whole words",
            "the site says that it shows a real person",
            "digital-likeness@civitai.com",
        ):
            assert told in about(s)
        assert "auditor " not in about(s)
        await s.press("down")
        assert "nude" not in s.flat() + about(s)
        assert "its address holds explicit words" in about(s)


async def test_somebody_else_is_set_aside_and_taken_back(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.LOOK_ALIKES)
        await s.press("down", "n")
        assert "ctrl+z takes it back" in s.flat()
        assert "set_aside https://civitai.com/models/1 True" in s.session.calls
        await s.press("ctrl+z")
        assert "set_aside https://civitai.com/models/1 False" in s.session.calls


async def test_an_empty_list_is_never_safe(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True), size=SMALL) as s:
        await s.go(Route.LOOK_ALIKES)
        assert "Nothing was asked so far, so nothing is known." in s.flat()
        assert "There is no name to look for: nothing would be sent." in s.flat()
        await s.press("s", "s")
        assert asked(s) == []
        assert forbidden(s.flat()) == ""


async def test_a_search_that_found_none_says_what_that_means(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.LOOK_ALIKES)
        await s.press("down", "down", "down", "down")
        assert "an empty list says nothing: such models mostly carry other names" in about(s)
        await s.press("up")
        assert "2 models carry the name" in about(s)
        await s.press("down", "down")
        assert "could not tell (huggingface.co does not answer)" in about(s)
        await s.press("escape")
        assert not isinstance(s.app.screen, LookAlikesPage)
