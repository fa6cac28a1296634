"""Lists of any length: only what is in sight is fetched, and keys, mouse and selection work."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Input

from auditor.tui.base.messages import Route
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.photos import PhotosPage
from auditor.tui.text.plain import plain
from auditor.tui.widgets.columns import Column, lay
from auditor.tui.widgets.pages import KEPT, PAGE, Pages
from auditor.tui.widgets.row_list import RowList
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, OpenStage

MANY = 100_000


async def test_100_000_photos_cost_a_few_questions(stage: OpenStage) -> None:
    async with stage(FakeSession(MANY)) as s:
        await s.go(Route.PHOTOS)
        rows = s.app.screen.query_one(RowList)
        assert rows.count == MANY
        assert s.session.fetched == [(0, PAGE)]
        await s.press("end")
        assert rows.cursor == MANY - 1
        assert len(s.session.fetched) <= 3
        await s.press("home", "pagedown", "pageup")
        assert len(s.session.fetched) <= 3, "the first page is still here"
        rows.cursor = MANY // 2
        await s.settle()
        assert rows.row is not None
        assert len(s.session.fetched) <= 5
        assert s.session.calls.count("count_photos") == 1
        assert all(limit == PAGE for _offset, limit in s.session.fetched)
        assert f"{MANY:,} photos" in s.flat()


async def test_scrolling_far_keeps_few_pages(stage: OpenStage) -> None:
    async with stage(FakeSession(MANY), size=LARGE) as s:
        await s.go(Route.PHOTOS)
        rows = s.app.screen.query_one(RowList)
        for index in range(0, 24 * PAGE, PAGE):
            rows.cursor = index
            await s.pilot.pause()
        await s.settle()
        assert len(rows._pages._pages) <= KEPT
        assert len(s.session.fetched) <= 2 * 24


async def test_a_step_draws_two_lines_and_a_page_all_in_sight(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw = RowList.render_line

    def render_line(rows: RowList[object], y: int) -> Strip:
        drawn.append(y)
        return draw(rows, y)

    monkeypatch.setattr(RowList, "render_line", render_line)
    async with stage(FakeSession(MANY)) as s:
        await s.go(Route.PHOTOS)
        height = s.app.screen.query_one(RowList).size.height
        drawn.clear()
        await s.press("down")
        assert sorted(drawn) == [0, 1]
        await s.press("end")
        drawn.clear()
        await s.press("up")
        assert sorted(drawn) == [height - 2, height - 1]
        drawn.clear()
        await s.press("pageup", "pageup")
        assert set(drawn) == set(range(height))


async def test_the_mouse_moves_the_cursor_and_opens(stage: OpenStage) -> None:
    async with stage(FakeSession(MANY)) as s:
        await s.go(Route.PHOTOS)
        rows = s.app.screen.query_one(RowList)
        await s.pilot.click(RowList, offset=(5, 3))
        await s.settle()
        assert rows.cursor == 3
        await s.pilot.click(RowList, offset=(5, 3))
        await s.settle()
        assert isinstance(s.app.screen, PhotoPage)
        assert f"photo p{3:016x}" in s.session.calls


async def test_coming_back_finds_the_same_row(stage: OpenStage) -> None:
    async with stage(FakeSession(MANY)) as s:
        await s.go(Route.PHOTOS)
        s.app.screen.query_one(RowList).cursor = 54_321
        await s.settle()
        await s.go(Route.OVERVIEW)
        await s.go(Route.PHOTOS)
        assert s.app.screen.query_one(RowList).cursor == 54_321
        assert s.app.screen.query_one(RowList).row is not None


COLUMNS = (Column("A", 5), Column("B"), Column("C", 4, least=40, right=True))


class Host(App[None]):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.rows: RowList[int] = RowList(COLUMNS, self.cells, key=str, empty="empty")
        self.count = count

    @staticmethod
    def cells(index: int) -> Sequence[Content]:
        return (plain(str(index)), plain("x" * index), plain("c"))

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_mount(self) -> None:
        self.rows.focus()
        self.rows.show(range(self.count))


async def test_keys_stay_on_the_list() -> None:
    async with Host(5).run_test(size=(30, 4)) as pilot:
        rows = pilot.app.query_one(RowList)
        for keys, cursor in (
            ("up", 0),
            ("down", 1),
            ("down", 2),
            ("up", 1),
            ("end", 4),
            ("down", 4),
            ("pageup", 1),
            ("pageup", 0),
        ):
            await pilot.press(keys)
            assert rows.cursor == cursor, keys
        await pilot.press("space", "space")
        assert rows.picked == {"0", "1"}
        assert rows.cursor == 2


async def test_an_empty_list_says_so_and_takes_keys() -> None:
    async with Host(0).run_test(size=(30, 4)) as pilot:
        await pilot.press("down", "end", "pageup", "enter", "space")
        rows = pilot.app.query_one(RowList)
        assert rows.row is None
        assert "empty" in rows.render_line(0).text


@given(
    texts=st.lists(st.text(max_size=60), min_size=3, max_size=3),
    total=st.integers(min_value=14, max_value=120),
)
def test_a_line_is_exactly_as_wide_as_the_list(texts: list[str], total: int) -> None:
    assert lay(COLUMNS, [plain(text) for text in texts], total).cell_length == total
    assert lay(COLUMNS, [plain(texts[0])], total).cell_length == total


@given(
    length=st.integers(min_value=0, max_value=3 * PAGE),
    asked=st.lists(st.integers(min_value=-5, max_value=4 * PAGE), max_size=20),
)
def test_pages_in_memory_are_like_the_list(length: int, asked: list[int]) -> None:
    rows = list(range(length))
    pages = Pages.of(rows)
    for index in asked:
        expected = rows[index] if 0 <= index < length else None
        assert pages.get(index) == expected
        assert pages.missing(index, index + 50) is None


@pytest.mark.parametrize("turns", [0, 2, 5])
async def test_what_is_searched_for_may_be_typed_at_once(stage: OpenStage, turns: int) -> None:
    async with stage() as s:
        await s.go(Route.PHOTOS)
        for key in ("slash", *"img3"):
            s.app.post_message(events.Key(key, key if len(key) == 1 else "/"))
            for _turn in range(turns):
                await asyncio.sleep(0)
        await s.settle()
        assert isinstance(s.app.screen, PhotosPage)
        assert s.app.screen.query_one("#search", Input).value == "img3"
