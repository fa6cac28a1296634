"""Charts on the screen: every kind at every size in both themes, and nothing where it is masked."""

from __future__ import annotations

import re

import pytest

from auditor.tui.base.messages import Route
from auditor.tui.screens.chart import ChartPage, _mapped
from auditor.tui.widgets.prose import Prose
from tests.tui.conftest import LARGE, SMALL, WIDE, OpenStage, Stage
from tests.tui.test_projector import PROJECTOR

KINDS = {
    "links": ("●", "1. A"),
    "places": ("[\u2801-\u28ff]", "A Berlin, DE: 27 photos, ± 1.0 km"),
    "scans": ("~", "home:"),
    "photos": ("█", "9 photos stand in no bar"),
}


def drawn(s: Stage) -> str:
    return s.app.screen.query_one("#chart", Prose).written.plain


@pytest.mark.parametrize("size", [SMALL, WIDE, LARGE])
async def test_each_chart_is_drawn_and_told(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(size=size) as s:
        for kind, (sign, said) in KINDS.items():
            for _theme in ("night", "day"):
                await s.go(Route.CHART, kind)
                assert isinstance(s.app.screen, ChartPage)
                assert said in drawn(s), kind
                drawing = [line for line in drawn(s).split("\n") if re.search(sign, line)]
                assert drawing, kind
                room = s.app.screen.query_one("#chart", Prose).size.width
                if kind != "scans":  # its signs stand in sentences too
                    assert all(len(line) <= room or ": " in line for line in drawing), kind
                await s.press("ctrl+t")
                await s.press("escape")
                assert not isinstance(s.app.screen, ChartPage)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (Route.LINKS, "links"),
        (Route.PLACES, "places"),
        (Route.PHOTOS, "photos"),
        (Route.CHANGES, "scans"),
        (Route.OVERVIEW, "scans"),
    ],
)
async def test_a_key_leads_to_it(stage: OpenStage, place: Route, kind: str) -> None:
    async with stage() as s:
        await s.go(place)
        await s.press("Z")
        assert isinstance(s.app.screen, ChartPage)
        assert s.app.screen.item == kind


async def test_another_chart_takes_the_place_of_the_one_that_is_open(stage: OpenStage) -> None:
    async with stage() as s:
        below = len(s.app.screen_stack)
        for kind, (_sign, said) in KINDS.items():
            await s.go(Route.CHART, kind)
            assert said in drawn(s), kind
            assert len(s.app.screen_stack) == below + 1
        await s.go(Route.CHART)
        assert KINDS["photos"][1] in drawn(s), "no item, no change"
        await s.press("escape")
        assert len(s.app.screen_stack) == below


async def test_the_map_shows_no_more_than_the_text(stage: OpenStage) -> None:
    async with stage(options=PROJECTOR) as s:
        await s.go(Route.CHART, "places")
        assert "Places are hidden here" in drawn(s)
        await s.press("x")
        assert "Berlin" not in drawn(s)
        assert not any("\u2800" < letter <= "\u28ff" for letter in drawn(s))


@pytest.mark.parametrize("letter", ["A", "B", "*"])
def test_letters_of_a_map_stand_out_and_words_do_not(letter: str) -> None:
    drawing, told = _mapped(
        [f"\u28ff C{letter}D\u2804\u28ff", "Each place lies within its circle."]
    )
    marked = [drawing.plain[span.start : span.end] for span in drawing.spans]
    assert letter in marked
    assert "E" not in [told.plain[span.start : span.end] for span in told.spans]


async def test_exact_positions_are_offered_where_there_are_some(stage: OpenStage) -> None:
    def offered(s: Stage) -> bool:
        return any(
            active.binding.action == "exact" and active.enabled
            for active in s.app.screen.active_bindings.values()
        )

    async with stage() as s:
        await s.session.exposure.forget_places()
        await s.go(Route.CHART, "places")
        assert not offered(s)
    async with stage() as s:
        await s.go(Route.CHART, "places")
        assert offered(s)
        await s.press("escape")
        await s.go(Route.CHART, "scans")
        assert not offered(s)


async def test_exact_positions_need_a_key(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.CHART, "places")
        assert "± 80 m" not in drawn(s)
        await s.press("x")
        assert "± 80 m" in drawn(s)
        await s.press("x")
        assert "± 80 m" not in drawn(s)
