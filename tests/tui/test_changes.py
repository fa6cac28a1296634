"""The screen of two scans compared.

What is not known comes first, and nothing empty reads as safe.
"""

from __future__ import annotations

import pytest

from auditor.tui.base.messages import Route
from auditor.tui.screens.changes import ChangesPage
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.question import QuestionPage
from auditor.tui.widgets.row_list import RowList
from tests.fakes import people
from tests.fakes.changes import FakeChanges
from tests.fakes.session import FakeSession
from tests.tui.conftest import SMALL, WIDE, OpenStage


def after(scans: int) -> FakeSession:
    session = FakeSession()
    session.changes = FakeChanges(None, empty=False, scans=scans)
    return session


async def test_h_leads_there_and_escape_back(stage: OpenStage) -> None:
    async with stage() as s:
        for place in (Route.OVERVIEW, Route.SCAN):
            await s.go(place)
            await s.press("h")
            assert isinstance(s.app.screen, ChangesPage), place
            await s.press("escape")
            assert not isinstance(s.app.screen, ChangesPage), place


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_what_could_not_be_compared_comes_first(
    stage: OpenStage, size: tuple[int, int]
) -> None:
    async with stage(size=size) as s:
        await s.go(Route.CHANGES)
        shown = s.flat()
        assert "From scan 6 (" in shown
        assert "1 new, 1 gone, 1 changed, on the 1 account that could be compared." in shown
        order = [
            shown.index(word)
            for word in (
                "? not compared",
                "? could not tell",
                "▾ less",
                "+ new",
                "- gone",
                "~ changed",
            )
        ]
        assert order == sorted(order)
        await s.press("down")
        assert "not read to its end: scan 6" in s.flat()


async def test_on_the_smallest_screen_it_says_which_account_is_not_compared(
    stage: OpenStage,
) -> None:
    async with stage(size=(40, 10)) as s:
        await s.go(Route.CHANGES)
        await s.press("down")
        shown = s.flat()
        assert "From scan 6 (" in shown
        assert people.ACCOUNTS[2].handle[:16] in shown
        assert "not read to its end: scan 6" in shown


async def test_each_row_is_explained(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.CHANGES)
        rows = s.app.screen.query_one(RowList)
        for number, said in enumerate(
            (
                "p proves one there",
                "What is missing there is not known to be gone.",
                "whether 2 photos changed could not be told",
                "yes → partly · 5 → 2 findings",
                "other accounts were read before",
                "partly → yes · 1 → 3 findings",
                "Enter opens the photo as it is now.",
                "Copies elsewhere and in caches are not looked at.",
                "What changed: the picture, what is said of it",
            )
        ):
            rows.cursor = number
            await s.settle()
            assert said in s.flat(), said
        assert rows.count == 9
        rows.cursor = 3
        await s.settle()
        assert "1 question stands as it did before." in s.flat()


async def test_enter_opens_the_photo(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.CHANGES)
        await s.press("enter")
        assert isinstance(s.app.screen, ChangesPage), "an account is none"
        s.app.screen.query_one(RowList).cursor = 3
        await s.press("enter")
        assert isinstance(s.app.screen, QuestionPage), "how a question stands now"
        await s.press("escape")
        s.app.screen.query_one(RowList).cursor = 6
        await s.press("enter")
        assert isinstance(s.app.screen, PhotoPage)


async def test_other_scans_are_a_key_away(stage: OpenStage) -> None:
    async with stage(after(4), size=WIDE) as s:
        await s.go(Route.CHANGES)
        assert "From scan 6 (" in s.flat()
        assert "Later" not in s.flat(), "there is none"
        await s.press("right")
        assert "to scan 7 (" in s.flat()
        await s.press("B")
        assert "From scan 5 (" in s.flat()
        assert "to scan 7 (" in s.flat()
        await s.press("left")
        assert "From scan 5 (" in s.flat()
        assert "to scan 6 (" in s.flat()
        assert "No change was seen on the 1 account that could be compared." in s.flat()
        await s.press("left", "left", "left")
        assert "From scan 4 (" in s.flat()
        assert "Earlier" not in s.flat()
        await s.press("right", "right", "right", "right")
        assert "to scan 7 (" in s.flat()


async def test_a_scan_that_is_no_longer_kept_gives_way_to_the_newest(stage: OpenStage) -> None:
    session = after(4)
    fake = session.changes
    assert isinstance(fake, FakeChanges)
    async with stage(session) as s:
        await s.go(Route.CHANGES)
        await s.press("left", "left")
        assert "From scan 4 (" in s.flat()
        fake.scans = fake.scans[:2]
        s.app.screen.reload()  # type: ignore[attr-defined]
        await s.settle()
        assert "From scan 6 (" in s.flat()


@pytest.mark.parametrize("scans", [0, 1])
async def test_with_nothing_to_compare_it_says_that_nothing_is_known(
    stage: OpenStage, scans: int
) -> None:
    async with stage(after(scans)) as s:
        await s.go(Route.CHANGES)
        shown = s.flat()
        assert "nothing is known of changes" in shown
        assert "No change" not in shown
        assert not any(key in shown for key in ("Earlier", "Later", "Further back"))
        if scans:
            assert "? not compared" in shown
            assert "6 leads to the scan" in shown
