"""Searches by picture: links, what each would get, and a box before any is opened."""

from __future__ import annotations

from auditor.tui.base.messages import Route
from auditor.tui.screens.browse import BrowseBox
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.picture_search import PictureSearchPage
from auditor.tui.widgets.row_list import RowList
from tests.tui.conftest import WIDE, OpenStage
from tests.tui.visits import ITEMS


async def test_what_has_to_be_known_comes_first_and_nothing_opens_by_itself(
    stage: OpenStage,
) -> None:
    async with stage(size=WIDE) as s:
        await s.go(Route.PHOTO, ITEMS[Route.PHOTO][0])
        await s.press("L")
        assert isinstance(s.app.screen, PictureSearchPage)
        assert "Never an intimate picture" in s.flat()
        await s.press("w")
        assert isinstance(s.app.screen, PictureSearchPage), "the first row is no page"
        s.app.screen.query_one(RowList).cursor = 5
        await s.press("w")
        assert isinstance(s.app.screen, BrowseBox)
        assert "https://pimeyes.com/en" in s.flat()
        await s.press("escape", "escape")
        assert isinstance(s.app.screen, PhotoPage)
