"""Copies in web archives: shown before they are asked for, and never safe for not being asked."""

from __future__ import annotations

from auditor.tui.base.messages import Route
from auditor.tui.screens.web_copies import WebCopiesPage
from auditor.tui.widgets.prose import Prose
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage


def about(s: Stage) -> str:
    return " ".join(str(s.app.screen.query_one("#about", Prose).content).split())


def asked(s: Stage) -> list[str]:
    return [call for call in s.session.calls if call.startswith("copies ask")]


async def test_every_request_is_shown_before_a_second_key_sends_it(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.WEB_COPIES)
        assert isinstance(s.app.screen, WebCopiesPage)
        assert "2 address" not in about(s)
        assert "1 address that your accounts no longer show still has copies" in about(s)
        assert "copies plan" not in s.session.calls
        await s.press("s")
        for told in (
            "1 request:",
            "• https://maja.example/*",
            "GET https://web.archive.org/cdx/search/cdx",
            "url: https://maja.example/",
            "matchType: prefix",
            "not proven to be yours",
        ):
            assert told in about(s)
        assert asked(s) == [], "nothing is asked unasked"
        await s.press("s")
        assert asked(s) == ["copies ask 1"]
        assert "1 answer is kept." in s.flat()
        await s.press("s")
        assert asked(s) == ["copies ask 1"], "it is shown anew first"
        await s.press("escape")
        assert not isinstance(s.app.screen, WebCopiesPage)


async def test_what_was_taken_down_comes_first_with_how_to_have_it_taken_out(
    stage: OpenStage,
) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.WEB_COPIES)
        await s.press("down", "down", "down")
        told = about(s)
        assert "https://maja.example/kitchen.jpg" in told
        assert "no longer shows it" in told
        assert "3 captures" in told
        assert "info@archive.org" in told
        shown = s.flat()
        assert shown.index("■ taken down") < shown.index("https://maja.example/about")


async def test_not_asked_never_reads_as_safe(stage: OpenStage) -> None:
    for size in (SMALL, LARGE):
        async with stage(FakeSession(empty=True), size=size) as s:
            await s.go(Route.WEB_COPIES)
            await s.press("down")
            assert "not asked yet, so nothing is known" in about(s)
            await s.press("up", "s")
            assert "Nothing would be sent" in s.flat()
            await s.press("s")
            assert asked(s) == []
